"""Files of place names in, one sorted block of names out, for `dragoman.codebook.imported` to search.

GeoNames dumps and users' own tables are read as streams: `archives` opens them, `geonames` and `tables` turn
their rows into `Entry` records, `sorting` sorts more lines than fit in memory, and `writing` merges them with
what was imported before. The result is written aside and put in place when it is whole.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.codebook import geonames as kinds
from dragoman.codebook.gazetteer import fold
from dragoman.dumps import geonames, tables
from dragoman.dumps.archives import Lines, opened
from dragoman.dumps.entries import Bad, Rows, Wanted
from dragoman.dumps.writing import Workplace
from dragoman.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.codebook.imported import Contents

__all__ = ["Bad", "Gave", "Report", "Wanted", "bring", "countries"]

FIRST_BAD = 5
"""Broken rows that are named; the others are counted."""

STEP = 20_000
"""Rows between two reports of progress."""


@dataclass(slots=True)
class Gave:
    """What one file gave: how many rows it has, and what became of them."""

    file: str
    kind: str = ""
    rows: int = 0
    places: int = 0
    bad: int = 0
    first_bad: list[Bad] = field(default_factory=list)
    newest: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: what each file gave, and what is in the file of imported places now."""

    gave: tuple[Gave, ...]
    contents: Contents


def bring(
    files: Sequence[Path],
    target: Path,
    gazetteer: Gazetteer,
    wanted: Wanted | None = None,
    progress: Callable[[str, int, int, int], object] | None = None,
) -> Report:
    """Import *files* into *target*; what was imported before stays, but for files of the same names.

    *progress* is called now and then with the file's name, bytes read, bytes in all, and rows read.

    Raises:
        SourceError: if a file is no dump or table of places, is damaged or cut short, or gives no place, or
            the result can't be written. *target* is then as it was.
        CodebookError: if *target* is there and damaged.
    """
    files = list(dict.fromkeys(files))
    names = [f.name for f in files]
    for name in names:
        if names.count(name) > 1:
            message = f"{name} is given twice, from two folders; rename one, or import one after the other"
            raise SourceError(message)
    codes = kinds.shipped()
    with Workplace.at(target) as place:
        gave = []
        for path in files:
            reader = _Reader(path, gazetteer, wanted or Wanted(), codes)
            gave.append(reader.read(place, progress or (lambda *_: None)))
        contents = place.finish({g.file: (g.kind, g.places, g.newest) for g in gave})
    return Report(tuple(gave), contents)


def countries(words: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Return the ISO 3166 alpha-2 codes of the countries that *words* name, by code or name.

    Raises:
        SourceError: for a word that names no country.
    """
    iso2 = {iso3: iso2 for iso2, iso3 in gazetteer.cities.iso3.items()}
    found = set()
    for word in words:
        code = gazetteer.cities.iso3.get(word.upper(), word.upper())
        if code not in iso2:
            spots = gazetteer.known(fold(word))
            code = next((s.country for s in spots if s.feature == "country" and s.country), "")
        if code not in iso2:
            message = f"{word!r} is no country that the codebook knows; try its ISO code or English name"
            raise SourceError(message)
        found.add(iso2[code])
    return frozenset(found)


class _Reader:
    """Reads one file into a workplace."""

    def __init__(
        self, path: Path, gazetteer: Gazetteer, wanted: Wanted, codes: Mapping[str, kinds.Kind]
    ) -> None:
        self.path = path
        self.gazetteer = gazetteer
        self.wanted = wanted
        self.codes = codes

    def read(self, place: Workplace, progress: Callable[[str, int, int, int], object]) -> Gave:
        gave = Gave(self.path.name)
        with closing(opened(self.path)) as lines:
            rows = self._rows(lines)
            gave.kind = rows.kind
            for found in rows:
                gave.rows += 1
                if isinstance(found, Bad):
                    gave.bad += 1
                    gave.first_bad += [found] if gave.bad <= FIRST_BAD else []
                elif found is not None:
                    gave.places += 1
                    gave.newest = max(gave.newest, found.changed)
                    place.take(gave.file, found)
                if gave.rows % STEP == 0:
                    progress(gave.file, lines.done, lines.total, gave.rows)
            progress(gave.file, lines.done, lines.total, gave.rows)
        if not gave.places:
            why = f"; the first is line {gave.first_bad[0]}" if gave.bad else ""
            message = f"{self.path}: none of its {gave.rows} rows is a place that is wanted"
            raise SourceError(f"{message}, {gave.bad} are broken{why}" if gave.bad else message)
        return gave

    def _rows(self, lines: Lines) -> Rows:
        first = lines.ahead()
        if geonames.looks_like(first):
            return geonames.Dump(lines, self.wanted, self.codes)
        if tables.looks_like(first):
            return tables.Table(lines, self.path, self.wanted, self.gazetteer)
        if geonames.is_alternates(first):
            what = "is GeoNames' table of alternate names; the dump has them in its fourth column: give that"
        else:
            what = (
                f"is neither a GeoNames dump ({geonames.COLUMNS} columns divided by tabs, such as UA.zip or "
                f"allCountries.zip) nor a table of places (its first line names columns: "
                f"{', '.join(tables.COLUMNS)})"
            )
        message = f"{self.path}: {what}"
        raise SourceError(message)
