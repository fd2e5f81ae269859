"""Document with who, when and where in, `Event` records out: what is said to have happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Found

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Article, Event, Place, Time
    from dragoman.settings import Settings


def find(
    doc: Document,
    codebook: Codebook,
    article: Article,
    actors: tuple[Actor, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
    *,
    settings: Settings,
) -> Found[Event]:
    """Return every Event in *doc*, not yet assessed, and what was set aside."""
    return Found()
