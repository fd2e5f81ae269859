"""Ways in: tables, agencies' JSON, feeds, archives. What is broken costs one line, and the rest is read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from dragoman.articles import Columns, feeds, gather, read
from dragoman.errors import SettingsError
from dragoman.fetching import Fetcher, address_id
from dragoman.records import Article, Refused
from dragoman.settings import Settings
from tests.test_articles_warcs import record, response

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Handler

GOOD = "Envoys of the two neighbours met on Monday to speak about the river that both of them claim."
STORY = [
    "The foreign ministers of Moldova and Estonia met in Tallinn on Monday to speak about trade and roads.",
    "Ana Lupu, the Moldovan minister, said that both governments would open a common office within the year.",
    "Her host thanked her for the visit, and added that the talks would go on in Chisinau in autumn.",
    "The two countries have had an agreement on the matter since last spring, which awaits a vote.",
]


def page(title: str = "Ministers meet in Tallinn", story: list[str] = STORY, extra: str = "") -> str:
    """Return a page with an article."""
    text = "".join(f"<p>{p}</p>" for p in story)
    return (
        f'<html lang="en"><head><title>{title} - Baltic Wire</title>'
        '<meta property="og:site_name" content="Baltic Wire">'
        f'<meta property="article:published_time" content="2031-03-04T10:00:00+02:00">{extra}</head>'
        f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{text}</article></body></html>"
    )


def found(*sources: Path | str, columns: str | None = None, longest_article: int = 2_000_000):
    """Return what *sources* hold; nothing private is refused, and nobody is waited for."""
    made = Settings(pace=0, longest_article=longest_article)
    by = Fetcher(made, allow_private=True, sleep=lambda seconds: None)
    names = [str(s) for s in sources]
    return list(read(names, settings=made, columns=Columns.parse(columns) if columns else None, fetcher=by))


def parts(
    *sources: Path | str, columns: str | None = None, longest_article: int = 2_000_000
) -> tuple[list[Article], list[Refused]]:
    """Return the articles and the refusals."""
    got = found(*sources, columns=columns, longest_article=longest_article)
    return [x for x in got if isinstance(x, Article)], [x for x in got if isinstance(x, Refused)]


def test_a_table_with_our_names_needs_no_map(tmp_path):
    """Columns called as ours are read as they stand; date is published."""
    path = tmp_path / "news.csv"
    path.write_text(f"id,date,title,text,other\n7,2031-03-04,Talks,{GOOD},x\n")
    (article,) = found(path)
    assert (article.id, article.published, article.title, article.text) == ("7", "2031-03-04", "Talks", GOOD)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_column_map_reads_other_peoples_tables(tmp_path, separator):
    """--columns says which is which, whatever parts the columns; dates are read as people write them."""
    path = tmp_path / "wire.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(["pubdate", "headline", "body", "outlet"])
        writer.writerow(
            [
                "March 4, 2031",
                'The "river", again',
                GOOD + "\nOver two lines; and more, " + separator,
                "Baltic Wire",
            ]
        )
    (article,) = found(path, columns="text=body,title=headline,date=pubdate,publisher=outlet")
    assert (article.published, article.title, article.publisher) == (
        "2031-03-04",
        'The "river", again',
        "Baltic Wire",
    )
    assert article.text.startswith(GOOD + "\nOver")


def test_a_table_without_a_text_names_its_columns(tmp_path):
    """The message tells what is there, and how to say which is which."""
    path = tmp_path / "wire.csv"
    path.write_text("pubdate,body\n2031-03-04,x\n")
    (bad,) = found(path)
    assert "no column 'text'" in bad.why
    assert "pubdate, body" in bad.why
    assert "--columns" in bad.why
    (bad,) = found(path, columns="text=body,title=head")
    assert "no column 'head'" in bad.why


def test_bad_rows_cost_themselves(tmp_path):
    """A row without text, a date that is none, an id used twice, a row too long: the others are read."""
    path = tmp_path / "wire.csv"
    rows = [
        "id,text,published",
        f"1,{GOOD},2031-03-04",
        "2,,2031-03-04",
        f"3,{GOOD},soon",
        f"4,{GOOD},03/04/2031",
        f"1,{GOOD},2031-03-04",
        f"6,{'word ' * 500_000},2031-03-04",
        f"7,{GOOD},2031-03-05",
    ]
    path.write_text("\n".join(rows) + "\n")
    articles, refused = parts(path, longest_article=10_000)
    assert [a.id for a in articles] == ["1", "7"]
    assert [r.line for r in refused] == [3, 4, 5, 6, 7]
    for bad, why in zip(
        refused, ["no text", "no date", "two ways", "used on line 2", "longer than"], strict=True
    ):
        assert why in bad.why


def test_a_quote_that_is_never_closed_is_told(tmp_path):
    """It swallows what follows, up to a limit."""
    path = tmp_path / "wire.csv"
    lines = ["id,text", f"1,{GOOD}", f'2,"{GOOD}', *(f"{n},{GOOD}" for n in range(3, 20_000)), f"x,{GOOD}"]
    path.write_text("\n".join(lines))
    articles, refused = parts(path, longest_article=10_000)
    assert articles[0].id == "1"
    assert refused
    assert all("quote" in r.why or "longer" in r.why for r in refused)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_come_in_many_encodings(tmp_path, encoding):
    """What spreadsheets save is read with its letters."""
    path = tmp_path / "wire.csv"
    path.write_bytes(f"id,text\n1,{GOOD} Müller and Łuk\n".replace("Łuk", "Café").encode(encoding))
    (article,) = found(path)
    assert article.text.endswith("Müller and Café")


def test_a_line_of_a_table_without_end_stays_out_of_memory(tmp_path):
    """100 MB on one line cost one line, and the next is read."""
    path = tmp_path / "wire.csv.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        file.write("id,text\n1,")
        for _ in range(100):
            file.write(os.urandom(500_000).hex())
        file.write(f"\n2,{GOOD}\n")
    tracemalloc.start()
    articles, refused = parts(path, longest_article=100_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [a.id for a in articles] == ["2"]
    assert len(refused) == 1
    assert peak < 30_000_000


@pytest.mark.parametrize("text", ["text", "text=", "body=text", "text=a,,b=c"])
def test_a_column_map_that_is_none_is_told(text):
    """The message shows how to write one."""
    with pytest.raises(SettingsError, match="--columns"):
        Columns.parse(text)


def test_parquet_is_read_with_a_map(tmp_path):
    """Dates and times of the table's own types, over several row groups."""
    path = tmp_path / "wire.parquet"
    table = pa.table(
        {
            "body": [GOOD, GOOD + " Twice.", None, GOOD + " Again."],
            "day": [date(2031, 3, 4), None, date(2031, 3, 4), date(2031, 3, 5)],
            "at": pa.array([datetime(2031, 3, 4, 9, 30, tzinfo=UTC)] * 4, pa.timestamp("us", "UTC")),
            "n": [1, 2, 3, 4],
            "unused": ["x" * 1_000] * 4,
        }
    )
    parquet.write_table(table, path, row_group_size=2)
    articles, (bad,) = parts(path, columns="text=body,date=day,id=n")
    assert [(a.id, a.published) for a in articles] == [("1", "2031-03-04"), ("2", None), ("4", "2031-03-05")]
    assert bad.line == 3
    articles, _ = parts(path, columns="text=body,date=at,id=n")
    assert articles[0].published == "2031-03-04T09:30:00+00:00"


