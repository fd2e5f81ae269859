"""Whatever comes in, nothing but an article, a coding or a message comes out, and every span is true."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import times
from dragoman.articles import blocks, feeds, from_text, lines, mastheads, publishers, read
from dragoman.articles.dates import given as date_given
from dragoman.articles.ready import NoArticle
from dragoman.codebook.articles import Pages
from dragoman.documents import Document, Sentence, Token, build, paragraphs
from dragoman.errors import DragomanError
from dragoman.records import Article, Coding, Refused
from dragoman.settings import Settings
from dragoman.times import words
from tests.hostile import NEWS, ORDERS, OURSELVES, mangled, many, sound, texts
from tests.test_articles_warcs import GOOD, PACKED

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

HERE = Path(__file__).parent
PAGES = tuple(p.read_bytes() for p in sorted((HERE / "pages").glob("*.htm*")))
NINJS = b'{"uri": "a", "headline": "Talks", "versioncreated": "2031-03-04T08:00:00Z", "body_text": "Talks."}'
LINES = (
    b'{"id": "a", "text": "Envoys met on Monday.", "published": "2031-03-04"}\n{"text": "They met again."}\n',
    b'{"text": "\\ud800 Envoys", "title": null, "url": "http://[::1", "published": "never"}\n'
    b'[]\n{}\n1\n"x"\n',
    NINJS + b"\n",
    ("\n".join((OURSELVES, *(json.dumps({"text": o}) for o in ORDERS)))).encode(),
)
FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>Talks</title>'
    b"<link>https://wire.example/1</link><pubDate>Tue, 04 Mar 2031 08:00:00 GMT</pubDate>"
    b"<description><![CDATA[<p>Envoys met.</p>]]></description></item></channel></rss>",
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Talks</title><id>u</id>'
    b'<link href="/1"/><updated>2031-03-04T08:00:00Z</updated>'
    b'<content type="html">Envoys.</content></entry></feed>',
    b'<opml version="2.0"><body><outline text="a" xmlUrl="https://wire.example/rss"/></body></opml>',
)
DATES = "0123456789 -/.:,TZ+thofMayJuneseptbc'’s\n"
CSV = (b'id,text,date\na,Envoys met on Monday.,2031-03-04\nb,"They said ""no"".",\n',)


def packed() -> bytes:
    """Return a zip archive of a text, a page and JSON lines."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.txt", NEWS[0])
        archive.writestr("b.html", PAGES[0], compress_type=zipfile.ZIP_DEFLATED)
        archive.writestr("c.jsonl.gz", gzip.compress(LINES[0]))
    return whole.getvalue()


SEEDS = {
    "a.html": PAGES,
    "a.txt": tuple(n.encode() for n in NEWS)
    + tuple(p.read_bytes() for p in sorted((HERE / "pages").glob("*.txt"))),
    "a.jsonl": LINES,
    "a.json": (NINJS, *LINES),
    "a.csv": CSV,
    "a.zip": (packed(),),
    "a.warc": (b"".join(GOOD), b"".join(PACKED)),
    "a.jsonl.gz": (gzip.compress(LINES[0]),),
}


def checked(found: list[Article | Refused]) -> None:
    """Check that what was read is sound: text that can be written, and a reason in one line of words."""
    for one in found:
        if isinstance(one, Article):
            msgspec.json.encode(one)
            assert one.text.strip()
            assert one.id
        else:
            assert one.why
            assert "Traceback" not in one.why


@pytest.mark.parametrize("name", SEEDS)
def test_odd_bytes_make_articles_or_messages(name, tmp_path):
    """Files of every kind, mangled, give articles or reasons, and never an exception."""
    path = tmp_path / name

    @many(60)
    @given(data=mangled(SEEDS[name]) | st.binary(max_size=200))
    def holds(data: bytes) -> None:
        path.write_bytes(data)
        checked(list(read([str(path)], settings=Settings())))

    holds()


@many(100)
@given(data=mangled(FEED) | st.binary(max_size=200))
def test_odd_feeds_make_items_or_messages(data):
    """A feed or a list of feeds is read, or refused with a reason."""
    feeds.kind(data)
    for reader in (
        lambda: feeds.read(data, "https://wire.example/rss", Pages.default()),
        lambda: list(feeds.listed(data)),
    ):
        try:
            reader()
        except NoArticle as error:
            assert str(error)


@many(200)
@given(text=texts(6), title=texts(2), url=texts(1), published=texts(1) | st.dates().map(str))
def test_any_text_is_an_article_or_one_of_our_errors(text, title, url, published):
    """What is handed over as it stands comes back as it stands, or is refused."""
    try:
        made = from_text(text, title=title, url=url, published=published)
    except DragomanError as error:
        assert str(error)
        return
    msgspec.json.encode(made)
    assert made.text == text.encode("utf-8", "replace").decode() or "\ufffd" in made.text


