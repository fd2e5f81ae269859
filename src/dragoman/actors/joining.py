"""Which mentions are the same actor: short and full names, offices, nouns and the people they title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.holders import country_of_all, holder
from dragoman.actors.people import WEAK
from dragoman.codebook.who.offices import name_words
from dragoman.records import Dropped, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from dragoman.actors.drafts import Draft
    from dragoman.actors.holders import Held
    from dragoman.actors.words import Words
    from dragoman.codebook.who import Who
    from dragoman.documents import Document

_WHERE = frozenset({"country", "adjective", "capital", "region"})


def short_names(persons: Sequence[Draft]) -> None:
    """Let "Choe" be "Choe Son Hui" if one longer name before it, and only one, has the word."""
    full: dict[tuple[str, ...], Draft] = {}
    having: dict[str, set[tuple[str, ...]]] = {}
    for draft in sorted(persons, key=lambda d: d.first):
        name = draft.key[1:]
        longer = set.intersection(*(having.get(w, set()) for w in name)) if name else set()
        longer = {k for k in longer if len(k) > len(name)}
        if len(longer) == 1:
            draft.key = full[longer.pop()].key
        elif name in full:
            draft.key = full[name].key
        else:
            full[name] = draft
            for word in name:
                having.setdefault(word, set()).add(name)


def weak_names(doc: Document, drafts: Sequence[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Set aside names that nothing shows to be a person's: no title, no office, no first name, no pronoun."""
    clusters = by_key(drafts)
    kept: list[Draft] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        if draft.key[0] != "person" or not all(is_weak(d) for d in clusters[draft.key]):
            kept.append(draft)
            continue
        span = doc.span(draft.first, draft.last)
        why = "a name that nothing shows to be a person's"
        dropped.append(Dropped(room="actors", start=span.start, end=span.end, why=why))
    return kept, dropped


def is_weak(draft: Draft) -> bool:
    """Whether *draft* is a name that nothing yet shows to be a person's."""
    return not draft.role and not draft.country and all(r.rule == WEAK for r in draft.reasons)


def by_key(drafts: Iterable[Draft]) -> dict[tuple[str, ...], list[Draft]]:
    """Return the drafts of each actor, in order."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.key, []).append(draft)
    return groups


def office_holders(who: Who, persons: Sequence[Draft], on: date | None) -> None:
    """Fill in, for each person, what the office table says of that day; the text's own words come first."""
    for key, drafts in by_key(persons).items():
        country = next((d.country for d in drafts if d.country), None)
        role = next((d.role for d in drafts if d.role), None)
        sectors = next((d.sectors for d in drafts if d.sectors), ())
        former = any(d.former for d in drafts)
        held = holder(who, key[1:], on, country=country, role=role)
        if held is None and country is None and role is not None:
            country = country_of_all(who, key[1:], on, role)
        for draft in drafts:
            draft.country = country or (held.office.country if held else None)
            draft.role = role or (held.role if held else None)
            known = held.sectors if held else ()
            named = known if known and role == "leader" else sectors or known  # a leader may be of anything
            draft.sectors = ("ELI",) if former else named
            if held is not None:
                draft.wikidata = held.office.wikidata
                draft.name = held.office.person if draft.last - draft.first == 1 else draft.name
                draft.key = ("person", *name_words(held.office.person))
        if held is not None:
            drafts[0].reasons.append(_table_reason(drafts[0], held))


def _table_reason(draft: Draft, held: Held) -> Reason:
    first = draft.reasons[0] if draft.reasons else None
    office = held.office
    note = (
        f"{office.person}: {office.office or '?'}, {office.country},"
        f" {office.first or '?'} to {office.last or '...'}"
    )
    if office.imported:
        note += f" ({office.source})"
    at = first.start if first else 0
    return Reason(rule=held.rule, start=at, end=first.end if first else at, note=note)


