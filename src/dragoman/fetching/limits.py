"""How much a page may cost: bytes, seconds, redirects, compression. One frozen record, with our defaults."""

from __future__ import annotations

from dataclasses import dataclass

# A page's source is longer than its article.
BYTES_A_CHARACTER, LEAST = 4, 16_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is let in. Sizes are bytes, times seconds; ``ratio`` is unpacked bytes for each packed one."""

    size: int = LEAST
    seconds: float = 60.0
    silence: float = 20.0
    redirects: int = 5
    ratio: int = 200
    tries: int = 3
    patience: float = 30.0


def largest_page(longest_article: int) -> int:
    """Return how many bytes a page may have whose article has up to *longest_article* characters."""
    return max(LEAST, BYTES_A_CHARACTER * longest_article)
