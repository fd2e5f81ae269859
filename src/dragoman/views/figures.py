"""Points of an index in, the rows of a table out: one for every figure, with its interval and happenings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.series import Point
    from dragoman.series.index import Count, Tally

COLUMNS = (
    "period",
    "first",
    "last",
    "read_all",
    "read_either",
    "read_both",
    "gap",
    "by_report",
    "reading",
    "direction",
    "measure",
    "kind",
    "value",
    "expected",
    "low",
    "high",
    "per_100",
    "per_100_low",
    "per_100_high",
    "happenings",
)


def rows(p: Point) -> Iterator[list[object]]:
    """Yield a row for every figure of a point."""
    head = [p.period, p.first, p.last, p.read.articles, p.read.either, p.read.dyad, p.gap, p.by_report]
    for reading, part in p.readings.items():
        for direction, tally in (("undirected", part.undirected), *part.directed.items()):
            for row in _figures(tally):
                yield [*head, reading, direction, *row]


def _figures(tally: Tally) -> Iterator[list[object]]:
    for kind, count in (
        ("all", tally.total),
        ("co-operation", tally.cooperation),
        ("conflict", tally.conflict),
    ):
        yield ["count", kind, *_count(count)]
    for measure, counts in (("quad", tally.quads), ("type", tally.types), ("level", tally.levels)):
        for code, count in counts.items():
            yield [measure, code, *_count(count)]
    for kind, b in (("PLOVER", tally.plover), ("Goldstein", tally.goldstein)):
        yield ["balance", kind, b.mean, None, b.low, b.high, None, None, None, ""]
        yield ["net", kind, b.net, None, None, None, None, None, None, ""]


def _count(c: Count) -> list[object]:
    return [c.count, c.expected, c.low, c.high, *(c.per_100 or (None, None, None)), "; ".join(c.happenings)]
