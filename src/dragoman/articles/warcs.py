"""A web archive (WARC, gzipped or not) in, the pages that it holds out, in bounded memory.

A record that is broken costs itself: reading goes on at the next one that can be found. The readers at hand
(warcio 1.8, FastWARC 2.0) stop at the first broken record, so the framing is our own; the format is small.
https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NamedTuple

from dragoman.fetching import unpacking
from dragoman.records import Capture

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

CHUNK = 1 << 16
LONGEST_HEAD = 1 << 16
GZIP = b"\x1f\x8b\x08"
MAGIC = b"WARC/1."
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_FIRST_LINE = re.compile(rb"WARC/1\.\d\r?\n")
_RECORD_END = b"\r\n\r\n"
_SPACE = re.compile(rb"[\r\n]*")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
FINE = 200


class Trouble(NamedTuple):
    """A record that gave nothing: its number in the archive, and why, as the end of a sentence."""

    record: int
    why: str


class _Edge(NamedTuple):
    """A place in the flow where a record surely begins; *why* says what was lost before it."""

    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    headers: dict[str, str]
    body: bytes | None
    """None: it is larger than is let in."""


def pages(stream: IO[bytes], *, size: int, ratio: int) -> Iterator[Capture | Trouble]:
    """Yield the pages in an archive in their order, and what was broken.

    A page is an answer with the status 200 that holds HTML or plain text; everything else is passed over.
    *size* is the most bytes of one, *ratio* of its unpacked to its packed ones.
    """
    for number, found in enumerate(_records(_Scroll(_flow(stream)), size), start=1):
        if isinstance(found, str):
            yield Trouble(number, found)
            continue
        try:
            page = _page(found, size, ratio)
        except (unpacking.TooMuch, unpacking.Packed) as error:
            yield Trouble(number, str(error))
            continue
        if page is not None:
            yield page


def is_packed(head: bytes) -> bool:
    """Say whether a gzipped stream that begins with *head* is a web archive."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, len(MAGIC)) == MAGIC
    except zlib.error:
        return False


def _page(record: _Record, size: int, ratio: int) -> Capture | None:
    kind = record.headers.get("warc-type")
    address = record.headers.get("warc-target-uri", "").strip("<>")
    if kind not in ("response", "resource", "conversion") or not address.startswith(("http://", "https://")):
        return None
    if record.body is None:
        if kind == "response" or _is_page(record.headers.get("content-type", "")):
            message = f"it is larger than {size:,} bytes"
            raise unpacking.TooMuch(message)
        return None
    status, body = FINE, record.body
    headers: tuple[tuple[str, str], ...] = (("Content-Type", record.headers.get("content-type", "")),)
    if kind == "response":
        answer = _answer(record.body)
        if answer is None:
            return None
        status, headers, body = answer
    had = {k.lower(): v for k, v in headers}
    if status != FINE or not _is_page(had.get("content-type", "")):
        return None
    if had.get("transfer-encoding", "").lower() == "chunked":
        body = _unchunked(body)
    if kind == "response" and had.get("content-encoding"):
        body = _unpacked(body, had["content-encoding"], size, ratio)
    return Capture(
        url=address,
        final=address,
        fetched=record.headers.get("warc-date", ""),
        status=status,
        headers=headers,
        body=body,
    )


def _is_page(kind: str) -> bool:
    return kind.partition(";")[0].strip().lower() in PAGES


def _unpacked(body: bytes, encoding: str, size: int, ratio: int) -> bytes:
    """Return *body* unpacked; some crawlers keep the header and write the page unpacked."""
    if "gzip" in encoding and not body.startswith(b"\x1f\x8b"):
        return body
    return unpacking.whole([body], encoding, size=size, ratio=ratio)


