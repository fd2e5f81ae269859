"""The grammar that every rule of this room shares: a verb's subject, a cue's extent, the span of a phrase.

Works on the parser's tree, with a glance at the surface where the parser is often wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions.scene import QUOTE_MARKS

if TYPE_CHECKING:
    from dragoman.attributions.scene import Scene
    from dragoman.documents import Document, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
NOT_IN_CUE = frozenset(
    [
        *("when", "where", "how", "why", "whenever", "so", "thus", "therefore", "however", "then"),
        *("meanwhile", "instead", "otherwise", "as", "while", "though", "too"),
    ]
)
PHASES = frozenset(
    [
        *("go", "continue", "proceed", "begin", "start", "keep", "stop", "cease", "quit", "resume"),
        *("try", "attempt", "struggle", "use", "rush", "hasten", "move", "tend", "manage", "dare", "bother"),
    ]
)
"""Verbs that belong to the cue when they stand over it: went on to say, is trying to portray."""
WRAPPERS = frozenset(
    [("as", v) for v in ("quote", "cite", "record", "report")]
    + [
        ("by", v)
        for v in ("conclude", "begin", "start", "end", "close", "open", "respond", "reply", "finish")
    ]
)
"""Verbs that belong to the cue with their preposition: was quoted as saying, began by saying."""
NO_SPEAKERS = frozenset(["that", "it", "this", "so", "what", "which", "who", "there"])


def is_passive(doc: Document, verb: int) -> bool:
    """Say whether *verb* is passive: its auxiliary or subject shows it, or it is a bare participle."""
    if doc.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    token = doc.tokens[verb]
    if token.tag != "VBN" or doc.child(verb, "aux", "nsubj") is not None:
        return False
    if token.dep == "conj":
        return is_passive(doc, token.head)
    return token.dep in {"acl", "advcl", "amod"} or doc.child(verb, "agent") is not None


def subject(doc: Document, verb: int, *, depth: int = 0) -> Token | None:
    """Return the head of the subject of *verb*, its own or the one it shares with the verb above it."""
    turned = inverted(doc, verb)
    if turned is not None:
        return turned
    own = doc.children(verb, *SUBJECTS)
    own = own or [s for k in doc.children(verb, "aux", "auxpass") for s in doc.children(k.i, *SUBJECTS)]
    if own:
        before = [k for k in own if k.i < verb]
        return before[-1] if before else own[0]
    if depth > 4:
        return None
    if doc.tokens[verb].head == verb:
        closing = _set_beside(doc, verb)
        if closing is not None:
            return closing
        # "announced it, then said ...": the parser made the first act a clause
        first = next(
            (c for c in doc.children(verb, "ccomp") if c.i < verb and c.tag == doc.tokens[verb].tag), None
        )
        return doc.child(first.i, "nsubj") if first is not None and first.tag in {"VBD", "VBZ"} else None
    token, head = doc.tokens[verb], doc.head(verb)
    if token.dep == "acl":
        return head if head.pos in NOMINAL and not is_passive(doc, verb) else None
    if token.dep == "xcomp":
        obj = doc.child(head.i, "dobj")
        if obj is not None and obj.i < verb and head.lemma not in {"promise", "threaten", "use", "take"}:
            return obj
    above = _subject_giver(doc, token)
    return None if above is None else subject(doc, above, depth=depth + 1)


def _set_beside(doc: Document, verb: int) -> Token | None:
    """Return the speaker that the parser took for a gloss: "hit a depot near Palmyra, a war monitor said"."""
    if verb == 0 or doc.child(verb, "ccomp") is None:
        return None
    near = doc.tokens[verb - 1]
    for t in (near, *doc.ancestors(near.i)):
        if t.i >= verb or t.right > verb or t.pos not in NOMINAL | {"ADP"}:
            return None
        if t.pos != "ADP" and t.dep in {"appos", "conj"} and t.left and doc.tokens[t.left - 1].text == ",":
            return t if t.head < t.left - 1 else None
    return None


def _subject_giver(doc: Document, verb: Token) -> int | None:
    """Return the verb whose subject *verb* shares."""
    head = doc.tokens[verb.head]
    if verb.dep == "xcomp":
        return head.i
    if verb.dep == "pcomp":
        return head.head if doc.tokens[head.head].pos in {"VERB", "AUX"} else None
    if head.pos not in {"VERB", "AUX"}:
        return None
    if is_next_act(doc, verb):
        return head.head
    if verb.dep == "ccomp":
        return head.i if verb.tag in {"VBG", "VB"} else None
    return head.i if verb.dep in {"conj", "advcl", "dep", "parataxis"} else None


def is_next_act(doc: Document, verb: Token) -> bool:
    """Say whether *verb*, which the parser hung on what is said, is the next act of the one who says it.

    He denied that it would be used and accused them: "accused" goes with "denied", since it shares its tense.
    """
    clause = doc.tokens[verb.head]
    outer = doc.tokens[clause.head]
    if verb.dep == "advcl" and verb.tag == "VBG" and clause.dep == "ccomp" and outer.i < clause.i < verb.i:
        return doc.tokens[verb.left - 1].text == ","  # said it was put off, citing the weather
    if verb.dep != "conj" or clause.dep != "ccomp" or doc.child(verb.i, *SUBJECTS) is not None:
        return False
    if outer.tag not in {"VBD", "VBZ"} or outer.i > clause.i:
        return False
    if verb.tag == "VBN" and outer.tag == "VBD":  # no second participle of a passive has an object
        return doc.child(clause.i, "auxpass") is not None and doc.child(verb.i, "dobj") is not None
    helped = any(a.tag == outer.tag and a.lemma != "have" for a in doc.children(clause.i, "aux", "auxpass"))
    return verb.tag == outer.tag != clause.tag and not helped


def is_withheld(doc: Document, verb: Token) -> bool:
    """Say whether *verb* is negated, or only what somebody will not do: declined to confirm."""
    if doc.child(verb.i, "neg") is not None:
        return True
    head = doc.tokens[verb.head]
    if verb.dep == "xcomp":
        return head.lemma in {"decline", "refuse", "fail"}
    return verb.dep == "conj" and doc.child(verb.i, "aux", "nsubj") is None and _is_negated(doc, head)


def _is_negated(doc: Document, verb: Token) -> bool:
    return any(k.dep == "neg" or k.lower == "neither" for k in doc.children(verb.i)) or is_withheld(doc, verb)


def coordinated(doc: Document, verb: Token) -> list[int]:
    """Return the "did not confirm or" before "deny", since the negation holds for both."""
    head = doc.tokens[verb.head]
    if verb.dep != "conj" or doc.child(verb.i, "aux", "nsubj") is not None or not _is_negated(doc, head):
        return []
    if verb.tag != head.tag or verb.i - head.i > 3:
        return []
    first = min(cue_tokens(doc, head.i))
    if first and doc.tokens[first - 1].lower == "neither":
        first -= 1
    return list(range(first, verb.i))


def inverted(doc: Document, verb: int) -> Token | None:
    """Return the subject that follows its verb: after a comma or a quote, "said experts"."""
    if verb == 0 or verb + 1 >= len(doc.tokens) or doc.tokens[verb].tag not in {"VBD", "VBZ", "VBP"}:
        return None
    if doc.tokens[verb - 1].text != "," and doc.tokens[verb - 1].text not in QUOTE_MARKS:
        return None
    at = doc.tokens[verb + 1]
    if at.pos not in NOMINAL and at.pos != "ADJ":
        return None
    for _ in range(6):
        up = doc.tokens[at.head]
        if up.i <= verb or up.pos not in NOMINAL or up.i > verb + 12:
            break
        at = up
    own = doc.child(verb, "nsubj")
    whole = at.right + 1 < len(doc.tokens) and doc.tokens[at.right + 1].text == ","
    taken = at.dep.startswith("nsubj") and at.head > verb and not whole
    if at.pos not in NOMINAL or at.lower in NO_SPEAKERS or taken:
        return None
    return None if own is not None and own.i < verb and not _loose(doc, own.i, verb) else at


def _loose(doc: Document, subj: int, verb: int) -> bool:
    """Say whether the subject that the parser found on the left is really the head of what is said."""
    return (
        doc.child(verb, "ccomp") is None
        and doc.tokens[subj].right < verb - 1
        and doc.tokens[verb + 1].pos == "PROPN"
    )


def cue_tokens(doc: Document, verb: int) -> list[int]:
    """Return *verb* with its auxiliaries, negation, particle, adverbs beside it, and a "went on to"."""
    token = doc.tokens[verb]
    cue = {verb}
    up = doc.tokens[token.head]
    if token.dep == "xcomp" and up.i < verb <= up.i + 5 and (up.lower in PHASES or up.lemma in PHASES):
        cue.update(cue_tokens(doc, up.i))
        cue.update(range(up.i, verb))
    kids = doc.children(verb)
    for k in kids:
        if k.dep in AUXILIARIES:
            cue.update((k.i, *(m.i for m in doc.children(k.i, "neg", "aux"))))
    _touching(doc, verb, cue, [k for k in kids if k.dep == "advmod" and k.i < verb], -1)
    _touching(doc, verb, cue, [k for k in kids if k.dep == "advmod" and k.i > verb], 1)
    if token.dep == "pcomp":
        cue.update(_wrapper(doc, token))
    cue.update(i for i in range(min(cue), verb) if doc.tokens[i].lower in {"both", "all", "each"})
    first = min(cue)
    if (
        first
        and doc.tokens[first - 1].lower in {"both", "all", "each"}
        and doc.tokens[first - 1].right == first - 1
    ):
        cue.add(first - 1)
    return sorted(cue)


def _wrapper(doc: Document, verb: Token) -> list[int]:
    """Return the "was quoted as" before "saying", the "concluded by" before it."""
    prep = doc.tokens[verb.head]
    up = doc.tokens[prep.head]
    if up.i < prep.i < verb.i <= prep.i + 2 and (prep.lower, up.lemma) in WRAPPERS:
        return [*cue_tokens(doc, up.i), *range(up.i, verb.i)]
    return []


def _touching(doc: Document, verb: int, cue: set[int], adverbs: list[Token], step: int) -> None:
    for adverb in adverbs if step > 0 else reversed(adverbs):
        if adverb.lower in NOT_IN_CUE or adverb.right - adverb.left > 2 or _is_name(doc, adverb):
            continue
        gap = range(adverb.right + 1, verb) if step < 0 else range(verb + 1, adverb.left)
        if all(i in cue for i in gap):
            cue.update(range(adverb.left, adverb.right + 1))


def _is_name(doc: Document, adverb: Token) -> bool:
    """Say whether a capital in mid-sentence shows a name that the tagger took for an adverb."""
    return (
        adverb.text[:1].isupper()
        and adverb.i > 0
        and doc.tokens[adverb.i - 1].text[-1:].islower()
        and doc.tokens[adverb.i - 1].text[:1].islower()
    )


def between(scene: Scene, verb: Token, content: list[int]) -> list[int]:
    """Return the "to reporters", "in a statement" that stands between the verb and its content."""
    doc = scene.doc
    joined: list[int] = []
    at = verb.i + 1
    for k in doc.children(verb.i):
        if k.i < verb.i or (content and k.i > content[0] > verb.i):
            continue
        if k.left == at and k.dep in {"prep", "dative", "npadvmod"} and k.right - k.left < 6:
            if k.dep == "npadvmod" and content[0] < verb.i:
                break
            if k.dep == "prep" and content[0] < verb.i and k.lower != "to" and not _is_medium(scene, k):
                break
            joined.extend(range(k.left, k.right + 1))
            at = k.right + 1
    return joined


def _is_medium(scene: Scene, preposition: Token) -> bool:
    obj = scene.doc.child(preposition.i, "pobj")
    return obj is not None and obj.lower in scene.cues.media
