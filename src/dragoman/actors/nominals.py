"""Finds actors named by what they are: "Russian troops", "a senior Western official", "the ministry"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors import trees
from dragoman.actors.drafts import Draft
from dragoman.actors.phrases import describe

if TYPE_CHECKING:
    from dragoman.actors.phrases import Described, Owner
    from dragoman.actors.words import Hit, Words
    from dragoman.documents import Document
    from dragoman.records import ActorKind

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OFFICE_SLOTS = frozenset({"pobj", "oprd", "attr"})
_DEFINITE = frozenset(
    {"the", "this", "that", "these", "those", "both", "his", "her", "its", "their", "our", "my"}
)


def find(doc: Document, words: Words, taken: set[int], titles: dict[int, Draft]) -> list[Draft]:
    """Return a draft for each noun phrase whose head is a role, one for each of its countries."""
    found: list[Draft] = []
    for hit in words.hits:
        if hit.entry.sense != "role" or hit.first in taken or not _is_noun(doc, words, hit, taken):
            continue
        head = doc.root_of(hit.first, hit.last)
        first = trees.phrase_start(doc, hit.first, head)
        first = max(first, _last_taken(first, hit.first, taken))
        while first < hit.first and words.keys[first] in ("'s", "", ","):
            first += 1
        said = describe(words, first, hit, trees.after(doc, head))
        person = titles.get(hit.first)
        if person is not None and hit.last == person.first:
            continue
        if person is None and (_is_bare(doc, hit, said) or _is_thing(doc, words, hit, said)):
            continue
        drafts = _drafts(doc, words, hit, first, said)
        for draft in drafts:
            draft.same = person
        found.extend(drafts)
    return found


def _is_bare(doc: Document, hit: Hit, said: Described) -> bool:
    """Whether a singular noun for a person only names an office: "ran for president", "as minister"."""
    head = doc.tokens[doc.root_of(hit.first, hit.last)]
    if hit.entry.plural or hit.entry.kind != "person" or said.owners or head.dep not in _OFFICE_SLOTS:
        return False
    return not doc.children(head.i, "det", "poss", "nummod")


def _is_thing(doc: Document, words: Words, hit: Hit, said: Described) -> bool:
    """Whether arms, ships, powers and the like are here what somebody uses, and not who acts."""
    noun = hit.entry.name.split()[-1]
    if hit.entry.name == "authority" and not hit.entry.plural:  # "the authority of the court"
        kids = doc.children(hit.first, "prep", "poss")
        return any(k.dep == "poss" or k.lower in ("of", "over", "to") for k in kids)
    if noun not in words.lists.gear or said.owners:
        return False
    return doc.first_conjunct(doc.root_of(hit.first, hit.last)).dep not in _SUBJECTS


def _is_elsewhere(words: Words, first: int, last: int) -> bool:
    """Whether the phrase says that they are of no one state, or of another: "world leaders"."""
    return any(words.keys[i] in words.lists.elsewhere for i in range(first, last))


def _last_taken(first: int, last: int, taken: set[int]) -> int:
    for i in range(last - 1, first - 1, -1):
        if i in taken:
            return i + 1
    return first


def _is_noun(doc: Document, words: Words, hit: Hit, taken: set[int]) -> bool:
    """Whether the role word is the head of a noun phrase here, and no title, modifier or verb."""
    head = doc.tokens[doc.root_of(hit.first, hit.last)]
    if hit.entry.name in words.lists.owned and doc.child(head.i, "poss") is None:
        return False
    if head.pos not in trees.NOUNS and not (hit.last - hit.first > 1 and head.pos == "ADJ"):
        return False
    nxt = hit.last
    if nxt < len(doc.tokens) and nxt in taken and not hit.entry.plural and hit.entry.kind == "person":
        return False
    noun = trees.modifies(doc, head.i)
    if noun is None:
        return True
    following = words.at.get(noun.i)
    return following is None and noun.i in taken and hit.entry.plural


def _drafts(doc: Document, words: Words, hit: Hit, first: int, said: Described) -> list[Draft]:
    owners: tuple[Owner | None, ...] = said.owners or (None,)
    seen: dict[str | None, Owner | None] = {}
    for owner in owners:
        seen.setdefault(owner.country if owner else None, owner)
    drafts = []
    for country, owner in seen.items():
        sectors = said.sectors
        if owner is not None and "PRE" in owner.sectors and "PRE" not in sectors:
            sectors = (*sectors, "PRE")
        draft = Draft(
            first=first,
            last=hit.last,
            head=doc.root_of(hit.first, hit.last),
            kind="nominal",
            thing=_thing(hit),
            name=_name(doc, first, hit),
            key=(),
            country=country,
            sectors=sectors,
            role=said.role
            if hit.entry.kind == "person" and hit.entry.name not in words.lists.relational
            else None,
            lemma=hit.entry.name,
            plural=hit.entry.plural,
            definite=_definite(doc, first, doc.root_of(hit.first, hit.last)),
            former=said.former,
            sent=hit.entry.sent or _is_elsewhere(words, first, hit.first),
        )
        draft.because(doc, "actor/role-noun", hit.first, hit.last, hit.entry.name)
        if owner is not None:
            draft.because(doc, "actor/whose", owner.hit.first, owner.hit.last, country)
        drafts.append(draft)
    return drafts


def _thing(hit: Hit) -> ActorKind:
    """Return the entry's kind, with people in the plural as a group."""
    kind = hit.entry.kind or "group"
    return "group" if kind == "person" and hit.entry.plural else kind


def _name(doc: Document, first: int, hit: Hit) -> str:
    return doc.span(first, hit.last).text


def _definite(doc: Document, first: int, head: int) -> bool:
    if first > 0 and doc.tokens[first - 1].lower in _DEFINITE:
        return True
    return any(t.lower in _DEFINITE for t in doc.children(head, "det", "poss"))
