"""Scores the assessments room on our own passages: status, and who asserts and who denies each event.

    python evals/assessments/score.py evals/assessments/dev.jsonl [--errors] [--cache FOLDER]

The gold triggers go in as events; actors and attributions are what the program itself finds. Status is
scored on every event: accuracy, and the mean F1 of the statuses that occur. Asserters and deniers are scored
as whole sets, over events that are told as done (asserted, attributed, contested, denied, negated) and where
gold or answer has an asserter (a denier). A source is right if it points to the words that gold names, by one
of its actor's mentions or by the attribution's own source.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman import actors, assessments, attributions
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Article, Event, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.records import Actor, Assessment, Attribution

DONE = frozenset({"asserted", "attributed", "contested", "denied", "negated"})
Places = frozenset[tuple[int, int]] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One event with gold and answer."""

    id: str
    text: str
    trap: bool
    gold: dict[str, Any]
    event: Event
    asserters: bool | None
    deniers: bool | None


@dataclass(slots=True)
class Tally:
    """Counts of one set of events."""

    statuses: list[tuple[str, str]] = field(default_factory=list)
    asserters: list[bool] = field(default_factory=list)
    deniers: list[bool] = field(default_factory=list)

    def add(self, a: Answered) -> None:
        """Count one event."""
        self.statuses.append((a.gold["status"], a.event.status))
        if a.asserters is not None:
            self.asserters.append(a.asserters)
        if a.deniers is not None:
            self.deniers.append(a.deniers)

    def line(self, name: str) -> str:
        """Return the figures as one line."""
        right = [g == p for g, p in self.statuses]
        return (
            f"{name:10} n={len(right):4} status={_percent(right)} macro-F1={macro_f1(self.statuses):.1f} "
            f"asserters={_percent(self.asserters)} (n={len(self.asserters)}) "
            f"deniers={_percent(self.deniers)} (n={len(self.deniers)})"
        )


def _percent(right: list[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f}" if right else "-"


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    """Return the mean F1, in per cent, of the statuses that gold has."""
    gold, said = Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    hits = Counter(g for g, p in pairs if g == p)
    return 100 * sum(2 * hits[s] / (gold[s] + said[s]) for s in gold) / max(1, len(gold))


def answer(row: dict[str, Any], parser: KeptParses, book: Codebook) -> Iterator[Answered]:
    """Run the room on one passage."""
    text = row["text"]
    article = Article(id=row["id"], text=text, published="2024-06-03", published_grain="day")
    doc = parser.parse(text)
    who = actors.find(doc, book, article).kept
    said = attributions.find(doc, book, who).kept
    events = []
    for n, gold in enumerate(row["events"]):
        t = gold["trigger"]
        i = doc.token_at(t["start"]) or 0
        sentence = doc.sentence_span(doc.tokens[i].sent)
        trigger = Span(t["start"], t["end"], t["text"])
        events.append(Event(id=f"e{n}", event_type="ANY", sentence=sentence, trigger=trigger))
    found = assessments.assess(doc, book, who, said, tuple(events)).kept
    for gold, event in zip(row["events"], found, strict=True):
        told = gold["status"] in DONE
        yield Answered(
            id=row["id"],
            text=text,
            trap=row["trap"],
            gold=gold,
            event=event,
            asserters=_same(gold, event, "+", who, said) if told else None,
            deniers=_same(gold, event, "-", who, said) if told else None,
        )


def _same(
    gold: dict[str, Any],
    event: Event,
    polarity: str,
    who: tuple[Actor, ...],
    said: tuple[Attribution, ...],
) -> bool | None:
    wanted = [_gold_source(a) for a in gold["assessments"] if a["polarity"] == polarity]
    given = [_places(a, who, said) for a in event.assessments if a.polarity == polarity]
    if not wanted and not given:
        return None
    left = list(given)
    for source in wanted:
        match = next((g for g in left if _agree(source, g)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _gold_source(a: dict[str, Any]) -> Places:
    source = a["source"]
    return source if isinstance(source, str) else frozenset({(source["start"], source["end"])})


def _places(a: Assessment, who: tuple[Actor, ...], said: tuple[Attribution, ...]) -> Places:
    """Return the places in the text of one source: its actor's mentions, or the words of the attribution."""
    actor = next((x for x in who if x.id == a.source), None)
    if actor is not None:
        return frozenset((m.start, m.end) for m in actor.mentions)
    by = next((x for x in said if x.id == a.attribution), None)
    if a.source == "unspecified" and by is not None and by.source is not None:
        return frozenset((s.start, s.end) for s in by.source.spans)
    return a.source


def _agree(a: Places, b: Places) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return any(s < y and x < e for s, e in a for x, y in b)


def _show(a: Answered) -> str:
    said = "; ".join(f"{x.source} {x.polarity} {x.certainty}" for x in a.event.assessments)
    marks = [m for m, ok in (("A", a.asserters), ("D", a.deniers)) if ok is False]
    rules = "; ".join(r.rule.removeprefix("factuality: ") for r in a.event.reasons)
    t = a.event.trigger
    text = f"{a.text[: t.start]}[{t.text}]{a.text[t.end :]}"
    return f"{a.id}: {text}\n    {a.gold['status']} / {a.event.status} {''.join(marks)} | {said} | {rules}"


def main() -> None:
    """Score the files named on the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    options.add_argument("--errors", action="store_true")
    chosen = options.parse_args()
    parser, book = KeptParses(chosen.cache), Codebook.load()
    for path in chosen.gold:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        every, traps, by_status = Tally(), Tally(), Counter[tuple[str, str]]()
        for row in rows:
            for a in answer(row, parser, book):
                every.add(a)
                if a.trap:
                    traps.add(a)
                by_status[a.gold["status"], a.event.status] += 1
                if chosen.errors and (
                    a.gold["status"] != a.event.status or a.asserters is False or a.deniers is False
                ):
                    print(_show(a))
        print(f"{path.name}: {len(rows)} passages")
        print(every.line("all"))
        print(traps.line("traps"))
        for (gold, said), n in sorted(by_status.items()):
            if gold != said:
                print(f"  {gold} taken for {said}: {n}")


if __name__ == "__main__":
    main()
