"""Web archives: the pages in them come out, and what is broken costs itself."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.articles.warcs import Trouble, pages
from dragoman.records import Capture


def record(
    url: str,
    body: bytes,
    kind: str = "response",
    length: int | str | None = None,
    mime: str = "application/http",
) -> bytes:
    """Return a record of a web archive; *length* is what it says of itself."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-04T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url))}>\r\nContent-Type: {mime}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(page: str | bytes, status: int = 200, mime: str = "text/html", **headers: str) -> bytes:
    """Return an HTTP answer."""
    named = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in headers.items())
    data = page.encode() if isinstance(page, str) else page
    return f"HTTP/1.1 {status} OK\r\nContent-Type: {mime}\r\n{named}\r\n".encode() + data


def some(n: int) -> bytes:
    """Return the record of page *n*."""
    noise = random.Random(n).randbytes(300).hex()
    return record(f"https://wire.example/{n}", response(f"<html><p>Page {n}</p><!-- {noise} --></html>"))


def read(data: bytes, size: int = 1_000_000) -> tuple[list[str], list[str]]:
    """Return the last parts of the addresses found, and what was wrong."""
    got = list(pages(io.BytesIO(data), size=size, ratio=200))
    assert all(isinstance(x, Trouble) or f"Page {x.url.rpartition('/')[2]}".encode() in x.body for x in got)
    names = [x.url.rpartition("/")[2] for x in got if isinstance(x, Capture)]
    return names, [x.why for x in got if isinstance(x, Trouble)]


GOOD = [some(n) for n in range(5)]
PACKED = [gzip.compress(g) for g in GOOD]
ALL = ["0", "1", "2", "3", "4"]
WITHOUT = ["0", "1", "3", "4"]


@pytest.mark.parametrize("data", [b"".join(GOOD), b"".join(PACKED), gzip.compress(b"".join(GOOD))])
def test_pages_come_in_order(data):
    """Plain, packed record by record, packed as a whole."""
    assert read(data) == (ALL, [])


def test_a_capture_has_its_headers_and_its_time():
    """What the archive knows of a page is kept."""
    (got,) = pages(
        io.BytesIO(record("https://wire.example/1", response("<p>x</p>", X_Desk="world"))),
        size=1_000,
        ratio=9,
    )
    assert isinstance(got, Capture)
    assert (got.url, got.fetched, got.header("x-desk")) == (
        "https://wire.example/1",
        "2031-03-04T08:00:00Z",
        "world",
    )


BODY = response("<html><p>Page 2</p></html>")
URL = "https://wire.example/2"


