"""What the room knows of a mention before actors are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.records import Reason

if TYPE_CHECKING:
    from dragoman.documents import Document
    from dragoman.records import ActorKind, MentionKind


@dataclass(slots=True, kw_only=True)
class Draft:
    """A mention: tokens ``first`` up to ``last``, its syntactic head, and what it says of its actor.

    ``key`` says with which mentions it is the same actor: equal keys are one actor. A draft that refers
    back (``seeks``) has none of its own until references are resolved.
    """

    first: int
    last: int
    head: int
    kind: MentionKind
    thing: ActorKind
    name: str
    key: tuple[str, ...]
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    lemma: str = ""
    plural: bool = False
    definite: bool = False
    former: bool = False
    sent: bool = False
    same: Draft | None = None
    reasons: list[Reason] = field(default_factory=list)

    def because(self, doc: Document, rule: str, first: int, last: int, note: str | None = None) -> None:
        """Add the reason that *rule* fired on tokens *first* up to *last*."""
        if last > first:
            span = doc.span(first, last)
            self.reasons.append(Reason(rule=rule, start=span.start, end=span.end, note=note))
