"""Document in, `Place` records out: where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Found

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Article, Place


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Place]:
    """Return every Place in *doc*, and what was set aside."""
    return Found()
