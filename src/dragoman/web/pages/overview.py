"""The first page: how much is there, what is disputed, who deals with whom, what came last."""

from collections import Counter
from dataclasses import dataclass

from dragoman.claims import Claim, claims
from dragoman.store import ArticleLine, Choice, Counts
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import SHOWN, Limit, Offset

PAIRS, CONTESTED, LATEST = 12, 6, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two countries, and how many happenings there are between them, by quad class."""

    a: str
    b: str
    a_name: str
    b_name: str
    happenings: int
    quads: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the store holds, in short. ``claims`` counts claims by state."""

    counts: Counts
    pairs: tuple[Pair, ...]
    contested: tuple[Claim, ...]
    claims: dict[str, int]
    latest: tuple[ArticleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """A part of the list of articles, the newest first, and of how many."""

    articles: tuple[ArticleLine, ...]
    total: int
    limit: int
    offset: int


def overview(desk: Desk) -> Overview:
    """Show what the store holds, in short: its size, busy pairs, contested claims, the latest articles."""
    found = claims(desk.store)
    return Overview(
        counts=desk.store.counts(),
        pairs=tuple(pairs(desk, Choice(statuses=tuple(sorted(SHOWN))))[:PAIRS]),
        contested=tuple(c for c in found if c.state == "contested")[:CONTESTED],
        claims=dict(Counter(c.state for c in found)),
        latest=tuple(desk.store.lists.articles(limit=LATEST)),
    )


def articles(desk: Desk, limit: Limit = 50, offset: Offset = 0) -> Articles:
    """List the articles, the newest first."""
    return Articles(
        articles=tuple(desk.store.lists.articles(limit=limit, offset=offset)),
        total=desk.store.counts().articles,
        limit=limit,
        offset=offset,
    )


def pairs(desk: Desk, choice: Choice) -> list[Pair]:
    """Return the pairs of countries between which something happened, the busiest first."""
    by: dict[tuple[str, str], dict[int, list[int]]] = {}
    for d in desk.store.lists.dealings(choice):
        quads = by.setdefault((d.a, d.b), {}).setdefault(d.happening, [])
        if d.quad_class is not None:
            quads.append(d.quad_class)
    found = [
        Pair(
            a=a,
            b=b,
            a_name=desk.country(a),
            b_name=desk.country(b),
            happenings=len(happenings),
            # Reports of one happening may have two codes; the gentler one is the safer.
            quads=dict(sorted(Counter(min(q) for q in happenings.values() if q).items())),
        )
        for (a, b), happenings in by.items()
    ]
    return sorted(found, key=lambda p: (-p.happenings, p.a, p.b))
