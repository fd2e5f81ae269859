"""Where: which words are places, which place they mean, and what is set aside."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from dragoman import documents, places
from dragoman.codebook import gazetteer
from dragoman.codebook.tables import Faults
from dragoman.documents import Document, Sentence, Token
from dragoman.records import Article, Dropped, Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dragoman.codebook import Codebook
    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.documents.parser import SpacyParser

    Find = Callable[[str], tuple[Place, ...]]

PLACES = files("dragoman.codebook")
MARK = re.compile(r"([\[{])([^\]}]+)[\]}]")


@pytest.fixture(scope="session")
def atlas() -> Gazetteer:
    """The gazetteer alone, so that a fault in another table does not hide one here."""
    faults = Faults()
    loaded = gazetteer.load(PLACES, faults)
    faults.stop()
    return loaded


@pytest.fixture
def find(parser: SpacyParser, codebook: Codebook) -> Find:
    """What the room keeps of a text."""

    def run(text: str) -> tuple[Place, ...]:
        return places.find(parser.parse(text), codebook, Article(id="t", text=text)).kept

    return run


def by_hand(*words: str) -> Document:
    """A document of *words* with no tree and no entities: every word its own root, a proper noun."""
    text = " ".join(words)
    tokens, at = [], 0
    for i, word in enumerate(words):
        tag = "PROPN" if word[0].isupper() else "ADP"
        tokens.append(
            Token(i, at, at + len(word), word, word.lower(), word.lower(), tag, tag, "dep", i, i, i, 0)
        )
        at += len(word) + 1
    return documents.build(text, tokens, [Sentence(0, 0, len(words), 0, len(text), 0, 0)])


def test_fold_makes_one_key_of_spellings() -> None:
    """Accents, dots, hyphens and "Saint" make no difference to a name."""
    assert gazetteer.fold("São Tomé") == "sao tome"
    assert gazetteer.fold("St. Petersburg") == gazetteer.fold("Saint Petersburg")
    assert gazetteer.fold("Łódź") == "lodz"


def test_cities_are_sorted_by_key(atlas: Gazetteer) -> None:
    """Halving finds nothing in a table that is out of order."""
    keys = [line.split(b"\t", 1)[0] for line in atlas.cities.data.splitlines()]
    assert keys == sorted(keys)
    assert len(keys) > 200_000


@pytest.mark.parametrize("place", ["first", "last", "middle"])
def test_halving_finds_every_line(atlas: Gazetteer, place: str) -> None:
    """The first, the last and a middle line of the table are found by their keys."""
    lines = atlas.cities.data.splitlines()
    line = {"first": lines[0], "last": lines[-1], "middle": lines[len(lines) // 2]}[place]
    key, number = line.decode().split("\t")[:2]
    assert int(number) in {s.geonameid for s in atlas.cities.named(key)}
    assert not list(atlas.cities.named(key + " of nowhere"))


def test_every_country_has_a_point_and_an_id(atlas: Gazetteer) -> None:
    """Countries carry ISO-3 codes (KOS for Kosovo), GeoNames ids, and points that are not the origin."""
    assert {"KOS", "PSE", "TWN", "ESH", "SSD", "TLS"} <= set(atlas.countries)
    assert len(atlas.countries) >= 240
    for code, spot in atlas.countries.items():
        assert len(code) == 3, code
        assert spot.geonameid is not None, code
        assert (spot.lat, spot.lon) != (0.0, 0.0), code


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Kyiv", "UKR"),
        ("Kiev", "UKR"),
        ("Bombay", "IND"),
        ("Fallujah", "IRQ"),
        ("Bab el-Mandeb", None),
        ("Panmunjom", None),
        ("Natanz", "IRN"),
        ("Diego Garcia", "IOT"),
        ("Xinjiang", "CHN"),
        ("Donbas", "UKR"),
        ("Bavaria", "DEU"),
        ("Uttar Pradesh", "IND"),
    ],
)
def test_gazetteer_knows(atlas: Gazetteer, name: str, country: str | None) -> None:
    """Names of the news are there, old and new, and stand in the right country or in none."""
    assert country in {s.country for s in atlas.named(gazetteer.fold(name))}


def test_table_faults_name_file_and_line(tmp_path: Path) -> None:
    """A broken row is reported with its file and line, and what would be right; all of them at once."""
    folder = tmp_path / "places"
    folder.mkdir()
    source = PLACES.joinpath("places")
    for name in ("countries.tsv", "regions.tsv", "cities.tsv", "abbreviations.tsv", "sites.tsv", "words.tsv"):
        folder.joinpath(name).write_bytes(source.joinpath(name).read_bytes())
    folder.joinpath("features.tsv").write_text(
        "name\tfeature\tcountry\tlat\tlon\tgeonameid\taliases\n"
        "Atlantis\tsunken\t\t31\t-24\t\t\n"
        "Lyonesse\tregion\tGBX\t50\t-6\t\t\n"
        "Thule\tisland\t\tnorth\t0\t\t\n",
        encoding="utf-8",
    )
    faults = Faults()
    gazetteer.load(tmp_path, faults)
    assert [f.split(":")[0] for f in faults.found] == [f"features.tsv line {n}" for n in (2, 3, 4)]
    assert "lat and lon must be numbers" in faults.found[2]


def test_acronyms_only_in_capitals(atlas: Gazetteer) -> None:
    """A pronoun at the head of a sentence is not the country: "Us" against "US"."""
    book = by_hand("Us", "in", "US")
    found = places.names.scan(book, atlas)
    assert [(n.start, n.end) for n in found] == [(6, 8)]


def test_longest_name_wins(atlas: Gazetteer) -> None:
    """One sea, not a country between two words: "South China Sea"."""
    found = places.names.scan(by_hand("in", "South", "China", "Sea"), atlas)
    assert [n.key for n in found] == ["south china sea"]


@pytest.mark.model
def test_examples_in_the_word_table(find: Find, atlas: Gazetteer) -> None:
    """Each group of words carries an example: [X] is found as a place, {X} is not."""
    assert len(atlas.words.examples) >= 20
    for example in atlas.words.examples:
        text = MARK.sub(r"\2", example)
        kept = {p.text for p in find(text)}
        for mark, name in MARK.findall(example):
            assert (name in kept) == (mark == "["), (example, kept)


@pytest.mark.model
def test_capital_as_government_is_set_aside(parser: SpacyParser, codebook: Codebook) -> None:
    """An actor goes to what is set aside ("Moscow denied"); "in Moscow" is a place."""
    text = "Moscow denied the report. The two envoys met in Moscow."
    found = places.find(parser.parse(text), codebook, Article(id="t", text=text))
    assert [(p.start, p.country, p.feature) for p in found.kept] == [
        (text.rindex("Moscow"), "RUS", "capital")
    ]
    assert found.dropped == (Dropped(room="places", start=0, end=6, why="acts: subject of 'denied'"),)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post reported the deal.",
        "Paris Hilton opened the gala.",
        "The Bank of England raised rates.",
        "Russian officials rejected the offer.",
    ],
)
def test_names_inside_other_names_are_no_places(find: Find, text: str) -> None:
    """People, papers, banks and demonyms are no places."""
    assert find(text) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "name", "country", "lat"),
    [
        ("Police in Paris, Texas, held a man.", "Paris", "USA", 33.7),
        ("Police in Paris held a man.", "Paris", "FRA", 48.9),
        ("A plant in Springfield, Illinois, was shut.", "Springfield", "USA", 39.8),
        ("Floods hit Atlanta, Georgia, and Savannah, Georgia.", "Georgia", "USA", 32.8),
        ("Georgian troops left Tbilisi, and calm returned to Georgia.", "Georgia", "GEO", 42.0),
        ("Armenia and Azerbaijan sent envoys by road through Georgia.", "Georgia", "GEO", 42.0),
        ("Cases rose in Vermont, Virginia and Ohio.", "Vermont", "USA", 43.9),
        ("The body was found near Cambridge, Massachusetts.", "Cambridge", "USA", 42.4),
    ],
)
def test_which_place_of_the_name(find: Find, text: str, name: str, country: str, lat: float) -> None:
    """What follows a name, and the story's countries, decide which place it is; size does otherwise."""
    chosen = [p for p in find(text) if p.text == name]
    assert {p.country for p in chosen} == {country}
    assert all(p.lat is not None and abs(p.lat - lat) < 1 for p in chosen)