def test_one_long_text_in_many_rows_is_not_held_as_often(tmp_path):
    """A dictionary keeps it once in the file; it is once in memory, too."""
    path = tmp_path / "long.parquet"
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 100, pa.int32()), pa.array(["word " * 1_000_000]))
    parquet.write_table(pa.table({"text": texts}), path, dictionary_pagesize_limit=1 << 30)
    before = pa.total_allocated_bytes()
    seen = []
    for one in read([str(path)], settings=Settings(longest_article=1_000)):
        seen.append(type(one))
        assert pa.total_allocated_bytes() - before < 60_000_000
    assert seen == [Refused] * 100


def test_a_broken_parquet_file_is_told(tmp_path):
    """Cut off, or something else."""
    path = tmp_path / "wire.parquet"
    parquet.write_table(pa.table({"text": [GOOD] * 10}), path)
    path.write_bytes(path.read_bytes()[:-20])
    (bad,) = found(path)
    assert "not a whole Parquet file" in bad.why
    parquet.write_table(pa.table({"body": [GOOD]}), path)
    (bad,) = found(path)
    assert "its columns are body" in bad.why


def test_json_lines_take_a_map(tmp_path):
    """A dot leads into an object; a line without the text is refused by its number."""
    path = tmp_path / "wire.jsonl"
    lines = [
        {"story": {"body": GOOD, "head": "Talks"}, "pubdate": "2031-03-04"},
        {"story": {}, "pubdate": "2031-03-04"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    (article,), (bad,) = parts(path, columns="text=story.body,title=story.head,date=pubdate")
    assert (article.text, article.title, article.published) == (GOOD, "Talks", "2031-03-04")
    assert bad.line == 2
    assert "story.body" in bad.why


NINJS = {
    "uri": "urn:baltic:2031:77",
    "standard": {
        "name": "ninjs",
        "version": "2.1",
        "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
    },
    "type": "text",
    "pubstatus": "usable",
    "language": "en",
    "firstcreated": "2031-03-04T08:12:00+02:00",
    "versioncreated": "2031-03-04T09:00:00+02:00",
    "headlines": [
        {"role": "short", "value": "Talks"},
        {"role": "main", "value": "Ministers meet in Tallinn"},
    ],
    "infosources": [{"role": "publisher", "name": "Baltic Wire"}],
    "bodies": [{"contenttype": "text/html", "value": "".join(f"<p>{p}</p>" for p in STORY)}],
}


@pytest.mark.parametrize("name", ["item.json", "items.jsonl"])
def test_ninjs_2_is_known_by_its_fields(tmp_path, name):
    """Id, headline, sender, the time it was first created, and the paragraphs."""
    path = tmp_path / name
    path.write_text(json.dumps(NINJS, indent=2 if name == "item.json" else None))
    (article,) = found(path)
    assert article.id == "urn:baltic:2031:77"
    assert (article.title, article.publisher) == ("Ministers meet in Tallinn", "Baltic Wire")
    assert article.published == "2031-03-04T08:12:00+02:00"
    assert article.text.split("\n\n") == STORY


def test_ninjs_prefers_plain_text_and_reads_version_1(tmp_path):
    """A plain body stands as it is; version 1 has other names."""
    path = tmp_path / "items.jsonl"
    plain = NINJS | {"bodies": [*NINJS["bodies"], {"contenttype": "text/plain", "value": GOOD}]}
    old = {
        "uri": "http://wire.example/1",
        "headline": "Talks",
        "body_text": GOOD,
        "versioncreated": "2031-03-04",
    }
    path.write_text(json.dumps(plain) + "\n" + json.dumps(old))
    first, second = found(path)
    assert first.text == second.text == GOOD
    assert (second.title, second.url, second.published) == ("Talks", "http://wire.example/1", "2031-03-04")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pubstatus": "canceled"}, "withdrawn"),
        ({"pubstatus": "withheld"}, "withdrawn"),
        ({"type": "picture", "bodies": []}, "of type picture"),
        ({"bodies": []}, "no body"),
        ({"language": "fr"}, "French"),
    ],
)
def test_ninjs_that_is_no_article_is_told(tmp_path, change, why):
    """Withdrawn items above all are not coded."""
    path = tmp_path / "items.jsonl"
    plain = {"bodies": [{"contenttype": "text/plain", "value": GOOD}]}
    path.write_text(json.dumps(NINJS | plain | change) + "\n" + json.dumps(NINJS | plain))
    (article,), (bad,) = parts(path)
    assert article.text == GOOD
    assert why in bad.why


