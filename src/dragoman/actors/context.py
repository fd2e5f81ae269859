"""Gives a country to those whose own words name none, where the text around leaves one candidate only."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dragoman.actors.phrases import is_tied
from dragoman.codebook.who import NOT_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document, Token

DOMESTIC = frozenset(
    {
        "GOV",
        "MIL",
        "LEG",
        "JUD",
        "COP",
        "SPY",
        "OPP",
        "REB",
        "PTY",
        "CVL",
        "PRM",
        "EDU",
        "LAB",
        "AGR",
        "REF",
        "REL",
        "MED",
    }
)
_WITHIN = 2
_OFTEN = 3
_FAR_MORE = 2
_PLACES = frozenset({"country", "capital", "region"})
_OWNING = frozenset({"its", "their", "his", "her"})
_IN = frozenset({"in", "at", "near", "within", "outside", "across", "throughout", "inside"})
_ONE_A_STATE = frozenset(
    {"leader", "president", "prime minister", "premier", "foreign minister", "defense minister"}
    | {"defence minister", "head of state", "head of government", "king", "chancellor"}
)
# What one side deals out and another suffers.
_BLOWS = frozenset(
    {"strike", "airstrike", "raid", "attack", "shelling", "bombardment", "fire", "offensive", "assault"}
    | {
        "missile",
        "shell",
        "bombing",
        "operation",
        "rocket",
        "invasion",
        "artillery",
        "bomb",
        "drone",
        "aggression",
    }
)
# Bodies that report or help elsewhere: the state they are of says nothing of those around.
_BODIES_ABROAD = frozenset({"JRN", "NGO"})
# Those who act in other countries too: where they are does not say whose they are.
_BESIDES = frozenset({"MIL", "JRN"})


def inherit(doc: Document, words: Words, drafts: Sequence[Draft], owners: Sequence[Draft]) -> list[Draft]:
    """Fill in the country of each draft that has none, where the text around leaves one candidate.

    *owners* are pronouns, which count only as owners ("his office").
    Returns a copy for each further country of those that are several countries' ("their ministers").
    """
    more: list[Draft] = []
    seen = _countries_named(doc, words, drafts)
    people = frozenset(d.head for d in drafts if d.thing == "person")
    around = Surroundings(
        {d.head: d for d in (*owners, *drafts)}, seen, _story(seen, _dateline(doc, words)), people
    )
    known: dict[tuple[str, ...], str] = {}
    nouns: dict[str, str] = {}
    ordered = sorted(drafts, key=lambda d: d.head)
    # Twice, because "an official of the ministry" needs the ministry's country, which comes later.
    for place, draft in enumerate([*ordered, *ordered]):
        if place == len(ordered):
            nouns.clear()
        if draft.country is None and (draft.thing != "person" or draft.sectors):
            draft.country = known.get(draft.key) if draft.key else None
            if draft.country is None:
                more += _inherit(doc, words, draft, around, nouns)
        if draft.country is not None:
            if draft.key:
                known.setdefault(draft.key, draft.country)
            if draft.lemma and draft.country not in NOT_STATES:
                nouns[draft.lemma] = draft.country
                nouns[draft.lemma.split()[-1]] = draft.country
    return more


def _countries_named(
    doc: Document, words: Words, drafts: Sequence[Draft]
) -> dict[int, list[tuple[str, int]]]:
    """Return the states that each sentence names, with the words that name them."""
    seen: dict[int, list[tuple[str, int]]] = {}
    tied = {i for hit in words.hits if is_tied(words, hit) for i in range(hit.first, hit.last)}
    for draft in drafts:
        if draft.head in tied or not _BODIES_ABROAD.isdisjoint(draft.sectors):
            continue
        if draft.country is not None and draft.country not in NOT_STATES:
            seen.setdefault(doc.tokens[draft.head].sent, []).append((draft.country, draft.head))
    for hit in words.hits:
        if (
            hit.first not in tied
            and hit.entry.sense in _PLACES
            and hit.entry.country
            and hit.entry.part != "disputed"
        ):
            head = doc.root_of(hit.first, hit.last)
            seen.setdefault(doc.tokens[head].sent, []).append((hit.entry.country, head))
    return seen


def _dateline(doc: Document, words: Words) -> str | None:
    """Return the state of the place that the text opens with, as a dateline does: "TBILISI, May 1"."""
    hit = words.at.get(0)
    if hit is None or hit.entry.sense not in _PLACES or not doc.tokens[0].text.isupper() or not doc.tokens:
        return None
    return hit.entry.country


class Surroundings(NamedTuple):
    """Drafts by head; countries of each sentence, with the words that name them; the story's own country."""

    heads: dict[int, Draft]
    seen: dict[int, list[tuple[str, int]]]
    story: str | None
    people: frozenset[int]


