"""Names in, the same names with one spot each out: which of the places so called is meant."""

from __future__ import annotations

from collections import Counter
from math import asin, cos, log10, radians, sin, sqrt
from typing import TYPE_CHECKING

from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.codebook.gazetteer import Gazetteer, Spot
    from dragoman.documents import Document
    from dragoman.places.names import Name

LINKS = frozenset({",", "in", "("})
NEAR_KM = 150.0
CLOSE_CALL = 0.35
"""Two places this near in score, and far apart on the map, are not told apart."""

SAME_KM = 161.0
REACH = {"admin1": 250.0, "admin2": 90.0, "city": 60.0, "capital": 60.0, "district": 30.0, "island": 200.0}

PRIOR = {
    "country": 8.5,
    "continent": 8.5,
    "sea": 6.5,
    "gulf": 6.5,
    "strait": 6.5,
    "region": 6.5,
    "island": 6.0,
    "river": 6.0,
    "mountains": 6.0,
    "border": 6.0,
    "base": 6.0,
    "site": 6.0,
    "district": 6.2,
}
HAND_CITY = 6.0
ADMIN = frozenset(
    {"province", "region", "state", "oblast", "governorate", "krai", "territory", "prefecture", "canton"}
)
COUNTY = frozenset({"county", "district", "parish", "raion", "municipality", "department"})


def kilometres(a: Spot, b: Spot) -> float:
    """Return the great-circle distance between two spots.

    >>> from dragoman.codebook.gazetteer import Spot
    >>> paris = Spot(name="Paris", feature="city", country="FRA", lat=48.85, lon=2.35)
    >>> london = Spot(name="London", feature="city", country="GBR", lat=51.51, lon=-0.13)
    >>> round(kilometres(paris, london))
    343
    """
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(h)))


def lies_in(spot: Spot, area: Spot) -> bool:
    """Say whether *spot* lies in *area*, as far as the tables can tell."""
    if area.feature == "country":
        return spot.country == area.country and spot.feature != "country"
    if spot.country != area.country and spot.country is not None and area.country is not None:
        return False
    if area.feature == "admin1" and area.admin1 and spot.admin1:
        return area.admin1 == spot.admin1 and spot is not area and spot.feature != "admin1"
    reach = REACH.get(area.feature, 400.0)
    return spot is not area and kilometres(spot, area) <= reach and spot.feature != "country"


