"""Events against gold: whole records of our corpus, PLOVER's sentences by country, marked pairs."""

from __future__ import annotations

from itertools import permutations, product
from typing import TYPE_CHECKING, TypeAlias

from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result
from dragoman.records import CLASSIC, Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Coding, Event

Triple: TypeAlias = tuple[str, str | None, str | None]

# The 2016 gold's type names, country spellings and single code for intergovernmental bodies.
TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
CODES = {
    "JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "PAL": "PSE", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD",
    "UNO": "IGO", "EUR": "IGO",
}  # fmt: skip
LABELS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "YIELD": 1, "COOPERATE": 2, "AID": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


def evaluate(coder: Coder, path: Path) -> Result:
    """Score events against whichever of the known forms *path* has."""
    result = Result(task="events", gold=path.name)
    if gold.is_codings(path):
        return _records(coder, gold.codings(path), result)
    rows = gold.rows(path)
    if "source_spans" in rows[0]:
        return _pairs(coder, rows, result)
    return _sentences(coder, rows, result)


# Whole records ------------------------------------------------------------------------------------------


def _records(coder: Coder, want: Sequence[Coding], result: Result) -> Result:
    measures = ("type", "type, actors, recipients", "type and status", "type and date", "whole record")
    documents: list[dict[str, Counts]] = []
    for g in want:
        got = coder.code(g.article)
        same = _same_actors(g, got)
        pairs = _align(g.events, got.events)
        right = dict.fromkeys(measures, 0)
        for e, p in pairs:
            parties = _ids(e.actors, same) == set(p.actors) and _ids(e.recipients, same) == set(p.recipients)
            when = (e.date and (e.date.first, e.date.last)) == (p.date and (p.date.first, p.date.last))
            right["type"] += 1
            right["type, actors, recipients"] += parties
            right["type and status"] += e.status == p.status
            right["type and date"] += when
            right["whole record"] += parties and when and e.status == p.status
        matched = {e.id for e, _ in pairs}
        for e in g.events:
            result.items[f"{g.article.id}:{e.event_type}@{e.trigger.start}"] = e.id in matched
        documents.append({m: Counts(right[m], len(got.events), len(g.events)) for m in measures})
    for m in measures:
        result.scores.append(scores.f1(m, [d[m] for d in documents]))
    return result


def _same_actors(want: Coding, got: Coding) -> dict[str, str]:
    """Map gold actor ids to ours: the actor that shares most mentions with it."""
    out: dict[str, str] = {}
    for g in want.actors:
        best, shared = "", 0
        for p in got.actors:
            n = sum(any(a.start < b.end and b.start < a.end for b in p.mentions) for a in g.mentions)
            if n > shared:
                best, shared = p.id, n
        out[g.id] = best
    return out


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


def _sentences(coder: Coder, rows: list[gold.Row], result: Result) -> Result:
    types: list[Counts] = []
    triples: list[Counts] = []
    empty: list[bool] = []
    for row in rows:
        coding = coder.code(Article(id=str(row["id"]), text=row["text"]))
        found = [e for e in coding.events if e.status in CLASSIC]
        empty.append(not found)
        for g in row["events"]:
            kind = TYPES.get(g["event"], g["event"])
            got = {e.event_type for e in found}
            types.append(Counts(kind in got, len(got), 1))
            result.items[f"{row['id']}:{kind}"] = kind in got
            triples.append(_triples(kind, g, coding, found))
    result.scores.append(scores.f1("type, classic view", types))
    result.scores.append(scores.f1("directed triple (type, from, to)", triples))
    result.scores.append(scores.share("sentences without any event", empty))
    return result


def _triples(kind: str, g: gold.Row, coding: Coding, found: Sequence[Event]) -> Counts:
    """Count triples as the public scorer does: parties of a meeting in any order."""
    source, target = _gold_codes(g["sources"]), _gold_codes(g["targets"])
    mutual = len(g["sources"]) >= 2 and not g["targets"]
    want: set[Triple] = set()
    if mutual:
        parties = sorted(source)
        want = {_triple(kind, a, b) for a in parties for b in parties if a < b}
        want = want or {(kind, p, p) for p in parties}
    else:
        want = {(kind, a, b) for a, b in product(_or_none(source), _or_none(target))}
    country = {a.id: CODES.get(a.country or "", a.country) for a in coding.actors}
    got: set[Triple] = set()
    for e in found:
        actors = [c for c in (country[i] for i in e.actors) if c]
        recipients = [c for c in (country[i] for i in e.recipients) if c]
        if len(actors) >= 2 and not recipients:
            sides: set[tuple[str | None, str | None]] = set(permutations(set(actors), 2)) or {
                (actors[0], actors[0])
            }
        else:
            sides = set(product(_or_none(actors), _or_none(recipients)))
        for a, b in sides:
            got.add(_triple(e.event_type, a, b) if mutual and e.event_type == kind else (e.event_type, a, b))
    return Counts(len(want & got), len(got), len(want))


def _or_none(codes: Iterable[str]) -> set[str | None]:
    return set(codes) or {None}


def _triple(kind: str, a: str | None, b: str | None) -> Triple:
    first, second = sorted((a or "", b or ""))
    return kind, first or None, second or None


def _gold_codes(parties: Sequence[dict[str, str | None]]) -> set[str]:
    found = {(p.get("code") or "").strip().upper()[:3] for p in parties}
    return {CODES.get(c, c) for c in found if len(c) == 3 and c.isalpha()}


# Marked pairs -------------------------------------------------------------------------------------------


def _pairs(coder: Coder, rows: list[gold.Row], result: Result) -> Result:
    """Score the label of a marked pair: that of the event which best joins the two spans."""
    labels: list[tuple[str, str]] = []
    for row in rows:
        coding = coder.code(Article(id=str(row["id"]), text=row["text"]))
        best = max(coding.events, key=lambda e: _joins(coding, e, row), default=None)
        kind = best.event_type if best else ""
        labels.append((row["root"], LABELS.get(kind, kind)))
        result.items[str(row["id"])] = labels[-1][0] == labels[-1][1]
    result.scores.append(scores.share("accuracy of 15 types", [w == g for w, g in labels]))
    result.scores.append(scores.mean("macro-F1 of 15 types", labels, macro_f1))
    quads = [(str(QUADS[w]), str(QUADS.get(g, ""))) for w, g in labels]
    result.scores.append(scores.mean("macro-F1 of quad classes", quads, macro_f1))
    result.scores.append(scores.share("answered", [bool(g) for _, g in labels]))
    return result


def _joins(coding: Coding, event: Event, row: gold.Row) -> float:
    """Return how well *event* joins the marked spans: sides that meet them, then status, then confidence."""
    mentions = {a.id: a.mentions for a in coding.actors}
    value = 0.0
    for ids, spans in (
        (event.actors, row["source_spans"]),
        (event.recipients + event.participants, row["target_spans"]),
    ):
        value += 2 * any(m.start < e and s < m.end for i in ids for m in mentions[i] for s, e in spans)
    return value + (event.status in CLASSIC) + event.confidence


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean over gold labels of each label's F1, in percent.

    >>> macro_f1([("a", "a"), ("b", "a")])
    33.33333333333333
    """
    labels = {w for w, _ in pairs}
    each = []
    for label in labels:
        right = sum(w == g == label for w, g in pairs)
        total = sum(w == label for w, _ in pairs) + sum(g == label for _, g in pairs)
        each.append(200 * right / total)
    return sum(each) / len(each)
