"""Store and a pair of countries in, `TimelineRow` records out: what happened between the two, once each.

The same happening, told by several articles or several times in one, is one row. Rows are joined only where
nothing speaks against it: same type, overlapping dates, parties and modes, no two different places or people,
and, but for meetings, some of the same words. Two rows that should be one are a smaller fault than one that
should be two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from dragoman.codebook.who import NOT_STATES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dragoman.codebook.who import Who
    from dragoman.records import Basis, Grain, Status
    from dragoman.store import EventRow, Party, Store, Voice

    Key = tuple[str, int | str]

T = TypeVar("T")

DONE = frozenset({"asserted", "attributed", "contested", "denied"})
"""Statuses of one and the same question, whether it happened; the others are questions of their own."""

UNNAMED = "unnamed sources"
SHINGLE = 5
COPY = 0.5
"""Share of the shorter article's shingles that two articles must have in common to be one source."""

WIDEST = 31
"""Days: "last year" is too wide to be taken for any one happening in it."""

ALIKE = 0.25
"""Share of the content words of the shorter sentence that two acts at no known place must have in common."""

OFTEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "ASSAULT", "COERCE", "PROTEST"})
"""Types of which a day may hold several between the same parties, told with the same verb."""

STEM = 4
"""Letters by which "signed", "signing" and "sign" are one word."""

