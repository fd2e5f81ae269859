"""Deeds and what was read in, an `Index` out: a point for each period, zero rows too, with gaps marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (msgspec reads the fields' types)
from statistics import median
from typing import TYPE_CHECKING, Literal, TypeVar

from dragoman.codebook import series as codebook
from dragoman.series import deeds as deeds_room
from dragoman.series import rates
from dragoman.series.changes import Change, changes
from dragoman.series.deeds import READINGS, Deed
from dragoman.series.known import known_reading
from dragoman.series.periods import By, Period, holding, spanning
from dragoman.series.sentences import Sentence, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from dragoman.store import ReadDay, Store

K = TypeVar("K")

Gap = Literal["unread", "thin"]
TOGETHER = "together"
PER_ARTICLES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """How many articles of a period were read: all, about either country, about both; copies count once.

    ``share`` is that of those about both among those about either.
    """

    articles: int
    either: int
    dyad: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many happenings, how many may be expected true, the interval of the rate, and which they are.

    ``low`` and ``high`` hold the rate of true happenings in such a period in 90 of 100 cases; None where
    nothing was read. ``per_100`` is the same for 100 articles about either country, where that was asked for.
    """

    count: int
    expected: float
    low: float | None
    high: float | None
    per_100: tuple[float, float, float] | None
    happenings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The mean score, from -10 to 10, with its interval, and the sum; None where nothing has a score."""

    mean: float | None
    low: float | None
    high: float | None
    net: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts of one reading in one direction: in all, by sort, quad class, type and level of meeting."""

    total: Count
    cooperation: Count
    conflict: Count
    quads: dict[int, Count]
    types: dict[str, Count]
    levels: dict[str, Count]
    plover: Balance
    goldstein: Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One reading of a point: whatever the direction, and each direction by itself."""

    undirected: Tally
    directed: dict[str, Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period. ``gap`` is ``unread`` where nothing about either country was read, ``thin`` for little.

    ``by_report`` is how many of the happenings told in it are dated by their first report alone.
    """

    period: str
    first: date
    last: date
    read: Read
    gap: Gap | None
    by_report: int
    readings: dict[str, Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """How two countries get on, period by period.

    ``aside`` counts the happenings that are in no point, by reason. ``changes`` and ``sentences`` are about
    what is told. ``as_known_on`` is the day whose knowledge it shows, None for all there is.
    """

    a: str
    b: str
    by: By
    as_known_on: date | None
    level: float
    points: tuple[Point, ...]
    changes: tuple[Change, ...]
    sentences: tuple[Sentence, ...]
    aside: tuple[tuple[str, int], ...]


def index(
    store: Store,
    a: str,
    b: str,
    *,
    by: By = "month",
    since: date | None = None,
    until: date | None = None,
    as_known_on: date | None = None,
    attention: bool = False,
    dated: bool = False,
) -> Index:
    """Return the index of countries *a* and *b*.

    Without *since* and *until* it runs from the first to the last article about either that was read. With
    *attention* each count is given for 100 such articles as well, and changes are those of a period in which
    as many were read as usual. *as_known_on* leaves out all that was published later; *dated* what no text
    gives a date.

    >>> from dragoman.store import Store
    >>> with Store.open(":memory:") as store:
    ...     index(store, "MDA", "EST").points
    ()
    """
    dealings = deeds_room.between(store, a, b, as_known_on=as_known_on)
    days = known_reading(store.read_days(a, b), as_known_on)
    about = [d.day for d in days if d.either]
    first = since or min(about, default=None)
    last = until or max(about, default=None) or since
    if first is None or last is None or last < first:
        return _nothing(a, b, by, as_known_on, dealings.aside)
    periods = spanning(first, last, by)
    counted = [d for d in dealings.deeds if not (dated and d.by_report)]
    placed, unplaced = _placed(counted, periods, by)
    if left := len(dealings.deeds) - len(counted):
        unplaced.append(("dated by their report alone", left))
    kinds = _Kinds.of(placed.values(), a, b)
    points = _points(periods, placed, _reading(days, periods, by), kinds, attention=attention)
    gaps, read = [p.gap == "unread" for p in points], [p.read.either for p in points]
    cells = [placed.get(p, ()) for p in periods]
    return Index(
        a=a,
        b=b,
        by=by,
        as_known_on=as_known_on,
        level=rates.LEVEL,
        points=tuple(points),
        changes=tuple(changes(periods, cells, gaps, read if attention else None)),
        sentences=tuple(sentences(periods, cells, gaps, by)),
        aside=(*dealings.aside, *unplaced),
    )


def _nothing(a: str, b: str, by: By, on: date | None, aside: tuple[tuple[str, int], ...]) -> Index:
    return Index(
        a=a, b=b, by=by, as_known_on=on, level=rates.LEVEL, points=(), changes=(), sentences=(), aside=aside
    )


def _placed(
    deeds: Iterable[Deed], periods: Sequence[Period], by: By
) -> tuple[dict[Period, list[Deed]], list[tuple[str, int]]]:
    """Return the deeds of each period, and how many have none: each is where most of its days are."""
    known = set(periods)
    found: dict[Period, list[Deed]] = {}
    aside = {"without a date": 0, "dated too widely": 0, "before": 0, "after": 0}
    for deed in deeds:
        first, last = deed.first, deed.last
        if first is None or last is None:
            aside["without a date"] += 1
            continue
        period = holding(first + (last - first) // 2, by)
        if period.shared(first, last) * 2 <= (last - first).days + 1:
            aside["dated too widely"] += 1
        elif period in known:
            found.setdefault(period, []).append(deed)
        else:
            aside["before" if period < periods[0] else "after"] += 1
    return found, [(why, n) for why, n in aside.items() if n]


def _reading(days: Iterable[ReadDay], periods: Sequence[Period], by: By) -> list[Read]:
    """Return what was read in each period."""
    found: dict[Period, list[ReadDay]] = {}
    for d in days:
        found.setdefault(holding(d.day, by), []).append(d)
    return [_read(found.get(p, ())) for p in periods]


def _read(days: Sequence[ReadDay]) -> Read:
    either, dyad = sum(d.either for d in days), sum(d.dyad for d in days)
    share = round(dyad / either, 3) if either else None
    return Read(articles=sum(d.articles for d in days), either=either, dyad=dyad, share=share)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The types, levels and directions that occur somewhere, so that every point has a row for each."""

    types: tuple[str, ...]
    levels: tuple[str, ...]
    directions: tuple[tuple[str, str | None], ...]

    @classmethod
    def of(cls, cells: Iterable[Sequence[Deed]], a: str, b: str) -> _Kinds:
        found = [d for cell in cells for d in cell]
        return cls(
            tuple(sorted({d.happening.event_type for d in found})),
            tuple(sorted({d.level for d in found if d.level is not None})),
            ((f"{a}>{b}", a), (f"{b}>{a}", b), (TOGETHER, None)),
        )


def _points(
    periods: Sequence[Period],
    placed: dict[Period, list[Deed]],
    reading: Sequence[Read],
    kinds: _Kinds,
    *,
    attention: bool,
) -> list[Point]:
    usual = median([r.either for r in reading if r.either] or [0])
    thin = codebook.load().thin * usual
    out = []
    for period, read in zip(periods, reading, strict=True):
        gap: Gap | None = "unread" if not read.either else "thin" if read.either < thin else None
        exposure = read.either / PER_ARTICLES if attention and read.either else None
        counter = _Counter(kinds, read.either > 0, exposure)
        cell = placed.get(period, [])
        readings = {name: counter.part([d for d in cell if name in d.readings]) for name in READINGS}
        out.append(
            Point(
                period=period.name,
                first=period.first,
                last=period.last,
                read=read,
                gap=gap,
                by_report=sum(d.by_report for d in cell if "told" in d.readings),
                readings={str(k): v for k, v in readings.items()},
            )
        )
    return out


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts deeds: by which kinds, whether anything was read, and for how many hundred articles."""

    kinds: _Kinds
    read: bool
    hundreds: float | None

    def part(self, deeds: Sequence[Deed]) -> Part:
        return Part(
            undirected=self.tally(deeds),
            directed={
                name: self.tally([d for d in deeds if d.doer == doer]) for name, doer in self.kinds.directions
            },
        )

    def tally(self, deeds: Sequence[Deed]) -> Tally:
        return Tally(
            total=self.count(deeds),
            cooperation=self.count([d for d in deeds if d.cooperative]),
            conflict=self.count([d for d in deeds if not d.cooperative]),
            quads=self.counts(deeds, (1, 2, 3, 4), lambda d: d.quad),
            types=self.counts(deeds, self.kinds.types, lambda d: d.happening.event_type),
            levels=self.counts(deeds, self.kinds.levels, lambda d: d.level),
            plover=_balance([(d.score, d.chance) for d in deeds]),
            goldstein=_balance([(d.goldstein, d.chance) for d in deeds]),
        )

    def counts(
        self, deeds: Sequence[Deed], kinds: Collection[K], kind: Callable[[Deed], object]
    ) -> dict[K, Count]:
        return {k: self.count([d for d in deeds if kind(d) == k]) for k in kinds}

    def count(self, deeds: Sequence[Deed]) -> Count:
        chances = tuple(d.chance for d in deeds)
        expected = sum(chances)
        known = self.read or bool(deeds)
        whole = rates.rate(chances) if known else None
        scaled = rates.rate(chances, self.hundreds) if self.hundreds else None
        return Count(
            count=len(deeds),
            expected=round(expected, 3),
            low=round(whole.low, 3) if whole else None,
            high=round(whole.high, 3) if whole else None,
            per_100=(
                (round(expected / self.hundreds, 3), round(scaled.low, 3), round(scaled.high, 3))
                if scaled and self.hundreds
                else None
            ),
            happenings=tuple(d.name for d in deeds),
        )


def _balance(found: Iterable[tuple[float | None, float]]) -> Balance:
    scored = [(s, c) for s, c in found if s is not None]
    scores, chances = tuple(s for s, _ in scored), tuple(c for _, c in scored)
    mean = rates.mean(scores, chances)
    if mean is None:
        return Balance(mean=None, low=None, high=None, net=0.0)
    interval = rates.mean_score(scores, chances)
    net = sum(s * c for s, c in scored)
    return Balance(
        mean=round(mean, 3), low=round(interval.low, 3), high=round(interval.high, 3), net=round(net, 3)
    )
