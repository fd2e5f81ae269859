"""Texts in, clusters out by the cosine of their TF-IDF vectors: what happenings are measured against.

The usual baseline: logarithmic term frequency, inverse document frequency over the set itself, average
linkage. It sees the whole set at once, which dragoman, adding one article at a time, does not.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dragoman.linking import partition

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[a-z]\w+")
FAINT = 0.02


def likeness(texts: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the cosine of each two texts that have something in common."""
    counts = {key: Counter(_WORD.findall(text.casefold())) for key, text in texts.items()}
    documents = Counter(word for words in counts.values() for word in words)
    index: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, words in counts.items():
        vector = {w: (1 + math.log(n)) * math.log(len(texts) / documents[w]) for w, n in words.items()}
        norm = math.sqrt(sum(x * x for x in vector.values())) or 1.0
        for word, x in vector.items():
            index[word].append((key, x / norm))
    found: dict[tuple[str, str], float] = defaultdict(float)
    for entries in index.values():
        for n, (a, x) in enumerate(entries):
            for b, y in entries[:n]:
                found[b, a] += x * y
    return {pair: x for pair, x in found.items() if x >= FAINT}


def clusters(
    texts: Mapping[str, str], found: Mapping[tuple[str, str], float], least: float
) -> list[list[str]]:
    """Return the clusters in which two articles are alike by *least* on average."""
    return partition.average(list(texts), found, least=least)
