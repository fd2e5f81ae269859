"""RSS, Atom and OPML in: the items of a feed, or the addresses of the feeds in a list, out.

Nothing is expanded and nothing fetched while a feed is read: a document that defines entities is refused.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from dragoman.articles import dates
from dragoman.articles.facts import Facts
from dragoman.articles.gathered import Item
from dragoman.articles.ready import NoArticle
from dragoman.fetching import BadAddress, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.codebook.articles import Pages

ROOTS = {"rss": "feed", "feed": "feed", "rdf:rdf": "feed", "rdf": "feed", "opml": "opml"}
# The text of an item with so many letters is the article; less is a teaser, and the page is fetched.
WHOLE_ARTICLE = 1_500
MOST_FEEDS = 1_000
# The parser takes some 30 µs for each tag, and for one tag the square of its length.
MOST_TAGS, LONGEST_TAG = 300_000, 10_000
_COMMENT = rb"<!--(?:[^-]|-(?!->))*-->"
_ROOT = re.compile(rb"\A(?:\s|<\?[^>]{0,2000}\?>|" + _COMMENT + rb"|<!DOCTYPE[^>\[]{0,2000}>)*<([A-Za-z:_]+)")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_CUT = re.compile(
    r"(?:\[(?:…|\.\.\.|&#8230;)\]|…|\.\.\.|(?:read|continue reading|see) (?:more|on).{0,80})\s*$", re.I
)
_ITEM = re.compile(rb"<(/?)(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSED = re.compile(rb"</\s*(?:rss|feed|rdf:RDF|rdf)\s*>\s*(?:" + _COMMENT + rb"\s*)*\Z", re.IGNORECASE)
_BEGUN = re.compile(rb"<[A-Za-z]")
_INSIDE = re.compile(rb"(?:[^<>\"']+|\"[^\"<]*\"|'[^'<]*'){0,%d}" % (LONGEST_TAG // 2))


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed: where it leads, what the feed says of it, and its text as HTML where it has one."""

    item: Item | None
    facts: Facts
    html: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's items, and what is wrong with the feed as a whole, though they could be read."""

    entries: tuple[Entry, ...]
    trouble: str | None = None


def kind(head: bytes) -> str | None:
    """Return ``feed`` or ``opml`` if a document that begins with *head* is one; ``xml`` for other XML."""
    if head.startswith(_WIDE):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    m = _ROOT.match(head)
    if m is not None:
        name = m[1].decode("ascii").lower()
        if name in ROOTS:
            return ROOTS[name]
    if not head.lstrip().startswith((b"<?xml", b"<!DOCTYPE rss", b"<!DOCTYPE opml", b"<!DOCTYPE feed")):
        return None
    if _ENTITY.search(head):
        return "feed"  # whatever it is: the reader of feeds refuses it
    return "xml" if b"<html" not in head[:4_000].lower() else None


def read(data: bytes, address: str | None, words: Pages) -> Feed:
    """Return the feed in *data*, which came from *address*; raise NoArticle if it is none."""
    _refuse_entities(data)
    _refuse_traps(data)
    import feedparser  # noqa: PLC0415  (slow to import)

    # A file object: given bytes, the parser would take a short feed for a name of a file or an address.
    try:
        found: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        message = f"it is no feed that can be read ({error}); give an RSS or Atom feed"
        raise NoArticle(message) from error
    # Of an empty document the parser says neither.
    if not _of(found, "version") and not found.entries:
        message = "it is no feed that can be read; give an RSS or Atom feed"
        raise NoArticle(message)
    publisher = _text(_of(found.feed, "title"))
    language = _text(_of(found.feed, "language"))
    entries = tuple(_entry(e, address, publisher, language, words) for e in found.entries)
    if found.bozo and not _CLOSED.search(data[-4_000:]) and not data.startswith(_WIDE):
        marks = [m[1] for m in _ITEM.finditer(data)]
        whole = entries[:-1] if marks and not marks[-1] else entries
        return Feed(whole, "the feed is cut off; the items before that are read")
    return Feed(entries)


