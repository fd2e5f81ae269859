"""What was imported is looked up where what ships knows nothing, or where the user's own say better."""

from __future__ import annotations

import os
import threading
import warnings
from dataclasses import replace
from datetime import date

import pytest

from dragoman import actors
from dragoman.actors import resolve
from dragoman.coding import Coder
from dragoman.errors import StoreError
from dragoman.records import Article
from dragoman.register import Register, beside
from dragoman.register.imports import Imports
from dragoman.register.known import known
from dragoman.register.reading import read
from dragoman.settings import Settings
from tests.wikidata import COUNTRIES, ESTONIA, KENYA, MP, P27, P39, POSITIONS, claim, dump, everything, person

DAY = date(2021, 6, 1)

OWN = """person,aliases,country,office,sectors,first,last,wikidata
Maarit Kuusik,,EST,Opposition figure,OPP,2019,,
Lupu Anton,Anton L.,MDA,Foreign Minister,,2020-01-01,,Q77
Antony Blinken,,USA,Chess champion,CVL,2021,,
"""
BODIES = """name,aliases,country,kind,sectors
Harju Night Watch,HNW,EST,,PRM
Hezbollah,,LBN,,PTY|GOV
"""


@pytest.fixture
def imported(tmp_path, codebook):
    """The codebook with a dump beside it, and with tables of the user's own if their texts are given."""

    def given(*tables, entities=None):  # noqa: ANN002, ANN202
        path = tmp_path / "dump.json"
        path.write_bytes(dump(everything() if entities is None else entities))
        files = [path]
        for number, text in enumerate(tables):
            files.append(tmp_path / f"own{number}.csv")
            files[-1].write_text(text, encoding="utf-8")
        with Imports.open(tmp_path / "actors.db") as imports:
            for file in files:
                assert read(file, imports, codebook, since=date(2000, 1, 1)).faults == []
        return beside(codebook, Settings(actors_db=str(tmp_path / "actors.db")))

    return given


def said(book, phrase, on=DAY):
    """Country, sectors and role of a phrase."""
    found = resolve(book, phrase, on)
    return found.country, found.sectors, found.role


def test_a_name_that_no_table_has_is_looked_up(imported, codebook):
    """With the day's office, the country, the item, and the reason."""
    book = imported()
    assert resolve(codebook, "Maarit Kuusik", DAY).country is None
    found = resolve(book, "Maarit Kuusik", DAY)
    assert (found.country, found.sectors, found.role) == ("EST", ("GOV",), "Minister of Foreign Affairs")
    assert (found.wikidata, found.reasons) == ("Q1001", ("actor/imported",))
    assert said(book, "Maarit Kuusik-Tamm")[0] == "EST"


@pytest.mark.parametrize(
    ("day", "sectors", "role"),
    [
        (date(2014, 1, 1), (), None),
        (date(2018, 1, 1), ("LEG",), "member of parliament"),
        (date(2020, 5, 5), ("ELI",), "member of parliament"),
        (date(2022, 6, 30), ("GOV",), "Minister of Foreign Affairs"),
        (date(2024, 1, 1), ("ELI",), "Minister of Foreign Affairs"),
    ],
)
def test_the_rules_of_the_day_are_those_of_the_tables(imported, day, sectors, role):
    """In office, out of office, not yet in office."""
    assert said(imported(), "Maarit Kuusik", day) == ("EST", sectors, role)


def test_only_the_exact_name_counts(imported):
    """No sound-alikes, no names inside names, no single words: a million people would be everybody."""
    book = imported()
    for phrase in ("Marit Kusik", "Maarit Anna Kuusik", "Kuusik", "Minister Kuusik"):
        assert resolve(book, phrase, DAY).wikidata is None


def test_namesakes_are_nobody_until_the_text_says_which(imported):
    """Two of one name in office on one day: country or role must tell."""
    book = imported()
    assert said(book, "Juma Oluoch") == (None, (), None)
    assert resolve(book, "Kenyan lawmaker Juma Oluoch", DAY).wikidata == "Q1004"
    assert resolve(book, "Estonian lawmaker Juma Oluoch", DAY).wikidata == "Q1005"
    # On this day only one of them was in office.
    assert resolve(book, "Juma Oluoch", date(2017, 6, 1)).wikidata == "Q1004"