@pytest.mark.parametrize(
    "broken",
    [
        record(URL, BODY, length=20),
        record(URL, BODY, length=len(BODY) + 300),
        record(URL, BODY, length=10**15),
        record(URL, BODY, length="many"),
        record(URL, BODY).replace(b"Content-Length", b"Content-Longth"),
        b"no record at all " * 50 + b"\r\n\r\n",
        b"\x00\xff" * 50_000,
        record(URL, BODY)[:90] + b"\r\n",
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_broken_record_costs_itself(broken, packed):
    """A wrong length, no length, something else: one line, and the records around it are read."""
    parts = [*GOOD[:2], broken, *GOOD[3:]]
    names, troubles = read(b"".join(map(gzip.compress, parts) if packed else parts))
    assert names == WITHOUT
    assert len(troubles) == 1


@pytest.mark.parametrize(
    "broken",
    [
        PACKED[2][:60] + b"\xff\xff\xff\xff" + PACKED[2][64:],
        PACKED[2][:-40],
        PACKED[2][5:],
        b"not packed\r\n",
        PACKED[2][:-8] + bytes(8),
    ],
)
def test_broken_packing_costs_its_record(broken):
    """Bits that fell over, a part that is missing: one or two lines, and the rest is read."""
    names, troubles = read(b"".join([*PACKED[:2], broken, *PACKED[3:]]))
    assert [n for n in names if n != "2"] == WITHOUT
    assert 1 <= len(troubles) <= 2


@pytest.mark.parametrize("data", [b"".join(GOOD), b"".join(PACKED)])
def test_an_archive_that_is_cut_off_keeps_what_is_there(data):
    """The last record is told, those before it read."""
    names, troubles = read(data[:-30])
    assert names == ["0", "1", "2", "3"]
    assert len(troubles) == 1
    assert "cut off" in troubles[0]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_stops_the_reading(data):
    """Whatever bytes fall over, it ends, and pages far from the damage are there."""
    packed = data.draw(st.booleans())
    whole = bytearray(b"".join(PACKED if packed else GOOD))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    got = list(pages(io.BytesIO(bytes(whole)), size=100_000, ratio=200))
    assert len(got) <= 12
    assert b"".join(GOOD) == bytes(whole) or len(got) >= 1


def test_what_is_no_page_is_passed_over():
    """Requests, pictures, other answers than 200, repeated pages: no article and no line."""
    data = b"".join(
        [
            record("https://wire.example/1", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record("https://wire.example/2", response(b"\x89PNG", mime="image/png")),
            record("https://wire.example/3", response("gone", status=404)),
            record("https://wire.example/4", response("", status=301, Location="/x")),
            record("https://wire.example/5", response(""), kind="revisit"),
            record("urn:x", b"software: x", kind="warcinfo", mime="application/warc-fields"),
            record(
                "https://wire.example/6", b"<html><p>Page 6</p></html>", kind="resource", mime="text/html"
            ),
            record("https://wire.example/7", b"Page 7", kind="conversion", mime="text/plain"),
        ]
    )
    assert read(data) == (["6", "7"], [])


def chunked(data: bytes) -> bytes:
    """Return *data* in chunks."""
    parts = [data[i : i + 10] for i in range(0, len(data), 10)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def test_bodies_are_unpacked_as_their_headers_say():
    """Gzip, chunks, both; and a crawler that unpacked them and kept the headers."""
    page = b"<html><p>Page 1</p></html>"
    bodies = [
        response(gzip.compress(page), Content_Encoding="gzip"),
        response(zlib.compress(page), Content_Encoding="deflate"),
        response(chunked(page), Transfer_Encoding="chunked"),
        response(chunked(gzip.compress(page)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
        response(page, Transfer_Encoding="chunked", Content_Encoding="gzip"),
    ]
    got = list(
        pages(io.BytesIO(b"".join(record("https://wire.example/1", b) for b in bodies)), size=1_000, ratio=9)
    )
    assert [x.body for x in got if isinstance(x, Capture)] == [page] * 5


def test_a_bomb_in_an_archive_is_one_line():
    """A page that unfolds without end stays out of memory, and the next is read."""
    bomb = record(
        "https://wire.example/9", response(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    )
    tracemalloc.start()
    names, troubles = read(gzip.compress(GOOD[0]) + gzip.compress(bomb) + gzip.compress(GOOD[1]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert names == ["0", "1"]
    assert len(troubles) == 1
    assert peak < 20_000_000


class Long(io.RawIOBase):
    """A stream of a good record, one of 300 MB, and a good one."""

    def __init__(self) -> None:
        head = record(
            "https://wire.example/9",
            b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n",
            length=300_000_000,
        )
        rest = 300_000_000 - (len(head) - 4 - head.index(b"HTTP/"))
        self.parts = [
            GOOD[0],
            head[:-4],
            *[b"a" * 1_000_000] * (rest // 1_000_000),
            b"a" * (rest % 1_000_000),
            b"\r\n\r\n",
            GOOD[1],
        ]
        self.held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self.held and self.parts:
            self.held = self.parts.pop(0)
        data, self.held = self.held[:size], self.held[size:]
        return data


def test_a_record_of_300_megabytes_is_passed_in_bounded_memory():
    """It is never held, and the records around it are read."""
    tracemalloc.start()
    got = list(pages(Long(), size=1_000_000, ratio=200))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(x) for x in got] == [Capture, Trouble, Capture]
    assert peak < 10_000_000
