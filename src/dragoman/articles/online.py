"""Addresses in, articles or refusals out: pages, feeds with the pages they lead to, lists of feeds."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.articles import copied, feeds, ready
from dragoman.articles.decoding import Unreadable, decode, letters
from dragoman.articles.facts import Facts
from dragoman.articles.gathered import Gathered
from dragoman.articles.ready import NoArticle
from dragoman.codebook.articles import Pages
from dragoman.fetching import BadAddress, Fetcher, NotFetched, address_id, clean
from dragoman.fetching.limits import largest_page
from dragoman.records import Article, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.articles.feeds import Entry
    from dragoman.articles.gathered import Item
    from dragoman.records import Capture
    from dragoman.settings import Settings

SNIFF = 1 << 16
# What a server may call what we read otherwise than as a page.
SUFFIXES = {
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
}
BY_NAME = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv"})
OTHER_XML = "it is XML, but no feed and no list of feeds; give RSS, Atom, OPML, HTML or text"
NO_ITEMS = "the feed has no items"


@dataclass(slots=True)
class Online:
    """Reads what lies at addresses, through one fetcher. Items that are *known* are passed over.

    The addresses in a list of feeds are *handed* on, where somebody takes them; else they are followed.
    """

    fetcher: Fetcher
    settings: Settings
    published: str | None
    known: Callable[[Item], bool]
    choose: Callable[[IO[bytes], str, str], Iterator[Article | Refused]]
    handed: Callable[[str], None] | None = None
    _pages: Pages | None = None

    @property
    def pages(self) -> Pages:
        """The words that pages are cleaned by."""
        if self._pages is None:
            self._pages = Pages.default()
        return self._pages

    def address(self, url: str) -> Iterator[Gathered]:
        """Read what is at an address."""
        try:
            capture = self.fetcher.get(url)
        except NotFetched as error:
            yield Gathered(found=Refused(source=url, why=str(error)), passing=True, later=error.later)
            return
        kind = feeds.kind(capture.body[:SNIFF])
        suffix = _suffix(capture)
        if kind == "feed":
            yield from self._feed(capture.body, url, capture.final)
        elif kind == "opml":
            yield from self._list(capture.body, url)
        elif suffix is not None:
            for found in self.choose(io.BytesIO(capture.body), url, suffix):
                yield Gathered(found=found, capture=capture)
        elif kind == "xml":
            yield Gathered(found=Refused(source=url, why=OTHER_XML), capture=capture)
        else:
            yield self.page(capture, self.pages, self.settings, self.published, source=url)

    def file(self, path: Path) -> Iterator[Gathered]:
        """Read a feed or a list of feeds that was saved, and fetch what it leads to."""
        largest = largest_page(self.settings.longest_article)
        try:
            with path.open("rb") as file:
                data = file.read(largest + 1)
        except OSError as error:
            why = f"it cannot be read ({error.strerror or error}); check its name and rights"
            yield Gathered(found=Refused(source=str(path), why=why))
            return
        if len(data) > largest:
            why = f"it is larger than {largest:,} bytes; split it"
            yield Gathered(found=Refused(source=str(path), why=why))
        elif feeds.kind(data[:SNIFF]) == "opml":
            yield from self._list(data, str(path))
        else:
            yield from self._feed(data, str(path), None, empty=NO_ITEMS)

    def _list(self, data: bytes, source: str) -> Iterator[Gathered]:
        try:
            for address in feeds.listed(data):
                if self.handed is not None:
                    self.handed(address)
                else:
                    yield from self.address(address)
        except NoArticle as no:
            yield Gathered(found=Refused(source=source, why=str(no)))

    def _feed(
        self, data: bytes, source: str, address: str | None, *, empty: str | None = None
    ) -> Iterator[Gathered]:
        """Read a feed and what it leads to; *empty* is what is wrong with one that has no items."""
        try:
            feed = feeds.read(data, address, self.pages)
        except NoArticle as no:
            yield Gathered(found=Refused(source=source, why=str(no)), passing=True)
            return
        if empty and not feed.entries:
            yield Gathered(found=Refused(source=source, why=empty))
        for entry in feed.entries:
            if entry.item is None or not self.known(entry.item):
                yield self._entry(entry, source)
        if feed.trouble:
            yield Gathered(found=Refused(source=source, why=feed.trouble), passing=True)

    def _entry(self, entry: Entry, source: str) -> Gathered:
        if entry.item is None or entry.html is not None or entry.trouble:
            return _inline(entry, source, self.pages, self.settings, self.published)
        address = entry.item.address
        try:
            capture = self.fetcher.get(address)
        except NotFetched as error:
            refused = Refused(source=address, why=str(error))
            return Gathered(found=refused, item=entry.item, passing=True, later=error.later)
        return self.page(
            capture,
            self.pages,
            self.settings,
            self.published,
            source=address,
            otherwise=entry.facts,
            item=entry.item,
        )

    @staticmethod
    def texts(
        data: bytes, source: str, words: Pages, settings: Settings, published: str | None
    ) -> Iterator[Article | Refused]:
        """Read the items of a feed that bring their text along; the others are counted."""
        try:
            feed = feeds.read(data, None, words)
        except NoArticle as no:
            yield Refused(source=source, why=str(no))
            return
        if not feed.entries:
            yield Refused(source=source, why=NO_ITEMS)
        without = 0
        for entry in feed.entries:
            if entry.html is None and not entry.trouble:
                without += 1
            else:
                yield _inline(entry, source, words, settings, published).found
        if without:
            why = f"{without} of its {len(feed.entries)} items hold no whole text; give the feed by its name"
            yield Refused(source=source, why=f"{why}, and their pages are fetched")
        if feed.trouble:
            yield Refused(source=source, why=feed.trouble)

    @staticmethod
    def page(
        capture: Capture,
        words: Pages,
        settings: Settings,
        published: str | None,
        *,
        source: str,
        otherwise: Facts | None = None,
        item: Item | None = None,
    ) -> Gathered:
        """Read one page; the article's id is that of its address, so that a changed page is a new version."""
        otherwise = otherwise or Facts()
        try:
            article = _article(capture, replace(otherwise, url=capture.final), words, settings, published)
        except (NoArticle, BadAddress) as no:
            return Gathered(found=Refused(source=source, why=str(no)), capture=capture, item=item)
        return Gathered(found=article, capture=capture, item=item)


