"""Times against gold: TIMEX3 extents, types and values as TempEval-3 scores them, and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.evaluation import gold, intervals, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Article, Time

# MEANTIME marks times in the first six lines only, the date line among them (gold/README.md).
LINES = {"meantime": 6}


MEASURES = ("value", "relaxed extent", "strict extent", "type")


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a text is marked: all before ``stop``, but for the stretches ``aside`` (date lines)."""

    stop: float
    aside: tuple[tuple[int, int], ...] = ()

    def holds(self, time: Timex) -> bool:
        """Whether *time* is to be scored."""
        return time.start < self.stop and not any(time.start < e and time.end > s for s, e in self.aside)


NO_SCOPE = Scope(float("inf"))


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression: extent, type and value, compared in upper case without white space."""

    start: int
    end: int
    type: str
    value: str


def _timex(text: str, start: int, end: int, kind: str, value: str | None) -> Timex:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 1 and text[end - 1] in ",;:":
        end -= 1
    return Timex(start, end, kind.upper(), "".join((value or "").split()).upper())


def _outer(found: list[Timex]) -> list[Timex]:
    """Leave out what lies inside a longer expression."""
    return [
        x
        for x in found
        if not any(y.start <= x.start and x.end <= y.end and y.end - y.start > x.end - x.start for y in found)
    ]


def _pair(want: list[Timex], got: list[Timex]) -> list[tuple[int, int]]:
    """Pair gold with found: same extent first, then the most shared, then what agrees in value and type."""
    ranked = []
    for i, g in enumerate(want):
        for j, p in enumerate(got):
            shared = min(g.end, p.end) - max(g.start, p.start)
            if shared > 0:
                same = (g.start, g.end) == (p.start, p.end)
                ranked.append((not same, -shared, -(2 * (g.value == p.value) + (g.type == p.type)), i, j))
    return scores.pair_up(ranked)


def evaluate(coder: Coder, path: Path) -> Result:
    """Score times against documents with ``timex``, expressions with intervals, or codings of ours."""
    result = Result(task="times", gold=path.name)
    if gold.is_codings(path):
        cases = [(c.article, [_of(c.article.text, t) for t in c.times], NO_SCOPE) for c in gold.codings(path)]
    else:
        rows = gold.rows(path, "timex")
        if any("values" in x for row in rows for x in row["timex"]):
            return intervals.evaluate(coder, rows, result)
        if not any("type" in x for row in rows for x in row["timex"]):
            return intervals.evaluate_marked(coder, rows, result)
        cases = [_row(row, LINES.get(path.stem, 0)) for row in rows]
    documents = [_document(coder, *case, result) for case in cases]
    for measure in MEASURES:
        result.scores.append(scores.f1(measure, [d[measure] for d in documents]))
    return result


def _document(
    coder: Coder, article: Article, want: list[Timex], scope: Scope, result: Result
) -> dict[str, Counts]:
    found = (_of(article.text, t) for t in coder.code(article).times)
    want, got = _outer(want), _outer([t for t in found if scope.holds(t)])
    pairs = [(want[i], got[j]) for i, j in _pair(want, got)]
    matched = {id(g): p for g, p in pairs}
    for g in want:
        p = matched.get(id(g))
        shown = "not found" if p is None else f"{article.text[p.start : p.end]!r} {p.value}"
        note = f"{article.text[g.start : g.end]!r} {g.value}: {shown}"
        result.item(f"{article.id}@{g.start}", right=p is not None and p.value == g.value, note=note)
    right = {
        "value": sum(g.value == p.value for g, p in pairs),
        "relaxed extent": len(pairs),
        "strict extent": sum((g.start, g.end) == (p.start, p.end) for g, p in pairs),
        "type": sum(g.type == p.type for g, p in pairs),
    }
    return {k: Counts(v, len(got), len(want)) for k, v in right.items()}


def _of(text: str, time: Time) -> Timex:
    return _timex(text, time.start, time.end, time.type, time.value)


def _row(row: gold.Row, lines: int) -> tuple[Article, list[Timex], Scope]:
    """Return one document of a set: text, gold times, and what part of the text is marked."""
    text = row["text"]
    stop = row.get("eval_end") or len(text)
    aside: tuple[tuple[int, int], ...] = ()
    if lines:
        ends = [i for i, ch in enumerate(text) if ch == "\n"]
        stop = min(stop, ends[lines - 1]) if len(ends) >= lines else stop
        aside = tuple(
            (x["start"], x["end"]) for x in row["timex"] if x.get("functionInDocument") == "CREATION_TIME"
        )
    scope = Scope(stop, aside)
    want = [_timex(text, x["start"], x["end"], x["type"], x.get("value")) for x in row["timex"]]
    return gold.article(row), [t for t in want if scope.holds(t)], scope
