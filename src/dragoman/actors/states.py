"""Finds states and bodies by name: countries, adjectives, capitals and seats that stand for a government."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.cities import CITY
from dragoman.actors.drafts import Draft
from dragoman.actors.phrases import is_negated, yields

if TYPE_CHECKING:
    from dragoman.actors.words import Hit, Words
    from dragoman.documents import Document
    from dragoman.records import MentionKind

_AGENTIVE = frozenset(
    {"nsubj", "nsubjpass", "dobj", "dative", "poss", "agent", "appos", "attr", "conj", "iobj"}
)
_PERSONAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
_ONE_ONLY = ("an", "i", "k", "ne", "wede", "ole", "urd")
_PROPN = frozenset({"PROPN", "NOUN", "ADJ", "X"})


def find(doc: Document, words: Words, taken: set[int]) -> list[Draft]:
    """Return a draft for each state or body named by words that no other mention has *taken*."""
    found = []
    for hit in words.hits:
        if hit.first in taken or hit.entry.sense not in _READERS or hit.entry.part == CITY:
            continue
        kind = _READERS[hit.entry.sense](doc, words, hit)
        if kind is not None:
            draft = _draft(doc, hit, kind)
            if kind == "place" and hit.entry.part != "disputed" and hit.entry.country in words.who.countries:
                state = words.who.countries[hit.entry.country]
                draft.key, draft.name, draft.sectors = ("country", state.code), state.name, ()
            if hit.entry.sense == "organization":
                _whose(doc, words, hit, draft)
            if kind == "demonym" and _is_national(doc, hit):
                _one_national(doc, draft)
            if hit.entry.sense == "people" and hit.first and words.keys[hit.first - 1] == "ethnic":
                _of_another_state(doc, words, draft)
            found.append(draft)
    return found


def _is_national(doc: Document, hit: Hit) -> bool:
    """Whether an adjective stands for one person of that nationality: "the Russian", "a Japanese".

    With "the", one like "French" or "Chinese" means the nation.
    """
    token = doc.tokens[hit.last - 1]
    if token.dep not in _PERSONAL or token.tag not in ("NN", "NNP", "JJ") or hit.last - hit.first > 1:
        return False
    kids = doc.children(token.i)
    if any(k.dep in ("compound", "amod", "nmod") for k in kids if k.i > token.i):
        return False
    articles = {k.lower for k in kids if k.dep == "det"}
    if articles & {"a", "an", "another"}:
        return True
    return "the" in articles and token.lower.endswith(_ONE_ONLY)


def _one_national(doc: Document, draft: Draft) -> None:
    """Make *draft* a person of the state that it names, not known to be one of any other mention."""
    draft.kind, draft.thing = "nominal", "person"
    draft.name = doc.span(draft.first, draft.last).text
    draft.key = ("national", draft.country or "", str(draft.first))


def _whose(doc: Document, words: Words, hit: Hit, draft: Draft) -> None:
    """Let a body whose name several states use be that of the state named before it."""
    i = hit.first - 1
    while i >= 0 and (words.keys[i] in ("'s", "") or doc.tokens[i].pos == "ADJ") and i not in words.at:
        i -= 1
    before = words.at.get(i)
    if before is None or not yields(hit.entry) or before.entry.sense not in ("country", "adjective"):
        return
    if before.entry.country != draft.country:
        draft.country = before.entry.country
        draft.key = (*draft.key, draft.country or "")
        draft.name, draft.wikidata = doc.span(before.first, hit.last).text, None
        draft.because(doc, "actor/whose", before.first, before.last, draft.country)


def _of_another_state(doc: Document, words: Words, draft: Draft) -> None:
    """Let "ethnic Albanians in Serbia" be of the state where they are; of none where that is not said."""
    draft.country = None
    for prep in doc.children(draft.head, "prep"):
        for place in doc.children(prep.i, "pobj") if prep.lower in ("in", "of", "from") else ():
            hit = words.at.get(place.i)
            if hit is not None and hit.entry.country in words.who.countries:
                draft.country = hit.entry.country
    draft.name = f"ethnic {draft.name}"
    draft.key = ("people", draft.country or "", draft.name)


def _draft(doc: Document, hit: Hit, kind: MentionKind) -> Draft:
    """Return the mention; a body, a seat of government, a people are actors of their own."""
    entry = hit.entry
    draft = Draft(
        first=hit.first,
        last=hit.last,
        head=doc.root_of(hit.first, hit.last),
        kind=kind,
        thing="country",
        name=entry.name,
        key=("country", entry.country or ""),
        country=entry.country,
    )
    if entry.sense in ("organization", "seat"):
        name = entry.name if entry.sense == "organization" else doc.span(hit.first, hit.last).text
        draft.key, draft.name, draft.sectors = ("body", name), name, entry.sectors
        draft.thing = (entry.kind or "organization") if entry.sense == "organization" else "organization"
        draft.wikidata = entry.wikidata
    elif entry.sense == "people":
        draft.key, draft.name = ("people", entry.country or ""), doc.span(hit.first, hit.last).text
        draft.thing = entry.kind or "group"
    elif entry.part:
        draft.key, draft.sectors = ("region", entry.name), entry.sectors
    rule = "imported" if entry.source else "body" if entry.sense == "organization" else entry.sense
    draft.because(doc, f"actor/{rule}", hit.first, hit.last, entry.source or None)
    return draft


def _country(doc: Document, words: Words, hit: Hit) -> MentionKind | None:
    return None if is_negated(words, hit) else "name"


def _adjective(doc: Document, words: Words, hit: Hit) -> MentionKind | None:
    if is_negated(words, hit) or (hit.first and words.keys[hit.first - 1] == "ethnic"):
        return None
    return "demonym"


def _capital(doc: Document, words: Words, hit: Hit) -> MentionKind | None:
    """Read a capital, region or city as an actor only where its place in the sentence is an actor's."""
    if _in_dateline(doc, hit):
        return None
    if is_place(doc, words, hit):
        # "arrived in Amman", "gave Kyiv aid": no actor, but a host or a receiver
        dep = doc.tokens[doc.root_of(hit.first, hit.last)].dep
        return "place" if dep in ("pobj", "compound", "nmod", "dative") else None
    return "metonym"


