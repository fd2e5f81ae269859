"""The articles room: pages and files as people have them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dragoman.articles import from_text, read
from dragoman.codebook.articles import Pages, Phrase
from dragoman.errors import SettingsError, SourceError
from dragoman.records import Article, Refused
from dragoman.settings import Settings

PAGES = Path(__file__).parent / "pages"
KNOWN = ("url", "title", "publisher", "published", "published_grain", "language", "text")


def expected_pages() -> list[Path]:
    """The saved pages: each has the article it holds beside it, as JSON."""
    return sorted(p for p in PAGES.iterdir() if p.suffix != ".json")


def only(*sources: str, stdin: bytes = b"", published: str | None = None) -> Article | Refused:
    """Read sources that give one thing."""
    found = list(read(sources, settings=Settings(), stdin=io.BytesIO(stdin), published=published))
    assert len(found) == 1, found
    return found[0]


def article(text: str, published: str | None = None) -> Article:
    """Read text from standard input."""
    found = only("-", stdin=text.encode(), published=published)
    assert isinstance(found, Article), found
    return found


@pytest.fixture(scope="module")
def words() -> Pages:
    """The words around articles."""
    return Pages.default()


@pytest.mark.parametrize("page", expected_pages(), ids=lambda p: p.name)
def test_a_saved_page_holds_the_article_beside_it(page: Path):
    """Title, publisher, date, grain, language and every paragraph are as a reader would give them."""
    found = only(str(page))
    assert isinstance(found, Article), found
    wanted = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert {k: getattr(found, k) for k in KNOWN} == wanted


def test_every_phrase_row_recognises_its_example(words: Pages):
    """An entry of the phrase table is found in the example that it carries."""
    rows: dict[tuple[str, str, str, str], list[Phrase]] = {}
    for phrase in words.phrases:
        rows.setdefault((phrase.kind, phrase.language, phrase.where, phrase.example), []).append(phrase)
    for (kind, language, where, example), _ in rows.items():
        hits = words.hits(example, words.words(example))
        assert any((h.kind, h.language, h.where) == (kind, language, where) for h in hits), example


def test_every_phrase_is_found_where_it_stands_alone(words: Pages):
    """No phrase is hidden by the way lines are cut into words."""
    for phrase in words.phrases:
        line = phrase.text
        assert any(h.kind == phrase.kind for h in words.hits(line, words.words(line))), line


def test_paragraphs_are_parted_by_one_blank_line_and_wrapped_lines_are_joined():
    """Hard-wrapped text becomes paragraphs."""
    text = (
        "Envoys of the two neighbours met on Monday to speak about the\n"
        "river that both of them claim, and agreed to send engineers to\n"
        "measure it before the spring.\n\n\n"
        "No date was set for the next meeting, which the host will call.\n"
    )
    assert article(text).text == (
        "Envoys of the two neighbours met on Monday to speak about the river that both of them claim, and "
        "agreed to send engineers to measure it before the spring.\n\n"
        "No date was set for the next meeting, which the host will call."
    )


def test_a_list_of_facts_stays():
    """Short lines under a colon are the article's, not a menu."""
    text = (
        "The ministry said that the convoy brought:\n\nthree tonnes of rice\n\n40 tents\n\ntwo generators\n\n"
        "The governor thanked the donors for their help."
    )
    assert "40 tents" in article(text).text


def test_a_short_quotation_stays():
    """A paragraph of two words between others is text."""
    text = 'The minister was asked whether he would resign.\n\n"Never," he said.\n\nThen he left the hall.'
    assert '"Never," he said.' in article(text).text


def test_the_dateline_stays_and_gives_the_publisher():
    """Places are read from the dateline later, so its words are kept."""
    found = article(
        "SEOUL, Jan 19 (Reuters) - The two Koreas traded fire across the sea on Friday, officials said."
    )
    assert found.text.startswith("SEOUL, Jan 19 (Reuters) -")
    assert found.publisher == "Reuters"
    assert found.published is None


def test_the_dateline_takes_its_year_from_the_page():
    """A day without a year is dated by a date elsewhere on the page, shortly after it."""
    found = article(
        "Friday, January 26, 2024\nHome\nNews\nWorld\nSport\nOpinion\nBusiness\nLog in\n"
        "Envoys agree to meet again soon\n"
        "SEOUL, Jan 19 (Hangang) - The envoys of both sides agreed on Friday to meet again in the spring.\n"
    )
    assert found.published == "2024-01-19"


def test_a_numeric_date_that_can_be_read_two_ways_is_left_open():
    """03/04/2024 is no date without evidence; with a day above 12 beside it, it is."""
    body = "The two ministers signed the agreement after three years of talks, their offices said."
    assert article(f"Ministers sign agreement\n03/04/2024\n{body}").published is None
    assert (
        article(f"Ministers sign agreement\nPublished: 03/04/2024\nUpdated: 03/15/2024\n{body}").published
        == "2024-03-04"
    )
    assert (
        article(f"Ministers sign agreement\nPublished: 03/04/2024\nUpdated: 15/04/2024\n{body}").published
        == "2024-04-03"
    )
    assert article(f"Ministers sign agreement\n03.04.2024\n{body}").published == "2024-04-03"


def test_the_date_given_by_the_user_is_for_articles_without_one():
    """--published doesn't replace a date that the source has."""
    body = "The two ministers signed the agreement after three years of talks, their offices said."
    assert article(body, published="2024-02-01").published == "2024-02-01"
    assert article(f"Published: 2024-01-19\n\n{body}", published="2024-02-01").published == "2024-01-19"


def test_a_nonsense_date_from_the_user_is_an_error_at_once():
    """The message names the value and what is expected."""
    with pytest.raises(SettingsError, match=r"'soon'.*2024-01-19"):
        read([], settings=Settings(), published="soon")


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path):
    """Hidden files, and what a browser saves beside a page, are passed over."""
    sentence = "Envoys of the two neighbours met on Monday to speak about the river number {}."
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "page_files").mkdir()
    for number, name in enumerate(
        ["b/2.txt", "a.md", ".hidden.txt", ".git/x.txt", "page_files/ad.html", "c"]
    ):
        (tmp_path / name).write_text(sentence.format(number))
    (tmp_path / "page.html").write_text(f"<html><body><p>{sentence.format(9)}</p></body></html>")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    found = list(read([str(tmp_path)], settings=Settings()))
    numbers = [a.text[-2] if isinstance(a, Article) else a for a in found]
    assert numbers == ["1", "5", "9", "0"]


def test_the_same_words_have_the_same_id():
    """Ids are made of what the article says, not of where the file lies."""
    one, two = (from_text("Turkey accused Greece.", title=t) for t in ("A", "A"))
    assert one.id == two.id
    assert from_text("Turkey accused Greece!").id != one.id


def test_text_given_by_hand_stands_as_it_is():
    """`from_text` cleans nothing."""
    assert from_text("Home\nTurkey accused Greece. ").text == "Home\nTurkey accused Greece. "


def test_text_given_by_hand_is_checked():
    """No text and nonsense dates are errors with a message."""
    with pytest.raises(SourceError, match="empty"):
        from_text("  \n ")
    with pytest.raises(SourceError, match=r"'tomorrow'.*no date"):
        from_text("Turkey accused Greece.", published="tomorrow")
    with pytest.raises(SourceError, match="no date"):
        from_text("Turkey accused Greece.", published="2024-02-30")


def test_half_a_surrogate_pair_keeps_its_place():
    """Text that no output could hold is mended without moving any offset."""
    assert from_text("a\ud800b said.").text == "a\ufffdb said."