def bodies(doc: Document, named: Sequence[Draft], groups: Sequence[Draft]) -> None:
    """Let the noun before or beside a body's name be that body: "the Lebanese group Hezbollah"."""
    starts = {d.first: d for d in named if d.thing in ("organization", "igo") and d.kind == "name"}
    heads = {d.head: d for d in starts.values()}
    for draft in groups:
        if draft.plural or draft.thing == "person" or draft.key:
            continue
        token = doc.tokens[draft.head]
        body = starts.get(draft.last) or (heads.get(token.head) if token.dep == "appos" else None)
        for kid in doc.children(draft.head, "appos"):
            body = body or heads.get(kid.i)
        if body is not None and draft.country in (None, body.country):
            draft.key, draft.same, draft.country = body.key, body, body.country


def titles(doc: Document, persons: Sequence[Draft], groups: Sequence[Draft]) -> None:
    """Let the noun that titles a person be that person: "North Korea's Foreign Minister, Choe Son Hui"."""
    at = {d.head: d for d in persons}
    for draft in groups:
        if draft.plural:
            _list(doc, draft, at)
        if draft.plural or draft.thing != "person":
            continue
        token = doc.tokens[draft.head]
        person = draft.same or (at.get(token.head) if token.dep == "appos" else None)
        for kid in doc.children(draft.head, "appos"):
            person = person or at.get(kid.i)
        if person is not None:
            draft.key, draft.same = person.key, person


def _list(doc: Document, draft: Draft, at: Mapping[int, Draft]) -> None:
    """Let those whom a plural lists by name be what it says: "two Russian diplomats, Petrov and Sidorov"."""
    for kid in doc.children(draft.head, "appos"):
        for name in doc.conjuncts(kid.i):
            person = at.get(name.i)
            if person is not None:
                person.country = person.country or draft.country
                person.sectors = person.sectors or draft.sectors


def nominals(doc: Document, words: Words, groups: Sequence[Draft]) -> None:
    """Let a noun with the same head and country be the same actor.

    A singular indefinite one is new, so are people who are counted ("63 people", "thousands of people"), and
    so is one that a word marks off which the earlier lacks: "the chess players" after "women players".
    """
    latest: dict[str, list[Draft]] = {}
    for draft in sorted(groups, key=lambda d: d.first):
        if draft.key:
            continue
        earlier = next(
            (d for d in reversed(latest.get(draft.lemma, [])) if _may_be_same(doc, words, d, draft)), None
        )
        again = draft.plural or draft.country
        counted = _is_counted(doc, draft) or (earlier is not None and _is_counted(doc, earlier))
        if earlier is not None and (draft.definite or (again and not counted)):
            draft.key = earlier.key
            draft.country = draft.country or earlier.country
        else:
            draft.key = ("nominal", draft.lemma, draft.country or "", str(draft.first))
        latest.setdefault(draft.lemma, []).append(draft)


def _is_counted(doc: Document, draft: Draft) -> bool:
    """Whether *draft* is so many people: a crowd of its own, wherever another stands."""
    above = doc.tokens[doc.tokens[draft.head].head]
    bundle = (
        above.lower == "of" and doc.tokens[above.head].pos in ("NUM", "NOUN") and draft.sectors == ("CVL",)
    )
    return bundle or doc.child(draft.head, "nummod") is not None


def _may_be_same(doc: Document, words: Words, earlier: Draft, draft: Draft) -> bool:
    if earlier.former != draft.former or earlier.plural != draft.plural:
        return False
    if earlier.country != draft.country and not (draft.country is None and draft.definite):
        return False
    said, before = _marks(doc, words, draft), _marks(doc, words, earlier)
    return said == before or (draft.definite and said < before)


def _marks(doc: Document, words: Words, draft: Draft) -> frozenset[str]:
    """Return the words before the noun that tell it from others of its kind, leaving out countries."""
    kids = [k for k in doc.children(draft.head, "compound", "amod", "nmod") if k.i >= draft.first]
    senses = {k.i: words.at[k.i].entry.sense for k in kids if k.i in words.at}
    return frozenset(k.lemma for k in kids if senses.get(k.i) not in _WHERE)


def agree(drafts: Sequence[Draft]) -> None:
    """Give each mention of a person the country that another mention has."""
    for key, group in by_key(drafts).items():
        if key and key[0] == "person":
            country = next((d.country for d in group if d.country), None)
            for draft in group:
                draft.country = draft.country or country
