"""A GeoNames dump in, entries out: 19 columns divided by tabs, as https://download.geonames.org documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.dumps.entries import Bad, Entry, keys_of, point
from dragoman.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dragoman.codebook.geonames import Kind
    from dragoman.dumps.archives import Lines
    from dragoman.dumps.entries import Wanted

COLUMNS = 19
ALTERNATES_COLUMNS = range(8, 11)
NOWHERE = "00"
"""GeoNames' code for "no province known"."""

_LATIN = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿʻ‘’'](?:[A-Za-zÀ-ɏḀ-ỿʻʼ‘’'`´. -]{0,200}[a-zß-öø-ÿḀ-ỿ][A-Za-zÀ-ɏḀ-ỿʻʼ‘’'`´. -]*)"
)
"""A name in Latin letters that begins large and is no code: airports' and ports' codes are all capitals."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def looks_like(first: Sequence[bytes]) -> bool:
    """Say whether among a file's *first* lines there is one of a dump."""
    return any(_is_row(line.split(b"\t")) for line in first)


def is_alternates(first: Sequence[bytes]) -> bool:
    """Say whether a file's *first* lines are of the table of alternate names."""
    rows = [line.split(b"\t") for line in first]
    return any(len(r) in ALTERNATES_COLUMNS and r[0].isdigit() and r[1].isdigit() for r in rows)


def _is_row(cells: Sequence[bytes]) -> bool:
    if len(cells) != COLUMNS or not cells[0].isdigit():
        return False
    return point(cells[4].decode("latin-1"), cells[5].decode("latin-1")) is not None


class Dump:
    """The rows of a dump."""

    kind = "GeoNames"

    def __init__(self, lines: Lines, wanted: Wanted, codes: Mapping[str, Kind]) -> None:
        """Read *lines*; take what is *wanted* of the features that *codes* lists."""
        self.lines = lines
        self.wanted = wanted
        self.codes = codes

    def __iter__(self) -> Iterator[Entry | Bad | None]:
        """Yield an Entry for each row, a Bad, or None for what is not wanted.

        Raises:
            SourceError: if the last row breaks off.
        """
        found: Entry | Bad | None = None
        number = 0
        for number, line in enumerate(self.lines, start=1):
            if number > 1:
                yield found
            found = self._row(number, line)
        if isinstance(found, Bad) and not self.lines.whole:
            message = f"{self.lines.path}: is cut short: it breaks off within line {number}; fetch it again"
            raise SourceError(message)
        yield found

    def _row(self, number: int, line: bytes) -> Entry | Bad | None:
        try:
            cells = line.decode().split("\t")
        except UnicodeDecodeError:
            return Bad(number, "is not written in UTF-8")
        if len(cells) != COLUMNS:
            return Bad(number, f"{len(cells)} columns, not {COLUMNS}")
        kind = self.codes.get(f"{cells[6]}.{cells[7]}")
        if kind is None or (self.wanted.countries and cells[8] not in self.wanted.countries):
            return None
        if not cells[0].isdecimal():
            return Bad(number, f"geonameid is {cells[0][:20]!r}, not a number")
        at = point(cells[4], cells[5])
        if at is None:
            return Bad(number, f"no such point: {cells[4][:20]!r}, {cells[5][:20]!r}")
        if cells[14] and not cells[14].isdecimal():
            return Bad(number, f"population is {cells[14][:20]!r}, not a number")
        people = int(cells[14] or 0)
        if kind.settled and people < self.wanted.min_population:
            return None
        if not cells[1].strip() or _CONTROL.search(cells[1]):
            return Bad(number, "the name is empty, or has characters that no name has")
        admin1 = "" if cells[10] == NOWHERE else cells[10]
        keys = keys_of([cells[1], cells[2], *filter(_LATIN.fullmatch, cells[3].split(","))])
        if not keys:
            return None
        return Entry(
            keys, cells[1], cells[0], *at, cells[8], admin1, people, kind.feature, changed=cells[18][:10]
        )
