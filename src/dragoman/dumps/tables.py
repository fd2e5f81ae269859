"""A user's own table of places in, entries out: CSV whose first line names the columns."""

from __future__ import annotations

import codecs
import csv
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import FEATURES, fold
from dragoman.dumps.entries import Bad, Entry, keys_of, point
from dragoman.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.dumps.archives import Lines
    from dragoman.dumps.entries import Wanted

COLUMNS = ("name", "aliases", "feature", "country", "lat", "lon", "admin1")
NEEDED = ("name", "lat", "lon")
DELIMITERS = (",", ";", "\t")
PLAIN = "city"
"""What a place is if the table doesn't say."""


def looks_like(first: Sequence[bytes]) -> bool:
    """Say whether the first of a file's *first* lines names the columns of a table of places."""
    return bool(first) and _delimiter(first[0]) is not None


def _header(line: bytes, delimiter: str) -> list[str]:
    text = line.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    return [c.strip().lower() for c in next(csv.reader([text], delimiter=delimiter), [])]


def _delimiter(line: bytes) -> str | None:
    return next((d for d in DELIMITERS if set(NEEDED) <= set(_header(line, d))), None)


class Table:
    """The rows of a table."""

    kind = "table"

    def __init__(self, lines: Lines, path: Path, wanted: Wanted, gazetteer: Gazetteer) -> None:
        """Read *lines* of the file *path*; countries and provinces are those that *gazetteer* knows.

        Raises:
            SourceError: if a column is none of ours, or there twice.
        """
        self.lines = lines
        self.path = path
        self.wanted = wanted
        self.gazetteer = gazetteer
        self.iso2 = {iso3: iso2 for iso2, iso3 in gazetteer.cities.iso3.items()}
        first = lines.ahead()[0]
        self.delimiter = _delimiter(first) or ","
        self.columns = _header(first, self.delimiter)
        for column in self.columns:
            if column not in COLUMNS or self.columns.count(column) > 1:
                close = get_close_matches(column, COLUMNS, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(COLUMNS)}"
                message = f"{path} line 1: column {column!r} is unknown or there twice; {hint}"
                raise SourceError(message)

    def __iter__(self) -> Iterator[Entry | Bad | None]:
        """Yield an Entry for each row, a Bad, or None for what is not wanted."""
        rows = csv.reader(self._texts(), delimiter=self.delimiter, strict=True)
        next(rows, None)
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except UnicodeDecodeError:
                message = f"{self.path} line {rows.line_num + 1}: is not written in UTF-8; save it so"
                raise SourceError(message) from None
            except csv.Error as error:
                yield Bad(rows.line_num, str(error))
                continue
            if any(c.strip() for c in cells):
                yield self._row(rows.line_num, cells)

    def _texts(self) -> Iterator[str]:
        decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        for line in self.lines:
            yield decode(line + b"\n")

    def _row(self, number: int, cells: list[str]) -> Entry | Bad | None:
        if len(cells) != len(self.columns):
            return Bad(number, f"{len(cells)} cells, but there are {len(self.columns)} columns")
        cell = {c: " ".join(v.split()) for c, v in zip(self.columns, cells, strict=True)}
        at = point(cell["lat"], cell["lon"])
        if at is None:
            return Bad(number, f"no such point: {cell['lat']!r}, {cell['lon']!r}; lat and lon are decimals")
        feature = cell.get("feature", "").lower() or PLAIN
        if feature not in FEATURES:
            return Bad(number, f"feature {feature!r} is none of {', '.join(sorted(FEATURES))}")
        code = self._country(cell.get("country", ""))
        if code is None:
            return Bad(number, f"country {cell['country']!r} is not known; try its ISO code or English name")
        admin1 = self._province(code, cell.get("admin1", ""))
        if admin1 is None:
            return Bad(number, f"admin1 {cell['admin1']!r} is no province of {code or 'no country'} we know")
        keys = keys_of([cell["name"], *cell.get("aliases", "").split("|")])
        if not keys or not cell["name"].isprintable():
            return Bad(number, "the name is empty, too short or too long to be looked for in a text")
        if self.wanted.countries and code not in self.wanted.countries:
            return None
        return Entry(keys, cell["name"], "", *at, code, admin1, 0, feature)

    def _country(self, text: str) -> str | None:
        """Return the ISO alpha-2 code of a country by name or code, "" for none, None if it is unknown."""
        code = text.upper()
        if not text or code in self.gazetteer.cities.iso3:
            return code
        if code in self.iso2:
            return self.iso2[code]
        spots = self.gazetteer.known(fold(text))
        return next((self.iso2.get(s.country or "") for s in spots if s.feature == "country"), None)

    def _province(self, country: str, text: str) -> str | None:
        """Return the code of a province of *country* by name or code, "" for none, None if it is unknown."""
        code = text.upper().removeprefix(f"{country}.")
        if not text or f"{country}.{code}" in self.gazetteer.provinces:
            return code
        kinds = self.gazetteer.words.kinds
        bare = " ".join(w for w in fold(text).split() if w not in kinds)
        for key in (fold(text), bare):
            for spot in self.gazetteer.known(key):
                if spot.feature == "admin1" and spot.admin1.startswith(f"{country}."):
                    return spot.admin1.removeprefix(f"{country}.")
        return None
