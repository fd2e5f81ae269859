"""Document in, `Attribution` records out: who says so.

`scene` matches the quotes, `verbs` and `words` find cues with their sources and contents, `speech` gives
the free-standing quotes to those who speak them, `nesting` puts the findings in order and into each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions import colons, nesting, nouns, speech, verbs, words
from dragoman.attributions.scene import scene

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.records import Actor, Attribution, Found


def find(doc: Document, codebook: Codebook, actors: tuple[Actor, ...]) -> Found[Attribution]:
    """Return every Attribution in *doc*, and what was set aside."""
    view = scene(doc, codebook.cues)
    findings = [*verbs.find(view), *nouns.find(view), *words.find(view), *colons.find(view)]
    spoken = nesting.untangle(view, speech.give(view, findings))
    return nesting.order(view, spoken, actors)
