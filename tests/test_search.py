"""Full text search: what a query means, who is found by what, and that the indexes follow the tables."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli import main
from dragoman.errors import SearchError
from dragoman.records import Coding, Passage
from dragoman.searching import search
from dragoman.store import Store
from dragoman.store.queries import LONGEST, expression
from tests.codings import VISIT, visit
from tests.older import older

LONG = f"{VISIT} She spoke with students about the price of fish and left in the evening by a late train."

GRAIN = (
    "Farmers in Moldova fear for their grain after the frost. Foreign Minister Ana Lupu of Moldova visited"
    " Tallinn on Monday, and came home with nothing to show for it, the Estonian foreign ministry said in a"
    " short note."
)


@pytest.fixture
def path(tmp_path):
    """The path of a store that is not there yet."""
    return tmp_path / "news.db"


@pytest.fixture
def store(path):
    """A store with the visit, told by two papers in words of their own, and one of them a week later."""
    with Store.open(path) as store:
        store.add(visit("visit", text=LONG))
        store.add(about(visit("grain", text=GRAIN, publisher="Prut Post"), "2031-03-11", "Frost and grain"))
        yield store


def about(coding: Coding, published: str, title: str) -> Coding:
    """Return *coding* with another date and title."""
    return replace(coding, article=replace(coding.article, published=published, title=title))


def saying(coding: Coding, words: str) -> Coding:
    """Return *coding* with *words* as what is attributed."""
    start = coding.article.text.index(words)
    span = replace(coding.attributions[0].content.spans[0], start=start, end=start + len(words), text=words)
    one = replace(coding.attributions[0], content=Passage(spans=(span,), text=words))
    return replace(coding, attributions=(one,))


def ids(store: Store, query: str = "", **wanted: object) -> list[str]:
    """Return the ids of the articles found."""
    return [hit.article for hit in search(store, query, **wanted).articles.best]  # type: ignore[arg-type]


def quoted(store: Store, query: str = "", **wanted: object) -> list[str]:
    """Return the ids of the articles whose quotes are found."""
    return [hit.article for hit in search(store, query, **wanted).quotes.best]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("visiting", ["visit", "grain"]),
        ("TALLINN frost", ["grain"]),
        ("frost OR absent", ["grain"]),
        ("visited NOT frost", ["visit"]),
        ('"fear for their grain"', ["grain"]),
        ('"grain for their fear"', []),
        ("farm*", ["grain"]),
        ("(frost OR absent) (grain OR wheat) NOT (war OR peace)", ["grain"]),
        ('"fear for', ["grain"]),
        ("frost)", ["grain"]),
        ("((frost", ["grain"]),
        ("“fear for”", ["grain"]),
        ("title:frost", []),
        ("frost AND NEAR(", []),
        ("Tallinn^2 - *", []),
        ("not frost", []),
    ],
)
def test_what_queries_mean(store, query, expected):
    """Words, phrases, OR, NOT, beginnings and parentheses; all else is words, and nothing is an error."""
    assert ids(store, query) == expected


@given(st.text(alphabet="ab \"'*()^:-+{}.,ORNTAD\0é😀_", max_size=60))
def test_no_query_is_an_error_of_syntax(query):
    """Whatever is typed, the database takes what is made of it."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5 (words, speaker)")
        try:
            made = expression(query)
        except SearchError as error:
            assert "only what must not be there" in str(error)
            return
        if made:
            db.execute("SELECT * FROM t WHERE t MATCH ?", (f"({{words}} : {made})",)).fetchall()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"', "holds no word"),
        ("* - 😀 _", "holds no word"),
        ("NOT frost", 'only what must not be there: "frost"'),
        ("a OR NOT frost", "only what must not be there"),
        ("", "nothing to look for"),
        ("x" * (LONGEST + 1), "1001 characters"),
    ],
)
def test_queries_that_ask_for_nothing_say_so(store, query, expected):
    """There is one clear error."""
    with pytest.raises(SearchError, match=expected):
        search(store, query)


