"""Lines and folders in, finished files out: everything is written aside and renamed when it is whole."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dragoman.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MARK = "datapackage.json"
"""The file by which a folder of tables is known as one of ours."""


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write *lines*, which hold their line ends, to *path*, which appears or changes when all are there.

    Raises:
        ExportError: if it can't be written.
    """
    with _whole(path) as aside, aside.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def write_bytes(data: bytes, path: Path) -> None:
    """Write *data* to *path*, which appears or changes when all is there.

    Raises:
        ExportError: if it can't be written.
    """
    with _whole(path) as aside:
        aside.write_bytes(data)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a file to write into; it becomes *path* when all went well, and goes when not."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        message = (
            f"{path}: this is no ordinary file; name one with --out, or leave it out for standard output"
        )
        raise ExportError(message)
    aside = _aside(path, "part")
    with _explained(path):
        try:
            yield aside
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Give a new folder to write into; it becomes *path* when all went well, and goes when not.

    A folder that is there already is replaced if it is empty or an export of this kind.

    Raises:
        ExportError: if *path* is something else, or can't be written.
    """
    if path.exists() and not (path.is_dir() and ((path / MARK).is_file() or not any(path.iterdir()))):
        message = f"{path}: this is there already and no export of tables; name another folder with --out"
        raise ExportError(message)
    aside = _aside(path, "part")
    with _explained(path):
        aside.mkdir()
        try:
            yield aside
            if path.exists():
                old = _aside(path, "old")
                path.rename(old)
                aside.rename(path)
                shutil.rmtree(old)
            else:
                aside.rename(path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _aside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{suffix}")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path}: the export can't be written: {error.strerror or error}"
        raise ExportError(message) from error
