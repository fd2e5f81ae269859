"""Mentions in, GDELT 2's 61 tab-separated columns of events out, without a header, as GDELT has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import line
from dragoman.exports.gdelt import events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from dragoman.codebook.scheme import Cameo
    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Cells, Value
    from dragoman.exports.gdelt import Coded, Mention
    from dragoman.exports.reports import Tally, Wanted
    from dragoman.records import Place
    from dragoman.store import Store

COUNTRY, US_STATE, US_CITY, WORLD_CITY, WORLD_STATE, NOWHERE = 1, 2, 3, 4, 5, 0
"""GDELT's kinds of place."""

GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Row:
    """One event, and all its mentions."""

    first: Mention
    mentions: list[Mention]
    cameo: Cameo | None
    codes: Codes

    @property
    def day(self) -> date | None:
        """The day, if it is known."""
        return self.first.first if self.first.first == self.first.last else None

    def common(self, length: int) -> str | None:
        """Return the first *length* digits of the date, if all possible days have them in common."""
        first, last = self.first.first, self.first.last
        if first is None or last is None:
            return None
        begin, end = f"{first:%Y%m%d}"[:length], f"{last:%Y%m%d}"[:length]
        return begin if begin == end else None

    @property
    def place(self) -> Place | None:
        """Where it took place, if that place has a point."""
        place = self.first.place
        return place if place and place.lat is not None else None

    @property
    def geo_type(self) -> int:
        """GDELT's kind of the place; 0 for none, or for one that GDELT has no kind for (a sea)."""
        precision = self.codes.precision(self.place)
        american = self.place is not None and self.place.country == "USA"
        if precision == "country":
            return COUNTRY
        if precision == "province":
            return US_STATE if american else WORLD_STATE
        if precision in ("district", "city", "site"):
            return US_CITY if american else WORLD_CITY
        return NOWHERE


def _fraction(day: date | None) -> str | None:
    """Return the year and the part of it that was over with *day*, as GDELT does: 2013.2493 for 1 April."""
    if day is None:
        return None
    return f"{day.year + min(day.timetuple().tm_yday / DAYS_OF_YEAR, 0.9999):.4f}"


def _full_name(row: Row) -> str | None:
    """Return "Moscow, Moskva, Russia": the place, its province, its country, each once."""
    if row.place is None:
        return None
    land = row.codes.lands.get(row.place.country or "")
    parts = (row.place.name, row.codes.province(row.place), land.name if land else None)
    return ", ".join(dict.fromkeys(p for p in parts if p))


def _fips(row: Row) -> str | None:
    land = row.codes.lands.get((row.place.country or "") if row.place else "")
    return land.fips if land else None


def _adm1(row: Row) -> str | None:
    """Return GDELT's code of a province: the country's FIPS code, and GeoNames' of the province after it."""
    fips, admin1 = _fips(row), row.codes.admin1(row.place)
    if fips is None:
        return None
    return fips + admin1.split(".", 1)[1] if admin1 else (fips if row.geo_type == COUNTRY else None)


def _actor(n: int, of: Callable[[Row], Coded]) -> Cells[Row]:
    """Return the ten columns about actor *n*; dragoman codes no ethnic group and no religion."""

    def role(k: int) -> Callable[[Row], Value]:
        return lambda r: of(r).roles[k] if k < len(of(r).roles) else None

    return {
        f"Actor{n}Code": lambda r: of(r).code,
        f"Actor{n}Name": lambda r: of(r).name,
        f"Actor{n}CountryCode": lambda r: of(r).country,
        f"Actor{n}KnownGroupCode": lambda r: of(r).group,
        f"Actor{n}EthnicCode": lambda _: None,
        f"Actor{n}Religion1Code": lambda _: None,
        f"Actor{n}Religion2Code": lambda _: None,
        f"Actor{n}Type1Code": role(0),
        f"Actor{n}Type2Code": role(1),
        f"Actor{n}Type3Code": role(2),
    }


def _actor_geo(n: int) -> Cells[Row]:
    """Return the eight columns on where actor *n* is: GDELT guesses, dragoman leaves it open."""
    known: Cells[Row] = {f"Actor{n}Geo_Type": lambda _: NOWHERE}
    return {**known, **{f"Actor{n}Geo_{part}": lambda _: None for part in GEO[1:]}}


CELLS: Cells[Row] = {
    "GLOBALEVENTID": lambda r: r.first.key,
    "SQLDATE": lambda r: r.common(8),
    "MonthYear": lambda r: r.common(6),
    "Year": lambda r: r.common(4),
    "FractionDate": lambda r: _fraction(r.day),
    **_actor(1, lambda r: r.first.source),
    **_actor(2, lambda r: r.first.target),
    "IsRootEvent": lambda r: int(any(m.lead for m in r.mentions)),
    "EventCode": lambda r: r.first.cameo,
    "EventBaseCode": lambda r: r.first.cameo[:3] if r.first.cameo else None,
    "EventRootCode": lambda r: r.first.cameo[:2] if r.first.cameo else None,
    "QuadClass": lambda r: r.cameo.quad if r.cameo else None,
    "GoldsteinScale": lambda r: r.cameo.goldstein if r.cameo else None,
    "NumMentions": lambda r: len(r.mentions),
    "NumSources": lambda r: len({m.outlet for m in r.mentions}),
    "NumArticles": lambda r: len({m.article for m in r.mentions}),
    "AvgTone": lambda _: None,
    **_actor_geo(1),
    **_actor_geo(2),
    "ActionGeo_Type": lambda r: r.geo_type,
    "ActionGeo_FullName": _full_name,
    "ActionGeo_CountryCode": _fips,
    "ActionGeo_ADM1Code": _adm1,
    "ActionGeo_ADM2Code": lambda _: None,
    "ActionGeo_Lat": lambda r: r.place.lat if r.place else None,
    "ActionGeo_Long": lambda r: r.place.lon if r.place else None,
    "ActionGeo_FeatureID": lambda r: _fips(r) if r.geo_type == COUNTRY else None,
    "DATEADDED": lambda r: r.first.stamp,
    "SOURCEURL": lambda r: r.first.url or r.first.article,
}


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one line for each event of the classic view."""
    for mentions in events(store, wanted, codes, tally):
        first = mentions[0]
        row = Row(first, mentions, codes.scheme.cameos.get(first.cameo or ""), codes)
        tally.rows += 1
        tally.undated += row.day is None
        yield line(CELLS, row)
