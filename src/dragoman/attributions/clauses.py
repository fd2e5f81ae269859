"""The grammar that every rule of this room shares: a verb's subject, a cue's extent, the span of a phrase.

Works on the parser's tree, with a glance at the surface where the parser is often wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.attributions.scene import ENDS, QUOTE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.attributions.scene import Piece, Scene
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
_GLUED_AFTER = re.compile(r"(?:-\w+)+")
NO_SPEAKERS = frozenset(["that", "it", "this", "so", "what", "which", "who", "there"])
CONNECTIVES = frozenset(
    [
        "however",
        "meanwhile",
        "moreover",
        "furthermore",
        "nevertheless",
        "nonetheless",
        "still",
        "also",
        "besides",
    ]
)
ASIDE_MARKS = frozenset({",", "—", "–", "--", "-", "("})
LOOSE = frozenset({",", ";", ":", "—", "–", "-", "--", "―", "and", "but", "or", "(", "["})
NO_OPENING = LOOSE | QUOTE_MARKS | {"even", "also"}


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
    token = doc.tokens[verb]
    if depth > 4 or token.head == verb:
        return None
    head = doc.tokens[token.head]
    if token.dep == "acl":
        return head if head.pos in NOMINAL and not is_passive(doc, verb) else None
    if token.dep == "xcomp":
        obj = doc.child(head.i, "dobj")
        if obj is not None and obj.i < verb and head.lemma not in {"promise", "threaten", "use", "take"}:
            return obj
        return subject(doc, head.i, depth=depth + 1)
    if token.dep == "pcomp":
        up = doc.tokens[head.head]
        if up.pos in {"VERB", "AUX"}:
            return subject(doc, up.i, depth=depth + 1)
        return None
    if token.dep == "advcl" and token.tag == "VBG" and head.dep == "ccomp" and is_passive(doc, head.i):
        return subject(doc, head.head, depth=depth + 1)  # said it was put off, citing the weather
    if token.dep in {"conj", "advcl", "ccomp", "dep", "parataxis"} and head.pos in {"VERB", "AUX"}:
        if token.dep == "ccomp" and token.tag not in {"VBG", "VB"}:
            return None
        return subject(doc, head.i, depth=depth + 1)
    return None


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
    if at.pos not in NOMINAL or at.lower in NO_SPEAKERS or (at.dep.startswith("nsubj") and at.head > verb):
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


def phrase(doc: Document, head: int, *, without: Iterable[int] = ()) -> list[int]:
    """Return the tokens of the phrase of *head*, less the subtrees that hold one of *without*."""
    barred: set[int] = set()
    banned = set(without)
    for i in banned:
        barred.update(_branch(doc, head, i))
    return [i for i in doc.subtree(head) if i not in barred and _under(doc, i, head)]


def _under(doc: Document, i: int, head: int) -> bool:
    """Say whether *i* hangs below *head*; projective trees make this a formality, crossing ones do not."""
    if i == head:
        return True
    return any(a.i == head for a in doc.ancestors(i))


def _branch(doc: Document, head: int, i: int) -> range:
    """Return the subtree of the child of *head* that holds *i*."""
    if i == head:
        return range(0)
    at = i
    while doc.tokens[at].head not in (head, at):
        at = doc.tokens[at].head
    return doc.subtree(at) if doc.tokens[at].head == head else range(0)


def source_tokens(scene: Scene, head: int, *, without: Iterable[int] = ()) -> list[int]:
    """Return the tokens of the noun phrase of *head* as a source: one unbroken run around the head.

    Appositions and short restrictive clauses belong to it; an aside ("who was there too") does not.
    """
    doc = scene.doc
    asides = [
        k.i
        for k in doc.children(head, "relcl", "acl", "advcl")
        if k.i > head and doc.tokens[k.left - 1].text in ASIDE_MARKS
    ]
    barred = scene.datelines.union(*(range(doc.tokens[k].left, doc.tokens[k].right + 1) for k in asides))
    tokens = [i for i in phrase(doc, head, without=without) if i not in barred]
    if head not in tokens:
        return []
    run = _run_around(tokens, head)
    while run[0] != head and doc.tokens[run[0]].lower in NO_OPENING:
        run = run[1:]
    while run[-1] != head and (doc.tokens[run[-1]].lower in LOOSE - {","} or _dangles(run, asides, doc)):
        run = run[:-1]
    if run[-1] != head and not any(doc.tokens[i].text in ASIDE_MARKS for i in run[:-1]):
        run = run[:-1] if doc.tokens[run[-1]].text == "," else run
    return run


def _dangles(run: list[int], asides: list[int], doc: Document) -> bool:
    """Say whether the last comma of *run* only opened an aside that was left out."""
    return doc.tokens[run[-1]].text in ASIDE_MARKS and any(doc.tokens[k].left == run[-1] + 1 for k in asides)


def _run_around(tokens: list[int], head: int) -> list[int]:
    at = tokens.index(head)
    first = last = at
    while first > 0 and tokens[first - 1] == tokens[first] - 1:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1] == tokens[last] + 1:
        last += 1
    return tokens[first : last + 1]


def stretch(doc: Document, tokens: list[int]) -> tuple[Piece, ...]:
    """Return the one piece from the first of *tokens* to the last, or none."""
    if not tokens:
        return ()
    return (whole_words(doc.text, doc.tokens[tokens[0]].start, doc.tokens[tokens[-1]].end),)


def whole_words(text: str, start: int, end: int) -> Piece:
    """Widen a piece that ends or begins at the hyphen inside a word: "anti" in "anti-war"."""
    tail = _GLUED_AFTER.match(text, end)
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        start -= 1
        while start and text[start - 1].isalnum():
            start -= 1
    return start, tail.end() if tail else end


def runs(tokens: Iterable[int]) -> list[list[int]]:
    """Divide *tokens* into unbroken runs."""
    out: list[list[int]] = []
    for i in sorted(set(tokens)):
        if out and out[-1][-1] == i - 1:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def pieces(scene: Scene, tokens: Iterable[int], anchor: int) -> list[Piece]:
    """Return the characters of *tokens* as content: trimmed of loose edges, quotation marks kept in pairs.

    A quote that holds the cue itself, at token *anchor*, is none of the content's business.
    """
    doc = scene.doc
    out: list[Piece] = []
    for run in runs(tokens):
        first, last = run[0], run[-1]
        while first <= last and (
            doc.tokens[first].lower in LOOSE or first in scene.datelines or _connects(doc, first)
        ):
            first += 1
        while last >= first and _hangs(scene, first, last):
            last -= 1
        if first > last:
            continue
        piece = whole_words(doc.text, doc.tokens[first].start, doc.tokens[last].end)
        piece = whole_quotes(scene, piece, doc.tokens[anchor].start)
        if out and piece[0] <= out[-1][1]:
            piece = (out[-1][0], max(piece[1], out[-1][1]))
            out.pop()
        out.append(piece)
    return out


def _connects(doc: Document, i: int) -> bool:
    """Say whether token *i* is a "however" with its comma, which links sentences and says nothing."""
    return doc.tokens[i].lower in CONNECTIVES and i + 1 < len(doc.tokens) and doc.tokens[i + 1].text == ","


def _hangs(scene: Scene, first: int, last: int) -> bool:
    """Say whether token *last* is a comma, conjunction or full stop that the content does not need."""
    token = scene.doc.tokens[last]
    if token.lower in LOOSE:
        return True
    if token.text in ENDS:
        quote = scene.quote_at(token.start)
        return quote is None or quote.start < scene.doc.tokens[first].start
    if token.text in QUOTE_MARKS and last > first:
        quote = scene.quote_at(token.start)
        return quote is not None and quote.start == token.start
    return False


def whole_quotes(scene: Scene, piece: Piece, cue: int) -> Piece:
    """Widen *piece* so that it cuts no quote of which it holds the better half; *cue* is where the cue is."""
    start, end = piece
    for char in (start, end - 1, end):
        quote = scene.quote_at(min(char, len(scene.doc.text) - 1))
        if quote is None or (start <= quote.start and quote.end <= end) or quote.start <= cue < quote.end:
            continue
        shared = min(end, quote.end) - max(start, quote.start)
        if shared > 0 and (shared * 2 >= quote.end - quote.start or quote.start >= start):
            start, end = min(start, quote.start), max(end, quote.end)
    return start, end