def test_a_name_without_a_letter_is_refused(store):
    """The option is named."""
    with pytest.raises(SearchError, match="is no speaker"):
        search(store, speaker="?!")


def test_titles_weigh_more_than_texts(path):
    """Who has the word in the title comes first; the score falls from hit to hit."""
    with Store.open(path) as store:
        store.add(about(visit("a", text=GRAIN), "2031-03-04", "A journey"))
        store.add(about(visit("b", text=LONG), "2031-03-04", "Grain"))
        best = search(store, "grain").articles.best
    assert [hit.article for hit in best] == ["b", "a"]
    assert best[0].score > best[1].score > 0


def test_snippets_mark_the_words(store):
    """The offsets of each mark are those of the word that was found, in the stretch that is shown."""
    hit = search(store, "frost tallinn").articles.best[0]
    assert [hit.words[start:end] for start, end in hit.marks] == ["frost", "Tallinn"]
    quote, _ = search(store, "visit").quotes.best
    assert [quote.words[start:end] for start, end in quote.marks] == ["visited"]
    assert (quote.speaker, quote.country, quote.stance, quote.cue) == (
        "the Estonian foreign ministry",
        "EST",
        "assert",
        "said",
    )


def test_a_word_of_the_title_alone_is_shown_there(path):
    """Where the text has none of the words, the title is the stretch."""
    with Store.open(path) as store:
        store.add(about(visit("a"), "2031-03-04", "Lupu goes north"))
        (hit,) = search(store, "north").articles.best
    assert (hit.words, hit.marks) == ("Lupu goes north", ((10, 15),))


def test_signs_of_our_own_in_an_article_are_no_marks(path):
    """An article may hold any character."""
    with Store.open(path) as store:
        store.add(visit("a", text=f"Odd \ue000signs\ue001 stand \ue001here\ue000. {VISIT}"))
        (hit,) = search(store, "tallinn").articles.best
    assert "Tallinn" in [hit.words[start:end] for start, end in hit.marks]
    assert "\ue000" not in hit.words


def test_copies_are_one_hit_with_all_who_printed_it(path):
    """The article and the quote come once, with both papers; the first published is first."""
    with Store.open(path) as store:
        store.add(about(visit("late", publisher="Prut Post"), "2031-03-05", "A visit"))
        store.add(visit("early"))
        found = search(store, "Tallinn")
    for hits in (found.articles, found.quotes):
        (hit,) = hits.best
        assert [(c.article, c.publisher) for c in hit.sources] == [
            ("early", "Baltic Wire"),
            ("late", "Prut Post"),
        ]


def test_one_speaker_said_two_things_of_one_length(path):
    """Quotes are told apart by their words."""
    coding = visit("a")
    first, second = (saying(coding, words).attributions[0] for words in ("Foreign", "visited"))
    with Store.open(path) as store:
        store.add(replace(coding, attributions=(first, replace(second, id="q2"))))
        assert search(store, speaker="ministry").quotes.total == 2


def test_filters(store):
    """Speaker, actor, country, type, status and day of publication narrow what is found."""
    assert quoted(store, speaker="estonian ministry") == ["grain", "visit"]
    assert quoted(store, speaker="lupu") == []
    assert ids(store, "Tallinn", speaker="ministry") == []
    assert ids(store, actor="LUPU") == ["grain", "visit"]
    assert ids(store, actor="Ana Munteanu") == []
    assert ids(store, countries=["MDA", "EST"], types=["CONSULT"]) == ["grain", "visit"]
    assert ids(store, countries=["MDA", "LVA"]) == []
    assert ids(store, types=["ASSAULT"]) == []
    assert ids(store, statuses=["attributed"], actor="Lupu") == ["grain", "visit"]
    assert ids(store, statuses=["denied"]) == []
    assert ids(store, since=date(2031, 3, 5)) == ["grain"]
    assert ids(store, "tallinn", until=date(2031, 3, 5)) == ["visit"]
    assert ids(store, "tallinn", limit=1) == ["visit"]
    assert search(store, "tallinn", limit=1).articles.total == 2
    assert search(store, "tallinn", among=["quotes"]).articles.total == 0
    assert search(store, "tallinn", among=["articles"]).quotes.total == 0


