"""Timelines and claims as files: each is read back by those who use its format, hostile words included."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from icalendar import Calendar, Component
from lxml import etree
from lxml import html as html_reader
from markdown_it import MarkdownIt

from dragoman import listings
from dragoman.claims import claims
from dragoman.cli import main
from dragoman.records import Assessment, Coding, EventDate, Span
from dragoman.store import Store
from dragoman.timeline import between
from tests.codings import VISIT, visit

HOSTILE = (
    '=cmd() <script>alert(1)</script> [x](javascript:alert(1)) *b* `c` | & "q" \x1b[31m'
    "\nBEGIN:VEVENT\r\n# head"
)
ENDINGS = (".jsonl", ".json", ".csv", ".md", ".html", ".docx", ".ics")
OTHER = (
    "Estonia's foreign ministry told reporters in Tallinn on Monday that Moldova's top diplomat, Ana Lupu,"
    " had come to talk about gas, and that she would be back by the end of the month."
)


def told(article_id: str, **facts: object) -> Coding:
    """Return the visit as another paper tells it, with other facts about the article."""
    base = visit(article_id)
    event = replace(base.events[0], sentence=Span(0, len(OTHER), OTHER))
    article = replace(base.article, text=OTHER, publisher="Prut Post", **facts)  # type: ignore[arg-type]
    return replace(base, article=article, events=(event,))


def denied(article_id: str) -> Coding:
    """Return the other paper's report, in which the visitor denies it."""
    base = told(article_id, published="2031-03-06")
    stand = Assessment(source="a1", polarity="-", certainty="certain")
    return replace(base, events=(replace(base.events[0], status="denied", assessments=(stand,)),))


def hostile() -> Coding:
    """Return a report whose every word is out to do harm."""
    base = visit("evil")
    article = replace(
        base.article, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)", text=f"{VISIT} {HOSTILE}"
    )
    actors = (replace(base.actors[0], name=HOSTILE), base.actors[1])
    places = (replace(base.places[0], name=HOSTILE),)
    event = replace(base.events[0], sentence=Span(0, len(HOSTILE), HOSTILE))
    return replace(base, article=article, actors=actors, places=places, events=(event,))


def line(*codings: Coding) -> listings.Listing:
    """Return the timeline of Moldova and Estonia that *codings* make."""
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        found = between(store, "MDA", "EST")
    return listings.of_timeline(found, title="Moldova and Estonia", note="from 2031-01-01")


def lives(*codings: Coding) -> listings.Listing:
    """Return the claims that *codings* make."""
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        found = claims(store)
    return listings.of_claims(found, title="Claims")


def undated(coding: Coding) -> Coding:
    """Return *coding* with an event of no date."""
    return replace(coding, events=(replace(coding.events[0], date=None),))


def test_an_item_has_its_sources_and_the_words():
    """Publisher, date, title and address of each article, and its words where they are not the item's own."""
    (item,) = line(visit("a"), told("b")).items
    assert (item.when, item.deed, item.place, item.status) == (
        "2031-03-03",
        "CONSULT visit",
        "Tallinn",
        "attributed",
    )
    assert "2 independent sources" in item.voices
    first, second = item.sources
    assert (first.publisher, first.day, first.title, first.url) == (
        "Baltic Wire",
        "2031-03-04",
        "Lupu in Tallinn",
        "https://news.example/a",
    )
    assert {item.words, first.words, second.words} == {VISIT, OTHER, ""}


@pytest.mark.parametrize("form", listings.FORMS)
def test_the_same_listing_is_the_same_file(form):
    """No format holds the time at which it was written, but for the dates of files in an archive."""

    def bare(data: bytes) -> object:
        if form != "docx":
            return data
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            return {name: whole.read(name) for name in whole.namelist()}

    assert bare(listings.write(line(visit()), form)) == bare(listings.write(line(visit()), form))


