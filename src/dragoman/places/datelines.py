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
    r"(?:(?: ?\([^()\n]{2,60}\))?(?: ?[A-Z][\w/ ]{1,20})?\s?(?:—|–|--|- |:)| ?\([A-Z][A-Za-z/. ]{1,20}\) )"
)

AGENCY = re.compile(
    r"(?:, [A-Z][\w. ]{1,20})?(?: ?(?:\([A-Z][\w/ .]{1,20}\))? ?(?:—|–|--| - )| ?\([A-Z][A-Za-z/.]{1,15}\) )"
)
"""What comes after a dateline's place, and shows that it is one."""

LONG_ENOUGH = 4


def mark_datelines(doc: Document, names: Sequence[Name]) -> None:
    """Set ``dateline`` on the names that open a paragraph before its dash, or alone in capitals."""
    opens: dict[int, int] = {}
    starts = {s.start for s in doc.sentences}
    for sentence in doc.sentences:
        opens.setdefault(sentence.paragraph, sentence.start)
    ends: dict[int, int] = {}
    for paragraph, start in opens.items():
        match = _LINE.match(doc.text, start, start + 120)
        if match is not None:
            ends[paragraph] = match.end()
    for name in names:
        paragraph = doc.sentence(name.first).paragraph
        head = paragraph in ends and name.end <= ends[paragraph] and name.start - opens[paragraph] < 60
        name.dateline = head or _shouted(doc, name, name.start in starts)


def _shouted(doc: Document, name: Name, opens: bool) -> bool:
    """Say whether a name in capitals opens a sentence in small letters, or comes before an agency's mark."""
    text = doc.text[name.start : name.end]
    if not text.isupper() or len(text) < LONG_ENOUGH or name.last + 1 >= len(doc.tokens):
        return False
    after, next_one = doc.tokens[name.last], doc.tokens[name.last + 1]
    if AGENCY.match(doc.text, name.end) is not None:
        return True
    return opens and not (after.text.isupper() or next_one.text.isupper()) and after.text[0].isalpha()
