"""The codes of other event data: `lands.tsv`, `sectors.tsv` and `features.tsv` in, a `Codes` out.

The tables lie here and not in the codebook: they say how what was read is written down elsewhere, and
change no coding, so they are no part of the recipe.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from dragoman.codebook import gazetteer, scheme
from dragoman.codebook.tables import Faults, rows
from dragoman.codebook.who import countries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.codebook.scheme import Scheme
    from dragoman.codebook.who import Country
    from dragoman.records import Place

Precision = Literal["country", "province", "district", "city", "site", "area"]

LAND_COLUMNS = ("code", "iso2", "fips", "gdelt", "name", "icews")
SECTOR_COLUMNS = ("code", "cameo", "group", "icews")
FEATURE_COLUMNS = ("feature", "precision", "geonames")
PRECISIONS: tuple[Precision, ...] = ("country", "province", "district", "city", "site", "area")


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """A state or dependent land. ``gdelt`` is the CAMEO code of an actor from there, ``fips`` of a place."""

    code: str
    iso2: str | None
    fips: str | None
    gdelt: str
    name: str
    icews: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A PLOVER sector, or code of an actor of no state, in the words of CAMEO, GDELT and ICEWS."""

    code: str
    cameo: str | None
    group: str | None
    icews: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A kind of place: how exact its point is, and GeoNames' code for the kind."""

    feature: str
    precision: Precision | None
    geonames: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Answers what a country, sector or place is called elsewhere."""

    scheme: Scheme
    states: Mapping[str, Country]
    gazetteer: Gazetteer
    provinces: Mapping[str, str]
    lands: Mapping[str, Land]
    sectors: Mapping[str, Sector]
    features: Mapping[str, Feature]

    @classmethod
    def load(cls) -> Codes:
        """Read the tables here, and the parts of the codebook that they lean on.

        Raises:
            CodebookError: with every fault in them.
        """
        faults = Faults()
        book = files("dragoman.codebook")
        here = files("dragoman.exports")
        places = gazetteer.load(book, faults)
        codes = cls(
            scheme=scheme.load(book, faults),
            states=countries.load(book, faults),
            gazetteer=places,
            provinces=_provinces(places),
            lands=_lands(here, faults),
            sectors=_sectors(here, faults),
            features=_features(here, faults),
        )
        faults.stop()
        return codes

    def iso3(self, country: str | None) -> str | None:
        """Return *country* if it is an ISO 3166 alpha-3 code; Kosovo and actors of no state have none."""
        return country if country in self.lands and country != "KOS" else None

    def cow(self, country: str | None) -> int | None:
        """Return the state's number in the Correlates of War list."""
        state = self.states.get(country or "")
        return state.cow if state else None

    def gw(self, country: str | None) -> int | None:
        """Return the state's number in the list of Gleditsch and Ward."""
        state = self.states.get(country or "")
        return state.gw if state else None

    def precision(self, place: Place | None) -> Precision | None:
        """Return how exact the point of *place* is; None where it has no point."""
        if place is None or place.lat is None or place.lon is None:
            return None
        feature = self.features.get(place.feature or "")
        return feature.precision if feature else None

    def geonames_code(self, place: Place | None) -> str | None:
        """Return GeoNames' code for the kind of *place*."""
        feature = self.features.get((place.feature or "") if place else "")
        return feature.geonames if feature else None

    def province(self, place: Place | None) -> str | None:
        """Return the name of the province that *place* is or lies in, where the gazetteer says so."""
        if place is None or place.lat is None:
            return None
        if place.feature == "admin1":
            return place.name
        return self.provinces.get(self.admin1(place) or "")

    def admin1(self, place: Place | None) -> str | None:
        """Return the gazetteer's code of the province that *place* is or lies in, as "US.VA"."""
        if place is None or place.lat is None:
            return None
        for spot in self.gazetteer.named(gazetteer.fold(place.name)):
            same = (spot.geonameid, spot.lat, spot.lon) == (place.geonameid, place.lat, place.lon)
            if same and not spot.admin1.endswith("."):
                return spot.admin1 or None
        return None


def _provinces(places: Gazetteer) -> dict[str, str]:
    """Return the name of each province by its code; of several under one code the one with most people."""
    found: dict[str, tuple[int, str]] = {}
    for spots in places.spots.values():
        for spot in spots:
            if spot.feature == "admin1" and spot.admin1:
                found[spot.admin1] = max(found.get(spot.admin1, (-1, "")), (spot.people, spot.name))
    return {code: name for code, (_, name) in found.items()}


def _lands(folder: Traversable, faults: Faults) -> dict[str, Land]:
    found: dict[str, Land] = {}
    for row in rows(folder, "lands.tsv", LAND_COLUMNS, faults):
        code = row["code"]
        if code in found:
            faults.add(row.file, row.line, f"{code} is there twice; keep one row")
        found[code] = Land(
            code=code,
            iso2=row["iso2"] or None,
            fips=row["fips"] or None,
            gdelt=row["gdelt"] or code,
            name=row["name"],
            icews=row["icews"] or row["name"],
        )
    return found


def _sectors(folder: Traversable, faults: Faults) -> dict[str, Sector]:
    return {
        row["code"]: Sector(
            code=row["code"], cameo=row["cameo"] or None, group=row["group"] or None, icews=row.many("icews")
        )
        for row in rows(folder, "sectors.tsv", SECTOR_COLUMNS, faults)
    }


def _features(folder: Traversable, faults: Faults) -> dict[str, Feature]:
    found: dict[str, Feature] = {}
    for row in rows(folder, "features.tsv", FEATURE_COLUMNS, faults):
        precision = next((p for p in PRECISIONS if p == row["precision"]), None)
        if row["precision"] and precision is None:
            faults.add(row.file, row.line, f"precision {row['precision']!r} is none of {PRECISIONS}")
        found[row["feature"]] = Feature(
            feature=row["feature"], precision=precision, geonames=row["geonames"] or None
        )
    return found
