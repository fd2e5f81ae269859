"""Finds the places that a user has imported: only where the text shows a place, and only one that fits.

An imported name is a place if the words around it say so (`signs`), and it is the place that fits what the
text says of where (`fits`). Where several fit, it gets no point. What ships with dragoman comes first:
`reconsider` gives a small town's name to an imported place only if the text names a province, or is set in a
country, where that town does not lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import fold
from dragoman.places.fits import CLOSE, Fits
from dragoman.places.names import LONGEST_TEXT, Name, ends, may_open
from dragoman.places.senses import ENOUGH_TOLD, LARGE_TOWN, VILLAGE, kilometres
from dragoman.places.signs import PLACES, Signs
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.codebook import Codebook
    from dragoman.codebook.gazetteer import Spot
    from dragoman.codebook.imported import Imported
    from dragoman.documents import Document
    from dragoman.places.evidence import Judge
    from dragoman.places.fits import Fit
    from dragoman.places.senses import Story
    from dragoman.places.signs import Shown

ONE_PLACE = 12.0
"""Kilometres: entries of one name within so much are a village, its commune and its station."""

WEIGHT = 3.6
"""Enough to say where a site stands."""


class Villages:
    """The imported names of one document."""

    def __init__(
        self, doc: Document, codebook: Codebook, imported: Imported, judge: Judge, story: Story
    ) -> None:
        """Note what the document is about; *judge* is the one that weighed its shipped names."""
        self.doc = doc
        self.words = codebook.gazetteer.words
        self.imported = imported
        self.judge = judge
        self.story = story
        self.fits = Fits(doc, codebook.gazetteer, story)
        self.signs = Signs(doc, codebook, judge, self.fits)

    def find(self, towns: Sequence[Name], found: Iterable[Name], built: Iterable[Name]) -> list[Name]:
        """Return the imported places; *towns* are places already, *built* are sites, *found* was judged."""
        self.fits.begin(towns)
        judged = {(n.first, n.last) for n in found}
        used = {i for n in (*towns, *built) for i in range(n.first, n.last)}
        names = self._scan(used, judged)
        for name in names:
            name.dateline = self.signs.dateline(name)
        embedded = {id(n) for n in names if self.judge.weigh(n) is not None}
        self.signs.longer = frozenset(n.key for n in names if id(n) in embedded)
        names = [n for n in names if id(n) not in embedded]
        out: list[Name] = []
        for _ in range(2):  # the second time for lists: what stands beside what was found the first time
            for name in names:
                if name.spot is None and self._take(name):
                    out.append(name)
                    self.fits.around += [name] if not name.abstain else []
        out += self._echoes(names, out)
        return sorted(out, key=lambda n: n.start)

    def locate(self, built: Iterable[Name], towns: Sequence[Name]) -> None:
        """Give each site of *built* that was imported its own point, if one of its name fits."""
        self.fits.begin(towns)
        for site in built:
            spots, fit = self.fits.fitting(site, self.imported.named(site.key), sure=True)
            if spots and fit in CLOSE:
                self._settle(site, spots)
                if site.abstain:
                    site.spot, site.site = None, True

    def reconsider(self, towns: Sequence[Name]) -> None:
        """Give the name of a small town far from the story to the imported place that the text speaks of."""
        self.fits.begin(towns)
        changed: dict[str, Name] = {}
        for name in towns:
            if not name.hand and name.spot is not None and self._elsewhere(name):
                changed[name.key] = name
        for name in towns:
            other = changed.get(name.key)
            if other is not None and other is not name and not name.strong:
                name.spot, name.abstain, name.land = other.spot, other.abstain, other.land

    def _scan(self, used: set[int], judged: set[tuple[int, int]]) -> list[Name]:
        """Return the longest imported names outside *used*; those that were *judged* are no news."""
        names: list[Name] = []
        tokens = self.doc.tokens
        i = 0
        while i < len(tokens):
            name = self._longest_at(i, used) if i not in used and may_open(tokens[i]) else None
            if name is not None and (name.first, name.last) not in judged:
                names.append(name)
            i = name.last if name is not None else i + 1
        return names

    def _longest_at(self, i: int, used: set[int]) -> Name | None:
        start = self.doc.tokens[i].start
        for j in reversed(list(ends(self.doc, i, self.words))):
            end = self.doc.tokens[j - 1].end
            if end - start > LONGEST_TEXT or any(k in used for k in range(i, j)):
                continue
            key = fold(self.doc.text[start:end])
            spots = self.imported.named(key) if len(key) > 2 else ()
            if spots:
                return Name(i, j, start, end, key, spots)
        return None

    def _take(self, name: Name) -> bool:
        """Settle *name* if the text shows a place, and one of that name fits; say whether it does."""
        shown = self.signs.shown(name)
        if shown is None or (not shown.sure and self.signs.somebody(name)):
            return False
        spots, fit = self.fits.fitting(name, name.spots, sure=shown.sure)
        if not spots or not (shown.sure or self._enough(name, shown, fit)):
            return False
        self._settle(name, spots, sure_of_point=fit != "elsewhere")
        name.preposition = "in" if shown.inside or shown.sure else name.preposition
        name.weight = max(name.weight, WEIGHT)
        name.reasons.append(
            Reason(rule="places.shown", start=shown.at.start, end=shown.at.end, note=f"{shown.why}; {fit}")
        )
        return True

    def _enough(self, name: Name, shown: Shown, fit: Fit) -> bool:
        """Say whether a name that may be somebody's is a place: the parser's label, or what is named near."""
        if fit in {"alone", "elsewhere"}:
            return False
        if name.label in PLACES and not shown.loose:
            return True
        person = name.label == "PERSON" and not shown.inside
        return fit in CLOSE and not (person and (" " not in name.key or fit != "said"))

    def _echoes(self, names: Sequence[Name], taken: Sequence[Name]) -> list[Name]:
        """Return what is called like a place that was taken, and looks like a place to the parser."""
        known = {n.key: n for n in taken}
        out = []
        for name in names:
            first = known.get(name.key)
            if name.spot is None and first is not None and name.label in PLACES:
                name.spot, name.abstain, name.land = first.spot, first.abstain, first.land
                name.weight = max(name.weight, WEIGHT)
                out.append(name)
        return out

    def _settle(self, name: Name, spots: Sequence[Spot], *, sure_of_point: bool = True) -> None:
        """Give *name* one of *spots* if they are one place; else no point, and a country if all agree."""
        best = max(spots, key=lambda s: (s.geonameid is None, s.feature == "city", s.people))
        name.spot = best
        name.abstain = not sure_of_point or any(kilometres(s, best) > ONE_PLACE for s in spots)
        lands = {s.country for s in spots}
        name.land = best.country if len(lands) == 1 else None
        name.site = False

    def _elsewhere(self, name: Name) -> bool:
        """Give the shipped town's *name* to an imported place, if the text speaks of one; say if it did."""
        known = {s.geonameid for s in name.spots}
        others = [s for s in self.imported.named(name.key) if s.geonameid is None or s.geonameid not in known]
        others = self.fits.of_kind(name, others)
        if not others or name.spot is None or any(s.feature != "city" for s in name.spots):
            return False
        chosen = self._decided(name, others)
        if not chosen:
            return False
        self._settle(name, chosen)
        name.reasons = [r for r in name.reasons if r.rule != "places.unlisted"]
        return True

    def _decided(self, name: Name, others: Sequence[Spot]) -> list[Spot]:
        """Return those of *others* that the text decides for against the shipped towns of the name."""
        own = name.spot
        assert own is not None  # `_elsewhere` has seen to that
        if name.site:  # said to lie where none of the shipped towns does
            return [s for s in others if s.country == own.country and own.admin1 in {"", s.admin1}]
        if name.strong or self.fits.is_capital(own) or own.people >= LARGE_TOWN:
            return []
        if own.people < VILLAGE:
            _, inside = self.fits.in_province(name, [*name.spots, *others])
            if inside and not any(s in name.spots for s in inside):
                return inside
        main = self.story.main()
        told = self.story.total >= ENOUGH_TOLD and main is not None
        if told and not any(self.story.countries.get(s.country or "") for s in name.spots):
            return [s for s in others if s.country == main]
        return []
