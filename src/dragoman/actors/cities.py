"""Adds the cities that the gazetteer knows to the known words: they say whose police, whose residents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragoman.actors.words import Hit
from dragoman.codebook.gazetteer import fold
from dragoman.codebook.who import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.actors.words import Words
    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.codebook.who import Who
    from dragoman.documents import Document

CITY = "city"
_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LONGEST = 4
_MOST = 0.9
_SMALLEST = 1000


def add(doc: Document, words: Words, gazetteer: Gazetteer) -> None:
    """Enter each place that the parser labels, and no table of ours holds, with the country of its city."""
    for entity in doc.entities:
        if entity.label not in _LABELS or entity.last - entity.first > _LONGEST:
            continue
        inside = range(entity.first, entity.last)
        if any(i in words.at for i in inside) or not doc.tokens[entity.first].text[0].isupper():
            continue
        texts = [doc.tokens[i].text for i in inside]
        code = country_of(words.who, gazetteer, " ".join(texts))
        if code is not None:
            words.enter(Hit(entity.first, entity.last, _entry(texts, code)))


def _entry(texts: Sequence[str], code: str) -> Entry:
    name = " ".join(texts)
    return Entry(words=tuple(texts), sense="region", name=name, country=code, kind="country", part=CITY)


def country_of(who: Who, gazetteer: Gazetteer, name: str) -> str | None:
    """Return the state of the city called *name*; None if cities in several states are, none far larger."""
    people: Counter[str] = Counter()
    for spot in gazetteer.named(fold(name)):
        state = who.state_of(spot.country)
        if state is not None:
            people[state] += max(spot.people, _SMALLEST)
    if not people:
        return None
    code, most = people.most_common(1)[0]
    return code if most >= _MOST * people.total() else None