@pytest.mark.model
def test_country_is_never_a_town_elsewhere(find: Find) -> None:
    """Towns called Mexico, Lebanon or Peru do not take the name from the country."""
    for country, code in (("Mexico", "MEX"), ("Lebanon", "LBN"), ("Peru", "PER"), ("Jordan", "JOR")):
        assert [p.country for p in find(f"Thousands of people fled to {country} last week.")] == [code]


@pytest.mark.model
def test_unlisted_village_has_a_country_but_no_invented_point(find: Find) -> None:
    """A village that the gazetteer lacks is a place; with only a country named, it gets no point."""
    (village, land) = find("Rebels burned the village of Qarabuzan in Syria.")
    assert (village.text, village.feature, village.country) == ("Qarabuzan", "place", "SYR")
    assert (village.lat, village.lon, village.geonameid) == (None, None, None)
    assert land.country == "SYR"


@pytest.mark.model
def test_named_site_stands_in_its_town_and_says_so(find: Find) -> None:
    """A site that the gazetteer lacks gets the point of the town the text puts it in, with the reason."""
    (site, town) = find("A bomb went off at the Golden Crescent Hotel in Mogadishu.")
    assert (site.feature, site.country, site.lat) == ("site", "SOM", town.lat)
    assert "places.town" in {r.rule for r in site.reasons}


@pytest.mark.model
def test_spans_ids_and_reasons(find: Find) -> None:
    """Ids count up in text order; spans are the text's own words; each reason lies in the text."""
    text = "SEOUL, Jan 19 (Agency) - Envoys met in Geneva and in Vienna. Snow fell in Geneva."
    kept = find(text)
    assert [p.id for p in kept] == [f"p{k}" for k in range(1, len(kept) + 1)]
    assert [p.text for p in kept] == ["SEOUL", "Geneva", "Vienna", "Geneva"]
    for p in kept:
        assert text[p.start : p.end] == p.text
        assert p.reasons
        assert all(0 <= r.start <= r.end <= len(text) for r in p.reasons)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "'",
        "’s St. of the",
        "\u200b\ufeff\x00",
        "الرياض 北京 Ж",
        "U.S.U.S.U.S. - , ( in",
        "A" * 3000,
    ],
)
def test_garbage_does_no_harm(find: Find, text: str) -> None:
    """Nonsense gives no error, and what is found is still the text's own words."""
    assert all(text[p.start : p.end] == p.text for p in find(text))
