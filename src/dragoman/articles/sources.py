"""Sources in, articles or refusals out: finds the files, chooses a reader for each, and names what is wrong.

One source that cannot be read costs none of the others. Files are read up to a limit, JSON lines as a stream.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from dragoman.articles import copied, dates, jsonl, ready
from dragoman.articles.decoding import Unreadable, decode, letters
from dragoman.articles.ready import NoArticle
from dragoman.codebook.articles import Pages
from dragoman.errors import SettingsError
from dragoman.records import Article, Refused
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


TEXT = frozenset({".txt", ".text", ".md", ".markdown", ""})
MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm", ".xhtml", ".shtml"})
LINES = frozenset({".jsonl", ".ndjson", ".jsonlines"})
KNOWN = TEXT | HTML | LINES | {".json"}
# Files that somebody may take for articles, and that we cannot read: said so. Others in a folder are passed
# over.
ELSEWHERE = {
    ".pdf": "is a PDF; save its text as .txt and give that",
    ".doc": "is an office document; save its text as .txt and give that",
    ".docx": "is an office document; save its text as .txt and give that",
    ".odt": "is an office document; save its text as .txt and give that",
    ".rtf": "is an RTF document; save its text as .txt and give that",
    ".epub": "is a book; save its text as .txt and give that",
    ".zip": "is an archive; reading archives comes with a later version: unpack it and give the folder",
    ".tar": "is an archive; reading archives comes with a later version: unpack it and give the folder",
    ".tgz": "is an archive; reading archives comes with a later version: unpack it and give the folder",
    ".warc": "is a web archive; reading archives comes with a later version: save the page and give the file",
    ".mhtml": "is a web archive; save the page as HTML and give that",
    ".mht": "is a web archive; save the page as HTML and give that",
    ".webarchive": "is a web archive; save the page as HTML and give that",
    ".xml": "is XML; reading feeds comes with a later version: save the page and give the file",
    ".rss": "is a feed; reading feeds comes with a later version: save the page and give the file",
    ".csv": "is a table; give JSON lines with a text in each",
    ".tsv": "is a table; give JSON lines with a text in each",
    ".parquet": "is a table; give JSON lines with a text in each",
}
FETCH_LATER = "fetching comes with a later version; save the page in a browser and give the file"
# A page's source is longer than its article.
BYTES_A_CHARACTER, LEAST = 4, 16_000_000
SNIFF = 1 << 16


def read(
    sources: Iterable[str],
    *,
    published: str | None = None,
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Refused]:
    """Yield the articles that *sources* hold, in order, and a `Refused` for each part that gave none.

    A source is a file (text, Markdown, HTML, JSON lines; also gzipped), a folder of such files, or ``-`` for
    *stdin*. *published* is the date of articles that have none of their own.

    Raises:
        SettingsError: if *published* is no date.
    """
    if published is not None and dates.given(published) is None:
        message = f"--published is {published!r}, which is no date; give {ready.WHAT_IS_A_DATE}"
        raise SettingsError(message)
    return _read(sources, published, settings or Settings(), stdin)


def _read(
    sources: Iterable[str], published: str | None, settings: Settings, stdin: BinaryIO | None
) -> Iterator[Article | Refused]:
    reader = _Reader(settings, published)
    for source in sources:
        if source == "-":
            yield from reader.stream(stdin if stdin is not None else sys.stdin.buffer, "standard input")
        elif "://" in source[:12]:
            yield Refused(source=source, why=FETCH_LATER)
        else:
            yield from reader.path(source)


class _Reader:
    """Reads sources, with the page words loaded when the first page comes."""

    def __init__(self, settings: Settings, published: str | None) -> None:
        self.settings = settings
        self.published = published
        self._pages: Pages | None = None

    @property
    def pages(self) -> Pages:
        if self._pages is None:
            self._pages = Pages.default()
        return self._pages

    def path(self, source: str) -> Iterator[Article | Refused]:
        """Read a file or a folder."""
        try:
            path = Path(source)
            if path.is_dir():
                yield from self._folder(path)
            elif path.exists():
                yield from self._file(path)
            else:
                yield Refused(source=source, why="there is no such file or folder; check the name")
        except ValueError:
            yield Refused(source=source, why="this is no file name; check it")
        except OSError as error:
            yield Refused(
                source=source, why=f"it cannot be read ({error.strerror or error}); check its name and rights"
            )

    def _folder(self, folder: Path) -> Iterator[Article | Refused]:
        some = False
        for path in _files(folder):
            some = True
            yield from self.path(str(path))
        if not some:
            yield Refused(
                source=str(folder), why="the folder holds no articles; give text, HTML or JSON lines files"
            )

    def _file(self, path: Path) -> Iterator[Article | Refused]:
        suffix, packed = _suffix(path)
        source = str(path)
        if suffix in ELSEWHERE:
            yield Refused(source=source, why="it " + ELSEWHERE[suffix])
            return
        if not packed and not path.is_file():
            yield Refused(source=source, why="it is not a regular file; give a file, a folder or -")
            return
        with _opened(path, packed=packed) as stream:
            try:
                yield from self._choose(stream, source, suffix)
            except (gzip.BadGzipFile, EOFError, zlib.error) as error:
                why = f"it is not a whole gzip file ({error}); fetch or pack it again"
                yield Refused(source=source, why=why)

    def stream(self, stream: IO[bytes], source: str) -> Iterator[Article | Refused]:
        """Read a stream without a name: look at its beginning to see what it is."""
        head = stream.read(SNIFF)
        rest = _rejoined(head, stream)
        yield from self._choose(rest, source, _sniffed(head))

    def _choose(self, stream: IO[bytes], source: str, suffix: str) -> Iterator[Article | Refused]:
        if suffix in LINES:
            yield from jsonl.read(stream, source, self.settings, published=self.published)
        elif suffix == ".json":
            head = stream.read(SNIFF)
            rest = _rejoined(head, stream)
            reader = jsonl.read if _line_by_line(head) else jsonl.read_objects
            yield from reader(rest, source, self.settings, published=self.published)
        else:
            yield self._page(stream, source, suffix)

    def _page(self, stream: IO[bytes], source: str, suffix: str) -> Article | Refused:
        limit = max(LEAST, BYTES_A_CHARACTER * self.settings.longest_article)
        data = stream.read(limit + 1)
        if len(data) > limit:
            why = f"it is larger than {limit:,} bytes; split it, or raise the setting longest_article"
            return Refused(source=source, why=why)
        text = decode(data)
        if isinstance(text, Unreadable):
            return Refused(source=source, why=text.why)
        if not letters(text):
            return Refused(source=source, why="it is empty or holds no words; give the text of an article")
        longest = self.settings.longest_article
        try:
            if suffix in HTML or copied.is_html(text):
                return copied.from_html(text, self.pages, published=self.published, longest=longest)
            if len(text) > longest:
                return Refused(source=source, why=ready.too_long(len(text), longest))
            return copied.from_plain(
                text, self.pages, published=self.published, longest=longest, markdown=suffix in MARKDOWN
            )
        except NoArticle as no:
            return Refused(source=source, why=str(no))


def _opened(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def _rejoined(head: bytes, rest: IO[bytes]) -> IO[bytes]:
    """Return a stream that gives *head*, which has been read already, and then the *rest*."""
    return cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", _Ahead(head, rest))))


class _Ahead(io.RawIOBase):
    """A stream whose beginning has been read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        size = len(buffer)
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        else:
            data = self._rest.read(size)
        buffer[: len(data)] = data
        return len(data)


def _files(folder: Path) -> Iterator[Path]:
    """Yield a folder's files that may be articles, sorted.

    Not the hidden ones, nor what a browser saved beside a page.
    """
    for where, folders, names in os.walk(folder):
        pages = {Path(n).stem for n in names if Path(n).suffix.lower() in HTML}
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".") and f.removesuffix("_files").removesuffix(".files") not in pages
        )
        for name in sorted(names):
            path = Path(where) / name
            suffix, _ = _suffix(path)
            if not name.startswith(".") and (suffix in KNOWN or suffix in ELSEWHERE):
                yield path


def _suffix(path: Path) -> tuple[str, bool]:
    """Return the suffix that tells the kind of file, and whether the file is gzipped."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return Path(path.stem).suffix.lower(), True
    return suffix, False


def _line_by_line(head: bytes) -> bool:
    """Say whether a JSON file is JSON lines: its first line is one whole object."""
    first = head.lstrip().split(b"\n", 1)[0].strip()
    return first.startswith(b"{") and first.endswith(b"}") and len(first) < len(head) + 1


def _sniffed(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith(b"{")):
        return ".json"
    return ".txt"
