"""Imported places in articles: only where the text shows a place, only the one that fits, else no point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman import dumps, places
from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.records import Article, Place
from dragoman.settings import Settings
from tests.dumps import atlas, dump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dragoman.documents.parser import SpacyParser

    Find = Callable[[str], dict[str, Place]]

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def block(tmp_path_factory) -> Path:
    """A file of imported places: the small dump of our own."""
    folder: Path = tmp_path_factory.mktemp("imported")
    dumps.bring([dump(folder / "UA.zip")], folder / "places.bin", atlas())
    return folder / "places.bin"


@pytest.fixture(scope="module")
def book(block: Path) -> Codebook:
    """The codebook with imported places."""
    return Codebook.load(places=block)


@pytest.fixture
def find(parser: SpacyParser, book: Codebook) -> Find:
    """The places of a text by their words; the last of those that are the same."""

    def run(text: str) -> dict[str, Place]:
        found = places.find(parser.parse(text), book, Article(id="t", text=text)).kept
        return {p.text: p for p in found}

    return run


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces shelled the village of Zhuravlyntsi in Ukraine on Monday.",
        "Two people were killed in Zhuravlyntsi, Ukraine's defence ministry said.",
        "Residents of Zhuravlyntsi fled to Kharkiv.",
        "Zhuravlyntsi, a village near Kharkiv, was struck at dawn.",
        "Ukraine's forces captured Zhuravlyntsi and Torhovytsia Mala.",
        "The troops left the Kharkiv region. On Monday people in Zhuravlyntsi slept.",
        "Russian troops advanced toward Zhuravlyntsi near Kupiansk in the Kharkiv region.",
        "Police in Zhuravlyntsi, Kharkiv region, opened a case.",
    ],
)
def test_words_that_show_a_place_bring_the_imported_one(find, text):
    """After "village of", "in", "residents of", before ", a village", as the object of "captured"."""
    place = find(text)["Zhuravlyntsi"]
    assert (place.geonameid, place.country, place.lat, place.feature) == (1001, "UKR", 49.71, "city")
    assert place.reasons[0].rule == "places.imported"
    assert place.reasons[0].note == "Zhuravlyntsi: city, from UA.zip"
    shown = [r for r in place.reasons if r.rule == "places.shown"]
    assert shown
    assert all(0 <= r.start < r.end <= len(text) for r in place.reasons)


def test_a_dateline_is_a_place(find):
    """In capitals, before its country and the agency."""
    text = "ZHURAVLYNTSI, Ukraine (Agency) - Three people died when a rocket hit a school."
    assert find(text)["ZHURAVLYNTSI"].geonameid == 1001


def test_a_list_goes_on_from_place_to_place(find):
    """What stands beside a place that was found is one too, and in the province that the text names."""
    found = find(
        "Fighting in Ukraine's Kharkiv region was reported in Zhuravlyntsi, Torhovytsia Mala and Brodovate."
    )
    assert [found[n].geonameid for n in ("Zhuravlyntsi", "Torhovytsia Mala", "Brodovate")] == [
        1001,
        1002,
        1003,
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Shells fell near Brodovate, a village in Kherson oblast.", 1004),
        ("Shells hit the village of Brodovate in Ukraine's Kharkiv region.", 1003),
        ("In the Sumy region of Ukraine, drones hit the village of Brodovate.", 1005),
        ("The village of Brodovate, near Kupiansk in Ukraine, was shelled.", 1003),
        ("The Sumy region of Ukraine was quiet. Later shells hit the village of Brodovate.", 1005),
        ("Serbian police searched houses in the village of Sipkovac.", 1010),
        ("Police in Croatia searched houses in the village of Sipkovac.", 1009),
    ],
)
def test_what_the_text_names_beside_it_tells_villages_apart(find, text, number):
    """The province, a town near by, the province named last, the story's country."""
    name = "Brodovate" if "Brodovate" in text else "Sipkovac"
    assert find(text)[name].geonameid == number


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Shells hit the village of Brodovate in Ukraine.", "Brodovate", "UKR"),
        ("Shells hit the village of Hlynyshche in Ukraine's Kharkiv region.", "Hlynyshche", "UKR"),
        ("Croatia and Serbia mourned the dead in the village of Sipkovac.", "Sipkovac", None),
        ("Gunmen burned the village of Sipkovac.", "Sipkovac", None),
        (
            "The governor of the Kherson region in Ukraine said the village of Zhuravlyntsi was shelled.",
            "Zhuravlyntsi",
            "UKR",
        ),
    ],
)
def test_where_nothing_decides_there_is_no_point(find, text, name, country):
    """A country only if all agree, and no coordinates; nor where the province that is named holds none."""
    place = find(text)[name]
    assert (place.country, place.lat, place.lon, place.geonameid) == (country, None, None, None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ukraine said that Petrenko had met Lavrov in Kharkiv.", "Petrenko"),
        ("Ukraine said that Petrenko had met Lavrov in Kharkiv.", "Lavrov"),
        ("In Ukraine, support for Hamas is low, and faith in Hamas is gone.", "Hamas"),
        ("He flew to Kharkiv and Petrenko stayed in Ukraine.", "Petrenko"),
        ("Russian troops captured Petrenko in Kharkiv, Ukraine.", "Petrenko"),
        ("They met at Petrenko's house near Kharkiv, Ukraine.", "Petrenko"),
        ("Reading of the bill began in Ukraine on Monday.", "Reading"),
        ("The bill was passed in Ukraine on Monday.", "Monday"),
        ("Ukraine praised the Zhuravlyntsi Declaration in Kharkiv.", "Zhuravlyntsi"),
        ("Zhuravlyntsi said in Ukraine that it was tired.", "Zhuravlyntsi"),
    ],
)
def test_people_bodies_and_common_words_stay_what_they_are(find, text, name):
    """A village's name is no place where the text doesn't show one."""
    assert name not in find(text)


