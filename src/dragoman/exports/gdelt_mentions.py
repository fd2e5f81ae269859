"""Mentions in, GDELT 2's 16 tab-separated columns of mentions out, without a header, as GDELT has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.exports.columns import Column, line
from dragoman.exports.gdelt import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
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


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "GLOBALEVENTID", "integer",
        "a number made from the event's date, actors, CAMEO code and place; the same as in gdelt-events", "",
        lambda r: r.mention.key,
    ),
    Column(
        "EventTimeDate", "string",
        "when the first article that mentions the event was published: 14 digits, UTC, midnight where only the day is known",
        "that article has no date", lambda r: r.first.stamp,
    ),
    Column(
        "MentionTimeDate", "string", "when this article was published, in the same form", "it has no date",
        lambda r: r.mention.stamp,
    ),
    Column(
        "MentionType", "integer", "1 (web) if the article has a URL, else 2 (citation only)", "",
        lambda r: WEB if r.mention.url else CITATION,
    ),
    Column(
        "MentionSourceName", "string", "host of the URL without www., else the publisher", "neither is known",
        lambda r: r.mention.outlet,
    ),
    Column(
        "MentionIdentifier", "string", "the article's URL, else its id", "",
        lambda r: r.mention.url or r.mention.article,
    ),
    Column(
        "SentenceID", "integer", "nothing: the store keeps where the words stand, not the count of sentences",
        "always", lambda _: None,
    ),
    Column(
        "Actor1CharOffset", "integer", "where the words for actor 1 begin in the article, from 0; -1 if there are none",
        "", lambda r: r.mention.source.offset,
    ),
    Column(
        "Actor2CharOffset", "integer", "the same for actor 2", "", lambda r: r.mention.target.offset
    ),
    Column(
        "ActionCharOffset", "integer", "where the words that tell the event begin", "", lambda r: r.mention.offset
    ),
    Column(
        "InRawText", "integer", "1: dragoman reads the text as it stands and rewrites nothing", "", lambda _: 1
    ),
    Column(
        "Confidence", "integer", "the event's confidence in percent, by tens from 10 to 100", "",
        lambda r: max(10, 10 * round(10 * r.mention.confidence)),
    ),
    Column(
        "MentionDocLen", "integer", "characters in the article", "", lambda r: r.mention.length
    ),
    Column("MentionDocTone", "number", "nothing: dragoman measures no tone", "always", lambda _: None),
    Column(
        "MentionDocTranslationInfo", "string", "nothing: articles are read in their own language", "always",
        lambda _: None,
    ),
    Column("Extras", "string", "nothing, as in GDELT", "always", lambda _: None),
)


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one line for each mention of each event of the classic view."""
    for mentions in events(store, wanted, codes, tally):
        for mention in mentions:
            tally.rows += 1
            yield line(COLUMNS, Row(mention, mentions[0]))