@many(200)
@given(text=texts())
def test_paragraphs_lie_in_order_and_hold_all_words(text):
    """Paragraphs don't overlap, have trimmed edges, and leave nothing but white space and line ends out."""
    at, left = 0, []
    for start, end in paragraphs(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        left.append(text[at:start])
        at = end
    assert not "".join((*left, text[at:])).strip()


def test_times_of_odd_text_cut_it_exactly(codebook):
    """The date grammar reads any text, for any day of publication, and its intervals run forwards."""

    @many(300)
    @given(text=texts(8) | st.text(DATES, max_size=60), day=days())
    def holds(text: str, day: date | None) -> None:
        said = None if day is None else day.isoformat()
        article = Article(id="a", text=text, published=said, published_grain="day")
        for t in times.find(flat(text), codebook, article).kept:
            assert t.text
            assert text[t.start : t.end] == t.text
            assert not t.first or not t.last or t.first <= t.last

    holds()


def days() -> SearchStrategy[date | None]:
    """Return a strategy of days of publication, those at the ends of the calendar among them."""
    ends = st.sampled_from((date.min, date(1, 1, 9), date(9999, 12, 25), date.max))
    return st.dates(date(1800, 1, 1), date(2200, 1, 1)) | st.dates() | ends | st.none()


def flat(text: str) -> Document:
    """Return *text* as a document whose words all hang on the first, without a parser."""
    tokens: list[Token] = []
    sentences = []
    for number, (start, end) in enumerate(paragraphs(text)):
        first, at = len(tokens), start
        for word in text[start:end].split():
            at = text.index(word, at)
            i = len(tokens)
            tokens.append(
                Token(
                    i,
                    at,
                    at + len(word),
                    word,
                    word.lower(),
                    word.lower(),
                    "X",
                    "FW",
                    "dep",
                    first,
                    i,
                    i,
                    number,
                )
            )
            at += len(word)
        tokens[first] = tokens[first]._replace(dep="ROOT", right=len(tokens) - 1)
        sentences.append(Sentence(number, first, len(tokens), start, end, first, number))
    return build(text, tokens, sentences)


@many(200)
@given(text=texts(2) | st.text("0123456789 -/.:,TZ+JanFeb", max_size=40))
def test_publication_dates_are_dates_or_nothing(text):
    """What is said to be a date is read, or isn't one."""
    stamp = date_given(text)
    assert stamp is None or stamp.value[:4].isdigit()


@pytest.mark.model
def test_the_whole_coder_reads_odd_text(coder):
    """Any text gets a coding that is sound, is the same when made again, and can be written and read."""

    @many(60)
    @given(text=texts(), day=days())
    def holds(text: str, day: date | None) -> None:
        try:
            article = from_text(text, published=None if day is None else day.isoformat())
        except DragomanError:
            return
        coding = coder.code(article)
        sound(coding)
        assert msgspec.json.decode(msgspec.json.encode(coding), type=Coding) == coding
        assert coder.code(article) == coding

    holds()


FEED_TROUBLE = (
    (b"", "no feed"),
    (b"\x00<rss><channel><item><title>&#2000000;</title></item></channel></rss>", "no feed"),
)


@pytest.mark.parametrize(("data", "why"), FEED_TROUBLE)
def test_feeds_that_broke_the_parser_are_refused(data, why):
    """An empty feed, and a character that there is none of."""
    with pytest.raises(NoArticle, match=why):
        feeds.read(data, None, Pages.default())


def test_an_empty_list_of_feeds_is_refused():
    """There is no document in it."""
    with pytest.raises(NoArticle, match="names no feeds"):
        list(feeds.listed(b""))


@pytest.mark.parametrize(
    ("text", "day"), [("next Tuesday", date.max), ("last Tuesday", date.min), ("3 days later", date.max)]
)
def test_what_leads_out_of_the_calendar_has_no_value(text, day, codebook):
    """There is no day before the year 1, nor one after 9999."""
    article = Article(id="a", text=text, published=day.isoformat(), published_grain="day")
    found = times.find(flat(text), codebook, article).kept
    assert all(t.first is None or t.first.year in (1, 9999) for t in found)


SLOW = (
    (lines._AGO, "2 days ago " + "a" * 5_000 + " b" * 8),
    (lines._BYLINE, "by A" + " and" * 14 + "a" * 5_000 + "!"),
    (lines._CREDIT_TAIL, "A." * 5_000 + "!"),
    (lines._ADDRESS, "a@a." * 5_000 + "!"),
    (blocks._END_SIGN, "a" + "♦" * 20_000 + " " * 20_000 + "!"),
    (blocks._MD_HEADING, "# a" + " #" * 20_000 + "!"),
    (publishers._RIGHTS, "©" + " " * 20_000 + "!"),
    (mastheads.TITLE_PARTS, " " * 40_000 + "!"),
    (words._LEX, "a@" * 20_000 + "!"),
)


@pytest.mark.parametrize(("pattern", "text"), SLOW)
def test_texts_that_kept_patterns_busy_find_nothing(pattern, text):
    """Texts for which the time of a pattern grew faster than they: each is gone over once now."""
    whole = pattern in (lines._AGO, lines._BYLINE, lines._ADDRESS, lines._CREDIT_TAIL, blocks._END_SIGN)
    assert not whole or pattern.search(text) is None
    assert sum(1 for _ in pattern.finditer(text)) <= len(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Talks. ■", "Talks."),
        ("Talks. ♦ ♦ ", "Talks."),
        ("Talks. END", "Talks. END"),
        ("Talks. ENDS", "Talks."),
    ],
)
def test_signs_of_the_end_are_taken_off(text, left):
    """A sign, several, or a word that says so."""
    assert blocks._END_SIGN.sub("", text) == left
