"""Times against gold: TIMEX3 extents, types and values as TempEval-3 scores them, and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Article, Time

# MEANTIME marks times in the first six lines only, the date line among them (gold/README.md).
LINES = {"meantime": 6}


Case: TypeAlias = "tuple[Article, list[Timex], list[tuple[int, int]]]"
"""An article, its gold times, and what to skip: stretches, and all from (-1, end) on."""


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression: extent, type and value, compared in upper case without white space."""

    start: int
    end: int
    type: str
    value: str | None


def _timex(text: str, start: int, end: int, kind: str, value: str | None) -> Timex:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 1 and text[end - 1] in ",;:":
        end -= 1
    return Timex(start, end, kind.upper(), None if value is None else "".join(value.split()).upper())


def _outer(found: list[Timex]) -> list[Timex]:
    """Leave out what lies inside a longer expression."""
    return [
        x
        for x in found
        if not any(y.start <= x.start and x.end <= y.end and y.end - y.start > x.end - x.start for y in found)
    ]


def _pair(want: list[Timex], got: list[Timex]) -> list[tuple[int, int]]:
    pairs = []
    for i, g in enumerate(want):
        for j, p in enumerate(got):
            shared = min(g.end, p.end) - max(g.start, p.start)
            if shared > 0:
                same = (g.start, g.end) == (p.start, p.end)
                pairs.append((not same, -shared, -(2 * (g.value == p.value) + (g.type == p.type)), i, j))
    used_i: set[int] = set()
    used_j: set[int] = set()
    out = []
    for *_, i, j in sorted(pairs):
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            out.append((i, j))
    return out


def evaluate(coder: Coder, path: Path) -> Result:
    """Score times against documents with ``timex``, expressions with intervals, or codings of ours."""
    result = Result(task="times", gold=path.name)
    if gold.is_codings(path):
        rows: list[Case] = [
            (c.article, [_of(c.article.text, t) for t in c.times], []) for c in gold.codings(path)
        ]
    else:
        table = gold.rows(path)
        if "values" in str(table[0]["timex"][:1]):
            return _intervals(coder, table, result)
        rows = [_row(row, LINES.get(path.stem, 0)) for row in table]
    documents: list[dict[str, Counts]] = []
    for article, want, skip in rows:
        got = [_of(article.text, t) for t in coder.code(article).times]
        stop = next((e for s, e in skip if s == -1), len(article.text))
        got = [
            t for t in got if t.start < stop and not any(t.start < e and t.end > s for s, e in skip if s >= 0)
        ]
        want, got = _outer(want), _outer(got)
        pairs = _pair(want, got)
        same = {i: (want[i], got[j]) for i, j in pairs}
        measured = {
            "strict extent": sum((g.start, g.end) == (p.start, p.end) for g, p in same.values()),
            "relaxed extent": len(same),
            "type": sum(g.type == p.type for g, p in same.values()),
            "value": sum(g.value == p.value for g, p in same.values()),
        }
        documents.append({k: Counts(v, len(got), len(want)) for k, v in measured.items()})
        for i, g in enumerate(want):
            result.items[f"{article.id}@{g.start}"] = i in same and same[i][1].value == g.value
    for measure in documents[0]:
        result.scores.append(scores.f1(measure, [d[measure] for d in documents]))
    return result


def _of(text: str, time: Time) -> Timex:
    return _timex(text, time.start, time.end, time.type, time.value)


def _row(row: gold.Row, lines: int) -> Case:
    """Return one document of a set, its date line and what lies beyond the marked part to be skipped."""
    text = row["text"]
    stop = row.get("eval_end") or len(text)
    if lines:
        ends = [i for i, ch in enumerate(text) if ch == "\n"]
        stop = ends[lines - 1] if len(ends) >= lines else len(text)
    skip = [(-1, stop)]
    want = []
    for x in row["timex"]:
        if lines and x.get("functionInDocument") == "CREATION_TIME":
            skip.append((x["start"], x["end"]))
        elif x["start"] < stop:
            want.append(_timex(text, x["start"], x["end"], x["type"], x.get("value")))
    want = [t for t in want if not any(t.start < e and t.end > s for s, e in skip if s >= 0)]
    return gold.article(row), want, skip


def _intervals(coder: Coder, table: list[gold.Row], result: Result) -> Result:
    """Score expressions by the interval they denote, each with all readings that the gold allows."""
    outcomes = []
    for row in table:
        found = coder.code(gold.article(row)).times
        for k, x in enumerate(row["timex"]):
            allowed = [_days(v) for v in x["values"]]
            allowed = [a for a in allowed if a is not None]
            if not allowed:
                continue
            near = [t for t in found if t.start < x["end"] and t.end > x["start"]]
            right = any(
                t.first is not None
                and t.last is not None
                and (t.first.isoformat(), t.last.isoformat()) in allowed
                for t in near
            )
            outcomes.append(right)
            result.items[f"{row['id']}#{k}"] = right
    result.scores.append(scores.share("interval, of those with whole days", outcomes))
    return result


def _days(value: dict[str, str | None]) -> tuple[str, str] | None:
    """Return first and last day of a gold reading; None for clock times, durations and sets."""
    if value.get("type") == "date" and value.get("value"):
        day = str(value["value"])
        return (day, day) if len(day) == len("2024-01-19") else None
    if value.get("type") == "daterange" and value.get("start") and value.get("end_exclusive"):
        last = date.fromisoformat(str(value["end_exclusive"])) - timedelta(days=1)
        return str(value["start"]), last.isoformat()
    return None
