"""Cue verbs: scene in, findings out. Which frame of the lexicon fits decides what the content is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragoman.attributions.clauses import (
    NOMINAL,
    SUBJECTS,
    between,
    cue_tokens,
    inverted,
    is_passive,
    phrase,
    pieces,
    source_tokens,
    stretch,
    subject,
)
from dragoman.attributions.scene import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.attributions.scene import Piece, Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document, Token
    from dragoman.records import Stance

ADVERBIAL = frozenset(
    ["so", "because", "when", "while", "after", "before", "although", "though", "until", "since"]
)
"""Words that open a clause of time or reason, which is not what is said."""
VERBAL = frozenset({"VERB", "AUX"})
RELATIVES = frozenset({"that", "which", "who", "whom", "whose", "what"})
PREDICATES = frozenset({"oprd", "xcomp", "ccomp", "acomp", "attr", "dobj", "dative", "advcl"})


class Content(NamedTuple):
    """The tokens of a content, those that join the cue, the frame that fitted, and who is addressed."""

    tokens: list[int]
    joined: list[int]
    frame: str
    addressee: Token | None = None


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
        content = (_passive_content if passive else _content)(scene, verb, entry, rest)
        if content is None:
            continue
        return _finding(scene, verb, entry, content, rest, passive=passive)
    for entry in entries:
        content = None if passive or len(entry.words) > 1 else _by_surface(scene, verb, entry)
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
        stance=_stance(scene, entry, content),
        addressee=_bounds(doc, phrase(doc, to.i)) if to else None,
    )


def _stance(scene: Scene, entry: Cue, content: Content) -> Stance | None:
    """Tell turning down from denying: who rejects an offer or a person says nothing about the truth of it."""
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


def _content(scene: Scene, verb: Token, entry: Cue, rest: list[Token]) -> Content | None:
    doc, frames = scene.doc, entry.frames
    if "that" in frames or "quote" in frames:
        found = _clause(scene, verb, entry, rest)
        if found:
            return found
    if rest and not frames.isdisjoint({"np", "np-to", "that"}):
        found = _after_rest(doc, verb, rest[-1], frames)
        if found:
            return found
    if "pred" in frames:
        found = _predicated(scene, verb)
        if found:
            return found
    if "as" in frames or entry.after_object:
        found = _object_and(doc, verb, entry)
        if found:
            return found
    return _phrasal(scene, verb, entry)


def _phrasal(scene: Scene, verb: Token, entry: Cue) -> Content | None:
    doc, frames = scene.doc, entry.frames
    if "np-to" in frames:
        found = _object_to(doc, verb)
        if found:
            return found
    if "to" in frames or "ing" in frames:
        found = _infinitive(doc, verb, frames)
        if found:
            return found
    if "np" in frames or "np@claim" in frames:
        found = _object(scene, verb)
        if found and ("np" in frames or _is_claim(scene, verb)):
            return found
    if "raise" in frames:
        found = _raised(doc, verb)
        if found:
            return found
    return _prepositional(doc, verb, entry)


def _clause(scene: Scene, verb: Token, entry: Cue, rest: list[Token]) -> Content | None:
    """A finite clause: after the verb, before it, or all around it."""
    doc = scene.doc
    to = _addressed(doc, verb, entry)
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
        tokens = _without_next_act(doc, verb, c, tokens)
        if tokens and verb.i < tokens[-1]:
            after = [i for i in tokens if i > verb.i]
            return Content(tokens, between(scene, verb, after), "that", to)
    if verb.dep == "parataxis" or (verb.dep == "ccomp" and _is_aside(doc, verb)):
        head = doc.tokens[verb.head]
        tokens = phrase(doc, head.i, without=[verb.i])
        return Content(_from_opening(scene, tokens, verb), [], "aside", to)
    return None


def _by_surface(scene: Scene, verb: Token, entry: Cue) -> Content | None:
    """Find a content that the parser hung elsewhere: "told him at a rally that ...", "..., said he"."""
    if "that" not in entry.frames or verb.tag in {"NN", "NNS", "JJ"}:
        return None
    doc, number = scene.doc, scene.segment[verb.i]
    for i in range(verb.i + 1, min(verb.i + 15, len(doc.tokens))):
        token = doc.tokens[i]
        if scene.segment[i] != number or token.pos in VERBAL or token.text in {";", ":"}:
            break
        if token.lower == "that" and token.tag == "IN" and token.head > i:
            tokens = [k for k in phrase(doc, token.head) if k >= i]
            return Content(tokens, between(scene, verb, tokens), "that", _addressed(doc, verb, entry))
    if "quote" in entry.frames and inverted(doc, verb.i) is not None and doc.tokens[verb.i - 1].text == ",":
        tokens = list(range(scene.opening(verb.i), verb.i - 1))
        if len(tokens) > 2 and any(doc.tokens[i].pos in VERBAL for i in tokens):
            return Content(tokens, [], "aside")
    return None


def _addressed(doc: Document, verb: Token, entry: Cue) -> Token | None:
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


def _without_next_act(doc: Document, verb: Token, clause: Token, tokens: list[int]) -> list[int]:
    """Cut off "... and called on X" where the parser hung the next act of the speaker on what he said.

    It is the speaker's own where it is in the cue's tense and the clause is not.
    """
    if verb.tag not in {"VBD", "VBZ"} or clause.tag == verb.tag:
        return tokens
    for k in doc.children(clause.i, "conj"):
        if k.tag == verb.tag and doc.child(k.i, *SUBJECTS) is None and k.i > clause.i:
            cut = set(doc.subtree(k.i))
            return [i for i in tokens if i not in cut]
    return tokens


def _from_opening(scene: Scene, tokens: list[int], verb: Token) -> list[int]:
    """Let a content before its cue begin where its sentence does, unless another clause lies between."""
    if not tokens or tokens[0] > verb.i:
        return tokens
    first = scene.opening(tokens[0])
    gap = range(first, tokens[0])
    if any(scene.doc.tokens[i].pos in VERBAL or scene.quote_at(scene.doc.tokens[i].start) for i in gap):
        return tokens
    return [*gap, *tokens]


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


def _after_rest(doc: Document, verb: Token, last: Token, frames: frozenset[str]) -> Content | None:
    """The content of a cue of several words: what hangs on its last word, or on a word right of it."""
    obj = doc.child(last.i, "pobj", "pcomp")
    if last.dep == "mark" and last.head > last.i and not frames.isdisjoint({"np", "np-to"}):
        return Content([i for i in phrase(doc, last.head) if i > last.i], [], last.lower)
    if obj is None and "that" in frames:
        for k in (*doc.children(last.i, "ccomp", "advcl"), *doc.children(verb.i, "advcl")):
            mark = doc.child(k.i, "mark")
            if mark is not None and mark.lower in {"that", "whether"}:
                return Content(phrase(doc, k.i), [], "that")
    if obj is None or obj.i < last.i or not frames & {"np", "np-to"}:
        return None
    tokens = phrase(doc, obj.i)
    if "np-to" in frames:
        for x in doc.children(verb.i, "xcomp", "advcl"):
            if x.i > obj.i and doc.child(x.i, "aux") is not None:
                tokens = sorted({*tokens, *phrase(doc, x.i)})
                break
    return Content(tokens, [], last.lower)


def _object(scene: Scene, verb: Token) -> Content | None:
    doc = scene.doc
    obj = doc.child(verb.i, "dobj")
    if obj is None:
        return _relative(doc, verb)
    tokens = phrase(doc, obj.i)
    if obj.i < verb.i and obj.lower not in RELATIVES:
        return None
    if _is_no_saying(scene, verb, obj):
        return None
    return Content(tokens, [], "np")


def _is_no_saying(scene: Scene, verb: Token, obj: Token) -> bool:
    """Say whether a verb of saying is none here: denied them visas, has alleged ties."""
    doc = scene.doc
    if verb.lemma == "deny":
        return obj.lemma in scene.cues.grants or doc.child(verb.i, "dative") is not None
    bare = obj.i == verb.i + 1 and obj.tag in {"NNS", "NN"}
    return verb.lower == "alleged" and bare and doc.child(verb.i, "aux") is not None


def _is_claim(scene: Scene, verb: Token) -> bool:
    """Say whether the object of *verb* is itself a saying: a claim, a report, a plan."""
    obj = scene.doc.child(verb.i, "dobj") or scene.doc.tokens[verb.head]
    return obj.lower in scene.cues.nouns


def _relative(doc: Document, verb: Token) -> Content | None:
    """The claims that he rejected: the noun is the content where the relative clause lacks an object."""
    head = doc.tokens[verb.head]
    own = doc.child(verb.i, "nsubj")
    if verb.dep == "relcl" and head.pos in NOMINAL and own is not None and own.lower not in RELATIVES:
        return Content(phrase(doc, head.i, without=[verb.i]), [], "np")
    return None


def _predicated(scene: Scene, verb: Token) -> Content | None:
    """Called the deal a disaster; the parser has half a dozen trees for it, all in one stretch."""
    doc = scene.doc
    kids = [k for k in doc.children(verb.i) if k.i > verb.i and k.dep in PREDICATES]
    what = [
        k.i for k in doc.children(verb.i) if k.i < verb.i and k.lower in RELATIVES and k.dep in PREDICATES
    ]
    if kids and kids[-1].dep == "advcl" and len(kids) > 1:
        kids.pop()
    tokens = [i for k in kids for i in phrase(doc, k.i)]
    if len(kids) >= 2 or (kids and (kids[0].dep == "ccomp" or what or _names(scene, tokens, kids[0]))):
        return Content([*what, *tokens], [], "pred") if len(tokens) >= 2 or what else None
    return None


def _names(scene: Scene, tokens: list[int], head: Token) -> bool:
    """Say whether a phrase ends in what it is called: an adjective, or a quotation that does not begin it."""
    text = scene.doc.tokens
    if any(k.pos == "ADJ" and k.i > head.i for k in scene.doc.children(head.i, "acl", "amod", "relcl")):
        return True
    inside = [scene.quote_at(text[i].start) is not None for i in tokens]
    return any(inside) and not inside[0] and (inside[-1] or inside[-2])


def _object_and(doc: Document, verb: Token, entry: Cue) -> Content | None:
    obj = doc.child(verb.i, "dobj")
    if obj is None:
        return None
    wanted = entry.after_object | ({"as"} if "as" in entry.frames else frozenset())
    tokens = phrase(doc, obj.i)
    for p in doc.children(verb.i, "prep"):
        if p.lower in wanted and p.i > obj.i:
            return Content(sorted({*tokens, *phrase(doc, p.i)}), [], "np+" + p.lower)
    if any(doc.tokens[i].lower in wanted and doc.tokens[i].dep == "prep" for i in tokens):
        return Content(tokens, [], "np+")
    return None


def _object_to(doc: Document, verb: Token) -> Content | None:
    obj = doc.child(verb.i, "dobj")
    for x in doc.children(verb.i, "xcomp", "ccomp", "advcl"):
        to = [a for a in doc.children(x.i, "aux") if a.tag == "TO"]
        if not to or x.i < verb.i:
            continue
        tokens = phrase(doc, x.i)
        if obj is not None and verb.i < obj.i < x.i:
            return Content(sorted({*phrase(doc, obj.i), *tokens}), [], "np-to", obj)
        inner = doc.child(x.i, "nsubj")
        if inner is not None and inner.i > verb.i:
            return Content(tokens, [], "np-to", inner)
    return None


def _infinitive(doc: Document, verb: Token, frames: frozenset[str]) -> Content | None:
    for x in doc.children(verb.i, "xcomp"):
        if x.i < verb.i:
            continue
        to = any(a.tag == "TO" for a in doc.children(x.i, "aux"))
        if (to and "to" in frames) or (x.tag == "VBG" and not to and "ing" in frames):
            return Content(phrase(doc, x.i), [], "to" if to else "ing")
    return None


def _raised(doc: Document, verb: Token) -> Content | None:
    """The truce seems to hold; it seems that (or: like) the truce holds."""
    subj = doc.child(verb.i, "nsubj", "expl")
    rest = [k for k in doc.children(verb.i, "xcomp", "oprd", "acomp", "ccomp", "advcl") if k.i > verb.i]
    if subj is None or not rest:
        return None
    tokens = phrase(doc, rest[0].i)
    if subj.lower != "it" or rest[0].dep not in {"ccomp", "advcl"}:
        return Content(sorted({*phrase(doc, subj.i), *tokens}), [], "raise")
    like = [i for i in tokens[:1] if doc.tokens[i].lower in {"like", "as"}]
    return Content([i for i in tokens if i not in like], [subj.i, *like], "raise")


def _prepositional(doc: Document, verb: Token, entry: Cue) -> Content | None:
    wanted = entry.prepositions
    if not wanted:
        return None
    for p in doc.children(verb.i, "prep"):
        obj = doc.child(p.i, "pobj", "pcomp")
        if p.lower in wanted and obj is not None and obj.i > p.i > verb.i:
            return Content(phrase(doc, obj.i), [p.i], "+" + p.lower)
    return None


def _passive_content(scene: Scene, verb: Token, entry: Cue, rest: list[Token]) -> Content | None:
    """What is said of the subject ("is said to"), the subject itself, or a clause ("it was said that")."""
    doc, frames = scene.doc, entry.frames
    clause = doc.child(verb.i, "ccomp")
    if clause is not None and clause.i > verb.i and "that" in frames:
        return Content(phrase(doc, clause.i), between(scene, verb, phrase(doc, clause.i)), "that")
    if "that" in frames and entry.stance == "question":
        for k in doc.children(verb.i, "advcl"):
            if k.i > verb.i and doc.tokens[k.left].lower in {"if", "whether"}:
                return Content(phrase(doc, k.i), [], "that")
    subj = _passive_subject(doc, verb)
    if "who" in frames or subj is None:
        return _prepositional(doc, verb, entry)
    about = phrase(doc, subj.i, without=[verb.i])
    x = doc.child(verb.i, "xcomp")
    if x is not None and x.i > verb.i and frames & {"pass", "np-to", "that"}:
        return Content(sorted({*about, *phrase(doc, x.i)}), [], "pass")
    wanted = entry.after_object | ({"as"} if "as" in frames else frozenset())
    for p in doc.children(verb.i, "prep"):
        if p.lower in wanted:
            return Content(sorted({*about, *phrase(doc, p.i)}), [], "np+" + p.lower)
    oprd = doc.child(verb.i, "oprd", "attr")
    if "pred" in frames and oprd is not None:
        return Content(sorted({*about, *phrase(doc, oprd.i)}), [], "pred")
    saying = "np@claim" in frames and subj.lower in scene.cues.nouns
    if "np" in frames or saying or (rest and rest[-1].dep == "prep"):
        return Content(about, [], "np")
    return None


def _passive_subject(doc: Document, verb: Token) -> Token | None:
    own = doc.child(verb.i, "nsubjpass")
    if own is not None:
        return own
    head = doc.tokens[verb.head]
    if verb.dep == "acl" and head.pos in NOMINAL:
        return head if doc.child(verb.i, "agent") is not None else None
    return subject(doc, verb.i) if verb.dep == "conj" else None