def test_a_namesake_without_days_makes_a_name_doubtful(imported):
    """That nobody wrote down when he held it does not make the other the only one."""
    one = person(1, "Ants Mugo", claim(P39, MP, P580="2015"), claim(P27, ESTONIA))
    two = person(2, "Ants Mugo", claim(P39, MP), claim(P27, KENYA))
    assert said(imported(entities=[one, two, *COUNTRIES, *POSITIONS]), "Ants Mugo") == (None, (), None)


def test_a_country_that_the_text_gives_must_fit(imported):
    """Another Maarit Kuusik is not this one."""
    found = resolve(imported(), "Kenyan lawmaker Maarit Kuusik", DAY)
    assert (found.country, found.wikidata) == ("KEN", None)


def test_what_ships_goes_before_a_dump(imported):
    """A dump adds people; it does not say otherwise of those whom the tables hold."""
    other = person(6107, "Antony Blinken", claim(P39, MP, P580="2015"), claim(P27, ESTONIA))
    found = resolve(imported(entities=[other, *COUNTRIES, *POSITIONS]), "Antony Blinken", DAY)
    assert (found.country, found.role) == ("USA", "Secretary of State")


def test_the_user_s_own_table_goes_before_everything(imported):
    """Before the dump, before what ships, and by any name that what ships has for the person."""
    book = imported(OWN)
    assert said(book, "Maarit Kuusik") == ("EST", ("OPP",), "Opposition figure")
    assert said(book, "Antony Blinken") == ("USA", ("CVL",), "Chess champion")
    assert said(book, "Blinken") == ("USA", ("CVL",), "Chess champion")
    found = resolve(book, "Lupu Anton", DAY)
    assert (found.country, found.sectors, found.wikidata) == ("MDA", ("GOV",), "Q77")
    # Whom the table does not name stays as he was.
    assert said(book, "Rex Tillerson", date(2018, 1, 5))[2] == "Secretary of State"


def test_bodies_are_looked_up_in_phrases(imported, codebook):
    """By name, other name and acronym in capitals; the user's own before what ships; in doubt none."""
    book = imported(BODIES)
    assert said(codebook, "Tarva Relief Circle")[0] is None
    for phrase in ("the Tarva Relief Circle", "Tarva Circle", "TRC"):
        found = resolve(book, phrase)
        assert (found.country, found.sectors, found.name) == ("KEN", ("SOC",), "Tarva Relief Circle")
        assert (found.wikidata, found.reasons) == ("Q801", ("actor/imported",))
    assert said(book, "trc")[0] is None
    assert said(book, "Unity Front") == (None, (), None)
    assert said(book, "Harju Night Watch") == ("EST", ("PRM",), None)
    assert said(book, "Hezbollah") == ("LBN", ("PTY", "GOV"), None)
    assert said(codebook, "Hezbollah")[1] != ("PTY", "GOV")
    assert said(book, "NATO") == said(codebook, "NATO")


def test_names_are_asked_for_once(imported, monkeypatch):
    """The second time a name comes, the file is not asked."""
    register = imported().who.imported
    asked: list[str] = []
    real = Register._ask

    def ask(self: Register, key: str) -> object:
        asked.append(key)
        return real(self, key)

    monkeypatch.setattr(Register, "_ask", ask)
    for _ in range(3):
        assert register.others.called(("maarit", "kuusik"))
        assert not register.others.called(("nobody", "here"))
    assert asked == ["maarit kuusik", "nobody here"]


