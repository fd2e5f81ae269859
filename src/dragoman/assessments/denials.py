"""Denials that point back: "denied the accusations", "rejected these reports", "no such flight took place"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.assessments.reading import Reader
    from dragoman.assessments.speakers import Speakers
    from dragoman.assessments.stands import Case
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document


def answer(doc: Document, words: Factuality, reader: Reader, speakers: Speakers, cases: list[Case]) -> None:
    """Give the events that a denial points back to the denier's stand."""
