"""Text in, matched quotation marks out: by characters alone, since parsers go wrong inside and around quotes.

Straight, curly, low-high and angle marks, two single marks for a double one, single marks told from
apostrophes, nested quotes, and quotes that run over paragraphs with a fresh opening mark on each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile("''|``|[\"“”„‟«»‹›‘’‚'`「」『』]")
_OPENERS = {
    "“": '”“"',
    "„": '“”"',
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "``": "''\"",
    "‘": "’'",
    "‚": "‘’",
}
_CLOSERS = frozenset("”»›」』’")
_SINGLES = frozenset("'’‘`‚‹›")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–/\-:;,\"“„«‘'…>]")
_AFTER_CLOSING = re.compile(r"[\s)\]},.;:!?—–/\-\"”»’'…<]")
_CLIPPED = re.compile(r"(?:em|til|tis|twas|cause|n|bout|round|\d\ds?)\b", re.IGNORECASE)
_BETTER_CLOSE = re.compile(r"[.,!?…][’']|[’'](?=[\s,.;:!?)”\"]|$)")
_SINGLE_CLOSE = re.compile(r"[\w.,!?…][’'](?=[\s,.;:!?)”\"]|$)")


class Quote(NamedTuple):
    """A quotation with its marks: characters *start* to *end*; *inner* to *last* without them.

    ``closed`` is False where the closing mark is missing; ``goes_on`` where the next paragraph goes on with
    the quote; ``depth`` counts the quotes around it.
    """

    start: int
    end: int
    inner: int
    last: int
    depth: int
    closed: bool
    goes_on: bool


class _Open(NamedTuple):
    start: int
    mark: str
    closers: frozenset[str]


def match(text: str, bounds: list[tuple[int, int]]) -> tuple[Quote, ...]:
    """Return the quotes of *text*, whose paragraphs are *bounds*, in order of their start.

    >>> [text[q.start:q.end] for text in ["He said “go ‘now’” and left."] for q in match(text, [(0, 28)])]
    ['“go ‘now’”', '‘now’']
    """
    found: list[Quote] = []
    for k, (start, end) in enumerate(bounds):
        following = text[bounds[k + 1][0] : bounds[k + 1][0] + 2] if k + 1 < len(bounds) else ""
        found += _paragraph(text, start, end, following)
    return tuple(_nested(sorted(found, key=lambda q: (q.start, -q.end))))


def _nested(found: list[Quote]) -> Iterator[Quote]:
    """Yield the quotes with their depth: how many of those before them are still open."""
    ends: list[int] = []
    for quote in found:
        while ends and ends[-1] <= quote.start:
            ends.pop()
        yield quote._replace(depth=len(ends))
        ends.append(quote.end)


def _paragraph(text: str, start: int, end: int, following: str) -> list[Quote]:
    found: list[Quote] = []
    stack: list[_Open] = []
    for m in _MARK.finditer(text, start, end):
        mark, a, b = m.group(), m.start(), m.end()
        if _is_apostrophe(text, mark, a, b, start, end, stack):
            continue
        level = _closes(text, mark, a, b, end, stack)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            if text[opened.start + len(opened.mark) : a].strip():
                found.append(Quote(opened.start, b, opened.start + len(opened.mark), a, 0, True, False))
        elif _opens(text, mark, a, b, start, end):
            if stack and stack[-1].mark == mark:
                stack.pop()  # the same mark opens twice: the first was never closed, nobody knows where
            stack.append(_Open(a, mark, _closers_of(mark)))
    if stack and stack[0].mark not in _SINGLES:
        opened, inner = stack[0], stack[0].start + len(stack[0].mark)
        goes_on = bool(following) and following[0] == opened.mark[0]
        spoken = goes_on or opened.start == start or _speech_opens(text, start, opened)
        if spoken and any(c.isalnum() for c in text[inner:end]):
            found.append(Quote(opened.start, end, inner, end, 0, False, goes_on))
    return found


def _speech_opens(text: str, start: int, opened: _Open) -> bool:
    """Say whether an opening mark in mid-paragraph stands where speech begins: after a colon or a comma."""
    return text[start : opened.start].rstrip().endswith((":", ","))


def _closers_of(mark: str) -> frozenset[str]:
    if mark == "``":
        return frozenset({"''", '"'})
    if mark == '"':
        return frozenset('"”')
    if mark == "»":
        return frozenset("«")
    return frozenset(_OPENERS.get(mark, mark)) if mark != "''" else frozenset({"''"})


def _is_apostrophe(text: str, mark: str, a: int, b: int, start: int, end: int, stack: list[_Open]) -> bool:
    if mark not in {"'", "’", "‘", "`"}:
        return False
    before = text[a - 1] if a > start else " "
    after = text[b] if b < end else " "
    if before.isalnum() and after.isalnum():
        return True
    open_single = any(o.mark in _SINGLES for o in stack)
    if mark != "‘" and not before.isspace() and not _BEFORE_OPENING.match(before):
        # dogs' tails: after an s with no single quote open, or with a better closing mark to come
        if not open_single:
            return True
        later = _BETTER_CLOSE.search(text, b, end)
        return before in "sS" and after == " " and text[b + 1 : b + 2].islower() and later is not None
    if mark == "‘":
        return False
    if after.isalnum() and _CLIPPED.match(text, b):
        return True
    return (
        mark == "’"
        and not open_single
        and after.isalnum()
        and before.isspace()
        and not _has_single(text, b, end)
    )


def _has_single(text: str, a: int, end: int) -> bool:
    return _SINGLE_CLOSE.search(text, a, end) is not None


def _closes(text: str, mark: str, a: int, b: int, end: int, stack: list[_Open]) -> int | None:
    """Return which of the open quotes *mark* closes, if any; the innermost first."""
    after = text[b] if b < end else " "
    before = text[a - 1] if a else " "
    for level in range(len(stack) - 1, -1, -1):
        if mark not in stack[level].closers:
            continue
        if mark in _CLOSERS and mark != "’":
            return level
        glued_left = not before.isspace()
        if glued_left or not after.isalnum() or _AFTER_CLOSING.match(after):
            opens_more = before.isspace() and after.isalnum()
            return None if opens_more else level
    return None


def _opens(text: str, mark: str, a: int, b: int, start: int, end: int) -> bool:
    before = text[a - 1] if a > start else " "
    after = text[b] if b < end else " "
    if mark in _OPENERS and mark != "``":
        return not after.isspace()
    if after.isspace():
        return False
    if mark in {'"', "''"} and before.isdigit():
        return False
    if mark in {"'", "`"} and not after.isalnum() and after not in '[(“"…$':
        return False
    return bool(_BEFORE_OPENING.match(before))
