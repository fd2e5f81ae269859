"""Store in, `Claim`s out: who first said that it happened, who repeats, denies or retracts it.

A claim is the proposition that one happening took place. Its life is made of the stands that sources take in
the reports of it, in the order of publication. The same source, or a copy of the same text, saying the same
again is no new support.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from dragoman.happenings import UNNAMED, Happening, build, grouped, published, within

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dragoman.store import EventRow, Store, Voice

Act = Literal["claims", "repeats", "confirms", "admits", "denies", "retracts"]
State = Literal["contested", "denied", "retracted", "alleged", "confirmed", "reported"]

STATES: tuple[State, ...] = ("contested", "retracted", "denied", "alleged", "confirmed", "reported")
"""The order in which claims are shown."""

DEEDS = frozenset({"asserted", "attributed", "contested", "denied", "negated"})
"""Statuses that answer whether something happened; plans, demands and fears make no claim that it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One source's stand, from the day on which it was first published.

    ``kind`` says whether the source is an actor, the outlet itself, or nobody named. ``quote`` is what is
    attributed to the source, or the article's own sentence. ``articles`` counts where it says the same.
    """

    day: date | None
    source: str
    country: str | None
    kind: Literal["actor", "outlet", "unnamed"]
    act: Act
    certainty: str
    cue: str | None
    quote: str
    article: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition and its life. ``state`` is the state of play on ``as_of``, today if None.

    ``asserters`` and ``deniers`` are those who stand by it and against it on that day; ``support`` counts the
    asserters, outlets that copy each other as one.
    """

    happening: Happening
    state: State
    as_of: date | None
    asserters: tuple[str, ...]
    deniers: tuple[str, ...]
    support: int
    sayings: tuple[Saying, ...]

    @property
    def first(self) -> Saying | None:
        """The first claimant's saying; None if only denials are known."""
        return next((s for s in self.sayings if s.act == "claims"), None)


@dataclass(frozen=True, slots=True)
class _Stand:
    """One voice in one report, and the key under which its source is one."""

    key: str
    voice: Voice
    report: EventRow


def claims(
    store: Store,
    a: str | None = None,
    b: str | None = None,
    *,
    as_of: date | None = None,
    since: date | None = None,
    until: date | None = None,
    types: Collection[str] | None = None,
    states: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    min_sources: int = 1,
) -> list[Claim]:
    """Return the claims about happenings between *a* and *b*, or about any, the contested ones first.

    *since* and *until* are days of the happening, which counts if it may lie between them. *types*, *states*
    and *levels* (of meetings) keep only those, *min_sources* what so many independent sources tell.

    Raises:
        ValueError: if only one of the two countries is given.
    """
    if (a is None) != (b is None):
        message = "claims are about two countries, or about all"
        raise ValueError(message)
    pair = None
    if a is not None and b is not None:
        pair = (a, b)
        rows = [e for e in store.touching(a, b) if e.happening is not None]
    else:
        rows = list(store.happening_rows(store.disputed()))
    made = (claim(group, as_of, pair) for group in grouped(rows))
    found = [
        c
        for c in made
        if c is not None
        and within(c.happening, since, until)
        and (types is None or c.happening.event_type in types)
        and (states is None or c.state in states)
        and (levels is None or c.happening.level in levels)
        and c.happening.sources >= min_sources
    ]
    return sorted(found, key=_rank)


def _rank(c: Claim) -> tuple[object, ...]:
    h = c.happening
    return (STATES.index(c.state), h.first or h.last or date.max, h.event_type, h.reports)


def claim(
    group: Sequence[EventRow], as_of: date | None = None, pair: tuple[str, str] | None = None
) -> Claim | None:
    """Return the claim that the reports in *group* make up, as it stood on *as_of*; None if it is none.

    *pair* are the countries whose ranks make the level of a meeting.

    A deed that outlets report on their own authority alone, and nobody denies, is news and no claim. Reports
    without a date of publication are left out where a day is asked for.
    """
    reports = [
        e
        for e in sorted(group, key=lambda e: (e.published or "9999", e.article_id, e.id))
        if e.status in DEEDS and (as_of is None or ((day := published(e)) is not None and day <= as_of))
    ]
    stands = [_Stand(_key(v, e), v, e) for e in reports for v in _in_order(e) if v.polarity in ("+", "-")]
    if not any(s.voice.source != "author" or s.voice.polarity == "-" for s in stands):
        return None
    sayings = _life(stands)
    last = _last(stands)
    asserters = [k for k, s in last.items() if s.voice.polarity == "+"]
    deniers = [k for k, s in last.items() if s.voice.polarity == "-"]
    return Claim(
        happening=build(reports, pair),
        state=_state(sayings, asserters, deniers, last),
        as_of=as_of,
        asserters=tuple(_name(last[k]) for k in asserters),
        deniers=tuple(_name(last[k]) for k in deniers),
        support=len(asserters),
        sayings=sayings,
    )


