"""From tokens to words of the text: phrases, sources, contents, with their edges trimmed.

A source is one unbroken run around its head; a content may come in pieces and keeps quotation marks in pairs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.attributions.scene import ENDS, QUOTE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.attributions.scene import Piece, Scene
    from dragoman.documents import Document

_GLUED_AFTER = re.compile(r"(?:-\w+)+")
CONNECTIVES = frozenset(
    [
        "however",
        "meanwhile",
        "moreover",
        "furthermore",
        "nevertheless",
        "nonetheless",
        "still",
        "also",
        "besides",
    ]
)
ASIDE_MARKS = frozenset({",", "—", "–", "--", "-", "("})
LOOSE = frozenset({",", ";", ":", "—", "–", "-", "--", "―", "and", "but", "or", "(", "["})
NO_OPENING = LOOSE | QUOTE_MARKS | {"even", "also"}


def phrase(doc: Document, head: int, *, without: Iterable[int] = ()) -> list[int]:
    """Return the tokens of the phrase of *head*, less the subtrees that hold one of *without*."""
    barred: set[int] = set()
    banned = set(without)
    for i in banned:
        barred.update(_branch(doc, head, i))
    return [i for i in doc.subtree(head) if i not in barred and _under(doc, i, head)]


def _under(doc: Document, i: int, head: int) -> bool:
    """Say whether *i* hangs below *head*; projective trees make this a formality, crossing ones do not."""
    if i == head:
        return True
    return any(a.i == head for a in doc.ancestors(i))


def _branch(doc: Document, head: int, i: int) -> range:
    """Return the subtree of the child of *head* that holds *i*."""
    if i == head:
        return range(0)
    at = i
    while doc.tokens[at].head not in (head, at):
        at = doc.tokens[at].head
    return doc.subtree(at) if doc.tokens[at].head == head else range(0)


def source_tokens(scene: Scene, head: int, *, without: Iterable[int] = ()) -> list[int]:
    """Return the tokens of the noun phrase of *head* as a source: one unbroken run around the head.

    Appositions and short restrictive clauses belong to it; an aside ("who was there too") does not.
    """
    doc = scene.doc
    asides = [
        k.i
        for k in doc.children(head, "relcl", "acl", "advcl")
        if k.i > head and doc.tokens[k.left - 1].text in ASIDE_MARKS
    ]
    barred = scene.datelines.union(*(range(doc.tokens[k].left, doc.tokens[k].right + 1) for k in asides))
    tokens = [i for i in phrase(doc, head, without=without) if i not in barred]
    if head not in tokens:
        return []
    run = _run_around(tokens, head)
    while run[0] != head and doc.tokens[run[0]].lower in NO_OPENING:
        run = run[1:]
    while run[-1] != head and (doc.tokens[run[-1]].lower in LOOSE - {","} or _dangles(run, asides, doc)):
        run = run[:-1]
    if run[-1] != head and not any(doc.tokens[i].text in ASIDE_MARKS for i in run[:-1]):
        run = run[:-1] if doc.tokens[run[-1]].text == "," else run
    return run


def _dangles(run: list[int], asides: list[int], doc: Document) -> bool:
    """Say whether the last comma of *run* only opened an aside that was left out."""
    return doc.tokens[run[-1]].text in ASIDE_MARKS and any(doc.tokens[k].left == run[-1] + 1 for k in asides)


def _run_around(tokens: list[int], head: int) -> list[int]:
    at = tokens.index(head)
    first = last = at
    while first > 0 and tokens[first - 1] == tokens[first] - 1:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1] == tokens[last] + 1:
        last += 1
    return tokens[first : last + 1]


def stretch(doc: Document, tokens: list[int]) -> tuple[Piece, ...]:
    """Return the one piece from the first of *tokens* to the last, or none."""
    if not tokens:
        return ()
    return (whole_words(doc.text, doc.tokens[tokens[0]].start, doc.tokens[tokens[-1]].end),)


def whole_words(text: str, start: int, end: int) -> Piece:
    """Widen a piece that ends or begins at the hyphen inside a word: "anti" in "anti-war"."""
    tail = _GLUED_AFTER.match(text, end)
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        start -= 1
        while start and text[start - 1].isalnum():
            start -= 1
    return start, tail.end() if tail else end


def runs(tokens: Iterable[int]) -> list[list[int]]:
    """Divide *tokens* into unbroken runs."""
    out: list[list[int]] = []
    for i in sorted(set(tokens)):
        if out and out[-1][-1] == i - 1:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def pieces(scene: Scene, tokens: Iterable[int], anchor: int) -> list[Piece]:
    """Return the characters of *tokens* as content: trimmed of loose edges, quotation marks kept in pairs.

    A quote that holds the cue itself, at token *anchor*, is none of the content's business.
    """
    doc = scene.doc
    out: list[Piece] = []
    for run in runs(tokens):
        first, last = run[0], run[-1]
        while first <= last and (
            doc.tokens[first].lower in LOOSE or first in scene.datelines or _connects(doc, first)
        ):
            first += 1
        while last >= first and _hangs(scene, first, last):
            last -= 1
        if first > last:
            continue
        piece = whole_words(doc.text, doc.tokens[first].start, doc.tokens[last].end)
        piece = whole_quotes(scene, piece, doc.tokens[anchor].start)
        if out and piece[0] <= out[-1][1]:
            piece = (out[-1][0], max(piece[1], out[-1][1]))
            out.pop()
        out.append(piece)
    return out


def _connects(doc: Document, i: int) -> bool:
    """Say whether token *i* is a "however" with its comma, which links sentences and says nothing."""
    return doc.tokens[i].lower in CONNECTIVES and i + 1 < len(doc.tokens) and doc.tokens[i + 1].text == ","


def _hangs(scene: Scene, first: int, last: int) -> bool:
    """Say whether token *last* is a comma, conjunction or full stop that the content does not need."""
    token = scene.doc.tokens[last]
    if token.lower in LOOSE:
        return True
    if token.text in ENDS:
        quote = scene.quote_at(token.start)
        return quote is None or quote.start < scene.doc.tokens[first].start
    if token.text in QUOTE_MARKS and last > first:
        quote = scene.quote_at(token.start)
        return quote is not None and quote.start == token.start
    return False


def whole_quotes(scene: Scene, piece: Piece, cue: int) -> Piece:
    """Widen *piece* so that it cuts no quote of which it holds the better half; *cue* is where the cue is."""
    start, end = piece
    for char in (start, end - 1, end):
        for quote in scene.around(min(char, len(scene.doc.text) - 1)):
            if (start <= quote.start and quote.end <= end) or quote.start <= cue < quote.end:
                continue
            shared = min(end, quote.end) - max(start, quote.start)
            if shared > 0 and (shared * 2 >= quote.end - quote.start or quote.start >= start):
                start, end = min(start, quote.start), max(end, quote.end)
    return start, end
