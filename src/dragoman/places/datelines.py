"""Marks the names that stand in a dateline: "SEOUL, Jan 19 (Agency) - ..."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.documents import Document
    from dragoman.places.names import Name

_LINE = re.compile(
    r"[A-Z][\w.'’ -]{1,40}(?:[,/] ?[A-Z][\w.'’ -]{1,40}){0,3}"
    r"(?:,? ?(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? ?\d{0,2}(?:,? \d{4})?)?"
    r"(?: ?\([^()\n]{2,60}\))?(?: ?[A-Z][\w/ ]{1,20})?\s?(?:—|–|--|- |:)"
)


def mark_datelines(doc: Document, names: Sequence[Name]) -> None:
    """Set ``dateline`` on the names that open a paragraph and stand before its dash."""
    opens: dict[int, int] = {}
    for sentence in doc.sentences:
        opens.setdefault(sentence.paragraph, sentence.start)
    ends: dict[int, int] = {}
    for paragraph, start in opens.items():
        match = _LINE.match(doc.text, start, start + 120)
        if match is not None:
            ends[paragraph] = match.end()
    for name in names:
        paragraph = doc.sentence(name.first).paragraph
        if paragraph in ends and name.end <= ends[paragraph] and name.start - opens[paragraph] < 60:
            name.dateline = True
