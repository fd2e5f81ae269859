"""Document in, `Name`s out: every stretch of words that the gazetteer knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.codebook.gazetteer import Gazetteer, Spot, Words
    from dragoman.documents import Document, Token
    from dragoman.records import Reason

LONGEST = 9
LONGEST_TEXT = 60


@dataclass(slots=True)
class Name:
    """Tokens ``first`` up to ``last`` and the spots they may mean. The steps that follow fill in the rest."""

    first: int
    last: int
    start: int
    end: int
    key: str
    spots: tuple[Spot, ...]
    hand: bool = False
    weight: float = 0.0
    strong: bool = False
    label: str | None = None
    dateline: bool = False
    kind: str | None = None
    preposition: str | None = None
    within: Name | None = None
    holds: bool = False
    of: str | None = None
    spot: Spot | None = None
    abstain: bool = False
    land: str | None = None
    site: bool = False
    inner: bool = False
    reasons: list[Reason] = field(default_factory=list)


def capital(token: Token) -> bool:
    """Say whether *token* begins with a capital letter."""
    return token.text[0].isupper()


def scan(doc: Document, gazetteer: Gazetteer) -> list[Name]:
    """Return the longest known names in *doc*, in text order; none overlaps another."""
    names: list[Name] = []
    tokens = doc.tokens
    i = 0
    known: dict[str, tuple[Spot, ...]] = {}
    while i < len(tokens):
        name = None
        if may_open(tokens[i]):
            name = _short(doc, i, gazetteer) or _longest_at(doc, i, gazetteer, known)
        if name is None:
            i += 1
        else:
            names.append(name)
            i = name.last
    return names


def may_open(token: Token) -> bool:
    """Say whether a name may begin with *token*."""
    text = token.text
    return text[0].isupper() or text in {"al", "mainland"} or text.startswith(("al-", "el-", "sub-"))


def _short(doc: Document, i: int, gazetteer: Gazetteer) -> Name | None:
    """Return a province's short form: after a comma and a name, or where it can be nothing else."""
    token = doc.tokens[i]
    spot = gazetteer.short.get(token.text)
    if spot is None:
        return None
    after_comma = i >= 2 and doc.tokens[i - 1].text == "," and capital(doc.tokens[i - 2])
    if token.text in gazetteer.anywhere or after_comma:
        return Name(i, i + 1, token.start, token.end, fold(spot.name), (spot,), hand=True)
    return None


def _longest_at(
    doc: Document, i: int, gazetteer: Gazetteer, known: dict[str, tuple[Spot, ...]]
) -> Name | None:
    start = doc.tokens[i].start
    for j in reversed(list(ends(doc, i, gazetteer.words))):
        end = doc.tokens[j - 1].end
        text = doc.text[start:end]
        key = fold(text) if end - start <= LONGEST_TEXT else ""
        if not key:
            continue
        if key not in known:
            known[key] = gazetteer.named(key)
        hand = bool(gazetteer.known(key))
        if known[key] and _spelled(text, key, gazetteer) and (hand or key not in gazetteer.demonyms):
            return Name(i, j, start, end, key, known[key], hand=hand)
    return None


def _spelled(text: str, key: str, gazetteer: Gazetteer) -> bool:
    """Refuse "Us" and "car" where the name is an acronym, and single letters."""
    if key in gazetteer.acronyms:
        return text.upper() == text
    return len(key) > 2 or (len(key) == 2 and not text.isupper())


def ends(doc: Document, i: int, words: Words) -> Iterator[int]:
    """Yield where a name that opens at token *i* may end (the token after it)."""
    tokens = doc.tokens
    sent = tokens[i].sent
    for j in range(i, min(i + LONGEST, len(tokens))):
        t = tokens[j]
        if t.sent != sent:
            return
        glued = j > i and t.start == tokens[j - 1].end and t.text[0].isalnum()
        if j == i or t.text[0].isupper() or glued or t.lower in words.tail or t.text[0].isdigit():
            yield j + 1
            continue
        before_dc = t.text == "," and j + 1 < len(tokens) and tokens[j + 1].lower in _DC
        if t.lower not in words.inside and not before_dc:
            return


_DC = frozenset({"d.c.", "dc", "d.c"})
