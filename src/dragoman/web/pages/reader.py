"""One article with everything that was read in it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from dragoman.records import Coding
from dragoman.web.desk import Desk
from dragoman.web.pages.asked import NotThere


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One text that the article has had: when it was seen, its size, and the SHA-256 of its page, if kept."""

    number: int
    seen: str
    characters: int
    capture: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """An article's coding, as corrected, and for each of its events the number of its happening.

    ``versions`` are the texts that it has had, the oldest first.
    """

    coding: Coding
    happenings: dict[str, int]
    versions: tuple[Seen, ...]


def article(
    desk: Desk, id: Annotated[str, Query(description="The article's id.", examples=["tallinn-1"])]
) -> Reader:
    """Show an article with its actors, times, places, who says what, its events, and what was set aside."""
    found = desk.store.corrected(id)
    if found is None:
        message = f"the store holds no article {id!r}; the list of articles has all of them"
        raise NotThere(message)
    return Reader(
        coding=found.coding,
        happenings=desk.store.lists.happenings_of(id),
        versions=tuple(
            Seen(number=v.number, seen=v.seen, characters=len(v.article.text), capture=v.capture)
            for v in desk.store.versions(id)
        ),
    )
