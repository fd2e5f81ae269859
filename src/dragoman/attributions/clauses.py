"""The grammar that every rule of this room shares: a verb's subject, a cue's extent, the span of a phrase.

Works on the parser's tree, with a glance at the surface where the parser is often wrong.
"""

from __future__ import annotations

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
    "when where how why whenever so thus therefore however then meanwhile instead otherwise as while though too".split()
)
MEDIA = frozenset(
    "statement interview speech tweet letter post message email e-mail briefing conference telegram remarks memo "
    "essay column op-ed report article note comments release editorial broadcast address video call".split()
)
LOOSE = frozenset({",", ";", ":", "—", "–", "-", "--", "―", "and", "but", "or", "(", "["})


def is_passive(doc: Document, verb: int) -> bool:
    """Say whether *verb* is passive: it has a passive auxiliary or subject."""
    return doc.child(verb, "auxpass", "nsubjpass") is not None


def subject(doc: Document, verb: int, *, depth: int = 0) -> Token | None:
    """Return the head of the subject of *verb*, its own or the one it shares with the verb above it."""
    own = doc.children(verb, *SUBJECTS)
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
    if token.dep in {"conj", "advcl", "ccomp", "dep", "parataxis"} and head.pos in {"VERB", "AUX"}:
        if token.dep == "ccomp" and token.tag not in {"VBG", "VB"}:
            return None
        return subject(doc, head.i, depth=depth + 1)
    return None


def cue_tokens(doc: Document, verb: int) -> list[int]:
    """Return *verb* with its auxiliaries, negation, particle and the adverbs that touch it."""
    cue = {verb}
    kids = doc.children(verb)
    for k in kids:
        if k.dep in AUXILIARIES:
            cue.update(range(k.left, k.right + 1) if k.right - k.left < 3 else (k.i,))
    _touching(doc, verb, cue, [k for k in kids if k.dep == "advmod" and k.i < verb], -1)
    _touching(doc, verb, cue, [k for k in kids if k.dep == "advmod" and k.i > verb], 1)
    return sorted(cue)


def _touching(doc: Document, verb: int, cue: set[int], adverbs: list[Token], step: int) -> None:
    for adverb in adverbs if step > 0 else reversed(adverbs):
        if adverb.lower in NOT_IN_CUE or adverb.right - adverb.left > 2:
            continue
        gap = range(adverb.right + 1, verb) if step < 0 else range(verb + 1, adverb.left)
        if all(i in cue for i in gap):
            cue.update(range(adverb.left, adverb.right + 1))


def between(doc: Document, verb: Token, content: list[int]) -> list[int]:
    """Return the "to reporters", "in a statement" that stands between the verb and its content."""
    joined: list[int] = []
    at = verb.i + 1
    for k in doc.children(verb.i):
        if k.i < verb.i or (content and k.i > content[0] > verb.i):
            continue
        if k.left == at and k.dep in {"prep", "dative", "npadvmod"} and k.right - k.left < 6:
            if k.dep == "npadvmod" and content[0] < verb.i:
                break
            if k.dep == "prep" and content[0] < verb.i and k.lower != "to" and not _is_medium(doc, k):
                break
            joined.extend(range(k.left, k.right + 1))
            at = k.right + 1
    return joined


def _is_medium(doc: Document, preposition: Token) -> bool:
    obj = doc.child(preposition.i, "pobj")
    return obj is not None and obj.lower in MEDIA


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


def source_tokens(doc: Document, head: int, *, without: Iterable[int] = ()) -> list[int]:
    """Return the tokens of the noun phrase of *head* as a source: one unbroken run around the head."""
    tokens = phrase(doc, head, without=without)
    run = _run_around(tokens, head)
    while run and run[0] != head and doc.tokens[run[0]].lower in LOOSE:
        run = run[1:]
    while run and run[-1] != head and doc.tokens[run[-1]].lower in LOOSE - {","}:
        run = run[:-1]
    return run


def _run_around(tokens: list[int], head: int) -> list[int]:
    at = tokens.index(head)
    first = last = at
    while first > 0 and tokens[first - 1] == tokens[first] - 1:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1] == tokens[last] + 1:
        last += 1
    return tokens[first : last + 1]


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
        while first <= last and doc.tokens[first].lower in LOOSE:
            first += 1
        while last >= first and _hangs(scene, first, last):
            last -= 1
        if first > last:
            continue
        piece = whole_quotes(scene, (doc.tokens[first].start, doc.tokens[last].end), doc.tokens[anchor].start)
        if out and piece[0] <= out[-1][1]:
            piece = (out[-1][0], max(piece[1], out[-1][1]))
            out.pop()
        out.append(piece)
    return out


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
