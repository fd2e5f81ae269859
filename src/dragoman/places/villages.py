"""Finds the places that a user has imported: only where the text shows a place, and only one that fits.

An imported name is a place if the words around it say so (`Shown`), and it is the place that fits what the
text says of where: the area it is said to lie in, the provinces and towns named beside it, the story's
countries. Where several fit, it gets no point. What ships with dragoman comes first: `reconsider` gives a
small town's name to an imported place only if the text names a province, or is set in a country, where that
town does not lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragoman.codebook.gazetteer import fold
from dragoman.codebook.who.offices import name_words
from dragoman.places.datelines import AGENCY
from dragoman.places.names import LONGEST_TEXT, Name, capital, ends, may_open
from dragoman.places.senses import (
    ENOUGH_TOLD,
    LARGE_TOWN,
    LINK,
    LONGEST_LINK,
    VILLAGE,
    kilometres,
    lies_in,
)
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.codebook import Codebook
    from dragoman.codebook.gazetteer import Spot
    from dragoman.codebook.imported import Imported
    from dragoman.documents import Document, Token
    from dragoman.places.evidence import Judge
    from dragoman.places.senses import Story

Fit = Literal["said", "province", "near", "beside", "country", "alone", "elsewhere"]
"""What chose among the places of a name, the surest first: the area it is said to lie in, a province or a
town in the sentence, a town's province or the last one named, the story's countries, that there is no other.
"elsewhere" is no choice: the sentence names a province, and none of the places lies in it."""

CLOSE: frozenset[Fit] = frozenset({"said", "province", "near", "beside"})

ONE_PLACE = 12.0
"""Kilometres: entries of one name within so much are a village, its commune and its station."""

NEARBY = 50.0
"""Kilometres from a town in the same sentence."""

SHORT = 4
FURTHEST = 6
PLACES = frozenset({"GPE", "LOC"})
PROVINCES = frozenset({"admin1", "admin2"})
LISTED = frozenset({"conj", "appos", "pobj", "dobj", "nmod", "compound"})
DIVISIONS = frozenset({"admin1", "admin2", "district"})
TOWNS = frozenset({"city", "district", "admin2", "base", "site", "island"})
WEIGHT = 3.6
"""Enough to say where a site stands."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the text shows a place: ``sure`` if it can be nothing else, ``inside`` after "in" and the like.

    ``loose`` is what may well show something else, so that a country is not enough to choose by.
    """

    why: str
    at: Token
    sure: bool = False
    inside: bool = False
    loose: bool = False


class Villages:
    """The imported names of one document."""

    def __init__(
        self, doc: Document, codebook: Codebook, imported: Imported, judge: Judge, story: Story
    ) -> None:
        """Note what the document is about; *judge* is the one that weighed its shipped names."""
        self.doc = doc
        self.words = codebook.gazetteer.words
        self.codebook = codebook
        self.imported = imported
        self.judge = judge
        self.story = story
        self.around: list[Name] = []
        self.longer: frozenset[str] = frozenset()

    def find(self, towns: Sequence[Name], found: Iterable[Name], built: Iterable[Name]) -> list[Name]:
        """Return the imported places; *towns* are places already, *built* are sites, *found* was judged."""
        self.around = [n for n in towns if n.spot is not None and not n.abstain]
        judged = {(n.first, n.last) for n in found}
        used = {i for n in (*towns, *built) for i in range(n.first, n.last)}
        names = self._scan(used, judged)
        for name in names:
            name.dateline = self._dateline(name)
        embedded = {id(n) for n in names if self.judge.weigh(n) is not None}
        self.longer = frozenset(n.key for n in names if id(n) in embedded)
        names = [n for n in names if id(n) not in embedded]
        out: list[Name] = []
        for _ in range(2):  # the second time for lists: what stands beside what was found the first time
            for name in names:
                if name.spot is None and self._take(name):
                    out.append(name)
                    self.around += [name] if not name.abstain else []
        out += self._echoes(names, out)
        return sorted(out, key=lambda n: n.start)

    def locate(self, built: Iterable[Name], towns: Sequence[Name]) -> None:
        """Give each site of *built* that was imported its own point, if one of its name fits."""
        self.around = [n for n in towns if n.spot is not None and not n.abstain]
        for site in built:
            spots, fit = self._fitting(site, self.imported.named(site.key), sure=True)
            if spots and fit in CLOSE:
                self._settle(site, spots)
                if site.abstain:
                    site.spot, site.site = None, True

    def reconsider(self, towns: Sequence[Name]) -> None:
        """Give the name of a small town far from the story to the imported place that the text speaks of."""
        self.around = [n for n in towns if n.spot is not None and not n.abstain]
        changed: dict[str, Name] = {}
        for name in towns:
            if not name.hand and name.spot is not None and self._elsewhere(name):
                changed[name.key] = name
        for name in towns:
            other = changed.get(name.key)
            if other is not None and other is not name and not name.strong:
                name.spot, name.abstain, name.land = other.spot, other.abstain, other.land

    # -- names ----------------------------------------------------------------------------------------

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

    # -- is it a place --------------------------------------------------------------------------------

    def _take(self, name: Name) -> bool:
        """Settle *name* if the text shows a place, and one of that name fits; say whether it does."""
        shown = self._shown(name)
        if shown is None or (not shown.sure and self._somebody(name)):
            return False
        spots, fit = self._fitting(name, name.spots, sure=shown.sure)
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

    def _shown(self, name: Name) -> Shown | None:
        """Return how the text shows *name* to be a place, if it does."""
        doc, words = self.doc, self.words
        first = doc.tokens[name.first]
        if name.dateline:
            return Shown("dateline", first, sure=True)
        shouted = doc.text[name.start : name.end].isupper()
        if first.pos != "PROPN" or first.lower in words.openers | words.calendar or shouted:
            return None
        settled = self._settlement(name)
        if settled is not None:
            return Shown(settled.lower, settled, sure=True)
        before = self._before(name)
        if self._part_of_more(name) or (before is not None and self._trusted(before)):
            return None
        if name.preposition is not None and before is not None:
            inside = name.preposition == "in"
            return Shown(before.lower, before, inside=inside, loose=before.lower not in words.in_ | words.at)
        root = doc.tokens[doc.root_of(name.first, name.last)]
        verb = doc.head(doc.first_conjunct(root.i).i)
        if root.dep in {"dobj", "conj"} and verb.lemma in words.reached | words.struck:
            return Shown(verb.lower, verb)
        area = self._said(name)
        comma = name.last < len(doc.tokens) and doc.tokens[name.last].text == ","
        if area is not None and (self._provinces_of(area) or (comma and name.label != "PERSON")):
            return Shown(f"before {area.key}", doc.tokens[area.first], loose=not comma)
        return self._listed(name, root)

    def _listed(self, name: Name, root: Token) -> Shown | None:
        """Return what shows *name* to stand in a list of places.

        After a well-known town the next name may open a clause: "in Kharkiv, Petrenko and others met".
        """
        beside = self._in_list(name) if root.dep in LISTED else None
        if beside is None:
            return None
        tokens = self.doc.tokens
        goes_on = name.last < len(tokens) and tokens[name.last].pos in {"VERB", "AUX"}
        like_it = beside.preposition == "in" and beside.spot is not None and bool(beside.spot.source)
        if not (like_it and not goes_on) and name.label not in PLACES:
            return None
        return Shown(f"beside {beside.key}", tokens[beside.first], inside=like_it, loose=True)

    def _part_of_more(self, name: Name) -> bool:
        """Say whether *name*, no place to the parser, has an article, or owns or names what comes after."""
        if name.label in PLACES:
            return False
        tokens = self.doc.tokens
        root = tokens[self.doc.root_of(name.first, name.last)]
        after = tokens[name.last] if name.last < len(tokens) else None
        owner = after is not None and after.text in {"'s", "’s"}
        names = root.dep in {"compound", "amod", "nmod", "poss"} and root.head >= name.last
        return owner or names or (name.first > 0 and tokens[name.first - 1].lower == "the")

    def _dateline(self, name: Name) -> bool:
        """Say whether *name* opens a paragraph as a dateline: "X, Ukraine (Agency) -", "X (Agency) -"."""
        sentence = self.doc.sentence(name.first)
        opens = min(s.start for s in self.doc.sentences if s.paragraph == sentence.paragraph)
        if name.start != opens:
            return False
        area = self._said(name)
        if area is not None:
            return area.dateline
        shouted = self.doc.text[name.start : name.end].isupper() and len(name.key) > SHORT
        return shouted and AGENCY.match(self.doc.text, name.end) is not None

    def _trusted(self, before: Token) -> bool:
        """Say whether *before* is an "in" of trust and the like: "confidence in Petrenko"."""
        if before.lower != "in":
            return False
        word = self.doc.tokens[max(0, before.i - 1)]
        return bool({self.doc.head(before.i).lemma, word.lemma} & self.words.trust)

    def _settlement(self, name: Name) -> Token | None:
        """Return the word that calls *name* a village: "village of X", "X village", "X, a village in"."""
        tokens, words = self.doc.tokens, self.words
        sent = tokens[name.first].sent
        if name.of is not None:
            return next(t for t in reversed(tokens[: name.first]) if t.lower == name.of)
        if name.kind is not None and name.kind in words.settlements | words.county:
            after = tokens[name.last - 1]
            return after if after.lower == name.kind else tokens[name.last]
        before = self._before(name)
        called = before is not None and before.lower in words.settlements and before.i == name.first - 1
        if called and before is not None and not capital(before):
            return before
        if name.last < len(tokens) and tokens[name.last].text == ",":
            for t in tokens[name.last + 1 : name.last + 1 + FURTHEST]:
                if t.sent != sent or capital(t) or t.pos in {"VERB", "AUX", "PUNCT"}:
                    return None
                if t.lower in words.settlements:
                    opens = tokens[name.last + 1].lower in {"a", "an", "the", "another"}
                    ends_there = t.i + 1 >= len(tokens) or tokens[t.i + 1].pos not in {"NOUN", "PROPN"}
                    return t if opens and ends_there else None
        return None

    def _before(self, name: Name) -> Token | None:
        """Return the word before *name*, past "the" and adjectives."""
        tokens, words = self.doc.tokens, self.words
        i = name.first - 1
        while i >= 0 and tokens[i].sent == tokens[name.first].sent:
            skip = tokens[i].lower == "the" or tokens[i].lower in words.sides or tokens[i].pos == "ADJ"
            if not skip:
                return tokens[i]
            i -= 1
        return None

    def _somebody(self, name: Name) -> bool:
        """Say whether *name* is also a person or body that is known or named here, or a common word."""
        words = [t.text for t in self.doc.tokens[name.first : name.last]]
        low = [w.lower() for w in words]
        who = self.codebook.who
        return (
            bool(who.index.exactly(" ".join(words)))
            or len(who.holders.named(name_words(" ".join(words)))) > 0
            or name.key in self.codebook.gazetteer.demonyms
            or name.key in self.longer
            or (len(low) == 1 and bool({*low} & (self.judge.people | self.judge.small)))
            or any(w in self.words.common | self.words.calendar | self.words.sides for w in low[:1])
            or (len(low) == 1 and words[0].isupper() and len(words[0]) <= SHORT)
        )

    def _said(self, name: Name) -> Name | None:
        """Return the place that *name* is said to lie in: "X, Kharkiv region"."""
        after = [n for n in self.around if n.start >= name.end and self._sent(n) == self._sent(name)]
        area = min(after, key=lambda n: n.start, default=None)
        if area is None or area.start - name.end > LONGEST_LINK or area.spot is None:
            return None
        between = self.doc.text[name.end : area.start].strip().lower()
        wide = area.spot.feature == "country" or bool(self._provinces_of(area))
        return area if LINK.fullmatch(between) and (wide or between != ",") else None

    def _in_list(self, name: Name) -> Name | None:
        """Return a place that stands beside *name* in a list."""
        for other in self.around:
            a, b = (name, other) if name.start < other.start else (other, name)
            between = self.doc.text[a.end : b.start].strip().lower()
            if self._sent(a) == self._sent(b) and between in {",", "and", ", and", "or", ", or"}:
                return other
        return None

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

    # -- which place ----------------------------------------------------------------------------------

    def _fitting(self, name: Name, spots: Sequence[Spot], *, sure: bool) -> tuple[list[Spot], Fit]:
        """Return those of *spots* that fit what the text says of where, and what chose them."""
        spots = self._of_kind(name, spots)
        area = self._said(name)
        if area is not None:
            spots = [s for s in spots if self._in(s, area)]
            wide = area.spot is not None and area.spot.feature == "country"
            if not spots or not wide:
                return spots, "said"
        lands, inside = self._in_province(name, spots)
        if inside:
            return inside, "province"
        if lands:  # the one that is meant may not have been imported: only its country is sure
            return [s for s in spots if s.country in lands], "elsewhere"
        same = [n.spot for n in self.around if self._sent(n) == self._sent(name) and n.spot is not None]
        towns = [s for s in same if s.feature in TOWNS and not self._is_capital(s)]
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

    def _of_kind(self, name: Name, spots: Sequence[Spot]) -> list[Spot]:
        """Return those of *spots* that are what the text calls *name*; towns, if it calls it nothing."""
        kind = name.kind or name.of
        if kind is None:
            return [s for s in spots if s.feature == "city"] or list(spots)
        if kind in self.words.admin or kind in self.words.county:
            return [s for s in spots if s.feature in DIVISIONS]
        if kind.startswith("island"):
            return [s for s in spots if s.feature == "island"]
        return [s for s in spots if s.feature in {"city", "district"}]

    def _provinces_of(self, name: Name) -> list[Spot]:
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
        return any(lies_in(spot, a) for a in self._provinces_of(area) or [area.spot])

    def _in_province(self, name: Name, spots: Sequence[Spot]) -> tuple[set[str], list[Spot]]:
        """Return the countries of the provinces in the sentence of *name*, and those of *spots* in them."""
        lands = {s.country for s in spots}
        here = [
            province
            for n in self.around
            if n is not name and self._sent(n) == self._sent(name)
            for province in self._provinces_of(n)
            if province.country in lands
        ]
        named = {p.country for p in here if p.country is not None}
        return named, [s for s in spots if any(lies_in(s, p) for p in here)]

    def _last_provinces(self, name: Name) -> set[str]:
        """Return the province named last in the paragraph of *name*, or the only one in the story."""
        sentences = self.doc.sentences
        named = {n.start: {p.admin1 for p in self._provinces_of(n) if p.admin1} for n in self.around}
        own = sentences[self._sent(name)]
        opens = min(s.start for s in sentences if s.paragraph == own.paragraph)
        before = [codes for start, codes in sorted(named.items()) if codes and opens <= start < name.start]
        if before:
            return before[-1]
        codes = set[str]().union(*named.values())
        return codes if len(codes) == 1 else set()

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
        others = self._of_kind(name, others)
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
        if name.strong or self._is_capital(own) or own.people >= LARGE_TOWN:
            return []
        if own.people < VILLAGE:
            _, inside = self._in_province(name, [*name.spots, *others])
            if inside and not any(s in name.spots for s in inside):
                return inside
        main = self.story.main()
        told = self.story.total >= ENOUGH_TOLD and main is not None
        if told and not any(self.story.countries.get(s.country or "") for s in name.spots):
            return [s for s in others if s.country == main]
        return []

    def _is_capital(self, spot: Spot) -> bool:
        return spot.geonameid in self.codebook.gazetteer.capitals

    def _sent(self, name: Name) -> int:
        return self.doc.tokens[name.first].sent