def rss(*items: str, head: str = "") -> str:
    """Return a feed."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{head}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Baltic Wire</title><link>https://wire.example/</link>{''.join(items)}</channel></rss>"
    )


def item(
    link: str, title: str = "Talks", whole: str = "", when: str = "Tue, 04 Mar 2031 10:00:00 +0200"
) -> str:
    """Return an item of a feed."""
    text = f"<content:encoded><![CDATA[{whole}]]></content:encoded>" if whole else ""
    about = f"<title>{title}</title><link>{link}</link><pubDate>{when}</pubDate>"
    return f"<item>{about}<description>Short.</description>{text}</item>"


WHOLE = "".join(f"<p>{p} {p}</p>" for p in STORY * 3)


def test_a_feed_leads_to_its_pages(site):
    """Each item's page is read; what the page doesn't say the feed does."""
    bare = "<html><body>" + "".join(f"<p>{p}</p>" for p in STORY) + "</body></html>"
    site.put("/1", page("Ministers meet in Tallinn"))
    site.put("/2", bare)
    feed = site.put(
        "/feed", rss(item("/1", "Other"), item(f"{site.address}/2", "Roads and trade")), "application/rss+xml"
    )
    first, second = found(feed)
    assert first.title == "Ministers meet in Tallinn"
    assert (second.title, second.publisher, second.published) == (
        "Roads and trade",
        "Baltic Wire",
        "2031-03-04T10:00+02:00",
    )
    assert first.id == address_id(site.address + "/1")
    assert second.url == site.address + "/2"


def test_an_item_that_brings_its_text_is_not_fetched(site):
    """A whole text in the feed is the article; one that ends in dots is not whole."""
    site.put("/2", page())
    cut = WHOLE[: -len("</p>")] + " [...]</p>"
    feed = site.put("/feed", rss(item("/1", "Whole", WHOLE), item("/2", "Cut", cut)))
    whole, fetched = found(feed)
    assert whole.title == "Whole"
    assert whole.text.startswith(STORY[0])
    assert whole.url == site.address + "/1"
    assert fetched.title == "Ministers meet in Tallinn"
    assert (site.times("/1"), site.times("/2")) == (0, 1)


def test_atom_and_rdf_are_feeds_as_well(site):
    """Atom's updated and relative links; RSS 1.0."""
    site.put("/1", page())
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Talks</title>'
        '<link rel="alternate" href="1"/><id>tag:1</id><updated>2031-03-04T10:00:00Z</updated></entry></feed>'
    )
    rdf = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/">'
        '<channel><title>Wire</title></channel><item rdf:about="x"><title>Talks</title>'
        f"<link>{site.address}/1</link></item></rdf:RDF>"
    )
    for name, text in (("/atom", atom), ("/rdf", rdf)):
        (article,) = found(site.put(name, text, "text/xml"))
        assert article.id == address_id(site.address + "/1")


