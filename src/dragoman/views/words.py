"""Records in, short plain phrases out, as the tables and the marked text use them."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from dragoman.records import Actor, Article
    from dragoman.store import Party

# Control characters could move the cursor or turn the writing round. Each becomes one dot: offsets stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""Return *text* with nothing in it that a terminal would obey.

    >>> plain("red\x1b[31m")
    'red·[31m'
    """
    return _CONTROL.sub("·", text)


def one_line(text: str) -> str:
    """Return *text* safe for the terminal and on one line."""
    return " ".join(plain(text).split())


def who(actor: Actor | Party) -> str:
    """Return an actor's name with its country's code, unless the name is the country's code."""
    name = one_line(actor.name)
    return f"{name} ({actor.country})" if actor.country and actor.country != name else name


def parties(
    actors: Collection[Actor | Party],
    recipients: Collection[Actor | Party],
    participants: Collection[Actor | Party] = (),
) -> str:
    """Return who acts, and upon whom or with whom.

    >>> parties([], [])
    '?'
    """
    text = ", ".join(map(who, actors)) or "?"
    if recipients:
        text += " → " + ", ".join(map(who, recipients))
    others = [p for p in participants if p not in actors and p not in recipients]
    if others:
        text += " with " + ", ".join(map(who, others))
    return text


def what(event_type: str, modes: Collection[str]) -> str:
    """Return an event's type with its modes."""
    return " ".join((event_type, *modes))


def when(first: date | None, last: date | None) -> str:
    """Return a day, or the interval in which something lies.

    >>> from datetime import date
    >>> when(date(2031, 3, 1), date(2031, 3, 31))
    '2031-03'
    >>> when(date(2031, 3, 3), None)
    'from 2031-03-03'
    """
    if first is None and last is None:
        return "no date"
    if last is None:
        return f"from {first}"
    if first is None:
        return f"by {last}"
    if first == last:
        return first.isoformat()
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04}"
    if first == last.replace(day=1) and last.day == monthrange(last.year, last.month)[1]:
        return f"{first.year:04}-{first.month:02}"
    return f"{first} to {last}"


def quoted(text: str, limit: int = 0) -> str:
    """Return *text* in quotation marks on one line, cut at *limit* characters if there is one."""
    text = one_line(text)
    if limit and len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return f"“{text}”"


def headline(article: Article) -> str:
    """Return what tells an article from others: title, publisher and date, or its id."""
    parts = (article.title or article.id, article.publisher, article.published)
    return one_line(" · ".join(part for part in parts if part))


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "copy", "copies"), counted(0, "event")
    ('1 copy', '0 events')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
