"""The event scheme holds PLOVER 2.0 and CAMEO as published, and says so when its files don't."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dragoman.codebook import scheme
from dragoman.codebook.tables import Faults
from dragoman.settings import Settings

REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
FACTS = "9d34323ba1e9a5315e31ddf45c8a47b0fd59b67cbe2b4335f670094545513d28"
CORRECTED_NAMES = {"031", "033", "044", "1056", "1454", "2041"}
"""CAMEO codes whose published name has a slip of the keyboard."""


@pytest.fixture(scope="module")
def book():
    """The scheme that ships with dragoman."""
    faults = Faults()
    loaded = scheme.load(files("dragoman.codebook"), faults)
    assert faults.found == []
    return loaded


def facts(book: scheme.Scheme) -> list[object]:
    """Return every fact of the scheme in a fixed order, without our own wording."""
    types = [
        (t.code, t.quad, t.score, t.requires_recipient, [(m.code, m.score) for m in t.modes])
        for t in book.types.values()
    ]
    cameos = [
        (c.code, c.root, c.quad, c.goldstein, c.icews, c.types, c.modes, c.contexts, c.gone)
        for c in book.cameos.values()
    ]
    sectors = [(s.code, s.frequent) for s in book.sectors.values()]
    return [types, cameos, sectors, *map(list, (book.contexts, book.non_state, book.auxiliary_modes))]


def test_facts_are_those_that_were_checked(book):
    """The facts have the digest that they had when they were last compared with the reference."""
    assert hashlib.sha256(json.dumps(facts(book)).encode()).hexdigest() == FACTS


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference is not part of the project")
def test_plover_agrees_with_the_reference(book):
    """Every PLOVER code, quad class, score and flag is the reference's."""
    reference = json.loads((REFERENCE / "plover.json").read_text(encoding="utf-8"))
    expected = [
        (
            t["code"],
            t["quad"],
            t["score"],
            t["requires_recipient"],
            [(m["code"], m["score"]) for m in t["modes"]],
        )
        for t in reference["event_types"]
    ]
    assert facts(book)[0] == expected
    assert [(s.code, s.frequent) for s in book.sectors.values()] == [
        (s["code"], s["frequency"] == "frequent")
        for s in sorted(reference["sectors"], key=lambda s: s["frequency"] != "frequent")
    ]
    assert list(book.contexts) == [c["code"] for c in reference["contexts"]]
    assert dict(book.non_state) == reference["non_state_country_codes"]
    assert dict(book.auxiliary_modes) == reference["auxiliary_modes"]["values"]
    assert {str(k): v for k, v in book.quads.items()} == reference["quad_classes"]


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference is not part of the project")
def test_cameo_agrees_with_the_reference(book):
    """Every CAMEO code, value and PLOVER equivalent is the reference's; what 2.0 lacks is marked."""
    reference = json.loads((REFERENCE / "cameo_goldstein.json").read_text(encoding="utf-8"))["codes"]
    assert list(book.cameos) == list(reference)
    for code, expected in reference.items():
        c = book.cameo(code)
        assert (c.root, c.level, c.quad, c.goldstein) == (
            expected["root"],
            expected["level"],
            expected["quad_class"],
            expected["goldstein"],
        )
        assert c.icews == expected.get("icews_intensity", c.goldstein)
        assert equivalents(c) == published(expected["plover"])
        name = expected.get("name_in_cameo_1_1b3", expected["name"])
        assert code in CORRECTED_NAMES or c.name.casefold() == name.casefold()


def equivalents(c: scheme.Cameo) -> object:
    """Return the PLOVER equivalents of a CAMEO code, with those that 2.0 no longer has put back."""
    pairs = [*(("mode", m) for m in c.modes), *(("context", x) for x in c.contexts)]
    return set(c.types), set(pairs) | {tuple(g.split(":")) for g in c.gone}


def published(mapping: str | dict[str, Any] | None) -> object:
    """Return the reference's PLOVER equivalents in the same form."""
    if mapping is None:
        return set(), set()
    if isinstance(mapping, str):
        return {w for w in mapping.split() if w.isupper() and w != "or"}, set()
    pairs = {("context", c) for c in mapping.get("contexts", [])}
    if mapping.get("mode"):
        pairs.add(("mode", mapping["mode"]))
    return {mapping["type"]}, pairs


def test_codes_are_text(book):
    """010 and 10 are two codes."""
    assert (book.cameo("010").root, book.cameo("10").root) == ("01", "10")


