"""The assessments room: what the syntax says of an event, who stands behind it, and its status."""

from __future__ import annotations

import pytest

from dragoman import assessments
from dragoman.assessments.views import PLAIN, View, beside, under
from dragoman.codebook.factuality import Effect

YES, NO = Effect("+", "certain", "done"), Effect("-", "certain", "done")
POLARITY = {"+": "+", "-": "-", "?": "unknown", "=": "+"}


def test_implicative_turns_over_under_negation():
    """What holds beneath a word depends on whether the word itself holds."""
    assert under(PLAIN, NO, YES).sign == "-"
    assert under(View("-"), NO, YES).sign == "+"


def test_factive_holds_whatever_becomes_of_the_word():
    """Beneath a factive word the event is true even where the word is negated or hypothetical."""
    assert under(View("-", "possible", "foreseen"), YES, YES) == PLAIN


def test_certainty_never_grows_on_the_way_down():
    """A certain word beneath a possible one leaves the event possible."""
    assert under(View("+", "possible", "foreseen"), YES, NO) == View("+", "possible", "foreseen")


def test_two_negations_cancel():
    """A negation beside a word that is already negated makes it hold."""
    assert beside(View("-"), NO) == PLAIN


@pytest.mark.model
def test_every_entry_gets_its_own_example_right(parser, codebook):
    """Each entry of the factuality tables judges the event in its example as the entry says."""
    wrong = []
    for example in codebook.factuality.examples:
        doc = parser.parse(example.text)
        place = doc.token_at(example.start)
        judged = assessments.judge(doc, codebook, place)
        effect = example.effect
        certainty = "unknown" if effect.sign == "?" else effect.certainty
        if (judged.polarity, judged.certainty, judged.mood) != (
            POLARITY[effect.sign],
            certainty,
            effect.mood,
        ):
            wrong.append(f"{example.where}: {example.text} -> {judged}")
    assert wrong == []
