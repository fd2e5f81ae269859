"""A file in, an import out: dumps are staged and joined, tables read at once. Both may be stopped."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from dragoman.errors import SourceError
from dragoman.register import dumps, tables
from dragoman.register.joining import Join
from dragoman.register.rows import Person
from dragoman.register.wikidata import KINDS, Broken, Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from dragoman.codebook import Codebook
    from dragoman.register.imports import Imports
    from dragoman.register.rows import Import

SECONDS_BETWEEN = 5.0
LINES_BETWEEN_LOOKS = 1 << 10
STAGED_BETWEEN = 20_000
"""What was staged is kept after so many seconds or records: that much is read again after a kill."""

BROKEN = "lines that are broken"
BROKEN_TOLD = 20
LINES_UNTIL_SURE = 20
"""A file of JSON none of whose first lines is an entity is no dump."""


@dataclass(slots=True)
class Outcome:
    """What became of a file: the import, and each row or line that was left out because of a fault."""

    one: Import
    faults: list[str] = field(default_factory=list)
    again: bool = False
    """It was there already, and nothing was done."""


def read(
    path: Path,
    imports: Imports,
    codebook: Codebook,
    *,
    since: date,
    name: str | None = None,
    delimiter: str | None = None,
    progress: Callable[[int, int, int], object] = lambda done, size, lines: None,
) -> Outcome:
    """Import *path*: a Wikidata dump, or a table of people or organisations.

    A dump that was stopped goes on where it was; one that is there already is left alone. A table is read
    anew and takes the place of what was imported from it before. *progress* is told the bytes done, the bytes
    of the file and the lines.

    Raises:
        SourceError: if the file can't be read, or is neither; what was read of a dump until then is kept.
        StoreError: if the imports can't be written, or *name* is another file's.
    """
    head = dumps.head(path)
    name = name or path.name
    where = str(path.absolute())
    if not head.is_json:
        return _table(path, imports, codebook, name, head.fingerprint, delimiter)
    done = imports.named(name, "done")
    if done is not None and (done.fingerprint, done.since) == (head.fingerprint, str(since)):
        return Outcome(done, again=True)
    reader = Reader(codebook)
    _must_be_dump(path, reader)
    one = imports.begin(name, "wikidata", where, head.fingerprint, str(since))
    staging = _Staging(imports, one, reader, path)
    staging.run(is_array=head.is_array, progress=progress)
    join = Join(imports, staging.one, codebook)
    return Outcome(imports.end(staging.one, join.rows(), join.tally), staging.faults)


def _table(
    path: Path, imports: Imports, codebook: Codebook, name: str, fingerprint: str, delimiter: str | None
) -> Outcome:
    found, faults = tables.read(path, codebook, delimiter)
    if not found:
        message = "\n".join([*faults, f"{path}: no row is in order, so nothing was changed"])
        raise SourceError(message)
    one = imports.begin(name, "table", str(path.absolute()), fingerprint)
    people = [row for row in found if isinstance(row, Person)]
    tenures = sum(1 for p in people for t in p.tenures if t.office)
    counts = {"people": len(people), "tenures": tenures, "bodies": len(found) - len(people)}
    tally = {k: n for k, n in counts.items() if n}
    if faults:
        tally["rows left out: faulty"] = len(faults)
    return Outcome(imports.end(one, found, tally), faults)


class _Staging:
    """Reads a dump from where it was stopped, and keeps what it gives as it goes."""

    def __init__(self, imports: Imports, one: Import, reader: Reader, path: Path) -> None:
        self.one = one
        self.faults: list[str] = []
        self._imports = imports
        self._reader = reader
        self._path = path
        self._staged: list[tuple[str, int, bytes]] = []
        # Position, lines, broken lines: set at once, so that an interruption finds all three of one line.
        self._at = (one.position, one.lines, one.tally.get(BROKEN, 0))
        self._kept = time.monotonic()

    def run(self, *, is_array: bool, progress: Callable[[int, int, int], object]) -> None:
        """Read to the end; what was read is kept, however it ends."""
        with dumps.Dump(self._path) as dump:
            if is_array and not dump.packed:
                self._must_be_whole(dump.end())
            for _ in dump.skip(self.one.position):
                progress(dump.done, dump.size, self.one.lines)
            try:
                for line in dump.lines():
                    self._take(line)
                    if not self._at[1] % LINES_BETWEEN_LOOKS:
                        progress(dump.done, dump.size, self._at[1])
                        self._keep_if_time()
            finally:
                # After a kill nothing of this runs, and the place is that of the last time.
                self._keep()
            if is_array:
                self._must_be_whole(dump.tail)

    def _must_be_whole(self, end: bytes) -> None:
        if not end.rstrip().endswith(b"]"):
            message = (
                f"{self._path}: the dump ends in the middle, without its last ]; get the whole file again"
            )
            raise SourceError(message)

    def _take(self, line: bytes) -> None:
        position, lines, broken = self._at
        found = self._reader.read(line)
        if isinstance(found, Broken):
            broken += 1
            if len(self.faults) < BROKEN_TOLD:
                self.faults.append(f"{self._path} line {lines + 1}: {found.why}; the line is left out")
        else:
            for item, staged in found:
                self._staged.append((KINDS[type(staged)], item, msgspec.json.encode(staged)))
        self._at = (position + len(line), lines + 1, broken)

    def _keep_if_time(self) -> None:
        if len(self._staged) >= STAGED_BETWEEN or time.monotonic() - self._kept > SECONDS_BETWEEN:
            self._keep()

    def _keep(self) -> None:
        position, lines, broken = self._at
        tally = {BROKEN: broken} if broken else {}
        self.one = self._imports.keep(self.one, self._staged, position=position, lines=lines, tally=tally)
        self._staged = []
        self._kept = time.monotonic()


def _must_be_dump(path: Path, reader: Reader) -> None:
    """Raise SourceError if none of the first lines is an entity."""
    with dumps.Dump(path) as dump:
        for number, line in enumerate(dump.lines(), start=1):
            if reader.is_entity(line):
                return
            if number == LINES_UNTIL_SURE:
                break
    message = (
        f"{path}: this is no Wikidata dump: none of its first lines is an entity with id and labels;"
        " give latest-all.json as it is, packed or not, or a table of people or organisations"
    )
    raise SourceError(message)
