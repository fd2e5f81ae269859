"""What a site asks of robots: its robots.txt in, yes or no and a pace out (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from protego import Protego

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "dragoman"
KEPT = 86_400.0
"""Seconds that a robots.txt is good for."""
# A longer one is read as far as this.
LONGEST = 512_000
SLOWEST = 30.0
"""Seconds between two requests that a site may ask for at most."""


@dataclass(frozen=True, slots=True)
class _Rules:
    until: float
    rules: Protego | None
    why: str | None = None


class Robots:
    """Keeps the rules of the sites that were asked."""

    def __init__(self, fetch: Callable[[str], tuple[int, bytes]], clock: Callable[[], float]) -> None:
        """Use *fetch* to get a robots.txt: its status, and its bytes; OSError if the site doesn't answer."""
        self.fetch = fetch
        self.clock = clock
        self._known: dict[str, _Rules] = {}

    def refusal(self, site: str, url: str) -> str | None:
        """Return why *url* of *site* (``https://news.example``) may not be fetched; None if it may."""
        known = self._of(site)
        if known.why:
            return known.why
        if known.rules is not None and not known.rules.can_fetch(url, NAME):
            return "the site's robots.txt asks robots not to fetch it; save the page in a browser"
        return None

    def pace(self, site: str) -> float:
        """Return the seconds between two requests that *site* asks for; 0 if it doesn't say."""
        rules = self._of(site).rules
        return min(SLOWEST, float((rules and rules.crawl_delay(NAME)) or 0.0))

    def _of(self, site: str) -> _Rules:
        known = self._known.get(site)
        if known is None or known.until < self.clock():
            known = self._known[site] = self._asked(site)
        return known

    def _asked(self, site: str) -> _Rules:
        until = self.clock() + KEPT
        status, data = self.fetch(f"{site}/robots.txt")
        if status >= 500 or status == 429:
            why = f"the site's robots.txt can't be had (answer {status}), so it may forbid this; try later"
            return _Rules(self.clock() + 60, None, why)
        if status != 200:
            return _Rules(until, None)
        return _Rules(until, Protego.parse(data[:LONGEST].decode("utf-8", "replace")))
