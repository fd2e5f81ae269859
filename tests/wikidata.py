"""A small Wikidata dump, written as the real one is: people and bodies of our own invention."""

from __future__ import annotations

import json
from typing import Any

P31, P39, P27, P17, P1001, P298 = "P31", "P39", "P27", "P17", "P1001", "P298"


def item(number: int) -> dict[str, Any]:
    """Return the snak value of an item."""
    value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
    return {"value": value, "type": "wikibase-entityid"}


def time(text: str) -> dict[str, Any]:
    """Return the snak value of a day, a month or a year: "2014-07-03", "2014-07", "2014"."""
    parts = text.split("-")
    padded = "-".join([*parts, "00", "00"][:3])
    value = {
        "time": f"+{padded}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 8 + len(parts),
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return {"value": value, "type": "time"}


def snak(prop: str, value: object, kind: str = "value") -> dict[str, Any]:
    """Return a snak: an item by number, a time by text, "somevalue" or "novalue"."""
    found: dict[str, Any] = {"snaktype": kind, "property": prop}
    if kind == "value":
        if isinstance(value, int):
            found["datavalue"] = item(value)
        elif prop == P298:
            found["datavalue"] = {"value": value, "type": "string"}
        else:
            found["datavalue"] = time(str(value))
    return found


def claim(prop: str, value: object, rank: str = "normal", **qualifiers: object) -> dict[str, Any]:
    """Return a statement; qualifiers as in ``P580="2014"``, or ``P582=None`` for an end that nobody knows."""
    found = {"mainsnak": snak(prop, value), "type": "statement", "id": f"Q1${prop}-{value}", "rank": rank}
    if qualifiers:
        found["qualifiers"] = {
            p: [snak(p, v, "somevalue" if v is None else "novalue" if v == "novalue" else "value")]
            for p, v in qualifiers.items()
        }
        found["qualifiers-order"] = list(qualifiers)
    return found


def entity(
    number: int,
    label: str | None,
    *claims: dict[str, Any],
    aliases: tuple[str, ...] = (),
    language: str = "en",
) -> dict[str, Any]:
    """Return an entity, its parts in the order of a dump; an empty part is a list, as PHP writes it."""
    by_property: dict[str, list[dict[str, Any]]] = {}
    for one in claims:
        by_property.setdefault(one["mainsnak"]["property"], []).append(one)
    named = {language: {"language": language, "value": label}} if label else []
    others = {language: [{"language": language, "value": a} for a in aliases]} if aliases else []
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": named,
        "descriptions": {"en": {"language": "en", "value": "president of all that is described"}},
        "aliases": others,
        "claims": by_property or [],
        "sitelinks": {},
    }


def line(one: dict[str, Any]) -> bytes:
    """Return an entity as one line of a dump, without its comma."""
    return json.dumps(one, separators=(",", ":")).encode()


def dump(entities: list[dict[str, Any]]) -> bytes:
    """Return a dump: one big array, one entity a line."""
    return b"[\n" + b",\n".join(map(line, entities)) + b"\n]\n"