def test_trust_in_somebody_is_no_place_with_a_point(find):
    """To have confidence in somebody says nothing of a village of that name."""
    found = find("Voters in Ukraine lost confidence in Petrenko.")
    assert all(p.geonameid != 1013 for p in found.values())


def test_a_story_of_another_country_has_another_village(find):
    """A village that was imported for one country is not the one of a story set elsewhere."""
    text = "In the United States, people sang in Zhuravlyntsi, Texas."
    assert all(p.geonameid != 1001 for p in find(text).values())


def test_what_ships_comes_first_unless_the_text_decides(find, parser, codebook):
    """The town that is shipped keeps its name; the province that the text names brings the other."""
    text = "Ukrainian troops entered the village of Novosilka."
    assert find(text)["Novosilka"].geonameid == 689687
    assert find(text.replace(".", " in the Kharkiv region."))["Novosilka"].geonameid == 1011
    assert find("A rocket landed in Odesa, Ukraine.")["Odesa"].geonameid == 698740
    assert find("The Kharkiv region was shelled. A rocket landed in Odesa.")["Odesa"].geonameid == 698740
    assert find("A rocket hit Kharkiv in Ukraine.")["Kharkiv"].geonameid == 706483


def test_a_site_gets_its_own_point(find):
    """An airfield that was imported lies where it lies, not in the town beside it."""
    text = "Drones hit the Verkhniy Shlyakh Airfield near Kharkiv in the Kharkiv region of Ukraine."
    site = find(text)["Verkhniy Shlyakh Airfield"]
    assert (site.geonameid, site.lat, site.feature) == (1019, 49.2, "site")


def test_the_same_name_again_is_the_same_place(find):
    """Once a village is settled, a later mention that looks like a place is that village."""
    text = (
        "Shells hit the village of Zhuravlyntsi in Ukraine's Kharkiv region. "
        "Residents of Zhuravlyntsi fled. The school in Zhuravlyntsi burned."
    )
    assert find(text)["Zhuravlyntsi"].geonameid == 1001


TEXT = (
    "KYIV, Feb 3 (Agency) - Russian forces bombed a school in Zhuravlyntsi, Kharkiv region, on Saturday, "
    "Ukraine's defence ministry said. Two people were killed in the village of Zhuravlyntsi."
)


def test_through_the_coder(parser, book, codebook):
    """An article's places and events have the village; its recipe is another one than without the import."""
    article = Article(id="a", text=TEXT, published="2024-02-03", published_grain="day", language="en")
    with_it, without = Coder(parser, book, Settings()), Coder(parser, codebook, Settings())
    coding, plain = with_it.code(article), without.code(article)
    assert {p.geonameid for p in coding.places if p.text == "Zhuravlyntsi"} == {1001}
    assert {p.geonameid for p in plain.places if p.text == "Zhuravlyntsi"} == {None}
    assert [p for p in coding.places if p.text != "Zhuravlyntsi"] == [
        p for p in plain.places if p.text != "Zhuravlyntsi"
    ]
    by_id = {p.id: p for p in coding.places}
    assert "Zhuravlyntsi" in {by_id[e.place].text for e in coding.events if e.place}
    assert coding.recipe != plain.recipe


def test_without_an_import_nothing_changes(parser, codebook, tmp_path):
    """No file of imported places, no difference: the same recipe, whatever the setting says, and output."""
    missing = Codebook.load(places=tmp_path / "none.bin")
    assert missing.imported is None
    plain = Coder(parser, codebook, Settings())
    other = Coder(parser, missing, Settings(places_db=str(tmp_path / "none.bin")))
    article = Article(id="a", text=TEXT, published="2024-02-03", published_grain="day", language="en")
    assert other.code(article) == plain.code(article)


def test_open_reads_what_the_settings_name(block, tmp_path, monkeypatch, parser):
    """A coder that is opened where places were imported has them."""
    monkeypatch.setattr("dragoman.documents.load", lambda _: parser)
    monkeypatch.chdir(tmp_path)
    assert Coder.open().codebook.imported is None
    opened = Coder.open(Settings(places_db=str(block))).codebook.imported
    assert opened is not None
    (tmp_path / "dragoman-places.bin").write_bytes(block.read_bytes())
    beside = Coder.open().codebook.imported
    assert beside is not None
    assert beside.digest == opened.digest
