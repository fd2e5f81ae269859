"""Store and a query in, `Hit`s out: articles and quotes, by their words and by who, what and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.errors import SearchError
from dragoman.store import Hits, Search
from dragoman.store.queries import expression, words

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from dragoman.store import Store

AMONG = ("articles", "quotes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found among articles, and among what is attributed to somebody."""

    articles: Hits = field(default_factory=Hits)
    quotes: Hits = field(default_factory=Hits)


def search(
    store: Store,
    query: str = "",
    *,
    speaker: str | None = None,
    actor: str | None = None,
    countries: Collection[str] = (),
    types: Collection[str] = (),
    statuses: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
    among: Collection[str] = AMONG,
    limit: int = 20,
) -> Results:
    """Return the articles and quotes that hold the words of *query*, at most *limit* of each, the best first.

    *query* is words, "phrases", beginnings*, OR, NOT and parentheses; without one the newest come first.
    *speaker* keeps quotes alone, of whoever has these words in name or description. *actor* and *countries*
    (codes as in `Actor.country`) must be read in the article, or be speaker or named in the quote; with
    *types* or *statuses* they must all take part in one such event, told by the article or the quote.
    *since* and *until* are days of publication.

    >>> from dragoman.store import Store
    >>> with Store.open(":memory:") as store:
    ...     search(store, "grain OR wheat").articles.total
    0

    Raises:
        SearchError: if there is nothing to look for.
    """
    wanted = Search(
        words=expression(query),
        speaker=_name("speaker", speaker),
        actor=_name("actor", actor),
        countries=tuple(countries),
        types=tuple(types),
        statuses=tuple(statuses),
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        limit=limit,
    )
    if query.strip() and wanted.words is None:
        message = f"{query!r} holds no word to look for"
        raise SearchError(message)
    if not any((wanted.words, speaker, actor, countries, types, statuses, since, until)):
        message = (
            "there is nothing to look for; give words, or a speaker, actor, country, type, status or day"
        )
        raise SearchError(message)
    with store.snapshot():
        return Results(
            articles=store.search_articles(wanted) if "articles" in among and speaker is None else Hits(),
            quotes=store.search_quotes(wanted) if "quotes" in among else Hits(),
        )


def _name(option: str, text: str | None) -> str | None:
    """Return the expression for a name."""
    if text is None:
        return None
    if (found := words(text)) is None:
        message = f"{text!r} is no {option}; give a name, or a part of it"
        raise SearchError(message)
    return found
