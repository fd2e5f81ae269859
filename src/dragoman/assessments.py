"""Events and attributions in, the same events with assessments and status out: who stands behind what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Found

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Attribution, Event


def assess(
    doc: Document,
    codebook: Codebook,
    actors: tuple[Actor, ...],
    attributions: tuple[Attribution, ...],
    events: tuple[Event, ...],
) -> Found[Event]:
    """Return *events* with their assessments, status and the reasons for it."""
    return Found(kept=events)
