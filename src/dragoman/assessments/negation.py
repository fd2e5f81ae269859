"""Which word, if any, negates a verb: "did not", "never", "no troops", "at no point", "not once", "nor"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.documents import Document, Token

NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
FOCUS = frozenset({"only", "just", "merely", "simply"})
NO_TIME = frozenset(
    {"point", "time", "circumstance", "case", "account", "stage", "moment", "condition", "way", "means"}
)
AGAIN = frozenset({"before", "again", "once", "ever"})


def negator(doc: Document, t: Token, kids: list[Token]) -> Token | None:
    """Return the word that negates verb *t*, whose children are *kids*, if there is one."""
    for k in kids:
        found = _by_child(doc, t, k, kids)
        if found is not None:
            return found
    for k in kids:
        if k.dep in {"nsubj", "nsubjpass", "dobj"} and is_nothing(doc, k):
            return k
    if t.dep == "conj":  # "neither confirmed nor denied"
        return next((k for k in doc.children(t.head, "cc") if k.lower == "nor" and k.i < t.i), None)
    return None


def _by_child(doc: Document, t: Token, k: Token, kids: list[Token]) -> Token | None:
    """Return the negation that child *k* of verb *t* is or holds."""
    if k.dep == "neg" or k.lower in {"nt", "never"} or (k.dep == "advmod" and k.lower == "not"):
        focused = k.i + 1 < len(doc.tokens) and doc.tokens[k.i + 1].lower in FOCUS
        # "not only signed but": it was signed; and so it was in "did not sign until Friday".
        return None if focused or any(u.lower == "until" for u in kids) else k
    if k.dep in {"preconj", "cc"} and k.lower in {"neither", "nor"} and k.i < t.i:
        return k
    if k.dep == "prep":
        return k if is_no_time(doc, k) else None
    if k.dep == "aux":
        return doc.child(k.i, "neg")  # "had not, as of Monday, announced": hung on the auxiliary
    return _by_adverb(doc, k) if k.dep == "advmod" else None


def _by_adverb(doc: Document, k: Token) -> Token | None:
    """Return the negation in "no longer", "never before", "not once", "all but broken" (almost)."""
    if k.lower == "longer" or (k.lower == "all" and doc.tokens[k.i + 1].lower == "but"):
        return k
    if k.lower in AGAIN:
        return next((n for n in doc.children(k.i, "neg") if n.lower in {"never", "not"}), None)
    return None


def is_no_time(doc: Document, preposition: Token) -> bool:
    """Tell whether a preposition says that it never was: "at no point", "under no circumstances"."""
    noun = doc.child(preposition.i, "pobj")
    return (
        noun is not None
        and noun.lemma in NO_TIME
        and any(k.lower == "no" for k in doc.children(noun.i, "det"))
    )


def is_nothing(doc: Document, t: Token) -> bool:
    """Tell whether a noun stands for nobody or nothing: "no troops", "neither side"."""
    if t.lower in NOBODY:
        return True
    kids = doc.children(t.i)
    if any(k.dep in {"det", "neg", "preconj"} and k.lower in {"no", "neither"} for k in kids):
        return True
    first = doc.tokens[t.left]  # "not a single shot", "not one of them"
    return first.lower == "not" and first.i < t.i and doc.tokens[first.i + 1].lower in {"a", "an", "one"}
