"""Lines in, in any order; the same lines sorted by their bytes out, however many there are."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_BYTES = 48_000_000
"""Bytes of lines that are kept in memory; Python needs some 60 bytes more for each."""

BUFFER = 1 << 17


class Sorter:
    """Keeps lines (each with its line feed) in sorted files in *folder* until they are asked for."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        """Keep at most *most_bytes* of lines in memory."""
        self.folder = folder
        self.most_bytes = most_bytes
        self._lines: list[bytes] = []
        self._size = 0
        self._files: list[Path] = []

    def add(self, line: bytes) -> None:
        """Take in *line*."""
        self._lines.append(line)
        self._size += len(line) + 60
        if self._size >= self.most_bytes:
            self._put_down()

    def merged(self, *others: Iterable[bytes]) -> Iterator[bytes]:
        """Yield all lines in order, merged with *others*, which are sorted; nothing can be added then."""
        self._put_down()
        return merge(*(_lines_of(path) for path in self._files), *others)

    def _put_down(self) -> None:
        if not self._lines:
            return
        self._lines.sort()
        path = self.folder / f"sorted-{len(self._files)}"
        with path.open("wb", BUFFER) as out:
            out.writelines(self._lines)
        self._files.append(path)
        self._lines, self._size = [], 0


def _lines_of(path: Path) -> Iterator[bytes]:
    with path.open("rb", BUFFER) as file:
        yield from file
