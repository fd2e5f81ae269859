"""Assessments against gold: how surely a predicate is presented, and who stands behind events of our own.

Factuality sets mark one predicate an item, with a score from -3 (surely not) to 3 (surely). They ask two
questions, so there are two monotone readings of a judgement. MEANTIME asks how surely the act is presented,
whenever it happens: "will sign" is certain. UDS and CommitmentBank ask whether it happened: "will sign" has
not.

In passages of our own the gold triggers go in as events; actors and attributions are what the program itself
finds. Asserters and deniers are scored as whole sets, over events told as done and where gold or answer has
an asserter (a denier). A source is right if it points to the words that gold names, by one of its actor's
mentions or by the attribution's own source.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from dragoman import actors, assessments, attributions
from dragoman.errors import SourceError
from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result
from dragoman.records import Article, Event, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dragoman.assessments import Judgement
    from dragoman.coding import Coder
    from dragoman.documents import Document
    from dragoman.records import Actor, Assessment, Attribution, Coding

DONE = frozenset({"asserted", "attributed", "contested", "denied", "negated"})
PUBLISHED = "2024-06-03"
"""A day for passages that have none; no answer hangs on it."""

CERTAIN = {"certain": 3.0, "probable": 2.0, "possible": 1.0, "unknown": 0.0}
PRESENTED = frozenset({"done", "planned", "foreseen"})
# Sooner a purpose ("flew to Oslo to sign") than a prediction, sooner that than a timetable or a demand.
HAPPENED = {"foreseen": -0.75, "requested": -1.5, "conditional": -0.5, "question": -0.5}
PLANNED = {"certain": -1.5, "probable": 0.0, "possible": -0.5, "unknown": -0.5}
NOT = -1.0
GOLD_CERTAIN = {"CERTAIN": 3.0, "PROBABLE": 1.5, "POSSIBLE": 0.75}
SURE = 3.0

Places: TypeAlias = frozenset[tuple[int, int]] | str
"""Where a source stands in the text, or ``author`` or ``unspecified``."""


def evaluate(coder: Coder, path: Path) -> Result:
    """Score assessments against factuality gold, passages of ours, or codings of ours."""
    result = Result(task="assessments", gold=path.name)
    if gold.is_codings(path):
        return _passages(coder, [_of_coding(c) for c in gold.codings(path)], result)
    rows = gold.rows(path)
    if "events" in rows[0] and "trap" in rows[0]:
        return _passages(coder, [_of_row(row) for row in rows], result)
    items = [_item(row) for row in rows if "predicate_span" in row or "token_text" in row]
    if not items:
        message = (
            f"{path}: neither marked predicates nor passages with events; is this gold for another task?"
        )
        raise SourceError(message)
    return _factuality(coder, items, result, presented if "meantime" in path.name else happened)


# Factuality sets ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One predicate with its gold score."""

    id: str
    text: str
    start: int
    end: int
    score: float


def presented(j: Judgement) -> float:
    """Return how surely the act is presented as true, whatever its time: MEANTIME's question."""
    sign = {"+": 1.0, "-": -1.0, "unknown": 0.0}[j.polarity]
    return sign * CERTAIN[j.certainty] if j.mood in PRESENTED else 0.0


def happened(j: Judgement) -> float:
    """Return how surely it has happened: UDS's question."""
    if j.mood == "planned":
        return PLANNED[j.certainty] if j.polarity != "-" else NOT
    if j.mood != "done":
        return HAPPENED[j.mood]
    return {"+": CERTAIN[j.certainty], "-": NOT, "unknown": 0.0}[j.polarity]


def _item(row: gold.Row) -> Item:
    if "predicate_span" in row:
        text = row["sentence"]
        start, end = row["predicate_span"]
    else:
        text = row["token_text"]
        words = text.split(" ")
        start = len(" ".join(words[: row["predicate_token"]])) + 1
        end = start + len(words[row["predicate_token"]])
    if "score" in row:
        return Item(row["id"], text, start, end, float(row["score"]))
    sign = {"POS": 1.0, "NEG": -1.0}.get(row["polarity"] or "", 0.0)
    return Item(row["id"], text, start, end, sign * GOLD_CERTAIN.get(row["certainty"] or "", 0.0))


def _factuality(
    coder: Coder, items: Sequence[Item], result: Result, reading: Callable[[Judgement], float]
) -> Result:
    pairs: list[tuple[float, float]] = []
    for item in items:
        doc = coder.parser.parse(item.text)
        place = doc.tokens_in(item.start, item.end)
        head = doc.root_of(place.start, place.stop) if place else 0
        answer = reading(assessments.judge(doc, coder.codebook, head)) if doc.tokens else 0.0
        pairs.append((answer, item.score))
        right = abs(answer - item.score) <= 1
        note = f"{item.text[item.start : item.end]!r} at {item.start}: {answer:.2f}, not {item.score:.2f}"
        result.item(item.id, right=right, note=note)
    unsure = [Counts((a < SURE) and (g < SURE), a < SURE, g < SURE) for a, g in pairs]
    result.scores.append(scores.mean("Pearson's r (times 100)", pairs, pearson))
    result.scores.append(scores.mean("mean error (of 6, times 100)", pairs, mean_error, lower_is_better=True))
    result.scores.append(scores.f1("not certain or not true", unsure))
    return result


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    """Return 100 times Pearson's r; 0 where one side never varies.

    >>> pearson([(0, 1), (1, 3), (2, 5)])
    100.0
    """
    n = len(pairs)
    mx, my = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xy = sum((x - mx) * (y - my) for x, y in pairs)
    xx, yy = sum((x - mx) ** 2 for x, _ in pairs), sum((y - my) ** 2 for _, y in pairs)
    return 100 * xy / math.sqrt(xx * yy) if xx and yy else 0.0


