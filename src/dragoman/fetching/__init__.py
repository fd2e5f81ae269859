"""The fetching room: an address in, a `Capture` out: the bytes as they came, or `NotFetched` with a why.

It is polite (robots.txt, one request at a time, a pace for each host, conditional requests, back-off) and
careful: http and https only, no private address unless that is allowed, limits on size, time, redirects and
compression.
"""

from __future__ import annotations

from dragoman.fetching.addresses import BadAddress, address_id, clean
from dragoman.fetching.fetcher import Fetcher, Memory, NotFetched, Visit
from dragoman.fetching.limits import Limits

__all__ = ["BadAddress", "Fetcher", "Limits", "Memory", "NotFetched", "Visit", "address_id", "clean"]
