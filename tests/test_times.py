"""Times: what is found, what it means, and which way it points."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman import times
from dragoman.documents import Document, build
from dragoman.records import Article, Found, Time

pytestmark = pytest.mark.model

DAY = "2021-03-10"  # a Wednesday


@pytest.fixture
def read(parser, codebook):
    """Find the times in a text, published on a Wednesday unless the test says otherwise."""

    def find(text: str, published: str | None = DAY) -> Found[Time]:
        article = Article(id="x", text=text, published=published)
        return times.find(parser.parse(text), codebook, article)

    return find


def pairs(found: Found[Time]) -> list[tuple[str, str | None]]:
    """Return the words and value of each time."""
    return [(t.text, t.value) for t in found.kept]


def covered(found: Found[Time]) -> list[tuple[str, str, str]]:
    """Return the words, first and last day of each time."""
    return [(t.text, str(t.first), str(t.last)) for t in found.kept]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The envoys met on Tuesday.", "Tuesday", "2021-03-09"),
        ("The envoys met on Wednesday.", "Wednesday", "2021-03-10"),
        ("The envoys will meet on Tuesday.", "Tuesday", "2021-03-16"),
        ("The envoys plan to meet on Tuesday.", "Tuesday", "2021-03-16"),
        ("Talks are scheduled for Thursday.", "Thursday", "2021-03-11"),
        ("The minister is to be tried in June.", "June", "2021-06"),
        ("The minister was tried in June.", "June", "2020-06"),
        ("The vote was postponed to June 2.", "June 2", "2021-06-02"),
        ("According to a report on Monday, both sides agree.", "Monday", "2021-03-08"),
    ],
)
def test_the_verb_says_which_way_a_bare_date_points(read, text, words, value) -> None:
    """After a past verb the last such day, after a future one the next."""
    assert (words, value) in pairs(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "The leaders may march on the capital.",
        "Theresa May resigned and May left the house.",
        "The Sunday Times said that the Sun was wrong.",
        "Leaders of the G20 saw the A320 and the F-16.",
        "A second attack hit the second brigade at the last minute.",
        "Some 2000 soldiers marched past 1500 civilians.",
        "The 35-year-old minister, 40, saw him fall.",
        "They paid $2019 for it, or 1,998 pounds.",
        "See www.example.com/2018/09/23/report or write to may@example.com.",
        "The Good Friday Agreement was praised on Christmas Island.",
        "They drove 90 miles per hour for 70 million light years.",
    ],
)
def test_words_that_only_look_like_times_are_none(read, text) -> None:
    """Verbs, names, ages, counts and links give no time."""
    assert pairs(read(text)) == []


def test_an_age_is_set_aside_with_its_reason(read) -> None:
    """The words "35-year-old" before a person is dropped, and the record says why."""
    found = read("The 35-year-old minister resigned.")

    assert [d.why for d in found.dropped] == ["an age"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It closed late last year.", "2020-09-01", "2020-12-31"),
        ("They met earlier in the week.", "2021-03-08", "2021-03-10"),
        ("It will open later this month.", "2021-03-10", "2021-03-31"),
        ("They fought until the end of the month.", "2021-03-16", "2021-03-31"),
        ("Shelling rose over the past six months.", "2020-09-10", "2021-03-10"),
        ("Trade should grow over the coming decade.", "2021-03-10", "2031-03-10"),
        ("Sales fell in the past two quarters.", "2020-07-01", "2020-12-31"),
        ("It began more than two years ago.", "None", "2019-12-31"),
        ("It began in the winter of 2018.", "2018-12-01", "2019-02-28"),
        ("It was built in the late 1990s.", "1995-01-01", "1999-12-31"),
        ("It fell in the last three months of 2018.", "2018-10-01", "2018-12-31"),
        ("Guns fell silent at Easter 2019.", "2019-04-21", "2019-04-21"),
    ],
)
def test_the_interval_is_what_the_words_support(read, text, first, last) -> None:
    """First and last possible day, as wide as the words are vague."""
    assert [(a, b) for _, a, b in covered(read(text))] == [(first, last)]


def test_a_range_is_two_times_and_names_its_end(read) -> None:
    """The words "From May to August 2016": the first time takes the year and points to the second."""
    kept = read("The siege lasted from May to August 2016.").kept

    assert [(t.value, t.until) for t in kept] == [("2016-05", "t2"), ("2016-08", None)]


def test_a_range_over_the_new_year_begins_the_year_before(read) -> None:
    """The words "From October to March 1945" began in 1944."""
    assert pairs(read("The siege lasted from October to March 1945.")) == [
        ("October", "1944-10"),
        ("March 1945", "1945-03"),
    ]


def test_the_story_carries_later_expressions(read) -> None:
    """The words "The following day" and "two weeks later" count from the last date told."""
    text = "They met on May 3, 2019. The following day they quarrelled. Two weeks later they signed."

    assert [v for _, v in pairs(read(text))] == ["2019-05-03", "2019-05-04", "2019-05-18"]


HISTORY = (
    "The war began on June 4, 1911. In August the port fell. By December 20, 1911 the army had retreated. "
    "In January the city was taken. The truce of 1912 failed. The siege of 1913 was long. On May 10 it ended."
)


def test_in_a_story_of_the_past_the_anchor_moves_with_the_story(read) -> None:
    """A month without a year takes it from the story, and passes into the next year in January."""
    values = dict(pairs(read(HISTORY)))

    assert values["August"] == "1911-08"
    assert values["January"] == "1912-01"
    assert values["May 10"] == "1913-05-10"


LIFE = (
    "Her life began on May 3, 1902. In 1923 she entered the ministry. Two years later she went to Rome. "
    "In 1931 she came home. The treaty of 1988 was her last."
)


def test_a_story_that_leaps_is_followed(read) -> None:
    """The words "Two years later" counts from the year told before, and a far year by itself is an aside."""
    assert dict(pairs(read(LIFE)))["Two years later"] == "1925"


def test_news_with_old_dates_stays_news(read) -> None:
    """A text that opens with "on Tuesday" is news, however many old years follow."""
    found = read("On Tuesday the court met. " + HISTORY)

    assert pairs(found)[0] == ("Tuesday", "2021-03-09")


def test_without_a_day_of_publication_relative_times_stay_open(read) -> None:
    """No date is invented: the value keeps its X, the interval is empty."""
    found = read("The envoys met on Tuesday and spoke again last week.", published=None).kept

    assert [(t.value, t.first, t.last) for t in found] == [
        ("XXXX-WXX-2", None, None),
        ("XXXX-WXX", None, None),
    ]


def test_a_date_line_stands_in_for_the_day_of_publication(read) -> None:
    """A full date alone on a line near the top is the text's own date."""
    found = read("Saturday, January 5, 2019\n\nThe envoys met on Thursday.", published=None)

    assert ("Thursday", "2019-01-03") in pairs(found)


