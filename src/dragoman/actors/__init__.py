"""Document in, `Actor` records out: who.

`find` returns one Actor per person, body, state or group of the article, with every mention; `at_heads`
says which actors the head word of a mention stands for; `resolve` reads one phrase out of context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors import clusters, context, nominals, people, references, states
from dragoman.actors.holders import holder
from dragoman.actors.resolving import Resolved, resolve
from dragoman.actors.words import Words, look_up
from dragoman.codebook.who.offices import name_words
from dragoman.records import Dropped, Found, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dragoman.actors.drafts import Draft
    from dragoman.codebook import Codebook
    from dragoman.codebook.who import Office, Who
    from dragoman.documents import Document
    from dragoman.records import Actor, Article

__all__ = ["Resolved", "at_heads", "country_of_place", "find", "resolve"]


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Actor]:
    """Return every Actor in *doc*, and what was set aside."""
    words = look_up([t.text for t in doc.tokens], codebook.who)
    _part_of_names(doc, words)
    persons, titling = people.find(doc, words)
    taken = {i for d in persons for i in range(d.first, d.last)}
    groups, used = nominals.find(doc, words, taken)
    named = states.find(doc, words, taken | used | titling)
    _short_names(persons)
    _office_holders(codebook.who, persons, article.day)
    _join_titles(doc, persons, groups)
    references.nominals(doc, words, persons, groups, named)
    everybody = [*persons, *groups, *named]
    context.inherit(doc, words, everybody, [d for d in (*persons, *groups) if d.country is None])
    _join_nominals(groups)
    everybody, dropped = _with_references(doc, words, everybody)
    return Found(kept=clusters.gather(doc, everybody), dropped=dropped)


def _with_references(
    doc: Document, words: Words, drafts: list[Draft]
) -> tuple[list[Draft], tuple[Dropped, ...]]:
    """Add the mentions by plural nouns and pronouns; set aside nouns for states that mean none we know."""
    pairs = references.plurals(doc, words, drafts)
    spoken_for = {(d.first, d.last) for d in pairs}
    kept: list[Draft] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        if draft.kind == "nominal" and (draft.first, draft.last) in spoken_for and draft.country is None:
            continue
        if draft.lemma in references.COUNTRY_NOUNS and draft.country is None:
            span = doc.span(draft.first, draft.last)
            why = "a noun for a state, and nothing says which"
            dropped.append(Dropped(room="actors", start=span.start, end=span.end, why=why))
            continue
        kept.append(draft)
    kept += pairs
    return kept + references.pronouns(doc, words, kept), tuple(dropped)


def at_heads(doc: Document, actors: Iterable[Actor]) -> dict[int, tuple[str, ...]]:
    """Return, for the head token of each mention, the ids of the actors it stands for."""
    heads: dict[int, list[str]] = {}
    for actor in actors:
        for mention in actor.mentions:
            inside = doc.tokens_in(mention.start, mention.end)
            for i in inside:
                head = doc.tokens[i].head
                if head == i or head not in inside:
                    ids = heads.setdefault(i, [])
                    if actor.id not in ids:
                        ids.append(actor.id)
    return {i: tuple(ids) for i, ids in sorted(heads.items())}


def country_of_place(codebook: Codebook, words: str | Sequence[str]) -> str | None:
    """Return the code of the state that a place (state, capital, region, known city) lies in, or None."""
    return codebook.who.country_of(words)


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


def _short_names(persons: list[Draft]) -> None:
    """Let "Choe" be "Choe Son Hui" if one longer name before it, and only one, has the word."""
    full: dict[tuple[str, ...], Draft] = {}
    for draft in sorted(persons, key=lambda d: d.first):
        name = draft.key[1:]
        longer = {k for k in full if len(k) > len(name) and set(name) <= set(k)}
        if len(longer) == 1:
            draft.key = full[longer.pop()].key
        else:
            full.setdefault(name, draft)


def _office_holders(who: Who, persons: list[Draft], on: date | None) -> None:
    """Fill in, for each person, what the office table says of that day; the text's own words come first."""
    people_: dict[tuple[str, ...], list[Draft]] = {}
    for draft in persons:
        people_.setdefault(draft.key, []).append(draft)
    for key, drafts in people_.items():
        country = next((d.country for d in drafts if d.country), None)
        role = next((d.role for d in drafts if d.role), None)
        sectors = next((d.sectors for d in drafts if d.sectors), ())
        former = any(d.former for d in drafts)
        held = holder(who, key[1:], on, country=country, role=role)
        for draft in drafts:
            draft.country = country or (held.office.country if held else None)
            draft.role = role or (held.office.office if held else None)
            draft.sectors = ("ELI",) if former else sectors or (held.sectors if held else ())
            if held is not None:
                draft.wikidata = held.office.wikidata
                draft.name = held.office.person if draft.last - draft.first == 1 else draft.name
                draft.key = ("person", *name_words(held.office.person))
        if held is not None:
            drafts[0].reasons.append(_table_reason(drafts[0], held.office))


def _table_reason(draft: Draft, office: Office) -> Reason:
    first = draft.reasons[0] if draft.reasons else None
    note = (
        f"{office.person}: {office.office}, {office.country}, {office.first or '?'} to {office.last or '...'}"
    )
    at = first.start if first else 0
    return Reason(rule="actor/office-table", start=at, end=first.end if first else at, note=note)


def _join_nominals(groups: list[Draft]) -> None:
    """Let a noun with the same head and country be the same actor; a new singular indefinite one is new."""
    latest: dict[tuple[str, str], Draft] = {}
    for draft in sorted(groups, key=lambda d: d.first):
        if draft.key:
            continue
        match = (draft.lemma, draft.country or "")
        earlier = latest.get(match)
        if earlier is not None and (draft.definite or draft.plural or draft.country):
            draft.key = earlier.key
        else:
            draft.key = ("nominal", *match, str(draft.first))
        latest[match] = draft


def _join_titles(doc: Document, persons: list[Draft], groups: list[Draft]) -> None:
    """Let the noun of an apposition be the person: "North Korea's Foreign Minister, Choe Son Hui"."""
    at = {d.head: d for d in persons}
    for draft in groups:
        if draft.plural:
            continue
        token = doc.tokens[draft.head]
        person = at.get(token.head) if token.dep == "appos" else None
        for kid in doc.children(draft.head, "appos"):
            person = person or at.get(kid.i)
        if person is not None:
            draft.key = person.key
