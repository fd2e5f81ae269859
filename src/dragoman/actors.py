"""Document in, `Actor` records out: who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Found

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Article


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Actor]:
    """Return every Actor in *doc*, and what was set aside."""
    return Found()
