"""Dates as sites write them."""

from __future__ import annotations

import pytest

from dragoman.articles import dates
from dragoman.codebook.articles import Pages


@pytest.fixture(scope="module")
def words() -> Pages:
    """The words around articles."""
    return Pages.default()


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Publication: 19.01.2024 - 12:12", "2024-01-19T12:12"),
        ("Published: Jan 19, 2024, 3:45 PM EST", "2024-01-19T15:45-05:00"),
        ("12:05 a.m. on January 19th, 2024", "2024-01-19T00:05"),
        ("19-Jan-2024", "2024-01-19"),
        ("Fri, 19 Jan 2024 15:45:00 +0900", "2024-01-19T15:45+09:00"),
        ("2024-01-19T12:12:00Z", "2024-01-19T12:12Z"),
        ("2024/01/19", "2024-01-19"),
        ("입력 2024.01.19 오후 3:12", "2024-01-19T15:12"),
        ("2024年1月19日 12時12分", "2024-01-19T12:12"),
        ("١٩/٠١/٢٠٢٤", "2024-01-19"),
        ("Publié le 19 janvier 2024 à 12h12", "2024-01-19T12:12"),
        ("2024. január 19. 12:12", "2024-01-19T12:12"),
        ("01/19/2024", "2024-01-19"),
        ("Updated 1545 GMT, 19 January 2024", "2024-01-19T15:45Z"),
        ("19 January 2024, 15:45 CST", "2024-01-19T15:45"),
    ],
)
def test_a_date_is_read_with_its_time_and_zone(words: Pages, line: str, value: str):
    """A zone that means several offsets is left out; the others are kept."""
    (stamp,) = dates.find(line, words)
    assert stamp.value == value
    assert stamp.other is None
    assert stamp.grain == ("minute" if "T" in value else "day")


@pytest.mark.parametrize(
    "line",
    [
        "19 January",
        "2024",
        "30.02.2024",
        "2024-13-45",
        "12.34.5678.9012",
        "call 01 02 2024 33",
        "version 1.2.3",
        "",
    ],
)
def test_what_is_no_full_date_is_none(words: Pages, line: str):
    """No year, no such day, or a number of another kind."""
    assert dates.find(line, words) == []


def test_every_language_of_the_month_table_reads_its_example(words: Pages):
    """Each row's example is the nineteenth of January 2024."""
    assert words.month_examples
    for language, example in words.month_examples:
        assert [s.value for s in dates.find(example, words, language)] == ["2024-01-19"], (language, example)


def test_every_month_is_read_in_its_place(words: Pages):
    """The names stand in the order of the year."""
    for name, named in words.months.items():
        for number, language in named:
            found = dates.find(f"3 {name} 2024", words, language)
            assert [s.value for s in found] == [f"2024-{number:02d}-03"] or " " in name, (language, name)


def test_a_month_of_two_languages_needs_the_language(words: Pages):
    """Listopad is October in Croatian and November in Polish."""
    months = {k: v for k, v in words.months.items() if len({n for n, _ in v}) > 1}
    for name in months:
        assert dates.find(f"3 {name} 2024", words) == []


def test_a_date_of_two_readings_keeps_both(words: Pages):
    """The page's order settles it; without one it is dropped."""
    (stamp,) = dates.find("03/04/2024 10:15", words)
    assert (stamp.value, stamp.other) == ("2024-04-03T10:15", "2024-03-04")
    assert dates.settle(stamp, None) is None
    day, month = dates.settle(stamp, "day"), dates.settle(stamp, "month")
    assert day is not None
    assert month is not None
    assert (day.value, month.value) == ("2024-04-03T10:15", "2024-03-04T10:15")


def test_the_order_is_shown_by_other_dates(words: Pages):
    """A number above 12, or the same day written out elsewhere, shows the order."""
    two = dates.find("03/04/2024", words)
    assert dates.order_of(two) is None
    assert dates.order_of([*two, *dates.find("15/04/2024", words)]) == "day"
    assert dates.order_of([*two, *dates.find("March 4, 2024", words)]) == "month"
    assert dates.order_of(two, ["2024-04-03"]) == "day"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/01/19/talks", "2024-01-19"),
        ("https://a.example/news/20240119-talks", "2024-01-19"),
        ("https://a.example/news/2024-1-9/talks.html", "2024-01-09"),
        ("https://a.example/news/412233", None),
        ("https://a.example/2024/13/45/talks", None),
    ],
)
def test_an_address_may_hold_the_day(url: str, day: str | None):
    """Only a whole day counts."""
    assert dates.from_url(url) == day


def test_midnight_in_metadata_is_a_day_without_a_time(words: Pages):
    """Content systems write midnight where they know no time."""
    for text, value in (
        ("2024-01-19T00:00:00Z", "2024-01-19"),
        ("2024-01-19T12:12:44+0100", "2024-01-19T12:12+01:00"),
    ):
        stamp = dates.from_metadata(text, words)
        assert stamp is not None
        assert stamp.value == value
