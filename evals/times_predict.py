"""Write the times that dragoman finds in a gold file, one JSON line a document: id, timex.

Usage: python evals/times_predict.py GOLD.jsonl PRED.jsonl [--cache FOLDER]

GOLD needs "id", "text" and "dct" (the date of the document) on each line. Parses are kept under --cache.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import documents, times
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman.records import Time

_DAY_FIRST = re.compile(r"(\d\d)-(\d\d)-(\d{4})")


def published(dct: str | None) -> str | None:
    """Return the document's date in ISO form; None if it has none."""
    if not dct:
        return None
    if m := _DAY_FIRST.fullmatch(dct):
        return f"{m[3]}-{m[2]}-{m[1]}"
    return dct[:10] if re.match(r"\d{4}-\d\d-\d\d", dct) else None


def read(record: dict[str, object], parser: documents.Parser, codebook: Codebook) -> tuple[Time, ...]:
    """Return the times in one gold record's text."""
    text, dct = str(record["text"]), record.get("dct")
    article = Article(id=str(record["id"]), text=text, published=published(str(dct) if dct else None))
    return times.find(parser.parse(text), codebook, article).kept


def main() -> None:
    """Read the gold file, write the predictions."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("pred", type=Path)
    arguments.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    given = arguments.parse_args()
    parser, codebook = KeptParses(given.cache), Codebook.load()
    lines = given.gold.read_text(encoding="utf-8").splitlines()
    with given.pred.open("w", encoding="utf-8") as out:
        for record in map(json.loads, lines):
            found = [
                {"start": t.start, "end": t.end, "type": t.type, "value": t.value or "", "mod": t.mod}
                for t in read(record, parser, codebook)
            ]
            out.write(json.dumps({"id": record["id"], "timex": found}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