@pytest.mark.parametrize("form", listings.FORMS)
def test_an_empty_listing_is_a_file_too(form):
    """Nothing found is no error."""
    listings.write(line(), form)
    listings.write(lives(), form)


def test_json_is_the_records():
    """An array, or a line each, of what the timeline's records are."""
    whole = json.loads(listings.write(line(visit("a"), told("b")), "json"))
    (row,) = [json.loads(one) for one in listings.write(line(visit("a"), told("b")), "jsonl").splitlines()]
    assert whole == [row]
    assert [c["publisher"] for c in row["cited"]] == ["Baltic Wire", "Prut Post"]
    (claim,) = json.loads(listings.write(lives(visit("a"), denied("b")), "json"))
    assert [(s["act"], s["title"]) for s in claim["sayings"]] == [
        ("claims", "Lupu in Tallinn"),
        ("denies", "Lupu in Tallinn"),
    ]


def test_csv_has_a_row_for_each_happening_and_each_saying():
    """The timeline names its articles in one cell; claims have a row for each who speaks."""
    (row,) = csv.DictReader(io.StringIO(listings.write(line(visit("a"), told("b")), "csv").decode()))
    assert (row["level"], row["sources"]) == ("", "2")
    assert row["cited"].split(" | ")[1] == (
        "Prut Post, 2031-03-04T08:30, Lupu in Tallinn, https://news.example/b"
    )
    rows = list(csv.DictReader(io.StringIO(listings.write(lives(visit("a"), denied("b")), "csv").decode())))
    assert [(r["state"], r["act"], r["source"]) for r in rows] == [
        ("contested", "claims", "the Estonian foreign ministry"),
        ("contested", "denies", "Ana Lupu"),
    ]


def test_no_cell_is_a_formula():
    """What a spreadsheet would run has an apostrophe before it; numbers stay numbers."""
    (row,) = csv.DictReader(io.StringIO(listings.write(line(hostile()), "csv").decode()))
    assert row["actors"].startswith("'=cmd()")
    assert row["publisher"].startswith("'=cmd()")
    assert row["score"] == "4.0"


def test_markdown_reads_back_as_text():
    """A heading, a quotation and a list; nothing of an article becomes a tag, a link or a heading."""
    page = MarkdownIt("commonmark").render(listings.write(line(hostile(), told("b")), "markdown").decode())
    tree = html_reader.fromstring(f"<div>{page}</div>")
    assert len(tree.findall(".//h1")) == 1
    assert len(tree.findall(".//h2")) == len(line(hostile(), told("b")).items)
    assert tree.findall(".//script") == []
    assert [a.get("href") for a in tree.findall(".//a")] == ["https://news.example/b"]
    text = " ".join(tree.text_content().split())
    for expected in ("<script>alert(1)</script>", "[x](javascript:alert(1)) *b* `c` | &", "# head"):
        assert expected in text


@pytest.mark.parametrize(
    "words", ["1. one", "- one", "+ one", "= one", "# one", "> one", "12) one", "1.5 million"]
)
def test_markdown_at_the_beginning_of_a_quotation_is_text(words):
    """A sentence may begin with any sign."""
    coding = visit()
    event = replace(coding.events[0], sentence=Span(0, len(words), words))
    page = MarkdownIt("commonmark").render(
        listings.write(line(replace(coding, events=(event,))), "markdown").decode()
    )
    quote = html_reader.fromstring(f"<div>{page}</div>").find(".//blockquote")
    assert quote is not None
    assert [child.tag for child in quote] == ["p"]
    assert quote.text_content().strip() == words


def page(listing: listings.Listing) -> html_reader.HtmlElement:
    """Return the page as a browser reads it."""
    return html_reader.document_fromstring(listings.write(listing, "html").decode())


