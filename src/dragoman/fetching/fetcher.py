"""The fetcher itself: asks politely, follows redirects, keeps to the limits, and remembers what it has."""

from __future__ import annotations

import email.utils
import http.client
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

import dragoman
from dragoman.fetching import unpacking
from dragoman.fetching.addresses import BadAddress, clean
from dragoman.fetching.connecting import Deadline, Private, connection
from dragoman.fetching.limits import Limits, largest_page
from dragoman.fetching.robots import LONGEST, Robots
from dragoman.records import Capture
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
PASSING = frozenset({500, 502, 503, 504})
UNCHANGED, FINE = 304, 200
# A cookie is between the server and one visitor.
NOT_KEPT = frozenset({"set-cookie", "set-cookie2", "www-authenticate"})
ACCEPTED = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9,"
    " application/json;q=0.9, */*;q=0.5"
)


class NotFetched(Exception):  # noqa: N818  (reads as what happened)
    """An address gave nothing. The message ends a sentence that begins with the address.

    ``later`` is the seconds after which the server asks to come back, where it says so.
    """

    def __init__(self, why: str, later: float | None = None) -> None:
        super().__init__(why)
        self.later = later


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is remembered of an address: where it led, when, the headers, and the SHA-256 of the body."""

    url: str
    final: str
    fetched: str
    headers: tuple[tuple[str, str], ...]
    digest: str


class Memory(Protocol):
    """Where a fetcher remembers what it has, so that it need not ask for it again."""

    def visit(self, url: str) -> Visit | None:
        """Return what is known of *url*."""

    def body(self, digest: str) -> bytes | None:
        """Return the bytes with this SHA-256."""

    def remember(self, capture: Capture) -> None:
        """Keep what *url* has given last."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name), "")


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses, one at a time. One fetcher serves a whole run, so that it can keep its pace."""

    settings: Settings = field(default_factory=Settings)
    memory: Memory | None = None
    allow_private: bool = False
    limits: Limits | None = None
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _free: dict[str, float] = field(default_factory=dict)
    _closed: dict[str, float] = field(default_factory=dict)
    _robots: Robots | None = None

    def __post_init__(self) -> None:
        """Take the limits from the settings unless they were given."""
        if self.limits is None:
            self.limits = Limits(size=largest_page(self.settings.longest_article))

    @property
    def agent(self) -> str:
        """How we call ourselves, with whom to write to where the setting ``contact`` says so."""
        contact = f"; {self.settings.contact}" if self.settings.contact else ""
        return f"dragoman/{dragoman.__version__} (reads news and codes events{contact})"

    def get(self, url: str) -> Capture:
        """Return what is at *url*; bytes that it has given before are asked for only if they changed.

        Raises:
            NotFetched: if there is nothing, if it may not be had, or if it is over a limit.
        """
        asked = _cleaned(url)
        known = self.memory.visit(asked) if self.memory else None
        body = self.memory.body(known.digest) if self.memory and known else None
        if body is None:
            known = None
        final, answer = self._followed(asked, known)
        if answer.status == UNCHANGED and known is not None and body is not None:
            return Capture(
                url=asked,
                final=known.final,
                fetched=known.fetched,
                status=FINE,
                headers=known.headers,
                body=body,
            )
        if answer.status != FINE:
            raise NotFetched(_told(answer.status), _later(answer))
        kept = tuple((k, v) for k, v in answer.headers if k.lower() not in NOT_KEPT)
        capture = Capture(url=asked, final=final, fetched=_now(), status=FINE, headers=kept, body=answer.body)
        if self.memory:
            self.memory.remember(capture)
        return capture

    def _followed(self, url: str, known: Visit | None) -> tuple[str, _Answer]:
        """Return the last address and its answer, after all redirects."""
        assert self.limits is not None  # set when the fetcher was made
        for _ in range(self.limits.redirects + 1):
            self._ask_robots(url)
            answer = self._patiently(url, _conditions(known) if known and known.final == url else {})
            target = answer.header("location")
            if answer.status not in REDIRECTS or not target:
                return url, answer
            url = _cleaned(urljoin(url, target), led="it leads on to an address that is not fetched: ")
        message = f"it leads from one address to another more than {self.limits.redirects} times"
        raise NotFetched(message)

    def _ask_robots(self, url: str) -> None:
        if self._robots is None:
            self._robots = Robots(self._rules_at, self.clock)
        why = self._robots.refusal(_site(url), url)
        if why:
            raise NotFetched(why)

    def _rules_at(self, url: str) -> tuple[int, bytes]:
        """Return the answer to a robots.txt, after its redirects; a silent site is not fetched."""
        for _ in range(5):
            answer = self._patiently(url, {}, size=LONGEST, pace=0.0)
            target = answer.header("location")
            if answer.status not in REDIRECTS or not target:
                return answer.status, answer.body
            url = _cleaned(urljoin(url, target), led="its robots.txt leads on to an address not fetched: ")
        return 404, b""

    def _patiently(
        self, url: str, headers: Mapping[str, str], *, size: int | None = None, pace: float | None = None
    ) -> _Answer:
        """Ask for *url*, and again after a while where that may help; cut at *size* where one is given."""
        assert self.limits is not None  # set when the fetcher was made
        host = urlsplit(url).netloc
        self._refuse_while_closed(host)
        for attempt in range(1, self.limits.tries + 1):
            last = attempt == self.limits.tries
            self._wait_for_turn(url, host, pace)
            try:
                answer = self._once(url, headers, size)
            except _Passing as trouble:
                if last:
                    raise NotFetched(str(trouble)) from None
                self.sleep(2.0 ** (attempt - 1))
                continue
            if answer.status not in BUSY | PASSING:
                return answer
            wait = _later(answer)
            if wait is not None and wait > self.limits.patience:
                self._closed[host] = self.clock() + wait
                return answer
            if last:
                return answer
            self.sleep(wait if wait is not None else 2.0 ** (attempt - 1))
        raise AssertionError  # the last round returns or raises

    def _refuse_while_closed(self, host: str) -> None:
        rest = self._closed.get(host, 0.0) - self.clock()
        if rest > 0:
            message = f"the site has asked to be left alone for another {_span(rest)}"
            raise NotFetched(message, rest)

    def _wait_for_turn(self, url: str, host: str, pace: float | None) -> None:
        """Wait until the host was left alone for as long as the pace asks."""
        rest = self._free.get(host, 0.0) - self.clock()
        if rest > 0:
            self.sleep(rest)
        if pace is None:
            asked = self._robots.pace(_site(url)) if self._robots else 0.0
            pace = max(float(self.settings.pace), asked)
        self._free[host] = self.clock() + pace

    def _once(self, url: str, headers: Mapping[str, str], size: int | None) -> _Answer:
        """Send one request and read its answer."""
        assert self.limits is not None  # set when the fetcher was made
        parts = urlsplit(url)
        link = connection(
            parts.scheme,
            parts.hostname or "",
            parts.port,
            timeout=self.limits.silence,
            allow_private=self.allow_private,
        )
        sent = {
            "User-Agent": self.agent,
            "Accept": ACCEPTED,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        with Deadline(lambda: link.sock, self.limits.seconds) as deadline:
            try:
                link.request("GET", target, headers=sent | dict(headers))
                held = link.sock
                deadline.find = lambda: held
                with link.getresponse() as response:
                    answer = self._read(response, size)
                if deadline.passed:
                    raise NotFetched(self._too_slow())
                return answer
            except Private as error:
                message = f"{error}; nothing is fetched from there unless --allow-private says so"
                raise NotFetched(message) from None
            except (unpacking.TooMuch, unpacking.Packed) as error:
                raise NotFetched(str(error)) from None
            except ssl.SSLCertVerificationError as error:
                message = f"its certificate is not good ({error.verify_message})"
                raise NotFetched(message) from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                if deadline.passed:
                    raise NotFetched(self._too_slow()) from None
                raise _Passing(f"it can't be fetched ({_trouble(error)}); try later") from None  # noqa: EM102
            finally:
                link.close()

    def _read(self, response: http.client.HTTPResponse, size: int | None) -> _Answer:
        assert self.limits is not None  # set when the fetcher was made
        headers = tuple((k, v) for k, v in response.getheaders())
        if response.status != FINE:
            return _Answer(response.status, headers, b"")
        told = response.getheader("Content-Length") or ""
        if size is None and told.isdigit() and int(told) > self.limits.size:
            message = f"it is larger than {self.limits.size:,} bytes"
            raise unpacking.TooMuch(message)
        if size is not None:
            return _Answer(response.status, headers, _begin(response, size))
        body = unpacking.whole(
            _chunks(response),
            response.getheader("Content-Encoding") or "",
            size=self.limits.size,
            ratio=self.limits.ratio,
        )
        return _Answer(response.status, headers, body)

    def _too_slow(self) -> str:
        assert self.limits is not None  # set when the fetcher was made
        return f"it took longer than {self.limits.seconds:g} seconds"


class _Passing(Exception):  # noqa: N818  (reads as what happened)
    """Something went wrong that may go well the next time."""


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(unpacking.CHUNK):
        yield chunk
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)  # noqa: EM101  (what was read)


def _begin(response: http.client.HTTPResponse, size: int) -> bytes:
    """Return the first *size* bytes, unpacked as far as they go."""
    found = bytearray()
    try:
        for piece in unpacking.unpacked(_chunks(response), response.getheader("Content-Encoding") or ""):
            found += piece
            if len(found) >= size:
                break
    except unpacking.Packed:
        return b"User-agent: *\nDisallow: /\n"  # rules that can't be read may forbid anything
    return bytes(found[:size])


def _cleaned(url: str, led: str = "") -> str:
    try:
        return clean(url)
    except BadAddress as error:
        raise NotFetched(f"{led}{error}") from None  # noqa: EM102


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _conditions(known: Visit) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    had = {k.lower(): v for k, v in known.headers}
    asked = {"If-None-Match": had.get("etag"), "If-Modified-Since": had.get("last-modified")}
    return {k: v for k, v in asked.items() if v}


def _later(answer: _Answer) -> float | None:
    """Return the seconds that a server asks to wait."""
    text = answer.header("retry-after").strip()
    if text.isdigit():
        return min(float(text), 7 * 86_400.0)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max(0.0, (when - datetime.now(UTC)).total_seconds()), 7 * 86_400.0)


def _told(status: int) -> str:
    """Say what an answer means."""
    known = {
        401: "the site wants a password (answer 401); save the page in a browser",
        402: "the site wants to be paid (answer 402); save the page in a browser",
        403: "the site forbids it (answer 403); save the page in a browser",
        404: "there is no such page (answer 404); check the address",
        410: "the page is gone (answer 410)",
        429: "the site has had too many requests (answer 429); try later",
        451: "the page may not be shown for legal reasons (answer 451)",
    }
    return known.get(status) or f"the site gave the answer {status}; try later"


def _trouble(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer is cut off"
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:200] or type(error).__name__


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds > 90 else f"{seconds:.0f} seconds"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
