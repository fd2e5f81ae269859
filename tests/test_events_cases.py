"""Kinds of error in events, a sentence of our own for each: who, to whom, and with what status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman.coding import Coder
    from dragoman.records import Coding

CASES = Path(__file__).parent / "cases" / "events.tsv"


def rows() -> list[list[str]]:
    """The cases as three columns."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def told(coding: Coding) -> set[tuple[str, frozenset[str], frozenset[str], str]]:
    """The events of a coding: type, countries of both sides, status."""
    country = {a.id: a.country or "-" for a in coding.actors}
    return {
        (
            e.event_type,
            frozenset(country[i] for i in e.actors),
            frozenset(country[i] for i in e.recipients),
            e.status,
        )
        for e in coding.events
    }


def codes(side: str) -> frozenset[str]:
    """The codes of one side."""
    return frozenset(c for c in side.split(",") if c)


@pytest.mark.parametrize(("kind", "text", "wanted"), rows())
def test_what_once_went_wrong(coder: Coder, kind: str, text: str, wanted: str) -> None:
    """The event is there as wanted, or nothing is."""
    found = told(coder.code(Article(id=kind, text=text, published="2024-01-19", published_grain="day")))

    if wanted == "none":
        assert found == set()
        return
    event_type, sides, status = wanted.split(":")
    actors, recipients = sides.split(">")
    assert (event_type, codes(actors), codes(recipients), status) in found
