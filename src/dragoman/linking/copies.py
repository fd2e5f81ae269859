"""Texts in, shingles out: how much of the shorter of two texts stands in the other, word for word.

Copies of one agency's text differ in headline, byline, length and a word here and there, so what counts is
containment in the longer text and not likeness as a whole. A sample of the shingles, the same of every text
(those whose hash is divisible), finds the candidates; whole texts are then compared.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

SHINGLE = 5
"""Words in a row that are compared as one."""

COPY = 0.5
"""Share of the shorter text's shingles that make it a copy. Set on our own articles: one agency's text in two
papers shares 0.72, any other pair 0.02 at most."""

SAMPLE = 4
"""One shingle in so many is kept to find candidates."""

WHOLE = 120
"""Texts with no more shingles than this are kept whole: a sample of a brief would miss it."""

HINT = 0.2
"""Share of the shorter sample that makes a candidate: the sample errs, the comparison of texts does not."""

_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Return the runs of five words in *text*, as numbers that are the same in every process.

    >>> len(shingles("One two three four five six.")), len(shingles("Two words")), len(shingles(""))
    (2, 1, 0)
    """
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - SHINGLE + 1) if words else 0
    return frozenset(_number(" ".join(words[i : i + SHINGLE])) for i in range(last))


def _number(words: str) -> int:
    # 63 bits: SQLite's integers have a sign.
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def sample(found: Collection[int]) -> list[int]:
    """Return the shingles that stand for a text in the index, in order."""
    if len(found) <= WHOLE:
        return sorted(found)
    return sorted(number for number in found if number % SAMPLE == 0)


def contained(a: frozenset[int], b: frozenset[int]) -> float:
    """Return which share of the smaller set is in the larger one.

    >>> contained(shingles("a b c d e f"), shingles("a b c d e f and much more"))
    1.0
    """
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
