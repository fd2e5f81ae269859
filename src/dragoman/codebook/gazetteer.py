"""Countries, regions, seas, sites and cities with coordinates: names in, the places they may mean out.

Four tables lie under ``places/``. ``countries.tsv`` and ``features.tsv`` are written by hand; ``regions.tsv``
and ``cities.tsv`` are extracts of GeoNames (https://www.geonames.org, CC BY 4.0) made by
``evals/places_build.py``. The cities (a quarter of a million names) are one sorted block of bytes that is
searched where it lies: nothing is built on load. It holds places of 500 people and more; the villages that a
user has imported are in `imported`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from dragoman.codebook.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from mmap import mmap

    from dragoman.codebook.tables import Faults, Row

FEATURES = frozenset(
    {
        "continent",
        "region",
        "country",
        "capital",
        "admin1",
        "admin2",
        "city",
        "district",
        "sea",
        "gulf",
        "strait",
        "canal",
        "river",
        "lake",
        "island",
        "reef",
        "mountains",
        "desert",
        "pass",
        "cape",
        "border",
        "base",
        "site",
        "seat",
        "road",
        "place",
    }
)

LONGEST_ACRONYM = 6

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ə": "a",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
        "'": None,
        "’": None,
        "‘": None,
        "ʼ": None,
        "`": None,
        "´": None,
        "ʻ": None,
        ".": None,
        "-": " ",
        "–": " ",
        "‑": " ",
        "/": " ",
        "\u00ad": None,
    }
)
_SHORT = {"saint": "st", "ft": "fort", "mt": "mount"}
_WORDS = re.compile(r"\S+")


def fold(name: str) -> str:
    """Return *name* as the tables key it: lower case, no accents, no dots, hyphens as spaces.

    >>> fold("St. Pölten"), fold("Saint-Denis"), fold("N'Djamena")
    ('st polten', 'st denis', 'ndjamena')
    """
    low = name.lower()
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    words = low.translate(_LETTERS).split()
    return " ".join(_SHORT.get(w, w) for w in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place in the gazetteer. ``country`` is ISO 3166 alpha-3 or KOS; None where it lies in several."""

    name: str
    feature: str
    country: str | None
    lat: float
    lon: float
    geonameid: int | None = None
    admin1: str = ""
    people: int = 0
    source: str = ""
    """The file that it was imported from; empty for what ships with dragoman."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The groups of ``words.tsv``; what each is for stands there."""

    inside: frozenset[str]
    tail: frozenset[str]
    kinds: frozenset[str]
    kinds_before: frozenset[str]
    settlements: frozenset[str]
    in_: frozenset[str]
    at: frozenset[str]
    of: frozenset[str]
    locative: frozenset[str]
    sides: frozenset[str]
    calendar: frozenset[str]
    particles: frozenset[str]
    bodies: frozenset[str]
    media: frozenset[str]
    diseases: frozenset[str]
    common: frozenset[str]
    roles: frozenset[str]
    talks: frozenset[str]
    state_verbs: frozenset[str]
    told: frozenset[str]
    motion: frozenset[str]
    reached: frozenset[str]
    struck: frozenset[str]
    trust: frozenset[str]
    areas: frozenset[str]
    dwellers: frozenset[str]
    ground: frozenset[str]
    openers: frozenset[str]
    goes_on: frozenset[str]
    owners: frozenset[str]
    titles: frozenset[str]
    links: frozenset[str]
    admin: frozenset[str]
    county: frozenset[str]
    town: frozenset[str]
    borrowed: frozenset[str]
    not_lands: frozenset[str]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteWord:
    """A word that ends or opens the names of sites; ``always`` if no body is ever meant."""

    feature: str
    always: bool


