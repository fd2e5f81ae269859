"""Denials in other words: "the reports are false", "called the claims absurd", "it is a lie".

Only what says nothing else counts: "the reports are false, we have withdrawn" denies the one and asserts the
other, and so keeps the stance of its cue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.attributions.scene import Finding, Scene
    from dragoman.documents import Token
    from dragoman.records import Stance

NEUTRAL = frozenset({"assert", "criticize", "believe", "question", "confirm", "suggest"})
CLAIMING = frozenset({"allege", "assert", "suggest"})
POINTING = frozenset({"it", "this", "that", "these", "those", "they", "all", "everything", "which"})


def stance_of(scene: Scene, finding: Finding) -> Stance:
    """Return the stance of *finding*: "deny" where all it says is that a claim is untrue."""
    stance = finding.stance or finding.entry.stance
    if stance not in NEUTRAL:
        return stance
    falsehoods = scene.cues.falsehoods
    for start, end in finding.content:
        for i in scene.doc.tokens_in(start, end):
            token = scene.doc.tokens[i]
            if token.lower in falsehoods and _is_said_of_claim(scene, token, finding):
                return "deny"
    return stance


def _is_said_of_claim(scene: Scene, word: Token, finding: Finding) -> bool:
    """Say whether *word* is the predicate of a claim, and the clause the main one of the content."""
    doc = scene.doc
    if "as" in finding.entry.frames and "as" in (doc.tokens[word.i - 1].lower, doc.tokens[word.i - 2].lower):
        about = doc.child(finding.anchor, "dobj", "nsubjpass")
        return about is not None and _is_claim(scene, about)
    at = word
    while at.dep in {"amod", "conj", "compound", "appos"} and at.head != at.i:
        at = doc.tokens[at.head]
    verb = (
        doc.tokens[at.head]
        if at.dep in {"acomp", "attr", "oprd", "ccomp", "xcomp", "dobj", "pobj", "acl"}
        else at
    )
    if verb.dep == "prep":
        verb = doc.tokens[verb.head]
    if doc.child(verb.i, "neg") is not None or doc.child(at.i, "neg") is not None:
        return False
    if verb.i == finding.anchor:
        about = doc.child(at.i, "nsubj") or doc.child(verb.i, "dobj", "nsubjpass")
        about = about if about is None or about.i < word.i else None
        if about is None and doc.tokens[verb.head].pos in {"NOUN", "PROPN"} and verb.dep in {"relcl", "acl"}:
            about = doc.tokens[verb.head]
    else:
        about = doc.child(verb.i, "nsubj") if verb.lemma in {"be", "remain"} else doc.child(at.i, "nsubj")
        if not _is_main(scene, verb, finding):
            return False
    return (
        about is not None and _is_claim(scene, about) and _says_no_more(scene, finding, (verb.i, at.i), about)
    )


def _says_no_more(scene: Scene, finding: Finding, predicate: tuple[int, int], about: Token) -> bool:
    """Say whether the content has no verb but the predicate's, and those inside the claim it is said of."""
    doc = scene.doc
    inside = doc.subtree(about.i)
    for start, end in finding.content:
        for i in doc.tokens_in(start, end):
            token = doc.tokens[i]
            if token.pos not in {"VERB", "AUX"} or i in predicate or i in inside:
                continue
            if token.head not in predicate or token.dep not in {"aux", "auxpass"}:
                return False
    return True


def _is_main(scene: Scene, verb: Token, finding: Finding) -> bool:
    """Say whether *verb* heads what is said, rather than a clause inside it."""
    if verb.head in (verb.i, finding.anchor):
        return True
    return verb.dep in {"ccomp", "conj", "parataxis"} and scene.doc.tokens[verb.head].head in (
        verb.head,
        finding.anchor,
    )


def _is_claim(scene: Scene, noun: Token) -> bool:
    if noun.lower in POINTING:
        return True
    return any(entry.stance in CLAIMING for entry in scene.cues.nouns.get(noun.lower, ())) or (
        noun.lemma in {"story", "information", "document", "footage", "idea", "notion", "theory"}
    )
