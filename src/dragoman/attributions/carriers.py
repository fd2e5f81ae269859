"""Which verb carries a free-standing quote, by the words around its marks: before, after, between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions.scene import ENDS

if TYPE_CHECKING:
    from collections.abc import Container

    from dragoman.attributions.quotes import Quote
    from dragoman.attributions.scene import Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Token

FARTHEST = 30
"""How many tokens may lie between a quote and the verb that carries it."""


def carrier(scene: Scene, quote: Quote, spoken: Container[int]) -> Token | None:
    """Return the verb of saying that *quote* belongs to; *spoken* are the verbs that have a quote already."""
    inside = scene.doc.tokens_in(quote.start, quote.end)
    if not inside:
        return None
    lead = _before(scene, quote, inside)
    if lead is not None and (
        lead.i not in spoken or lead.i >= inside.start - 2 or _split(scene, quote, lead)
    ):
        return lead
    return _after(scene, quote, inside)


def _split(scene: Scene, quote: Quote, verb: Token) -> bool:
    return scene.doc.text[: quote.start].rstrip().endswith((",", ":", "—", "–"))


def _before(scene: Scene, quote: Quote, inside: range) -> Token | None:
    """Return the verb that leads up to *quote*: he said: "..."; he said, "..."; he said "..."."""
    doc = scene.doc
    at = inside.start - 1
    if at < 0:
        return None
    mark, number = doc.tokens[at].text, scene.segment[at]
    if (
        number != scene.segment[inside.start] and mark != ":"
    ):  # a colon may end the paragraph before the quote
        return None
    reach = FARTHEST if mark in {":", ","} else 1
    if mark in {":", ","}:
        at -= 1
    elif mark.lower() == "that":
        at, reach = at - 1, 1
    elif not _stands_alone(scene, quote, inside):
        return None
    for i in range(at, max(-1, at - reach), -1):
        token = doc.tokens[i]
        if scene.segment[i] != number or scene.quote_at(token.start) is not None:
            return None
        entry = speech_entry(scene, token)
        if entry is not None:
            if mark != ":" and _has_object(scene, token, entry):
                return None
            if mark == "," and not _only_adjuncts(scene, i, at):
                return None
            return token
    return None


def _has_object(scene: Scene, verb: Token, entry: Cue) -> bool:
    """Say whether *verb*, which may say its object, has one that is no quote: welcomed the visit."""
    if "who" in entry.frames:
        return False
    obj = scene.doc.child(verb.i, "dobj")
    return (
        obj is not None
        and obj.i > verb.i
        and scene.quote_at(obj.start) is None
        and obj.lower not in {"it", "this"}
    )


def _only_adjuncts(scene: Scene, verb: int, at: int) -> bool:
    """Say whether all between *verb* and *at* hangs on the verb and is no clause of its own."""
    doc = scene.doc
    return not any(verb < k.i <= at for k in doc.children(verb, "ccomp", "conj"))


def _stands_alone(scene: Scene, quote: Quote, inside: range) -> bool:
    """Say whether *quote*, with no comma or colon before it, is a whole utterance."""
    after = scene.doc.text[quote.end : quote.end + 1]
    ends = scene.doc.text[quote.last - 1] in ".,?!" or after in ".,;?!" or not after
    return len(inside) > 4 and ends


def _after(scene: Scene, quote: Quote, inside: range) -> Token | None:
    """Return the verb that follows *quote*: "...," said Peskov; "...?" he asked."""
    doc = scene.doc
    start = inside.stop
    if start >= len(doc.tokens) or not scene.same_paragraph(quote.start, doc.tokens[start].start):
        return None
    final = doc.text[quote.last - 1]
    comma = final in ",—–-" or doc.tokens[start].text in {",", "—", "–", "-", "--"}
    asking = final in "?!…"
    sloppy = doc.tokens[start].text[:1].islower() and final in "."
    sloppy = sloppy or speech_entry(scene, doc.tokens[start]) is not None
    if not (comma or asking or sloppy):
        return None
    reach = FARTHEST if comma else 8
    segment = scene.segment[start]
    for i in range(start, min(len(doc.tokens), start + reach)):
        token = doc.tokens[i]
        if scene.segment[i] != segment or token.text in ENDS or scene.quote_at(token.start) is not None:
            return None
        entry = speech_entry(scene, token)
        if entry is None or _has_object(scene, token, entry) or not _has_speaker(scene, token, start):
            continue
        if (
            not comma
            and doc.child(i, "ccomp", "dobj") is not None
            and not doc.tokens[start].text[:1].islower()
        ):
            kid = doc.child(i, "ccomp", "dobj")
            if kid is not None and kid.i > i and not (kid.dep == "dobj" and "who" in entry.frames):
                return None
        return token
    return None


def _has_speaker(scene: Scene, verb: Token, start: int) -> bool:
    doc = scene.doc
    own = doc.child(verb.i, "nsubj")
    if own is not None and own.i >= start and own.lower not in {"who", "which", "that"}:
        return True
    following = doc.tokens[verb.i + 1] if verb.i + 1 < len(doc.tokens) else None
    if following is not None and following.pos in {"PROPN", "PRON", "DET", "NOUN"} and verb.i - start <= 2:
        return True
    before = doc.tokens[verb.i - 1]
    return verb.i > start and before.pos in {"PRON", "PROPN", "NOUN"} and before.i >= start


def speech_entry(scene: Scene, token: Token) -> Cue | None:
    """Return the entry of *token* in the lexicon if it takes a quotation."""
    if token.pos not in {"VERB", "AUX"} and not (
        token.pos in {"NOUN", "PROPN"} and token.lower.endswith("ed")
    ):
        return None
    for entry in scene.cues.verbs.get(token.lower, ()):
        if "quote" not in entry.frames:
            continue
        following = scene.doc.tokens[token.i + 1 : token.i + len(entry.words)]
        if tuple(t.lower for t in following) == entry.words[1:]:
            return entry
    return None


def is_scare(scene: Scene, quote: Quote) -> bool:
    """Say whether *quote* marks a few words inside a sentence rather than speech."""
    words = scene.doc.tokens_in(quote.inner, quote.last)
    return len(words) < 6 and scene.doc.text[quote.last - 1] not in ",.?!"
