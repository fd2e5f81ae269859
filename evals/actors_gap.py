"""Measures pronouns on GAP: is the pronoun an actor that a mention of the marked name belongs to?

    python evals/actors_gap.py ../shared/gold/coref/gap_development.jsonl [--limit N]

Precision, recall and F1 over the (pronoun, name) pairs, as GAP's own scorer counts them, and by gender.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from dragoman import actors
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Actor, Article


def at(found: tuple[Actor, ...], start: int, end: int) -> set[str]:
    """Return the ids of the actors with a mention that shares a character with *start* to *end*."""
    return {a.id for a in found for m in a.mentions if m.start < end and start < m.end}


def line(name: str, tally: Counter[str]) -> str:
    """Return precision, recall and F1 as one line."""
    hit, said, gold = tally["hit"], tally["said"], tally["gold"]
    precision, recall = hit / max(said, 1), hit / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{name}: P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f} (n {tally['n']})"


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    book, parses = Codebook.load(), KeptParses(options.cache)
    tally = {"all": Counter[str](), "f": Counter[str](), "m": Counter[str]()}
    for row in options.gold.read_text(encoding="utf-8").splitlines()[: options.limit]:
        item = json.loads(row)
        found = actors.find(parses.parse(item["text"]), book, Article(id=item["id"], text=item["text"])).kept
        start, end = item["pronoun"]
        meant = at(found, start, end)
        sign = "f" if item["text"][start:end].lower() in ("she", "her", "hers") else "m"
        for name in ("a", "b"):
            gold, said = item[f"{name}_coref"], bool(meant & at(found, *item[name]))
            for key in ("all", sign):
                tally[key]["n"] += 1
                tally[key]["gold"] += gold
                tally[key]["said"] += said
                tally[key]["hit"] += gold and said
            if options.show and gold != said:
                print(item["id"], item["names"], name, "gold", gold, "\n   ", item["text"][:600])
    for key, counts in tally.items():
        print(line(key, counts))


if __name__ == "__main__":
    main()
