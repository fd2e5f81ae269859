"""The frames of the lexicon: a cue verb and its entry in, the content out, or None where no frame fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.attributions.clauses import NOMINAL, between, subject
from dragoman.attributions.complements import RELATIVES, Content, finite
from dragoman.attributions.stretches import phrase

if TYPE_CHECKING:
    from dragoman.attributions.scene import Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Document, Token

BELONG = frozenset(["from", "against", "between", "over", "about", "of", "to", "toward", "towards"])
"""Prepositions that go on with the object they touch: demanded an apology from Beijing."""
PREDICATES = frozenset({"oprd", "xcomp", "ccomp", "acomp", "attr", "dobj", "dative", "advcl"})


def active(scene: Scene, verb: Token, entry: Cue, rest: list[Token]) -> Content | None:
    """Return the content of active *verb* by the first frame that fits; *rest* is the rest of its words."""
    doc, frames = scene.doc, entry.frames
    if "that" in frames or "quote" in frames:
        found = finite(scene, verb, entry, rest)
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
    if "np" in frames or any(f.startswith("np@") for f in frames):
        found = _object(scene, verb)
        if found and ("np" in frames or _fits(scene, verb, frames)):
            return found
    if "raise" in frames:
        found = _raised(doc, verb)
        if found:
            return found
    return _prepositional(doc, verb, entry)


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
    if _is_no_saying(scene, verb, obj) or _is_carrier(scene, verb, obj):
        return None
    return Content(_with_more(doc, verb, obj, tokens), [], "np")


def _with_more(doc: Document, verb: Token, obj: Token, tokens: list[int]) -> list[int]:
    """Add a second object that the parser hung on the verb: denied the charge, as well as claims that ..."""
    for p in doc.children(verb.i, "prep", "dative"):
        if p.left == tokens[-1] + 1 and p.lower in BELONG and not _is_when(doc, p):
            tokens = sorted({*tokens, *phrase(doc, p.i)})
    for k in doc.children(verb.i, "conj", "dobj", "appos"):
        if (
            k.i > obj.i
            and k.pos in {"NOUN", "PROPN"}
            and doc.tokens[k.left - 1].lower in {"as", "and", "or", "nor"}
        ):
            return sorted({*tokens, *range(obj.right + 1, k.left), *phrase(doc, k.i)})
    return tokens


def _is_no_saying(scene: Scene, verb: Token, obj: Token) -> bool:
    """Say whether a verb of saying is none here: denied them visas, has alleged ties."""
    doc = scene.doc
    if verb.lemma == "deny":
        return obj.lemma in scene.cues.grants or doc.child(verb.i, "dative") is not None
    bare = obj.i == verb.i + 1 and obj.tag in {"NNS", "NN"}
    return verb.lower == "alleged" and bare and doc.child(verb.i, "aux") is not None


def _is_carrier(scene: Scene, verb: Token, obj: Token) -> bool:
    """Say whether the noun that *verb* only carries has a content of its own: voiced concern about."""
    if verb.lemma not in scene.cues.support or obj.lower not in scene.cues.nouns:
        return False
    return any(k.i > obj.i for k in scene.doc.children(obj.i, "prep", "acl", "ccomp"))


def _fits(scene: Scene, verb: Token, frames: frozenset[str]) -> bool:
    """Say whether the object of *verb* is of the kind that the entry wants: itself a saying, or a threat."""
    obj = scene.doc.child(verb.i, "dobj") or scene.doc.tokens[verb.head]
    if "np@claim" in frames and obj.lower in scene.cues.nouns:
        return True
    return "np@threat" in frames and obj.lemma in scene.cues.threats


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
    head = doc.tokens[verb.head]
    if not what and len(kids) == 1 and verb.dep in {"relcl", "acl"} and head.pos in NOMINAL:
        what = phrase(doc, head.i, without=[verb.i])
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
        if p.lower in wanted and p.i > obj.i and not _is_when(doc, p):
            return Content(sorted({*tokens, *phrase(doc, p.i)}), [], "np+" + p.lower)
    if any(doc.tokens[i].lower in wanted and doc.tokens[i].dep == "prep" for i in tokens):
        return Content(tokens, [], "np+")
    return None


def _is_when(doc: Document, prep: Token) -> bool:
    """Say whether a phrase tells for how long or which time: attacked the town for the third night."""
    obj = doc.child(prep.i, "pobj")
    return obj is not None and obj.lemma in {
        "time",
        "day",
        "night",
        "week",
        "month",
        "year",
        "hour",
        "minute",
    }


def _object_to(doc: Document, verb: Token) -> Content | None:
    obj = doc.child(verb.i, "dobj")
    if obj is not None and obj.i > verb.i and obj.right + 2 < len(doc.tokens):
        to_word = doc.tokens[obj.right + 1]
        if to_word.tag == "TO" and to_word.head > to_word.i and doc.tokens[to_word.head].head != obj.i:
            tokens = [i for i in phrase(doc, to_word.head) if i >= to_word.i]
            return Content(sorted({*phrase(doc, obj.i), *tokens}), [], "np-to", obj)
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


def passive(scene: Scene, verb: Token, entry: Cue, rest: list[Token]) -> Content | None:
    """What is said of the subject ("is said to"), the subject itself, or a clause ("it was said that")."""
    doc, frames = scene.doc, entry.frames
    clause = doc.child(verb.i, "ccomp")
    if clause is not None and clause.i > verb.i and "that" in frames:
        return Content(phrase(doc, clause.i), between(scene, verb, phrase(doc, clause.i)), "that")
    if "that" in frames and entry.stance == "question":
        for k in doc.children(verb.i, "advcl"):
            if k.i > verb.i and doc.tokens[k.left].lower in {"if", "whether"}:
                return Content(phrase(doc, k.i), [], "that")
    if any(p.lower == "as" and doc.child(p.i, "pcomp") is not None for p in doc.children(verb.i, "prep")):
        return None  # "was quoted as saying": the cue is the saying
    subj = _passive_subject(doc, verb)
    if "who" in frames or subj is None:
        return _prepositional(doc, verb, entry)
    about = phrase(doc, subj.i, without=[verb.i])
    x = doc.child(verb.i, "xcomp")
    if x is not None and x.i > verb.i and frames & {"pass", "np-to", "that"} and verb.lower != "supposed":
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
