"""Writes event predictions for the PLOVER gold sentences, in the form that the public scorer reads.

python evals/events_predict.py GOLD.json OUT.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.evaluation.parses import KeptParses
from dragoman.records import CLASSIC, Article
from dragoman.settings import Settings

# The 2016 gold writes IGO for every intergovernmental body, the UN and the EU among them.
GOLD_CODES = {"UNO": "IGO", "EUR": "IGO"}


def main() -> None:
    """Code each gold sentence and write its events."""
    gold, out = sys.argv[1:3]
    coder = Coder(KeptParses(Path(".cache/parses")), Codebook.load(), Settings())
    with Path(out).open("w", encoding="utf-8") as sink:
        for row in json.loads(Path(gold).read_text(encoding="utf-8")):
            if row.get("event") != "DOCUMENT":
                sink.write(json.dumps(gsr(coder, row)) + "\n")


def gsr(coder: Coder, row: dict[str, str]) -> dict[str, object]:
    """Return the classic view of one gold sentence."""
    text = row["text"]
    coding = coder.code(Article(id=row["id"], text=text))
    country = {a.id: a.country for a in coding.actors}

    def codes(ids: tuple[str, ...]) -> list[str]:
        found = [country[i] for i in ids]
        return list(dict.fromkeys(GOLD_CODES.get(c, c) for c in found if c))

    events = [
        {
            "event_type": e.event_type,
            "source": codes(e.actors),
            "target": codes(e.recipients),
            "trigger": e.trigger.text,
            "rule": e.reasons[0].rule,
            "status": e.status,
        }
        for e in coding.events
        if e.status in CLASSIC
    ]
    return {"id": row["id"], "events": events}


if __name__ == "__main__":
    main()
