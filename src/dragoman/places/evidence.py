"""Names in, weighed names out: is it a place here, a part of another name, or an actor?"""

from __future__ import annotations

import re
from math import log10
from typing import TYPE_CHECKING

from dragoman.places.names import capital
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.documents import Document, Token
    from dragoman.places.names import Name

ENOUGH = 2.0
"""The weight from which a name that the gazetteer knows is taken for a place."""


LARGE_TOWN = 100_000
SHORT = 4
"""A town's name in so few capitals is more likely an abbreviation."""


PLACE_LABELS = {"GPE": 3.0, "LOC": 2.0, "FAC": 1.5}
OTHER_LABELS = {
    "PERSON": -2.0,
    "ORG": -1.0,
    "NORP": -1.0,
    "PRODUCT": -1.0,
    "WORK_OF_ART": -1.0,
    "EVENT": -1.0,
}
SURE_FEATURES = frozenset(
    {"country", "continent", "region", "sea", "gulf", "strait", "admin1", "capital", "border"}
)

WITH_ARTICLE = frozenset(
    {"sea", "gulf", "strait", "river", "mountains", "region", "island", "desert", "seat", "canal"}
)
"""Kinds of place whose names take "the"."""


class Judge:
    """Weighs the names of one document."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, names: Sequence[Name]) -> None:
        """Note which entity each token stands in, and which sentences are set in title case."""
        self.doc = doc
        self.gazetteer = gazetteer
        self.words = gazetteer.words
        self.openings = frozenset(n.first for n in names)
        self.entity: dict[int, tuple[int, int, str]] = {}
        for e in doc.entities:
            for i in range(e.first, e.last):
                self.entity[i] = (e.first, e.last, e.label)
        self.small = frozenset(t.text for t in doc.tokens if t.text.islower() and len(t.text) > 2)
        self.people = frozenset(
            t.lower
            for e in doc.entities
            if e.label == "PERSON" and e.last - e.first > 1
            for t in doc.tokens[e.first : e.last]
        )
        self.titled = frozenset(s.i for s in doc.sentences if _in_title_case(doc.tokens[s.first : s.last]))

    def weigh(self, name: Name) -> str | None:
        """Give *name* its weight; return why it is no place, if something says so outright."""
        self._extend(name)
        why = self._embedded(name)
        if why is not None:
            return why
        self._words_around(name)
        self._label(name)
        self._size(name)
        return None

    def worth_noting(self, name: Name) -> bool:
        """Say whether a reader may ask why *name* is no place: it is known in the news."""
        return any(
            (s.feature not in {"admin1", "admin2", "city"}) or s.geonameid in self.gazetteer.capitals
            for s in name.spots
        )

    def hints_at_town(self, name: Name) -> bool:
        """Say whether *name*, inside the name of a body, shows where: "Lagos Fire Service"."""
        entity = self.entity.get(name.first)
        if entity is None or entity[2] != "ORG" or max(s.people for s in name.spots) < LARGE_TOWN:
            return False
        words = {t.lower for t in self.doc.tokens[entity[0] : entity[1]]}
        return self.doc.tokens[name.first].i <= entity[0] + 1 and not words & self.words.media

    def _reason(self, name: Name, rule: str, note: str | None = None) -> None:
        name.reasons.append(Reason(rule=f"places.{rule}", start=name.start, end=name.end, note=note))

    def _token(self, i: int, sent: int) -> Token | None:
        if 0 <= i < len(self.doc.tokens) and self.doc.tokens[i].sent == sent:
            return self.doc.tokens[i]
        return None

    def _extend(self, name: Name) -> None:
        """Take in a capitalised kind after the name ("Borno State"), and note one in lower case."""
        after = self._token(name.last, self.doc.tokens[name.first].sent)
        if after is None or after.lower not in self.words.kinds:
            return
        name.kind = after.lower
        if capital(after):
            name.last += 1
            name.end = after.end

    # -- parts of other names -------------------------------------------------------------------------

    def _embedded(self, name: Name) -> str | None:
        tokens = self.doc.tokens
        sent = tokens[name.first].sent
        entity = self.entity.get(name.first)
        if name.dateline and self._shouts_alone(name):
            return None
        if entity is not None and self._wider(name, entity):
            return f"part of another name ({entity[2]})"
        if sent in self.titled and name.hand:
            return None
        before, after = self._token(name.first - 1, sent), self._token(name.last, sent)
        if after is not None and after.lower in self.words.diseases:
            return "names an illness"
        if after is not None and after.lower in self.words.particles and not name.dateline:
            further = self._token(after.i + 1, sent)
            if further is not None and (capital(further) or further.text == "-") and not name.hand:
                return "part of a longer name"
        if after is not None and not name.dateline and self._goes_on(name, after):
            return "part of a longer name"
        if before is not None and self._began_before(name, before):
            return "part of a longer name"
        if before is not None and before.text == "The" and self._titled_the(name, before):
            return "a title that begins with The"
        if before is not None and before.lower == "of" and self._office_of(name):
            return "part of the name of a body or an office"
        return None

    def _shouts_alone(self, name: Name) -> bool:
        before = self._token(name.first - 1, self.doc.tokens[name.first].sent)
        shouted = self.doc.text[name.start : name.end].isupper()
        return shouted and not (before is not None and before.text.isupper() and before.text.isalpha())

    def _wider(self, name: Name, entity: tuple[int, int, str]) -> bool:
        first, last, label = entity
        if label in PLACE_LABELS or label in {
            "DATE",
            "TIME",
            "CARDINAL",
            "ORDINAL",
            "QUANTITY",
            "MONEY",
            "NORP",
        }:
            return False
        tokens = self.doc.tokens
        extra = [tokens[i] for i in range(first, last) if not name.first <= i < name.last]
        extra = [
            t
            for t in extra
            if t.lower not in {"the", "'s", "’s", "’", "'"} and t.lower not in self.words.sides
        ]
        if not extra or any(t.text in {",", "(", ")", "/", "--", "—"} for t in extra):
            return False
        return any(capital(t) for t in extra)

    def _goes_on(self, name: Name, after: Token) -> bool:
        if (
            not capital(after)
            or after.pos not in {"PROPN", "NOUN", "ADJ"}
            or after.lower in self.words.calendar
        ):
            return False
        if after.start == name.end or after.lower in self.words.sides:
            return False
        label = self.entity.get(name.first)
        if after.i in self.openings and label is not None and label[2] == "GPE" and label[1] <= name.last:
            return False
        person = self.entity.get(after.i)
        opens = person is not None and person[2] == "PERSON" and person[0] == after.i
        if name.hand and opens and self._after_preposition(name):
            return False
        root = self.doc.tokens[self.doc.root_of(name.first, name.last)]
        return root.dep in {"compound", "nmod", "amod", "nn", "poss", "det"} or person is None

    def _after_preposition(self, name: Name) -> bool:
        """Say whether a preposition of place stands before *name* (and "the")."""
        tokens = self.doc.tokens
        i = name.first - 1
        if i >= 0 and tokens[i].lower == "the":
            i -= 1
        return (
            i >= 0
            and tokens[i].sent == tokens[name.first].sent
            and tokens[i].lower in self.words.in_ | self.words.at
        )

    def _began_before(self, name: Name, before: Token) -> bool:
        if (
            not capital(before)
            or before.pos != "PROPN"
            or before.lower in self.words.sides
            or before.lower in self.words.calendar
        ):
            return False
        if (
            before.end == name.start
            or before.lower in self.words.kinds_before
            or before.lower in self.gazetteer.demonyms
        ):
            return False
        mine, other = self.entity.get(name.first), self.entity.get(before.i)
        return not (mine is not None and mine[2] in PLACE_LABELS and (other is None or other[:2] != mine[:2]))

    def _titled_the(self, name: Name, before: Token) -> bool:
        """Say whether a capital "The" inside a sentence shows a newspaper's name: "The Atlantic"."""
        opens = before.i == self.doc.sentence(before.i).first
        quoted = before.i > 0 and self.doc.tokens[before.i - 1].text in {
            '"',
            "“",
            "‘",
            "'",
            ":",
            "—",
            "–",
            "(",
        }
        return not (opens or quoted or name.spots[0].feature == "country" or name.key == "hague")

    def _office_of(self, name: Name) -> bool:
        head = self._token(name.first - 2, self.doc.tokens[name.first].sent)
        return head is not None and capital(head) and head.lower in self.words.bodies

    # -- what speaks for a place ----------------------------------------------------------------------

    def _label(self, name: Name) -> None:
        entity = self.entity.get(name.first) or self.entity.get(name.last - 1)
        if name.last - name.first == 1:
            name.weight -= self._common(name, self.doc.tokens[name.first])
        if entity is None:
            name.weight -= 0.5
            return
        label = entity[2]
        name.label = label
        if label in PLACE_LABELS:
            name.weight += PLACE_LABELS[label]
            self._reason(name, "entity", label)
            return
        # After "in" the parser is more often wrong about the kind of name than the writer about the word.
        name.weight += OTHER_LABELS.get(label, 0.0) * (0.0 if name.preposition == "in" else 1.0)

    def _common(self, name: Name, token: Token) -> float:
        """Return how much speaks for a common word or somebody's name rather than a town's."""
        against = 0.0
        named = name.hand and any(
            s.feature not in {"admin1", "admin2"} for s in self.gazetteer.known(name.key)
        )
        if token.lower in self.people and name.preposition != "in" and not named:
            against += 2.5 if name.preposition is None else 1.2
        if named or name.kind in self.words.admin or (name.kind and token.lower not in self.words.sides):
            return against
        if token.text.isupper() and len(token.text) <= SHORT and not name.dateline:
            against += 4.0
        if (
            token.lower in self.words.calendar
            or token.lower in self.words.common
            or token.lower in self.words.sides
        ):
            against += 7.0
        elif token.text.istitle() and token.lower in self.small:
            against += 2.0
        return against

    def _words_around(self, name: Name) -> None:
        tokens = self.doc.tokens
        sent = tokens[name.first].sent
        i = name.first - 1
        before = self._token(i, sent)
        while before is not None and (
            before.lower in self.words.sides or before.lower in {"the", ",", "-"} or before.pos == "ADJ"
        ):
            if before.text == ",":
                break
            i -= 1
            before = self._token(i, sent)
        if before is not None:
            self._before(name, before)
        after = self._token(name.last, sent)
        if name.kind is None and after is not None and not capital(after) and self._houses(after):
            name.weight += 1.5
            self._reason(name, "before", after.lower)
        if name.kind is not None:
            name.weight += 2.0
            self._reason(name, "kind", name.kind)
        if tokens[self.doc.root_of(name.first, name.last)].pos not in {"PROPN", "NOUN", "X"}:
            name.weight -= 1.5

    def _before(self, name: Name, before: Token) -> None:
        word = before.lower
        if word in self.words.in_:
            name.weight += 2.5
            name.preposition = "in"
            self._reason(name, "preposition", word)
        elif word in self.words.at:
            moved = self.doc.head(before.i).lemma in self.words.motion
            name.weight += 2.0 if moved else 1.2
            name.preposition = "in" if moved else "at"
            self._reason(name, "preposition", word)
        elif word == "of" and self._token(before.i - 1, before.sent) is not None:
            self._of(name, self.doc.tokens[before.i - 1])
        elif word in self.words.of:
            name.weight += 0.5
        elif word in self.words.kinds_before:
            name.weight += 2.0
        elif (
            before.lemma in self.words.reached
            and self.doc.tokens[self.doc.root_of(name.first, name.last)].dep == "dobj"
        ):
            name.weight += 1.5

    def _houses(self, token: Token) -> bool:
        return token.pos == "NOUN" and (
            token.lower in self.gazetteer.site_last or token.lower in self.words.areas
        )

    def _of(self, name: Name, head: Token) -> None:
        """Weigh "the city of X", "a resident of X", "Smith, 54, of X"."""
        if head.lower in self.words.kinds_before:
            name.weight += 2.5
            name.of, name.preposition = head.lower, "in"
        elif head.lower in self.words.dwellers:
            name.weight += 2.5
            name.preposition = "in"
        elif head.text == ",":
            name.weight += 1.5
            name.preposition = "at"
        else:
            name.weight += 0.5

    def _size(self, name: Name) -> None:
        best = max(name.spots, key=lambda s: s.people)
        features = {s.feature for s in self.gazetteer.known(name.key)}
        if features & SURE_FEATURES:
            name.weight += 2.5
        elif features:
            name.weight += 1.5
        else:
            name.weight += max(-1.0, min(2.0, log10(best.people + 1) - 4.5))
        if " " in name.key:
            name.weight += 0.5
        if len(name.spots) == 1:
            name.weight += 0.8
        before = self._token(name.first - 1, self.doc.tokens[name.first].sent)
        if features & WITH_ARTICLE and before is not None and before.lower == "the":
            name.weight += 1.5

    # -- actors --------------------------------------------------------------------------------------

    def metonym(self, name: Name) -> str | None:
        """Return why *name* stands for a government or its people, if it clearly does."""
        if name.dateline or name.spot is None or not self._governed(name) or name.holds:
            return None
        spot_is_land = name.spot.feature == "country"
        root = self.doc.first_conjunct(self.doc.root_of(name.first, name.last))
        head = self.doc.head(root.i)
        if name.key in self.words.not_lands or name.spot.feature == "seat":
            return None if self._after_preposition(name) and root.dep == "pobj" else "a body, not its seat"
        if self.doc.text[max(0, name.start - 5) : name.start].lower().endswith(("pro-", "anti-")):
            return "a side that others are for or against"
        if name.preposition == "in":
            return None
        if root.dep == "nsubj" and head.pos in {"VERB", "AUX"} and head.lemma not in self.words.state_verbs:
            return f"acts: subject of {head.text!r}"
        if root.dep == "agent" or (root.dep == "pobj" and head.dep == "agent"):
            return f"acts: agent of {self.doc.head(head.i).text!r}"
        if root.dep in {"dobj", "iobj", "dative"} and head.lemma in self.words.told:
            return f"is acted upon as an actor: object of {head.text!r}"
        owns = head.lower in self.words.roles or (spot_is_land and _AGENT.search(head.text) is not None)
        if root.dep in {"poss", "compound", "nmod", "amod"} and owns:
            return f"owner of {head.text!r}, not a place"
        if root.dep == "pobj":
            above = self.doc.head(head.i)
            if head.lower in {"between", "with", "against"} and above.lower in self.words.talks:
                return f"party to {above.text!r}"
            if head.lower == "of" and spot_is_land and {above.lower, above.lemma} & self.words.roles:
                return f"owner of {above.text!r}, not a place"
        return None

    def _governed(self, name: Name) -> bool:
        spot = name.spot
        return spot is not None and (
            spot.feature in {"country", "seat"}
            or spot.geonameid in self.gazetteer.capitals
            or name.key in self.words.not_lands
        )


_AGENT = re.compile(r"^[a-z]+(?:[^e]ers?|[aeio]tors?|ists?|m[ae]n|ians?)$")
"""Nouns for people, by their ends."""


def _in_title_case(tokens: tuple[Token, ...]) -> bool:
    words = [t for t in tokens if t.text[0].isalpha() and len(t.text) > 3]
    return len(words) >= 4 and sum(capital(t) for t in words) >= 0.8 * len(words)
