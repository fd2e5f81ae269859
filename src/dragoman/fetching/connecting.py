"""A host in, a connection out that leads to no private address.

The address is checked where the connection is made, on what the resolver said and on who answered, for every
redirect anew: a name that changes its address between the check and the call gains nothing. The standard
library's client is used because its ``connect`` may be written anew; a proxy from the environment is not
used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from functools import lru_cache
from threading import Timer
from typing import TYPE_CHECKING

import certifi

from dragoman.fetching.addresses import is_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class Private(OSError):  # noqa: N818  (reads as what it is)
    """The host lies in a private network."""


def connected(host: str, port: int, *, timeout: float, allow_private: bool) -> socket.socket:
    """Return a socket to *host*, whose address was checked.

    Raises:
        Private: if all its addresses are private, and *allow_private* is not set.
        OSError: if there is no such host, or nobody answers.
    """
    last: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not allow_private and is_private(str(address[0])):
            last = last or Private(f"{host} has the private address {address[0]}")
            continue
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(timeout)
            made.connect(address)
            if not allow_private and is_private(str(made.getpeername()[0])):
                raise Private(f"{host} answers from a private address")  # noqa: EM102
            return made
        except OSError as error:
            made.close()
            last = error
    raise last or OSError(f"{host} has no address")


class _Guarded(http.client.HTTPConnection):
    """A connection that checks whom it is made to."""

    def __init__(self, host: str, port: int | None, *, timeout: float, allow_private: bool) -> None:
        super().__init__(host, port, timeout=timeout)
        self.wait = timeout
        self.allow_private = allow_private

    def connect(self) -> None:
        """Make the connection."""
        self.sock = connected(self.host, self.port, timeout=self.wait, allow_private=self.allow_private)


class _GuardedTLS(_Guarded):
    """The same, encrypted, with the host's certificate checked."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Make the connection."""
        super().connect()
        self.sock = _context().wrap_socket(self.sock, server_hostname=self.host)


def connection(
    scheme: str, host: str, port: int | None, *, timeout: float, allow_private: bool
) -> http.client.HTTPConnection:
    """Return a connection to *host* that is made when it is first used; *timeout* is the longest silence."""
    kind = _GuardedTLS if scheme == "https" else _Guarded
    # Without a port, the last part of an IPv6 address would be taken for one.
    return kind(host, port or kind.default_port, timeout=timeout, allow_private=allow_private)


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Some systems bring no certificates of their own.
    context.load_verify_locations(certifi.where())
    return context


class Deadline:
    """Cuts a connection after so many *seconds*: a server that sends a byte now and then ends too."""

    def __init__(self, find: Callable[[], socket.socket | None], seconds: float) -> None:
        """Watch the socket that *find* returns, which may not be there yet."""
        self.find = find
        self.passed = False
        self.timer = Timer(max(0.0, seconds), self._cut)
        self.timer.daemon = True

    def _cut(self) -> None:
        self.passed = True
        held = self.find()
        if held is not None:
            with suppress(OSError):  # it was closed already
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    def __enter__(self) -> Deadline:
        self.timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.timer.cancel()
