"""Search: the articles that hold some words, and the countries and actors that these may mean."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from dragoman import searching
from dragoman.errors import SearchError
from dragoman.store import ArticleLine, Person
from dragoman.timeline import country
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import Limit, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What was found: articles, best first, actors by name, and the country that the words name."""

    q: str | None
    country: str | None
    country_name: str | None
    actors: tuple[Person, ...]
    articles: tuple[ArticleLine, ...]


def search(
    desk: Desk,
    q: Annotated[Words, Query(description='Words, "phrases", OR, NOT, stems*.', max_length=400)] = None,
    limit: Limit = 40,
) -> Hits:
    """Find articles by their words, and actors by their name."""
    if q is None:
        return Hits(q=None, country=None, country_name=None, actors=(), articles=())
    code = country(q, desk.who)
    return Hits(
        q=q,
        country=code,
        country_name=desk.country(code) if code else None,
        actors=tuple(desk.store.lists.people(q, limit=8)),
        articles=tuple(desk.store.lists.these(_articles(desk, q, limit))),
    )


def _articles(desk: Desk, q: str, limit: int) -> list[str]:
    """Return the ids of the articles that hold the words of *q*, the best first; copies of a text once."""
    try:
        found = searching.search(desk.store, q, among=["articles"], limit=limit)
    except SearchError:
        # What holds no word to look for may still be an actor's name.
        return []
    return [hit.article for hit in found.articles.best]