def test_an_opml_list_leads_to_its_feeds(site, tmp_path):
    """From a file or an address; a feed of the list that fails costs itself."""
    site.put("/1", page())
    site.put("/feed", rss(item("/1")))
    path = tmp_path / "feeds.opml"
    path.write_text(
        f'<?xml version="1.0"?><opml version="2.0"><body><outline text="All">'
        f'<outline xmlUrl="{site.address}/none"/>'
        f'<outline type="rss" xmlUrl="{site.address}/feed"/><outline xmlUrl="file:///etc/hosts"/>'
        "</outline></body></opml>"
    )
    for source in (path, site.put("/list", path.read_text(), "text/x-opml")):
        articles, refused = parts(source)
        assert len(articles) == 1
        assert [r.source for r in refused] == [f"{site.address}/none", "file:///etc/hosts"]
        assert "only http and https" in refused[1].why


@pytest.mark.parametrize("link", ["file:///etc/hosts", "/etc/hosts", "C:\\news.txt", "javascript:alert(1)"])
def test_a_feed_never_leads_to_a_file(tmp_path, link):
    """Also a feed that is a file itself."""
    path = tmp_path / "feed.xml"
    path.write_text(rss(item(link), item("https://wire.example/2", "Whole", WHOLE)))
    (article,), (bad,) = parts(path)
    assert article.title == "Whole"
    assert "only http and https" in bad.why