def test_html_holds_words_and_sources():
    """Title, heading, quotation, and a link to each article."""
    tree = page(line(visit("a"), told("b")))
    assert tree.findtext(".//title") == "Moldova and Estonia"
    assert tree.findtext(".//p[@class='note']") == "from 2031-01-01"
    assert tree.find(".//h2/time").get("datetime") == "2031-03-03"
    assert " ".join(tree.find(".//blockquote").text_content().split()) == VISIT
    assert [a.get("href") for a in tree.findall(".//a")] == [
        "https://news.example/a",
        "https://news.example/b",
    ]


def test_html_fetches_and_runs_nothing():
    """One file: no script, picture, style sheet or frame, and a policy that forbids them; links are safe."""
    tree = page(line(hostile(), told("b")))
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not [a for element in tree.iter() for a in element.attrib if a.startswith("on") or a == "src"]
    assert "url(" not in tree.findtext(".//style")
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert [a.get("href") for a in tree.findall(".//a")] == ["https://news.example/b"]
    assert "<script>alert(1)</script>" in tree.text_content()


def test_html_is_accessible():
    """Language, landmarks, one main heading, no level left out, named lists, labels that lead somewhere."""
    tree = page(lives(visit("a"), denied("b")))
    assert tree.get("lang") == "en"
    assert len(tree.findall(".//main")) == 1
    assert [h.tag for h in tree.iter("h1", "h2", "h3")] == ["h1", "h2"]
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    assert {a.get("aria-labelledby") for a in tree.findall(".//article")} <= ids
    assert all(ul.get("aria-label") for ul in tree.findall(".//ul"))
    style = tree.findtext(".//style")
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#rrggbb), as WCAG 2 reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_html_colours_can_be_read():
    """Every text has a contrast of 4.5 to its ground, by day and in the dark (WCAG 2, AA)."""
    style = page(line()).findtext(".//style")
    sets = [part.split("}")[0] for part in style.split(":root {")[1:3]]
    for colours in sets:
        named = dict(pair.split(": ") for pair in colours.strip(" ;\n").split("; ") if pair.startswith("--"))
        for name in ("--ink", "--soft", "--link", "--no", "--yes"):
            assert contrast(named[name].strip(" ;"), named["--paper"].strip(" ;")) >= 4.5, name


def test_docx_reads_back():
    """Headings, the quotation, sources as a list with links that may be followed."""
    data = listings.write(line(visit("a"), told("b")), "docx")
    sheet = Document(io.BytesIO(data))
    by_style: dict[str, list[str]] = {}
    for p in sheet.paragraphs:
        by_style.setdefault(p.style.name if p.style else "", []).append(p.text)
    assert by_style["Heading 1"] == ["Moldova and Estonia"]
    assert by_style["Heading 2"] == [
        "2031-03-03 · Ana Lupu (MDA) → the Estonian foreign ministry (EST): CONSULT visit"
    ]
    assert by_style["Quote"] == [VISIT]
    assert by_style["List Bullet"] == [
        "Baltic Wire, 2031-03-04, Lupu in Tallinn: attributed",
        f"Prut Post, 2031-03-04, Lupu in Tallinn: attributed: “{OTHER}”",
    ]
    links = [link.address for p in sheet.paragraphs for link in p.hyperlinks]
    assert links == ["https://news.example/a", "https://news.example/b"]
    assert sheet.core_properties.title == "Moldova and Estonia"


def test_docx_takes_any_words():
    """Control characters and tags are words; an address that runs something is no link."""
    data = listings.write(line(hostile()), "docx")
    sheet = Document(io.BytesIO(data))
    assert "<script>alert(1)</script>" in sheet.paragraphs[2].text
    outward = [r for r in sheet.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.HYPERLINK]
    assert outward == []
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        for name in whole.namelist():
            if name.endswith(".xml"):
                etree.fromstring(whole.read(name))


def calendar(*codings: Coding) -> Calendar:
    """Return the calendar as a calendar program reads it."""
    return Calendar.from_ical(listings.write(line(*codings), "ical"))


