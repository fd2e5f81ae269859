"""Where noun phrases begin and what follows them, from a parse that is often wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.documents import Document, Token

LONGEST_PHRASE = 14
NOUNS = frozenset({"NOUN", "PROPN"})
_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "DET", "CCONJ", "ADV", "PRON", "SYM", "X"})
_ENDS = frozenset({".", ";", ":", "(", ")", "!", "?", "--", "…"})

_GIVING = frozenset(
    {"give", "send", "offer", "grant", "lend", "hand", "provide", "award", "pay", "sell", "deny", "promise"}
    | {"show", "tell", "ask", "teach", "bring", "cost", "owe", "wish", "supply", "allow", "refuse"}
)
"""Verbs with a receiver and a gift."""


def phrase_start(doc: Document, first: int, head: int) -> int:
    """Return the first token of the base noun phrase whose head noun is at *first* up to *head*.

    Determiners at its start are left out.
    """
    left = max(doc.tokens[head].left, head - LONGEST_PHRASE, doc.sentence(head).first)
    if left == first and _is_misread(doc, first - 1, head):
        left = first - 1
    start = first
    while start > left and _belongs(doc, start - 1):
        start -= 1
    while start < first and not _opens(doc.tokens[start]):
        start += 1
    return start


def _is_misread(doc: Document, i: int, head: int) -> bool:
    """Whether the parser took a name before the noun for a receiver: "accused Hamas militants"."""
    if i < 0:
        return False
    name, noun = doc.tokens[i], doc.tokens[head]
    giver = doc.tokens[noun.head].lemma in _GIVING
    return name.dep == "dative" and name.pos == "PROPN" and name.head == noun.head and not giver


def _belongs(doc: Document, i: int) -> bool:
    token = doc.tokens[i]
    if token.text in _ENDS:
        return False
    if token.pos in _INSIDE or token.text in ("-", "–", ",", "’s", "'s", "'", "’", "."):
        return True
    return token.pos == "VERB" and (token.dep in ("amod", "compound", "nmod") or token.tag in ("VBN", "VBG"))


def _opens(token: Token) -> bool:
    """Whether a phrase can open with *token*, determiners left out."""
    if token.pos in ("DET", "CCONJ", "ADV", "PART", "PUNCT") or token.dep in ("punct", "cc", "det", "predet"):
        return False
    if (
        token.dep in ("advmod", "quantmod")
        or token.lower in ("outside", "inside", "near")
        or token.text in ("'s", "’s", "'", "’")
    ):
        return False
    return token.tag not in ("PRP$", "WP$", "DT", "PDT", "WDT") and token.text not in (",", "-", "–")


def after(doc: Document, head: int) -> list[tuple[str, int, int]]:
    """Return the prepositional phrases after *head*: preposition, first and last token of what it governs."""
    found = []
    for prep in doc.children(head, "prep"):
        if prep.i < head:
            continue
        noun = doc.child(prep.i, "pobj")
        if noun is None:
            continue
        last = noun.i + 1
        for inner in doc.children(noun.i, "prep"):
            if inner.lower in ("of", "for") and inner.i == last:
                deeper = doc.child(inner.i, "pobj")
                last = deeper.i + 1 if deeper is not None else last
        for other in doc.conjuncts(noun.i):
            last = max(last, other.i + 1)
        found.append((prep.lower, prep.i + 1, last))
    return found


def modifies(doc: Document, i: int) -> Token | None:
    """Return the noun to the right that token *i* only modifies, or None."""
    token = doc.tokens[i]
    while token.dep in ("compound", "nmod", "amod", "npadvmod", "quantmod") and token.head > token.i:
        token = doc.tokens[token.head]
        if token.pos in NOUNS and token.dep not in ("compound", "nmod", "amod", "npadvmod"):
            return token
    return token if token.i != i and token.pos in NOUNS else None
