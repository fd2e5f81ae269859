"""Adds the bodies that the user imported to the known words, where no table of ours has the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors import people
from dragoman.actors.words import Hit
from dragoman.codebook.who.lexicon import POSSESSIVES, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.actors.words import Words
    from dragoman.codebook.who import Entry, ImportedActors
    from dragoman.documents import Document

_LABELS = frozenset({"ORG", "NORP", "PERSON", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
_LONGEST = 12


def add(doc: Document, words: Words) -> None:
    """Enter each imported body that the text names, in the place of entries that are part of its name.

    A name is a whole entity that the parser labels, or a run of capitalised words; a single word only where
    it is labelled as a body's.
    """
    imported = words.who.imported
    if imported is None:
        return
    overrule(words)
    for first, last, label in sorted(_candidates(doc, words), key=lambda c: (c[0] - c[1], c)):
        if last - first > 1 or label == "ORG":
            entry = _body(words, imported, first, last)
            if entry is not None and entry.fits(words.texts[first:last]):
                _enter(words, Hit(first, last, entry))


def overrule(words: Words) -> None:
    """Let what the user's own tables say of a body go before what ships."""
    imported = words.who.imported
    if imported is None:
        return
    for hit in words.between(0, len(words.keys)):
        if hit.entry.sense == "organization":
            entry = imported.body(_key(words, hit.first, hit.last), own=True)
            if entry is not None:
                _enter(words, Hit(hit.first, hit.last, entry))


def phrase(words: Words, end: int) -> Entry | None:
    """Return the imported body that the phrase up to word *end* names as a whole, and nobody's name is."""
    imported = words.who.imported
    if imported is None:
        return None
    entry = _body(words, imported, 0, end)
    return entry if entry is not None and entry.fits(words.texts[:end]) else None


def _body(words: Words, imported: ImportedActors, first: int, last: int) -> Entry | None:
    """Return the body called by words *first* up to *last*; what tables place already only by the user's."""
    if last - first > _LONGEST:
        return None
    key = _key(words, first, last)
    placed = all(i in words.at for i in range(first, last))
    entry = imported.body(key, own=placed)
    if entry is None or words.who.holders.named(key) or imported.own.called(key):
        return None
    return None if imported.others.called(key) else entry


def _key(words: Words, first: int, last: int) -> tuple[str, ...]:
    return tuple(k for k in words.keys[first:last] if k not in SKIPPED)


def _candidates(doc: Document, words: Words) -> Iterator[tuple[int, int, str]]:
    """Yield the words that may be a body's name, without article and possessive, and the parser's label."""
    for entity in doc.entities:
        if entity.label in _LABELS:
            first, last = entity.first, entity.last
            if words.keys[first] == "the" and first + 1 < last:
                first += 1
            if words.texts[last - 1] in POSSESSIVES and last - 1 > first:
                last -= 1
            yield first, last, entity.label
    for name in people.sequences(doc, words):
        yield name.first, name.last, ""


def _enter(words: Words, hit: Hit) -> None:
    """Enter *hit* in the place of the hits inside it, unless one reaches beyond it or it is there already."""
    inside = {words.at[i] for i in range(hit.first, hit.last) if i in words.at}
    if any(h.first < hit.first or h.last > hit.last or h.entry.source for h in inside):
        return
    for old in inside:
        words.drop(old)
    words.enter(hit)
