"""Happenings and claims in, a `Listing` out: what every format shows, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.listings.rows import claim_rows, timeline_rows
from dragoman.views.words import counted, one_line, parties, what, when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dragoman.claims import Claim, Saying
    from dragoman.happenings import Cited, Happening

_SAFE = frozenset({"http", "https"})

# What no XML document may hold, beside the control characters that one_line has replaced.
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where it stands: ``day`` of publication, ``act`` what the article or speaker makes of it, the words.

    ``words`` are empty where they are the item's own. ``url`` is one that may be followed, or None.
    """

    day: str
    act: str
    who: str
    words: str
    publisher: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a listing. All is text on one line, and safe for any display that escapes its own signs.

    ``key`` is the same for the same happening as long as its first report is.
    """

    key: str
    number: int | None
    first: date | None
    last: date | None
    sides: str
    deed: str
    place: str
    level: str
    status: str
    voices: tuple[str, ...]
    words: str
    sources: tuple[Source, ...]

    @property
    def when(self) -> str:
        """The day, or the days in which it lies."""
        return when(self.first, self.last)

    @property
    def facts(self) -> str:
        """Place, level and status in a line."""
        return " · ".join(part for part in (self.place, self.level, self.status) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Items under a title; ``note`` says what was picked. ``records`` are what the items were made of.

    ``columns`` and ``rows`` are the same as a table.
    """

    title: str
    note: str
    items: tuple[Item, ...]
    records: tuple[object, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def of_timeline(found: Sequence[Happening], *, title: str, note: str = "") -> Listing:
    """Return what happened, an item for each, with the articles that report it."""
    columns, rows = timeline_rows(found)
    return Listing(
        title=_clean(title),
        note=_clean(note),
        items=tuple(_happening(h) for h in found),
        records=tuple(found),
        columns=columns,
        rows=rows,
    )


def of_claims(found: Sequence[Claim], *, title: str, note: str = "") -> Listing:
    """Return claims, an item for each, with who says what and where."""
    columns, rows = claim_rows(found)
    return Listing(
        title=_clean(title),
        note=_clean(note),
        items=tuple(_claim(c) for c in found),
        records=tuple(found),
        columns=columns,
        rows=rows,
    )


def _happening(h: Happening) -> Item:
    voices = [f"said by {', '.join(h.said_by)}"] if h.said_by else []
    voices += [f"denied by {', '.join(h.denied_by)}"] if h.denied_by else []
    return _item(h, h.status, voices, [_cited(c, h.words) for c in h.cited])


def _claim(c: Claim) -> Item:
    voices = [f"stand by it: {', '.join(c.asserters)}"] if c.asserters else []
    voices += [f"against it: {', '.join(c.deniers)}"] if c.deniers else []
    return _item(c.happening, c.state, voices, [_saying(s) for s in c.sayings])


def _item(h: Happening, status: str, voices: Sequence[str], sources: Sequence[Source]) -> Item:
    spread = f" in {h.articles} articles" if h.articles > h.sources else ""
    spread += f", {counted(h.copies, 'copy', 'copies')} among them" if h.copies else ""
    key = f"{h.cited[0].article} {next(e for a, e in sorted(h.reports) if a == h.cited[0].article)}"
    return Item(
        key=key,
        number=h.id,
        first=h.first,
        last=h.last,
        sides=_clean(parties(h.actors, h.recipients, h.participants)),
        deed=_clean(what(h.event_type, h.modes)),
        place=_clean(h.place or ""),
        level=_clean(h.level or ""),
        status=status,
        voices=tuple(_clean(v) for v in (*voices, counted(h.sources, "independent source") + spread)),
        words=_bare(h.words),
        sources=tuple(sources),
    )


def _cited(c: Cited, known: str) -> Source:
    return Source(
        day=_clean(c.published or "")[:10],
        act=c.status,
        who="",
        words="" if c.words == known else _bare(c.words),
        publisher=_clean(c.publisher or ""),
        title=_clean(c.title or c.article),
        url=_address(c.url),
    )


def _saying(s: Saying) -> Source:
    who = f"{s.source} ({s.country})" if s.country and s.country != s.source else s.source
    return Source(
        day=_clean(s.published or "")[:10],
        act=s.act,
        who=_clean(who),
        words=_bare(s.quote),
        publisher=_clean(s.publisher or ""),
        title=_clean(s.title or s.article),
        url=_address(s.url),
    )


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("·", one_line(text))


def _bare(text: str) -> str:
    """Return *text* without quotation marks around the whole of it: the formats set their own."""
    text = _clean(text)
    whole = len(text) > 2 and text[0] in '"“' and text[-1] in '"”' and not set(text[1:-1]) & set('"“”')
    return text[1:-1] if whole else text


def _address(url: str | None) -> str | None:
    """Return *url* if it leads to a page, None if it is something else that a reader might run."""
    if url is None or any(c.isspace() or not c.isprintable() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in _SAFE and parts.netloc else None