def _story(seen: dict[int, list[tuple[str, int]]], dateline: str | None) -> str | None:
    """Return the country that the text is about: the one named far most, or one of two and the dateline's."""
    counts = Counter(code for found in seen.values() for code, _ in found)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _OFTEN:
        return None
    if len(ranked) == 1 or ranked[0][1] >= _FAR_MORE * ranked[1][1]:
        return ranked[0][0]
    return dateline if dateline in (ranked[0][0], ranked[1][0]) else None


def _inherit(
    doc: Document, words: Words, draft: Draft, around: Surroundings, nouns: dict[str, str]
) -> list[Draft]:
    codes = _from_owner(doc, words, draft, around.heads)
    code, rule = (codes[0] if codes else None), "actor/country-of-the-owner"
    many = draft.plural and draft.lemma in _ONE_A_STATE  # "the leaders met": of several states
    if (
        code is None
        and not draft.sent
        and not many
        and DOMESTIC.intersection(draft.sectors)
        and not _owned(doc, draft)
    ):
        code, rule = _from_around(doc, words, draft, around, nouns)
    if code is not None:
        draft.country = code
        draft.because(doc, rule, draft.first, draft.last, code)
    return [replace(draft, country=c, reasons=list(draft.reasons)) for c in codes[1:]]


def _owned(doc: Document, draft: Draft) -> bool:
    """Whether a pronoun says whose they are, and we do not know whom it means."""
    return any(k.lower in _OWNING for k in doc.children(draft.head, "poss"))


def _is_partisan(doc: Document, words: Words, draft: Draft) -> bool:
    """Whether words before the noun say on which side they are, as "pro-Russian" does."""
    first = min([draft.first, *(k.i for k in doc.children(draft.head, "amod", "compound"))])
    return any(is_tied(words, hit) for hit in words.between(first, draft.head))


def _from_around(
    doc: Document, words: Words, draft: Draft, around: Surroundings, nouns: dict[str, str]
) -> tuple[str | None, str]:
    """Return the country of a domestic actor, and the rule that gave it."""
    code = _from_place(doc, draft, around.seen)
    if code is not None:
        return code, "actor/country-of-the-place"
    if draft.kind == "nominal" and (draft.definite or draft.plural) and draft.lemma in nouns:
        return nouns[draft.lemma], "actor/country-as-before"
    for kid in doc.children(draft.head, "compound"):  # "administration officials"
        if draft.kind == "nominal" and kid.lemma in nouns:
            return nouns[kid.lemma], "actor/country-as-before"
    code = None if _is_partisan(doc, words, draft) else _from_sentence(doc, draft, around)
    if code is not None:
        return code, "actor/country-of-the-sentence"
    if around.story is not None:
        return around.story, "actor/country-of-the-story"
    return _from_before(doc, draft, around.seen), "actor/country-before"


def _from_owner(doc: Document, words: Words, draft: Draft, heads: dict[int, Draft]) -> list[str]:
    """Read "its troops", and "X sent troops", as those of the subject, or of each of the subjects."""
    if draft.kind != "nominal" or draft.lemma in words.lists.relational:
        return []
    head = doc.tokens[draft.head]
    whose = doc.child(draft.head, "poss")
    of = doc.child(draft.head, "prep")
    if whose is None and of is not None and of.lower == "of":
        inner = doc.child(of.i, "pobj")
        whose = doc.child(inner.i, "poss") if inner is not None else None
    if whose is not None and whose.lower == "whose":  # "Egypt, whose new government": the noun before
        clause = next((t for t in doc.ancestors(whose.i) if t.dep == "relcl"), None)
        whose = whose if clause is None else doc.tokens[clause.head]
    if whose is None:  # "the Obama administration": a person before the noun says as much
        people = (k for k in doc.children(draft.head, "compound", "nmod") if k.i in heads)
        whose = next((k for k in people if heads[k.i].thing == "person" and heads[k.i].kind == "name"), None)
    if whose is not None and whose.i in heads:
        return _countries(doc, whose, heads)
    inner = _complement(doc, draft.head)
    if inner is not None and inner.i in heads:
        return _countries(doc, inner, heads)[:1]
    own = whose is not None and whose.lower in _OWNING
    verb = next((t for t in doc.ancestors(draft.head) if t.pos in ("VERB", "AUX")), None)
    sent = (
        verb is not None and head.dep == "dobj" and head.head == verb.i and verb.lemma in words.lists.sending
    )
    if verb is None or not (own or sent):
        return []
    return _subject_countries(doc, verb, draft.head, heads, climb=own)


def _complement(doc: Document, head: int) -> Token | None:
    """Return the noun of the "of", "for" or "at" phrase of the noun at *head*."""
    for prep in doc.children(head, "prep"):
        if prep.lower in ("of", "for", "at") and prep.i > head:
            return doc.child(prep.i, "pobj")
    return None


def _countries(doc: Document, first: Token, heads: dict[int, Draft]) -> list[str]:
    found = (heads.get(t.i) for t in doc.conjuncts(first.i))
    return list(dict.fromkeys(d.country for d in found if d is not None and d.country is not None))