def test_a_feed_among_other_files_fetches_nothing(tmp_path, site):
    """Reading a folder asks nobody on the network; what brings its text is read, the rest counted."""
    (tmp_path / "feed.xml").write_text(
        rss(item(site.address + "/1"), item(site.address + "/2", "Whole", WHOLE))
    )
    (article,), (bad,) = parts(tmp_path)
    assert article.title == "Whole"
    assert "1 of its 2 items" in bad.why
    assert site.asked == []


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{"&" + a + ";" * 1}{("&" + a + ";") * 9}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
QUADRATIC = f'<!DOCTYPE rss [<!ENTITY a "{"ha" * 50_000}">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hosts">]>'


@pytest.mark.parametrize("head", [LAUGHS, QUADRATIC, OUTSIDE])
@pytest.mark.parametrize("kind", ["feed", "opml"])
def test_xml_that_expands_is_refused(tmp_path, head, kind):
    """Nothing of a document that defines entities is read, whatever they are."""
    path = tmp_path / "feed.xml"
    text = rss(item("https://wire.example/1", "&a;" * 50), head=head)
    if kind == "opml":
        outline = '<outline text="&a;" xmlUrl="https://wire.example/&a;"/>'
        text = f'<?xml version="1.0"?>{head}<opml><body>{outline}</body></opml>'
    path.write_text(text)
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    tracemalloc.start()
    bad, article = found(path, good)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "defines entities" in bad.why
    assert isinstance(article, Article)
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<item/>" * 400_000, "more than 300,000 tags"),
        ("<a>" * 400_000, "more than 300,000 tags"),
        ("<item " + "a" * 1_000_000, "a tag of more than 10,000 bytes"),
        ("<item " + 'a=">" ' * 10_000 + "/>", "a tag of more than 10,000 bytes"),
        ('<item a="' + "> " * 10_000, "a tag of more than 10,000 bytes"),
    ],
)
def test_a_feed_that_would_keep_the_parser_busy_is_refused(tmp_path, inside, told):
    """Millions of tags, or one without an end."""
    (tmp_path / "feed.rss").write_text(rss(item("https://wire.example/1", whole=WHOLE), inside))
    (bad,) = found(tmp_path / "feed.rss")
    assert told in bad.why


def test_pages_within_a_feed_may_have_many_tags(tmp_path):
    """What stands in a CDATA section costs the parser nothing."""
    whole = WHOLE + "<br>" * 310_000 + f'<img alt="{"x" * 11_000}">'
    (tmp_path / "feed.rss").write_text(rss(item("https://wire.example/1", whole=whole)))
    (article,) = found(tmp_path / "feed.rss")
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    "before", ["<!-- -->" * 8_000, "<!-- - -- " * 6_000, "<?x ?>" * 10_000, "\n" * 60_000]
)
def test_what_stands_before_the_root_costs_nothing(before):
    """The search for it goes over each byte once."""
    assert feeds.kind(b"<?xml version='1.0'?>" + before.encode()) == "xml"
    closed = "--" not in before or before.endswith("-->")
    assert feeds.kind(before.encode() + b"<rss>") == ("feed" if closed else None)


