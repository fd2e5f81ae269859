"""Gives a country to those whose own words name none, where the text around leaves one candidate only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document, Token

DOMESTIC = frozenset(
    {"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "REB", "PTY", "CVL", "PRM", "EDU", "LAB", "AGR", "REF"}
)
_WITHIN = 2
_AGAINST = frozenset({"against", "with", "to", "on", "at", "from", "for", "towards", "toward", "over"})
_PLACES = frozenset({"country", "capital", "region"})


def inherit(doc: Document, words: Words, drafts: Sequence[Draft], wanting: Iterable[Draft]) -> None:
    """Fill in the country of each draft in *wanting* from its sentence, else from the sentences before."""
    seen: dict[int, list[tuple[str, int]]] = {}
    for draft in drafts:
        if draft.country is not None:
            seen.setdefault(doc.tokens[draft.head].sent, []).append((draft.country, draft.head))
    for hit in words.hits:
        if hit.entry.sense in _PLACES and hit.entry.country and hit.entry.part != "disputed":
            head = doc.root_of(hit.first, hit.last)
            seen.setdefault(doc.tokens[head].sent, []).append((hit.entry.country, head))
    for draft in wanting:
        if draft.country is not None or not DOMESTIC.intersection(draft.sectors):
            continue
        code = _from_sentence(doc, draft, seen)
        if code is not None:
            draft.country = code
            draft.because(doc, "actor/country-of-the-sentence", draft.first, draft.last, code)
            continue
        code = _from_before(doc, draft, seen)
        if code is not None:
            draft.country = code
            draft.because(doc, "actor/country-of-the-story", draft.first, draft.last, code)


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
    if token.dep != "pobj":
        return False
    return doc.tokens[token.head].lower not in _AGAINST