def words(component: Component, name: str) -> str:
    """Return a property of *component* as text."""
    return str(component[name])


def test_ical_reads_back():
    """A whole day, its place, the words and the sources; what others only say is not confirmed."""
    (event,) = calendar(visit("a"), told("b")).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2031, 3, 3), date(2031, 3, 4))
    assert words(event, "summary") == (
        "Ana Lupu (MDA) → the Estonian foreign ministry (EST): CONSULT visit (attributed)"
    )
    assert (words(event, "location"), words(event, "url")) == ("Tallinn", "https://news.example/a")
    assert event.decoded("dtstamp") == datetime(2031, 3, 4, tzinfo=UTC)
    assert VISIT in words(event, "description")
    assert f"Prut Post, 2031-03-04, Lupu in Tallinn, https://news.example/b: attributed: “{OTHER}”" in (
        words(event, "description").split("\n")
    )
    assert "status" not in event


@pytest.mark.parametrize(
    ("status", "expected"), [("asserted", "CONFIRMED"), ("planned", "TENTATIVE"), ("negated", "CANCELLED")]
)
def test_ical_says_what_a_calendar_can_say_of_a_status(status, expected):
    """A plan is tentative."""
    (event,) = calendar(visit(status=status)).walk("VEVENT")
    assert words(event, "status") == expected


def test_ical_keeps_what_has_no_date_as_a_journal_entry():
    """An event needs a day; a journal entry needs none."""
    found = calendar(undated(visit()))
    assert found.walk("VEVENT") == []
    (entry,) = found.walk("VJOURNAL")
    assert words(entry, "summary").endswith("CONSULT visit (attributed)")


def test_ical_ranges_and_open_ends():
    """A month lasts until the first of the next; "by the 9th" stands on the 9th, and says so."""
    coding = visit()

    def dated(first: date | None, last: date | None) -> Coding:
        when = EventDate(first=first, last=last, grain="month", basis="text")
        return replace(coding, events=(replace(coding.events[0], date=when),))

    (event,) = calendar(dated(date(2031, 3, 1), date(2031, 3, 31))).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2031, 3, 1), date(2031, 4, 1))
    (event,) = calendar(dated(None, date(2031, 3, 9))).walk("VEVENT")
    assert event.decoded("dtstart") == date(2031, 3, 9)
    assert "by 2031-03-09" in words(event, "description")


def test_ical_lets_no_line_in():
    """Line ends in an article make no property and no entry."""
    found = calendar(hostile())
    (event,) = found.walk("VEVENT")
    assert "<script>" in words(event, "summary")
    assert "\n" not in words(event, "summary")
    assert "url" not in event


def test_ical_knows_a_happening_again():
    """When another paper reports it the next day, its entry is the same one."""
    (before,) = calendar(visit("a")).walk("VEVENT")
    (after,) = calendar(visit("a"), told("b", published="2031-03-05")).walk("VEVENT")
    assert words(before, "uid") == words(after, "uid")
    assert [e.decoded("dtstamp") for e in (before, after)] == [
        datetime(2031, 3, 4, tzinfo=UTC),
        datetime(2031, 3, 5, tzinfo=UTC),
    ]


@pytest.fixture
def db(tmp_path):
    """A store with a visit that two papers report and one denies."""
    with Store.open(tmp_path / "news.db") as store:
        store.add(visit("a"))
        store.add(denied("b"))
    return tmp_path / "news.db"


