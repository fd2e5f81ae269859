"""Records in, in any order; out come those with one key together, in order of keys, whatever their number.

They wait in a private SQLite file, which SQLite deletes: memory holds one group at a time.
"""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

T = TypeVar("T")


class Sorter(Generic[T]):
    """Sorts records by key, and within a key by a second one.

    >>> with Sorter(int) as sorter:
    ...     sorter.add("b", "", 1)
    ...     sorter.add("a", "2", 2)
    ...     sorter.add("a", "1", 3)
    ...     list(sorter.groups())
    [[3, 2], [1]]
    """

    def __init__(self, kind: type[T]) -> None:
        """Make a place for records of *kind*, which msgspec can write and read."""
        self._decoder = msgspec.json.Decoder(kind)
        self._encoder = msgspec.json.Encoder()
        # An empty name is a temporary file of SQLite's own, used when its cache is full.
        self._link = sqlite3.connect("", isolation_level=None)
        self._link.execute("PRAGMA journal_mode = OFF")
        self._link.execute("CREATE TABLE records (key TEXT, second TEXT, record BLOB)")
        self._link.execute("BEGIN")

    def __enter__(self) -> Sorter[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.close()

    def add(self, key: str, second: str, record: T) -> None:
        """Take *record* in."""
        self._link.execute(
            "INSERT INTO records VALUES (?, ?, ?)", (key, second, self._encoder.encode(record))
        )

    def groups(self) -> Iterator[list[T]]:
        """Yield the records of each key, in order."""
        found = self._link.execute("SELECT key, record FROM records ORDER BY key, second, rowid")
        for _, group in groupby(found, key=itemgetter(0)):
            yield [self._decoder.decode(record) for _, record in group]
