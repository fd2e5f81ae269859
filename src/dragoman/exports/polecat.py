"""Reports in, POLECAT's 40 tab-separated columns out: one row an event, its actors in one cell.

Several actors of one event are divided by "; ", in the same order in every column about them (empty where one
of them has nothing there); several sectors of one actor by "|".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import Column, head, line
from dragoman.exports.reports import day_of, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Event, Place
    from dragoman.store import Store


@dataclass(frozen=True, slots=True)
class Row:
    """One event with all that its columns need."""

    report: Report
    event: Event
    day: date | None
    place: Place | None
    codes: Codes

    def side(self, recipient: bool) -> tuple[Actor, ...]:  # noqa: FBT001  (one of two sides)
        """Return the actors, or the recipients."""
        return self.report.who(self.event.recipients if recipient else self.event.actors)

    def story(self, *kinds: str) -> str | None:
        """Return the names of all actors of *kinds* in the article."""
        return _many(dict.fromkeys(a.name for a in self.report.coding.actors if a.kind in kinds))


def _many(values: Iterable[object]) -> str | None:
    """Return *values* in one cell, or None if all are empty."""
    texts = ["" if v is None else str(v).replace(";", ",") for v in values]
    return "; ".join(texts) if any(texts) else None


def _side(
    name: str, fills: str, empty: str, of: Callable[[Row, Actor], object], *, recipient: bool
) -> Column[Row]:
    """Return a column with a value for each actor, or each recipient."""
    return Column(name, "string", fills, empty, lambda r: _many(of(r, a) for a in r.side(recipient)))


def _raw(row: Row, actor: Actor) -> str | None:
    mention = row.report.mention(actor, row.event)
    return mention.text if mention else None


def _sides(word: str, *, recipient: bool) -> tuple[Column[Row], ...]:
    """Return the eight columns about the actors, or about the recipients."""
    none = "there is no recipient" if recipient else "nobody is named who does it"
    return (
        _side(f"{word} Name", "full names, as resolved", none, lambda _, a: a.name, recipient=recipient),
        _side(
            f"{word} Country",
            "ISO 3166 alpha-3, KOS for Kosovo, or PLOVER's codes for actors of no state (IGO, UNO, EUR, NGO, ...)",
            "the country is not known",
            lambda _, a: a.country,
            recipient=recipient,
        ),
        _side(
            f"{word} COW",
            "number in the Correlates of War state list",
            "no state, or not in that list",
            lambda r, a: r.codes.cow(a.country),
            recipient=recipient,
        ),
        _side(
            f"Primary {word} Sector", "first sector", "no sector known", lambda _, a: a.sector, recipient=recipient
        ),
        _side(
            f"{word} Sectors",
            "all sectors, divided by |",
            "no sector known",
            lambda _, a: "|".join(a.sectors),
            recipient=recipient,
        ),
        _side(
            f"{word} Title", "role, as the text or the table of offices has it", "no role known",
            lambda _, a: a.role, recipient=recipient,
        ),
        _side(
            f"{word} Name Raw",
            "the words for it in the event's sentence",
            "it is understood from elsewhere in the article",
            _raw,
            recipient=recipient,
        ),
        Column(
            f"Wikipedia {word} ID", "string", "nothing: dragoman links no actor to Wikipedia", "always", lambda _: None
        ),
    )


def _city(row: Row) -> str | None:
    return row.place.name if row.place and row.codes.precision(row.place) == "city" else None


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "Event ID",
        "string",
        "article id, event type and the event's id in the article, divided by _",
        "",
        lambda r: f"{r.report.article.id}_{r.event.event_type}_{r.event.id}",
    ),
    Column(
        "Event Date",
        "date",
        "the day, if the text tells it to the day; with --undated published else the day of publication",
        "the text tells no single day",
        lambda r: r.day,
    ),
    Column("Event Type", "string", "one of PLOVER's 16 types", "", lambda r: r.event.event_type),
    Column(
        "Event Mode", "string", "the type's modes", "no mode applies", lambda r: _many(r.event.event_mode)
    ),
    Column("Intensity", "number", "PLOVER score", "the scheme has no score", lambda r: r.event.score),
    Column(
        "Quad Code",
        "string",
        "quad class in words, in capitals",
        "the scheme has no quad class",
        lambda r: r.codes.scheme.quads[r.event.quad_class].upper() if r.event.quad_class else None,
    ),
    Column("Contexts", "string", "PLOVER contexts", "no context applies", lambda r: _many(r.event.contexts)),
    *_sides("Actor", recipient=False),
    *_sides("Recipient", recipient=True),
    Column(
        "Placename", "string", "the place's name in the gazetteer", "no place known",
        lambda r: r.place.name if r.place else None,
    ),
    Column("City", "string", "the place, if it is a town or city", "the place is none", _city),
    Column(
        "District", "string", "the place, if it is a district or county", "the place is none",
        lambda r: r.place.name if r.place and r.codes.precision(r.place) == "district" else None,
    ),
    Column(
        "Province", "string", "the province that the place is or lies in", "not in the gazetteer",
        lambda r: r.codes.province(r.place),
    ),
    Column(
        "Country", "string", "the place's country, ISO 3166 alpha-3 or KOS", "no place, or it lies in several",
        lambda r: r.place.country if r.place else None,
    ),
    Column(
        "Latitude", "number", "degrees north; of a country or region a point inside it (see Feature Type)",
        "no point known", lambda r: r.place.lat if r.place else None,
    ),
    Column(
        "Longitude", "number", "degrees east", "no point known", lambda r: r.place.lon if r.place else None
    ),
    Column(
        "GeoNames ID", "integer", "GeoNames' number", "not in GeoNames, or no place",
        lambda r: r.place.geonameid if r.place else None,
    ),
    Column(
        "Raw Placename", "string", "the words for the place", "no place known",
        lambda r: r.place.text if r.place else None,
    ),
    Column(
        "Feature Type", "string", "GeoNames' feature code: PCLI country, ADM1 province, PPL town, PPLC capital",
        "no place, or a kind that GeoNames has no one code for", lambda r: r.codes.geonames_code(r.place),
    ),
    Column(
        "Source", "string", "the article's publisher", "the article names none",
        lambda r: r.report.article.publisher,
    ),
    Column(
        "Publication Date", "date", "the article's day of publication", "the article has no date",
        lambda r: r.report.article.day,
    ),
    Column(
        "Story People", "string", "names of all people in the article", "there are none",
        lambda r: r.story("person"),
    ),
    Column(
        "Story Organizations", "string", "names of all bodies in the article", "there are none",
        lambda r: r.story("organization", "igo"),
    ),
    Column(
        "Story Locations", "string", "names of all places in the article", "there are none",
        lambda r: _many(dict.fromkeys(p.name for p in r.report.coding.places)),
    ),
    Column(
        "Language", "string", "the article's language, ISO 639-1", "not known",
        lambda r: r.report.article.language,
    ),
    Column(
        "Version", "string", "dragoman's version and the recipe of the coding", "",
        lambda r: f"dragoman-{r.report.coding.version}-{r.report.coding.recipe}",
    ),
)


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield the header, then one line for each wanted event of the classic view."""
    yield head(COLUMNS)
    for report in reports(store, wanted, tally, classic=True):
        for event in report.events:
            day = day_of(event, report.article, wanted)
            tally.rows += 1
            tally.undated += day is None
            yield line(COLUMNS, Row(report, event, day, report.place(event), codes))
