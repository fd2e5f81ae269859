"""Who says what, by which words."""

import pytest

from dragoman import attributions
from dragoman.codebook.cues import parts

pytestmark = pytest.mark.model


def told(a):
    """Return the texts of source, cue and content."""
    return (a.source.text if a.source else "", a.cue.text if a.cue else "", a.content.text)


def test_every_cue_finds_what_its_example_marks(parser, codebook):
    """Source, cue and content come out of each example as it marks them."""
    wrong = []
    for cue in codebook.cues.all():
        text, marked = parts(cue.example)
        found = attributions.find(parser.parse(text), codebook, ()).kept
        wanted = tuple(" … ".join(marked[role]) for role in ("source", "cue", "content"))
        got = [
            (a.source.text if a.source else "", a.cue.text if a.cue else "", a.content.text) for a in found
        ]
        if wanted not in got:
            wrong.append((cue.file, cue.line, wanted, got))
    assert not wrong


def test_no_text_makes_it_fail(parser, codebook):
    """Empty and odd texts give no attribution and no error."""
    for text in (
        "",
        " \n ",
        "''\"“",
        "said said said",
        ":::",
        "“" * 50,
        "According to",
        "\u2028 said \u200b",
    ):
        for a in attributions.find(parser.parse(text), codebook, ()).kept:
            assert all(text[s.start : s.end] == s.text for s in a.content.spans)
