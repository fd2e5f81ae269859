"""A zip archive in, its files as streams out; nothing goes to the disk, and no file unfolds without end.

An archive whose list of contents is lost (it was cut off) is read from its beginning, as far as it goes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, cast

from dragoman.fetching.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 16
# Short files of one word over and over pack well and do no harm.
HARMLESS = 10_000_000
OTHERWISE = (
    "it is packed in a way that is not read (neither deflated nor stored); unpack it and give the folder"
)
_LOCAL = b"PK\x03\x04"
_HEAD = struct.Struct("<4s2xHH8xI4xHH")
"""A file's head: mark, flags, method, packed size, length of the name and of what follows it."""
ENCRYPTED, STREAMED = 0x1, 0x8
# The others are rare, and the standard library unpacks them without a limit: 4 KB become 4 GB at once.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class BadZip(Exception):  # noqa: N818  (as the standard library has it)
    """The archive, or a file in it, can't be read; the message ends a sentence that begins with its name."""


class Bomb(BadZip):
    """The archive unfolds to more than any honest one; nothing more of it is read."""


class Member(NamedTuple):
    """A file in an archive: its name there, and its bytes, or what is wrong with it."""

    name: str
    stream: IO[bytes] | None
    trouble: str | None = None
    size: int = 0
    """Bytes when unpacked from the archive, as it says itself."""


FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, BadZip)
"""What reading a member may raise."""


def members(path: Path) -> Iterator[Member]:
    """Yield the files in the archive at *path*, in order; each stream is good until the next is asked for.

    Raises:
        BadZip: if it is no archive, or is cut off; the files before the cut have been yielded.
        Bomb: if it unfolds to more than any honest archive.
    """
    budget = _Budget(max(HARMLESS, Limits().ratio * path.stat().st_size))
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        yield from _salvaged(path, budget)
        message = f"it is not a whole zip file ({error}); fetch or pack it again"
        raise BadZip(message) from None
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            if info.flag_bits & ENCRYPTED:
                yield Member(
                    info.filename, None, "it is encrypted; unpack it with its password and give that"
                )
                continue
            if info.compress_type not in METHODS:
                yield Member(info.filename, None, OTHERWISE)
                continue
            try:
                with archive.open(info) as file:
                    yield Member(info.filename, budget.watched(file), size=info.file_size)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
                yield Member(info.filename, None, f"it can't be unpacked ({error})")


def watched(stream: IO[bytes], size: int) -> IO[bytes]:
    """Return *stream*, unpacked from *size* bytes, so that it raises `Bomb` if it unfolds without end."""
    return _Budget(max(HARMLESS, Limits().ratio * size)).watched(stream)


def article_names(found: Iterator[Member]) -> Iterator[Member]:
    """Leave out hidden files, and those that systems put beside others."""
    for member in found:
        parts = PurePosixPath(member.name.replace("\\", "/")).parts
        if parts and not any(p.startswith(".") or p == "__MACOSX" for p in parts):
            yield member


class _Budget:
    """Counts what an archive unfolds to, over all its files: they may lie over one another."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            message = "it unfolds to far more than its size, as no honest file does; the rest is not read"
            raise Bomb(message)

    def watched(self, stream: IO[bytes]) -> IO[bytes]:
        return cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", _Watched(stream, self)), CHUNK))


class _Watched(io.RawIOBase):
    """A stream whose bytes count against the archive's budget."""

    def __init__(self, stream: IO[bytes], budget: _Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def _salvaged(path: Path, budget: _Budget) -> Iterator[Member]:
    """Yield the files of an archive without its list, from the heads before each of them."""
    with path.open("rb") as file:
        while (member := _next(file)) is not None:
            name, method, size = member
            flow: Iterator[bytes]
            if method == zipfile.ZIP_DEFLATED:
                flow = _inflated(file)
            else:
                flow = _stored(file, size)
            inner = _Flow(flow)
            yield Member(name, budget.watched(cast("IO[bytes]", inner)))
            for _ in inner.rest():
                pass  # to come to the next one's head


def _next(file: BinaryIO) -> tuple[str, int, int] | None:
    """Go to the next file's head; return its name, method and packed size, or None if there is no other."""
    start = file.tell()
    window = file.read(_HEAD.size)
    if not window.startswith(_LOCAL):
        at = (window + file.read(64)).find(_LOCAL)  # a descriptor may stand between
        if at < 0:
            return None
        file.seek(start + at)
        window = file.read(_HEAD.size)
    if len(window) < _HEAD.size:
        return None
    _, flags, method, size, name_length, extra = _HEAD.unpack(window)
    name = file.read(name_length).decode("utf-8", "replace")
    file.seek(extra, io.SEEK_CUR)
    readable = method == zipfile.ZIP_DEFLATED or (method == zipfile.ZIP_STORED and not flags & STREAMED)
    return (name, method, size) if readable and not flags & ENCRYPTED else None


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=-15)
    rest = b""
    while not inflate.eof:
        rest = inflate.unconsumed_tail or file.read(CHUNK)
        if not rest:
            message = "the archive is cut off in the middle of this file"
            raise BadZip(message)
        yield inflate.decompress(rest, CHUNK)
    file.seek(-len(inflate.unused_data), io.SEEK_CUR)


def _stored(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        piece = file.read(min(CHUNK, size))
        if not piece:
            message = "the archive is cut off in the middle of this file"
            raise BadZip(message)
        size -= len(piece)
        yield piece


class _Flow:
    """A flow of pieces, to be read like a file."""

    def __init__(self, flow: Iterator[bytes]) -> None:
        self._flow = flow
        self._held = b""

    def read(self, size: int) -> bytes:
        while not self._held:
            piece = next(self._flow, None)
            if piece is None:
                return b""
            self._held = piece
        data, self._held = self._held[:size], self._held[size:]
        return data

    def rest(self) -> Iterator[bytes]:
        try:
            yield from self._flow
        except (BadZip, zlib.error):
            return