def _in_order(e: EventRow) -> list[Voice]:
    """Return the voices in one report: what is denied has been said, in the order of the text or not."""
    return sorted(e.voices, key=lambda v: (v.polarity == "-", v.polarity == "-" and v.source == "author"))


def _key(v: Voice, e: EventRow) -> str:
    """Return what makes a source the same in two articles: who it is; for outlets the publisher."""
    itself = v.source == "unspecified" and e.publisher and e.publisher.casefold() in (v.name or "").casefold()
    if v.source == "author" or itself:
        return f"text {e.original}" if e.publisher is None else f"outlet {e.publisher}"
    if v.name is None or v.source == "unspecified":
        return f"unnamed {(v.name or UNNAMED).casefold()} {e.original}"
    return f"actor {v.country} {v.name.casefold()}"


def _last(stands: Sequence[_Stand]) -> dict[str, _Stand]:
    """Return the latest stand of each source, as first taken; outlets that copy each other are one."""
    last: dict[str, _Stand] = {}
    texts: dict[int, str] = {}
    for s in stands:
        key = s.key
        if s.voice.source == "author":
            key = texts.setdefault(s.report.original, key)
        if key not in last or last[key].voice.polarity != s.voice.polarity:
            last.pop(key, None)
            last[key] = s
    return last


def _life(stands: Sequence[_Stand]) -> tuple[Saying, ...]:
    """Return who said what first, in order: a stand that its source has taken already adds to the count."""
    out: list[Saying] = []
    places: dict[tuple[str, str], int] = {}
    articles: dict[int, set[str]] = {}
    before: dict[str, str] = {}
    texts: dict[int, str] = {}
    for s in stands:
        key, sign = s.key, s.voice.polarity
        if s.voice.source == "author":
            key = texts.setdefault(s.report.original, key)
        if before.get(key) == sign:
            articles[places[key, sign]].add(s.report.article_id)
            continue
        act = _act(s, before.get(key), claimed=any(x.act == "claims" for x in out))
        before[key] = sign
        places[key, sign] = len(out)
        articles[len(out)] = {s.report.article_id}
        out.append(_saying(s, act))
    return tuple(replace(s, articles=len(articles[n])) for n, s in enumerate(out))


def _act(s: _Stand, before: str | None, *, claimed: bool) -> Act:
    if s.voice.polarity == "-":
        return "retracts" if before == "+" or s.voice.stance == "retract" else "denies"
    if before == "-" or (claimed and s.voice.source != "author" and _owns_up(s)):
        return "admits"
    if not claimed:
        return "claims"
    return "confirms" if s.voice.stance == "confirm" else "repeats"


def _owns_up(s: _Stand) -> bool:
    """Tell whether the source is one of those who are said to have done it."""
    mine = [p.country for p in s.report.side("actor") if p.country]
    return s.voice.country is not None and s.voice.country in mine


def _state(
    sayings: Sequence[Saying], asserters: Sequence[str], deniers: Sequence[str], last: dict[str, _Stand]
) -> State:
    acts = {s.act for s in sayings}
    if asserters and deniers:
        return "contested"
    if deniers:
        return "retracted" if "retracts" in acts else "denied"
    if acts & {"confirms", "admits"}:
        return "confirmed"
    return "reported" if any(last[k].voice.source == "author" for k in asserters) else "alleged"


def _name(s: _Stand) -> str:
    if s.voice.source == "author":
        return s.report.publisher or s.report.article_id
    return s.voice.name or UNNAMED


def _saying(s: _Stand, act: Act) -> Saying:
    kind: Literal["actor", "outlet", "unnamed"] = "actor"
    if s.voice.source == "author":
        kind = "outlet"
    elif s.voice.source == "unspecified" or s.voice.name is None:
        kind = "unnamed"
    return Saying(
        day=published(s.report),
        source=_name(s),
        country=s.voice.country,
        kind=kind,
        act=act,
        certainty=s.voice.certainty,
        cue=s.voice.cue,
        quote=s.voice.content or s.report.sentence,
        article=s.report.article_id,
        publisher=s.report.publisher,
        published=s.report.published,
        title=s.report.title,
        url=s.report.url,
        articles=1,
    )


def count(found: Iterable[Claim]) -> dict[State, int]:
    """Return how many claims are in each state, in the order of `STATES`."""
    states = [c.state for c in found]
    return {state: states.count(state) for state in STATES if state in states}
