"""Mentions in, GDELT 2's 61 tab-separated columns of events out, without a header, as GDELT has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import Column, line
from dragoman.exports.gdelt import events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from dragoman.codebook.scheme import Cameo
    from dragoman.exports.codes import Codes
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
    """Return the year and the part of it that was over with *day*, as GDELT reckons it: 2013.2493 for 1 April."""
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


def _actor(n: int, of: Callable[[Row], Coded]) -> tuple[Column[Row], ...]:
    """Return the ten columns about actor *n*."""
    none = "nobody is named" if n == 1 else "nobody is named whom it is done to"
    role = "no further role, or CAMEO has none for the sector"
    unread = "nothing: dragoman codes no"

    def nth(k: int) -> Callable[[Row], str | None]:
        return lambda r: of(r).roles[k] if k < len(of(r).roles) else None

    return (
        Column(
            f"Actor{n}Code", "string", "country, then roles, in CAMEO's codes (USAGOV); of bodies the kind first (IGOUNO)",
            f"{none}, or no code fits", lambda r: of(r).code,
        ),
        Column(f"Actor{n}Name", "string", "full name in capitals", none, lambda r: of(r).name),
        Column(
            f"Actor{n}CountryCode", "string",
            "CAMEO's code: alpha-3 but for ROM, TMP, MTN and KSV (Romania, Timor-Leste, Montenegro, Kosovo); EUR for the EU",
            "not known, or an actor of no one state", lambda r: of(r).country,
        ),
        Column(
            f"Actor{n}KnownGroupCode", "string", "UNO for the UN, EEC for the EU", "no such body",
            lambda r: of(r).group,
        ),
        Column(f"Actor{n}EthnicCode", "string", f"{unread} ethnic groups", "always", lambda _: None),
        Column(f"Actor{n}Religion1Code", "string", f"{unread} religions", "always", lambda _: None),
        Column(f"Actor{n}Religion2Code", "string", f"{unread} religions", "always", lambda _: None),
        Column(f"Actor{n}Type1Code", "string", "first role in CAMEO's codes", role, nth(0)),
        Column(f"Actor{n}Type2Code", "string", "second role", role, nth(1)),
        Column(f"Actor{n}Type3Code", "string", "third role", role, nth(2)),
    )


def _actor_geo(n: int) -> tuple[Column[Row], ...]:
    """Return the eight columns on where actor *n* is, of which GDELT guesses and dragoman says nothing."""
    return tuple(
        Column(
            f"Actor{n}Geo_{part}", "integer", "0 (none): the text seldom says where an actor is", "", lambda _: NOWHERE
        )
        if part == "Type"
        else Column(
            f"Actor{n}Geo_{part}", "number" if part in ("Lat", "Long") else "string",
            "nothing: the text seldom says where an actor is", "always", lambda _: None,
        )
        for part in GEO
    )


_NO_CAMEO = "no CAMEO code fits"
_NO_PLACE = "no place known"

COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "GLOBALEVENTID", "integer",
        "a number made from date, actors, CAMEO code and place: the same in every export; not a GDELT number", "",
        lambda r: r.first.key,
    ),
    Column(
        "SQLDATE", "string", "the day, YYYYMMDD; with --undated published else the day of publication",
        "the text tells no single day; MonthYear and Year may know more", lambda r: r.common(8),
    ),
    Column(
        "MonthYear", "string", "the month, YYYYMM, if all possible days lie in it", "they don't, or no date is known",
        lambda r: r.common(6),
    ),
    Column(
        "Year", "string", "the year, if all possible days lie in it", "they don't, or no date is known",
        lambda r: r.common(4),
    ),
    Column(
        "FractionDate", "number", "the year, and how much of it was over on the day", "as SQLDATE",
        lambda r: _fraction(r.day),
    ),
    *_actor(1, lambda r: r.first.source),
    *_actor(2, lambda r: r.first.target),
    Column(
        "IsRootEvent", "integer", "1 if a mention stands in an article's first paragraph, else 0", "",
        lambda r: int(any(m.lead for m in r.mentions)),
    ),
    Column(
        "EventCode", "string", "CAMEO code, as text: 010 is not 10", _NO_CAMEO, lambda r: r.first.cameo
    ),
    Column(
        "EventBaseCode", "string", "its first three digits", _NO_CAMEO,
        lambda r: r.first.cameo[:3] if r.first.cameo else None,
    ),
    Column(
        "EventRootCode", "string", "its first two digits", _NO_CAMEO,
        lambda r: r.first.cameo[:2] if r.first.cameo else None,
    ),
    Column(
        "QuadClass", "integer", "quad class of the CAMEO code, 1 to 4", _NO_CAMEO,
        lambda r: r.cameo.quad if r.cameo else None,
    ),
    Column(
        "GoldsteinScale", "number", "Goldstein value of the CAMEO code, as GDELT has it", _NO_CAMEO,
        lambda r: r.cameo.goldstein if r.cameo else None,
    ),
    Column(
        "NumMentions", "integer", "mentions in the articles of this store", "", lambda r: len(r.mentions)
    ),
    Column(
        "NumSources", "integer", "different hosts or publishers among them; articles with neither count as one", "",
        lambda r: len({m.outlet for m in r.mentions}),
    ),
    Column(
        "NumArticles", "integer", "different articles among them", "", lambda r: len({m.article for m in r.mentions})
    ),
    Column("AvgTone", "number", "nothing: dragoman measures no tone", "always", lambda _: None),
    *_actor_geo(1),
    *_actor_geo(2),
    Column(
        "ActionGeo_Type", "integer",
        "1 country, 2 US state, 3 US town or site, 4 town or site elsewhere, 5 province elsewhere, 0 none of these",
        "", lambda r: r.geo_type,
    ),
    Column(
        "ActionGeo_FullName", "string", "place, province, country", _NO_PLACE, _full_name
    ),
    Column(
        "ActionGeo_CountryCode", "string", "FIPS 10-4, two letters: not the code of the actors' columns",
        "no place known, or it lies in several countries", _fips,
    ),
    Column(
        "ActionGeo_ADM1Code", "string",
        "FIPS 10-4 and GeoNames' code of the province (RS48), which is FIPS' own for most countries; of a country the two letters",
        "no province known", _adm1,
    ),
    Column("ActionGeo_ADM2Code", "string", "nothing: the gazetteer has no such codes", "always", lambda _: None),
    Column(
        "ActionGeo_Lat", "number", "degrees north", _NO_PLACE, lambda r: r.place.lat if r.place else None
    ),
    Column(
        "ActionGeo_Long", "number", "degrees east", _NO_PLACE, lambda r: r.place.lon if r.place else None
    ),
    Column(
        "ActionGeo_FeatureID", "string", "of a country its FIPS code; GNS and GNIS numbers of towns are not held",
        "the place is no country", lambda r: _fips(r) if r.geo_type == COUNTRY else None,
    ),
    Column(
        "DATEADDED", "string",
        "when the first article that mentions it was published: 14 digits, UTC, midnight where only the day is known",
        "that article has no date", lambda r: r.first.stamp,
    ),
    Column(
        "SOURCEURL", "string", "URL of the first article that mentions it, else its id", "",
        lambda r: r.first.url or r.first.article,
    ),
)


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one line for each event of the classic view."""
    for mentions in events(store, wanted, codes, tally):
        first = mentions[0]
        row = Row(first, mentions, codes.scheme.cameos.get(first.cameo or ""), codes)
        tally.rows += 1
        tally.undated += row.day is None
        yield line(COLUMNS, row)
