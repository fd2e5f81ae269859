"""Events against gold: whole records of our corpus, PLOVER's sentences by country, marked pairs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, TypeAlias

from dragoman.errors import SourceError
from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result
from dragoman.records import CLASSIC, Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Coding, Event, Mention

Triple: TypeAlias = tuple[str, str | None, str | None]

# The 2016 gold's type names.
TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
LABELS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "YIELD": 1, "COOPERATE": 2, "AID": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


MEASURES = ("type", "type, actors, recipients", "type and status", "type and date", "whole record")


def evaluate(coder: Coder, path: Path) -> Result:
    """Score events against whichever of the known forms *path* has."""
    result = Result(task="events", gold=path.name)
    if gold.is_codings(path):
        return _records(coder, gold.codings(path), result)
    rows = gold.rows(path, "id", "text")
    if "source_spans" in rows[0]:
        return _pairs(coder, rows, result)
    return _sentences(coder, list(map(sentence, rows)), result)


# Whole records ------------------------------------------------------------------------------------------


def _records(coder: Coder, want: Sequence[Coding], result: Result) -> Result:
    documents: list[dict[str, Counts]] = []
    for g in want:
        got = coder.code(g.article)
        same = _same_actors(g, got)
        right = dict.fromkeys(MEASURES, 0)
        wrong = {e.id: "not found" for e in g.events}
        for e, p in _align(g.events, got.events):
            agree = _compare(e, p, same)
            right["type"] += 1
            right["type, actors, recipients"] += agree["parties"]
            right["type and status"] += agree["status"]
            right["type and date"] += agree["date"]
            right["whole record"] += all(agree.values())
            wrong[e.id] = ", ".join(k for k, ok in agree.items() if not ok)
        for e in g.events:
            note = f"{e.trigger.text!r} {wrong[e.id]}"
            name = f"{g.article.id}@{e.trigger.start}:{e.event_type}"
            result.item(name, right=not wrong[e.id], note=note)
        documents.append({m: Counts(right[m], len(got.events), len(g.events)) for m in MEASURES})
    for m in MEASURES:
        result.scores.append(scores.f1(m, [d[m] for d in documents]))
    return result


def _compare(e: Event, p: Event, same: dict[str, str]) -> dict[str, bool]:
    """Tell, for a gold event and ours of the same type, what is the same."""
    return {
        "parties": _ids(e.actors, same) == set(p.actors) and _ids(e.recipients, same) == set(p.recipients),
        "status": e.status == p.status,
        "date": (e.date and (e.date.first, e.date.last)) == (p.date and (p.date.first, p.date.last)),
    }


def _same_actors(want: Coding, got: Coding) -> dict[str, str]:
    """Map gold actor ids to ours, one to one: the actors whose mentions fit best, by shared characters."""
    ranked = []
    for i, g in enumerate(want.actors):
        for j, p in enumerate(got.actors):
            fit = sum(max((_overlap(a, b) for b in p.mentions), default=0.0) for a in g.mentions)
            if fit:
                ranked.append((-fit, g.country != p.country, i, j))
    return {want.actors[i].id: got.actors[j].id for i, j in scores.pair_up(ranked)}


def _overlap(a: Mention, b: Mention) -> float:
    """Return the shared characters of two mentions, out of all that either has."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(0, shared) / (max(a.end, b.end) - min(a.start, b.start))


def _ids(actors: Iterable[str], same: dict[str, str]) -> set[str]:
    return {same.get(a, "") for a in actors}


def _align(want: Sequence[Event], got: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Pair events of the same type: by overlapping trigger first, then within the sentence."""
    pairs: list[tuple[Event, Event]] = []
    left, right = list(want), list(got)
    for overlap in (True, False):
        for e in list(left):
            for p in right:
                if e.event_type != p.event_type:
                    continue
                a, b = (e.trigger, p.trigger) if overlap else (e.sentence, p.sentence)
                if a.start < b.end and b.start < a.end:
                    pairs.append((e, p))
                    left.remove(e)
                    right.remove(p)
                    break
    return pairs


# PLOVER's sentences, by country -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """One gold record: a sentence, its type in today's names, and the countries on each side."""

    article: Article
    kind: str
    sources: frozenset[str]
    targets: frozenset[str]
    mutual: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """One of our events, by type and countries."""

    kind: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def sentence(row: gold.Row) -> Sentence:
    """Read a record in PLOVER's own form, or in ours with ``events``.

    Raises:
        SourceError: if it has neither.
    """
    event = row["events"][0] if row.get("events") else row
    if "event" not in event:
        message = f"record {row['id']}: neither a PLOVER sentence, nor a marked pair, nor a coding"
        raise SourceError(message)
    kind = event["event"]
    sources, targets = (event.get(k) or event.get(k + "s") for k in ("source", "target"))
    sources, targets = (x if isinstance(x, list) else [] for x in (sources, targets))
    return Sentence(
        # The date is that of a manual; the sentences say nothing of when they were written.
        article=Article(id=str(row["id"]), text=row["text"]),
        kind=TYPES.get(kind, kind),
        sources=_gold_codes(sources),
        targets=_gold_codes(targets),
        mutual=len(sources) >= 2 and not targets,
    )


def classic(coding: Coding) -> list[Coded]:
    """Return the classic view of *coding*, with countries in the gold's codes."""
    country = {a.id: gold.country(a.country) for a in coding.actors}

    def codes(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for c in (country[i] for i in ids) if c))

    return [
        Coded(e.event_type, codes(e.actors), codes(e.recipients))
        for e in coding.events
        if e.status in CLASSIC
    ]


