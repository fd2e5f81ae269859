"""FollowTheMoney, JSON-LD and GeoJSON, read as their own readers read them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pyld import jsonld

from dragoman.records import Actor, Mention, Place
from tests.exported import NASTY, changed, denied, meeting, renamed, stored, visit, written

pytestmark = pytest.mark.usefixtures("codes_at_hand")

THING = {"name", "country", "summary", "notes", "publisher", "sourceUrl", "keywords", "wikidataId", "proof"}
SCHEMATA: dict[str, set[str]] = {
    "Article": THING | {"title", "publishedAt", "language"},
    "Person": THING | {"position"},
    "PublicBody": THING,
    "Organization": THING,
    "Event": THING | {"date", "startDate", "endDate", "location", "organizer", "involved"},
}
"""The schemata that are written, and those of their properties that are, as in followthemoney 4.11."""

REFERENCES = {"proof", "organizer", "involved"}
PARTIES = {"Person", "PublicBody", "Organization"}


@pytest.fixture
def path(tmp_path):
    """A place for a store."""
    return tmp_path / "news.db"


def entities(path):
    """Return the FollowTheMoney entities by id; none may be there twice."""
    lines = written(path, "ftm")[0].splitlines()
    found = {e["id"]: e for e in map(json.loads, lines)}
    assert len(found) == len(lines)
    return found


def test_entities_fit_their_schema_and_lead_to_each_other(path):
    """Known schemata and properties, lists of text, names present, and no reference into the void."""
    found = entities(stored(path, visit("one"), meeting("two"), renamed(visit("three"), NASTY)))
    for entity in found.values():
        assert set(entity) == {"id", "schema", "properties"}
        assert set(entity["properties"]) <= SCHEMATA[entity["schema"]]
        assert entity["properties"]["name"]
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(v, str) and v == " ".join(v.split()) for v in values)
            if name in REFERENCES:
                wanted = {"Article"} if name == "proof" else PARTIES
                assert {found[v]["schema"] for v in values} <= wanted
            if name == "country":
                assert all(len(v) == 2 and v.islower() for v in values)


def test_one_person_in_two_articles_is_one_entity(path):
    """The values of both are gathered under one id."""
    second = visit("two")
    second = replace(second, actors=(replace(second.actors[0], role="foreign minister"), *second.actors[1:]))
    found = entities(stored(path, visit("one"), second))
    people = [
        e for e in found.values() if e["schema"] == "Person" and e["properties"]["name"] == ["Ana Lupu"]
    ]
    assert len(people) == 1
    assert people[0]["properties"]["position"] == ["foreign minister"]
    events = [e["properties"] for e in found.values() if e["schema"] == "Event"]
    assert [e["organizer"] for e in events] == [[people[0]["id"]]] * 2
    assert {tuple(e["date"]) for e in events} == {("2031-03-03",)}
    assert {tuple(e["location"]) for e in events} == {("Tallinn",)}


@pytest.mark.parametrize(
    ("kind", "sectors", "schema"),
    [
        ("country", (), "PublicBody"),
        ("organization", ("MIL",), "PublicBody"),
        ("organization", ("PTY", "GOV"), "Organization"),
        ("organization", (), "Organization"),
        ("igo", ("JUD",), "Organization"),
        ("person", ("GOV",), "Person"),
    ],
)
def test_bodies_of_the_state_are_public(kind, sectors, schema, path):
    """A state and its bodies are public; a governing party and an international court are not."""
    coding = visit()
    actor = replace(coding.actors[0], kind=kind, sectors=sectors)
    found = entities(stored(path, replace(coding, actors=(actor, *coding.actors[1:]))))
    assert {e["schema"] for e in found.values() if e["properties"]["name"] == ["Ana Lupu"]} == {schema}


def test_groups_and_nameless_people_are_no_entities(path):
    """The officials of two articles are not one thing."""
    coding = visit()
    mention = Mention(start=0, end=7, text="Foreign", kind="nominal")
    nameless = Actor(id="a1", name="officials", kind="person", country="MDA", mentions=(mention,))
    crowd = Actor(id="a2", name="protesters", kind="group", country="EST")
    found = entities(stored(path, replace(coding, actors=(nameless, crowd))))
    assert {e["schema"] for e in found.values()} == {"Article", "Event"}


def graph(path) -> list[Any]:
    """Return the JSON-LD document as a reader without a network expands it."""

    def no_network(url: str, options: object) -> None:
        raise AssertionError(url, options)

    document = json.loads(written(path, "jsonld")[0])
    expanded: list[Any] = jsonld.expand(document, {"documentLoader": no_network})
    return expanded


def of_type(found: list[Any], name: str) -> list[Any]:
    """Return the nodes of schema.org's type *name*."""
    return [n for n in found if n["@type"] == [f"https://schema.org/{name}"]]