def listed(data: bytes) -> Iterator[str]:
    """Yield the addresses of the feeds in an OPML list, each once; raise NoArticle if there are none."""
    _refuse_entities(data)
    from lxml import etree  # noqa: PLC0415  (only where there is a list)

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    nodes = () if root is None else root.iter("outline")
    found = list(dict.fromkeys(a.strip() for n in nodes if (a := n.get("xmlUrl") or n.get("xmlurl"))))
    if not found:
        message = "the list names no feeds; each outline needs an xmlUrl"
        raise NoArticle(message)
    if len(found) > MOST_FEEDS:
        message = f"the list names {len(found):,} feeds, more than {MOST_FEEDS:,}; split it"
        raise NoArticle(message)
    yield from found


def _refuse_entities(data: bytes) -> None:
    plain = data.replace(b"\x00", b"") if data.startswith(_WIDE) else data
    if _ENTITY.search(plain):
        message = "it defines entities of its own, as no feed needs to; nothing of it is read"
        raise NoArticle(message)


def _refuse_traps(data: bytes) -> None:
    """Raise NoArticle for what would keep the parser busy for minutes."""
    plain = data.replace(b"\x00", b"") if b"\x00" in data else data
    first, *others = plain.split(b"<![CDATA[")
    markup = b"".join((first, *(part.partition(b"]]>")[2] for part in others)))
    if markup.count(b"<") > MOST_TAGS:
        message = f"it has more than {MOST_TAGS:,} tags, as no feed has; nothing of it is read"
        raise NoArticle(message)
    for m in _BEGUN.finditer(markup):
        inside = _INSIDE.match(markup, m.end())
        end = inside.end() if inside else m.end()
        if markup[end : end + 1] in (b'"', b"'"):  # left open
            end = max(end, markup.find(b"<", end)) if b"<" in markup[end:] else len(markup)
        if end - m.start() > LONGEST_TAG:
            message = (
                f"it has a tag of more than {LONGEST_TAG:,} bytes, as no feed has; nothing of it is read"
            )
            raise NoArticle(message)


def _entry(
    entry: dict[str, Any], address: str | None, publisher: str | None, language: str | None, words: Pages
) -> Entry:
    html = _html(entry)
    facts = Facts(
        title=_text(_of(entry, "title")),
        publisher=_publisher(entry) or publisher,
        published=_date(_of(entry, "published") or _of(entry, "updated"), words),
        language=language,
    )
    link = _text(_of(entry, "link"))
    if not link and str(_of(entry, "id") or "").startswith(("http://", "https://")):
        link = str(_of(entry, "id"))
    if not link:
        return Entry(None, facts, html, None if html else "the item has neither a text nor a link")
    parts = (str(_of(entry, n) or "") for n in ("id", "title", "updated", "published", "summary"))
    mark = hashlib.sha256("\0".join((*parts, html or "")).encode("utf-8", "replace")).hexdigest()[:16]
    try:
        target = clean(urljoin(address, link) if address else link)
    except BadAddress as error:
        return Entry(Item(link, mark), facts, None, f"an item leads to {link[:200]!r}: {error}")
    return Entry(Item(target, mark), facts, html if html and _is_whole(html) else None)


def _of(entry: dict[str, Any], name: str) -> Any:  # noqa: ANN401  (whatever the feed has)
    """Return what *entry* has under this very name; the parser's own look-up tries others, with a warning."""
    return dict.get(entry, name)


def _html(entry: dict[str, Any]) -> str | None:
    """Return the longest text of an item."""
    parts = [_of(c, "value") for c in _of(entry, "content") or ()]
    found = [str(p) for p in (*parts, _of(entry, "summary")) if p]
    return max(found, key=len, default=None)


def _is_whole(html: str) -> bool:
    text = _TAG.sub(" ", html).strip()
    return len(text) >= WHOLE_ARTICLE and not _CUT.search(text[-120:])


def _publisher(entry: dict[str, Any]) -> str | None:
    """Return whom a feed that gathers others' items names as their source."""
    source = _of(entry, "source")
    return _text(_of(source, "title")) if isinstance(source, dict) else None


def _date(value: object, words: Pages) -> dates.Stamp | None:
    return dates.from_metadata(value, words) if isinstance(value, str) and len(value) < 100 else None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(_TAG.sub("", value).split())[:1_000] or None
