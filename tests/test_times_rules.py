"""Every rule of the grammar of times finds its own example."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dragoman import times
from dragoman.codebook import calendar
from dragoman.codebook.tables import Faults
from dragoman.records import Article
from dragoman.times.builders import BUILDERS

CALENDAR = calendar.load(files("dragoman.codebook"), Faults())
RULES = [*CALENDAR.atoms, *CALENDAR.phrases]


@pytest.mark.model
@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_rule_finds_its_example(rule, parser, codebook) -> None:
    """A rule's example sentence, published on Wednesday 2021-03-10, gives its expression and value."""
    sentence, words, value = rule.example
    article = Article(id="x", text=sentence, published="2021-03-10")

    found = times.find(parser.parse(sentence), codebook, article).kept

    assert (words, value or None) in [(t.text, t.value) for t in found], found


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_rule_names_a_builder(rule) -> None:
    """Every rule's ``build`` is there."""
    assert rule.build in BUILDERS
