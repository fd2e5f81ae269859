"""The mentions so far: what reference words can refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document

BOTH = 2
COUNTRY_NOUNS = frozenset({"country", "nation", "state", "side", "superpower"})


@dataclass(slots=True)
class Story:
    """The mentions so far, in order, with what the parse says of them."""

    doc: Document
    words: Words
    drafts: list[Draft]

    def before(self, i: int, sentences: int, fits: Callable[[Draft], bool]) -> list[Draft]:
        """Return the mentions before token *i*, at most *sentences* back, that *fits* accepts; last first."""
        sent = self.doc.tokens[i].sent
        found = [
            d
            for d in self.drafts
            if d.head < i and sent - self.doc.tokens[d.head].sent <= sentences and fits(d)
        ]
        return sorted(found, key=lambda d: -d.head)


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