def mean_error(pairs: Sequence[tuple[float, float]]) -> float:
    """Return 100 times the mean absolute difference."""
    return 100 * sum(abs(a - b) for a, b in pairs) / len(pairs)


# Events of our own --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """One source of a gold event."""

    source: Places
    polarity: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gold event: where it is said, its status, who stands how to it, and its type where gold has types."""

    trigger: Span
    status: str
    stands: tuple[Stand, ...]
    event_type: str = "ANY"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of ours with its gold events."""

    article: Article
    trap: bool
    events: tuple[Wanted, ...]


def _of_row(row: gold.Row) -> Passage:
    def stand(a: gold.Row) -> Stand:
        s = a["source"]
        return Stand(s if isinstance(s, str) else frozenset({(s["start"], s["end"])}), a["polarity"])

    events = [
        Wanted(Span(**e["trigger"]), e["status"], tuple(stand(a) for a in e["assessments"]))
        for e in row["events"]
    ]
    article = Article(id=str(row["id"]), text=row["text"], published=PUBLISHED, published_grain="day")
    return Passage(article, row["trap"], tuple(events))


def _of_coding(coding: Coding) -> Passage:
    """Read a coding of ours. Of events with one trigger, the first stands for what the text says there."""
    events: dict[tuple[int, int], Wanted] = {}
    for e in coding.events:
        stands = tuple(
            Stand(_places(a, coding.actors, coding.attributions), a.polarity) for a in e.assessments
        )
        events.setdefault((e.trigger.start, e.trigger.end), Wanted(e.trigger, e.status, stands, e.event_type))
    return Passage(coding.article, trap=False, events=tuple(events.values()))


def _passages(coder: Coder, passages: Sequence[Passage], result: Result) -> Result:
    status: list[list[bool]] = []
    traps: list[list[bool]] = []
    pairs: list[tuple[str, str]] = []
    whole: dict[str, list[list[bool]]] = {"+": [], "-": []}
    for passage in passages:
        answered = list(_answers(coder, passage))
        right = [w.status == event.status for w, event, _ in answered]
        status.append(right)
        if passage.trap:
            traps.append(right)
        for polarity, outcomes in whole.items():
            outcomes.append([ok for _, _, sets in answered if (ok := sets[polarity]) is not None])
        for wanted, event, sets in answered:
            pairs.append((wanted.status, event.status))
            wrong = [name for name, p in (("asserters", "+"), ("deniers", "-")) if sets[p] is False]
            if wanted.status != event.status:
                wrong.insert(0, event.status)
            note = f"{wanted.trigger.text!r} {wanted.status}: {', '.join(wrong)}"
            result.item(f"{passage.article.id}@{wanted.trigger.start}", right=not wrong, note=note)
    result.scores.append(scores.ratio("status", status))
    result.scores.append(scores.mean("status, macro-F1", pairs, scores.macro_f1))
    if traps:
        result.scores.append(scores.ratio("status, traps", traps))
    result.scores.append(scores.ratio("asserters", whole["+"]))
    result.scores.append(scores.ratio("deniers", whole["-"]))
    return result


def _answers(coder: Coder, passage: Passage) -> Iterator[tuple[Wanted, Event, dict[str, bool | None]]]:
    """Assess the gold events; yield each with our event and whether asserters and deniers are right."""
    article, book = passage.article, coder.codebook
    doc = coder.parser.parse(article.text)
    who = actors.find(doc, book, article).kept
    said = attributions.find(doc, book, who).kept
    blank = Event(id="", event_type="ANY", sentence=Span(0, 0, ""), trigger=Span(0, 0, ""))
    given = tuple(
        replace(
            blank,
            id=f"e{n}",
            event_type=w.event_type,
            trigger=w.trigger,
            sentence=doc.sentence_span(_sentence(doc, w)),
        )
        for n, w in enumerate(passage.events)
    )
    found = assessments.assess(doc, book, who, said, given).kept
    for wanted, event in zip(passage.events, found, strict=True):
        sets: dict[str, bool | None] = {"+": None, "-": None}
        if wanted.status in DONE:
            sets = {p: _same(wanted, event, p, who, said) for p in sets}
        yield wanted, event, sets


def _sentence(doc: Document, wanted: Wanted) -> int:
    return doc.tokens[doc.token_at(wanted.trigger.start) or 0].sent


def _same(
    wanted: Wanted, event: Event, polarity: str, who: Sequence[Actor], said: Sequence[Attribution]
) -> bool | None:
    """Whether the sources of one polarity are the gold's; None if neither has any."""
    want = [s.source for s in wanted.stands if s.polarity == polarity]
    left = [_places(a, who, said) for a in event.assessments if a.polarity == polarity]
    if not want and not left:
        return None
    for source in want:
        match = next((g for g in left if _agree(source, g)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _places(a: Assessment, who: Sequence[Actor], said: Sequence[Attribution]) -> Places:
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
