"""Names in, the same names with one spot each out: which of the places so called is meant."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from math import asin, cos, log10, radians, sin, sqrt
from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import fold
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.codebook.gazetteer import Gazetteer, Spot, Words
    from dragoman.documents import Document
    from dragoman.places.names import Name
    from dragoman.records import Article

CLOSE_CALL = 0.35
"""Two places this near in score, and far apart on the map, are not told apart."""

_WORDS = re.compile(r"[A-Z][\w.-]+")
_ENDING = re.compile(r"^\w+://[^/]+\.([a-z]{2})(?::\d+)?(?:/|$)")

SAME_KM = 161.0
LONGEST_LINK = 40
MOST = 0.6
ENOUGH_TOLD = 3
VILLAGE = 30_000
NEIGHBOURS_KM = 1500.0
KNOWN_TOWN = 50_000
FAMOUS = 300_000
KNOWN_CITY = 500_000
STRAYS = frozenset({"city", "admin1", "admin2"})
LARGE_PROVINCE = 3_000_000
"""A province with so many people may be meant by a name it shares with a country (Georgia)."""

WIDE = frozenset({"country", "continent", "region", "sea", "gulf", "strait"})
REACH = {"admin1": 250.0, "admin2": 90.0, "city": 60.0, "capital": 60.0, "district": 30.0, "island": 200.0}

PRIOR = {
    "country": 8.5,
    "continent": 8.5,
    "sea": 7.5,
    "gulf": 7.5,
    "strait": 7.5,
    "region": 7.5,
    "island": 6.5,
    "river": 6.5,
    "mountains": 6.5,
    "border": 6.0,
    "base": 6.0,
    "site": 6.0,
    "seat": 6.5,
    "district": 6.2,
}
HAND_CITY = 6.0
SMALL = frozenset({"city", "admin2", "district", "site", "base"})
LARGE_TOWN = 100_000


def kilometres(a: Spot, b: Spot) -> float:
    """Return the great-circle distance between two spots.

    >>> from dragoman.codebook.gazetteer import Spot
    >>> paris = Spot(name="Paris", feature="city", country="FRA", lat=48.85, lon=2.35)
    >>> london = Spot(name="London", feature="city", country="GBR", lat=51.51, lon=-0.13)
    >>> round(kilometres(paris, london))
    344
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

    def __init__(self, doc: Document, gazetteer: Gazetteer, names: Sequence[Name], article: Article) -> None:
        """Count the countries, their people and capitals, and the provinces that *doc* names."""
        self.countries: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()
        self.certain: set[str] = set()
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
                if s.feature == "admin1" and s.admin1 and prior(s, gazetteer) > prior(first, gazetteer) - 1.5:
                    self.provinces[s.admin1] += 1
            if len(name.spots) == 1 and first.feature == "admin1":
                self.certain.add(first.admin1)
        self._told_outside(article, gazetteer)
        self.total = sum(self.countries.values())

    def _told_outside(self, article: Article, gazetteer: Gazetteer) -> None:
        """Count the countries in the title, and the one that the publisher's address ends in."""
        words = _WORDS.findall(article.title or "")
        for size in (1, 2):
            for at in range(len(words) - size + 1):
                key = fold(" ".join(words[at : at + size]))
                code = gazetteer.demonyms.get(key)
                spots = gazetteer.known(key) if code is None and key not in gazetteer.acronyms else ()
                code = code or next((s.country for s in spots if s.feature in {"country", "admin1"}), None)
                if code is not None:
                    self.countries[code] += 1
        ending = _ENDING.search(article.url or "")
        home = gazetteer.cities.iso3.get(ending[1].upper().replace("UK", "GB")) if ending else None
        if home is not None and ending is not None and ending[1] not in gazetteer.words.borrowed:
            self.countries[home] += 1

    def main(self) -> str | None:
        """Return the country that most of the story is about, if there is one."""
        if not self.countries:
            return None
        code, count = self.countries.most_common(1)[0]
        return code if count >= MOST * self.total else None

    def around(self, land: Spot, gazetteer: Gazetteer) -> float:
        """Return which part of the story is set in countries near *land*."""
        near = [
            count
            for code, count in self.countries.items()
            if code != land.country and kilometres(gazetteer.countries[code], land) < NEIGHBOURS_KM
        ]
        return sum(near) / self.total if self.total else 0.0

    def unlikely(self, spot: Spot) -> bool:
        """Say whether *spot* is a village of a country that a story about another does not name."""
        return (
            spot.feature == "city"
            and bool(spot.admin1)
            and spot.people < VILLAGE
            and self.total >= ENOUGH_TOLD
            and self.main() is not None
            and not self.countries.get(spot.country or "")
        )

    def stray(self, name: Name) -> bool:
        """Say whether *name* is a small town in a country that plays no part in the story."""
        spot = name.spot
        return (
            spot is not None
            and spot.feature in STRAYS
            and spot.people < LARGE_TOWN
            and not (name.strong or name.dateline or name.label in PLACES)
            and self.total >= ENOUGH_TOLD
            and not self.countries.get(spot.country or "")
        )

    def bonus(self, spot: Spot) -> float:
        """Return how much the story speaks for *spot*."""
        count = self.countries.get(spot.country or "", 0)
        if spot.feature == "country":
            return 0.0  # its own name is what put it there
        bonus = 1.2 + 2.3 * count / self.total if count else 0.0
        if spot.admin1 in self.provinces and spot.feature != "admin1":
            bonus += 0.8
        elif spot.feature == "admin1" and spot.admin1 in self.certain:
            bonus += 1.5
        return bonus


