"""Plain text in, `Block`s out: one block a paragraph, heading, list item or menu line.

Hard-wrapped lines are joined; Markdown's signs are taken away. Nothing is judged here (cleaning.py does
that).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Tag = Literal["p", "li", "h", "quote", "caption", "title"]

# A wrapped line is about as wide as a column; longer lines are paragraphs of their own.
NARROWEST, WIDEST = 30, 140
# By so many letters may a wrapped line miss its width, and such a share of them keep to it.
RAGGED, MOSTLY = 6, 0.7
# A shorter line right under a picture is its caption.
LONGEST_UNDER_PICTURE = 90
# With fewer breaks than this in mid-sentence, the last line must end a sentence.
SURE = 3
# So many breaks in mid-sentence across blank lines mean that the blank lines are no paragraph ends.
DOUBLE_SPACED = 4

_SPACE = re.compile(r"[^\S\n]+")
_ITEM = re.compile(r"^(?:[-–•*·▪►●○‣◦■□▶▷✓→»]\s+|(?:\d{1,2}|[a-zA-Z])[.)]\s+|\(\d{1,2}\)\s+)")
_BULLET = re.compile(r"^[-–•*·▪►●○‣◦■□▶▷✓→»]\s+")
ENDS = re.compile(r"[.!?…。！？؟۔]['\"”’»」)\]]*$")
_GOES_ON = re.compile(r"[,;:]['\"”’»)\]]*$")

_END_WORD = r"\s++(?:\(END\)|#\s?#\s?#|-30-|ENDS|\[?ENDITEM\]?)"
# Where the signs begin, and nowhere inside them: a line of nothing else is looked at once.
_END_SIGN = re.compile(rf"(?<![\s■□▪◼◆●∎♦])(?:(?:\s*+[■□▪◼◆●∎♦]++)++(?:{_END_WORD})?|{_END_WORD})\s*+$")

_MD_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\s]{0,2000}+(?:\s+\"[^\"\n]{0,300}\")?\)")
_MD_LINK = re.compile(
    r"\[([^\]\[\n]{0,1000})\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s+\"[^\"\n]{0,300}\")?\)"
)
_MD_MARK = re.compile(
    r"(\*\*|__|`)(?=\S)(.{1,1000}?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*(?![\w*])"
)
_MD_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_MD_QUOTE = re.compile(r"^(?:>\s?)+")
_MD_RULE = re.compile(r"^\s*([-*_=~])(?:\s*\1){2,}\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a page that stands for itself.

    ``boxed`` says that it lies in a small box of its own, with its own heading, among the paragraphs;
    ``links`` is the share of its letters that lie in links; ``aside`` says that the page itself puts it
    beside the article (navigation, footer, form); ``extracted`` whether the extractor took it for the
    article's body (None: no extractor was asked).
    """

    text: str
    tag: Tag = "p"
    links: float = 0.0
    aside: bool = False
    boxed: bool = False
    extracted: bool | None = None


def without_end_sign(text: str) -> str:
    """Return *text* without the sign with which papers end an article (a square, "(END)", "-30-")."""
    return _END_SIGN.sub("", text)


def terminal(text: str) -> bool:
    """Say whether *text* ends as a sentence does."""
    return ENDS.search(text) is not None


def item(text: str) -> bool:
    """Say whether *text* begins as an item of a list does."""
    return _ITEM.match(text) is not None


def from_text(text: str, *, markdown: bool = False) -> list[Block]:
    """Return the blocks of plain *text*."""
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    lines = ["" if _MD_RULE.match(line) else line for line in lines]
    chunks = _chunks(lines)
    if _double_spaced(chunks):
        chunks = [[line for chunk in chunks for line in chunk]]
    found: list[Block] = []
    pictured = False
    widths = [w for c in chunks if (w := _width(c)) is not None]
    width = max(widths) if len(widths) > 1 else None
    for chunk in chunks:
        for line in _joined(chunk, width):
            block = _markdown(line) if markdown else _plain(line)
            if pictured and block.tag == "p" and 0 < len(block.text) < LONGEST_UNDER_PICTURE:
                block = replace(block, tag="caption")
            pictured = markdown and not block.text and _MD_IMAGE.match(line) is not None
            found.append(block)
    return [b for b in found if b.text]


