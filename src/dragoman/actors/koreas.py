"""Reads "the North", "the South" and "the two Koreas", the first two in a text that names one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.drafts import Draft

if TYPE_CHECKING:
    from dragoman.actors.words import Words
    from dragoman.documents import Document

_SHORT = {"North": "PRK", "South": "KOR"}


def add(doc: Document, words: Words, named: list[Draft]) -> None:
    """Append to *named* a mention for each such word."""
    for token in doc.tokens:
        if token.text == "Koreas" and token.i not in words.at:
            named.extend(_draft(doc, words, token.i, code) for code in _SHORT.values())
    there = {d.country for d in named}
    if not there & set(_SHORT.values()):
        return
    for token in doc.tokens:
        code = _SHORT.get(token.text)
        if code is None or token.i in words.at or not _alone(doc, token.i):
            continue
        named.append(_draft(doc, words, token.i, code))


def _draft(doc: Document, words: Words, i: int, code: str) -> Draft:
    draft = Draft(
        first=i,
        last=i + 1,
        head=i,
        kind="name",
        thing="country",
        name=words.who.countries[code].name,
        key=("country", code),
        country=code,
    )
    draft.because(doc, "actor/short-korea", i, i + 1)
    return draft


def _alone(doc: Document, i: int) -> bool:
    """Whether the word stands after "the" and is no part of a longer name."""
    if i == 0 or doc.tokens[i - 1].lower != "the":
        return False
    return i + 1 >= len(doc.tokens) or not doc.tokens[i + 1].text[0].isupper()
