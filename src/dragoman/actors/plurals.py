"""Resolves nouns for two who are known: "both countries", "the two leaders", "neither side"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.actors.story import BOTH, COUNTRY_NOUNS, Story, is_party, is_person, is_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document

_FAR_MORE = 1.5
GOVERNING = frozenset({"government", "army", "military", "neighbor", "neighbour", "ally", "enemy", "rival"})
"""Nouns that may stand for two states when "two" or "both" goes with them."""


def find(
    doc: Document, words: Words, groups: Sequence[Draft], others: Sequence[Draft]
) -> tuple[list[Draft], list[Draft]]:
    """Return one mention for each actor meant, and those of *groups* that are left."""
    story = Story(doc, words, others)
    added: list[Draft] = []
    left: list[Draft] = []
    for draft in groups:
        office = _is_office(story, draft)
        if draft.country is not None or not (office or _two(doc, draft)):
            left.append(draft)
            continue
        pair = _holders(story, draft) if office and not _two(doc, draft) else _pair(story, draft)
        if office and not pair and not _two(doc, draft):
            left.append(draft)
            continue
        if not pair:
            # They are two whom the text knows: no country around can be theirs.
            draft.sent = True
            left.append(draft)
        for member in pair:
            copy = replace(
                member, first=draft.first, last=draft.last, head=draft.head, kind="nominal", reasons=[]
            )
            copy.plural, copy.lemma = True, draft.lemma
            copy.because(doc, "actor/refers-to-two", draft.first, draft.last, member.name)
            added.append(copy)
    return added, left


def _is_office(story: Story, draft: Draft) -> bool:
    """Whether "the presidents", with nothing that says whose, takes up those named before."""
    main = draft.lemma.split()[-1] if draft.lemma else ""
    offices = story.words.lists.heads_of_state
    if not (draft.plural and draft.definite and main in offices and not draft.key):
        return False
    return not story.doc.children(draft.head, "amod", "compound", "prep", "relcl", "nummod", "poss")


def _holders(story: Story, draft: Draft) -> list[Draft]:
    """Return the two who hold the office that *draft* names, if the text so far names two of them."""
    said = set(draft.lemma.split())
    found: dict[tuple[str, ...], Draft] = {}
    for d in story.drafts:
        role = set((d.role or "").lower().replace("-", " ").split())
        fits = said <= role or (draft.lemma == "leader" and bool(role & story.words.lists.heads_of_state))
        if d.head < draft.first and is_person(d) and d.kind == "name" and not d.former and fits:
            found.setdefault(d.key, d)
    return list(found.values()) if len(found) == BOTH else []


def _two(doc: Document, draft: Draft) -> bool:
    """Whether the phrase says that two are meant and are known."""
    before = [doc.tokens[i] for i in range(max(0, draft.first - BOTH), draft.head)]
    lowers = {t.lower for t in (*before, *doc.children(draft.head))}
    if "neither" in lowers or "either" in lowers:
        return True
    return draft.plural and ("both" in lowers or ("two" in lowers and draft.definite))


def _pair(story: Story, draft: Draft) -> list[Draft]:
    if draft.lemma in COUNTRY_NOUNS or draft.lemma in GOVERNING:
        return _states(story, draft)
    return _main(story, draft, is_person) or _nearest(story, draft, is_person)


def _states(story: Story, draft: Draft) -> list[Draft]:
    """Return the two states, or the two parties that "sides" may also mean, that the story speaks of."""
    countries = story.words.who.countries
    main = _main_countries(story, draft)
    nearest = _nearest(story, draft, is_party if draft.lemma == "side" else is_state)
    if nearest and (not main or {d.country for d in nearest} == {d.country for d in main}):
        return nearest
    people = main or _nearest(story, draft, lambda d: d.country in countries)
    if len({d.country for d in people}) != BOTH:
        return []
    return [_as_state(d, countries[d.country or ""].name) for d in people]


def _main_countries(story: Story, draft: Draft) -> list[Draft]:
    """Return a mention of each of the two states that the text so far names far the most."""
    countries = story.words.who.countries
    those = [
        d for d in story.drafts if d.head < draft.first and d.country in countries and "JRN" not in d.sectors
    ]
    ranked = Counter(d.country for d in those).most_common(BOTH + 1)
    if len(ranked) < BOTH or (len(ranked) > BOTH and ranked[1][1] < _FAR_MORE * ranked[BOTH][1]):
        return []
    return [next(d for d in those if d.country == code) for code, _ in ranked[:BOTH]]


def _as_state(draft: Draft, name: str) -> Draft:
    key = ("country", draft.country or "")
    return replace(draft, key=key, name=name, thing="country", sectors=(), role=None, wikidata=None)


def _main(story: Story, draft: Draft, fits: Callable[[Draft], bool]) -> list[Draft]:
    """Return mentions of the two that the text so far names far more often than any third."""
    those = [d for d in story.drafts if d.head < draft.first and fits(d)]
    ranked = Counter(d.key for d in those).most_common(BOTH + 1)
    if len(ranked) < BOTH or ranked[1][1] < BOTH:
        return []
    if len(ranked) > BOTH and ranked[1][1] < BOTH * ranked[BOTH][1]:
        return []
    return sorted((next(d for d in those if d.key == key) for key, _ in ranked[:BOTH]), key=lambda d: d.head)


def _nearest(story: Story, draft: Draft, fits: Callable[[Draft], bool]) -> list[Draft]:
    """Return the two actors of the nearest sentences, from this one back, that name exactly two that fit."""
    members: dict[tuple[str, ...], Draft] = {}
    sent = story.doc.tokens[draft.head].sent
    for found in story.before(draft.first, BOTH + 1, fits):
        here = story.doc.tokens[found.head].sent
        if here != sent and len(members) >= BOTH:
            break
        sent = here
        members.setdefault(
            found.key if found.thing != "person" else ("person", found.country or found.name), found
        )
    return list(members.values())[::-1] if len(members) == BOTH else []
