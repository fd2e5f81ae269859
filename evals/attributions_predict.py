"""Writes this program's attributions for PolNeAR-like records, as the attribution scorer reads them.

usage: python evals/attributions_predict.py GOLD.jsonl PRED.jsonl [--parses FOLDER]

A record has "id" and "text"; the gold attributions in it are not looked at. PolNeAR is flat:
it marks what is said inside the content of another attribution hardly ever, and never in direct speech, so
only the outermost attributions are written.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import attributions, documents
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses

if TYPE_CHECKING:
    from dragoman.records import Attribution, Span


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def spans_of(found: Attribution) -> dict[str, list[list[int]]]:
    """Return the spans of *found* under the scorer's names."""
    return {
        "source_spans": _pairs(found.source.spans) if found.source else [],
        "cue_spans": _pairs(found.cue.spans) if found.cue else [],
        "content_spans": _pairs(found.content.spans),
    }


def outermost(found: tuple[Attribution, ...]) -> list[Attribution]:
    """Return those of *found* that lie in no other's content."""
    return [a for a in found if a.within is None]


def main() -> None:
    """Predict attributions for every record of a file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("predicted", type=Path)
    arguments.add_argument("--parses", type=Path, help="a folder that keeps parses between runs")
    chosen = arguments.parse_args()
    parser: documents.Parser = KeptParses(chosen.parses) if chosen.parses else documents.load()
    codebook = Codebook.load()
    with chosen.gold.open(encoding="utf-8") as lines, chosen.predicted.open("w", encoding="utf-8") as out:
        for line in lines:
            record = json.loads(line)
            found = attributions.find(parser.parse(record["text"]), codebook, ())
            spans = [spans_of(a) for a in outermost(found.kept)]
            out.write(json.dumps({"id": record["id"], "attributions": spans}) + "\n")


if __name__ == "__main__":
    main()
