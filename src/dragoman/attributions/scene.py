"""What every rule of this room looks at (`Scene`), and what it hands on (`Finding`).

A scene is a parsed text with its quotes matched and its sentences cut again by surface, since the parser's
own sentences break around quotation marks.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.attributions import quotes
from dragoman.documents import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.attributions.quotes import Quote
    from dragoman.codebook.cues import Cue, Cues
    from dragoman.documents import Document
    from dragoman.records import Stance

Piece = tuple[int, int]
"""Characters from start up to, not including, end."""

ENDS = frozenset({".", "!", "?", "…", "...", "?!", "!?", ".."})
QUOTE_MARKS = frozenset("\"“”„‟«»‹›‘’‚'`「」『』") | {"''", "``"}

_DATELINE = re.compile(
    r"[^\W\d_][\w .,'’/-]{1,60}?"
    r"(?:\((?:[A-Z][\w./ ]{1,24})\)\s?[—–-]{1,2}|(?<=[A-Z]{2}),?[^.!?—–\n]{0,30}?\s?(?:—|–|--|\s-\s))\s?"
)
"""SEOUL, Jan 19 (Agency) -; New York (AFP) –; WASHINGTON —."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An attribution in the making: tokens of the cue, pieces of the text for source and content.

    ``stance`` is there where the content changes the one that the lexicon gives.
    """

    anchor: int
    cue: tuple[int, ...]
    source: tuple[Piece, ...] = ()
    content: tuple[Piece, ...] = ()
    entry: Cue
    rule: str
    head: int | None = None
    stance: Stance | None = None
    addressee: Piece | None = None

    def saying(self, more: Iterable[Piece]) -> Finding:
        """Return this finding with *more* pieces of content."""
        return replace(self, content=tuple(sorted({*self.content, *more})))


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with its quotes and its sentences by surface."""

    doc: Document
    cues: Cues
    quotes: tuple[Quote, ...]
    outer: tuple[Quote, ...]
    bounds: tuple[Piece, ...]
    segment: tuple[int, ...]
    datelines: frozenset[int]
    _starts: tuple[int, ...] = field(repr=False)
    _outer_starts: tuple[int, ...] = field(repr=False)
    _bound_starts: tuple[int, ...] = field(repr=False)

    def quote_at(self, char: int) -> Quote | None:
        """Return the outermost quote that holds character *char*."""
        k = bisect.bisect_right(self._outer_starts, char) - 1
        return self.outer[k] if k >= 0 and char < self.outer[k].end else None

    def around(self, char: int) -> list[Quote]:
        """Return the quotes that hold character *char*, the outermost first."""
        outer = self.quote_at(char)
        if outer is None:
            return []
        k = bisect.bisect_left(self._starts, outer.start)
        out: list[Quote] = []
        while k < len(self.quotes) and self.quotes[k].start <= char:
            if char < self.quotes[k].end:
                out.append(self.quotes[k])
            k += 1
        return out

    def opening(self, i: int) -> int:
        """Return the first token of the sentence by surface that holds token *i*, the dateline left out."""
        while i and self.segment[i - 1] == self.segment[i] and i - 1 not in self.datelines:
            i -= 1
        return i

    def paragraph_at(self, char: int) -> int:
        """Return the number of the paragraph that holds character *char*."""
        return max(0, bisect.bisect_right(self._bound_starts, char) - 1)

    def same_paragraph(self, a: int, b: int) -> bool:
        """Say whether characters *a* and *b* lie in one paragraph."""
        return self.paragraph_at(a) == self.paragraph_at(b)


def scene(doc: Document, cues: Cues) -> Scene:
    """Look at *doc*: match its quotes, cut its sentences by surface."""
    bounds = paragraphs(doc.text)
    found = quotes.match(doc.text, bounds)
    outer = tuple(q for q in found if q.depth == 0)
    return Scene(
        doc,
        cues,
        found,
        outer,
        tuple(bounds),
        _segments(doc, [b[0] for b in bounds]),
        frozenset(_datelines(doc, bounds)),
        tuple(q.start for q in found),
        tuple(q.start for q in outer),
        tuple(b[0] for b in bounds),
    )


def _datelines(doc: Document, bounds: list[Piece]) -> Iterable[int]:
    """Yield the tokens of the place, day and agency that open a paragraph."""
    for start, end in bounds:
        m = _DATELINE.match(doc.text, start, min(end, start + 100))
        if m is not None:
            yield from doc.tokens_in(start, m.end())


def _segments(doc: Document, starts: list[int]) -> tuple[int, ...]:
    """Number the sentences by surface: a full stop standing alone ends one, and so does a paragraph."""
    out: list[int] = []
    number, ended, paragraph = 0, False, 0
    for token in doc.tokens:
        here = bisect.bisect_right(starts, token.start)
        closes = token.text in QUOTE_MARKS or token.text in {")", "]"}
        glued = token.start > 0 and not doc.text[token.start - 1].isspace()
        if here != paragraph or (ended and not (closes and glued) and token.text not in ENDS):
            number += 1
            ended = False
        paragraph = here
        out.append(number)
        ended = ended or token.text in ENDS
    return tuple(out)
