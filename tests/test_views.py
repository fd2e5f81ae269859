"""What is shown is what is there: every mark under its words, nothing that commands the terminal."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Article, Coding
from dragoman.views.marks import GUTTER, Mark, explained, marks, underlined
from dragoman.views.words import parties, plain, quoted, when, who
from tests.codings import VISIT, visit

TEXT = "Envoys met in Oslo on Monday, the host said, and will meet again in the spring of next year."


def shown(text: str, *found: Mark, width: int = 200) -> list[str]:
    """Return the lines that show *found* under *text*."""
    return [line.plain for line in underlined(text, found, width)]


def mark(words: str, label: str, kind: str = "actors", text: str = TEXT) -> Mark:
    """Return a mark on the first *words* of *text*."""
    start = text.index(words)
    return Mark(kind, start, start + len(words), label)  # type: ignore[arg-type]


def test_a_mark_stands_under_its_words():
    """The label begins under the first letter, and the line is as long as the words."""
    assert shown(TEXT, mark("Oslo", "p1", "places")) == [
        " " * GUTTER + TEXT,
        "places  " + " " * TEXT.index("Oslo") + "p1──",
    ]


def test_kinds_have_lines_of_their_own():
    """An event inside a quote hides neither."""
    quote = mark("Envoys met in Oslo on Monday", "s1", "said")
    rows = shown(TEXT, mark("met", "e1", "events"), quote)
    assert [row.split()[0] for row in rows] == ["Envoys", "events", "said"]


def test_marks_of_one_kind_that_would_touch_go_on_two_lines():
    """A label is never run into by the next one."""
    rows = shown(TEXT, mark("in", "a10"), mark("Oslo", "a11"))
    assert [row.split()[-1] for row in rows[1:]] == ["a10", "a11─"]
    assert len(rows) == 3


def test_long_texts_are_folded_with_their_marks():
    """A mark that runs over the end of a line is drawn again on the next one, under its own words."""
    rows = shown(TEXT, mark("Monday, the host said", "s1", "said"), width=GUTTER + 40)
    assert max(map(len, rows)) <= GUTTER + 40
    assert [row.strip() for row in rows if "s1" in row] == [
        "said" + " " * 26 + "s1" + "─" * 14,
        "said    s1──",
    ]
    text = " ".join(row.strip() for row in rows if "─" not in row)
    assert text == TEXT


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    bounds=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=8),
    width=st.integers(1, 90),
)
def test_no_text_and_no_marks_make_it_fail(text, bounds, width):
    """Whatever comes, no line holds a control character, and each mark within the text is shown."""
    found = [
        Mark("times", a, min(a + n, len(text)), f"t{i}") for i, (a, n) in enumerate(bounds) if a < len(text)
    ]
    rows = shown(text, *found, width=width)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", "".join(rows).replace("\n", ""))
    for m in found:
        assert any(m.label in row for row in rows) or not text[m.start : m.end].strip()


def test_every_record_is_marked():
    """Events, actors, times, places and both sides of an attribution have marks."""
    assert {(m.kind, m.label) for m in marks(visit())} == {
        ("events", "e1"),
        ("actors", "a1"),
        ("actors", "a2"),
        ("times", "t1"),
        ("places", "p1"),
        ("says", "q1"),
        ("said", "q1"),
    }


def test_an_explanation_names_each_record_once():
    """After the marked text each record has one line of facts."""
    lines = [line.plain.strip() for line in explained(visit(), 200)]
    for label in ("e1", "q1", "a1", "a2", "t1", "p1"):
        assert sum(line.startswith(label + "  ") for line in lines) == 1
    event = (
        "e1  CONSULT visit · Ana Lupu (MDA) → the Estonian foreign ministry (EST) · 2031-03-03 · in Tallinn"
    )
    assert any(line.startswith(event) for line in lines)


def test_nothing_found_is_shown_as_the_text_alone():
    """A coding without records is its text."""
    coding = Coding(article=Article(id="x", text="Nothing happened."))
    assert [line.plain.strip() for line in explained(coding, 80)] == ["Nothing happened."]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, "no date"),
        (date(2031, 3, 3), date(2031, 3, 3), "2031-03-03"),
        (date(2031, 1, 1), date(2031, 12, 31), "2031"),
        (date(2031, 2, 1), date(2031, 2, 28), "2031-02"),
        (date(2031, 3, 1), date(2031, 3, 28), "2031-03-01 to 2031-03-28"),
        (date(2031, 3, 3), date(2031, 3, 9), "2031-03-03 to 2031-03-09"),
        (None, date(2031, 3, 3), "by 2031-03-03"),
        (date(2031, 3, 3), None, "from 2031-03-03"),
    ],
)
def test_intervals_in_words(first, last, expected):
    """A day, a month or a year is written as such only where it is exactly that."""
    assert when(first, last) == expected


def test_sides_in_words():
    """Who acts, upon whom, with whom; each party once."""
    lupu, ministry = visit().actors
    assert parties([lupu], [ministry]) == "Ana Lupu (MDA) → the Estonian foreign ministry (EST)"
    assert parties([lupu], [], [lupu, ministry]) == "Ana Lupu (MDA) with the Estonian foreign ministry (EST)"
    assert who(lupu) == "Ana Lupu (MDA)"


def test_words_are_cut_and_made_safe():
    """Long words are cut with a sign; what a terminal would obey is a dot."""
    assert quoted(VISIT, 20) == "“Foreign Minister An…”"
    assert plain("a\u202eb\x9bc\n") == "a·b·c\n"