def lines_at(data: bytes | mmap, key: str, low: int = 0) -> Iterator[bytes]:
    """Yield the lines of *data* that begin with *key* and a tab.

    The lines end in a line feed and are sorted by their bytes; the first begins at *low*.
    """
    want = key.encode() + b"\t"
    high = len(data)
    while low < high:
        start = max(data.rfind(b"\n", low, (low + high) // 2) + 1, low)
        if data[start : data.find(b"\t", start) + 1] < want:
            low = data.find(b"\n", start) + 1 or len(data)
        else:
            high = start
    while data[low : low + len(want)] == want:
        end = data.find(b"\n", low)
        yield data[low:end]
        low = end + 1


@dataclass(frozen=True, slots=True)
class Cities:
    """The names of cities: sorted lines of UTF-8, found by halving."""

    data: bytes
    iso3: Mapping[str, str]

    def named(self, key: str) -> Iterator[Spot]:
        """Yield the cities whose folded name is *key*."""
        return (self._spot(line.decode()) for line in lines_at(self.data, key))

    def _spot(self, line: str) -> Spot:
        key, number, lat, lon, iso2, admin1, people, name = line.split("\t")
        return Spot(
            name=name or key.title(),
            feature="city",
            country=self.iso3.get(iso2),
            lat=float(lat),
            lon=float(lon),
            geonameid=int(number),
            admin1=f"{iso2}.{admin1}",
            people=int(people),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Answers what a name may mean."""

    spots: Mapping[str, tuple[Spot, ...]]
    demonyms: Mapping[str, str]
    countries: Mapping[str, Spot]
    capitals: frozenset[int]
    acronyms: frozenset[str]
    provinces: Mapping[str, Spot]
    short: Mapping[str, Spot]
    anywhere: frozenset[str]
    site_last: Mapping[str, SiteWord]
    site_first: Mapping[str, SiteWord]
    cities: Cities
    words: Words

    def known(self, key: str) -> tuple[Spot, ...]:
        """Return what the hand-made and regional tables hold under the folded name *key*."""
        return self.spots.get(key, ())

    def named(self, key: str) -> tuple[Spot, ...]:
        """Return every place whose folded name is *key*."""
        return (*self.spots.get(key, ()), *self.cities.named(key))


def load(folder: Traversable, faults: Faults) -> Gazetteer:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    return _Reader(folder.joinpath("places"), faults).read()


class _Reader:
    """Gathers the four tables into one Gazetteer."""

    def __init__(self, folder: Traversable, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults
        self.spots: dict[str, list[Spot]] = {}
        self.demonyms: dict[str, str] = {}
        self.countries: dict[str, Spot] = {}
        self.iso3: dict[str, str] = {}
        self.capitals: set[int] = set()
        self.acronyms: set[str] = set()
        self.provinces: dict[str, Spot] = {}
        self.short: dict[str, Spot] = {}
        self.anywhere: set[str] = set()
        self.site_words: dict[str, dict[str, SiteWord]] = {"last": {}, "first": {}}

    def read(self) -> Gazetteer:
        self._countries()
        self._features()
        self._regions()
        self._abbreviations()
        self._sites()
        return Gazetteer(
            spots={k: tuple(v) for k, v in self.spots.items()},
            demonyms=self.demonyms,
            countries=self.countries,
            capitals=frozenset(self.capitals),
            acronyms=frozenset(self.acronyms),
            provinces=self.provinces,
            short=self.short,
            anywhere=frozenset(self.anywhere),
            site_last=self.site_words["last"],
            site_first=self.site_words["first"],
            cities=Cities(self.folder.joinpath("cities.tsv").read_bytes(), self.iso3),
            words=self._words(),
        )

    def _add(self, row: Row, spot: Spot, *names: str) -> None:
        for key in dict.fromkeys(map(fold, names)):
            if not key:
                self.faults.add(row.file, row.line, "a name is empty; write one or leave out the bar")
            else:
                self.spots.setdefault(key, []).append(spot)
        self.acronyms.update(fold(n) for n in names if n.isupper() and len(n) <= LONGEST_ACRONYM)

    def _point(self, row: Row) -> tuple[float, float]:
        try:
            lat, lon = float(row["lat"]), float(row["lon"])
        except ValueError:
            self.faults.add(row.file, row.line, "lat and lon must be numbers, such as 48.85")
            return 0.0, 0.0
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            self.faults.add(
                row.file, row.line, f"no such point: {lat}, {lon}; lat is within 90, lon within 180"
            )
        return lat, lon

    def _id(self, row: Row) -> int | None:
        if not row["geonameid"]:
            return None
        if not row["geonameid"].isdecimal():
            self.faults.add(row.file, row.line, f"geonameid {row['geonameid']!r} is no number")
            return None
        return int(row["geonameid"])

    def _countries(self) -> None:
        columns = ("country", "iso2", "name", "geonameid", "lat", "lon", "aliases", "capitals", "demonyms")
        for row in rows(self.folder, "countries.tsv", columns, self.faults):
            code = row["country"]
            if code in self.countries:
                self.faults.add(row.file, row.line, f"country {code} is there twice; keep one row")
            lat, lon = self._point(row)
            spot = Spot(
                name=row["name"], feature="country", country=code, lat=lat, lon=lon, geonameid=self._id(row)
            )
            self.countries[code] = spot
            self.iso3[row["iso2"]] = code
            self._add(row, spot, row["name"], *row.many("aliases"))
            self.capitals.update(int(n) for n in row.many("capitals") if n.isdecimal())
            for word in row.many("demonyms"):
                self.demonyms.setdefault(fold(word), code)

    def _features(self) -> None:
        columns = ("name", "feature", "country", "lat", "lon", "geonameid", "aliases")
        for row in rows(self.folder, "features.tsv", columns, self.faults):
            if row["feature"] not in FEATURES:
                self.faults.add(
                    row.file, row.line, f"feature {row['feature']!r} is none of {sorted(FEATURES)}"
                )
            country = row["country"] or None
            if country is not None and country not in self.countries and country != "UMI":
                self.faults.add(row.file, row.line, f"country {country!r} is not in countries.tsv")
            lat, lon = self._point(row)
            spot = Spot(
                name=row["name"],
                feature=row["feature"],
                country=country,
                lat=lat,
                lon=lon,
                geonameid=self._id(row),
            )
            self._add(row, spot, row["name"], *row.many("aliases"))

    def _regions(self) -> None:
        columns = ("name", "feature", "iso2", "admin1", "lat", "lon", "population")
        for row in rows(self.folder, "regions.tsv", columns, self.faults):
            lat, lon = self._point(row)
            spot = Spot(
                name=row["name"],
                feature=row["feature"],
                country=self.iso3.get(row["iso2"]),
                lat=lat,
                lon=lon,
                admin1=f"{row['iso2']}.{row['admin1']}",
                people=int(row["population"]) if row["population"].isdecimal() else 0,
            )
            self._add(row, spot, row["name"])
            if spot.feature == "admin1":
                known = self.provinces.get(spot.admin1)
                if known is None or known.people < spot.people:
                    self.provinces[spot.admin1] = spot

    def _abbreviations(self) -> None:
        for row in rows(self.folder, "abbreviations.tsv", ("short", "iso2", "admin1", "where"), self.faults):
            spot = self.provinces.get(f"{row['iso2']}.{row['admin1']}")
            if spot is None:
                self.faults.add(
                    row.file, row.line, f"no province {row['iso2']}.{row['admin1']} in regions.tsv"
                )
                continue
            self.short[row["short"]] = spot
            if row["where"] == "anywhere":
                self.anywhere.add(row["short"])
            elif row["where"]:
                self.faults.add(
                    row.file, row.line, f"where is {row['where']!r}; it can be 'anywhere' or empty"
                )

    def _sites(self) -> None:
        for row in rows(self.folder, "sites.tsv", ("word", "feature", "where", "position"), self.faults):
            if row["feature"] not in FEATURES:
                self.faults.add(
                    row.file, row.line, f"feature {row['feature']!r} is none of {sorted(FEATURES)}"
                )
            if row["where"] not in {"always", "placed"} or row["position"] not in self.site_words:
                self.faults.add(
                    row.file, row.line, "where is 'always' or 'placed', position 'last' or 'first'"
                )
                continue
            words = self.site_words[row["position"]]
            if row["word"] in words:
                self.faults.add(row.file, row.line, f"{row['word']!r} is there twice; keep one row")
            words[row["word"]] = SiteWord(row["feature"], row["where"] == "always")

    def _words(self) -> Words:
        groups = {f.name: frozenset[str]() for f in fields(Words) if f.name != "examples"}
        examples: list[str] = []
        seen: set[str] = set()
        for row in rows(self.folder, "words.tsv", ("group", "means", "words", "example"), self.faults):
            name = "in_" if row["group"] == "in" else row["group"]
            if name not in groups or name in seen:
                self.faults.add(row.file, row.line, f"group {row['group']!r} is unknown, or there twice")
                continue
            seen.add(name)
            groups[name] = frozenset(row.many("words"))
            if row["example"]:
                examples.append(row["example"])
        for name in sorted(groups.keys() - seen):
            self.faults.add("words.tsv", None, f"group {name!r} is missing")
        return Words(**groups, examples=tuple(examples))