def run(*args: object, code: int = 0) -> tuple[str, str]:
    """Run the command and return what it wrote."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(main, [str(a) for a in args])
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


@pytest.mark.parametrize("ending", [*ENDINGS, ".txt"])
@pytest.mark.parametrize("command", [["timeline", "Moldova", "EST"], ["claims", "MDA", "EST"], ["claims"]])
def test_the_ending_tells_the_format(db, tmp_path, command, ending):
    """Each file holds the visit; nothing goes to standard output."""
    target = tmp_path / f"out{ending}"
    out, err = run(*command, "--db", db, "--output", target)
    assert out == ""
    assert f"written to {target}" in err
    data = target.read_bytes()
    if ending == ".docx":
        data = "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs).encode()
    assert b"Lupu" in data


def test_titles_and_notes_say_what_was_picked(db, tmp_path):
    """Country names, and the options in words."""
    options = ("--from", "2031-01-01", "--type", "CONSULT", "--min-sources", 2, "--status", "contested")
    run("timeline", "MDA", "EST", "--db", db, *options, "--output", tmp_path / "x.html")
    tree = html_reader.document_fromstring((tmp_path / "x.html").read_text(encoding="utf-8"))
    assert tree.findtext(".//h1") == "Moldova and Estonia"
    assert tree.findtext(".//p[@class='note']") == (
        "from 2031-01-01; CONSULT; contested; at least 2 independent sources"
    )


def test_options_narrow_timeline_and_claims(db):
    """Days, type, status or state, level, and the number of independent sources."""

    def count(*args: object) -> int:
        return len(run(*args, "--db", db)[0].splitlines())

    for command in (("timeline", "MDA", "EST"), ("claims",)):
        assert count(*command) == 1
        assert count(*command, "--min-sources", 2) == 1
        assert count(*command, "--min-sources", 3) == 0
        assert count(*command, "--from", "2031-03-04") == 0
        assert count(*command, "--to", "2031-03-03") == 1
        assert count(*command, "--to", "2031-03-02") == 0
        assert count(*command, "--type", "ASSAULT") == 0
        assert count(*command, "--status", "contested") == 1
        assert count(*command, "--status", "denied") == 0
        assert count(*command, "--level", "minister") == 0


def test_level_keeps_meetings_at_that_level(tmp_path):
    """The lower of the two ranks; a first word will do."""
    coding = visit("a")
    people = tuple(
        replace(a, role=r) for a, r in zip(coding.actors, ("foreign minister", "president"), strict=True)
    )
    with Store.open(tmp_path / "news.db") as store:
        store.add(replace(coding, actors=people))
        assert [h.level for h in between(store, "MDA", "EST", levels=["minister"])] == ["minister"]
        assert between(store, "MDA", "EST", levels=["envoy"]) == []
        assert [c.happening.level for c in claims(store, levels=["minister"])] == ["minister"]
    at = ("--db", tmp_path / "news.db")
    assert len(run("timeline", "MDA", "EST", *at, "--level", "Minister")[0].splitlines()) == 1
    assert run("timeline", "MDA", "EST", *at, "--level", "head")[0] == ""
    assert (
        "'pope' is no level; there are head of state"
        in run("timeline", "MDA", "EST", *at, "--level", "pope", code=2)[1]
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("x.pdf", "the ending tells no format; there are .txt, .jsonl"), ("x", "the ending tells no format")],
)
def test_an_ending_that_tells_nothing_is_refused(db, tmp_path, name, expected):
    """With the list of those that do."""
    told = run("timeline", "MDA", "EST", "--db", db, "--output", tmp_path / name, code=2)[1]
    assert expected in " ".join(told.split())


def test_a_file_that_cannot_be_written_is_told(db, tmp_path):
    """A folder that is not there; the store itself, which stays as it is."""
    missing = tmp_path / "nowhere" / "x.ics"
    assert "can't be written" in run("claims", "--db", db, "--output", missing, code=1)[1]
    told = run("claims", "--db", db, "--output", db, "--format", "html", code=1)[1]
    assert "this is the store itself" in told
    assert len(run("claims", "--db", db)[0].splitlines()) == 1


def test_the_format_overrules_the_ending(db, tmp_path):
    """Whoever gives both knows."""
    run("claims", "--db", db, "--output", tmp_path / "x.txt", "--format", "json")
    assert len(json.loads((tmp_path / "x.txt").read_text())) == 1
