"""JSON lines: ready-made articles."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest

from dragoman.articles import read
from dragoman.records import Article, Refused
from dragoman.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Envoys of the two neighbours met on Monday to speak about the river that both of them claim."


def lines(data: bytes, published: str | None = None) -> list[Article | Refused]:
    """Read standard input."""
    return list(read(["-"], settings=Settings(), stdin=io.BytesIO(data), published=published))


def one(**fields: object) -> Article | Refused:
    """Read one object."""
    (found,) = lines(json.dumps({"text": TEXT} | fields).encode() + b"\n")
    return found


def test_everything_given_is_kept():
    """Fields are kept as given and the text is final, with its boilerplate."""
    text = "Home\nSubscribe to our newsletter\n" + TEXT + " "
    given = {
        "id": "x-1",
        "title": "River",
        "published": "2024-01-19T12:12:30+09:00",
        "publisher": "P",
        "url": "u",
        "language": "en",
    }
    found = one(**given, text=text, other={"a": [1]})
    assert isinstance(found, Article)
    assert found.text == text
    assert {k: getattr(found, k) for k in given} == given
    assert found.published_grain == "second"


def test_numbers_as_ids_become_strings():
    """An id that is a number is kept as its digits."""
    found = one(id=12)
    assert isinstance(found, Article)
    assert found.id == "12"


@pytest.mark.parametrize(
    ("published", "grain"),
    [
        ("2024-01-19", "day"),
        ("2024-01", "month"),
        ("2024", "year"),
        ("2024-01-19T12:12", "minute"),
        ("2024-01-19T12:12:00Z", "second"),
    ],
)
def test_dates_carry_their_grain(published: str, grain: str):
    """How fine a date is follows from how it is written."""
    found = one(published=published)
    assert isinstance(found, Article)
    assert (found.published, found.published_grain) == (published, grain)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"published": "yesterday"}, "'yesterday', which is no date; give a date like 2024-01-19"),
        ({"published": "2024-13-45"}, "'2024-13-45', which is no date"),
        ({"published": "2024-01-19T25:00"}, "no date"),
        ({"published": 1705651200}, "number 1705651200"),
        ({"text": None}, "text is of type null, but must be a string"),
        ({"text": 5}, "text is of type int"),
        ({"text": "  \n"}, "empty"),
        ({"title": ["a"]}, "title is of type array"),
        ({"language": "fr"}, r"French (fr); only English"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(fields: dict[str, object], why: str):
    """The message holds the field, its value and what is expected."""
    found = one(**fields)
    assert isinstance(found, Refused)
    assert why in found.why
    assert found.line == 1


def test_a_broken_line_costs_no_other():
    """Each bad line is refused by its number; the others are read."""
    good = json.dumps({"text": TEXT}).encode()
    data = b"\n".join(
        [
            good,
            b'{"text": "cut of',
            good,
            b"[1, 2]",
            b'{"title": "x"}',
            b'"text"',
            b'{"text": "\xff\xfe caf"}',
            b"",
            good,
        ]
    )
    found = lines(data)
    assert [x.line if isinstance(x, Refused) else None for x in found] == [None, 2, None, 4, 5, 6, 7, None]
    assert all(x.source == "standard input" for x in found if isinstance(x, Refused))


def test_the_same_id_twice_is_refused():
    """Ids join output to input, so the second use of one is named with the first."""
    data = b"".join(json.dumps({"id": "a", "text": TEXT + str(i)}).encode() + b"\n" for i in range(2))
    found = lines(data)
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Refused)
    assert "line 1" in found[1].why


def test_the_given_date_fills_gaps():
    """--published is for lines without a date."""
    data = (
        json.dumps({"text": TEXT}).encode()
        + b"\n"
        + json.dumps({"text": TEXT + "!", "published": "2024-01-19"}).encode()
    )
    found = lines(data, published="2023-12-31")
    assert [x.published for x in found if isinstance(x, Article)] == ["2023-12-31", "2024-01-19"]


def test_half_surrogates_are_mended():
    """Crawlers write them; one place stays one place."""
    (found,) = lines(b'{"text": "' + TEXT.encode() + b' \\ud83d"}\n')
    assert isinstance(found, Article)
    assert found.text == TEXT + " \ufffd"


@pytest.mark.parametrize("indent", [None, 2])
def test_json_files_may_hold_an_array_or_one_object(tmp_path: Path, indent: int | None):
    """However the objects are laid out, each is an article; braces and quotes in strings are no structure."""
    texts = [TEXT, TEXT + ' He said: "{[no]}" \\ and went.']
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": t} for t in texts], indent=indent))
    found = list(read([str(path)], settings=Settings()))
    assert [x.text for x in found if isinstance(x, Article)] == texts
    path.write_text(json.dumps({"text": texts[1]}, indent=indent))
    found = list(read([str(path)], settings=Settings()))
    assert [x.text for x in found if isinstance(x, Article)] == texts[1:]


def test_objects_across_chunks_are_whole(tmp_path: Path):
    """An array much larger than what is read at once gives every object, escapes included."""
    texts = [TEXT + ' \\" {' * 1_000 + str(i) for i in range(60)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": t} for t in texts]))
    found = list(read([str(path)], settings=Settings()))
    assert [x.text for x in found if isinstance(x, Article)] == texts


def test_a_cut_off_json_file_gives_what_is_whole(tmp_path: Path):
    """The objects before the end are read, and the end is named."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": TEXT}, {"text": TEXT + "!"}], indent=1)[:-20])
    found = list(read([str(path)], settings=Settings()))
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Refused)
    assert "cut off" in found[1].why
    assert found[1].line == 5


def test_gzipped_lines_are_read(tmp_path: Path):
    """A .jsonl.gz is JSON lines."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode()))
    (found,) = read([str(path)], settings=Settings())
    assert isinstance(found, Article)