def looks_like_markdown(text: str) -> bool:
    """Say whether *text* holds Markdown links or headings, as page-to-text services give them."""
    head = text[:20_000]
    return len(_MD_LINK.findall(head)) > 1 or bool(re.search(r"(?m)^#{1,3} \S.*$", head))


def _plain(line: str) -> Block:
    line = _END_SIGN.sub("", line)
    if item(line):
        # A dash before a sentence may open what somebody says, as many languages write it.
        speech = line[0] in "-–" and terminal(line)
        return Block(text=line if speech else _BULLET.sub("", line), tag="li")
    return Block(text="" if _MD_RULE.match(line) else line)


def _markdown(line: str) -> Block:
    line = _END_SIGN.sub("", line)
    if _MD_RULE.match(line):
        return Block(text="")
    quoted = _MD_QUOTE.match(line) is not None
    line = _MD_QUOTE.sub("", line)
    heading = _MD_HEADING.match(line)
    if heading:
        line = heading.group(2).rstrip("#").rstrip()
    line = _MD_IMAGE.sub("", line)
    linked = sum(len(m.group(1)) for m in _MD_LINK.finditer(line))
    line = _MD_LINK.sub(r"\1", line)
    line = _MD_MARK.sub(lambda m: m.group(2) or m.group(3) or "", line).strip()
    links = linked / len(line) if line else 0.0
    if heading:
        return Block(text=line, tag="title" if heading.group(1) == "#" else "h", links=min(links, 1.0))
    if item(line):
        return Block(text=_BULLET.sub("", line), tag="li", links=min(links, 1.0))
    return Block(text=line, tag="quote" if quoted else "p", links=min(links, 1.0))


def _chunks(lines: Iterable[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in lines:
        if line:
            chunks[-1].append(line)
        elif chunks[-1]:
            chunks.append([])
    return [c for c in chunks if c]


def _breaks(above: str, below: str) -> bool:
    """Say whether a sentence runs on from one line into the next."""
    return (
        NARROWEST <= len(above) <= WIDEST and not terminal(above) and below[:1].islower() and not item(below)
    )


def _double_spaced(chunks: list[list[str]]) -> bool:
    if sum(len(c) for c in chunks) > 1.3 * len(chunks):
        return False
    broken = sum(_breaks(a[-1], b[0]) for a, b in itertools.pairwise(chunks))
    return broken >= max(DOUBLE_SPACED, len(chunks) // 4)


def _joined(chunk: list[str], page_width: int | None) -> list[str]:
    """Join the lines of a chunk that were one paragraph before somebody wrapped it."""
    width = _width(chunk) or page_width
    if width is None:
        return chunk
    paragraphs = [chunk[0]]
    for above, below in itertools.pairwise(chunk):
        if not item(below) and not _MD_HEADING.match(below) and _full(above, below, width):
            hyphen = above.endswith("-") and above[-2:-1].isalpha()
            paragraphs[-1] += below if hyphen else " " + below
        else:
            paragraphs.append(below)
    return paragraphs


def _full(above: str, below: str, width: int) -> bool:
    """Say whether the next word would not have fitted on the line above."""
    return width - RAGGED < len(above) + 1 + len(below.split(" ", 1)[0]) and len(above) <= width + RAGGED


def _width(chunk: list[str]) -> int | None:
    """Return the width to which a chunk was wrapped.

    Most of its mid-sentence breaks are where a line was full.
    """
    broken = [(a, b) for a, b in itertools.pairwise(chunk) if _breaks(a, b)]
    if not broken or chunk[0][:1].islower() or (len(broken) < SURE and not terminal(chunk[-1])):
        return None
    width = max(len(a) for a, _ in broken)
    full = sum(_full(a, b, width) for a, b in broken)
    return width if full >= MOSTLY * len(broken) else None
