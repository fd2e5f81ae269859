"""Search: articles and quotes by words and by who, what and when; and the actors that words may mean."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from dragoman import searching
from dragoman.errors import SearchError
from dragoman.store import Hits, Person
from dragoman.timeline import country as named
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import Limit, Since, Until, Words, code_of
from dragoman.web.pages.dyad import EventType

ACTORS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: articles and quotes, best first, actors by name, and the country that the words name.

    ``problem`` says what is wrong with what was looked for.
    """

    q: str | None
    speaker: str | None
    country: str | None
    country_name: str | None
    actors: tuple[Person, ...]
    articles: Hits
    quotes: Hits
    problem: str | None


def search(
    desk: Desk,
    q: Annotated[Words, Query(description='Words, "phrases", OR, NOT, stems*.', max_length=400)] = None,
    speaker: Annotated[
        Words, Query(description="Only quotes of whoever has these words in the name.", max_length=200)
    ] = None,
    country: Annotated[Words, Query(description="Only where its actors occur.", examples=["PRK"])] = None,
    type: EventType = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
) -> Found:
    """Find articles and quotes by their words, and actors by their name; copies of a text count once."""
    code = code_of(desk, country) if country else None
    result, problem = searching.Results(), None
    if any((q, speaker, code, type, since, until)):
        try:
            result = searching.search(
                desk.store,
                q or "",
                speaker=speaker,
                countries=(code,) if code else (),
                types=(type,) if type else (),
                since=since,
                until=until,
                limit=limit,
            )
        except SearchError as error:
            problem = str(error)
    meant = code or (named(q, desk.who) if q else None)
    return Found(
        q=q,
        speaker=speaker,
        country=meant,
        country_name=desk.country(meant) if meant else None,
        actors=tuple(desk.store.lists.people(q, limit=ACTORS)) if q else (),
        articles=result.articles,
        quotes=result.quotes,
        problem=problem,
    )