def test_a_feed_that_is_cut_off_keeps_its_items(site):
    """What was there is read; the feed gets one line."""
    text = rss(item("/1", "One", WHOLE), item("/2", "Two", WHOLE), item("/3", "Three", WHOLE))
    articles, (bad,) = parts(site.put("/feed", text[: text.index("Three") + 300]))
    assert [a.title for a in articles][:2] == ["One", "Two"]
    assert "cut off" in bad.why


def test_a_feed_that_never_ends_is_one_line(site):
    """It is read up to the limit."""

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/rss+xml")
        handler.end_headers()
        handler.wfile.write(b'<rss version="2.0"><channel>')
        while True:
            handler.wfile.write(item("/1", "One", WHOLE).encode() * 100)

    site.pages["/feed"] = endless
    site.put("/1", page())
    bad, article = found(site.address + "/feed", site.address + "/1")
    assert "larger than" in bad.why
    assert isinstance(article, Article)


def test_a_charset_that_the_server_tells_counts(site):
    """A page that doesn't say is read as the server says."""
    text = page(story=[STORY[0].replace("Tallinn", "Białystok"), *STORY[1:]])
    (article,) = found(site.put("/1", text.encode("iso-8859-2"), "text/html; charset=ISO-8859-2"))
    assert "Białystok" in article.text


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (b"%PDF-1.7", "application/pdf", "PDF"),
        (b"PK\x03\x04rest", "application/zip", "zip file"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "text/xml", "no feed"),
        (b"<html><body><nav><a>Home</a></nav></body></html>", "text/html", "no article|no words"),
        (b"", "text/html", "empty"),
        (b"\x00\x01\x02" * 500, "text/html", "binary"),
    ],
)
def test_what_is_no_page_is_told(site, body, kind, why):
    """One line each; the page after it is read."""
    site.put("/1", page())
    bad, article = found(site.put("/x", body, kind), site.address + "/1")
    assert isinstance(bad, Refused)
    assert any(w in bad.why for w in why.split("|")), bad.why
    assert isinstance(article, Article)


def test_tables_and_json_lie_at_addresses_too(site):
    """What the server calls JSON or CSV is read as such."""
    lines = site.put("/news", json.dumps({"id": "1", "text": GOOD}), "application/json")
    table = site.put("/news.csv", f"id,text\n2,{GOOD}\n", "text/csv")
    assert [a.id for a in found(lines, table)] == ["1", "2"]


def packed(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


FILES = {
    "a/page.html": page().encode(),
    "a/page_files/ad.css": b"x",
    "__MACOSX/a/._page.html": b"x",
    ".hidden.txt": GOOD.encode(),
    "b/news.jsonl": json.dumps({"id": "1", "text": GOOD}).encode(),
    "b/news.csv": f"id,text\n2,{GOOD}\n".encode(),
    "c.txt.gz": gzip.compress((GOOD + " In a packed file.").encode()),
}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_is_read_like_a_folder(tmp_path, method):
    """Each file by its kind; what systems and browsers put beside them is passed over."""
    articles, refused = parts(packed(tmp_path / "all.zip", FILES, method))
    assert [a.id for a in articles[1:3]] == ["1", "2"]
    assert len(articles) == 4
    assert refused == []


def test_what_is_wrong_in_a_zip_costs_itself(tmp_path):
    """A file that is damaged, encrypted, an archive or no article; the others are read."""
    inner = packed(tmp_path / "inner.zip", {"x.txt": GOOD.encode()}).read_bytes()
    files = {
        "1.txt": GOOD.encode(),
        "2.txt": b"marker" + GOOD.encode(),
        "3.pdf": b"%PDF",
        "4.zip": inner,
        "5.txt": (GOOD * 2).encode(),
    }
    path = packed(tmp_path / "all.zip", files, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"marker", b"broken", 1))
    articles, refused = parts(path)
    assert len(articles) == 2
    assert [r.source.rpartition("/")[2] for r in refused] == ["2.txt", "3.pdf", "4.zip"]
    for bad, why in zip(refused, ["CRC", "PDF", "archive in an archive"], strict=True):
        assert why in bad.why


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_that_is_cut_off_keeps_what_is_there(tmp_path, method):
    """Its list of contents is at its end, so the files are found by their heads."""
    files = {f"{n}.txt": f"{GOOD} Told for the {n}th time.".encode() for n in range(20)}
    path = packed(tmp_path / "all.zip", files, method)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"15.txt") + 40])
    articles, refused = parts(path)
    assert len(articles) == 15
    assert refused[-1].source == str(path)
    assert "not a whole zip file" in refused[-1].why


