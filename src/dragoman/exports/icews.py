"""Reports in, ICEWS' 20 tab-separated columns out: one row a source and target."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import Column, head, line
from dragoman.exports.pairs import pairs
from dragoman.exports.reports import day_of, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from dragoman.codebook.scheme import Cameo
    from dragoman.exports.codes import Codes
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


def _sides(word: str, of: Callable[[Row], Actor | None]) -> tuple[Column[Row], Column[Row], Column[Row]]:
    none = "" if word == "Source" else "nobody is named whom it is done to"

    def through(get: Callable[[Actor, Codes], str | None]) -> Callable[[Row], str | None]:
        return lambda r: get(actor, r.codes) if (actor := of(r)) else None

    return (
        Column(
            f"{word} Name", "string", "full name, as resolved", none or "nobody is named who does it",
            through(lambda a, _: a.name),
        ),
        Column(
            f"{word} Sectors", "string", "sectors in ICEWS' words, the wider beside the finer, divided by commas",
            "no sector known, or none of ICEWS' fits", through(sectors),
        ),
        Column(
            f"{word} Country", "string", "country name as ICEWS prints it (Russian Federation)",
            "not known, or an actor of no one state", through(lambda a, c: country(a.country, c)),
        ),
    )


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "Event ID", "integer", "a number made from the article's id, the event's and the pair; the same in every export",
        "",
        lambda r: number(
            r.report.key(r.event),
            r.pair.source.id if r.pair.source else "",
            r.pair.target.id if r.pair.target else "",
            r.pair.turned,
        ),
    ),
    Column(
        "Event Date", "date",
        "the day, if the text tells it to the day; with --undated published else the day of publication",
        "the text tells no single day", lambda r: r.day,
    ),
    *_sides("Source", lambda r: r.pair.source),
    Column(
        "Event Text", "string", "the CAMEO code's name, without \"not specified below\"", "no CAMEO code fits",
        lambda r: r.cameo.name.removesuffix(UNSPECIFIED) if r.cameo else None,
    ),
    Column(
        "CAMEO Code", "string", "CAMEO code, as text: 010 is not 10", "no CAMEO code fits",
        lambda r: r.cameo.code if r.cameo else None,
    ),
    Column(
        "Intensity", "number", "Goldstein value as ICEWS has it", "no CAMEO code fits",
        lambda r: r.cameo.icews if r.cameo else None,
    ),
    *_sides("Target", lambda r: r.pair.target),
    Column("Story ID", "string", "the article's id, which is text here", "", lambda r: r.report.article.id),
    Column(
        "Sentence Number", "integer", "nothing: the store keeps where the words stand, not the count of sentences",
        "always", lambda _: None,
    ),
    Column(
        "Publisher", "string", "the article's publisher", "the article names none",
        lambda r: r.report.article.publisher,
    ),
    Column(
        "City", "string", "the place, if it is a town or city", "no place, or a wider one",
        lambda r: r.place.name if r.place and r.codes.precision(r.place) == "city" else None,
    ),
    Column(
        "District", "string", "the place, if it is a district or county", "the place is none",
        lambda r: r.place.name if r.place and r.codes.precision(r.place) == "district" else None,
    ),
    Column(
        "Province", "string", "the province that the place is or lies in", "not in the gazetteer",
        lambda r: r.codes.province(r.place),
    ),
    Column(
        "Country", "string", "country of the place, as ICEWS prints it", "no place, or it lies in several",
        lambda r: country(r.place.country, r.codes) if r.place else None,
    ),
    Column(
        "Latitude", "number", "degrees north; of a country or region a point inside it", "no point known",
        lambda r: r.place.lat if r.place else None,
    ),
    Column(
        "Longitude", "number", "degrees east", "no point known", lambda r: r.place.lon if r.place else None
    ),
)


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield the header, then one line for each pair of each wanted event of the classic view."""
    yield head(COLUMNS)
    for report in reports(store, wanted, tally, classic=True):
        for event in report.events:
            day, place = day_of(event, report.article, wanted), report.place(event)
            for pair in pairs(report, event):
                cameo = codes.scheme.cameos.get(pair.cameo(event) or "")
                tally.rows += 1
                tally.undated += day is None
                yield line(COLUMNS, Row(report, event, pair, day, place, cameo, codes))
