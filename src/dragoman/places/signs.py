"""How the words around an imported name show that it is a place, or that it is something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.who.offices import name_words
from dragoman.places.datelines import AGENCY
from dragoman.places.names import capital

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document, Token
    from dragoman.places.evidence import Judge
    from dragoman.places.fits import Fits
    from dragoman.places.names import Name

SHORT = 4
"""Letters: so few capitals are an abbreviation."""

FURTHEST = 6
"""Words after a comma among which "a village" may stand."""

PLACES = frozenset({"GPE", "LOC"})
LISTED = frozenset({"conj", "appos", "pobj", "dobj", "nmod", "compound"})


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


class Signs:
    """Reads the words around the names of one document."""

    def __init__(self, doc: Document, codebook: Codebook, judge: Judge, fits: Fits) -> None:
        """Note who is known; *judge* has read the document, and *fits* knows its places."""
        self.doc = doc
        self.words = codebook.gazetteer.words
        self.codebook = codebook
        self.judge = judge
        self.fits = fits
        self.longer: frozenset[str] = frozenset()
        """Names that stand inside a longer name somewhere: somebody's, as a rule."""

    def shown(self, name: Name) -> Shown | None:
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
        area = self.fits.said(name)
        comma = name.last < len(doc.tokens) and doc.tokens[name.last].text == ","
        if area is not None and (self.fits.provinces_of(area) or (comma and name.label != "PERSON")):
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

    def dateline(self, name: Name) -> bool:
        """Say whether *name* opens a paragraph as a dateline: "X, Ukraine (Agency) -", "X (Agency) -"."""
        sentence = self.doc.sentence(name.first)
        opens = min(s.start for s in self.doc.sentences if s.paragraph == sentence.paragraph)
        if name.start != opens:
            return False
        area = self.fits.said(name)
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

    def somebody(self, name: Name) -> bool:
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

    def _in_list(self, name: Name) -> Name | None:
        """Return a place that stands beside *name* in a list."""
        for other in self.fits.around:
            a, b = (name, other) if name.start < other.start else (other, name)
            between = self.doc.text[a.end : b.start].strip().lower()
            if self.fits.sent(a) == self.fits.sent(b) and between in {",", "and", ", and", "or", ", or"}:
                return other
        return None