def prior(spot: Spot, gazetteer: Gazetteer) -> float:
    """Return how much a spot is meant when nothing else is known, on the scale of log10 of its people."""
    if spot.feature == "city":
        size = log10(spot.people + 10) if spot.people or spot.admin1 else HAND_CITY
        fame = 0.7 if spot.people >= FAMOUS else 0.0
        return size + fame + (2.0 if spot.geonameid in gazetteer.capitals else 0.0)
    if spot.feature in {"admin1", "admin2"}:
        if not spot.admin1:
            return 7.0
        return log10(spot.people + 10) - (0.8 if spot.feature == "admin1" else 1.5)
    return PRIOR.get(spot.feature, 5.5)


def _in_the_running(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Leave out the towns and counties that bear a country's name."""
    lands = [s for s in spots if s.feature == "country"]
    if not lands:
        return spots
    return tuple(
        s
        for s in spots
        if s in lands
        or (s.feature == "admin1" and s.people > LARGE_PROVINCE and s.country != lands[0].country)
    )


def resolve(
    doc: Document,
    gazetteer: Gazetteer,
    names: Sequence[Name],
    beside: Mapping[int, Sequence[Name]],
    article: Article,
) -> Story:
    """Give each of *names* its spot, or none where nothing decides."""
    story = Story(doc, gazetteer, names, article)
    for name in names:
        name.spots = _in_the_running(name.spots)
    _link(doc, names)
    for name in reversed(names):  # "X, Scott County, Indiana": the county first
        if name.within is not None:
            _qualified(name, gazetteer, story)
    near = _neighbourhood(names)
    fixed = {n.key: n for n in names if n.spot is not None and n.within is not None}
    for _ in range(2):
        for name in names:
            if name.within is None or name.spot is None or not name.strong:
                _choose(name, Context(gazetteer, story, near, beside), fixed.get(name.key))
    return story


LINK = re.compile(
    r"(?:,|\(|,? ?(?:(?:located|situated|based|area) )?(?:in|of)(?: the)?"
    r"(?: (?:\w+ern|north|south|east|west|central|north-?\w+|south-?\w+))?"
    r"(?: (?:state|province|region|city|district|county|governorate|prefecture|oblast) of)?)"
)
_OWNED = re.compile(r"['’]s(?: \w+)?(?: (?:city|town|village|province|region|port|suburb|district)(?: of)?)?")


def _link(doc: Document, names: Sequence[Name]) -> None:
    """Find the names that say where the one before them lies: "Paris, Texas", "Springfield in Illinois"."""
    for a, b in pairwise(names):
        if doc.tokens[a.first].sent != doc.tokens[b.first].sent:
            continue
        between = doc.text[a.end : b.start].strip().lower()
        if len(between) > LONGEST_LINK:
            continue
        if LINK.fullmatch(between):
            a.within = None if between == "," and _alike(a, b) else b
        elif _OWNED.fullmatch(between):
            b.within = b.within or a


def _alike(a: Name, b: Name) -> bool:
    """Say whether both may be provinces of one country: then "A, B" is a list ("Vermont, Virginia")."""
    mine = {s.country for s in a.spots if s.feature == "admin1"}
    return a.key != b.key and any(s.feature == "admin1" and s.country in mine for s in b.spots)


def _qualified(name: Name, gazetteer: Gazetteer, story: Story) -> None:
    area = name.within
    assert area is not None  # only called for names with one
    outers = (area.spot,) if area.strong and area.spot is not None else area.spots
    known = max(prior(s, gazetteer) for s in area.spots) - 1.5  # no obscure town is named to say where
    best: tuple[float, Spot, Spot] | None = None
    for spot in name.spots:
        for outer in outers:
            if lies_in(spot, outer) and (outer.feature != "city" or prior(outer, gazetteer) > known):
                score = prior(spot, gazetteer) + prior(outer, gazetteer) + story.bonus(outer)
                if best is None or score > best[0]:
                    best = (score, spot, outer)
    if best is None:
        _not_there(name, area, gazetteer, story)
        return
    area.holds = True
    name.spot, name.strong = best[1], True
    name.reasons.append(
        Reason(rule="places.qualifier", start=area.start, end=area.end, note=f"lies in {best[2].name}")
    )
    if area.spot is None and best[2].feature in {"admin1", "admin2", "country", "region"}:
        area.spot, area.strong = best[2], True


def _not_there(name: Name, area: Name, gazetteer: Gazetteer, story: Story) -> None:
    """Try what *area* itself lies in; a small town of which none lies there is one that the tables lack."""
    name.within = area.within
    if name.within is not None and any(lies_in(s, o) for s in name.spots for o in name.within.spots):
        _qualified(name, gazetteer, story)
        return
    name.within = None
    outer = area.spot or max(area.spots, key=lambda s: prior(s, gazetteer))
    limit = KNOWN_TOWN if outer.feature == "country" else KNOWN_CITY
    small = not name.hand and max(s.people for s in name.spots) < limit
    if not small or name.last + 1 != area.first or outer.feature not in {"country", "admin1"}:
        return
    name.spot = replace(outer, name=name.spots[0].name, feature="place", geonameid=None, people=0)
    name.strong, name.abstain, name.site = True, outer.feature == "country", True
    name.reasons.append(
        Reason(rule="places.unlisted", start=area.start, end=area.end, note=f"none listed in {outer.name}")
    )


@dataclass(frozen=True, slots=True)
class Context:
    """What speaks for one place or another in this document."""

    gazetteer: Gazetteer
    story: Story
    near: Mapping[tuple[int, int], Mapping[str, float]]
    beside: Mapping[int, Sequence[Name]]


def _neighbourhood(names: Sequence[Name]) -> dict[tuple[int, int], dict[str, float]]:
    """Return, for each square degree, which names may mean something there, and how much that tells."""
    cells: dict[tuple[int, int], dict[str, float]] = {}
    for key, spots in {n.key: n.spots for n in names}.items():
        for s in spots:
            if s.feature in SMALL:
                cells.setdefault((round(s.lat), round(s.lon)), {})[key] = 1.0 / len(spots)
    return cells


def lists(doc: Document, names: Sequence[Name]) -> dict[int, list[Name]]:
    """Return, for each name (by its start), the names that stand beside it in a list."""
    beside: dict[int, list[Name]] = {}
    for a, b in pairwise(names):
        if doc.text[a.end : b.start].strip().lower() in {",", "and", ", and", "or", ", or", "&", "/"}:
            beside.setdefault(a.start, []).append(b)
            beside.setdefault(b.start, []).append(a)
    return beside


def _choose(name: Name, context: Context, fixed: Name | None) -> None:
    if name.strong and name.spot is not None:
        return
    if fixed is not None and fixed is not name and fixed.spot is not None:
        name.spot = fixed.spot
        name.abstain = False
        return
    scored = sorted(((_score(s, name, context), -k, s) for k, s in enumerate(name.spots)), reverse=True)
    top, _, spot = scored[0]
    name.spot = spot
    rivals = [
        s
        for score, _, s in scored[1:]
        if score > top - CLOSE_CALL and not (s.admin1 and s.admin1 == spot.admin1)
    ]
    far = [s for s in rivals if kilometres(s, spot) > SAME_KM]
    name.abstain = spot.feature not in WIDE and bool(far)
    name.land = spot.country if all(s.country == spot.country for s in far) else None
    if context.story.unlikely(spot) or _miscalled(name, spot, context):
        name.abstain, name.land = True, context.story.main()


def _score(spot: Spot, name: Name, context: Context) -> float:
    score = prior(spot, context.gazetteer) + context.story.bonus(spot)
    if spot.feature == "admin1" and not _has_namesake(spot, name):
        score += 1.4
    if spot.feature == "country" and len(name.spots) > 1:
        score += 3.0 * context.story.around(spot, context.gazetteer)
    kind = name.kind or name.of
    if kind is not None and _of_kind(spot, kind, context.gazetteer.words):
        score += 2.5
    if spot.feature in SMALL:
        score += min(2.0, 1.2 * _support(spot, name.key, context.near))
    for other in context.beside.get(name.start, ()):
        alike = other.spot is not None and other.spot.feature == spot.feature and other.key != name.key
        if alike and other.spot is not None and other.spot.country == spot.country:
            score += 1.5 if spot.feature == "admin1" else 0.8
    return score


def _miscalled(name: Name, spot: Spot, context: Context) -> bool:
    """Say whether the text calls *name* a province, and all there is is a town of another country."""
    called = name.kind in context.gazetteer.words.admin or name.of in context.gazetteer.words.admin
    return called and spot.feature == "city" and not context.story.countries.get(spot.country or "")


def _of_kind(spot: Spot, kind: str, words: Words) -> bool:
    """Say whether the word *kind*, beside a name, speaks for *spot*."""
    return (
        (kind in words.admin and spot.feature in {"admin1", "region"})
        or (kind in words.county and spot.feature in {"admin1", "admin2"})
        or (kind in words.town and spot.feature == "city")
        or (kind.startswith("island") and spot.feature == "island")
    )


def _has_namesake(province: Spot, name: Name) -> bool:
    """Say whether a large town in *province* bears its name (New York)."""
    return any(
        s.feature == "city" and s.admin1 == province.admin1 and s.people > LARGE_TOWN for s in name.spots
    )


def _support(spot: Spot, key: str, near: Mapping[tuple[int, int], Mapping[str, float]]) -> float:
    """Return how much the other names of the document have places near *spot*."""
    y, x = round(spot.lat), round(spot.lon)
    best: dict[str, float] = {}
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            for other, weight in near.get((y + dy, x + dx), {}).items():
                if other != key:
                    best[other] = weight
    return sum(best.values())


def agree(names: Sequence[Name], story: Story, beside: Mapping[int, Sequence[Name]]) -> None:
    """Let what is settled speak for what is not: the story's countries, and other mentions of the name."""
    for name in names:
        if name.strong:
            name.weight += 2.0
        if name.dateline:
            name.weight += 3.0
        if name.spot is not None and story.countries.get(name.spot.country or ""):
            name.weight += 0.7 + (0.5 if name.spot.admin1 in story.provinces else 0.0)
    sure = {
        n.key
        for n in names
        if (n.weight >= SURE and not n.inner and n.preposition == "in") or n.label in PLACES
    }
    for name in names:
        if name.key in sure and name.weight < SURE:
            name.weight += 2.5
    for name in names:
        if story.stray(name):
            name.weight -= 2.0
    by_start = {n.start: n for n in names}
    for start, others in beside.items():
        if any(o.weight >= FIRM and o.label in PLACES for o in others):
            by_start[start].weight += 1.2


SURE = 2.0
FIRM = 3.5
PLACES = frozenset({"GPE", "LOC"})
