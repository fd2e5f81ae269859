"""A file or a folder in, the shards of a batch out: the same ones every time, as long as the files are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dragoman.articles import sources
from dragoman.batch.records import Shard
from dragoman.errors import BatchError
from dragoman.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAGES = 500
"""Files of one article each that make a shard."""

OUTPUT = ".parquet"
ARCHIVES = sources.LINES | sources.TABLES | sources.ZIPS | {".warc", ".parquet"}
FEED = "it is a feed, or a list of feeds, which leads to pages elsewhere; give it to dragoman add or watch"


def plan(given: Path, out: Path) -> tuple[list[Shard], list[Refused]]:
    """Return the shards that *given* holds, in order, and the files that make none.

    An archive, a table or a file of lines is a shard; pages and texts of one folder are put together. What
    lies in *out* is left alone.

    Raises:
        BatchError: if there is nothing to code.
    """
    if not given.exists():
        message = f"{given}: there is no such file or folder; check the name"
        raise BatchError(message)
    root = given if given.is_dir() else given.parent
    found = list(sources.files(given)) if given.is_dir() else [given]
    refused: list[Refused] = []
    shards: list[Shard] = []
    for folder, paths in groupby((p for p in found if not p.is_relative_to(out)), key=lambda p: p.parent):
        pages: list[Path] = []
        for path in paths:
            suffix, _ = sources.suffix_of(path)
            if suffix in sources.ELSEWHERE:
                refused.append(Refused(source=str(path), why="it " + sources.ELSEWHERE[suffix]))
            elif sources.is_list(str(path)):
                refused.append(Refused(source=str(path), why=FEED))
            elif suffix in ARCHIVES:
                shards.append(Shard(name=f"{path.relative_to(root)}{OUTPUT}", paths=(path,)))
            else:
                pages.append(path)
        shards += _of_pages(pages, "" if folder == root else f"{folder.relative_to(root)}/")
    if not shards and not refused:
        message = f"{given}: it holds no articles; give text, HTML, JSON lines, Parquet or WARC"
        raise BatchError(message)
    return shards, refused


def _of_pages(pages: list[Path], before: str) -> Iterator[Shard]:
    for number, part in enumerate(_parts(pages), start=1):
        yield Shard(name=f"{before}pages-{number:05}{OUTPUT}", paths=tuple(part))


def _parts(pages: list[Path]) -> Iterable[list[Path]]:
    return (pages[at : at + PAGES] for at in range(0, len(pages), PAGES))