def _article(
    capture: Capture, otherwise: Facts, words: Pages, settings: Settings, published: str | None
) -> Article:
    """Return the article of a page, or raise NoArticle."""
    text = decode(capture.body, told=_charset(capture))
    if isinstance(text, Unreadable):
        raise NoArticle(text.why)
    if not letters(text):
        message = "it is empty or holds no words; give the text of an article"
        raise NoArticle(message)
    is_page = copied.is_html(text)
    longest = settings.longest_article
    if not is_page and len(text) > longest:
        raise NoArticle(ready.too_long(len(text), longest))
    return (copied.from_html if is_page else copied.from_plain)(
        text,
        words,
        published=published,
        longest=longest,
        otherwise=otherwise,
        id=address_id(capture.final),
    )


def _inline(entry: Entry, source: str, words: Pages, settings: Settings, published: str | None) -> Gathered:
    """Read an item that brings its text along."""
    if entry.trouble or not entry.html:
        why = entry.trouble or "the item has no text"
        return Gathered(found=Refused(source=source, why=why), item=entry.item)
    url = entry.item.address if entry.item else None
    known = Facts(
        title=entry.facts.title,
        publisher=entry.facts.publisher,
        published=entry.facts.published,
        url=url,
    )
    try:
        article = copied.from_html(
            f"<html><body><article>{entry.html}</article></body></html>",
            words,
            published=published,
            longest=settings.longest_article,
            known=known,
            id=address_id(url) if url else None,
        )
    except NoArticle as no:
        return Gathered(found=Refused(source=url or source, why=str(no)), item=entry.item)
    return Gathered(found=article, item=entry.item)


def _charset(capture: Capture) -> str | None:
    message = Message()
    message["Content-Type"] = capture.header("Content-Type")
    return message.get_content_charset()


def _suffix(capture: Capture) -> str | None:
    """Return the ending that tells the kind of what is no page; None for a page."""
    kind = capture.header("Content-Type").partition(";")[0].strip().lower()
    if kind in SUFFIXES:
        return SUFFIXES[kind]
    suffix = PurePosixPath(urlsplit(clean(capture.final)).path).suffix.lower()
    return suffix if suffix in BY_NAME and kind != "text/html" else None
