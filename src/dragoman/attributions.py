"""Document in, `Attribution` records out: who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Found

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Attribution


def find(doc: Document, codebook: Codebook, actors: tuple[Actor, ...]) -> Found[Attribution]:
    """Return every Attribution in *doc*, and what was set aside."""
    return Found()
