"""What a worker writes down as it goes, and what others read from it: who is in hand, what is done.

A log is lines of JSON. Only one process writes at a time: the worker, or, once it is dead, its watcher. A
line that was cut off by a death is mended by an end of line and passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import msgspec

from dragoman.batch.records import At, Beat, Coded, Ended, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Entry = At | Beat | Coded | Ended | Lost
_ENTRIES = msgspec.json.Decoder(Entry)


class Log:
    """The end of a log that is written to; each entry is handed to the system at once."""

    def __init__(self, path: Path) -> None:
        """Open the log at *path*, and make it where there is none."""
        self._file: IO[bytes] = path.open("ab")

    def write(self, entry: Entry) -> None:
        """Add *entry*."""
        self._file.write(msgspec.json.encode(entry) + b"\n")
        self._file.flush()

    def end_line(self) -> None:
        """End a line that may have been cut off."""
        self._file.write(b"\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file. A log can also be used in a ``with`` statement."""
        self._file.close()

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: Any) -> None:  # noqa: ANN401
        self.close()


@dataclass(slots=True)
class Standing:
    """How far a log goes: the last document that is done, the one in hand, the losses, and how it ended."""

    done: int = 0
    hand: At | None = None
    lost: list[Lost] = field(default_factory=list)
    articles: int = 0
    events: int = 0
    ended: Ended | None = None


def entries(path: Path) -> Iterator[Entry]:
    """Yield the whole entries of the log at *path*; of a log that isn't there, none."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                yield _ENTRIES.decode(line)
            except msgspec.MsgspecError:
                continue


def standing(path: Path) -> Standing:
    """Return how far the log at *path* goes."""
    found = Standing()
    for entry in entries(path):
        if isinstance(entry, At):
            found.hand = entry
        elif isinstance(entry, Beat):
            found.hand = None
        elif isinstance(entry, Ended):
            found.ended = entry
        elif isinstance(entry, Coded | Lost):
            found.done, found.hand = max(found.done, entry.n), None
            if isinstance(entry, Lost):
                found.lost.append(entry)
            else:
                found.articles += 1
                found.events += entry.events
    return found
