"""Quotation marks are matched by characters alone."""

import pytest

from dragoman.attributions.quotes import match
from dragoman.documents import paragraphs


def quoted(text: str) -> list[str]:
    """Return the quotes of *text*, marks and all."""
    return [text[q.start : q.end] for q in match(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "go" and left.', ['"go"']),
        ("“Well,” he said, “it’s the boys’ fault.”", ["“Well,”", "“it’s the boys’ fault.”"]),
        ("„Nein“, sagte er. «Non», dit-il.", ["„Nein“", "«Non»"]),
        ("''I came,'' he said. ''And it's fine.''", ["''I came,''", "''And it's fine.''"]),
        ("``Wait,'' he said.", ["``Wait,''"]),
        ("”Hej”, sade han.", ["”Hej”"]),
        ("»Doch«, rief sie.", ["»Doch«"]),
        ("'We won,' he said. 'The dogs' tails wag.'", ["'We won,'", "'The dogs' tails wag.'"]),
        ("the ministers' view of the Kremlin's 'special operation' is", ["'special operation'"]),
        ("‘I told him “no”,’ she said.", ["‘I told him “no”,’", "“no”"]),
        ("“A” and “B”—“C”", ["“A”", "“B”", "“C”"]),
        ("the '90s and 'em said ’tis rock 'n' roll", []),
        ('He is 6\'2" tall and 5" wide.', []),
        ('"Mixed marks,” he said.', ['"Mixed marks,”']),
        ("", []),
        ("'''\"\"“”‘’", []),
    ],
)
def test_quotation_marks_are_matched_in_every_style(text, expected):
    """Each style of mark opens and closes; apostrophes and inches are no marks."""
    assert quoted(text) == expected


def test_a_quote_runs_over_paragraphs_when_each_opens_afresh():
    """A quote left open before a paragraph that opens with a mark goes on there."""
    text = "“First we talked.\n\n“Then we signed,” he said."
    found = match(text, paragraphs(text))
    assert [(text[q.start : q.end], q.closed, q.goes_on) for q in found] == [
        ("“First we talked.", False, True),
        ("“Then we signed,”", True, False),
    ]


def test_a_mark_that_never_closes_swallows_no_paragraph():
    """An opening mark in mid-sentence without a closing one is set aside."""
    assert quoted("The “so-called peace is over. People left.") == []
    assert quoted("He said: “We shall see") == ["“We shall see"]
