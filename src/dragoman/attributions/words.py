"""Cues that are no verbs: "according to", "reportedly", "confident that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions import clauses, stretches
from dragoman.attributions.scene import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.attributions.scene import Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document, Token

JOINS = frozenset(["but", "and", "so", "while", "although", "though", "whereas", "yet"])


def find(scene: Scene) -> Iterator[Finding]:
    """Yield a finding for every preposition, adverb and adjective of *scene* that attributes."""
    cues = scene.cues
    for token in scene.doc.tokens:
        for entry in cues.prepositions.get(token.lower, ()):
            if "view" in entry.frames and not _opens_view(scene, token):
                continue
            found = _according(scene, token, entry)
            if found:
                yield found
                break
        for entry in cues.adverbs.get(token.lower, ()):
            found = _adverb(scene, token, entry)
            if found:
                yield found
                break
        for entry in cues.adjectives.get(token.lower, ()):
            found = _adjective(scene, token, entry)
            if found:
                yield found
                break


def _adjective(scene: Scene, token: Token, entry: Cue) -> Finding | None:
    """[The general] <is confident> {that the line will hold}."""
    doc = scene.doc
    verb = doc.tokens[token.head]
    if token.dep not in {
        "acomp",
        "attr",
        "oprd",
        "ROOT",
        "conj",
        "advcl",
        "ccomp",
        "xcomp",
    } and verb.pos not in {"AUX"}:
        return None
    carrier = verb if verb.pos in {"AUX", "VERB"} and token.dep in {"acomp", "attr", "oprd"} else token
    content, joined = _complement(doc, token, entry)
    if not content and carrier is not token:
        content, joined = _complement(doc, token, entry, at=carrier)
    if not content:
        return None
    who = clauses.subject(doc, carrier.i)
    cue = {token.i, *joined, *clauses.cue_tokens(doc, carrier.i), *clauses.cue_tokens(doc, token.i)}
    if carrier is not token:
        cue.update(i for i in range(carrier.i, token.i) if doc.tokens[i].head in (carrier.i, token.i))
    source = stretches.source_tokens(scene, who.i, without=[carrier.i, token.i]) if who else []
    said = stretches.pieces(scene, [i for i in content if i not in cue and i not in source], token.i)
    if not said or (who is not None and who.lower in {"it", "there"}):
        return None
    return Finding(
        anchor=token.i,
        cue=tuple(sorted(cue - set(source))),
        source=stretches.stretch(doc, source),
        content=tuple(said),
        entry=entry,
        rule=f"adjective:{entry.lemma}",
        head=who.i if who else None,
    )


def _complement(
    doc: Document, token: Token, entry: Cue, at: Token | None = None
) -> tuple[list[int], list[int]]:
    """Return the content of adjective *token*, and the preposition that joins the cue."""
    for k in doc.children((at or token).i, "ccomp", "xcomp", "advcl"):
        if k.i <= token.i:
            continue
        to = any(a.tag == "TO" for a in doc.children(k.i, "aux"))
        if ("that" in entry.frames and k.dep == "ccomp") or ("to" in entry.frames and to):
            return stretches.phrase(doc, k.i), []
    for p in doc.children((at or token).i, "prep", "agent"):
        obj = doc.child(p.i, "pobj", "pcomp")
        if p.lower in entry.prepositions and obj is not None and p.i > token.i:
            return stretches.phrase(doc, obj.i), [p.i]
    return [], []


def _according(scene: Scene, token: Token, entry: Cue) -> Finding | None:
    doc = scene.doc
    size = len(entry.words)
    words = doc.tokens[token.i : token.i + size]
    if tuple(w.lower for w in words) != entry.words:
        return None
    last = words[-1]
    obj = doc.child(last.i, "pobj") or doc.child(token.i, "pobj")
    if obj is None:
        return None
    cue = tuple(range(token.i, token.i + size))
    source = stretches.source_tokens(scene, obj.i)
    content = _host(scene, token, source)
    barred = {*cue, *source}
    said = stretches.pieces(scene, [i for i in content if i not in barred], token.i)
    if not said or not source:
        return None
    return Finding(
        anchor=token.i,
        cue=cue,
        source=stretches.stretch(doc, source),
        content=tuple(said),
        entry=entry,
        rule=f"preposition:{entry.lemma}",
        head=obj.i,
    )


def _opens_view(scene: Scene, token: Token) -> bool:
    """Say whether "for" or "to" heads a sentence, names one who may hold a view, and ends with a comma."""
    doc = scene.doc
    if scene.opening(token.i) != token.i or scene.quote_at(token.start) is not None:
        return False
    obj = doc.child(token.i, "pobj")
    if obj is None or obj.right + 1 >= len(doc.tokens) or doc.tokens[obj.right + 1].text != ",":
        return False
    head = doc.tokens[token.head]
    holder = (
        obj.pos == "PROPN" or obj.lower in scene.cues.speakers or obj.lower in {"him", "her", "them", "many"}
    )
    return holder and head.i > obj.right and head.lemma == "be"


def _host(scene: Scene, token: Token, source: list[int]) -> list[int]:
    """Return what the phrase opened by *token* comments on: its sentence, or its relative clause."""
    doc = scene.doc
    head = doc.tokens[token.head]
    while head.pos not in {"VERB", "AUX"} and head.head != head.i:
        head = doc.tokens[head.head]
    if head.dep in {"relcl", "acl"} and head.i < token.i:
        return stretches.phrase(doc, head.i)
    number = scene.segment[token.i]
    first = last = token.i
    first = scene.opening(token.i)
    while last + 1 < len(doc.tokens) and scene.segment[last + 1] == number:
        last += 1
    if any(doc.tokens[i].text == ";" for i in range(first, last)):
        return stretches.phrase(doc, head.i)
    after = source[-1] + 1 if source else last
    joined = [t.lower for t in doc.tokens[after : after + 2]]
    if source and first < token.i and joined[:1] == [","] and joined[1:] and joined[1] in JOINS:
        last = after - 1  # it comments on the clause before it, not on a "but ..." after it
    return list(range(first, last + 1))


def _adverb(scene: Scene, token: Token, entry: Cue) -> Finding | None:
    doc = scene.doc
    head = doc.tokens[token.head]
    if head.i == token.i:
        return None
    content = [i for i in stretches.phrase(doc, head.i) if i != token.i]
    said = stretches.pieces(scene, content, token.i)
    if not said:
        return None
    return Finding(
        anchor=token.i, cue=(token.i,), content=tuple(said), entry=entry, rule=f"adverb:{entry.lemma}"
    )
