"""A record and a template in, a page out. All text is escaped; a link leads only where a link may lead."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from dragoman.codebook import linking
from dragoman.views import words
from dragoman.web.marking import marked, told
from dragoman.web.pages.asked import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from starlette.requests import Request

    from dragoman.series import Index
    from dragoman.store import Hit, Party
    from dragoman.web.desk import Desk
    from dragoman.web.guards import Access

STATIC = files("dragoman.web").joinpath("static")

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Renderer:
    """Fills the templates."""

    def __init__(self, desk: Desk, access: Access) -> None:
        """Prepare the templates, with the words and codes of *desk*."""
        self.env = Environment(
            loader=PackageLoader("dragoman.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.env.filters |= {
            "day": day,
            "when": when,
            "link": safe_link,
            "data": as_data,
            "one_line": words.one_line,
            "plain": words.plain,
            "counted": counted,
            "cut": cut,
        }
        self.env.globals |= {
            "asset": asset,
            "to": address,
            "marked": marked,
            "told": told,
            "country": desk.country,
            "scheme": desk.scheme,
            "type_names": list(desk.scheme.types),
            "countries": sorted((c.name, c.code) for c in desk.who.countries.values()),
            "statuses": STATUSES,
            "bars": bars,
            "levels": linking.load().ranks,
            "db": desk.db.name,
            "needs_token": access.token is not None,
            "party": party,
        }

    def page(self, template: str, request: Request, status: int = 200, **shown: object) -> HTMLResponse:
        """Return the page that *template* makes of what is *shown*."""
        shown = {"twin": None, **shown}
        asked = [(k, v) for k, v in request.query_params.multi_items() if v]
        body = self.env.get_template(template).render(
            path=request.url.path, query=urlencode(asked), asked=dict(asked), **shown
        )
        return HTMLResponse(body, status_code=status)


@cache
def asset(name: str) -> str:
    """Return the address of a file of ours, which changes whenever the file does."""
    digest = hashlib.sha256(STATIC.joinpath(name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def address(path: str, query: Mapping[str, object] | None = None, **more: object) -> str:
    """Return a link to *path* with its *query*, changed by *more*; what is None is left out.

    >>> address("/article", id="a b#1")
    '/article?id=a+b%231'
    """
    asked = {k: v for k, v in {**(query or {}), **more}.items() if v is not None}
    tail = urlencode({k: str(v) for k, v in asked.items()})
    return quote(path) + (f"?{tail}" if tail else "")


def safe_link(url: str | None) -> str | None:
    """Return *url* if it leads to a page of the web, else None.

    >>> safe_link("javascript:alert(1)"), safe_link("https://news.example/a")
    (None, 'https://news.example/a')
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def as_data(record: object) -> Markup:
    """Return *record* as JSON that can stand in a page: nothing in it ends the element or begins another."""
    text = json.dumps(msgspec.to_builtins(record, str_keys=True), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def day(text: str | date | None) -> str:
    """Return a date as people write it.

    >>> day("2024-01-19T12:00"), day(None)
    ('19 Jan 2024', 'no date')
    """
    iso = str(text or "")[:10]
    try:
        year, month, number = (int(part) for part in iso.split("-"))
        return f"{number} {MONTHS[month - 1]} {year}"
    except (ValueError, IndexError):
        return iso or "no date"


def when(h: Any) -> str:  # noqa: ANN401  (a happening, an event's date, a point: whatever has two ends)
    """Return when something was, as exactly as it is known."""
    told = words.when(h.first, h.last)
    if h.first is not None and h.first == h.last:
        return day(h.first)
    if h.first is None and h.last is not None:
        return f"by {day(h.last)}"
    if h.last is None and h.first is not None:
        return f"from {day(h.first)}"
    parts = told.split("-")
    if len(parts) == 2 and len(told) == 7:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if h.first is not None and h.last is not None and " to " in told:
        return f"{day(h.first)} – {day(h.last)}"
    return told


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, thousands parted.

    >>> counted(12000, "article")
    '12,000 articles'
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cut(hit: Hit) -> list[tuple[str, bool]]:
    """Return the words of *hit* in pieces, each with whether it is what was looked for."""
    edges = sorted({0, len(hit.words), *(c for mark in hit.marks for c in mark)})
    return [
        (words.plain(hit.words[a:b]), any(start <= a < end for start, end in hit.marks))
        for a, b in pairwise(edges)
    ]


def bars(index: Index) -> list[dict[str, object]]:
    """Return the points of an index as the chart has them."""
    return [
        {
            "period": p.period,
            "first": p.first,
            "last": p.last,
            "read": p.read.either,
            "gap": p.gap,
            "quads": {q: c.count for q, c in t.quads.items()},
            "good": [t.cooperation.low, t.cooperation.high],
            "bad": [t.conflict.low, t.conflict.high],
            "balance": [t.plover.mean, t.plover.low, t.plover.high],
        }
        for p in index.points
        for t in [p.readings["told"].undirected]
    ]


def party(p: Party) -> str:
    """Return the address of an actor's page."""
    return address("/actor", name=p.name, country=p.country)
