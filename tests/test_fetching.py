"""Fetching is polite, stays away from private addresses, and lets nothing in without end."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest

from dragoman.fetching import Fetcher, Limits, NotFetched, Visit, address_id, clean
from dragoman.fetching.addresses import BadAddress, is_private
from dragoman.settings import Settings

if TYPE_CHECKING:
    from dragoman.records import Capture
    from tests.server import Handler

PAGE = "<html><body><p>Envoys met on Monday.</p></body></html>"


class Clock:
    """A clock that goes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


class Shelf:
    """A memory that keeps everything in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, Capture] = {}

    def visit(self, url: str) -> Visit | None:
        c = self.kept.get(url)
        if c is None:
            return None
        return Visit(url=c.url, final=c.final, fetched=c.fetched, headers=c.headers, digest=c.digest)

    def body(self, digest: str) -> bytes | None:
        return next((c.body for c in self.kept.values() if c.digest == digest), None)

    def remember(self, capture: Capture) -> None:
        self.kept[capture.url] = capture


def fetcher(
    clock: Clock | None = None, *, private: bool = True, memory: Shelf | None = None, **limits: float
):
    """Return a fetcher for the tests' own server, which never really sleeps."""
    clock = clock or Clock()
    made = Limits(**limits) if limits else Limits()  # type: ignore[arg-type]
    settings = Settings(pace=1, contact="desk@news.example")
    return Fetcher(settings, memory, private, made, clock.sleep, clock)


def why(url: str, by: Fetcher | None = None) -> str:
    """Return why *url* can't be fetched."""
    with pytest.raises(NotFetched) as found:
        (by or fetcher()).get(url)
    return str(found.value)


def test_a_page_comes_as_it_is(site):
    """The bytes, the headers, where it led; cookies are not kept."""
    url = site.put("/a", PAGE, Set_Cookie="who=you", X_Desk="world")
    got = fetcher().get(url + "#top")
    assert (got.body, got.url, got.final, got.status) == (PAGE.encode(), url, url, 200)
    assert got.header("x-desk") == "world"
    assert got.header("Set-Cookie") == ""
    assert got.fetched.endswith("+00:00")