def person(number: int, label: str, *claims: dict[str, Any], **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a human."""
    return entity(number, label, claim(P31, 5), *claims, **options)


ESTONIA, KENYA, NATO, KOSOVO, GREENLAND = 191, 114, 7184, 1246, 223
MINISTER, MP, ENVOY, SECRETARY, STEWARD, NAMELESS = 901, 902, 903, 904, 905, 906

COUNTRIES = [
    entity(ESTONIA, "Estonia", claim(P31, 3624078), claim(P298, "EST")),
    entity(KENYA, "Kenya", claim(P31, 3624078), claim(P298, "KEN")),
    entity(KOSOVO, "Kosovo", claim(P31, 15634554), claim(P298, "XKX")),
    entity(GREENLAND, "Greenland", claim(P31, 161243), claim(P298, "GRL")),
    entity(15180, "Soviet Union", claim(P31, 3024240), claim(P298, "SUN")),
]
POSITIONS = [
    entity(MINISTER, "Minister of Foreign Affairs of Estonia", claim(P1001, ESTONIA), claim("P279", 83307)),
    entity(MP, "member of parliament", claim(P31, 4164871)),
    entity(ENVOY, "Ambassador of Kenya to Estonia", claim(P31, 294414), claim(P1001, ESTONIA)),
    entity(SECRETARY, "Deputy Secretary General of NATO", claim(P1001, NATO)),
    entity(STEWARD, "Keeper of the Tower", claim(P31, 4164871), claim(P17, KENYA)),
    entity(NAMELESS, "virolainen virka", claim(P31, 4164871), language="fi"),
]
BODIES = [
    entity(NATO, "NATO", claim(P31, 1127126)),
    entity(
        801,
        "Tarva Relief Circle",
        claim(P31, 43229),
        claim(P31, 79913),
        claim(P17, KENYA),
        aliases=("TRC", "TR", "Tarva Circle"),
    ),
    entity(802, "Ostrand Coast Guard Union", claim(P31, 178790), claim(P17, ESTONIA)),
    entity(803, "Unity Front", claim(P31, 7278), claim(P17, ESTONIA)),
    entity(804, "Unity Front", claim(P31, 7278), claim(P17, KENYA)),
    entity(805, "Old Harbour League", claim(P31, 7278), claim(P17, KENYA), claim("P576", "1987")),
    entity(806, "Some Band", claim(P31, 215380), claim(P17, KENYA)),
]
PEOPLE = [
    person(
        1001,
        "Maarit Kuusik",
        claim(P39, MINISTER, P580="2021-01-26", P582="2022-06"),
        claim(P39, MP, P580="2015", P582="2019"),
        claim(P39, MP, rank="deprecated", P580="2023"),
        claim(P27, ESTONIA),
        aliases=("Maarit Kuusik-Tamm", "Kuusik"),
    ),
    person(1002, "Odera Wanyonyi", claim(P39, ENVOY, P580="2019-03"), claim(P27, KENYA)),
    person(1003, "Tiina Lepp", claim(P39, SECRETARY, P580="2020"), claim(P27, ESTONIA)),
    person(1004, "Juma Oluoch", claim(P39, MP, P580="2017", P1001=KENYA)),
    person(1005, "Juma Oluoch", claim(P39, MP, P580="2018"), claim(P27, ESTONIA)),
    person(1006, "Aadu Veski", claim(P39, MINISTER, P580="1990", P582="1995"), claim(P27, ESTONIA)),
    person(1007, "Liis Mets", claim(P39, MP), claim(P27, ESTONIA)),
    person(1008, "Priit Saar", claim(P39, MP, P580="2010", P582=None), claim(P27, ESTONIA)),
    person(1009, "Karl Old", claim(P39, MP, P580="1901"), claim(P27, ESTONIA)),
    person(1010, "Ene Past", claim(P39, MP, P580="2003"), claim(P27, ESTONIA), claim("P570", "2009-04-02")),
    person(1011, "Wambui Kariuki", claim(P39, STEWARD, P580="2016", P582="novalue")),
    person(1012, "Rein Org", claim(P39, NAMELESS, P580="2016"), claim(P27, ESTONIA)),
    person(1013, "Agim Berisha", claim(P39, MP, P580="2016"), claim(P27, KOSOVO), language="mul"),
    person(1014, "Nuka Olsen", claim(P39, MP, P580="2016", P642=GREENLAND)),
    person(1015, "Vello Footballer", claim("P106", 937857), claim(P27, ESTONIA)),
]
OTHERS = [
    {
        "type": "property",
        "id": "P39",
        "labels": {"en": {"language": "en", "value": "position held"}},
        "claims": {},
    },
    entity(2001, "President Street", claim(P31, 79007)),
    entity(2002, None, claim(P31, 13442814)),
]


def everything() -> list[dict[str, Any]]:
    """Return all entities: people before the positions and countries that they need, and after them."""
    return [*PEOPLE[:7], *COUNTRIES[:2], *OTHERS, *POSITIONS, *BODIES, *PEOPLE[7:], *COUNTRIES[2:]]
