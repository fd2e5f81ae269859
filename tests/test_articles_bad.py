"""Bad input: one clear message that names the file and what to do, and nothing beside it is lost."""

from __future__ import annotations

import gzip
import io
import os
import re
import tracemalloc
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.articles import read
from dragoman.records import Article, Refused
from dragoman.settings import Settings

GOOD = "Envoys of the two neighbours met on Monday to speak about the river that both of them claim."

FRENCH = (
    "Le ministre des Affaires étrangères a vu son homologue à Paris. Les deux pays ont signé un pacte "
    "sur la frontière, et le président a salué un jour nouveau pour toute la région."
)
KOREAN = "외교부는 금요일 두 나라가 국경에 관한 협정에 서명했다고 밝혔다. 장관은 회담이 유익했다고 말했다."


def refused(path: Path) -> Refused:
    """Read a bad file between two good ones, which must both be read."""
    good = path.parent / "good.txt"
    good.write_text(GOOD)
    found = list(read([str(good), str(path), str(good)], settings=Settings()))
    assert [type(x) for x in found] == [Article, Refused, Article], found
    bad = found[1]
    assert isinstance(bad, Refused)
    assert bad.source == str(path)
    return bad


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\r\n  ", "empty"),
        ("digits.txt", b"12 34\n56", "holds no words"),
        ("nul.txt", b"\x00" * 500, "binary"),
        ("noise.txt", bytes(range(256)) * 40, "binary"),
        ("page.pdf", b"%PDF-1.7", "PDF"),
        ("really-a-pdf.txt", b"%PDF-1.7 xyz", "PDF"),
        ("office.txt", b"PK\x03\x04" + bytes(100), "zip file or an office document"),
        ("crawl.warc", b"WARC/1.0", "does not begin as a record"),
        ("all.zip", b"PK\x03\x04", "not a whole zip"),
        ("feed.xml", b"<rss/>", "no items"),
        ("menu.html", b"<html><body><nav><a>Home</a><a>News</a></nav></body></html>", "no article"),
        ("empty.html", b"<html><body></body></html>", "no words|no article"),
        ("empty.jsonl", b"\n\n", "empty"),
        ("broken.html", b"<", "no words"),
        ("french.txt", FRENCH.encode(), r"French \(fr\); only English"),
        ("korean.txt", KOREAN.encode(), r"Korean \(ko\)"),
        ("packed.txt", gzip.compress(b"hello"), "gzip"),
        (
            "cut.jsonl.gz",
            gzip.compress(b'{"text": "' + os.urandom(50).hex().encode() + b'"}')[:40],
            "not a whole gzip",
        ),
        ("not.jsonl.gz", b"plain text", "not a whole gzip"),
    ],
)
def test_each_bad_file_gives_one_message(tmp_path: Path, name: str, data: bytes, why: str):
    """The message says what is wrong with this file; the files beside it are read."""
    path = tmp_path / name
    path.write_bytes(data)
    bad = refused(path)
    assert re.search(why, bad.why), bad.why


def test_a_missing_file_a_url_and_a_folder_without_articles_are_named(tmp_path: Path):
    """Each source that gives nothing is named, with what to do; there is no network here."""
    (tmp_path / "empty").mkdir()
    sources = [str(tmp_path / "no.txt"), "file:///etc/hosts", str(tmp_path / "empty"), "\0", "x" * 5000]
    found = list(read(sources, settings=Settings()))
    assert all(isinstance(x, Refused) for x in found)
    whys = [x.why for x in found if isinstance(x, Refused)]
    assert "no such file" in whys[0]
    assert "only http and https" in whys[1]
    assert "holds no articles" in whys[2]
    assert len(whys) == 5


