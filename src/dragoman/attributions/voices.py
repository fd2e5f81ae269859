"""Attributions in, whom pronouns in them stand for out: who says "we", and who is "it" in what he says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragoman.documents import Document
    from dragoman.records import Actor, Attribution

FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our"})
# By kind of speaker, the pronoun that takes him up as the subject of what he says.
TAKES_UP = {
    "person": frozenset({"he", "she"}),
    "country": frozenset({"it"}),
    "organization": frozenset({"it"}),
    "igo": frozenset({"it"}),
    "group": frozenset({"they"}),
}


def voices(
    doc: Document,
    attributions: Sequence[Attribution],
    actors: Iterable[Actor],
    known: Mapping[int, tuple[str, ...]],
) -> dict[int, tuple[str, ...]]:
    """Return, by token, the actor that a pronoun inside an attribution stands for.

    "We" in a quotation is its speaker. In reported speech the subject pronoun that opens what is said takes
    up the speaker where its kind allows ("Sudan said it will"), unless *known* has an actor for it already.
    The innermost attribution decides.
    """
    # A paper that says "it" speaks of somebody else.
    kinds = {a.id: a.kind for a in actors if a.kind == "person" or "JRN" not in a.sectors}
    out: dict[int, tuple[str, ...]] = {}
    for told in sorted(attributions, key=lambda a: -_length(a)):
        speaker = told.source.actor if told.source is not None else None
        if speaker is None or speaker not in kinds:
            continue
        subject_open = True
        for span in told.content.spans:
            for i in doc.tokens_in(span.start, span.end):
                token = doc.tokens[i]
                if token.pos not in ("PRON", "DET"):
                    continue
                if told.kind != "indirect" and token.lower in FIRST_PERSON:
                    out[i] = (speaker,)
                elif subject_open and token.dep in ("nsubj", "nsubjpass"):
                    subject_open = False
                    if token.lower in TAKES_UP[kinds[speaker]] and i not in known:
                        out[i] = (speaker,)
    return out


def _length(told: Attribution) -> int:
    return sum(s.end - s.start for s in told.content.spans)
