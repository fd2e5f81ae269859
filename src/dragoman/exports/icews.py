"""Reports in, ICEWS' 20 tab-separated columns out: one row a source and target."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import head, line
from dragoman.exports.pairs import pairs
from dragoman.exports.reports import day_of, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from dragoman.codebook.scheme import Cameo
    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Cells, Value
    from dragoman.exports.pairs import Pair
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Event, Place
    from dragoman.store import Store

DIGITS = 13
"""Hexadecimal digits of an id: a number below 2**52, which every reader keeps exactly."""


UNSPECIFIED = ", not specified below"
"""What CAMEO adds to the name of a code that has finer ones; ICEWS leaves it out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event between one source and one target."""

    report: Report
    event: Event
    pair: Pair
    day: date | None
    place: Place | None
    cameo: Cameo | None
    codes: Codes


def number(*parts: object) -> int:
    """Return a number made from *parts*: the same for the same, and another for others.

    >>> number("a", 1) == number("a", 1), number("a", 1) == number("a1")
    (True, False)
    """
    text = "\0".join(map(str, parts))
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS], 16)


def sectors(actor: Actor, codes: Codes) -> str | None:
    """Return the sectors of *actor* in ICEWS' words, divided by commas."""
    keys = (*actor.sectors, *((actor.country,) if actor.country else ()))
    names = dict.fromkeys(n for k in keys if k in codes.sectors for n in codes.sectors[k].icews)
    return ",".join(names) or None


def country(code: str | None, codes: Codes) -> str | None:
    """Return the name that ICEWS gives to country *code*."""
    land = codes.lands.get(code or "")
    return land.icews if land else None


def _sides(word: str, of: Callable[[Row], Actor | None]) -> Cells[Row]:
    """Return the three columns about the source, or about the target."""

    def through(get: Callable[[Actor, Codes], str | None]) -> Callable[[Row], Value]:
        return lambda r: get(actor, r.codes) if (actor := of(r)) else None

    return {
        f"{word} Name": through(lambda a, _: a.name),
        f"{word} Sectors": through(sectors),
        f"{word} Country": through(lambda a, c: country(a.country, c)),
    }


CELLS: Cells[Row] = {
    "Event ID": lambda r: number(
        r.report.key(r.event),
        r.pair.source.id if r.pair.source else "",
        r.pair.target.id if r.pair.target else "",
        r.pair.turned,
    ),
    "Event Date": lambda r: r.day,
    **_sides("Source", lambda r: r.pair.source),
    "Event Text": lambda r: r.cameo.name.removesuffix(UNSPECIFIED) if r.cameo else None,
    "CAMEO Code": lambda r: r.cameo.code if r.cameo else None,
    "Intensity": lambda r: r.cameo.icews if r.cameo else None,
    **_sides("Target", lambda r: r.pair.target),
    "Story ID": lambda r: r.report.article.id,
    "Sentence Number": lambda _: None,
    "Publisher": lambda r: r.report.article.publisher,
    "City": lambda r: r.place.name if r.place and r.codes.precision(r.place) == "city" else None,
    "District": lambda r: r.place.name if r.place and r.codes.precision(r.place) == "district" else None,
    "Province": lambda r: r.codes.province(r.place),
    "Country": lambda r: country(r.place.country, r.codes) if r.place else None,
    "Latitude": lambda r: r.place.lat if r.place else None,
    "Longitude": lambda r: r.place.lon if r.place else None,
}


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield the header, then one line for each pair of each wanted event of the classic view."""
    yield head(CELLS)
    for report in reports(store, wanted, tally, classic=True):
        for event in report.events:
            day, place = day_of(event, report.article, wanted), report.place(event)
            for pair in pairs(report, event):
                cameo = codes.scheme.cameos.get(pair.cameo(event) or "")
                tally.rows += 1
                tally.undated += day is None
                yield line(CELLS, Row(report, event, pair, day, place, cameo, codes))
