"""Mentions in, GDELT 2's 16 tab-separated columns of mentions out, without a header, as GDELT has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import line
from dragoman.exports.gdelt import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.columns import Cells
    from dragoman.exports.gdelt import Mention
    from dragoman.exports.reports import Tally, Wanted
    from dragoman.store import Store

WEB, CITATION = 1, 2
"""GDELT's kinds of source: a page on the web, or one known by its citation alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mention, and the first of its event."""

    mention: Mention
    first: Mention


CELLS: Cells[Row] = {
    "GLOBALEVENTID": lambda r: r.mention.key,
    "EventTimeDate": lambda r: r.first.stamp,
    "MentionTimeDate": lambda r: r.mention.stamp,
    "MentionType": lambda r: WEB if r.mention.url else CITATION,
    "MentionSourceName": lambda r: r.mention.outlet,
    "MentionIdentifier": lambda r: r.mention.url or r.mention.article,
    "SentenceID": lambda _: None,
    "Actor1CharOffset": lambda r: r.mention.source.offset,
    "Actor2CharOffset": lambda r: r.mention.target.offset,
    "ActionCharOffset": lambda r: r.mention.offset,
    "InRawText": lambda _: 1,
    "Confidence": lambda r: max(10, 10 * round(10 * r.mention.confidence)),
    "MentionDocLen": lambda r: r.mention.length,
    "MentionDocTone": lambda _: None,
    "MentionDocTranslationInfo": lambda _: None,
    "Extras": lambda _: None,
}


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one line for each mention of each event of the classic view."""
    for mentions in events(store, wanted, codes, tally):
        for mention in mentions:
            tally.rows += 1
            yield line(CELLS, Row(mention, mentions[0]))
