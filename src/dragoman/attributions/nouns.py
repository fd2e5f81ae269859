"""Cue nouns: "allegations that ...", "its denial of ...", "voiced concern about ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions import clauses, stretches
from dragoman.attributions.clauses import is_passive
from dragoman.attributions.scene import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.attributions.scene import Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document, Token


def find(scene: Scene) -> Iterator[Finding]:
    """Yield a finding for every cue noun of *scene* that has its content beside it."""
    table = scene.cues.nouns
    for token in scene.doc.tokens:
        entries = table.get(token.lower)
        if entries is None or token.pos not in {"NOUN", "PROPN"} or token.dep == "compound":
            continue
        if token.lower.endswith("ing") and scene.doc.child(token.i, "det", "poss", "amod") is None:
            continue  # "finding that ..." after a noun is a verb
        if token.dep == "pobj" and token.lower in scene.cues.media:
            continue  # "said in a statement that": the cue is the verb
        for entry in entries:
            found = _read(scene, token, entry)
            if found is not None:
                yield found
                break


def _read(scene: Scene, noun: Token, entry: Cue) -> Finding | None:
    doc = scene.doc
    content, joined = _content(scene, noun, entry)
    if not content:
        return None
    cue = {noun.i, *joined}
    who, source, carrier = _source(scene, noun)
    if not source and joined_by(doc, content, joined) and "bare" not in entry.frames:
        return None
    at = noun.i
    while at - 1 >= 0 and doc.tokens[at - 1].dep == "amod" and doc.tokens[at - 1].head == noun.i:
        at -= 1
        cue.add(at)
    if carrier is not None:
        cue.update(clauses.cue_tokens(doc, carrier.i))
        cue.update(i for i in range(carrier.i, noun.i) if doc.tokens[i].dep in {"det", "amod", "dobj"})
    said = stretches.pieces(scene, [i for i in content if i not in cue and i not in source], noun.i)
    if not said:
        return None
    return Finding(
        anchor=noun.i if carrier is None else carrier.i,
        cue=tuple(sorted(cue - set(source))),
        source=stretches.stretch(doc, source),
        content=tuple(said),
        entry=entry,
        rule=f"noun:{entry.lemma}" + (":carried" if carrier else ":source" if source else ""),
        head=who,
    )


def joined_by(doc: Document, content: list[int], joined: list[int]) -> bool:
    """Say whether the content is joined by a preposition or an infinitive rather than by "that"."""
    return bool(joined) or doc.tokens[content[0]].lower == "to"


def _content(scene: Scene, noun: Token, entry: Cue) -> tuple[list[int], list[int]]:
    """Return the tokens of the content, and the preposition that joins the cue."""
    doc = scene.doc
    for k in doc.children(noun.i, "acl", "ccomp", "relcl", "xcomp"):
        if k.i < noun.i:
            continue
        mark = doc.child(k.i, "mark")
        told = (
            "that" in entry.frames and mark is not None and mark.lower in {"that", "whether"} and mark.i < k.i
        )
        if told and not _lacks_object(scene, k):
            return stretches.phrase(doc, k.i), []
        to = [a for a in doc.children(k.i, "aux") if a.tag == "TO"]
        if "to" in entry.frames and to and k.dep in {"acl", "xcomp"}:
            return stretches.phrase(doc, k.i), []
    wanted = entry.prepositions | ({"of"} if "of" in entry.frames else frozenset())
    for p in doc.children(noun.i, "prep"):
        obj = doc.child(p.i, "pobj", "pcomp")
        if p.lower in wanted and obj is not None and p.i > noun.i:
            return stretches.phrase(doc, obj.i), [p.i]
    return _next_to(scene, noun, entry.frames, wanted)


def _lacks_object(scene: Scene, verb: Token) -> bool:
    """Say whether a "that" clause is relative: its verb of saying lacks the object that the noun is."""
    doc = scene.doc
    entries = scene.cues.verbs.get(verb.lower, ())
    if not any("np" in e.frames or "pred" in e.frames for e in entries) or is_passive(doc, verb.i):
        return False
    after = [k for k in doc.children(verb.i, "dobj", "ccomp", "xcomp") if k.i > verb.i]
    return not after or (len(after) == 1 and any("pred" in e.frames for e in entries))


def _next_to(
    scene: Scene, noun: Token, frames: frozenset[str], wanted: frozenset[str]
) -> tuple[list[int], list[int]]:
    """The same, for a content that follows the noun but that the parser hung elsewhere."""
    doc = scene.doc
    if noun.i + 2 >= len(doc.tokens):
        return [], []
    opener = doc.tokens[noun.i + 1]
    head = doc.tokens[opener.head]
    if opener.lower == "that" and "that" in frames and opener.tag == "IN" and opener.dep != "nsubj":
        if _lacks_object(scene, head):
            return [], []
        return [i for i in stretches.phrase(doc, head.i) if i >= opener.i] if head.i > opener.i else [], []
    if opener.tag == "TO" and "to" in frames and head.i > opener.i:
        return stretches.phrase(doc, head.i), []
    obj = doc.child(opener.i, "pobj", "pcomp")
    if opener.lower in wanted and opener.dep in {"prep", "dative"} and obj is not None:
        return stretches.phrase(doc, obj.i), [opener.i]
    return [], []


def _source(scene: Scene, noun: Token) -> tuple[int | None, list[int], Token | None]:
    """Return the head of the source, its tokens, and the verb that carries the noun, where there is one."""
    doc = scene.doc
    poss = doc.child(noun.i, "poss")
    if poss is not None:
        return poss.i, stretches.source_tokens(scene, poss.i), None
    for p in doc.children(noun.i, "prep", "agent"):
        obj = doc.child(p.i, "pobj")
        if p.lower in {"by", "from"} and obj is not None:
            return obj.i, stretches.source_tokens(scene, obj.i), None
    verb = doc.tokens[noun.head]
    if noun.dep == "dobj" and verb.lemma in scene.cues.support:
        subj = clauses.subject(doc, verb.i)
        if subj is not None:
            return subj.i, stretches.source_tokens(scene, subj.i, without=[verb.i]), verb
    return None, [], None
