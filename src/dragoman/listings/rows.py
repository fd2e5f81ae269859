"""Happenings and claims in, the columns and rows of a table out: one row a happening, or a saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragoman.claims import Claim, Saying
    from dragoman.happenings import Cited, Happening
    from dragoman.store import Party

    Rows = tuple[tuple[object, ...], ...]

TIMELINE = (
    "happening",
    "first",
    "last",
    "type",
    "modes",
    "score",
    "actors",
    "actor_countries",
    "recipients",
    "recipient_countries",
    "participants",
    "place",
    "status",
    "said_by",
    "denied_by",
    "sources",
    "copies",
    "reported",
    "learnt",
    "words",
    "article",
    "publisher",
    "url",
    "level",
    "cited",
)

CLAIMS = (
    "happening",
    "state",
    "first",
    "last",
    "type",
    "modes",
    "actors",
    "recipients",
    "place",
    "level",
    "sources",
    "support",
    "asserters",
    "deniers",
    "day",
    "act",
    "source",
    "country",
    "kind",
    "certainty",
    "quote",
    "articles",
    "article",
    "publisher",
    "published",
    "title",
    "url",
)


def timeline_rows(found: Sequence[Happening]) -> tuple[tuple[str, ...], Rows]:
    """Return columns, and a row for each happening; ``cited`` has the articles, " | " between them."""
    return TIMELINE, tuple(tuple(_happening(h)) for h in found)


def claim_rows(found: Sequence[Claim]) -> tuple[tuple[str, ...], Rows]:
    """Return columns, and a row for each saying of each claim."""
    return CLAIMS, tuple((*_claim(c), *_saying(s)) for c in found for s in c.sayings)


def _happening(h: Happening) -> Iterator[object]:
    yield from (h.id, h.first, h.last, h.event_type, "; ".join(h.modes), h.score)
    yield from (_names(h.actors), _codes(h.actors), _names(h.recipients), _codes(h.recipients))
    yield from (_names(h.participants), h.place, h.status)
    yield from ("; ".join(h.said_by), "; ".join(h.denied_by), h.sources, h.copies)
    yield from (h.reported, h.learnt, h.words, h.article, h.publisher, h.url, h.level)
    yield " | ".join(_cited(c) for c in h.cited)


def _claim(c: Claim) -> Iterator[object]:
    h = c.happening
    yield from (h.id, c.state, h.first, h.last, h.event_type, "; ".join(h.modes))
    yield from (_names(h.actors), _names(h.recipients), h.place, h.level, h.sources, c.support)
    yield from ("; ".join(c.asserters), "; ".join(c.deniers))


def _saying(s: Saying) -> Iterator[object]:
    yield from (s.day, s.act, s.source, s.country, s.kind, s.certainty, s.quote, s.articles)
    yield from (s.article, s.publisher, s.published, s.title, s.url)


def _cited(c: Cited) -> str:
    return ", ".join(part for part in (c.publisher, c.published, c.title, c.url) if part) or c.article


def _names(parties: Iterable[Party]) -> str:
    return "; ".join(p.name for p in parties)


def _codes(parties: Iterable[Party]) -> str:
    return "; ".join(dict.fromkeys(p.country for p in parties if p.country))
