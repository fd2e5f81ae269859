"""JSON lines in, ready-made articles out, one at a time, in bounded memory.

``text`` is final as it stands. A line that is broken, too long or lacks ``text`` is refused by its number;
the others are read.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from dragoman.articles import ready
from dragoman.articles.decoding import BOMS
from dragoman.articles.ready import NoArticle
from dragoman.records import Article, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.settings import Settings

# A character takes up to six bytes in JSON ("\\u20ac"); the other fields get a megabyte.
BYTES_A_CHARACTER, OTHER_FIELDS = 6, 1_000_000
CHUNK = 1 << 16
# Ids are compared with this many before them; a stream may be longer than memory.
IDS_KEPT = 200_000

_STRUCTURE = re.compile(rb"[\"\\{}\n]")


class Record(msgspec.Struct):
    """One line as it comes; fields of other names are left alone."""

    text: str
    id: str | int | float | None = None
    title: str | None = None
    published: str | int | float | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


class Piece(NamedTuple):
    """The bytes of one object, the line on which it starts, and what is wrong with it already."""

    line: int
    data: bytes
    trouble: str | None = None


def read(
    stream: IO[bytes], source: str, settings: Settings, *, published: str | None = None
) -> Iterator[Article | Refused]:
    """Yield an article, or why there is none, for each line of *stream*."""
    return _articles(_lines(stream, _limit(settings)), source, settings, published)


def read_objects(
    stream: IO[bytes], source: str, settings: Settings, *, published: str | None = None
) -> Iterator[Article | Refused]:
    """Yield an article for each outermost object of a JSON file, however it is laid out.

    An array, one object, many.
    """
    return _articles(_objects(stream, _limit(settings)), source, settings, published)


def _limit(settings: Settings) -> int:
    return BYTES_A_CHARACTER * settings.longest_article + OTHER_FIELDS


def _articles(
    pieces: Iterator[Piece], source: str, settings: Settings, published: str | None
) -> Iterator[Article | Refused]:
    seen: dict[str, int] = {}
    some = False
    for piece in pieces:
        some = True
        if piece.trouble:
            yield Refused(source=source, line=piece.line, why=piece.trouble)
            continue
        try:
            yield _article(piece, seen, settings, published)
        except NoArticle as no:
            yield Refused(source=source, line=piece.line, why=str(no))
    if not some:
        yield Refused(source=source, why="the file is empty; give one JSON object a line, each with a text")


def _article(piece: Piece, seen: dict[str, int], settings: Settings, published: str | None) -> Article:
    record = _record(piece.data)
    if isinstance(record.published, int | float):
        message = f"published is the number {record.published}; give {ready.WHAT_IS_A_DATE} in quotes"
        raise NoArticle(message)
    given = None if record.id in (None, "") else str(record.id)
    if given is not None and given in seen:
        message = f"the id {given!r} was used on line {seen[given]} already; give each article its own id"
        raise NoArticle(message)
    article = ready.article(
        record.text,
        id=given,
        title=record.title,
        publisher=record.publisher,
        published=record.published or published,
        url=record.url,
        language=record.language,
        longest=settings.longest_article,
    )
    if given is not None and len(seen) < IDS_KEPT:
        seen[given] = piece.line
    return ready.in_english(article)


def _record(data: bytes) -> Record:
    try:
        return msgspec.json.decode(data, type=Record, strict=True)
    except UnicodeDecodeError as error:
        message = (
            f"it is not UTF-8 (byte {data[error.start]:#04x} at {error.start + 1}); save the file as UTF-8"
        )
        raise NoArticle(message) from None
    except msgspec.ValidationError as error:
        raise NoArticle(_about(str(error))) from None
    except (msgspec.DecodeError, RecursionError) as error:
        record = _second_try(data)
        if record is not None:
            return record
        message = f"it is not a whole JSON object ({error}); mend or delete the line"
        raise NoArticle(message) from None


def _second_try(data: bytes) -> Record | None:
    """Read what the strict parser doesn't: half surrogate pairs, which many crawlers write."""
    try:
        return msgspec.convert(json.loads(data), type=Record)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None


def _about(error: str) -> str:
    """Say in our words what msgspec says about a field."""
    if "missing required field" in error:
        return "there is no text; each object needs a text, the article itself"
    m = re.search(r"Expected `(.+)`, got `(.+)` - at `\$\.(\w+)", error)
    if m:
        wanted = "a string" if "str" in m[1] else m[1]
        return f"{m[3]} is of type {m[2]}, but must be {wanted}"
    return "it is no JSON object; give an object with a text on each line"


def _lines(stream: IO[bytes], limit: int) -> Iterator[Piece]:
    """Yield the lines; one that is longer than *limit* is never kept whole."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOMS[0][0])
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield Piece(number, b"", _too_long(limit))
        elif line.strip():
            yield Piece(number, line)


def _too_long(limit: int) -> str:
    return f"it is longer than {limit:,} bytes; split it, or raise the setting longest_article"


def _objects(stream: IO[bytes], limit: int) -> Iterator[Piece]:
    """Yield the outermost objects of a JSON text. Arrays around them are looked through."""
    splitter = _Splitter(limit)
    while chunk := stream.read(CHUNK):
        yield from splitter.feed(chunk)
    if splitter.depth:
        trouble = "the file ends in the middle of an object; it seems to be cut off"
        yield Piece(splitter.first, b"", trouble)


class _Splitter:
    """Finds where objects begin and end, chunk by chunk, without parsing what is in them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = bytearray()
        self.too_long = False
        self.depth = 0
        self.line = self.first = 1
        self.quoted = self.escaping = False

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        """Yield the objects that end in *chunk*."""
        start = 0
        escaped = 0 if self.escaping else -1
        for m in _STRUCTURE.finditer(chunk):
            at, sign = m.start(), m.group()
            if sign == b"\n":
                self.line += 1
            elif at == escaped:
                continue
            elif self.quoted:
                self.quoted = sign != b'"'
                escaped = at + 1 if sign == b"\\" else escaped
            elif sign == b'"':
                self.quoted = self.depth > 0
            elif self._opens(sign):
                start = at
            elif self._closes(sign):
                yield self._piece(chunk[start : at + 1])
        self.escaping = escaped == len(chunk)
        if self.depth:
            self._hold(chunk[start:])

    def _opens(self, sign: bytes) -> bool:
        """Count an opening brace, and say whether an outermost object starts with it."""
        if sign != b"{":
            return False
        self.depth += 1
        if self.depth > 1:
            return False
        self.first = self.line
        return True

    def _closes(self, sign: bytes) -> bool:
        """Count a closing brace, and say whether an outermost object ends with it."""
        if sign != b"}" or not self.depth:
            return False
        self.depth -= 1
        return self.depth == 0

    def _hold(self, part: bytes) -> None:
        self.held += part
        if len(self.held) > self.limit:
            self.held.clear()
            self.too_long = True

    def _piece(self, end: bytes) -> Piece:
        piece = Piece(self.first, bytes(self.held) + end, _too_long(self.limit) if self.too_long else None)
        self.held.clear()
        self.too_long = False
        return piece
