"""Abbreviations that the text itself explains: "the National Telecommunications Commission (NTC)".

The text comes first: where the words before the bracket are not the body that the codebook has under the
abbreviation, it is another here, and the codebook's is forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.who.lexicon import fold, split

if TYPE_CHECKING:
    from dragoman.actors.words import Words

SHORTEST, LONGEST = 2, 7
_SMALL = frozenset({"of", "for", "the", "and", "on", "in", "to", "de", "la", "del", "des", "du"})


def settle(words: Words) -> None:
    """Forget what the codebook knows of abbreviations that the text explains otherwise."""
    other = {
        words.texts[i]
        for i in range(1, len(words.texts) - 1)
        if words.texts[i - 1] == "("
        and words.texts[i + 1] == ")"
        and i in words.at
        and _explained_otherwise(words, i)
    }
    for hit in [h for h in words.hits if h.last - h.first == 1 and words.texts[h.first] in other]:
        words.drop(hit)


def _explained_otherwise(words: Words, i: int) -> bool:
    """Tell whether the words before the bracketed word *i* spell it out, and as another body."""
    hit = words.at[i]
    short = words.texts[i].replace(".", "")
    if not (short.isupper() and short.isalpha() and SHORTEST <= len(short) <= LONGEST):
        return False
    if hit.entry.sense not in ("organization", "country") or hit.last - hit.first > 1:
        return False
    first = _spelt_from(words, i - 1, short)
    if first is None:
        return False
    known = words.at.get(i - 2)
    if known is not None and known.entry.name == hit.entry.name:
        return False
    long = {fold(t) for t in words.texts[first : i - 1]} - _SMALL
    listed = {fold(w) for w in split(hit.entry.name)} - _SMALL
    return not long <= listed and not listed <= long


def _spelt_from(words: Words, bracket: int, short: str) -> int | None:
    """Return where the capitalised words start whose initials, up to *bracket*, are *short*."""
    i, left = bracket, list(short)
    while left and i > 0:
        i -= 1
        text = words.texts[i]
        if text[:1].upper() == left[-1] and text[:1].isupper():
            left.pop()
        elif words.keys[i] not in _SMALL:
            return None
    return i if not left else None