def _answer(data: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes] | None:
    """Take an HTTP answer apart."""
    end = _HEAD_END.search(data, 0, LONGEST_HEAD)
    if end is None:
        return None
    first, *lines = data[: end.start()].decode("latin-1").splitlines() or [""]
    parts = first.split(None, 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/") or not parts[1].isdigit():
        return None
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return int(parts[1]), headers, data[end.end() :]


def _unchunked(body: bytes) -> bytes:
    """Return *body* without the marks of chunked transfer; as it is, where it has none."""
    found = bytearray()
    at = 0
    while True:
        end = body.find(b"\n", at, at + 100)
        try:
            length = int(body[at : max(end, at)].split(b";")[0], 16)
        except ValueError:
            return bytes(found) if found else body
        if length <= 0:
            return bytes(found)
        found += body[end + 1 : end + 1 + length]
        at = end + 1 + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def _records(scroll: _Scroll, size: int) -> Iterator[_Record | str]:
    """Yield the records, and a text for each that is broken."""
    lost = False
    while scroll.more():
        scroll.drop(_SPACE)
        edge = scroll.edge
        if not scroll.held and edge is not None:
            scroll.pass_edge()
            if edge.why and not lost:
                yield edge.why
            lost = lost or bool(edge.why)
            continue
        if not scroll.held:
            continue
        head = scroll.head()
        if head is None:
            if not lost:
                yield "it does not begin as a record does"
            lost = True
            scroll.seek(behind=1)
            continue
        found = _body(scroll, head, size)
        lost = isinstance(found, str)
        yield found


def _body(scroll: _Scroll, headers: dict[str, str], size: int) -> _Record | str:
    """Return the record whose head was read, or what is wrong with it."""
    told = headers.get("content-length", "")
    if not told.isdigit():
        scroll.seek()
        return "it does not tell its length"
    length = int(told)
    body = scroll.take(min(length, size + 1))
    if length > size and len(body) > size and b"\n\r\n" + MAGIC not in body:
        if scroll.skip(length - len(body)):
            return _Record(headers, None)
        return "it is cut off, or its length is wrong"
    if len(body) == length and scroll.at_end_of_record():
        return _Record(headers, body)
    # The length is wrong, or bytes are lost: the next record may begin in what was read.
    at = body.find(b"\n" + MAGIC)
    if at >= 0:
        scroll.put_back(body[at + 1 :])
    else:
        scroll.seek()
    why = scroll.edge.why if scroll.edge is not None and not scroll.held else None
    if why:
        scroll.pass_edge()
    return why or "it is cut off, or its length is wrong"


class _Scroll:
    """A flow of bytes with edges in it, to be read piece by piece; nothing is read past an edge."""

    def __init__(self, flow: Iterator[bytes | _Edge]) -> None:
        self.held = bytearray()
        self.edge: _Edge | None = None
        self._flow = flow
        self._done = False

    def _fill(self) -> bool:
        """Read on; say whether there was more before the next edge."""
        if self.edge is not None or self._done:
            return False
        piece = next(self._flow, None)
        if piece is None:
            self._done = True
            return False
        if isinstance(piece, _Edge):
            self.edge = piece
            return False
        self.held += piece
        return True

    def more(self) -> bool:
        """Say whether anything is left."""
        while not self.held and self.edge is None and not self._done:
            self._fill()
        return bool(self.held) or self.edge is not None

    def pass_edge(self) -> None:
        """Read on behind the edge."""
        self.edge = None

    def drop(self, what: re.Pattern[bytes]) -> None:
        """Leave out what *what* matches here."""
        while True:
            m = what.match(self.held)
            end = m.end() if m else 0
            whole = end == len(self.held)
            del self.held[:end]
            if not whole or not self._fill():
                return

    def head(self) -> dict[str, str] | None:
        """Read a record's head; None, and nothing is read, if there is none here."""
        while (end := _HEAD_END.search(self.held, 0, LONGEST_HEAD)) is None:
            if len(self.held) >= LONGEST_HEAD or not self._fill():
                return None
        if not self.held.startswith(b"WARC/") or b"\n" + MAGIC in self.held[: end.end()]:
            return None  # the second is a head that is cut off, and the next one's behind it
        lines = bytes(self.held[: end.start()]).decode("utf-8", "replace").splitlines()[1:]
        headers: dict[str, str] = {}
        for line in lines:
            name, sign, value = line.partition(":")
            if sign:
                headers.setdefault(name.strip().lower(), value.strip())
        del self.held[: end.end()]
        return headers

    def take(self, size: int) -> bytes:
        """Read *size* bytes, or as many as there are before the edge."""
        while len(self.held) < size and self._fill():
            pass
        taken = bytes(self.held[:size])
        del self.held[:size]
        return taken

    def skip(self, size: int) -> bool:
        """Pass over *size* bytes; say whether they were all there."""
        while size > 0:
            if not self.held and not self._fill():
                return False
            step = min(size, len(self.held))
            del self.held[:step]
            size -= step
        return True

    def at_end_of_record(self) -> bool:
        """Say whether what follows is the end of a record, another one, or nothing."""
        while len(self.held) < len(_RECORD_END) and self._fill():
            pass
        if self.held.startswith((_RECORD_END, b"\n\n")):
            return True
        self.drop(_SPACE)
        while len(self.held) < len(MAGIC) and self._fill():
            pass
        return self.held.startswith(b"WARC/") or not self.held

    def put_back(self, data: bytes) -> None:
        """Put *data* before what is left."""
        self.held[:0] = data

    def seek(self, behind: int = 0) -> None:
        """Go to the next place where a record may begin, at least *behind* bytes on."""
        del self.held[:behind]
        while True:
            found = _FIRST_LINE.search(self.held)
            if found is not None:
                del self.held[: found.start()]
                return
            del self.held[: -len(MAGIC) - 3]
            if not self._fill():
                self.held.clear()
                return


def _flow(stream: IO[bytes]) -> Iterator[bytes | _Edge]:
    """Yield the bytes of an archive, unpacked; an edge where a packed record begins or bytes were lost."""
    raw = stream.read(CHUNK)
    if not raw.startswith(GZIP[:2]):
        while raw:
            yield raw
            raw = stream.read(CHUNK)
        return
    while raw:
        raw = yield from _packed(raw, stream)


def _packed(raw: bytes, stream: IO[bytes]) -> Generator[bytes | _Edge, None, bytes]:
    """Yield the packed part that *raw* begins; return the bytes behind it."""
    inflate = zlib.decompressobj(wbits=31)
    data, fresh, begun = raw, True, False
    while not inflate.eof:
        try:
            piece = inflate.decompress(data, CHUNK)
        except zlib.error:
            yield _Edge("its packing is broken")
            return _sought(raw, stream, 1 if fresh else 0)
        if piece and not begun and piece.startswith(MAGIC):
            yield _Edge()
        if piece:
            begun = True
            yield piece
        data = inflate.unconsumed_tail
        if not data and not inflate.eof:
            raw = data = stream.read(CHUNK)
            fresh = False
            if not raw:
                yield _Edge("the archive is cut off here")
                return b""
    rest = inflate.unused_data
    while len(rest) < len(GZIP) and (more := stream.read(CHUNK)):
        rest += more
    if not rest or rest.startswith(GZIP):
        return rest
    if rest.strip(b"\x00"):
        yield _Edge("what follows it is not packed")
    return _sought(rest, stream, 0)


def _sought(raw: bytes, stream: IO[bytes], start: int) -> bytes:
    """Return the bytes from the next packed part on."""
    while (at := raw.find(GZIP, start)) < 0:
        more = stream.read(CHUNK)
        if not more:
            return b""
        raw, start = raw[-len(GZIP) + 1 :] + more, 0
    return raw[at:]
