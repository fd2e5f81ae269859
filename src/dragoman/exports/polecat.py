"""Reports in, POLECAT's 40 tab-separated columns out: one row an event, its actors in one cell.

Several actors of one event are divided by "; ", in the same order in every column about them (NA where one of
them has nothing there); several sectors of one actor by "|".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import head, line
from dragoman.exports.reports import day_of, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Cells, Value
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Event, Place
    from dragoman.store import Store


MISSING = "NA"
"""Stands among several values for one that is not there: an empty one at the end of a cell would get lost."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event with all that its columns need."""

    report: Report
    event: Event
    day: date | None
    place: Place | None
    codes: Codes

    def side(self, *, recipient: bool) -> tuple[Actor, ...]:
        """Return the actors, or the recipients."""
        return self.report.who(self.event.recipients if recipient else self.event.actors)

    def story(self, *kinds: str) -> str | None:
        """Return the names of all actors of *kinds* in the article."""
        return _many(dict.fromkeys(a.name for a in self.report.coding.actors if a.kind in kinds))


def _many(values: Iterable[object]) -> str | None:
    """Return *values* in one cell, NA for those that are empty; None if all are."""
    texts = ["" if v is None else str(v).replace(";", ",") for v in values]
    return "; ".join(t or MISSING for t in texts) if any(texts) else None


def _raw(row: Row, actor: Actor) -> str | None:
    mention = row.report.mention(actor, row.event)
    return mention.text if mention else None


def _sides(word: str, *, recipient: bool) -> Cells[Row]:
    """Return the eight columns about the actors, or about the recipients, each with a value an actor."""

    def each(of: Callable[[Row, Actor], object]) -> Callable[[Row], Value]:
        return lambda r: _many(of(r, a) for a in r.side(recipient=recipient))

    return {
        f"{word} Name": each(lambda _, a: a.name),
        f"{word} Country": each(lambda _, a: a.country),
        f"{word} COW": each(lambda r, a: r.codes.cow(a.country)),
        f"Primary {word} Sector": each(lambda _, a: a.sector),
        f"{word} Sectors": each(lambda _, a: "|".join(a.sectors)),
        f"{word} Title": each(lambda _, a: a.role),
        f"{word} Name Raw": each(_raw),
        f"Wikipedia {word} ID": lambda _: None,
    }


def _city(row: Row) -> str | None:
    return row.place.name if row.place and row.codes.precision(row.place) == "city" else None


CELLS: Cells[Row] = {
    "Event ID": lambda r: f"{r.report.article.id}_{r.event.event_type}_{r.event.id}",
    "Event Date": lambda r: r.day,
    "Event Type": lambda r: r.event.event_type,
    "Event Mode": lambda r: _many(r.event.event_mode),
    "Intensity": lambda r: r.event.score,
    "Quad Code": lambda r: r.codes.scheme.quads[r.event.quad_class].upper() if r.event.quad_class else None,
    "Contexts": lambda r: _many(r.event.contexts),
    **_sides("Actor", recipient=False),
    **_sides("Recipient", recipient=True),
    "Placename": lambda r: r.place.name if r.place else None,
    "City": _city,
    "District": lambda r: r.place.name if r.place and r.codes.precision(r.place) == "district" else None,
    "Province": lambda r: r.codes.province(r.place),
    "Country": lambda r: r.place.country if r.place else None,
    "Latitude": lambda r: r.place.lat if r.place else None,
    "Longitude": lambda r: r.place.lon if r.place else None,
    "GeoNames ID": lambda r: r.place.geonameid if r.place else None,
    "Raw Placename": lambda r: r.place.text if r.place else None,
    "Feature Type": lambda r: r.codes.geonames_code(r.place),
    "Source": lambda r: r.report.article.publisher,
    "Publication Date": lambda r: r.report.article.day,
    "Story People": lambda r: r.story("person"),
    "Story Organizations": lambda r: r.story("organization", "igo"),
    "Story Locations": lambda r: _many(dict.fromkeys(p.name for p in r.report.coding.places)),
    "Language": lambda r: r.report.article.language,
    "Version": lambda r: f"dragoman-{r.report.coding.version}-{r.report.coding.recipe}",
}


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield the header, then one line for each wanted event of the classic view."""
    yield head(CELLS)
    for report in reports(store, wanted, tally, classic=True):
        for event in report.events:
            day = day_of(event, report.article, wanted)
            tally.rows += 1
            tally.undated += day is None
            yield line(CELLS, Row(report, event, day, report.place(event), codes))
