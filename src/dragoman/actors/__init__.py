"""Document in, `Actor` records out: who.

`find` returns one Actor per person, body, state or group of the article, with every mention; `at_heads`
says which actors the head word of a mention stands for; `resolve` reads one phrase out of context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors import (
    abbreviations,
    bodies,
    cities,
    clusters,
    context,
    joining,
    koreas,
    nominals,
    nouns,
    people,
    plurals,
    pronouns,
    states,
)
from dragoman.actors.resolving import Resolved, resolve
from dragoman.actors.story import COUNTRY_NOUNS
from dragoman.actors.words import Words, look_up
from dragoman.records import Dropped, Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Article

_CONTINENTAL = frozenset({"latin", "south", "north", "central", "pan", "inter"})
COUNTING = frozenset(
    {
        "ten",
        "dozen",
        "score",
        "hundred",
        "thousand",
        "million",
        "most",
        "some",
        "many",
        "several",
        "number",
        "group",
    }
    | {"crowd", "half", "majority", "couple", "pair", "handful", "one", "all", "rest", "part"}
)
"""Nouns and pronouns that count or bundle what follows their "of"."""

__all__ = ["Resolved", "at_heads", "country_of_place", "find", "resolve"]


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Actor]:
    """Return every Actor in *doc*, and what was set aside."""
    words = look_up([t.text for t in doc.tokens], codebook.who)
    _part_of_names(doc, words)
    _of_continents(words)
    abbreviations.settle(words)
    bodies.add(doc, words)
    cities.add(doc, words, codebook.gazetteer)
    persons, titles = people.find(doc, words)
    joining.short_names(persons)
    joining.office_holders(codebook.who, persons, article.day)
    taken = {i for d in persons for i in range(d.first, d.last) if not joining.is_weak(d)}
    groups = nominals.find(doc, words, taken, titles)
    named = states.find(doc, words, taken)
    joining.titles(doc, persons, groups)
    joining.bodies(doc, named, groups)
    koreas.add(doc, words, named)
    nouns.find(doc, words, persons, groups, named)
    named += pronouns.find(doc, words, [*persons, *named], pronouns.BODILY)
    pairs, groups = plurals.find(doc, words, groups, [*persons, *named])
    early = pronouns.find(doc, words, [*persons, *named], pronouns.PERSONAL)
    groups += context.inherit(doc, words, [*persons, *groups, *named], early)
    joining.nominals(doc, words, groups)
    drafts = [*persons, *groups, *named, *pairs]
    joining.agree(drafts)
    drafts, unknown = _known(doc, drafts)
    drafts += pronouns.find(doc, words, drafts, pronouns.ALL)
    drafts, weak = joining.weak_names(doc, drafts)
    return Found(kept=clusters.gather(doc, drafts), dropped=(*unknown, *weak))


def _known(doc: Document, drafts: list[Draft]) -> tuple[list[Draft], tuple[Dropped, ...]]:
    """Set aside the nouns for states that mean none we know."""
    kept: list[Draft] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        if draft.lemma in COUNTRY_NOUNS and draft.country is None:
            span = doc.span(draft.first, draft.last)
            why = "a noun for a state, and nothing says which"
            dropped.append(Dropped(room="actors", start=span.start, end=span.end, why=why))
        else:
            kept.append(draft)
    return kept, tuple(dropped)


def at_heads(doc: Document, actors: Iterable[Actor], *, hosts: bool = False) -> dict[int, tuple[str, ...]]:
    """Return, for the head token of each mention, the ids of the actors it stands for.

    A word that only counts them heads the phrase too: "hundreds" in "hundreds of troops". With *hosts* a
    place stands for its state: who arrives in Amman is a guest of Jordan.
    """
    heads: dict[int, list[str]] = {}
    for actor in actors:
        for mention in actor.mentions:
            if mention.kind == "place" and not hosts:
                continue
            inside = doc.tokens_in(mention.start, mention.end)
            for i in inside:
                head = doc.tokens[i].head
                if head == i or head not in inside:
                    ids = heads.setdefault(i, [])
                    if actor.id not in ids:
                        ids.append(actor.id)
    for i in list(heads):
        for counting in _counting(doc, i):
            heads.setdefault(counting, heads[i])
    return {i: tuple(ids) for i, ids in sorted(heads.items())}


def _counting(doc: Document, i: int) -> Iterator[int]:
    """Yield the words above token *i* that only count it: both in "tens of thousands of people"."""
    token = doc.tokens[i]
    while token.dep == "pobj" and doc.tokens[token.head].lower == "of":
        token = doc.head(token.head)
        if token.pos != "NUM" and token.lemma not in COUNTING:
            return
        yield token.i


def country_of_place(codebook: Codebook, words: str | Sequence[str]) -> str | None:
    """Return the code of the state that a place (state, capital, region, city) lies in, or None."""
    name = words if isinstance(words, str) else " ".join(words)
    return codebook.who.country_of(name) or cities.country_of(codebook.who, codebook.gazetteer, name)


def _of_continents(words: Words) -> None:
    """Forget "American" where it is said of a continent: "Latin American countries"."""
    for hit in [h for h in words.hits if h.first and words.keys[h.first].startswith("american")]:
        if words.keys[hit.first - 1] in _CONTINENTAL:
            words.drop(hit)


def _part_of_names(doc: Document, words: Words) -> None:
    """Forget places that are a word of a person's name: "Michael Jordan", "Paris Hilton"."""
    for entity in doc.entities:
        if entity.label != "PERSON" or entity.last - entity.first < 2:
            continue
        for hit in words.between(entity.first, entity.last):
            if hit.last - hit.first == 1 and hit.entry.sense in (
                "country",
                "capital",
                "region",
                "organization",
            ):
                after = doc.tokens[hit.last].text if hit.last < len(doc.tokens) else ""
                if after not in ("'s", "’s"):
                    words.drop(hit)