def test_any_thread_and_any_child_may_ask(imported):
    """A coder is used by many threads, and forked by servers."""
    register = imported().who.imported
    found: list[list[object]] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(register.others.called(("juma", f"oluoch{n}"[:6]))))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(f) for f in found] == [2, 2, 2, 2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of the libraries may be there
        child = os.fork()
    if child == 0:
        os._exit(0 if register.others.called(("tiina", "lepp")) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_run_reads_what_was_there_when_it_began(imported, tmp_path, codebook):
    """Another process may import and forget meanwhile; the next run sees that, under another recipe."""
    book = imported()
    path = tmp_path / "more.csv"
    path.write_text("person,country\nIda Uus,EST\n", encoding="utf-8")
    with Imports.open(tmp_path / "actors.db") as imports:
        read(path, imports, codebook, since=DAY)
        imports.forget("dump.json")
    assert said(book, "Maarit Kuusik")[0] == "EST"
    assert said(book, "Ida Uus")[0] is None
    later = beside(codebook, Settings(actors_db=str(tmp_path / "actors.db")))
    assert said(later, "Maarit Kuusik")[0] is None
    assert said(later, "Ida Uus")[0] == "EST"
    assert later.digest != book.digest


def test_the_recipe_tells_which_knowledge_made_a_coding(imported, tmp_path, codebook, parser):
    """What was imported changes it, the file's place and name do not, and without imports it is as ever."""
    book = imported()
    bare, with_dump = (Coder(parser, b, Settings()).recipe for b in (codebook, book))
    assert bare != with_dump
    moved = tmp_path / "moved.db"
    (tmp_path / "actors.db").rename(moved)
    same = beside(codebook, Settings(actors_db=str(moved)))
    assert Coder(parser, same, Settings(actors_db=str(moved))).recipe == with_dump
    with Imports.open(moved) as imports:
        imports.forget("dump.json")
    none = beside(codebook, Settings(actors_db=str(moved)))
    assert none is codebook


def test_a_file_that_was_named_must_be_there(tmp_path, codebook, monkeypatch):
    """By default there need be none; a name that is misspelt is told."""
    monkeypatch.chdir(tmp_path)
    assert beside(codebook, Settings()) is codebook
    with pytest.raises(
        StoreError, match=r"actor\.db: there is no file of imported actors here; make one with"
    ):
        beside(codebook, Settings(actors_db="actor.db"))
    (tmp_path / "actor.db").write_text("something else entirely", encoding="utf-8")
    with pytest.raises(StoreError, match="not an SQLite file"):
        beside(codebook, Settings(actors_db="actor.db"))


def test_known_tells_everything_and_what_is_taken(imported):
    """From which source, and what of it counts on that day."""
    book = imported(OWN)
    found = known(book, "Maarit Kuusik", DAY)
    assert [(k.office, k.source, k.taken) for k in found] == [
        ("Opposition figure", "own0.csv", True),
        ("Minister of Foreign Affairs", "dump.json", False),
        ("member of parliament", "dump.json", False),
    ]
    assert [k.taken for k in known(book, "Juma Oluoch", DAY)] == [False, False]
    shipped = known(book, "Rex Tillerson", date(2018, 1, 5))
    assert {k.source for k in shipped} == {"ships with dragoman"}
    assert [(k.name, k.source, k.taken) for k in known(book, "TRC")] == [
        ("Tarva Relief Circle", "dump.json", True)
    ]
    assert known(book, "Nobody Atall") == []


TEXT = (
    "Maarit Kuusik arrived in Nairobi on Tuesday. Kuusik said that the Tarva Relief Circle had asked for"
    " help. Juma Oluoch criticized the Harju Night Watch."
)


@pytest.mark.model
def test_an_article_is_read_with_what_was_imported(imported, parser):
    """People and bodies in a text, with their mentions, and none where two have a name."""
    book = imported(BODIES)
    coder = Coder(parser, book, Settings())
    coding = coder.code(Article(id="a", text=TEXT, published="2021-06-01", published_grain="day"))
    who = {a.name: a for a in coding.actors}

    kuusik = who["Maarit Kuusik"]
    assert (kuusik.country, kuusik.sector, kuusik.role) == ("EST", "GOV", "Minister of Foreign Affairs")
    assert kuusik.wikidata == "Q1001"
    assert [m.text for m in kuusik.mentions] == ["Maarit Kuusik", "Kuusik"]
    note = next(r.note for r in kuusik.reasons if r.rule == "actor/imported") or ""
    assert "2021-01-26 to 2022-06-30" in note
    assert "dump.json" in note

    circle, watch = who["Tarva Relief Circle"], who["Harju Night Watch"]
    assert (circle.country, circle.sector, circle.kind) == ("KEN", "SOC", "organization")
    assert (watch.country, watch.sector, watch.wikidata) == ("EST", "PRM", None)
    assert all(a.country is None for a in coding.actors if "Oluoch" in a.name)
    assert coding.recipe == coder.recipe


@pytest.mark.model
def test_without_imports_nothing_changes(codebook, parser):
    """The same text, by the tables that ship alone."""
    found = actors.find(parser.parse(TEXT), codebook, Article(id="a", text=TEXT, published="2021-06-01")).kept
    assert all(a.wikidata is None and a.country in (None, "KEN") for a in found)
    assert not any(r.rule == "actor/imported" for a in found for r in a.reasons)


def test_beside_leaves_the_codebook_as_it_was(imported, codebook):
    """The codebook is shared: what is put beside it is a new one."""
    book = imported()
    assert codebook.who.imported is None
    assert replace(book.who, imported=None) == codebook.who
