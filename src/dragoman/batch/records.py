"""What a batch hands round: shards, what is asked of them, what became of them, and the lines of a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 60.0
"""Seconds that one document may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Files that are coded together into one output; *name* is the output's, as seen from its folder."""

    name: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is the same for all shards of a batch.

    ``root`` is the folder that sources are named from; ``recipe`` the one that every worker must have;
    ``published`` and ``columns`` are as for `articles.gather`; ``limit`` is in seconds for one document.
    """

    root: Path
    recipe: str
    published: str | None = None
    columns: str | None = None
    limit: float = LIMIT


class Lost(msgspec.Struct, frozen=True, omit_defaults=True, tag="lost"):
    """A document that gave no coding, and why; ``aside`` if it is its coding that failed."""

    n: int
    source: str
    why: str
    line: int | None = None
    aside: bool = False


class At(msgspec.Struct, frozen=True, tag="at"):
    """Document *n* is in hand from here on; ``name`` is its source."""

    n: int
    name: str


class Coded(msgspec.Struct, frozen=True, tag="coded"):
    """Document *n* is coded, with so many events."""

    n: int
    events: int
    coding: msgspec.Raw


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """The worker is alive, and has no document in hand."""


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """The worker is done: the output is written, or *why* it can't be."""

    why: str | None = None


class Source(msgspec.Struct, frozen=True):
    """A file of a shard as it was when it was coded: bytes, and seconds of its last change."""

    name: str
    size: int
    changed: int


class Footer(msgspec.Struct, frozen=True):
    """What an output says of itself: by what it was made, of what, and what was counted."""

    recipe: str
    version: str
    sources: list[Source]
    asked: dict[str, str | None]
    articles: int = 0
    events: int = 0
    refused: int = 0
    aside: int = 0
    why: dict[str, int] = {}
    set_aside: list[Lost] = []

    def same(self, other: Footer) -> bool:
        """Say whether two outputs are made of the same files by the same recipe, asked the same."""
        mine = (self.recipe, self.sources, self.asked)
        return mine == (other.recipe, other.sources, other.asked)


class Outcome(msgspec.Struct, frozen=True):
    """What became of a shard: its counts, or why it has no output."""

    name: str
    footer: Footer | None = None
    failed: str | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is told: its files, where to write, and by what settings."""

    paths: list[str]
    root: str
    settings: dict[str, str | int]
    footer: Footer
    columns: str | None
    log: str
    out: str
    dropped: str