def test_a_file_without_reading_rights_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file that the system will not open is a message, not a traceback."""
    path = tmp_path / "locked.txt"
    path.write_text(GOOD)

    def closed(self: Path, mode: str = "r", *rest: object, **named: object) -> BinaryIO:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", closed)
    (bad,) = read([str(path)], settings=Settings())
    assert isinstance(bad, Refused)
    assert "Permission denied" in bad.why


def test_a_line_of_200_million_bytes_is_refused_without_being_kept(tmp_path: Path):
    """Memory stays bounded, and the lines around the long one are read."""

    class Long(io.RawIOBase):
        """A stream of a good line, a line of 200 MB, and a good line."""

        def __init__(self) -> None:
            line = b'{"text": "' + GOOD.encode() + b'"}\n'
            self.parts = [line, b'{"text": "', *[b"a" * 1_000_000] * 200, b'"}\n', line]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if not self.parts:
                return 0
            size = min(len(buffer), len(self.parts[0]))
            buffer[:size] = self.parts[0][:size]
            self.parts[0] = self.parts[0][size:]
            if not self.parts[0]:
                self.parts.pop(0)
            return size

    tracemalloc.start()
    stream = cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", Long())))
    found = list(read(["-"], settings=Settings(longest_article=100_000), stdin=stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(x) for x in found] == [Article, Refused, Article]
    assert isinstance(found[1], Refused)
    assert "longer than" in found[1].why
    assert "longest_article" in found[1].why
    assert found[1].line == 2
    assert peak < 50_000_000


def test_a_text_longer_than_the_setting_is_refused(tmp_path: Path):
    """The setting is named in the message."""
    path = tmp_path / "long.txt"
    path.write_text(GOOD * 100)
    (bad,) = read([str(path)], settings=Settings(longest_article=1_000))
    assert isinstance(bad, Refused)
    assert "longest_article" in bad.why


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (("\ufeff" + GOOD).encode("utf-8"), "neighbours met"),
        (("\ufeff" + GOOD).encode("utf-16-le"), "neighbours met"),
        (GOOD.encode("utf-16-le"), "neighbours met"),
        (
            "The minister’s visit to the café in São Paulo was private, an aide said.".encode("cp1252"),
            "São Paulo",
        ),
        (GOOD.replace("Monday", "Mon\x00day").encode(), "on Monday"),
        (GOOD.replace(" ", "\u00a0").encode(), "neighbours met"),
        (
            "The minister said that it wasnâ€™t true, and that the talks in MalmÃ¶ would go on.".encode(),
            "wasn’t true",
        ),
        (
            b"The minister said it was \xff not true, and that the caf\xc3\xa9 in Malm\xc3\xb6 was shut.",
            "not true",
        ),
    ],
)
def test_text_in_other_encodings_is_read(tmp_path: Path, data: bytes, words: str):
    """Marks, wide characters, Windows-1252, NUL bytes, mojibake and single bad bytes stop nothing."""
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    (found,) = read([str(path)], settings=Settings())
    assert isinstance(found, Article), found
    assert words in found.text


def test_a_declared_charset_is_used(tmp_path: Path):
    """A Russian page in Windows-1251 says so, and its menu is read as Russian."""
    head = '<html><head><meta charset="windows-1251"></head>'
    page = f"{head}<body><p>Новости</p><p>{GOOD}</p><p>Читайте также</p></body></html>"
    path = tmp_path / "a.html"
    path.write_bytes(page.encode("cp1251"))
    (found,) = read([str(path)], settings=Settings())
    assert isinstance(found, Article)
    assert found.text == GOOD


def test_short_text_is_not_refused_on_weak_evidence():
    """A few words that might be another language are read."""
    for text in ("Turkey accused Greece.", "Kim visits Moscow", "Biden, Xi meet in Lima."):
        (found,) = read(["-"], settings=Settings(), stdin=io.BytesIO(text.encode()))
        assert isinstance(found, Article), found


def test_an_english_article_in_a_foreign_page_is_english(tmp_path: Path):
    """The article decides, not the words around it."""
    menu = "Strona główna\nWiadomości\nŚwiat\nGospodarka\nKultura\nOpinie\n"
    foot = (
        "Zapisz się do naszego newslettera, aby codziennie otrzymywać najważniejsze informacje ze świata.\n"
        * 3
    )
    (found,) = read(["-"], settings=Settings(), stdin=io.BytesIO(f"{menu}\n{GOOD}\n\n{foot}".encode()))
    assert isinstance(found, Article)
    assert found.text == GOOD


def test_deeply_nested_pages_are_read(tmp_path: Path):
    """A page of many thousand open tags neither crashes nor hides its text."""
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + f"<p>{GOOD}</p>")
    (found,) = read([str(path)], settings=Settings())
    assert isinstance(found, Article), found
    assert found.text == GOOD


@given(st.binary(max_size=400))
def test_no_bytes_make_it_crash(data: bytes):
    """Whatever comes in, an article or a message comes out."""
    found = list(read(["-"], settings=Settings(), stdin=io.BytesIO(data)))
    assert all(isinstance(x, Article | Refused) for x in found)
    assert found


@given(
    st.text(
        alphabet=st.sampled_from("aB .\n:|<>/&;#*-_[]()!\"'“”0129年월Я한é\u0301\u200f\t{}="), max_size=300
    )
)
def test_no_text_makes_it_crash(text: str):
    """Signs that mean something to HTML, Markdown, dates or lists are only text."""
    for start in ("", "<html><body><p>", "Title: x\nURL: y\n"):
        found = list(read(["-"], settings=Settings(), stdin=io.BytesIO((start + text).encode())))
        assert all(isinstance(x, Article | Refused) for x in found)


@pytest.mark.parametrize(
    "text",
    [
        GOOD * 20 + f"\n\nAll rights reserved\n\n{GOOD}" * 3_000,
        "".join(f"By Anna Smith{i}\n" for i in range(3_000))
        + GOOD * 3
        + f"\n\nAnna Smith1 was {GOOD}" * 3_000,
    ],
)
def test_end_marks_and_bylines_without_number_are_read(text: str):
    """A page that repeats its end marks or its authors thousands of times is read like any other."""
    (found,) = read(["-"], settings=Settings(longest_article=10_000_000), stdin=io.BytesIO(text.encode()))
    assert isinstance(found, Article)
    assert found.text.startswith("Envoys")
