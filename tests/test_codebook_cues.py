"""The cue lexicon reports its faults, all of them."""

from pathlib import Path

from dragoman.codebook import cues
from dragoman.codebook.tables import Faults

HEADER = "lemma\tforms\tframes\tstance\tfactivity\timplies\texample\tnote\n"


def folder(tmp_path: Path, verbs: str) -> Path:
    """Write a codebook with the given verbs and nothing else."""
    (tmp_path / "en").mkdir()
    (tmp_path / cues.VERBS).write_text(HEADER + verbs, encoding="utf-8")
    (tmp_path / cues.NOUNS).write_text(HEADER, encoding="utf-8")
    (tmp_path / cues.WORDS).write_text("pos\t" + HEADER, encoding="utf-8")
    (tmp_path / cues.CLASSES).write_text("", encoding="utf-8")
    return tmp_path


def test_every_fault_of_a_row_is_named(tmp_path):
    """An unknown frame, stance, factivity or signature and an example without marks are all reported."""
    faults = Faults()
    cues.load(folder(tmp_path, "say\tsaid\twhen\tshout\tmaybe\tx\tHe said so.\t\n"), faults)
    text = "\n".join(faults.found)
    for word in ("frames", "stance", "factivity", "implies", "example"):
        assert f"line 2: {word}" in text or f"line 2: the {word}" in text


def test_a_missing_class_is_a_fault(tmp_path):
    """Each class of words that the rules ask about has to be there."""
    faults = Faults()
    cues.load(folder(tmp_path, ""), faults)
    assert sum("is missing" in f for f in faults.found) == len(cues.CLASS_NAMES)


def test_forms_are_made_from_the_lemma(tmp_path):
    """Regular forms are made, irregular ones given; the first word of a phrase is the key."""
    rows = (
        "deny\t\tnp\tdeny\tneutral\t\t[He] <denied> {it}.\t\n"
        "admit\t\tnp\tconfirm\tneutral\t\t[He] <admitted> {it}.\t\n"
        "say\tsaid\tthat\tassert\tneutral\t\t[He] <said> {it was so}.\t\n"
        "rule out\t\tnp\tdeny\tneutral\t\t[He] <ruled out> {it}.\t\n"
    )
    table = cues.load(folder(tmp_path, rows), Faults()).verbs
    assert {"denied", "denies", "denying", "admitted", "admitting", "said", "says", "ruled"} <= set(table)
    assert "sayed" not in table
    assert table["ruled"][0].words == ("rule", "out")
