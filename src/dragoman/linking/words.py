"""Words in, their rough stems out, for comparing how two desks tell the same thing."""

from __future__ import annotations

import re
from functools import cache

from dragoman.codebook import linking

_TOKEN = re.compile(r"[^\W\d_]{4,}|\d[\d,.]*\d|\d")
_ENDINGS = ("ings", "ing", "edly", "ies", "ed", "es", "ers", "er", "ly", "s")
LEFT = 4
"""Letters that a stem keeps at least."""


@cache
def _common() -> frozenset[str]:
    book = linking.load()
    return book.common | {stem(w) for w in book.common}


def is_common(word: str) -> bool:
    """Tell whether every other article about politics holds *word*, in small letters."""
    return word in _common()


def stem(word: str) -> str:
    """Return *word* without its ending, where at least four letters are left.

    >>> [stem(w) for w in ("signed", "signing", "signs", "sign", "agrees")]
    ['sign', 'sign', 'sign', 'sign', 'agre']
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEFT:
            return word[: -len(ending)]
    return word


def content(text: str) -> frozenset[str]:
    """Return the stems of the words in *text* that say something, and its figures.

    >>> sorted(content("The minister signed 3 treaties on Monday."))
    ['3', 'sign', 'treat']
    """
    found = _TOKEN.findall(text.casefold())
    return frozenset(s for w in found if not is_common(w) and not is_common(s := stem(w)))
