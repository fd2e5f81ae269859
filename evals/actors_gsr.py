"""Measures, on PLOVER's own sentences, whether each gold source and target has a mention with its country.

    python evals/actors_gsr.py ../shared/gold/plover/gsr_cameo.jsonl [--show]

A span counts as found if a mention that shares a word with it belongs to an actor with its code; UN and EU
count as IGO, as in the gold.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from dragoman import actors
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Actor, Article

OLD_CODES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "PAL": "PSE", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD"}
FAMILY = {"UNO": "IGO", "EUR": "IGO"}


def code(country: str | None) -> str | None:
    """Return *country* as the gold writes it."""
    return FAMILY.get(country or "", country)


def covering(found: tuple[Actor, ...], start: int, end: int) -> set[str | None]:
    """Return the codes of the actors with a mention that shares a character with *start* to *end*."""
    return {code(a.country) for a in found for m in a.mentions if m.start < end and start < m.end}


def main() -> None:
    """Print the share of gold spans with the right code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    parser.add_argument("--show", action="store_true", help="print what is missed")
    options = parser.parse_args()
    book, parses = Codebook.load(), KeptParses(options.cache)
    right = n = no_mention = 0
    for line in options.gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        text = item["text"]
        found = actors.find(parses.parse(text), book, Article(id=item["id"], text=text)).kept
        for event in item["events"]:
            for side, key in (("source", "sources"), ("target", "targets")):
                for actor, (start, end) in zip(event[key], event["spans"][side], strict=False):
                    gold = (actor.get("code") or "")[:3]
                    gold = OLD_CODES.get(gold, gold)
                    if len(gold) < 3 or not gold.isalpha():
                        continue
                    got = covering(found, start, end)
                    n += 1
                    right += code(gold) in got
                    no_mention += not got
                    if options.show and code(gold) not in got:
                        print(f"{item['id']} {side} {text[start:end]!r} gold {gold} got {got}\n    {text}")
    print(f"country right {100 * right / n:.1f} % of {n} source and target spans; no mention: {no_mention}")


if __name__ == "__main__":
    main()
