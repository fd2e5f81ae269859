"""Ready-made articles in rows: the fields of one in, `Article` out, ids checked against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from dragoman.articles import ready
from dragoman.articles.ready import NoArticle

if TYPE_CHECKING:
    from dragoman.records import Article
    from dragoman.settings import Settings

# Ids are compared with this many before them; a stream may be longer than memory.
IDS_KEPT = 200_000


class Record(msgspec.Struct):
    """One row as it comes; fields of other names are left alone."""

    text: str
    id: str | int | float | None = None
    title: str | None = None
    published: str | int | float | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(slots=True)
class Rows:
    """Makes the articles of one source. *published* is the date of those that have none."""

    settings: Settings
    published: str | None = None
    seen: dict[str, int] = field(default_factory=dict)

    def article(self, record: Record, line: int) -> Article:
        """Return the article of the row on *line*, or raise NoArticle."""
        if isinstance(record.published, int | float):
            message = f"published is the number {record.published}; give {ready.WHAT_IS_A_DATE} in quotes"
            raise NoArticle(message)
        given = None if record.id in (None, "") else str(record.id)
        self.refuse_used(given)
        article = ready.article(
            record.text,
            id=given,
            title=record.title,
            publisher=record.publisher,
            published=record.published or self.published,
            url=record.url,
            language=record.language,
            longest=self.settings.longest_article,
        )
        self.note(given, line)
        return ready.in_english(article)

    def refuse_used(self, given: str | None) -> None:
        """Raise NoArticle if the id was used on a line before."""
        if given is not None and given in self.seen:
            message = (
                f"the id {given!r} was used on line {self.seen[given]} already; give each article its own id"
            )
            raise NoArticle(message)

    def note(self, given: str | None, line: int) -> None:
        """Remember that an id is used on *line*."""
        if given is not None and len(self.seen) < IDS_KEPT:
            self.seen[given] = line
