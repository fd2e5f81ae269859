"""Sources in, articles or refusals out: finds the files, chooses a reader for each, and names what is wrong.

One source that cannot be read costs none of the others. Files are read up to a limit; JSON lines, tables and
archives as a stream.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from dragoman.articles import copied, dates, feeds, jsonl, ready, warcs, zips
from dragoman.articles.columns import Columns
from dragoman.articles.decoding import Unreadable, decode, letters
from dragoman.articles.gathered import Gathered
from dragoman.articles.online import Online
from dragoman.articles.ready import NoArticle
from dragoman.articles.tables import Tables
from dragoman.codebook.articles import Pages
from dragoman.errors import SettingsError
from dragoman.fetching import Fetcher, Limits
from dragoman.fetching.limits import largest_page
from dragoman.records import Article, Refused
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dragoman.articles.gathered import Item


TEXT = frozenset({".txt", ".text", ".md", ".markdown", ""})
MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm", ".xhtml", ".shtml"})
LINES = frozenset({".jsonl", ".ndjson", ".jsonlines"})
TABLES = frozenset({".csv", ".tsv"})
FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf", ".opml"})
ZIPS = frozenset({".zip", ".wacz"})
KNOWN = TEXT | HTML | LINES | TABLES | FEEDS | ZIPS | {".json", ".warc", ".parquet"}
# Files that somebody may take for articles, and that we cannot read: said so. Others in a folder are passed
# over.
ELSEWHERE = {
    ".pdf": "is a PDF; save its text as .txt and give that",
    ".doc": "is an office document; save its text as .txt and give that",
    ".docx": "is an office document; save its text as .txt and give that",
    ".odt": "is an office document; save its text as .txt and give that",
    ".xlsx": "is an office document; save the table as .csv and give that",
    ".rtf": "is an RTF document; save its text as .txt and give that",
    ".epub": "is a book; save its text as .txt and give that",
    ".tar": "is an archive of a kind that is not read; unpack it and give the folder",
    ".tgz": "is an archive of a kind that is not read; unpack it and give the folder",
    ".7z": "is an archive of a kind that is not read; unpack it and give the folder",
    ".mhtml": "is a web archive; save the page as HTML and give that",
    ".mht": "is a web archive; save the page as HTML and give that",
    ".webarchive": "is a web archive; save the page as HTML and give that",
}
SNIFF = 1 << 16
OTHER_XML = "it is XML, but no feed and no list of feeds; give RSS, Atom, OPML, HTML or text"
PACKED_TABLE = "a Parquet table is not read from a stream or an archive; unpack it and give the file"


def read(
    sources: Iterable[str],
    *,
    published: str | None = None,
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
    columns: Columns | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | Refused]:
    """Yield the articles that *sources* hold, in order, and a `Refused` for each part that gave none.

    A source is a file (text, Markdown, HTML, JSON lines, ninjs, CSV, Parquet, a feed or a list of feeds,
    WARC; also gzipped), a zip or WACZ archive or a folder of such files, an address, or ``-`` for *stdin*.
    *published* is the date of articles that have none of their own. *columns* says what other people's
    columns are to us. Addresses are fetched by *fetcher*; without one, politely and without a memory.

    Raises:
        SettingsError: if *published* is no date.
    """
    found = gather(
        sources, published=published, settings=settings, stdin=stdin, columns=columns, fetcher=fetcher
    )
    return (one.found for one in found)


def gather(
    sources: Iterable[str],
    *,
    published: str | None = None,
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
    columns: Columns | None = None,
    fetcher: Fetcher | None = None,
    known: Callable[[Item], bool] | None = None,
    handed: Callable[[str], None] | None = None,
    wanted: Callable[[str], bool] | None = None,
) -> Iterator[Gathered]:
    """Yield what `read` yields, with the page that each article was read from, and the item that led to it.

    Items of feeds that are *known* are passed over. Where *handed* is given, it takes the addresses in a list
    of feeds, and these are not followed. *wanted* is asked, by name, just before a page of a file or an
    archive is taken apart; those that it turns down are passed over.

    Raises:
        SettingsError: if *published* is no date.
    """
    if published is not None and dates.given(published) is None:
        message = f"--published is {published!r}, which is no date; give {ready.WHAT_IS_A_DATE}"
        raise SettingsError(message)
    settings = settings or Settings()
    reader = _Reader(settings, published, columns or Columns(), wanted)
    online = Online(
        fetcher=fetcher or Fetcher(settings),
        settings=settings,
        published=published,
        known=known or (lambda item: False),
        choose=reader.choose,
        handed=handed,
    )
    return _gathered(sources, reader, online, stdin)


def _gathered(
    sources: Iterable[str], reader: _Reader, online: Online, stdin: BinaryIO | None
) -> Iterator[Gathered]:
    for source in sources:
        if source == "-":
            found = reader.stream(stdin if stdin is not None else sys.stdin.buffer, "standard input")
        elif "://" in source[:12]:
            yield from online.address(source)
            continue
        elif is_list(source):
            yield from online.file(Path(source))
            continue
        else:
            found = reader.path(source)
        for one in found:
            yield one if isinstance(one, Gathered) else Gathered(found=one)


def is_list(source: str) -> bool:
    """Say whether a source that is given by its name is a feed, or a list of feeds: these are followed."""
    try:
        path = Path(source)
        if path.suffix.lower() not in FEEDS or not path.is_file():
            return False
        with path.open("rb") as file:
            return feeds.kind(file.read(SNIFF)) in ("feed", "opml")
    except (OSError, ValueError):
        return False  # the reader of files says why


class _Reader:
    """Reads files and streams, with the page words loaded when the first page comes. It fetches nothing."""

    def __init__(
        self,
        settings: Settings,
        published: str | None,
        columns: Columns,
        wanted: Callable[[str], bool] | None = None,
    ) -> None:
        self.wanted = wanted or (lambda name: True)
        self.settings = settings
        self.published = published
        self.columns = columns
        self.tables = Tables(settings, columns, published)
        self.largest = largest_page(settings.longest_article)
        self._pages: Pages | None = None

    @property
    def pages(self) -> Pages:
        if self._pages is None:
            self._pages = Pages.default()
        return self._pages

    def path(self, source: str) -> Iterator[Article | Refused | Gathered]:
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

    def _folder(self, folder: Path) -> Iterator[Article | Refused | Gathered]:
        some = False
        for path in files(folder):
            some = True
            yield from self.path(str(path))
        if not some:
            yield Refused(
                source=str(folder), why="the folder holds no articles; give text, HTML or JSON lines files"
            )

    def _file(self, path: Path) -> Iterator[Article | Refused | Gathered]:
        suffix, packed = suffix_of(path)
        source = str(path)
        if suffix in ELSEWHERE:
            yield Refused(source=source, why="it " + ELSEWHERE[suffix])
        elif not packed and not path.is_file():
            yield Refused(source=source, why="it is not a regular file; give a file, a folder or -")
        elif suffix in ZIPS and not packed:
            yield from self._zip(path, source)
        elif suffix == ".parquet" and not packed:
            yield from self.tables.parquet(path, source)
        elif suffix == ".warc":
            with path.open("rb") as stream:
                yield from self.warc(stream, source)
        else:
            with _opened(path, packed=packed) as stream:
                watched = zips.watched(stream, path.stat().st_size) if packed else stream
                yield from self._guarded(watched, source, suffix)

    def _guarded(
        self, stream: IO[bytes], source: str, suffix: str, *, inner: bool = False
    ) -> Iterator[Article | Refused | Gathered]:
        """Read a file that may be packed; say if the packing is broken. *inner* ones lie in archives."""
        try:
            yield from self.choose(stream, source, suffix)
        except zips.Bomb as bomb:
            if inner:
                raise
            yield Refused(source=source, why=str(bomb))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            why = f"it is not a whole gzip file ({error}); fetch or pack it again"
            yield Refused(source=source, why=why)

    def _zip(self, path: Path, source: str) -> Iterator[Article | Refused | Gathered]:
        """Read an archive: each file in it, and of a WACZ the web archives."""
        some = False
        only_archives = path.suffix.lower() == ".wacz"
        try:
            for member in zips.article_names(zips.members(path)):
                suffix, packed = suffix_of(Path(member.name))
                if suffix not in KNOWN | ELSEWHERE.keys() or (only_archives and suffix != ".warc"):
                    continue
                some = True
                yield from self._member(member, f"{source}/{member.name}", suffix, packed=packed)
        except zips.BadZip as error:
            yield Refused(source=source, why=str(error))
            return
        if not some:
            yield Refused(
                source=source, why="the archive holds no articles; give text, HTML or JSON lines files"
            )

    def _member(
        self, member: zips.Member, source: str, suffix: str, *, packed: bool
    ) -> Iterator[Article | Refused | Gathered]:
        trouble = member.trouble
        if suffix in ELSEWHERE:
            trouble = "it " + ELSEWHERE[suffix]
        elif suffix in ZIPS:
            trouble = "it is an archive in an archive; unpack the outer one and give the folder"
        if member.stream is None or trouble:
            yield Refused(source=source, why=trouble or "it cannot be read")
            return
        try:
            if suffix == ".warc":
                yield from self.warc(member.stream, source)
                return
            stream = member.stream
            if packed:
                stream = zips.watched(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)), member.size)
            yield from self._guarded(stream, source, suffix, inner=True)
        except zips.Bomb:
            raise
        except zips.FAULTS as error:
            yield Refused(source=source, why=f"it can't be unpacked ({error})")

    def warc(self, stream: IO[bytes], source: str) -> Iterator[Refused | Gathered]:
        """Read a web archive."""
        some = False
        for page in warcs.pages(stream, size=self.largest, ratio=Limits().ratio):
            some = True
            if isinstance(page, warcs.Trouble):
                yield Refused(source=source, why=f"record {page.record} is left out: {page.why}")
            elif self.wanted(name := f"{source}: {page.url}"):
                yield Online.page(page, self.pages, self.settings, self.published, source=name)
        if not some:
            yield Refused(source=source, why="the archive holds no pages; it needs answers with HTML")

    def stream(self, stream: IO[bytes], source: str) -> Iterator[Article | Refused | Gathered]:
        """Read a stream without a name: look at its beginning to see what it is."""
        head = stream.read(SNIFF)
        rest = _rejoined(head, stream)
        if head.startswith((b"WARC/1.", warcs.GZIP)) and (head.startswith(b"W") or warcs.is_packed(head)):
            yield from self.warc(rest, source)
        else:
            yield from self.choose(rest, source, _sniffed(head))

    def choose(self, stream: IO[bytes], source: str, suffix: str) -> Iterator[Article | Refused]:
        """Read a stream whose kind its *suffix* tells."""
        if suffix in LINES:
            yield from jsonl.read(
                stream, source, self.settings, published=self.published, columns=self.columns
            )
        elif suffix == ".json":
            head = stream.read(SNIFF)
            rest = _rejoined(head, stream)
            reader = jsonl.read if _line_by_line(head) else jsonl.read_objects
            yield from reader(rest, source, self.settings, published=self.published, columns=self.columns)
        elif suffix in TABLES:
            yield from self.tables.csv(stream, source)
        elif suffix == ".parquet":
            yield Refused(source=source, why=PACKED_TABLE)
        elif suffix in FEEDS:
            yield from self._feed(stream, source)
        elif self.wanted(source):
            yield self._page(stream, source, suffix)

    def _feed(self, stream: IO[bytes], source: str) -> Iterator[Article | Refused]:
        """Read a feed that lies among other files, or comes in a stream: what it leads to is not fetched."""
        data = stream.read(self.largest + 1)
        kind = feeds.kind(data[:SNIFF])
        if len(data) > self.largest:
            yield Refused(source=source, why=f"it is larger than {self.largest:,} bytes; split it")
        elif kind == "opml":
            yield Refused(
                source=source, why="it is a list of feeds; give it by its name, and they are fetched"
            )
        elif kind is None:
            yield self._page(io.BytesIO(data), source, "")
        elif kind == "xml":
            yield Refused(source=source, why=OTHER_XML)
        else:
            yield from Online.texts(data, source, self.pages, self.settings, self.published)

    def _page(self, stream: IO[bytes], source: str, suffix: str) -> Article | Refused:
        data = stream.read(self.largest + 1)
        if len(data) > self.largest:
            why = f"it is larger than {self.largest:,} bytes; split it, or raise the setting longest_article"
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


def files(folder: Path) -> Iterator[Path]:
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
            suffix, _ = suffix_of(path)
            if not name.startswith(".") and (suffix in KNOWN or suffix in ELSEWHERE):
                yield path


def suffix_of(path: Path) -> tuple[str, bool]:
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
    if feeds.kind(head) in ("feed", "opml"):
        return ".xml"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith(b"{")):
        return ".json"
    return ".txt"
