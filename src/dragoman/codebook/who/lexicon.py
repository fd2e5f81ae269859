"""Names and nouns in, an index by first word out: how a run of words is looked up, whatever its spelling."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragoman.records import ActorKind

Sense = Literal[
    "country", "adjective", "people", "capital", "seat", "region", "organization", "office", "role", "title"
]
Case = Literal["any", "capital", "upper"]

POSSESSIVES = frozenset({"'s", "’s"})
HYPHENS = frozenset({"-", "–", "‑", "—"})
SKIPPED = HYPHENS | {""}
"""Folded words that an entry need not have: hyphens, and the apostrophe after a plural."""
LONGEST_ACRONYM = 6
ORDER: dict[Sense, int] = {
    "country": 0,
    "office": 1,
    "organization": 2,
    "seat": 3,
    "adjective": 4,
    "people": 5,
    "capital": 6,
    "region": 7,
    "title": 8,
    "role": 9,
}

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d", "ð": "d"})
_SIGNS = str.maketrans("", "", ".'’`‘ʻʼ")
_PIECES = re.compile(r"'s(?!\w)|’s(?!\w)|\+|[^\W_]+(?:[.'’`‘ʻʼ&+](?!s\b)[^\W_]+)*\.?\+?|\(|\)|,")


@functools.lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return *word* as the index has it: lower case, no accents, full stops or apostrophes.

    >>> fold("Élysée"), fold("U.S."), fold("Sana'a"), fold("’s")
    ('elysee', 'us', 'sanaa', "'s")
    """
    if word in POSSESSIVES:
        return "'s"
    lower = word.lower()
    if not lower.isascii():
        lower = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
        lower = "".join(c for c in lower if not unicodedata.combining(c))
    return lower.translate(_SIGNS)


def split(phrase: str) -> list[str]:
    """Return the words of *phrase* as a tokenizer would cut them, hyphens left out."""
    return _PIECES.findall(phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a run of words can stand for; ``source`` names the import it comes from, if it is from one."""

    words: tuple[str, ...]
    sense: Sense
    name: str
    case: Case = "capital"
    country: str | None = None
    kind: ActorKind | None = None
    sectors: tuple[str, ...] = ()
    plural: bool = False
    abroad: bool = False
    weak: bool = False
    sent: bool = False
    part: str = ""
    wikidata: str | None = None
    source: str = ""

    def fits(self, texts: Sequence[str]) -> bool:
        """Whether *texts*, the words as written, have the capitals that the entry asks for."""
        if self.case == "any":
            return True
        if self.case == "upper":
            return all(_is_upper(t) for t in texts if t not in POSSESSIVES)
        return texts[0][:1].isupper() or texts[-1][:1].isupper() or not texts[0][:1].isalpha()


def _is_upper(text: str) -> bool:
    """Whether *text* is in capitals, but for the s of a plural: "MPs"."""
    return (
        not text.isalpha()
        or text.isupper()
        or (text.endswith("s") and text[:-1].isupper() and text[1:2].isupper())
    )


def entry_case(name: str) -> Case:
    """Return the capitals that *name* must have in a text: all of them for an acronym, else the first."""
    letters = re.sub(r"[^\w]", "", name)
    if letters.isupper() and len(letters) <= LONGEST_ACRONYM:
        return "upper"
    return "capital" if any(c.isupper() for c in name) else "any"


class Index:
    """Entries by first word, the longest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index *entries*."""
        table: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.words:
                table.setdefault(entry.words[0], []).append(entry)
        self._table = {
            word: tuple(sorted(found, key=lambda e: (-len(e.words), ORDER[e.sense], e.name, e.sectors)))
            for word, found in table.items()
        }

    def starting(self, word: str) -> tuple[Entry, ...]:
        """Return the entries whose first word is *word* (folded)."""
        return self._table.get(word, ())

    def of_sense(self, sense: Sense) -> Iterator[Entry]:
        """Yield every entry of one sense."""
        return (e for found in self._table.values() for e in found if e.sense == sense)

    def exactly(self, phrase: str) -> tuple[Entry, ...]:
        """Return the entries that *phrase*, a name as written, fits as a whole."""
        texts = split(phrase)
        words = tuple(map(fold, texts))
        return (
            tuple(e for e in self.starting(words[0]) if e.words == words and e.fits(texts)) if words else ()
        )