def _sentences(coder: Coder, rows: Sequence[Sentence], result: Result) -> Result:
    types: list[Counts] = []
    triples: list[Counts] = []
    empty: list[bool] = []
    for row in rows:
        found = classic(coder.code(row.article))
        kinds = {e.kind for e in found}
        empty.append(not found)
        types.append(Counts(row.kind in kinds, len(kinds), 1))
        want, got = _triples(row, found)
        triples.append(Counts(len(want & got), len(got), len(want)))
        shown = "; ".join(f"{k} {a or '?'}>{b or '?'}" for k, a, b in sorted(got, key=str)) or "nothing"
        note = f"{row.kind} {'+'.join(sorted(row.sources))}>{'+'.join(sorted(row.targets))}: {shown}"
        result.item(f"{row.article.id}:{row.kind}", right=row.kind in kinds, note=note)
    result.scores.append(scores.f1("type, classic view", types))
    result.scores.append(scores.f1("directed triple (type, from, to)", triples))
    result.scores.append(scores.share("sentences without any event", empty, lower_is_better=True))
    return result


def _triples(g: Sentence, found: Sequence[Coded]) -> tuple[set[Triple], set[Triple]]:
    """Return gold and found triples as the public scorer makes them: parties of a meeting in any order."""
    if g.mutual:
        parties = sorted(g.sources)
        want = {_triple(g.kind, a, b) for a, b in combinations(parties, 2)}
        want = want or {(g.kind, p, p) for p in parties}
    else:
        want = {(g.kind, a, b) for a, b in product(_or_none(g.sources), _or_none(g.targets))}
    got: set[Triple] = set()
    for e in found:
        if len(e.sources) >= 2 and not e.targets:
            sides: set[tuple[str | None, str | None]] = set(permutations(e.sources, 2))
        else:
            sides = set(product(_or_none(e.sources), _or_none(e.targets)))
        for a, b in sides:
            got.add(_triple(e.kind, a, b) if g.mutual and e.kind == g.kind else (e.kind, a, b))
    return want, got


def _or_none(codes: Iterable[str]) -> set[str | None]:
    return set(codes) or {None}


def _triple(kind: str, a: str | None, b: str | None) -> Triple:
    first, second = sorted((a or "", b or ""))
    return kind, first or None, second or None


def _gold_codes(parties: Sequence[object]) -> frozenset[str]:
    found = (gold.country(p.get("code") if isinstance(p, dict) else str(p)) for p in parties)
    return frozenset(c for c in found if c)


# Marked pairs -------------------------------------------------------------------------------------------


def _pairs(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score the label of a marked pair: that of the event which best joins the two spans."""
    labels: list[tuple[str, str]] = []
    for row in rows:
        coding = coder.code(Article(id=str(row["id"]), text=row["text"]))
        best = max(coding.events, key=lambda e: _joins(coding, e, row), default=None)
        kind = best.event_type if best else ""
        want, got = row["root"], LABELS.get(kind, kind)
        labels.append((want, got))
        result.item(str(row["id"]), right=want == got, note=f"{want}: {got or 'nothing'}")
    quads = [(str(QUADS[w]), str(QUADS.get(g, ""))) for w, g in labels]
    result.scores.append(scores.share("accuracy of 15 types", [w == g for w, g in labels]))
    result.scores.append(scores.mean("macro-F1 of 15 types", labels, scores.macro_f1))
    result.scores.append(scores.mean("macro-F1 of quad classes", quads, scores.macro_f1))
    result.scores.append(scores.share("answered", [bool(g) for _, g in labels]))
    return result


def _joins(coding: Coding, event: Event, row: gold.Row) -> float:
    """Return how well *event* joins the marked spans: sides that meet them, then status."""
    mentions = {a.id: a.mentions for a in coding.actors}
    value = 0.0
    for ids, spans in (
        (event.actors, row["source_spans"]),
        (event.recipients + event.participants, row["target_spans"]),
    ):
        value += 2 * any(m.start < e and s < m.end for i in ids for m in mentions[i] for s, e in spans)
    return value + (event.status in CLASSIC)
