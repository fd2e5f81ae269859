"""Words in, hits out: which runs of words the codebook knows, in a parsed text or in a bare phrase."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dragoman.codebook.who.lexicon import SKIPPED, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook.who import Entry, Index, Who, WordLists


class Hit(NamedTuple):
    """Words ``first`` up to ``last`` that *entry* names."""

    first: int
    last: int
    entry: Entry


@dataclass(slots=True)
class Words:
    """A run of words with what the codebook knows of them; numbers are those of the words (tokens)."""

    texts: Sequence[str]
    keys: Sequence[str]
    hits: list[Hit]
    who: Who
    at: dict[int, Hit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the hits by word."""
        for hit in self.hits:
            self._enter(hit)

    @property
    def lists(self) -> WordLists:
        """The codebook's short word lists."""
        return self.who.lists

    def _enter(self, hit: Hit) -> None:
        for i in range(hit.first, hit.last):
            self.at[i] = hit

    def enter(self, hit: Hit) -> None:
        """Add *hit*, whose words stand for nothing yet."""
        self.hits.append(hit)
        self.hits.sort(key=lambda h: h.first)
        self._enter(hit)

    def drop(self, hit: Hit) -> None:
        """Forget *hit*: the words turned out to be part of something else."""
        self.hits.remove(hit)
        for i in range(hit.first, hit.last):
            self.at.pop(i, None)

    def between(self, first: int, last: int) -> list[Hit]:
        """Return the hits that lie in words *first* up to *last*, in order."""
        found: list[Hit] = []
        i = first
        while i < last:
            hit = self.at.get(i)
            if hit is None:
                i += 1
                continue
            if hit.first >= first and hit.last <= last:
                found.append(hit)
            i = hit.last
        return found


def look_up(texts: Sequence[str], who: Who) -> Words:
    """Return *texts* with the longest entries of *who* that fit, from left to right."""
    keys = [fold(t) for t in texts]
    hits: list[Hit] = []
    i, n = 0, len(keys)
    while i < n:
        hit = _longest(texts, keys, i, who.index)
        if hit is None:
            if "-" in texts[i] and len(texts[i]) > len("-"):
                hits.extend(_inside(texts[i], i, who.index))
            i += 1
        else:
            hits.append(hit)
            i = hit.last
    return Words(texts, keys, hits, who)


def _inside(text: str, i: int, index: Index) -> list[Hit]:
    """Return what the parts of a word like "U.S.-led" or "U.S.-Soviet", which tokenizers keep whole, name."""
    found: list[Hit] = []
    for part in text.split("-"):
        entry = next((e for e in index.starting(fold(part)) if len(e.words) == 1 and e.fits([part])), None)
        if entry is not None and entry.sense in ("country", "adjective", "organization"):
            found.append(Hit(i, i + 1, entry))
    return found


def _longest(texts: Sequence[str], keys: Sequence[str], i: int, index: Index) -> Hit | None:
    for entry in index.starting(keys[i]):
        last = _end(keys, i, entry.words)
        if last is not None and entry.fits(texts[i:last]):
            return Hit(i, last, entry)
    return None


def _end(keys: Sequence[str], i: int, words: tuple[str, ...]) -> int | None:
    """Return where *words* end if they stand at *i*; hyphens and bare apostrophes between do not count."""
    n = len(keys)
    for k, word in enumerate(words):
        if k:
            i += 1
            if i < n and keys[i] in SKIPPED:
                i += 1
        if i >= n or keys[i] != word:
            return None
    return i + 1
