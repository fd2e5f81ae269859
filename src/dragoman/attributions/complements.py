"""Finite clauses as contents: "said that ...", "..., he said", and those that the parser hung elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragoman.attributions.clauses import between, inverted, is_next_act
from dragoman.attributions.stretches import phrase

if TYPE_CHECKING:
    from dragoman.attributions.scene import Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document, Token

ADVERBIAL = frozenset(
    ["so", "because", "when", "while", "after", "before", "although", "though", "until", "since"]
)
"""Words that open a clause of time or reason, which is not what is said."""
VERBAL = frozenset({"VERB", "AUX"})
LONGEST_VERDICT = 6
RELATIVES = frozenset({"that", "which", "who", "whom", "whose", "what"})


class Content(NamedTuple):
    """The tokens of a content, those that join the cue, the frame that fitted, and who is addressed."""

    tokens: list[int]
    joined: list[int]
    frame: str
    addressee: Token | None = None


def finite(scene: Scene, verb: Token, entry: Cue, rest: list[Token]) -> Content | None:
    """A finite clause: after the verb, before it, or all around it."""
    doc = scene.doc
    to = addressed(doc, verb, entry)
    for c in sorted(doc.children(verb.i, "ccomp"), key=lambda c: c.i < verb.i):
        if any(c.i == r.i for r in rest) or _is_sequel(doc, verb, c, to):
            continue
        if c.tag == "VBG" and doc.child(c.i, "aux") is None and c.i > verb.i and "ing" not in entry.frames:
            continue
        tokens = phrase(doc, c.i)
        if any(a.tag == "TO" for a in doc.children(c.i, "aux")) and entry.frames.isdisjoint({"np-to", "to"}):
            continue
        if c.i < verb.i:
            return Content(_from_opening(scene, tokens, verb), between(scene, verb, tokens), "that", to)
        tokens = [i for i in tokens if i > verb.i or doc.tokens[i].lower in RELATIVES]
        tokens = _without_next_act(scene, c, tokens)
        if tokens and verb.i < tokens[-1]:
            after = [i for i in tokens if i > verb.i]
            return Content(tokens, between(scene, verb, after), "that", to)
    if verb.dep == "advcl" and _is_as_said(doc, verb):
        tokens = phrase(doc, verb.head, without=[verb.i])
        return Content(_from_opening(scene, tokens, verb) if tokens[0] < verb.i else tokens, [], "aside", to)
    if verb.dep == "parataxis" or (verb.dep == "ccomp" and _is_aside(doc, verb)):
        head = doc.tokens[verb.head]
        tokens = phrase(doc, head.i, without=[verb.i])
        return Content(_from_opening(scene, tokens, verb), [], "aside", to)
    return None


def by_surface(scene: Scene, verb: Token, entry: Cue) -> Content | None:
    """Find a content that the parser hung elsewhere: "told him at a rally that ...", "..., said he"."""
    if "that" not in entry.frames or verb.tag in {"NN", "NNS", "JJ"}:
        return None
    doc, number = scene.doc, scene.segment[verb.i]
    for i in range(verb.i + 1, min(verb.i + 15, len(doc.tokens))):
        token = doc.tokens[i]
        if scene.segment[i] != number or token.pos in VERBAL or token.text in {";", ":"}:
            break
        if token.lower == "that" and (token.tag == "IN" or token.dep == "mark") and token.head > i:
            tokens = [k for k in phrase(doc, token.head) if k >= i]
            return Content(tokens, between(scene, verb, tokens), "that", addressed(doc, verb, entry))
    end = _closing_clause(doc, verb) if "quote" in entry.frames else None
    if end is not None:
        tokens = list(range(scene.opening(verb.i), end))
        told = len(tokens) > 2 and any(doc.tokens[i].pos in VERBAL for i in tokens)
        if told or _is_verdict(scene, tokens):
            return Content(tokens, [], "aside")
    return None


def _is_verdict(scene: Scene, tokens: list[int]) -> bool:
    """Say whether *tokens* are a judgement without a verb: "Not so, says Minsk"."""
    words = [scene.doc.tokens[i] for i in tokens]
    if not words or len(words) > LONGEST_VERDICT or any(w.pos in VERBAL for w in words):
        return False
    return words[0].lower in {"no", "not", "never"} or any(w.lower in scene.cues.falsehoods for w in words)


def _closing_clause(doc: Document, verb: Token) -> int | None:
    """Return where "..., said the envoy" or "..., the daily reported on Friday" begins, at its comma."""
    if inverted(doc, verb.i) is not None:
        return verb.i - 1 if doc.tokens[verb.i - 1].text == "," else None
    own = next((k for k in reversed(doc.children(verb.i, "nsubj")) if k.i < verb.i), None)
    if own is None or own.left == 0 or doc.tokens[own.left - 1].text != ",":
        return None
    busy = any(k.i > verb.i for k in doc.children(verb.i, "ccomp", "dobj", "xcomp", "conj", "acomp"))
    return None if busy or verb.dep in {"relcl", "advcl", "acl"} else own.left - 1


def addressed(doc: Document, verb: Token, entry: Cue) -> Token | None:
    """Return the one to whom it is said, where the entry takes such an object."""
    return doc.child(verb.i, "dobj", "dative") if "who" in entry.frames else None


def _is_sequel(doc: Document, verb: Token, clause: Token, to: Token | None) -> bool:
    """Say whether *clause* is none of what is said: denied all claims, however, a report found ..."""
    if clause.i < verb.i:
        return any(doc.tokens[i].text == ";" for i in range(clause.right + 1, verb.i))
    obj = doc.child(verb.i, "dobj")
    first = doc.tokens[clause.left]
    if first.lower in ADVERBIAL:
        return True
    return (
        obj is not None
        and obj is not to
        and verb.i < obj.i < clause.left
        and doc.tokens[first.i - 1].text == ","
        and first.lower not in {"that", "whether", "if"}
    )


def _without_next_act(scene: Scene, clause: Token, tokens: list[int]) -> list[int]:
    """Cut off "... and called on X" where the parser hung the next act of the speaker on what he said."""
    doc = scene.doc
    cut: set[int] = set()
    for k in doc.children(clause.i, "conj", "advcl"):
        if k.i > clause.i and is_next_act(doc, k) and (k.dep == "conj" or _speaks(scene, k)):
            cut.update(doc.subtree(k.i))
    return [i for i in tokens if i not in cut]


def _speaks(scene: Scene, verb: Token) -> bool:
    """Say whether *verb* is one by which somebody takes a stand in words: citing, adding, accusing."""
    return any(e.stance not in {"believe", "feel", "intend"} for e in scene.cues.verbs.get(verb.lower, ()))


def _from_opening(scene: Scene, tokens: list[int], verb: Token) -> list[int]:
    """Let a content before its cue begin where its sentence does, unless another clause lies between."""
    if not tokens or tokens[0] > verb.i:
        return tokens
    first = scene.opening(tokens[0])
    gap = range(first, tokens[0])
    if any(scene.doc.tokens[i].pos in VERBAL or scene.quote_at(scene.doc.tokens[i].start) for i in gap):
        return tokens
    return [*gap, *tokens]


def _is_as_said(doc: Document, verb: Token) -> bool:
    """Say whether the clause of *verb* is an "as he said", "as he put it"."""
    mark = doc.child(verb.i, "mark", "advmod")
    obj = doc.child(verb.i, "dobj", "ccomp", "xcomp")
    return (
        mark is not None and mark.lower == "as" and mark.i == verb.left and (obj is None or obj.lower == "it")
    )


def _is_aside(doc: Document, verb: Token) -> bool:
    """Say whether the clause of *verb* is set off by commas in the middle or at the end of another."""
    before = doc.tokens[verb.left - 1] if verb.left else None
    return (
        before is not None
        and before.text == ","
        and verb.head < verb.left
        and verb.right - verb.left < 8
        and doc.child(verb.i, "nsubj") is not None
        and doc.child(verb.i, "ccomp", "dobj", "mark") is None
    )