def test_facts_about_an_event_hold_of_one_event(path):
    """Another event of the article does not lend its type."""
    coding = visit("a")
    alone = replace(
        coding.events[0], id="e2", event_type="PROTEST", event_mode=(), actors=("a2",), recipients=()
    )
    with Store.open(path) as store:
        store.add(replace(coding, events=(coding.events[0], alone)))
        assert ids(store, types=["PROTEST"], countries=["EST"]) == ["a"]
        assert ids(store, types=["PROTEST"], countries=["MDA"]) == []


def test_an_actor_of_a_quote_is_its_speaker_or_named_in_it(path):
    """Whoever is named elsewhere in the article is not."""
    with Store.open(path) as store:
        store.add(saying(visit("a"), "visited Tallinn on Monday"))
        assert quoted(store, actor="ministry") == ["a"]
        assert quoted(store, actor="Lupu") == []
        store.add(saying(visit("b", text=f"{VISIT} It rained."), "Ana Lupu of Moldova visited Tallinn"))
        assert quoted(store, actor="Lupu") == ["b"]
        assert quoted(store, countries=["MDA"]) == ["b"]


def test_a_type_keeps_quotes_that_tell_of_such_an_event(path):
    """The assessment names the attribution that it rests on."""
    with Store.open(path) as store:
        store.add(visit("a"))
        assert quoted(store, types=["CONSULT"]) == ["a"]
        assert quoted(store, types=["CONSULT"], statuses=["denied"]) == []


def test_names_are_found_without_their_accents(path):
    """As people type them."""
    coding = visit("a")
    named = (replace(coding.actors[0], name="Ana Lupuşneanu"), coding.actors[1])
    with Store.open(path) as store:
        store.add(replace(coding, actors=named))
        assert ids(store, actor="lupusneanu") == ["a"]


def test_dates_that_are_only_months_count_if_they_may_fit(path):
    """March may be after the 15th."""
    with Store.open(path) as store:
        store.add(about(visit("a"), "2031-03", "A visit"))
        assert ids(store, since=date(2031, 3, 15)) == ["a"]
        assert ids(store, since=date(2031, 4, 1)) == []
        assert ids(store, until=date(2031, 3, 15)) == ["a"]


def test_only_the_coding_that_counts_is_searched(path):
    """A second recipe takes the first one's place; so does another text of the article."""
    with Store.open(path) as store:
        store.add(saying(visit("a"), "visited Tallinn"))
        store.add(saying(visit("a", recipe="r2"), "on Monday"))
        assert quoted(store, "Monday") == ["a"]
        assert quoted(store, "Tallinn") == []
        store.add(visit("a", text=GRAIN, recipe="r2"))
        assert search(store, "Lupu").articles.total == 1
        assert ids(store, "frost") == ["a"]


def sound(link: sqlite3.Connection) -> None:
    """Let the database compare each index with what it is of."""
    for table in ("articles_fts", "quotes_fts", "names_fts"):
        link.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


def test_indexes_follow_what_is_changed_and_taken_out(path):
    """Rows that are rewritten, as corrections do, or deleted are found as they are now."""
    with Store.open(path) as store:
        store.add(visit("a"))
        store.add(visit("b", text=GRAIN))
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("UPDATE articles SET title = 'Rainfall' WHERE id = 'a'")
        link.execute("UPDATE attributions SET content = 'sunshine' WHERE coding = 1")
        link.execute("UPDATE actors SET name = 'Ion Munteanu' WHERE coding = 1 AND id = 'a1'")
        link.execute("DELETE FROM attributions WHERE coding = 2")
        sound(link)
    with Store.open(path) as store:
        assert ids(store, "rainfall") == ["a"]
        assert quoted(store, "sunshine") == ["a"]
        assert quoted(store, "Tallinn") == []
        assert quoted(store, speaker="ministry") == ["a"]
        assert ids(store, actor="munteanu") == ["a"]
        assert ids(store, actor="lupu") == ["b"]


