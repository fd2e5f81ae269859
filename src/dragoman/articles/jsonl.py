"""JSON lines in, ready-made articles out, one at a time, in bounded memory.

``text`` is final as it stands. Items of IPTC ninjs are known by their fields, other names by a column map.
A line that is broken, too long or lacks ``text`` is refused by its number; the others are read.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from dragoman.articles import ninjs
from dragoman.articles.decoding import BOMS
from dragoman.articles.ready import NoArticle
from dragoman.articles.rows import Record, Rows
from dragoman.codebook.articles import Pages
from dragoman.records import Article, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from dragoman.articles.columns import Columns
    from dragoman.settings import Settings

# A character takes up to six bytes in JSON ("\\u20ac"); the other fields get a megabyte.
BYTES_A_CHARACTER, OTHER_FIELDS = 6, 1_000_000
CHUNK = 1 << 16
_STRUCTURE = re.compile(rb"[\"\\{}\n]")


class Piece(NamedTuple):
    """The bytes of one object, the line on which it starts, and what is wrong with it already."""

    line: int
    data: bytes
    trouble: str | None = None


def read(
    stream: IO[bytes],
    source: str,
    settings: Settings,
    *,
    published: str | None = None,
    columns: Columns | None = None,
) -> Iterator[Article | Refused]:
    """Yield an article, or why there is none, for each line of *stream*."""
    maker = _Maker(Rows(settings, published), columns)
    return _articles(_lines(stream, _limit(settings)), source, maker)


def read_objects(
    stream: IO[bytes],
    source: str,
    settings: Settings,
    *,
    published: str | None = None,
    columns: Columns | None = None,
) -> Iterator[Article | Refused]:
    """Yield an article for each outermost object of a JSON file, however it is laid out.

    An array, one object, many.
    """
    maker = _Maker(Rows(settings, published), columns)
    return _articles(_objects(stream, _limit(settings)), source, maker)


def _limit(settings: Settings) -> int:
    return BYTES_A_CHARACTER * settings.longest_article + OTHER_FIELDS


def _articles(pieces: Iterator[Piece], source: str, maker: _Maker) -> Iterator[Article | Refused]:
    some = False
    for piece in pieces:
        some = True
        if piece.trouble:
            yield Refused(source=source, line=piece.line, why=piece.trouble)
            continue
        try:
            yield maker.article(piece)
        except NoArticle as no:
            yield Refused(source=source, line=piece.line, why=str(no))
    if not some:
        yield Refused(source=source, why="the file is empty; give one JSON object a line, each with a text")


class _Maker:
    """Makes articles of pieces of JSON: of our own form, of ninjs, or with other people's names."""

    def __init__(self, rows: Rows, columns: Columns | None) -> None:
        self.rows = rows
        self.columns = columns
        self._pages: Pages | None = None

    def article(self, piece: Piece) -> Article:
        """Return the article in *piece*, or raise NoArticle."""
        if self.columns is not None and self.columns.theirs:
            return self.rows.article(_mapped(_object(piece.data), self.columns), piece.line)
        try:
            record = msgspec.json.decode(piece.data, type=Record, strict=True)
        except UnicodeDecodeError as error:
            raise NoArticle(_not_utf8(piece.data, error)) from None
        except (msgspec.DecodeError, RecursionError) as error:
            return self._other(piece, error)
        return self.rows.article(record, piece.line)

    def _other(self, piece: Piece, error: Exception) -> Article:
        """Return the article in what is no record of ours, or raise NoArticle that says why."""
        if isinstance(error, msgspec.ValidationError):
            found = _object(piece.data)
            if ninjs.is_item(found):
                return self._ninjs(found, piece.line)
            raise NoArticle(_about(str(error)))
        record = _second_try(piece.data)
        if record is None:
            message = f"it is not a whole JSON object ({error}); mend or delete the line"
            raise NoArticle(message)
        return self.rows.article(record, piece.line)

    def _ninjs(self, found: dict[str, Any], line: int) -> Article:
        self.rows.refuse_used(found["uri"])
        if self._pages is None:
            self._pages = Pages.default()
        longest = self.rows.settings.longest_article
        article = ninjs.article(found, self._pages, published=self.rows.published, longest=longest)
        self.rows.note(found["uri"], line)
        return article


def _object(data: bytes) -> dict[str, Any]:
    """Return the object that *data* writes, or raise NoArticle."""
    try:
        found = json.loads(data)
    except UnicodeDecodeError as error:
        raise NoArticle(_not_utf8(data, error)) from None
    except (ValueError, RecursionError) as error:
        message = f"it is not a whole JSON object ({error}); mend or delete the line"
        raise NoArticle(message) from None
    return found if isinstance(found, dict) else {}


def _mapped(found: dict[str, Any], columns: Columns) -> Record:
    """Return the record that the fields named in *columns* make, or raise NoArticle."""
    picked = columns.pick(found)
    if "text" not in picked:
        columns.check(found)
    try:
        return msgspec.convert(picked, type=Record)
    except msgspec.ValidationError as error:
        raise NoArticle(_about(str(error))) from None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    return f"it is not UTF-8 (byte {data[error.start]:#04x} at {error.start + 1}); save the file as UTF-8"


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
    m = re.search(r"Expected `([^`]+)`, got `([^`]+)` - at `\$\.(\w+)", error)
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
