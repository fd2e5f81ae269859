"""An article in, what it is about in weighted words out: whether two articles are on one matter.

Names, figures and uncommon words count, those of the title and the first lines more. Weights are the same
whatever else a store holds. That two articles are on one matter is never enough to make one happening of
their acts: it is one ground among others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from dragoman.linking.words import is_common, stem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dragoman.records import Article

LEAD = 60
"""Words at the beginning of a text that say what it is about."""

TITLE, FIRST, REST = 3.0, 2.0, 1.0
"""How often a word counts by where it stands."""

FIGURE = 0.5
LONGEST = 200
"""Words of a text that are looked at."""

KEPT = 80
"""Words that are kept of each article, the heaviest."""

KEYS = 24
"""Of these, how many find candidates; two articles on one matter share some of them."""

SHARED = 3
"""How many keys candidates must share."""

ALIKE = 0.26
"""Cosine from which on two articles are on one matter."""

FAINT = 0.12
"""Cosine below which a likeness is not kept."""

DAYS = 7
"""Articles that were published further apart are on two matters, however alike."""

_TOKEN = re.compile(r"[^\W\d_][\w’']*|\d[\d,.]*")
_POSSESSIVE = re.compile(r"[’']s$|[’']$")


def weigh(article: Article) -> dict[str, float]:
    """Return the words that say what *article* is about, with weights whose squares add up to 1."""
    tokens = _TOKEN.findall(article.text)[:LONGEST]
    small = {t for t in tokens if t[0].islower()}
    tally: Counter[str] = Counter()
    for n, token in enumerate(tokens):
        if word := _word(token, small):
            tally[word] += (FIRST if n < LEAD else REST) * (FIGURE if token[0].isdigit() else 1.0)  # type: ignore[assignment]
    for token in _TOKEN.findall(article.title or ""):
        # A headline may be in capitals: a word is a name there only if it is one in the text.
        word = _word(token, small) if _word(token, small) in tally else _word(token.casefold(), small)
        if word:
            tally[word] += TITLE  # type: ignore[assignment]
    heavy = sorted(tally, key=lambda w: (-tally[w], w))[:KEPT]
    weights = {w: 1 + math.log(max(1.0, tally[w])) for w in heavy}
    norm = math.sqrt(sum(x * x for x in weights.values()))
    return {w: round(x / norm, 5) for w, x in weights.items()}


def _word(token: str, small: set[str]) -> str | None:
    """Return the form under which *token* counts: name, figure or stem; None if it says nothing."""
    bare = _POSSESSIVE.sub("", token).strip(".,")
    low = bare.casefold()
    if len(bare) < 2 or is_common(low):
        return None
    if bare[0].isdigit():
        return bare
    if bare[0].isupper() and low not in small:
        return "^" + low
    return stem(low) if len(low) > 3 else None


def keys(weights: Mapping[str, float]) -> list[str]:
    """Return the heaviest words of an article."""
    return sorted(weights, key=lambda w: (-weights[w], w))[:KEYS]


def near(a: date | None, b: date | None) -> bool:
    """Tell whether articles of these days may be on one matter; an unknown day may be any."""
    return a is None or b is None or abs((a - b).days) <= DAYS


def alike(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Return the cosine of two articles' words.

    >>> alike({"a": 1.0}, {"a": 0.6, "b": 0.8})
    0.6
    """
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[w] for w, x in a.items() if w in b)
