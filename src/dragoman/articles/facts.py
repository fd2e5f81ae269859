"""What is known of an article besides its text: a header's or metadata's words, and the dateline's."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.dates import Stamp
    from dragoman.codebook.articles import Pages

_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w.'’-]*(?:[ ,/-]+(?:[A-Z][\w.'’-]*|d[aeiou]s?|of|upon|am)){0,5}?),?\s*"
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?|(?P<day2>\d{1,2})\s+(?P<month2>[A-Z][a-z]{2,8})\.?(?:,?\s+(?P<year2>\d{4}))?)?\s*,?\s*"
    r"(?:[(\[](?P<agency>[A-Z][^()\[\]]{1,40})[)\]]|(?P<agency2>[A-Z]{2,12}))?\s*(?:[-–—―]+|:)\s"
)
# "MOSCOW, October 5. /TASS/. ", as agencies of eastern Europe write it.
# "Taipei, Dec. 1 (CNA) President Lai ..."
_UNDASHED = re.compile(
    r"^[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3},\s+(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2})"
    r"(?:, \d{4})?\s+\((?P<agency>[A-Z][^()]{1,40})\)\s+(?=[A-Z\"“])"
)
_SLASHED = re.compile(
    r"^[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3},?\s*"
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2}))?[.,]?\s*/(?P<agency>[A-Z][^/\n]{1,40})/[.,]?\s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article before its text is looked at: from a header or a page's metadata."""

    title: str | None = None
    browser_title: str | None = None
    publisher: str | None = None
    published: Stamp | None = None
    modified: Stamp | None = None
    url: str | None = None
    language: str | None = None
    site_language: str | None = None


def merged(first: Facts, second: Facts) -> Facts:
    """Return what *first* says, and *second* where *first* is silent."""
    pairs = {f.name: getattr(first, f.name) or getattr(second, f.name) for f in fields(Facts)}
    return Facts(**pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What the opening words of the text say: "SEOUL, Jan 19 (Agency) -"."""

    agency: str | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None


def dateline(paragraphs: Sequence[str], pages: Pages) -> Dateline:
    """Read the dateline at the head of the first paragraphs; the words themselves stay in the text."""
    for paragraph in paragraphs[:3]:
        slashed = _SLASHED.match(paragraph[:160]) or _UNDASHED.match(paragraph[:160])
        if slashed:
            month = pages.month(slashed["month"] or "", "en")
            day = int(slashed["day"] or 0)
            return Dateline(agency=_agency(slashed["agency"], pages), month=month, day=day or None)
        m = _DATELINE.match(paragraph[:160])
        if m is None:
            continue
        name = (m["agency"] or m["agency2"] or "").strip()
        month = pages.month(m["month"] or m["month2"] or "", "en")
        day = int(m["day"] or m["day2"] or 0)
        year = int(m["year"] or m["year2"] or 0)
        place = m["place"]
        if not name and not month and not place.isupper():
            continue
        # "UNITED NATIONS --" is a place of two words.
        if m["agency2"] and not month and name.casefold() not in pages.agencies:
            name = ""
        return Dateline(agency=_agency(name, pages), month=month, day=day or None, year=year or None)
    return Dateline()


def _agency(name: str, pages: Pages) -> str | None:
    if not name:
        return None
    for part in re.split(r"\s*[/,]\s*", name):
        known = pages.agencies.get(part.casefold())
        if known:
            return known.name
    return name if name.casefold() not in ("updated", "update", "video", "photos") else None