def test_we_say_who_we_are(site):
    """The name is honest, and says whom to write to."""
    fetcher().get(site.put("/a", PAGE))
    path, headers = site.asked[-1]
    assert path == "/a"
    assert headers["User-Agent"].startswith("dragoman/")
    assert "desk@news.example" in headers["User-Agent"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hosts",
        "ftp://news.example/a",
        "gopher://127.0.0.1:70/x",
        "data:text/html,hello",
        "http://",
        "http://user:secret@news.example/",
        "http://[::1",
        "http://news.example:port/",
        "http://news.example/a\nHost: b",
    ],
)
def test_other_addresses_are_refused_without_a_look(url):
    """Only http and https, without a password, of a host that is one."""
    with pytest.raises(BadAddress):
        clean(url)
    assert why(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "::",
        "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255",
        "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2002:a9fe:a9fe::1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_are_known_in_every_form(address):
    """Loopback, private, link-local, shared, multicast, clouds' own; also inside of IPv6."""
    assert is_private(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_let_through(address):
    """Ordinary sites are fetched."""
    assert not is_private(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_fetched_from(site, host):
    """However the host is written: what counts is the address that it comes to."""
    url = site.put("/a", PAGE).replace("127.0.0.1", host)
    told = why(url, fetcher(private=False))
    assert "private address" in told or "can't be fetched" in told
    assert site.asked == []


def resolving(monkeypatch, *addresses: str) -> None:
    """Let the resolver say one address after the other, and then the last one for ever."""
    left = list(addresses)

    def found(host: str, port: int, **rest: object) -> list[tuple[object, ...]]:
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_a_name_that_comes_to_a_private_address_is_refused(site, monkeypatch):
    """The check is on what the resolver says, not on the name."""
    resolving(monkeypatch, "127.0.0.1")
    url = site.put("/a", PAGE).replace("127.0.0.1", "news.example")
    assert "news.example has the private address 127.0.0.1" in why(url, fetcher(private=False))
    assert site.asked == []


def test_a_name_that_changes_its_address_gains_nothing(site, monkeypatch):
    """The name is resolved once for each connection, and that very address is checked and called."""
    called: list[object] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        called.append(address[0])
        if address[0] == "93.184.216.34":
            raise ConnectionRefusedError(111, "Connection refused")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    resolving(monkeypatch, "93.184.216.34", "127.0.0.1")
    url = site.put("/a", PAGE).replace("127.0.0.1", "news.example")
    assert "private address" in why(url, fetcher(private=False))
    assert called == ["93.184.216.34"]
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(site, monkeypatch):
    """The second address is checked like the first."""
    real = socket.getaddrinfo

    def found(host: str, port: int, **rest: object) -> object:
        return real("127.0.0.2" if host == "inner.example" else "127.0.0.1", port, type=socket.SOCK_STREAM)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr("dragoman.fetching.connecting.is_private", lambda address: address != "127.0.0.1")
    inner = site.put("/secret", PAGE).replace("127.0.0.1", "inner.example")
    url = site.answer("/a", 302, Location=inner)
    assert "inner.example has the private address 127.0.0.2" in why(url, fetcher(private=False))
    assert site.times("/secret") == 0


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://news.example/", "data:text/html,x"])
def test_a_redirect_to_another_scheme_is_refused(site, target):
    """No redirect leads to a file."""
    assert "only http and https" in why(site.answer("/a", 302, Location=target))


def test_redirects_are_followed_and_end(site):
    """Some lead on; a circle is left."""
    site.put("/end", PAGE)
    url = site.answer("/a", 301, Location="/b")
    site.answer("/b", 307, Location="end")
    got = fetcher().get(url)
    assert (got.url, got.final) == (url, site.address + "/end")
    assert "more than 5 times" in why(site.answer("/round", 302, Location="/round"))


def test_robots_are_obeyed(site):
    """Rules for all, wildcards and our own name; no file means no rules."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\nDisallow: /*.cgi$\n", "text/plain")
    url = site.put("/private/a", PAGE)
    by = fetcher()
    assert "robots.txt" in why(url, by)
    assert "robots.txt" in why(site.put("/x/y.cgi", PAGE), by)
    assert by.get(site.put("/open", PAGE)).body
    assert site.times("/private/a") == 0
    assert site.times("/robots.txt") == 1


def test_a_site_whose_rules_cannot_be_had_is_left_alone(site):
    """A server error for robots.txt may hide a no."""
    site.answer("/robots.txt", 500)
    assert "robots.txt can't be had" in why(site.put("/a", PAGE))
    assert site.times("/a") == 0


def test_a_redirect_goes_by_the_rules_of_where_it_leads(site):
    """A link from outside is no way around robots.txt."""
    site.put("/robots.txt", "User-agent: dragoman\nDisallow: /b", "text/plain")
    site.put("/b", PAGE)
    assert "robots.txt" in why(site.answer("/a", 302, Location="/b"))


def test_each_host_has_its_pace(site):
    """A second between two requests to one site, more where the site asks for it."""
    clock = Clock()
    by = fetcher(clock)
    for n in range(3):
        by.get(site.put(f"/{n}", PAGE))
    assert clock.slept == [1.0, 1.0]
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", "text/plain")
    clock = Clock()
    by = fetcher(clock)
    by.get(site.address + "/0")
    by.get(site.address + "/1")
    assert clock.slept == [7.0]


def test_what_has_not_changed_is_not_sent_again(site):
    """ETag and Last-Modified go back to the server, and the kept bytes stand for its 304."""
    memory = Shelf()
    url = site.put("/a", PAGE, ETag='"v1"', Last_Modified="Fri, 19 Jan 2024 12:00:00 GMT")
    first = fetcher(memory=memory).get(url)
    again = fetcher(memory=memory).get(url)
    assert again == first
    headers = site.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (
        '"v1"',
        "Fri, 19 Jan 2024 12:00:00 GMT",
    )
    site.put("/a", PAGE + "<p>More.</p>", ETag='"v2"')
    assert fetcher(memory=memory).get(url).digest != first.digest


def test_a_busy_server_is_asked_again_when_it_says(site):
    """A short Retry-After is waited for."""
    answers = iter([(503, {"Retry-After": "3"}, b""), (200, {"Content-Type": "text/html"}, PAGE.encode())])

    def busy(handler: Handler) -> None:
        site.pages["/now"] = next(answers)
        handler.path = "/now"
        site.asked.pop()
        handler.do_GET()

    site.pages["/a"] = busy
    clock = Clock()
    assert fetcher(clock).get(site.address + "/a").body == PAGE.encode()
    assert 3.0 in clock.slept


def test_a_server_that_asks_for_an_hour_gets_it(site):
    """A long Retry-After is told, and the whole host is left alone meanwhile."""
    clock = Clock()
    by = fetcher(clock)
    url = site.answer("/a", 429, Retry_After="3600")
    with pytest.raises(NotFetched, match="429") as found:
        by.get(url)
    assert found.value.later == 3600
    site.put("/b", PAGE)
    assert "left alone for another 60 minutes" in why(site.address + "/b", by)
    assert (site.times("/a"), site.times("/b")) == (1, 0)
    clock.now += 3601
    assert by.get(site.address + "/b")


def test_what_goes_wrong_in_passing_is_tried_again(site):
    """Three times, ever later; then it is told."""
    clock = Clock()
    assert "answer 502" in why(site.answer("/a", 502), fetcher(clock))
    assert site.times("/a") == 3
    assert "there is no such page" in why(site.address + "/none")
    assert site.times("/none") == 1


def test_a_port_where_nobody_listens_is_told():
    """One line, after the tries."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "can't be fetched" in why(f"http://127.0.0.1:{port}/a")


def endless(handler, chunk: bytes, most: int) -> None:
    """Send *chunk* over and over, without saying how much there is."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(most):
        handler.wfile.write(chunk)


def test_a_page_of_200_megabytes_is_refused_in_bounded_memory(site):
    """Told by its length before it comes, or else where the limit is passed."""
    site.put("/a", b"", Content_Length="200000000")
    assert "larger than 16,000,000 bytes" in why(site.address + "/a")
    sent = []

    def large(handler: Handler) -> None:
        for _ in range(200):
            sent.append(1)
            if len(sent) == 1:
                endless(handler, b"<p>word</p>" * 90_909, 1)
            else:
                handler.wfile.write(b"<p>word</p>" * 90_909)

    site.pages["/b"] = large
    tracemalloc.start()
    assert "larger than 16,000,000 bytes" in why(site.address + "/b")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert len(sent) < 100


def test_what_unfolds_without_end_is_refused_in_bounded_memory(site):
    """A small gzip that unfolds to very much, packed once or twice."""
    bomb = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    assert "times its size" in why(site.put("/a", bomb, Content_Encoding="gzip"))
    twice = site.put("/b", gzip.compress(bomb), Content_Encoding="gzip, gzip")
    assert "times its size" in why(twice)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda d: zlib.compress(d)[2:-4]),
        ("identity", lambda d: d),
        ("gzip, deflate", lambda d: zlib.compress(gzip.compress(d))),
    ],
)
def test_packed_pages_are_unpacked(site, name, pack):
    """Gzip and both things that servers call deflate."""
    page = (PAGE * 9_000).encode()
    assert fetcher().get(site.put("/a", pack(page), Content_Encoding=name)).body == page


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("br", b"\x1b", "packed with br"),
        ("gzip", b"no gzip", "broken"),
        ("gzip", gzip.compress(PAGE.encode())[:-12], "cut off"),
    ],
)
def test_broken_packing_is_told(site, name, data, told):
    """One line that says so."""
    assert told in why(site.put("/a", data, Content_Encoding=name))


def test_a_page_that_drips_is_cut(site):
    """A server that sends a byte now and then does not hold us for ever."""

    def drip(handler: Handler) -> None:
        endless(handler, b"<p>", 1)
        for _ in range(400):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.02)

    site.pages["/a"] = drip
    assert "took longer than 0.3 seconds" in why(site.address + "/a", fetcher(seconds=0.3))


def test_an_answer_that_is_cut_off_is_no_page(site):
    """Half a page would be taken for an article with another ending."""
    site.put("/a", b"<p>Envoys", Content_Length="5000")
    assert "cut off" in why(site.address + "/a")


def test_one_page_has_one_id():
    """What mailings hang on a link, the part after # and a www make no other article; another query does."""
    page = address_id("https://news.example/a?id=7")
    assert page == address_id("http://www.news.example/a?id=7&utm_campaign=x&fbclid=y#top")
    assert page != address_id("https://news.example/a?id=8")


@pytest.mark.parametrize("url", ["http://[::1]/a", "https://[::1]/a", "http://[fe80::1]/"])
def test_an_ipv6_address_without_a_port_is_whole(url):
    """Its last part is no port."""
    assert "private address " + url.partition("[")[2].partition("]")[0] in why(url, fetcher(private=False))
