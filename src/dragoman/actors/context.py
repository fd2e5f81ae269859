"""Gives a country to those whose own words name none, where the text around leaves one candidate only."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document, Token

DOMESTIC = frozenset(
    {"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "REB", "PTY", "CVL", "PRM", "EDU", "LAB", "AGR", "REF"}
)
_WITHIN = 2
_OFTEN = 3
_FAR_MORE = 2
_PLACES = frozenset({"country", "capital", "region"})
_IN = frozenset({"in", "at", "near", "within", "outside", "across", "throughout", "inside"})
# Those who act in other countries too: where they are does not say whose they are.
_BESIDES = frozenset({"MIL", "JRN"})


def inherit(doc: Document, words: Words, drafts: Sequence[Draft]) -> list[Draft]:
    """Fill in the country of each draft that has none, where the text around leaves one candidate.

    Returns a copy for each further country of those that are several countries' ("their ministers").
    """
    more: list[Draft] = []
    heads = {d.head: d for d in drafts}
    seen: dict[int, list[tuple[str, int]]] = {}
    for draft in drafts:
        if draft.country is not None:
            seen.setdefault(doc.tokens[draft.head].sent, []).append((draft.country, draft.head))
    for hit in words.hits:
        if hit.entry.sense in _PLACES and hit.entry.country and hit.entry.part != "disputed":
            head = doc.root_of(hit.first, hit.last)
            seen.setdefault(doc.tokens[head].sent, []).append((hit.entry.country, head))
    surroundings = Surroundings(heads, seen, _story(seen))
    known: dict[tuple[str, ...], str] = {}
    for draft in sorted(drafts, key=lambda d: d.head):
        if draft.country is None and (draft.thing != "person" or draft.sectors):
            draft.country = known.get(draft.key) if draft.key else None
            if draft.country is None:
                more += _inherit(doc, words, draft, surroundings)
        if draft.key and draft.country is not None:
            known.setdefault(draft.key, draft.country)
    return more


class Surroundings(NamedTuple):
    """Drafts by head; countries of each sentence, with the words that name them; the story's own country."""

    heads: dict[int, Draft]
    seen: dict[int, list[tuple[str, int]]]
    story: str | None


def _story(seen: dict[int, list[tuple[str, int]]]) -> str | None:
    """Return the country that the text is about, if it names one far more often than any other."""
    counts = Counter(code for found in seen.values() for code, _ in found)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _OFTEN:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= _FAR_MORE * ranked[1][1] else None


def _inherit(doc: Document, words: Words, draft: Draft, around: Surroundings) -> list[Draft]:
    codes = _from_owner(doc, words, draft, around.heads)
    code, rule = (codes[0] if codes else None), "actor/country-of-the-owner"
    if code is None and not draft.sent and DOMESTIC.intersection(draft.sectors):
        code, rule = _from_place(doc, draft, around.seen), "actor/country-of-the-place"
        if code is None:
            code, rule = _from_sentence(doc, draft, around.seen), "actor/country-of-the-sentence"
        if code is None:
            code, rule = _from_before(doc, draft, around.seen), "actor/country-before"
        if code is None and not draft.plural:
            code, rule = around.story, "actor/country-of-the-story"
    if code is not None:
        draft.country = code
        draft.because(doc, rule, draft.first, draft.last, code)
    return [replace(draft, country=c, reasons=list(draft.reasons)) for c in codes[1:]]


def _from_owner(doc: Document, words: Words, draft: Draft, heads: dict[int, Draft]) -> list[str]:
    """Read "its troops", and "X sent troops", as those of the subject, or of each of the subjects."""
    if draft.kind != "nominal":
        return []
    head = doc.tokens[draft.head]
    whose = doc.child(draft.head, "poss")
    if whose is not None and whose.i in heads:
        return _countries(doc, whose, heads)
    own = whose is not None and whose.lower in ("its", "their", "his", "her")
    verb = next((t for t in doc.ancestors(draft.head) if t.pos in ("VERB", "AUX")), None)
    sent = (
        verb is not None and head.dep == "dobj" and head.head == verb.i and verb.lemma in words.lists.sending
    )
    if verb is None or not (own or sent):
        return []
    return _subject_countries(doc, verb, draft.head, heads, climb=own)


def _countries(doc: Document, first: Token, heads: dict[int, Draft]) -> list[str]:
    found = (heads.get(t.i) for t in doc.conjuncts(first.i))
    return list(dict.fromkeys(d.country for d in found if d is not None and d.country is not None))


def _subject_countries(
    doc: Document, verb: Token, of: int, heads: dict[int, Draft], *, climb: bool
) -> list[str]:
    while True:
        for subject in doc.children(verb.i, "nsubj", "nsubjpass"):
            found = _countries(doc, subject, heads) if subject.i != of else []
            if found:
                return found
        if verb.head == verb.i or not (climb or verb.dep in ("xcomp", "conj")):
            return []
        verb = doc.tokens[verb.head]


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


def _from_sentence(doc: Document, draft: Draft, seen: dict[int, list[tuple[str, int]]]) -> str | None:
    here = seen.get(doc.tokens[draft.head].sent, [])
    if len({c for c, _ in here}) != 1:
        return None
    others = [c for c, head in here if not _opposed(doc, draft.head, head)]
    return others[0] if others else None


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
    """Whether the two are different arguments of one verb, as in "the president warned Russia"."""
    return (
        one != other
        and (verb := _governor(doc, one)) is not None
        and verb == _governor(doc, other)
        and not _adjunct(doc, other)
    )


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
    while verb.dep in ("xcomp", "conj", "aux", "auxpass") and doc.tokens[verb.head].pos in ("VERB", "AUX"):
        verb = doc.tokens[verb.head]
    return verb.i


def _adjunct(doc: Document, i: int) -> bool:
    """Whether *i* stands in an adjunct of place, "in Sudan", or modifies a noun, "Sudanese opposition"."""
    token = doc.tokens[i]
    if token.dep in ("amod", "compound", "poss", "nmod"):
        return True
    return token.dep == "pobj" and doc.tokens[token.head].lower in _IN