def test_an_article_that_is_taken_out_is_found_no_more(path):
    """Not even in the index."""
    with Store.open(path) as store:
        store.add(visit("a"))
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("DELETE FROM articles")
        sound(link)
        assert link.execute("SELECT * FROM articles_fts WHERE articles_fts MATCH 'tallinn'").fetchall() == []


def test_an_older_store_can_be_searched(path):
    """What was there before the indexes is put into them."""
    older(path, 4, visit("a"), visit("b", text=GRAIN))
    with Store.open(path, read_only=True) as store:
        assert ids(store, "frost") == ["b"]
    with closing(sqlite3.connect(path)) as link:
        sound(link)


def test_search_sees_what_another_connection_adds(path):
    """A reader that is open finds the next article at once."""
    with Store.open(path) as writer, Store.open(path, read_only=True) as reader:
        writer.add(visit("a"))
        assert ids(reader, "frost") == []
        writer.add(visit("b", text=GRAIN))
        assert ids(reader, "frost") == ["b"]


def run(*args: str, code: int = 0) -> tuple[str, str]:
    """Run the command and return what it wrote."""
    result = CliRunner(env={"COLUMNS": "300"}).invoke(main, args)
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def test_the_command_prints_each_form(store, path):
    """JSON lines, JSON and CSV hold article, date, sources and the marked words; so does the table."""
    at = ("--db", str(path))
    out, err = run("search", "frost", *at)
    (line,) = out.splitlines()
    assert json.loads(line)["sources"][0]["publisher"] == "Prut Post"
    assert err == "1 article\n"
    assert json.loads(run("search", "frost", *at, "--format", "json")[0]) == [json.loads(line)]
    (row,) = csv.DictReader(io.StringIO(run("search", "frost", *at, "--format", "csv")[0]))
    assert row["published"] == "2031-03-11"
    assert "grain after the **frost**." in row["words"]
    assert row["cited"] == "Prut Post, 2031-03-11, Frost and grain, https://news.example/grain"
    out, err = run("search", "visited", *at, "--format", "table")
    assert "Prut Post, 2031-03-11, https://news.example/grain" in out
    assert "the Estonian foreign ministry (EST) · assert: “Foreign Minister" in out
    assert "**visited** Tallinn" in out
    assert err == "2 articles; 2 quotes\n"


def test_the_command_filters(store, path):
    """Options are those of the function; countries go by name."""
    at = ("--db", str(path), "--in", "articles")
    assert run("search", "--country", "Moldova", "--type", "consult", "--to", "2031-03-05", *at)[1] == (
        "1 article\n"
    )
    assert "holds nothing that fits" in run("search", "submarine", *at)[1]
    assert "1 shown" in run("search", "tallinn", "--limit", "1", *at)[1]
    assert "holds no word" in run("search", '"', *at, code=1)[1]
    assert "'Atlantis' is no country" in run("search", "--country", "Atlantis", *at, code=2)[1]


def test_the_command_writes_a_file(store, path, tmp_path):
    """The ending tells the format; one that can't hold hits is refused."""
    run("search", "frost", "--db", str(path), "--output", str(tmp_path / "hits.csv"))
    (row,) = csv.DictReader(io.StringIO((tmp_path / "hits.csv").read_text()))
    assert row["article"] == "grain"
    told = run("search", "frost", "--db", str(path), "--output", str(tmp_path / "hits.docx"), code=2)[1]
    assert "the ending tells no format" in " ".join(told.split())
