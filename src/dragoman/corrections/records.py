"""What a correction is: who says that what is wrong, and what is right instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragoman.records import Actor, EventDate, Place, Span, Status  # noqa: TC001  (msgspec reads the fields)

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["change", "false", "add", "right", "merge", "split", "undo"]
State = Literal["applied", "overruled", "undone", "unmatched"]
"""``overruled``: later ones say otherwise in all it says; ``unmatched``: the coding that counts, or the
article's text, no longer has what it is about, so it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """Names an event in any coding of its article: by the words that tell it and its type as it was coded.

    ``start`` and ``end`` are those of its trigger, ``words``. ``sentence`` finds the place again when the
    article's text has changed. Where one word tells several events of a type, ``parties`` and ``nth`` tell
    them apart; ``nth`` is None where there is but one.
    """

    article: str
    start: int
    end: int
    words: str
    event_type: str
    sentence: Span
    parties: tuple[str, ...] = ()
    nth: int | None = None

    def __str__(self) -> str:
        """Return the handle as `dragoman corrections` prints it and `dragoman correct` takes it."""
        return f"{self.article}@{self.start}-{self.end}:{self.event_type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is right of an event. None leaves a field as it is; empty sides, `undated`, `nowhere` empty it.

    Actors are known again by name and country, or by the words that name them; their ids are ignored. A new
    type without ``modes`` has none.
    """

    event_type: str | None = None
    modes: tuple[str, ...] | None = None
    actors: tuple[Actor, ...] | None = None
    recipients: tuple[Actor, ...] | None = None
    participants: tuple[Actor, ...] | None = None
    date: EventDate | None = None
    undated: bool = False
    place: Place | None = None
    nowhere: bool = False
    status: Status | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that are said."""
        said = {
            "event_type": self.event_type is not None,
            "modes": self.modes is not None or self.event_type is not None,
            "actors": self.actors is not None,
            "recipients": self.recipients is not None,
            "participants": self.participants is not None,
            "date": self.date is not None or self.undated,
            "place": self.place is not None or self.nowhere,
            "status": self.status is not None,
        }
        return tuple(name for name, is_said in said.items() if is_said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """An event that was not read: the words that tell it, and what it is, its type among it.

    ``twin`` if other events of its type are told by the same words.
    """

    article: str
    sentence: Span
    trigger: Span
    facts: Change
    twin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the log. Which fields it has depends on its ``kind``.

    ``change``: handle, change. ``false``: handle. ``add``: missed. ``right``: article. ``merge``:
    ``together``, all events that are of one happening. ``split``: ``together``, those that are of one, and
    ``apart``, those of the other. ``undo``: ``undoes``, another correction's id. ``numbers`` are the
    happenings of ``handles`` before, or none, so that they can have them again. ``at`` is UTC.
    """

    id: int = 0
    at: str = ""
    by: str
    note: str = ""
    kind: Kind
    handle: Handle | None = None
    change: Change | None = None
    missed: Missed | None = None
    article: str | None = None
    together: tuple[Handle, ...] = ()
    apart: tuple[Handle, ...] = ()
    numbers: tuple[int, ...] = ()
    undoes: int | None = None

    @property
    def handles(self) -> tuple[Handle, ...]:
        """The events that were there and that it is about; those together come before those apart."""
        return ((self.handle,) if self.handle else ()) + self.together + self.apart

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that it is about, each once."""
        whole = self.missed.article if self.missed else self.article
        return tuple(dict.fromkeys((*filter(None, (whole,)), *(h.article for h in self.handles))))


def active(log: Iterable[Correction]) -> list[Correction]:
    """Return what of the *log* stands: all but undone corrections and undos themselves, in their order.

    An undo that is undone is none.
    """
    every = list(log)
    undone: set[int] = set()
    for one in reversed(every):
        if one.undoes is not None and one.id not in undone:
            undone.add(one.undoes)
    return [c for c in every if c.kind != "undo" and c.id not in undone]
