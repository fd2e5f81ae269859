"""Resolves nouns that refer back to one actor: "the minister", "the group", "the country"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.story import COUNTRY_NOUNS, Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document

_BODY_BACK = 10
_PERSON_BACK = 15
_FAR = 60


def find(
    doc: Document, words: Words, persons: Sequence[Draft], groups: Sequence[Draft], named: Sequence[Draft]
) -> None:
    """Let each definite noun that refers to a person, body or state named before it be that actor."""
    story = Story(doc, words, [*persons, *named, *groups])
    for draft in sorted(groups, key=lambda d: d.head):
        if draft.key or not draft.definite:
            continue
        if draft.plural:
            found = _one_of_several(story, draft)
            if found is not None:
                _follow(doc, draft, found)
                draft.plural, draft.role = False, found.role
            continue
        if draft.country is not None:
            found = _person_of_country(story, draft)
        elif _completed(doc, draft) or _is_title(doc, draft):
            continue
        else:
            candidates = _antecedents(story, draft)
            found = _only(candidates, doc)
            # With several to choose from, a country around says nothing.
            draft.sent = draft.sent or (bool(candidates) and found is None)
        if found is not None:
            _follow(doc, draft, found)


def _one_of_several(story: Story, draft: Draft) -> Draft | None:
    """Return the one person whom "the presidents of Guyana and Venezuela" means of one of the two states.

    He may be named later: a lead often names the offices first.
    """
    others = {d.country for d in story.at(draft.head) if d.lemma == draft.lemma} - {None, draft.country}
    if draft.country is None or not others:
        return None
    said = set(draft.lemma.split())
    people = {
        d.key: d
        for d in story.drafts
        if d.kind == "name" and d.thing == "person" and d.country == draft.country and not d.former
        if said <= set((d.role or "").lower().replace("-", " ").split())
        or (draft.lemma == "leader" and _fits_role(story.words, "leader", d.role))
    }
    return next(iter(people.values())) if len(people) == 1 else None


def _completed(doc: Document, draft: Draft) -> bool:
    """Whether a complement says which one is meant, so that nothing before need: "the head of the group"."""
    return any(k.i > draft.head and k.lower in ("of", "for") for k in doc.children(draft.head, "prep"))


def _is_title(doc: Document, draft: Draft) -> bool:
    """Whether the noun is part of a name that we don't know: "the Arab Group" is not the group of before."""
    kids = doc.children(draft.head, "compound", "amod", "nmod")
    return doc.tokens[draft.head].text[0].isupper() and any(k.text[0].isupper() for k in kids)


def _follow(doc: Document, draft: Draft, found: Draft) -> None:
    draft.key = found.key
    draft.country = found.country
    draft.sectors = found.sectors or draft.sectors
    draft.thing = found.thing
    draft.because(doc, "actor/refers-back", draft.first, draft.last, found.name)


def _antecedents(story: Story, draft: Draft) -> list[Draft]:
    if draft.lemma in COUNTRY_NOUNS:
        return story.before(
            draft.first, 1, lambda d: d.thing == "country" and d.kind not in ("demonym", "place")
        )
    wanted = story.words.lists.bodies.get(draft.lemma)
    if wanted is not None:
        return story.before(
            draft.first,
            _BODY_BACK,
            lambda d: (
                d.kind == "name"
                and d.thing in ("organization", "igo")
                and bool(wanted & {*d.sectors, d.country or ""})
            ),
        )
    if draft.thing == "person":
        main = draft.lemma.split()[-1]
        return story.before(
            draft.first,
            _PERSON_BACK,
            lambda d: d.thing == "person" and bool(d.key) and main in (d.role or "").lower().split(),
        )
    return []


def _person_of_country(story: Story, draft: Draft) -> Draft | None:
    """Return the one person named so far whom "the Russian leader" can mean."""
    if draft.thing != "person" or draft.former:
        return None
    main = draft.lemma.split()[-1]
    people = story.before(
        draft.first,
        _FAR,
        lambda d: (
            d.kind == "name"
            and d.thing == "person"
            and d.country == draft.country
            and _fits_role(story.words, main, d.role)
        ),
    )
    return people[0] if len({d.key for d in people}) == 1 else None


def _fits_role(words: Words, noun: str, role: str | None) -> bool:
    said = set((role or "").lower().split())
    return noun in said or (noun == "leader" and bool(said & words.lists.heads_of_state))


def _only(found: Sequence[Draft], doc: Document) -> Draft | None:
    """Return the last of *found* if its sentence names no other actor of the kind."""
    if not found:
        return None
    sent = doc.tokens[found[0].head].sent
    same = {d.key for d in found if doc.tokens[d.head].sent == sent}
    return found[0] if len(same) == 1 else None