def test_a_zip_bomb_is_refused_in_bounded_memory(tmp_path):
    """A file that unfolds without end, many of them, and a file under many names."""
    bomb = packed(tmp_path / "bomb.zip", {"1.txt": b"word " * 40_000_000, "2.txt": GOOD.encode()})
    many = packed(tmp_path / "many.zip", {f"{n}.jsonl": b" " * 10_000_000 for n in range(30)})
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    tracemalloc.start()
    articles, refused = parts(bomb, many, good)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert articles[-1].text == GOOD
    assert refused
    assert any("unfolds" in r.why for r in refused)
    assert peak < 120_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded_is_refused(tmp_path, method):
    """A few bytes of it unfold to gigabytes in one step; the files beside it are read."""
    path = packed(tmp_path / "all.zip", {"1.txt": b"word " * 10_000}, method)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("2.txt", GOOD)
    (article,), (bad,) = parts(path)
    assert article.text == GOOD
    assert "neither deflated nor stored" in bad.why


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.zip"])
def test_a_packed_file_that_unfolds_without_end_is_one_line(tmp_path, name):
    """Lines without words would be read for hours; in an archive as well."""
    data = gzip.compress(b"text\n" + b"\n" * 20_000_000)
    if name == "a.zip":
        packed(tmp_path / name, {"a.jsonl.gz": data, "b.txt": GOOD.encode()})
    else:
        (tmp_path / name).write_bytes(data)
    bad = found(tmp_path / name)[-1]
    assert isinstance(bad, Refused)
    assert "unfolds to far more" in bad.why


def test_no_zip_at_all_is_told(tmp_path):
    """A text with the wrong ending; an archive without articles."""
    (tmp_path / "a.zip").write_text(GOOD)
    bad, empty = found(tmp_path / "a.zip", packed(tmp_path / "b.zip", {"x.css": b"x"}))
    assert "not a whole zip file" in bad.why
    assert "holds no articles" in empty.why


def test_a_wacz_is_read_for_its_web_archives(tmp_path):
    """Indexes and lists of pages beside them are no articles."""
    warc = b"".join(
        gzip.compress(record(f"https://wire.example/{n}", response(page(f"Talks no {n}")))) for n in range(3)
    )
    path = packed(
        tmp_path / "crawl.wacz",
        {
            "datapackage.json": b"{}",
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
            "archive/data.warc.gz": warc,
            "indexes/index.cdx": b"x",
        },
        zipfile.ZIP_STORED,
    )
    articles, refused = parts(path)
    assert [a.title for a in articles] == ["Talks no 0", "Talks no 1", "Talks no 2"]
    assert refused == []


def test_standard_input_is_looked_at(tmp_path):
    """A feed, a web archive and a packed one are known by how they begin."""
    warc = record("https://wire.example/1", response(page()))
    feed = rss(item("https://wire.example/1", "Whole", WHOLE)).encode()
    for data in (warc, gzip.compress(warc), feed):
        (one,) = gather(["-"], stdin=io.BytesIO(data))
        assert isinstance(one.found, Article)
