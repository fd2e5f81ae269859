"""What the readers of dumps and tables hand on: places to enter, and rows that are broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dragoman.codebook.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST, LONGEST, MOST_WORDS = 3, 60, 9
"""Names with fewer or more letters, or more words, are never looked for in a text."""


class Entry(NamedTuple):
    """A place under its folded names. ``country`` is ISO 3166 alpha-2, ``admin1`` GeoNames' code in it."""

    keys: tuple[str, ...]
    name: str
    id: str
    lat: float
    lon: float
    country: str
    admin1: str
    people: int
    feature: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is broken: its line, and what is wrong and what would be right."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.line}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which places to take: those of *countries* (ISO alpha-2; all if empty), settled by so many people."""

    countries: frozenset[str] = frozenset()
    min_population: int = 0


class Rows(Protocol):
    """The rows of a file: an Entry each, a Bad, or None for what is not wanted."""

    kind: str

    def __iter__(self) -> Iterator[Entry | Bad | None]:
        """Yield what the rows are."""


def keys_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the folded *names*, each once, without those that no text is searched for.

    >>> keys_of(["Žabče", "Zabce", "Ž"])
    ('zabce',)
    """
    keys = dict.fromkeys(map(fold, names))
    return tuple(k for k in keys if SHORTEST <= len(k) <= LONGEST and k.count(" ") < MOST_WORDS)


def point(lat: str, lon: str) -> tuple[float, float] | None:
    """Return the point that two decimal numbers give, or None if there is none such.

    >>> point("50.1", "36.2"), point("950.1", "36.2"), point("nan", "0")
    ((50.1, 36.2), None, None)
    """
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        return None
    return (y, x) if -90 <= y <= 90 and -180 <= x <= 180 else None