def test_every_type_has_a_definition_and_the_score_of_its_side(book):
    """Cooperative types score above zero and conflictual ones don't, but for REQUEST, which sits at zero."""
    for t in book.types.values():
        assert t.definition.endswith(".")
        assert t.score > 0 if t.quad in (1, 2) else t.score <= 0


def test_contradictions_of_the_manual_are_choices(book):
    """Each value that the manual gives twice follows the caller's choice, with the setting's default."""
    settings = Settings()
    assert book.quad("SANCTION") == settings.sanction_quad
    assert book.quad("SANCTION", sanction_quad=3) == 3
    assert book.quad("ASSAULT", sanction_quad=3) == 4
    assert book.score("ACCUSE") == settings.accuse_score
    assert book.score("ACCUSE", accuse_score=3) == 3
    assert book.score("ACCUSE", ["allege"], accuse_score=3) == -3.5
    assert book.score("PROTEST", ["vandalize"]) == settings.vandalize_score
    assert book.score("PROTEST", ["vandalize"], vandalize_score=-6) == -6
    assert book.announced("RETREAT") == settings.future_retreat
    assert book.announced("RETREAT", future_retreat="RETREAT") == "RETREAT"


def test_announced_cooperation_is_agree(book):
    """A promised visit or shipment is AGREE; a promised concession stays one; a strike stays a strike."""
    assert book.announced("CONSULT") == book.announced("AID") == "AGREE"
    assert book.announced("CONCEDE") == "CONCEDE"
    assert book.announced("ASSAULT") == "ASSAULT"


def test_several_modes_take_the_strongest_score(book):
    """With several modes the one farthest from zero counts."""
    assert book.score("CONSULT", ["third-party", "visit"]) == 4
    assert book.score("ASSAULT", ["beat", "firearms"]) == -9
    assert book.score("REQUEST") == 0


def test_modes_belong_to_their_type(book):
    """Types share names of modes, and a mode of another type is an error."""
    assert book.mode("REQUEST", "yield").score == -1
    assert book.mode("REJECT", "yield").score == -2
    assert not book.has_mode("CONSULT", "yield")
    with pytest.raises(KeyError):
        book.mode("CONSULT", "yield")


def test_nearest_cameo_leads_back_to_the_type(book):
    """A type's CAMEO code is mapped to that type again, but where CAMEO files it elsewhere."""
    elsewhere = {("SANCTION", "convict")}
    for t in book.types.values():
        assert t.code in book.nearest_cameo(t.code).types
        for m in t.modes:
            near = book.nearest_cameo(t.code, [m.code])
            assert near is None or t.code in near.types or (t.code, m.code) in elsewhere
    assert book.nearest_cameo("CONSULT", ["visit"]).code == "042"
    assert book.nearest_cameo("RETREAT", ["resign"]) is None


def test_every_fault_is_listed(tmp_path):
    """Wrong files give one fault for each thing that is wrong, with its place, and no exception."""
    folder = files("dragoman.codebook")
    types = folder.joinpath("types.toml").read_text(encoding="utf-8")
    types = types.replace('cameo = "030"', 'cameo = "399"').replace(
        "quad = 1\nscore = 5.0", "quad = 7\nscore = 5.0"
    )
    (tmp_path / "types.toml").write_text(types, encoding="utf-8")
    table = folder.joinpath("cameo.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.replace("CONSULT\tphone", "CONSULT\tfax") for line in table if not line.startswith("20\t")]
    number = next(i for i, line in enumerate(table) if line.startswith("051\t"))
    table[number] = table[number].replace("3.4", "much")
    (tmp_path / "cameo.tsv").write_text("\n".join([*table, table[-1]]), encoding="utf-8")
    faults = Faults()
    scheme.load(tmp_path, faults)
    text = "\n".join(faults.found)
    for expected in (
        "AGREE: CAMEO 399 is unknown",
        "SUPPORT: quad is 7",
        "CAMEO 041: CONSULT has no mode fax",
        f"cameo.tsv line {number + 1}: could not convert",
        "2042 is there twice",
        "CAMEO 200: root 20 has no row",
    ):
        assert expected in text


def test_files_of_another_shape_are_faults(tmp_path):
    """A codebook whose TOML has values of other types is reported, not crashed on."""
    (tmp_path / "types.toml").write_text(
        'types = [{code = 3, quad = "x", modes = 4}]\ncontexts = ["military"]\n', encoding="utf-8"
    )
    (tmp_path / "cameo.tsv").write_text("code\tname\n01\tSay\n", encoding="utf-8")
    faults = Faults()
    scheme.load(tmp_path, faults)
    assert len(faults.found) >= 5