@pytest.mark.parametrize(
    ("text", "value", "first", "last"),
    [
        ("Filed on 3/12/2020. Updated on 25/12/2020.", "2020-12-03", "2020-12-03", "2020-12-03"),
        ("Filed on 3/12/2020. Updated on 12/25/2020.", "2020-03-12", "2020-03-12", "2020-03-12"),
        ("Filed on 3/12/2020. The pact of 5 May 2020 held.", "2020-12-03", "2020-12-03", "2020-12-03"),
        ("Filed on 3/12/2020.", "2020", "2020-03-12", "2020-12-03"),
    ],
)
def test_day_or_month_first_is_judged_from_the_text(read, text, value, first, last) -> None:
    """Another date in the text shows the order; without one, both readings bound the interval."""
    t = read(text).kept[0]

    assert (t.value, str(t.first), str(t.last)) == (value, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n \t",
        "31 February 2020, 99/99/9999, 2020-13-45, 30:99, the 99th century, May 45",
        "0 years ago, 999999999999 years ago, in 99999 centuries, 10000 decades later",
        "½½½ 1/2 1/2/3/4/5 2020-2020-2020 '''98s ’’ BC AD 0 BC 99999 BC",
        "of of of the the the last last next next year year of of month",
        "\ud83d\ude00\u200b2020\u0301 май 2020 ２０２０年 ١٢/١٢/٢٠٢٠ ²⁰²⁰",
        "the end of the end of the end of the beginning of early late mid-mid-2019",
        "9999 " * 300,
        "last week " * 200,
    ],
)
def test_nonsense_gives_no_error(read, text) -> None:
    """Whatever the text, every span is its own words and intervals run forward."""
    for t in read(text.encode("utf-16", "surrogatepass").decode("utf-16")).kept:
        assert t.first is None or t.last is None or t.first <= t.last


def test_spans_ids_and_reasons(read) -> None:
    """Ids count in text order; each span is its words; each time has the rule that found it."""
    text = "On May 3, 2019 they met. Three days later, at noon, they signed; in 2020 all was over."
    kept = read(text).kept

    assert [t.id for t in kept] == [f"t{i}" for i in range(1, len(kept) + 1)]
    assert all(text[t.start : t.end] == t.text for t in kept)
    assert all(t.reasons and t.reasons[0].rule.startswith("times.") for t in kept)
    assert [t.start for t in kept] == sorted(t.start for t in kept)


def test_an_unparsed_document_is_no_error(codebook) -> None:
    """Without tokens the words are still read, only without the help of verbs."""
    text = "They met on May 3, 2019."
    doc: Document = build(text, [], [])

    found = times.find(doc, codebook, Article(id="x", text=text, published=DAY))

    assert [t.first for t in found.kept] == [date(2019, 5, 3)]