def value(node: Any, name: str) -> Any:  # noqa: ANN401  (JSON)
    """Return the one value of a node's property, whatever its form; None if it has none."""
    values = node.get(name if ":" in name else f"https://schema.org/{name}")
    if values is None:
        return None
    assert len(values) == 1
    return values[0].get("@value", values[0].get("@id", values[0]))


def test_jsonld_expands_to_schema_org(path):
    """An article with its publisher, and what its source claims, with author and place of appearance."""
    found = graph(stored(path, visit("one")))
    (page,) = of_type(found, "NewsArticle")
    assert value(page, "headline") == "Lupu in Tallinn"
    assert value(page, "url") == "https://news.example/one"
    assert value(value(page, "publisher"), "name") == "Baltic Wire"
    (claim,) = of_type(found, "Claim")
    assert value(claim, "text") == visit().attributions[0].content.text
    assert value(claim, "appearance") == page["@id"]
    author = value(claim, "author")
    assert value(author, "name") == "the Estonian foreign ministry"
    assert value(claim, "urn:dragoman:stance") == "assert"


def test_who_denies_a_claim_is_not_its_author(path):
    """The words denied have no author, and say who denies them."""
    coding = visit()
    said = replace(coding.attributions[0], stance="deny")
    (claim,) = of_type(graph(stored(path, replace(coding, attributions=(said,)))), "Claim")
    assert value(claim, "author") is None
    assert value(value(claim, "urn:dragoman:deniedBy"), "name") == "the Estonian foreign ministry"


@pytest.mark.parametrize(
    ("kind", "stance", "types"),
    [
        ("direct", "demand", {"NewsArticle", "Quotation"}),
        ("indirect", "demand", {"NewsArticle"}),
        ("indirect", "promise", {"NewsArticle"}),
        ("mixed", "allege", {"NewsArticle", "Claim"}),
    ],
)
def test_demands_and_promises_are_no_claims(kind, stance, types, path):
    """Words in quotation marks are a quotation; of the rest only what can be so or not is a claim."""
    coding = visit()
    said = replace(coding.attributions[0], kind=kind, stance=stance)
    found = graph(stored(path, replace(coding, attributions=(said,))))
    assert {t.rpartition("/")[2] for node in found for t in node["@type"]} == types


def test_geojson_has_the_points_and_counts_the_rest(path):
    """Longitude first, precision and status stated; an event without a point is counted, not put at 0, 0."""
    nowhere = changed(visit("two"), place=None)
    unknown = replace(
        visit("three"),
        places=(Place(id="p1", start=0, end=4, text="Xyzt", name="Xyzt", feature="place"),),
    )
    text, tally = written(stored(path, visit("one"), denied("four"), nowhere, unknown), "geojson")
    document = json.loads(text)
    assert document["type"] == "FeatureCollection"
    assert {f["geometry"]["type"] for f in document["features"]} == {"Point"}
    assert [f["geometry"]["coordinates"] for f in document["features"]] == [[24.75, 59.44]] * 2
    assert {f["properties"]["status"] for f in document["features"]} == {"attributed", "denied"}
    assert {f["properties"]["place_precision"] for f in document["features"]} == {"city"}
    assert (tally.rows, tally.placeless) == (2, 2)


def test_text_stays_as_it_is_in_json(path):
    """Quotes, line ends and letters beyond ASCII come back."""
    stored(path, renamed(visit(), NASTY))
    assert json.loads(written(path, "geojson")[0])["features"][0]["properties"]["actors"] == [NASTY]
    assert json.loads(written(path, "plover")[0])["actor"][0]["entity_name"] == NASTY