def _subject_countries(
    doc: Document, verb: Token, of: int, heads: dict[int, Draft], *, climb: bool
) -> list[str]:
    """Return the countries of who does *verb*, read through control: "accused X of sending its troops"."""
    while True:
        for subject in doc.children(verb.i, "nsubj", "nsubjpass"):
            found = _countries(doc, subject, heads) if subject.i != of else []
            if found:
                return found
        above = doc.tokens[verb.head]
        if verb.dep == "pcomp":
            above = doc.tokens[above.head]
        if above.i == verb.i:
            return []
        if verb.dep in ("xcomp", "pcomp"):
            controller = doc.child(above.i, "dobj", "dative")
            if controller is not None and controller.i != of:
                return _countries(doc, controller, heads)
        elif not (climb or verb.dep == "conj"):
            return []
        verb = above


def _from_place(doc: Document, draft: Draft, seen: dict[int, list[tuple[str, int]]]) -> str | None:
    """Read the country from "in Dili" where that says where the draft's own verb, or the draft itself, is."""
    verb = _governor(doc, draft.head)
    places = {
        code
        for code, head in seen.get(doc.tokens[draft.head].sent, [])
        if _where(doc, head) and (_governor(doc, head) == verb if verb is not None else False)
    }
    return places.pop() if len(places) == 1 and not _BESIDES.intersection(draft.sectors) else None


def _where(doc: Document, i: int) -> bool:
    """Whether token *i* stands, itself or as a modifier, in an adjunct that says where."""
    token = doc.tokens[i]
    while token.dep in ("compound", "poss", "nmod", "amod", "appos", "conj") and token.head != token.i:
        token = doc.tokens[token.head]
    return token.dep == "pobj" and doc.tokens[token.head].lower in _IN


def _from_sentence(doc: Document, draft: Draft, around: Surroundings) -> str | None:
    here = around.seen.get(doc.tokens[draft.head].sent, [])
    if draft.thing == "person" and draft.kind == "name":
        here = [(c, head) for c, head in here if head not in around.people]
    if len({c for c, _ in here}) != 1:
        return None
    others = [
        c
        for c, head in here
        if not (
            _opposed(doc, draft.head, head)
            or _counterpart(doc, head)
            or _said(doc, draft.head, head)
            or ("CVL" in draft.sectors and _strikes(doc, head))
        )
    ]
    return others[0] if others else None


def _said(doc: Document, speaker: int, i: int) -> bool:
    """Whether token *i* is in what the subject at *speaker* says, and does not say where."""
    verb = doc.tokens[doc.tokens[speaker].head]
    if doc.tokens[speaker].dep != "nsubj" or _where(doc, i):
        return False
    return any(i in doc.subtree(k.i) for k in doc.children(verb.i, "ccomp"))


def _strikes(doc: Document, i: int) -> bool:
    """Whether token *i* says whose a blow is, which others suffer: "killed in Israeli air strikes"."""
    token = doc.tokens[i]
    return token.dep in ("amod", "compound", "poss") and doc.tokens[token.head].lemma in _BLOWS


def _counterpart(doc: Document, i: int) -> bool:
    """Whether token *i* says whose the other one is: "his Iranian counterpart"."""
    return doc.tokens[doc.tokens[i].head].lemma in ("counterpart", "colleague")


def _from_before(doc: Document, draft: Draft, seen: dict[int, list[tuple[str, int]]]) -> str | None:
    sent = doc.tokens[draft.head].sent
    if seen.get(sent):
        return None
    for back in range(sent - 1, max(-1, sent - 1 - _WITHIN), -1):
        codes = {c for c, _ in seen.get(back, [])}
        if len(codes) == 1:
            return codes.pop()
        if codes:
            return None
    return None


def _opposed(doc: Document, one: int, other: int) -> bool:
    """Whether the two stand in different arguments of one verb, as in "the president warned Russia"."""
    token = doc.tokens[other]
    while token.dep in ("amod", "compound", "poss", "nmod") and token.head not in (token.i, one):
        token = doc.tokens[token.head]
    if token.i == one or token.head == one or one == other:
        return False
    verb = _governor(doc, one)
    return verb is not None and verb == _governor(doc, token.i) and not _where(doc, token.i)


def _governor(doc: Document, i: int) -> int | None:
    """Return the verb that *i*, or the phrase it is in, is an argument of."""
    token = doc.tokens[i]
    while token.head != token.i:
        if token.dep in ("relcl", "advcl", "ccomp", "acl", "xcomp"):
            return None
        token = doc.tokens[token.head]
        if token.pos in ("VERB", "AUX"):
            return _chain(doc, token)
    return None


def _chain(doc: Document, verb: Token) -> int:
    """Return the verb whose subject *verb* shares: "shelled the town, killing a family"."""
    while doc.tokens[verb.head].pos in ("VERB", "AUX") and (
        verb.dep in ("xcomp", "conj", "aux", "auxpass") or (verb.dep == "advcl" and verb.tag == "VBG")
    ):
        verb = doc.tokens[verb.head]
    return verb.i
