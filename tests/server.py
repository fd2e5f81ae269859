"""A web server of the tests' own, on this machine: pages, their headers, and what was asked for."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What the server gives: each path's answer, or a function that writes one; and the requests it had."""

    address: str = ""
    pages: dict[str, Answer | Callable[[Handler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(
        self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        """Put a page at *path*; return its address."""
        data = body.encode() if isinstance(body, str) else body
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        self.pages[path] = (200, {"Content-Type": kind} | named, data)
        return self.address + path

    def answer(self, path: str, status: int, **headers: str) -> str:
        """Answer *path* with a bare status."""
        self.pages[path] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, b"")
        return self.address + path

    def times(self, path: str) -> int:
        """Return how often *path* was asked for."""
        return sum(p == path for p, _ in self.asked)


class Handler(BaseHTTPRequestHandler):
    """Answers from the site; knows ETag."""

    site: Site

    def do_GET(self) -> None:
        """Answer one request."""
        self.site.asked.append((self.path, dict(self.headers)))
        found = self.site.pages.get(self.path, (404, {}, b""))
        if callable(found):
            found(self)
            return
        status, headers, body = found
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """A server that takes it well when a client hangs up."""

    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Site]:
    """Run a server while the block runs."""
    site = Site()
    handler = type("Bound", (Handler,), {"site": site})
    server = Quiet(("127.0.0.1", 0), handler)
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
