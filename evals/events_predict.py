"""Writes event predictions for the PLOVER gold sentences, in the form that the public scorers read.

python evals/events_predict.py gsr GOLD.json OUT.jsonl     (the form of score_plover.py)
python evals/events_predict.py plv GOLD.jsonl OUT.jsonl    (one label for a marked pair)
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.evaluation.parses import KeptParses
from dragoman.records import CLASSIC, Article, Coding, Event
from dragoman.settings import Settings

# The 2016 gold writes IGO for every intergovernmental body, the UN and the EU among them.
GOLD_CODES = {"UNO": "IGO", "EUR": "IGO"}


def main() -> None:
    """Run one of the two."""
    kind, gold, out = sys.argv[1:4]
    coder = Coder(KeptParses(Path(".cache/parses")), Codebook.load(), Settings())
    with Path(out).open("w", encoding="utf-8") as sink:
        if kind == "gsr":
            for row in json.loads(Path(gold).read_text(encoding="utf-8")):
                if row.get("event") != "DOCUMENT":
                    sink.write(json.dumps(gsr(coder, row)) + "\n")
        else:
            for line in Path(gold).read_text(encoding="utf-8").splitlines():
                sink.write(json.dumps(plv(coder, json.loads(line))) + "\n")


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


def plv(coder: Coder, row: dict[str, object]) -> dict[str, object]:
    """Return the label for the marked pair: the event that best joins the two spans."""
    text = str(row["text"])
    coding = coder.code(Article(id=str(row["id"]), text=text))
    best = max(coding.events, key=lambda e: _fit(coding, e, row), default=None)
    label = best.event_type if best and _fit(coding, best, row) > 0 else None
    label = "YIELD" if label in ("CONCEDE", "RETREAT") else label
    return {"id": row["id"], "label": label}


def _fit(coding: Coding, event: Event, row: dict[str, object]) -> float:
    spans = {"source": row["source_spans"], "target": row["target_spans"]}
    value = 0.0
    mentions = {a.id: a.mentions for a in coding.actors}
    for side, ids in (("source", event.actors), ("target", event.recipients + event.participants)):
        marked = spans[side]
        assert isinstance(marked, list)
        for s, e in marked:
            if any(m.start < e and m.end > s for i in ids for m in mentions[i]):
                value += 2
                break
    if event.status in CLASSIC:
        value += 1
    return value + event.confidence


def report(gold: str, predictions: str) -> None:
    """Print accuracy and macro-F1 over the labels of the marked pairs."""
    want = [json.loads(x)["root"] for x in Path(gold).read_text(encoding="utf-8").splitlines()]
    got = [json.loads(x)["label"] for x in Path(predictions).read_text(encoding="utf-8").splitlines()]
    n, right, predicted = Counter(want), Counter(), Counter(got)
    for w, g in zip(want, got, strict=True):
        right[w] += w == g
    scores = []
    for label in sorted(n):
        f = 2 * right[label] / (n[label] + predicted[label]) if n[label] + predicted[label] else 0.0
        scores.append(f)
        print(f"{label:10} n {n[label]:4} predicted {predicted[label]:4} right {right[label]:4} F1 {100 * f:5.1f}")
    accuracy = sum(right.values()) / len(want)
    print(f"accuracy {accuracy:.3f}  macro-F1 {sum(scores) / len(scores):.3f}  none {predicted[None]}")


if __name__ == "__main__":
    if sys.argv[1] == "report":
        report(sys.argv[2], sys.argv[3])
    else:
        main()
