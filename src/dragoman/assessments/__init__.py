"""Events and attributions in, the same events with assessments and status out: who stands behind what.

`judge` gives what the syntax around one word says of it; `assess` adds who says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.assessments.reading import Reader
from dragoman.assessments.stands import assess
from dragoman.assessments.views import Judgement

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document

__all__ = ["Judgement", "assess", "judge"]


def judge(doc: Document, codebook: Codebook, token_index: int) -> Judgement:
    """Return how the event at token *token_index* stands by syntax alone, as its innermost voice sees it."""
    reading = Reader(doc, codebook.factuality).read_event(token_index)
    view = reading.view
    return Judgement(
        polarity=view.polarity,
        certainty=view.certainty if view.sign != "?" else "unknown",
        mood=view.mood,
        reasons=reading.reasons,
    )