def _seat(doc: Document, words: Words, hit: Hit) -> MentionKind | None:
    head = doc.tokens[doc.root_of(hit.first, hit.last)]
    return None if head.dep == "pobj" and is_place(doc, words, hit) else "metonym"


def _body(doc: Document, words: Words, hit: Hit) -> MentionKind | None:
    return "name"


def is_place(doc: Document, words: Words, hit: Hit) -> bool:
    """Whether the sentence uses *hit* as a place: "in Moscow", "flew to Cairo", "Oslo accords"."""
    head = doc.tokens[doc.root_of(hit.first, hit.last)]
    head = doc.first_conjunct(head.i)
    if head.dep == "pobj":
        return _prepositional_place(doc, words, head.head)
    if head.dep in ("compound", "nmod", "amod", "npadvmod"):
        return True
    nxt = hit.last
    if nxt < len(doc.tokens) and doc.tokens[nxt].text == "," and head.dep == "appos":
        return True
    return head.dep not in _AGENTIVE and head.dep != "ROOT"


def _prepositional_place(doc: Document, words: Words, preposition: int) -> bool:
    word = doc.tokens[preposition].lower
    if word in words.lists.locative:
        return True
    governor = doc.head(preposition)
    if word in ("to", "from", "for"):
        if word == "from" and governor.pos == "VERB":
            return governor.lemma not in words.lists.obtaining
        return governor.lemma in words.lists.motion
    if word == "of":
        return governor.lemma in words.lists.place_nouns
    return False


def _in_dateline(doc: Document, hit: Hit) -> bool:
    """Whether the words open a paragraph as a dateline does: "SEOUL, Jan 19 (Agency) -"."""
    sentence = doc.sentence(hit.first)
    if hit.first != sentence.first or hit.last >= len(doc.tokens):
        return False
    nxt = doc.tokens[hit.last]
    shouting = all(
        t.isupper() for t in (doc.tokens[i].text for i in range(hit.first, hit.last)) if t.isalpha()
    )
    if nxt.text in ("(", "—", "–", "--", "-", ":") and (shouting or nxt.text == "("):
        return True
    return shouting and nxt.text in (",", "/") and len(doc.tokens[hit.first].text) > len("UAE")


_READERS = {
    "country": _country,
    "adjective": _adjective,
    "people": _country,
    "capital": _capital,
    "region": _capital,
    "seat": _seat,
    "organization": _body,
}