class Story:
    """What a document is about: how much each country and province is in it."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, names: Sequence[Name]) -> None:
        """Count the countries, their people and capitals, and the provinces that *doc* names."""
        self.countries: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()
        for token in doc.tokens:
            if token.text[0].isupper():
                code = gazetteer.demonyms.get(token.lower)
                if code is not None:
                    self.countries[code] += 1
        for name in names:
            first = name.spots[0]
            rivals = {s.country for s in name.spots if prior(s, gazetteer) > prior(first, gazetteer) - 1.5}
            if len(rivals) == 1 and first.country is not None and name.weight > 1:
                self.countries[first.country] += 2 if name.dateline else 1
            for s in name.spots:
                if s.feature == "admin1" and s.admin1:
                    self.provinces[s.admin1] += 1
        self.total = sum(self.countries.values())

    def bonus(self, spot: Spot) -> float:
        """Return how much the story speaks for *spot*."""
        count = self.countries.get(spot.country or "", 0)
        bonus = 1.2 + 2.3 * count / self.total if count else 0.0
        if spot.feature != "admin1" and spot.admin1 in self.provinces:
            bonus += 0.8
        return bonus


def prior(spot: Spot, gazetteer: Gazetteer) -> float:
    """Return how much a spot is meant when nothing else is known, on the scale of log10 of its people."""
    if spot.feature == "city":
        size = log10(spot.people + 10) if spot.people or spot.admin1 else HAND_CITY
        return size + (2.0 if spot.geonameid in gazetteer.capitals else 0.0)
    if spot.feature in {"admin1", "admin2"}:
        if not spot.admin1:
            return 7.0
        return log10(spot.people + 10) - (0.8 if spot.feature == "admin1" else 1.5)
    return PRIOR.get(spot.feature, 5.5)


def resolve(doc: Document, gazetteer: Gazetteer, names: Sequence[Name]) -> None:
    """Give each of *names* its spot, or none where nothing decides."""
    story = Story(doc, gazetteer, names)
    _link(doc, names)
    for name in names:
        if name.within is not None:
            _qualified(name, gazetteer, story)
    fixed = {n.key: n for n in names if n.spot is not None and n.within is not None}
    firm = [n.spot for n in names if n.spot is not None]
    for _ in range(2):
        for name in names:
            if name.within is None or name.spot is None or not name.strong:
                _choose(name, gazetteer, story, firm, fixed.get(name.key))
        firm = [n.spot for n in names if n.spot is not None and not n.abstain]


def _link(doc: Document, names: Sequence[Name]) -> None:
    """Find the names that say where the one before them lies: "Paris, Texas", "Springfield in Illinois"."""
    for a, b in zip(names, names[1:], strict=False):
        between = doc.text[a.end : b.start].strip().lower()
        if between in {",", "in", "(", ", in", "in the", "of", ", the", "'s", "’s"}:
            if between in {"'s", "’s"}:
                b.within = b.within or a
            elif between != "of":
                a.within = b


def _qualified(name: Name, gazetteer: Gazetteer, story: Story) -> None:
    area = name.within
    assert area is not None  # only called for names with one
    best: tuple[float, Spot, Spot] | None = None
    for spot in name.spots:
        for outer in area.spots:
            if lies_in(spot, outer):
                score = prior(spot, gazetteer) + prior(outer, gazetteer) + story.bonus(outer)
                if best is None or score > best[0]:
                    best = (score, spot, outer)
    if best is None:
        name.within = None
        return
    name.spot, name.strong = best[1], True
    name.reasons.append(
        Reason(rule="places.qualifier", start=area.start, end=area.end, note=f"lies in {best[2].name}")
    )
    if area.spot is None and best[2].feature in {"admin1", "admin2", "country", "region"}:
        area.spot, area.strong = best[2], True


def _choose(name: Name, gazetteer: Gazetteer, story: Story, firm: Sequence[Spot], fixed: Name | None) -> None:
    if name.strong and name.spot is not None:
        return
    if fixed is not None and fixed is not name and fixed.spot is not None:
        name.spot = fixed.spot
        name.abstain = False
        return
    scored = sorted(
        ((_score(s, name, gazetteer, story, firm), -k, s) for k, s in enumerate(name.spots)), reverse=True
    )
    top, _, spot = scored[0]
    name.spot = spot
    rivals = [s for score, _, s in scored[1:] if score > top - CLOSE_CALL]
    name.abstain = any(kilometres(s, spot) > SAME_KM for s in rivals) and not spot.feature == "country"


def _score(spot: Spot, name: Name, gazetteer: Gazetteer, story: Story, firm: Iterable[Spot]) -> float:
    score = prior(spot, gazetteer) + story.bonus(spot)
    kind = name.kind or name.of
    if kind is not None:
        if kind in ADMIN and spot.feature in {"admin1", "region"}:
            score += 2.5
        elif kind in COUNTY and spot.feature == "admin2":
            score += 2.5
        elif kind in {"city", "town", "village", "port", "capital", "suburb"} and spot.feature == "city":
            score += 2.5
        elif kind in {"island", "islands"} and spot.feature == "island":
            score += 2.5
    if spot.feature in {"city", "admin2", "district", "site"} and any(
        f is not spot and f.feature != "country" and f.name != spot.name and kilometres(f, spot) < NEAR_KM
        for f in firm
        if abs(f.lat - spot.lat) < 2
    ):
        score += 1.0
    return score
