"""Which of the places of an imported name fits what the text says of where.

The area that it is said to lie in comes first, then the provinces and towns in its sentence, the province
named last, and the story's countries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dragoman.places.senses import LINK, LONGEST_LINK, kilometres, lies_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook.gazetteer import Gazetteer, Spot
    from dragoman.documents import Document
    from dragoman.places.names import Name
    from dragoman.places.senses import Story

Fit = Literal["said", "province", "near", "beside", "country", "alone", "elsewhere"]
"""What chose among the places of a name, the surest first: the area it is said to lie in, a province or a
town in the sentence, a town's province or the last one named, the story's countries, that there is no other.
"elsewhere" is no choice: the sentence names a province, and none of the places lies in it."""

CLOSE: frozenset[Fit] = frozenset({"said", "province", "near", "beside"})

NEARBY = 50.0
"""Kilometres from a town in the same sentence."""

PROVINCES = frozenset({"admin1", "admin2"})
DIVISIONS = frozenset({"admin1", "admin2", "district"})
TOWNS = frozenset({"city", "district", "admin2", "base", "site", "island"})


class Fits:
    """What a document says of where: ``around`` are its places, and each new one may be added."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, story: Story) -> None:
        """Begin with no places; *story* says how much each country is in the document."""
        self.doc = doc
        self.words = gazetteer.words
        self.capitals = gazetteer.capitals
        self.story = story
        self.around: list[Name] = []

    def begin(self, towns: Sequence[Name]) -> None:
        """Take those of *towns* that have a place of their own for what is around."""
        self.around = [n for n in towns if n.spot is not None and not n.abstain]

    def fitting(self, name: Name, spots: Sequence[Spot], *, sure: bool) -> tuple[list[Spot], Fit]:
        """Return those of *spots* that fit what the text says of where, and what chose them."""
        spots = self.of_kind(name, spots)
        area = self.said(name)
        if area is not None:
            spots = [s for s in spots if self._in(s, area)]
            wide = area.spot is not None and area.spot.feature == "country"
            if not spots or not wide:
                return spots, "said"
        lands, inside = self.in_province(name, spots)
        if inside:
            return inside, "province"
        if lands:  # the one that is meant may not have been imported: only its country is sure
            return [s for s in spots if s.country in lands], "elsewhere"
        same = [n.spot for n in self.around if self.sent(n) == self.sent(name) and n.spot is not None]
        towns = [s for s in same if s.feature in TOWNS and not self.is_capital(s)]
        near = [s for s in spots if any(kilometres(s, t) <= NEARBY for t in towns)]
        if near:
            return near, "near"
        provinces = {t.admin1 for t in towns if t.admin1} or self._last_provinces(name)
        beside = [s for s in spots if s.admin1 in provinces]
        if beside:
            return beside, "beside"
        if area is not None:
            return list(spots), "said"
        main = self.story.main()
        of_main = [s for s in spots if s.country is not None and s.country == main]
        of_story = of_main or [s for s in spots if self.story.countries.get(s.country or "")]
        if of_story or self.story.total or not sure:
            return of_story, "country"
        return list(spots), "alone"

    def of_kind(self, name: Name, spots: Sequence[Spot]) -> list[Spot]:
        """Return those of *spots* that are what the text calls *name*; towns, if it calls it nothing."""
        kind = name.kind or name.of
        if kind is None:
            return [s for s in spots if s.feature == "city"] or list(spots)
        if kind in self.words.admin or kind in self.words.county:
            return [s for s in spots if s.feature in DIVISIONS]
        if kind.startswith("island"):
            return [s for s in spots if s.feature == "island"]
        return [s for s in spots if s.feature in {"city", "district"}]

    def provinces_of(self, name: Name) -> list[Spot]:
        """Return the provinces that *name* stands for, also if it is a town's and the text says "region"."""
        assert name.spot is not None  # only names that have one are around
        if name.spot.feature in PROVINCES:
            return [name.spot]
        called = {name.kind, name.of} & (self.words.admin | self.words.county)
        mine = [s for s in name.spots if s.feature in PROVINCES and s.country == name.spot.country]
        return mine if called else []

    def _in(self, spot: Spot, area: Name) -> bool:
        """Say whether *spot* lies in what *area* names."""
        assert area.spot is not None  # only names that have one are around
        return any(lies_in(spot, a) for a in self.provinces_of(area) or [area.spot])

    def in_province(self, name: Name, spots: Sequence[Spot]) -> tuple[set[str], list[Spot]]:
        """Return the countries of the provinces in the sentence of *name*, and those of *spots* in them."""
        lands = {s.country for s in spots}
        here = [
            province
            for n in self.around
            if n is not name and self.sent(n) == self.sent(name)
            for province in self.provinces_of(n)
            if province.country in lands
        ]
        named = {p.country for p in here if p.country is not None}
        return named, [s for s in spots if any(lies_in(s, p) for p in here)]

    def _last_provinces(self, name: Name) -> set[str]:
        """Return the province named last in the paragraph of *name*, or the only one in the story."""
        sentences = self.doc.sentences
        named = {n.start: {p.admin1 for p in self.provinces_of(n) if p.admin1} for n in self.around}
        own = sentences[self.sent(name)]
        opens = min(s.start for s in sentences if s.paragraph == own.paragraph)
        before = [codes for start, codes in sorted(named.items()) if codes and opens <= start < name.start]
        if before:
            return before[-1]
        codes = set[str]().union(*named.values())
        return codes if len(codes) == 1 else set()

    def said(self, name: Name) -> Name | None:
        """Return the place that *name* is said to lie in: "X, Kharkiv region"."""
        after = [n for n in self.around if n.start >= name.end and self.sent(n) == self.sent(name)]
        area = min(after, key=lambda n: n.start, default=None)
        if area is None or area.start - name.end > LONGEST_LINK or area.spot is None:
            return None
        between = self.doc.text[name.end : area.start].strip().lower()
        wide = area.spot.feature == "country" or bool(self.provinces_of(area))
        return area if LINK.fullmatch(between) and (wide or between != ",") else None

    def is_capital(self, spot: Spot) -> bool:
        """Say whether *spot* is a country's capital, which is named in stories of all the country."""
        return spot.geonameid in self.capitals

    def sent(self, name: Name) -> int:
        """Return the number of the sentence that *name* stands in."""
        return self.doc.tokens[name.first].sent