_WORD = re.compile(r"\w+")
_CONTENT = re.compile(r"\b[a-z]\w{3,}")
_COUNTRY_FEATURE = "PCL"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One happening between two countries, and who says so.

    ``sources`` counts independent ones: articles that copy each other, or have one publisher, count once.
    ``reported`` is the day on which the first of the articles was published. ``words`` is the sentence that
    says it best, from ``article``; ``reports`` names every article and event.
    """

    first: date | None
    last: date | None
    grain: Grain | None
    basis: Basis | None
    event_type: str
    modes: tuple[str, ...]
    quad_class: int | None
    score: float | None
    cameo: str | None
    goldstein: float | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    participants: tuple[Party, ...]
    place: str | None
    status: Status
    said_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    sources: int
    reported: date | None
    words: str
    article: str
    publisher: str | None
    url: str | None
    reports: tuple[tuple[str, str], ...]


def between(
    store: Store,
    a: str,
    b: str,
    *,
    since: date | None = None,
    until: date | None = None,
    types: Collection[str] | None = None,
    statuses: Collection[str] | None = None,
) -> list[TimelineRow]:
    """Return what happened between countries *a* and *b* (codes as in `Actor.country`), in order of time.

    *types* and *statuses* keep only those; the status is that of the whole row, so a report and its denial
    are one contested row. Happenings without a date come last.

    >>> from dragoman.store import Store
    >>> with Store.open(":memory:") as store:
    ...     between(store, "MDA", "EST", since=date(2031, 1, 1))
    []
    """
    events = store.between(
        a, b, since=since.isoformat() if since else None, until=until.isoformat() if until else None
    )
    groups = _groups([e for e in events if types is None or e.event_type in types], (a, b))
    texts = store.texts({e.article for g in groups for e in g} if len(groups) else ())
    shingles = {key: _shingles(text) for key, text in texts.items()}
    rows = [_row(group, shingles) for group in groups]
    kept = [r for r in rows if statuses is None or r.status in statuses]
    return sorted(
        kept, key=lambda r: (r.first or r.last or date.max, r.last or date.max, r.event_type, r.words)
    )


def country(words: str, who: Who) -> str | None:
    """Return the code of the country that *words* name: a code, a name, a capital, or "EU" and its like."""
    code = words.strip().upper()
    if code in who.countries or code in NOT_STATES:
        return code
    for form in (words.strip(), words.strip().title()):
        if found := who.country_of(form):
            return found
        bodies = (e.country for e in who.index.exactly(form))
        if found := next((c for c in bodies if c in NOT_STATES), None):
            return found
    return None


def _groups(events: list[EventRow], pair: tuple[str, str]) -> list[list[EventRow]]:
    """Put reports of the same happening together.

    The most exact come first and found the groups; each further one joins the first group that it fits with
    as a whole. So "in March" joins a visit of 3 March, but never ties one of 3 March to one of 20 March.
    """
    groups: list[list[EventRow]] = []
    by_key: dict[Key, list[int]] = {}
    for event in sorted(events, key=lambda e: (_width(e), -e.confidence, e.coding, e.id)):
        keys = _keys(event)
        near = sorted({number for key in keys for number in by_key.get(key, ())})
        found = next((n for n in near if all(_same(event, other, pair) for other in groups[n])), None)
        if found is None:
            found = len(groups)
            groups.append([])
        groups[found].append(event)
        for key in keys:
            if found not in by_key.setdefault(key, []):
                by_key[key].append(found)
    return groups


def _width(e: EventRow) -> int:
    """Return how many days lie between the first possible day and the last; many, where one is unknown."""
    if e.first is None or e.last is None:
        return date.max.toordinal()
    return (e.last - e.first).days


def _keys(e: EventRow) -> list[Key]:
    """Return what two reports of one happening must share: a type and a possible day, or the very words."""
    if e.first is None or e.last is None or _width(e) > WIDEST:
        return [(e.event_type, e.sentence)]
    return [(e.event_type, day) for day in range(e.first.toordinal(), e.last.toordinal() + 1)]


def _same(x: EventRow, y: EventRow, pair: tuple[str, str]) -> bool:
    """Say whether nothing speaks against *x* and *y* being one happening."""
    return (
        (x.status == y.status or (x.status in DONE and y.status in DONE))
        and _dates_meet(x, y)
        and _meet(x.modes, y.modes)
        and _places_meet(x, y)
        and _sides_meet(x, y)
        and _words_meet(x, y)
        and all(_meet(_people(x, country), _people(y, country)) for country in pair)
    )


def _dates_meet(x: EventRow, y: EventRow) -> bool:
    if x.first is None or y.first is None or max(_width(x), _width(y)) > WIDEST:
        # Without a narrow interval only the very same words are safe: a copy, or an article in two versions.
        return x.sentence == y.sentence and (x.first, x.last) == (y.first, y.last)
    assert x.last and y.last  # or the width would be too great
    return x.first <= y.last and y.first <= x.last


def _places_meet(x: EventRow, y: EventRow) -> bool:
    if x.place is None or y.place is None or x.place == y.place:
        return True
    # A city and the country around it may be the same place; two cities, or two countries, are not.
    wide = [p for p in (x, y) if (p.place_feature or "").startswith(_COUNTRY_FEATURE)]
    return len(wide) == 1 and x.place_country == y.place_country


def _sides_meet(x: EventRow, y: EventRow) -> bool:
    if x.event_type == "CONSULT":
        return True  # who is host and who is guest is told in either way, and both countries are there
    return all(_meet(_countries(x, side), _countries(y, side)) for side in ("actor", "recipient"))


def _words_meet(x: EventRow, y: EventRow) -> bool:
    """Say whether two acts are told in similar words: one day holds many accusations, but few treaties."""
    if x.event_type == "CONSULT" or (x.place is not None and x.place == y.place):
        return True
    if x.event_type not in OFTEN and x.trigger[:STEM].casefold() == y.trigger[:STEM].casefold():
        return True
    a, b = _content(x), _content(y)
    return len(a & b) >= ALIKE * max(1, min(len(a), len(b)))


def _content(e: EventRow) -> set[str]:
    # Names say nothing here: the pair's own are in every sentence.
    return set(_CONTENT.findall(e.sentence))


def _meet(x: Collection[str], y: Collection[str]) -> bool:
    """Say whether *x* and *y* have something in common, or one of them says nothing."""
    return not x or not y or not set(x).isdisjoint(y)


def _countries(e: EventRow, side: str) -> set[str]:
    return {p.country for p in e.side(side) if p.country}


def _people(e: EventRow, country: str) -> set[str]:
    """Return first and last words of the names from *country*: "Choe" and "Choe Son Hui" may be one."""
    names = [p.name.casefold().split() for p in e.parties if p.country == country and p.kind == "person"]
    return {word for name in names for word in (name[:1] + name[-1:])}


def _row(group: list[EventRow], shingles: Mapping[int, frozenset[int]]) -> TimelineRow:
    best = group[0]
    # The words of a member that says it took place, if there is one, rather than those of a denial.
    telling = next((e for e in group if e.status != "denied"), best)
    return TimelineRow(
        first=best.first,
        last=best.last,
        grain=best.grain,
        basis=best.basis,
        event_type=best.event_type,
        modes=_once(m for e in group for m in e.modes),
        quad_class=best.quad_class,
        score=best.score,
        cameo=best.cameo,
        goldstein=best.goldstein,
        actors=best.side("actor"),
        recipients=best.side("recipient"),
        participants=best.side("participant"),
        place=next((e.place for e in group if e.place), None),
        status=_status({e.status for e in group}),
        said_by=_once(_name(v, e) for e in group for v in e.voices if v.polarity == "+"),
        denied_by=_once(_name(v, e) for e in group for v in e.voices if v.polarity == "-"),
        sources=_independent(group, shingles),
        reported=min((day for e in group if (day := _day(e))), default=None),
        words=telling.sentence,
        article=telling.article_id,
        publisher=telling.publisher,
        url=telling.url,
        reports=_once((e.article_id, e.id) for e in group),
    )


def _day(event: EventRow) -> date | None:
    """Return the day on which the article of *event* was published, where it has one."""
    if event.published is None or len(event.published) < len("2024-01-19"):
        return None
    return date.fromisoformat(event.published[:10])


def _status(statuses: set[Status]) -> Status:
    """Return the status of a happening from those of its reports."""
    if len(statuses) == 1:
        return next(iter(statuses))
    if "denied" in statuses or "contested" in statuses:
        return "contested"
    return "asserted"  # one article commits to what others attribute


def _name(voice: Voice, event: EventRow) -> str:
    if voice.source == "author":
        return event.publisher or event.article_id
    return voice.name or UNNAMED


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


def _independent(group: list[EventRow], shingles: Mapping[int, frozenset[int]]) -> int:
    """Count the articles of *group*, those that copy each other or share a publisher as one."""
    clusters: list[list[EventRow]] = []
    for event in group:
        joined = [c for c in clusters if any(_one_source(event, other, shingles) for other in c)]
        clusters = [c for c in clusters if c not in joined]
        clusters.append([event, *(e for c in joined for e in c)])
    return len(clusters)


def _one_source(x: EventRow, y: EventRow, shingles: Mapping[int, frozenset[int]]) -> bool:
    if x.article_id == y.article_id or (x.publisher is not None and x.publisher == y.publisher):
        return True
    a, b = shingles[x.article], shingles[y.article]
    return len(a & b) >= COPY * max(1, min(len(a), len(b)))


def _shingles(text: str) -> frozenset[int]:
    """Return the runs of five words in *text*, as numbers; a shorter text is one run."""
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - SHINGLE + 1)
    return frozenset(hash(tuple(words[i : i + SHINGLE])) for i in range(last))
