"""The frames' own example sentences are coded as the frames say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.codebook import Codebook
from dragoman.codebook.frames import Frame, codes_known
from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman.coding import Coder

FRAMES = [f for f in Codebook.load().frames.all if f.example]


def test_types_modes_and_cameo_codes_exist(codebook: Codebook):
    """Every type, mode and CAMEO code that a frame names is in the scheme."""
    types = {code: [m.code for m in t.modes] for code, t in codebook.scheme.types.items()}

    assert codes_known(codebook.frames.all, types) == []
    assert [f.id for f in FRAMES if f.cameo and f.cameo not in codebook.scheme.cameos] == []


def test_every_frame_with_a_type_has_an_example(codebook: Codebook):
    """A frame that codes something shows it."""
    assert [f.id for f in codebook.frames.all if f.event_type and not f.example] == []


@pytest.mark.model
@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.id)
def test_example_is_coded_as_expected(frame: Frame, coder: Coder):
    """A frame's example has an event of its type, with the countries that it names on either side."""
    coding = coder.code(Article(id="example", text=frame.example, published="2024-01-19"))
    country = {a.id: a.country for a in coding.actors}
    found = [
        (e.event_type, {country[i] for i in e.actors} - {None}, {country[i] for i in e.recipients} - {None})
        for e in coding.events
    ]
    left, _, right = frame.expect.partition(">")

    assert (frame.event_type, _codes(left), _codes(right)) in found


def _codes(text: str) -> set[str]:
    return {c.strip() for c in text.split(",") if c.strip()}
