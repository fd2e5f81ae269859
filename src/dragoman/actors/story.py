"""The mentions so far: what reference words can refer to."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document

BOTH = 2
COUNTRY_NOUNS = frozenset({"country", "nation", "state", "side", "superpower"})


class Story:
    """The mentions so far, by place, with what the parse says of them."""

    def __init__(self, doc: Document, words: Words, drafts: Iterable[Draft]) -> None:
        """Order *drafts* by their heads."""
        self.doc = doc
        self.words = words
        self.drafts = sorted(drafts, key=lambda d: d.head)
        self._heads = [d.head for d in self.drafts]
        self._by_key: dict[tuple[str, ...], list[int]] = {}
        self._at: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            self._enter(draft)

    def _enter(self, draft: Draft) -> None:
        self._at.setdefault(draft.head, []).append(draft)
        self._by_key.setdefault(draft.key, []).append(draft.head)

    def add(self, draft: Draft) -> None:
        """Add a mention that was found later."""
        i = bisect.bisect_right(self._heads, draft.head)
        self._heads.insert(i, draft.head)
        self.drafts.insert(i, draft)
        self._at.setdefault(draft.head, []).append(draft)
        bisect.insort(self._by_key.setdefault(draft.key, []), draft.head)

    def at(self, i: int) -> list[Draft]:
        """Return the mentions whose head is token *i*."""
        return self._at.get(i, [])

    def count(self, key: tuple[str, ...], i: int) -> int:
        """Return how many mentions before token *i* have *key*."""
        return bisect.bisect_left(self._by_key.get(key, []), i)

    def before(self, i: int, sentences: int, fits: Callable[[Draft], bool]) -> list[Draft]:
        """Return the mentions before token *i*, at most *sentences* back, that *fits* accepts; last first."""
        sent = self.doc.tokens[i].sent
        found: list[Draft] = []
        for k in range(bisect.bisect_left(self._heads, i) - 1, -1, -1):
            draft = self.drafts[k]
            if sent - self.doc.tokens[draft.head].sent > sentences:
                break
            if fits(draft):
                found.append(draft)
        return found


def is_person(draft: Draft) -> bool:
    """Whether *draft* is one person whom we can tell from others."""
    return draft.thing == "person" and bool(draft.key) and not draft.plural


def is_state(draft: Draft) -> bool:
    """Whether *draft* names a state, a people or an organisation of states."""
    if draft.key[:1] == ("people",):
        return True
    return draft.thing in ("country", "igo") and draft.kind in ("name", "metonym", "demonym")


def is_party(draft: Draft) -> bool:
    """Whether *draft* can be a side: a state, or a body by name that is no news medium."""
    return is_state(draft) or (
        draft.thing == "organization" and draft.kind == "name" and "JRN" not in draft.sectors
    )
