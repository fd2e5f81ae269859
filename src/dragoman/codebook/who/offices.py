"""`offices*.tsv` in, Office records and index entries out: who held which office from when to when.

The tables are ``offices.tsv`` and every ``offices_NAME.tsv`` beside it, all of one form, so that a region
or a kind of office can have a file of its own.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.codebook.tables import rows
from dragoman.codebook.who.lexicon import HYPHENS, Entry, fold, split
from dragoman.codebook.who.organizations import SECTORS, check_sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row

FILE = re.compile(r"offices(?:_\w+)?\.tsv")
COLUMNS = ("person", "aliases", "country", "office", "sectors", "first", "last", "wikidata", "source")

_VOWELS = re.compile(r"(?<=.)[aeiouyw]+|(?<=.)h(?=$|[^aeiouy])")
_SOUNDS = (
    ("kh", "k"),
    ("gh", "g"),
    ("q", "k"),
    ("dh", "d"),
    ("ph", "f"),
    ("ck", "k"),
    ("tch", "ch"),
    ("dzh", "j"),
)
_DOUBLE = re.compile(r"(.)\1+")
SHORTEST_WORD = 3
WHOLE_DATE = len("2024-01-19")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One tenure: a person, an office, its country and sectors, first and last day (None: open).

    An imported person may be there without an office (``""``), for the country or the sectors alone.
    """

    person: str
    aliases: tuple[str, ...]
    country: str | None
    office: str
    sectors: tuple[str, ...]
    first: date | None
    last: date | None
    wikidata: str | None
    source: str
    imported: bool = False


@functools.lru_cache(maxsize=1 << 15)
def skeleton(word: str) -> str:
    """Return the consonants of a folded word, so that ways to transliterate it agree.

    >>> skeleton("mohammed") == skeleton("muhammad"), skeleton("zelenskiy") == skeleton("zelensky")
    (True, True)
    """
    for sound, plain in _SOUNDS:
        word = word.replace(sound, plain)
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", word))


class Holders:
    """The tenures, and which of them a name, or a word of a name, may mean (their numbers)."""

    def __init__(self, tenures: Sequence[Office] = ()) -> None:
        """Index *tenures* by name; by the sound of words only when first asked."""
        self.tenures = tuple(tenures)
        persons: dict[tuple[str, str | None], tuple[list[int], dict[str, None]]] = {}
        for number, office in enumerate(self.tenures):
            numbers, names = persons.setdefault((office.person, office.wikidata or office.country), ([], {}))
            numbers.append(number)
            names.update(dict.fromkeys((office.person, *office.aliases)))
        by_name: dict[tuple[str, ...], list[int]] = {}
        for numbers, names in persons.values():
            for name in names:
                by_name.setdefault(name_words(name), []).extend(numbers)
        self._by_name = by_name
        self._by_sound: dict[str, set[int]] | None = None

    def named(self, words: Sequence[str]) -> Sequence[int]:
        """Return the tenures of people with exactly this name (folded words)."""
        return self._by_name.get(tuple(words), ())

    def called(self, words: Sequence[str]) -> Sequence[Office]:
        """Return the tenures themselves of people with exactly this name (folded words)."""
        return [self.tenures[n] for n in sorted(self.named(words))]

    def sounding(self, words: Iterable[str]) -> set[int]:
        """Return the tenures of people whose name holds every one of *words* in some transliteration."""
        if self._by_sound is None:
            self._by_sound = self._sounds()
        having = [self._by_sound.get(skeleton(word), set()) for word in words]
        return set.intersection(*having) if having else set()

    def persons_sounding(self, word: str) -> set[str]:
        """Return the people one of whose names holds *word* in some transliteration."""
        return {self.tenures[n].person for n in self.sounding((word,))}

    def _sounds(self) -> dict[str, set[int]]:
        by_sound: dict[str, set[int]] = {}
        for name, numbers in self._by_name.items():
            for word in name:
                if len(word) >= SHORTEST_WORD:
                    by_sound.setdefault(skeleton(word), set()).update(numbers)
        return by_sound


def load(folder: Traversable, faults: Faults, known: frozenset[str]) -> Holders:
    """Read the tenures of every table."""
    names = sorted(f.name for f in folder.iterdir() if FILE.fullmatch(f.name))
    sound: dict[str, tuple[str, ...]] = {}
    return Holders(
        [_office(row, faults, known, sound) for n in names for row in rows(folder, n, COLUMNS, faults)]
    )


@functools.lru_cache(maxsize=1 << 15)
def name_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, hyphens apart."""
    return tuple(w for w in map(fold, split(name)) if w not in HYPHENS)


def _office(row: Row, faults: Faults, known: frozenset[str], sound: dict[str, tuple[str, ...]]) -> Office:
    """Return the tenure in *row*. *sound* holds the sectors cells that have been checked."""
    sectors = sound.get(row["sectors"])
    if sectors is None:
        sectors = check_sectors(row, faults)
        if SECTORS.issuperset(sectors):
            sound[row["sectors"]] = sectors
    if row["country"] and row["country"] not in known:
        faults.add(row.file, row.line, f"country {row['country']!r} is unknown")
    first, last = _day(row, "first", faults, last=False), _day(row, "last", faults, last=True)
    if first and last and first > last:
        faults.add(row.file, row.line, f"{row['person']}: ends {last} before it starts {first}")
    return Office(
        person=row["person"],
        aliases=row.many("aliases"),
        country=row["country"] or None,
        office=row["office"],
        sectors=sectors,
        first=first,
        last=last,
        wikidata=row["wikidata"] or None,
        source=row["source"],
    )


def _day(row: Row, column: str, faults: Faults, *, last: bool) -> date | None:
    try:
        return day(row[column], last=last)
    except ValueError as error:
        faults.add(row.file, row.line, f"{column} {error}")
        return None


def day(text: str, *, last: bool) -> date | None:
    """Return a date that may be a year or a month alone, then its first or its *last* day; None if empty.

    Raises:
        ValueError: if *text* is no date; the message says what would be one.

    >>> day("2024-02", last=True), day("2024", last=False), day("", last=True)
    (datetime.date(2024, 2, 29), datetime.date(2024, 1, 1), None)
    """
    if not text:
        return None
    try:
        if len(text) == WHOLE_DATE:
            return date.fromisoformat(text)
        year, *rest = (int(p) for p in text.split("-"))
        month = rest[0] if rest else (12 if last else 1)
        number = rest[1] if len(rest) > 1 else (_last_day(year, month) if last else 1)
        return date(year, month, number)
    except ValueError:
        message = f"{text!r} is no date; write 2024, 2024-01 or 2024-01-19"
        raise ValueError(message) from None


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date.resolution).day


def entries(holders: Holders) -> Iterator[Entry]:
    """Yield every name of every office holder."""
    seen: set[tuple[str, ...]] = set()
    for office in holders.tenures:
        for name in (office.person, *office.aliases):
            words = name_words(name)
            if words not in seen:
                seen.add(words)
                yield Entry(words=words, sense="office", name=office.person, kind="person")
