"""Finds adjectives of country that say where: "on Russian soil", "the Greek islands", "the Mexican border".

Said of land, they name the country as a place; said of people and bodies ("Russian officials") they do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.places.names import Name
from dragoman.records import Reason

if TYPE_CHECKING:
    from dragoman.codebook.gazetteer import Gazetteer, Words
    from dragoman.documents import Document

BETWEEN = frozenset({"JJ", "JJS", "VBN", "VBG", "NN", "HYPH", "RB"})
FURTHEST = 3


def scan(doc: Document, gazetteer: Gazetteer) -> list[Name]:
    """Return the adjectives of country in *doc* that are said of land."""
    out: list[Name] = []
    tokens = doc.tokens
    for i, token in enumerate(tokens):
        if not token.text[0].isupper() or token.pos not in {"ADJ", "PROPN"}:
            continue
        first, code = i, gazetteer.demonyms.get(token.lower)
        if i and tokens[i - 1].end + 1 == token.start:
            both = gazetteer.demonyms.get(f"{tokens[i - 1].lower} {token.lower}")
            first, code = (i - 1, both) if both else (first, code)
        ground = _ground(doc, i, gazetteer.words) if code is not None else None
        if code is None or ground is None:
            continue
        spot = gazetteer.countries[code]
        start, end = tokens[first].start, token.end
        name = Name(first, i + 1, start, end, f"{spot.name} (land)", (spot,), hand=True, weight=4.0)
        name.spot, name.strong = spot, True
        name.reasons.append(
            Reason(
                rule="places.ground",
                start=tokens[ground].start,
                end=tokens[ground].end,
                note=tokens[ground].lower,
            )
        )
        out.append(name)
    return out


def _ground(doc: Document, i: int, words: Words) -> int | None:
    """Return the word for land that the adjective at *i* belongs to."""
    tokens = doc.tokens
    for k in range(i + 1, min(i + 1 + FURTHEST, len(tokens))):
        t = tokens[k]
        if t.sent != tokens[i].sent:
            return None
        if t.lower in words.ground and t.pos == "NOUN":
            after = tokens[k + 1] if k + 1 < len(tokens) else None
            ends = after is None or after.pos != "NOUN"
            return k if ends else None
        if t.tag not in BETWEEN:
            return None
    return None
