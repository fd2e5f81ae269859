"""Marks as cues: "Lavrov: talks are over", "TAPPER: Do you think so?", "Two killed in blast: police"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions import stretches
from dragoman.attributions.scene import ENDS, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.attributions.scene import Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document

LONGEST_NAME = 7
NAMING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PART", "NUM", "PRON"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield a finding for every colon or dash of *scene* that divides a speaker from what he says."""
    for token in scene.doc.tokens:
        entries = scene.cues.marks.get(token.text)
        if entries is None or scene.quote_at(token.start) is not None:
            continue
        found = _before(scene, token.i, entries[0]) if token.text == ":" else None
        found = found or _after(scene, token.i, entries[0])
        if found is not None:
            yield found


def _before(scene: Scene, mark: int, entry: Cue) -> Finding | None:
    """The speaker opens the sentence, and the colon follows."""
    doc = scene.doc
    first = scene.opening(mark)
    name = range(first, mark)
    stop = _end(scene, mark)
    if not 0 < len(name) <= LONGEST_NAME or stop - mark < 3 or not _is_name(doc, name):
        return None
    last = doc.tokens[mark - 1]
    spoken = scene.quote_at(doc.tokens[mark + 1].start) is not None
    title = scene.paragraph_at(last.start) == 0
    transcript = first == 0 or scene.paragraph_at(doc.tokens[first].start) != scene.paragraph_at(
        doc.tokens[first - 1].start
    )
    shouted = transcript and all(t.text.isupper() for t in doc.tokens[first:mark] if t.text.isalpha())
    named = last.pos == "PROPN" or last.text[:1].isupper() or last.lower in scene.cues.speakers
    if (
        not named
        or any(t.lower in scene.cues.labels for t in doc.tokens[first:mark])
        or not (spoken or title or shouted)
    ):
        return None
    return _finding(scene, mark, entry, name, range(mark + 1, stop))


def _after(scene: Scene, mark: int, entry: Cue) -> Finding | None:
    """The speaker closes a headline, after a colon or a dash."""
    doc = scene.doc
    first, stop = scene.opening(mark), _end(scene, mark)
    name = range(mark + 1, stop)
    while name and doc.tokens[name[-1]].text in ENDS:
        name = name[:-1]
    if scene.paragraph_at(doc.tokens[mark].start) != 0 or mark - first < 3 or not 0 < len(name) <= 4:
        return None
    if not _is_name(doc, name) or not any(t.pos in {"VERB", "AUX"} for t in doc.tokens[first:mark]):
        return None
    last = doc.tokens[name[-1]]
    if last.lower not in scene.cues.speakers and not (last.pos == "PROPN" and len(name) <= 2):
        return None
    return _finding(scene, mark, entry, name, range(first, mark))


def _is_name(doc: Document, tokens: range) -> bool:
    words = [doc.tokens[i] for i in tokens]
    return all(
        w.pos in NAMING or w.text in {",", "(", ")", "-", "of", "'s", "’s", "/", "&"} for w in words
    ) and any(w.pos in {"NOUN", "PROPN"} for w in words)


def _end(scene: Scene, i: int) -> int:
    """Return the token after the last of the sentence by surface that holds token *i*."""
    number = scene.segment[i]
    while i < len(scene.segment) and scene.segment[i] == number:
        i += 1
    return i


def _finding(scene: Scene, mark: int, entry: Cue, name: range, rest: range) -> Finding | None:
    doc = scene.doc
    quote = scene.quote_at(doc.tokens[rest.start].start)
    if quote is not None:
        said = [(quote.start, quote.end)]
    else:
        said = stretches.pieces(scene, rest, mark)
    if not said:
        return None
    return Finding(
        anchor=mark,
        cue=(mark,),
        source=stretches.stretch(doc, list(name)),
        content=tuple(said),
        entry=entry,
        rule="mark:" + doc.tokens[mark].text,
        head=name[-1],
    )
