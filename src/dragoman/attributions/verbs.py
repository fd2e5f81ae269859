"""Cue verbs: scene in, findings out. `frames` finds the content; here it gets its cue, source and stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions import frames
from dragoman.attributions.clauses import coordinated, cue_tokens, is_passive, is_withheld, subject
from dragoman.attributions.complements import VERBAL, by_surface
from dragoman.attributions.scene import Finding
from dragoman.attributions.stretches import phrase, pieces, source_tokens, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.attributions.complements import Content
    from dragoman.attributions.scene import Piece, Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document, Token
    from dragoman.records import Stance


def find(scene: Scene) -> Iterator[Finding]:
    """Yield a finding for every cue verb of *scene* whose frame fits."""
    table = scene.cues.verbs
    for token in scene.doc.tokens:
        entries = table.get(token.lower)
        if entries is None or token.pos not in VERBAL or (token.dep == "amod" and token.tag == "VBG"):
            continue
        finding = _read(scene, token, entries)
        if finding is not None:
            yield finding


def _read(scene: Scene, verb: Token, entries: tuple[Cue, ...]) -> Finding | None:
    doc = scene.doc
    passive = is_passive(doc, verb.i)
    if passive and verb.lower in scene.cues.adjectives:
        return None  # "is convinced" is a state of its subject
    for entry in entries:
        rest = _rest_of(doc, verb, entry)
        if rest is None:
            continue
        content = (frames.passive if passive else frames.active)(scene, verb, entry, rest)
        if content is None:
            continue
        return _finding(scene, verb, entry, content, rest, passive=passive)
    for entry in entries:
        content = None if passive or len(entry.words) > 1 else by_surface(scene, verb, entry)
        if content is not None:
            return _finding(scene, verb, entry, content, [], passive=passive)
    return None


def _rest_of(doc: Document, verb: Token, entry: Cue) -> list[Token] | None:
    """Return the further words of a cue of several, or None where they are not there.

    They follow the verb, with nothing between; a single one may stand after the object ("ruled a deal out").
    """
    words = entry.words[1:]
    if not words:
        return []
    following = doc.tokens[verb.i + 1 : verb.i + 1 + len(words)]
    if tuple(t.lower for t in following) == words:
        return list(following)
    if len(words) > 1:
        return None
    return [k for k in doc.children(verb.i, "prt") if k.lower == words[0] and k.i > verb.i] or None


def _finding(
    scene: Scene, verb: Token, entry: Cue, content: Content, rest: list[Token], *, passive: bool
) -> Finding | None:
    doc = scene.doc
    cue = sorted({*cue_tokens(doc, verb.i), *content.joined, *(r.i for r in rest)})
    cue = sorted({*cue, *coordinated(doc, verb)})
    who = _agent(scene, verb.i) if passive else subject(doc, verb.i)
    if content.frame == "raise" or (who is not None and who.lower in {"it", "there"} and passive):
        who = None
    source: list[int] = []
    if who is not None:
        source = source_tokens(scene, who.i, without=[verb.i, *cue])
    barred = {*cue, *source}
    tokens = [i for i in content.tokens if i not in barred]
    said = pieces(scene, tokens, verb.i)
    if not said:
        return None
    to = content.addressee
    return Finding(
        anchor=verb.i,
        cue=tuple(cue),
        source=stretch(doc, source),
        content=tuple(said),
        entry=entry,
        rule=f"verb:{entry.lemma}:{content.frame}",
        head=who.i if who else None,
        stance=_stance(scene, verb, entry, content),
        addressee=_bounds(doc, phrase(doc, to.i)) if to else None,
    )


def _stance(scene: Scene, verb: Token, entry: Cue, content: Content) -> Stance | None:
    """Tell turning down from denying, and no stand from a stand.

    Who rejects an offer or a person says nothing about the truth of it; nor does who will not confirm.
    """
    if entry.stance in {"confirm", "deny"} and "to" not in entry.frames and is_withheld(scene.doc, verb):
        return "question"
    if entry.stance != "deny" or content.frame != "np" or "that" in entry.frames or not content.tokens:
        return None
    head = scene.doc.tokens[scene.doc.root_of(content.tokens[0], content.tokens[-1] + 1)]
    return "criticize" if head.pos == "PROPN" or head.lemma in scene.cues.offers else None


def _bounds(doc: Document, tokens: list[int]) -> Piece:
    return doc.tokens[tokens[0]].start, doc.tokens[tokens[-1]].end


def _agent(scene: Scene, verb: int) -> Token | None:
    doc = scene.doc
    by = doc.child(verb, "agent")
    if by is not None:
        return doc.child(by.i, "pobj")
    for k in doc.children(verb, "prep"):  # condemned in a joint statement by Egypt
        medium = doc.child(k.i, "pobj")
        by = doc.child(medium.i, "prep") if medium is not None and medium.lower in scene.cues.media else None
        if by is not None and by.lower in {"by", "from"}:
            return doc.child(by.i, "pobj")
    return None
