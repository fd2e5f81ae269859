"""Writes the places that dragoman finds in a file of gold texts, as ``score_places.py`` reads them.

    python evals/places_predict.py GOLD.jsonl OUT.jsonl [--keep FOLDER] [--half 0|1]

``--keep`` names a folder for parses, so that a second run need not parse again; ``--half`` reads every
second record only, so that one half can be looked at and the other kept for checking.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from dragoman import documents, places
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Article


def main() -> None:
    """Code each record's text and write its places."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--keep", type=Path)
    options.add_argument("--half", type=int, choices=(0, 1))
    chosen = options.parse_args()
    parser: documents.Parser = KeptParses(chosen.keep) if chosen.keep else documents.load()
    codebook = Codebook.load()
    spent, tokens = 0.0, 0
    with chosen.out.open("w", encoding="utf-8") as out:
        for number, line in enumerate(chosen.gold.read_text(encoding="utf-8").splitlines()):
            if chosen.half is not None and number % 2 != chosen.half:
                continue
            record = json.loads(line)
            article = Article(
                id=record["id"], text=record["text"], title=record.get("title"), url=record.get("url")
            )
            doc = parser.parse(article.text)
            began = time.perf_counter()
            found = places.find(doc, codebook, article)
            spent += time.perf_counter() - began
            tokens += len(doc.tokens)
            kept = [
                {
                    "start": p.start,
                    "end": p.end,
                    "lat": p.lat,
                    "lon": p.lon,
                    "country": "XKX" if p.country == "KOS" else p.country,
                    "match": p.feature,
                }
                for p in found.kept
            ]
            out.write(json.dumps({"id": record["id"], "places": kept}) + "\n")
    print(f"{1e6 * spent / max(1, tokens):.1f} microseconds a token ({tokens} tokens)")


if __name__ == "__main__":
    main()
