"""Requests in, the same requests or a refusal out: who may ask, who may write, and how much.

A page of another site must neither write here nor read what is here. So the name by which a browser asks must
be one of ours (else a foreign name could be pointed at this address), what writes must come from our own
pages or from no page at all, and where others can reach the workbench, writing needs a token.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "dragoman_write"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = frozenset({"localhost"})

LARGEST = 1_000_000
"""Bytes that a request may hold, unless files may come with it."""

LARGEST_FILES = 64_000_000
"""Bytes that a request with files may hold, all of them together."""

WITH_FILES = frozenset({"/add", "/api/add"})

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not "no-referrer": browsers would then send forms of our own pages with the origin "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may ask and write. *names* are host names of ours beside ``localhost`` and plain addresses.

    With a *token*, writing needs it: as ``Authorization: Bearer TOKEN``, or once on the page ``/token``.
    """

    names: frozenset[str] = field(default_factory=frozenset)
    token: str | None = field(default=None, repr=False)

    def may_ask(self, host: str) -> bool:
        """Tell whether *host*, as in the request's header, is a name of ours.

        A plain address is: nobody can point somebody else's name at it.

        >>> Access().may_ask("127.0.0.1:8000"), Access().may_ask("evil.example")
        (True, False)
        """
        name = _name(host)
        if name in LOCAL | {n.casefold() for n in self.names}:
            return True
        try:
            ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True

    def may_write(self, headers: Headers) -> bool:
        """Tell whether the request has the token, or needs none."""
        if self.token is None:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer" and self.fits(given.strip()):
            return True
        return hmac.compare_digest(_cookie(headers).encode(), self.cookie.encode())

    def fits(self, given: str) -> bool:
        """Tell whether *given* is the token, in the same time whatever it is."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    @property
    def cookie(self) -> str:
        """What a browser keeps instead of the token."""
        return hmac.new((self.token or "").encode(), b"dragoman may write", hashlib.sha256).hexdigest()


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Let requests through to *app* as *access* says."""
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on; every answer has our headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(scope, answer, *refusal)
            return
        limit = LARGEST_FILES if scope["path"] in WITH_FILES else LARGEST
        await self.app(scope, _Limited(receive, limit), answer)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self.access.may_ask(host):
            return 421, (
                f"{host[:80]!r} is no name of this workbench; ask for it by its address, or start it with"
                " --allow-host NAME"
            )
        limit = LARGEST_FILES if scope["path"] in WITH_FILES else LARGEST
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return 413, _too_large(limit)
        if scope["method"] in SAFE:
            return None
        if not _from_here(headers, host):
            return 403, "this request comes from a page of another site; nothing was changed"
        if scope["path"] != "/token" and not self.access.may_write(headers):
            return 401, "writing needs the token that dragoman serve told; give it at /token"
        return None


class _Limited:
    """Hands on the body of a request, up to so many bytes."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.limit = self.left = limit

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise HTTPException(413, _too_large(self.limit))
        return message


def _from_here(headers: Headers, host: str) -> bool:
    """Tell whether what writes is a page of ours, or no page: browsers say so with every such request."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.casefold() == host.casefold()
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _name(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(".").casefold()


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _too_large(limit: int) -> str:
    return f"this is more than the {limit // 1_000_000} MB that may come at once; send it in parts"


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    """Answer with *why*: as JSON to programs, as a plain line to people."""
    if scope["path"].startswith("/api"):
        kind, body = "application/json", json.dumps({"error": why}).encode()
    else:
        kind, body = "text/plain; charset=utf-8", f"{why}\n".encode()
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
