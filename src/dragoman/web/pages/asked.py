"""The words of an address in, what they mean out: dates, countries, statuses, and the error that helps."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, get_args

from fastapi import Path, Query
from pydantic import BeforeValidator

from dragoman.records import CLASSIC, Status
from dragoman.timeline import country
from dragoman.web.desk import Desk

SHOWN: frozenset[str] = CLASSIC | {"planned"}
"""Statuses that are shown unless others are asked for."""


class NotThere(Exception):  # noqa: N818  (reads as what happened)
    """There is nothing by that name; the message says what to do."""


class Unclear(Exception):  # noqa: N818  (reads as what happened)
    """What was asked cannot be understood; the message says what to do."""


def blank(value: object) -> object:
    """Return None for a field of a form that was left empty."""
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: object) -> object:
    value = blank(value)
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        message = f"{value!r} is no date; write it as 2024-01-19"
        raise ValueError(message) from None


def one_of(name: str, known: tuple[str, ...]) -> Callable[[object], object]:
    """Return what lets through nothing but *known* words; an empty one is None."""

    def fit(value: object) -> object:
        value = blank(value)
        if value is not None and value not in known:
            message = f"{value!r} is no {name}; there are {', '.join(known)}"
            raise ValueError(message)
        return value

    return fit


STATUSES: tuple[str, ...] = get_args(Status)

Since = Annotated[
    date | None,
    BeforeValidator(_day),
    Query(description="Nothing that was over before this day.", examples=["2024-01-01"]),
]
Until = Annotated[
    date | None,
    BeforeValidator(_day),
    Query(description="Nothing that began after this day.", examples=["2024-12-31"]),
]
AsOf = Annotated[
    date | None,
    BeforeValidator(_day),
    Query(description="As it stood at the end of this day.", examples=["2023-10-20"]),
]
OneStatus = Annotated[
    str | None,
    BeforeValidator(one_of("status", (*STATUSES, "all"))),
    Query(
        description="Only this status, or all of them; otherwise what is asserted, attributed, contested or"
        " planned.",
        examples=["contested"],
    ),
]
Words = Annotated[str | None, BeforeValidator(blank)]
CountryA = Annotated[str, Path(description="A country: its code or name.", examples=["PRK"])]
CountryB = Annotated[str, Path(description="Another country.", examples=["RUS"])]
Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many.", examples=[50])]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Leave out so many first.", examples=[0])]


def statuses(asked: str | None) -> tuple[str, ...] | None:
    """Return the statuses that *asked* stands for; None: all.

    >>> statuses("all"), statuses("denied")
    (None, ('denied',))
    """
    if asked == "all":
        return None
    return tuple(sorted(SHOWN)) if asked is None else (asked,)


def code_of(desk: Desk, words: str) -> str:
    """Return the code of the country that *words* name.

    Raises:
        NotThere: if the codebook knows no such country.
    """
    found = country(words, desk.who)
    if found is None:
        message = f"{words!r} is no country that the codebook knows; try its English name or ISO code"
        raise NotThere(message)
    return found


def two_countries(desk: Desk, a: str, b: str) -> tuple[str, str]:
    """Return the codes of two countries.

    Raises:
        Unclear: if they are one.
    """
    first, second = code_of(desk, a), code_of(desk, b)
    if first == second:
        message = f"{a!r} and {b!r} are one country; name two"
        raise Unclear(message)
    return first, second
