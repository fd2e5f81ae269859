"""Document in, `Time` records out: when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Found

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Article, Time


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Time]:
    """Return every Time in *doc*, and what was set aside."""
    return Found()
