"""Turns of phrase that settle how a word stands before any entry for the word above it is asked.

"Too late to stop it", "in time to stop it", "the bridge, he wrote, was hit", "calls are
growing in Nairobi for": a reader and a word come in, a `Reading` goes out, or None where there is no such
turn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments import syntax
from dragoman.assessments.syntax import VERBAL
from dragoman.assessments.views import Reading, View, as_done, beside, mark, under
from dragoman.codebook.factuality import Effect

if TYPE_CHECKING:
    from dragoman.assessments.reading import Reader
    from dragoman.codebook.factuality import Signature
    from dragoman.documents import Document, Token

PERHAPS = Effect("+", "possible", "foreseen")
NEGATED = Effect("-", "certain", "done")
DEMANDED = View("?", "unknown", "requested")

SPELLS = frozenset({"hour", "day", "week", "month", "minute", "year", "deadline", "ultimatum"})
FOUND = frozenset(
    {"find", "learn", "discover", "see", "lose", "fail", "hear", "be", "watch", "meet", "return"}
)
ENDS = frozenset({"end", "halt", "stop", "cessation", "suspension", "termination"})
IN_VAIN = frozenset({"vainly", "unsuccessfully", "fruitlessly"})

ADDRESSING = frozenset({"tell", "inform", "remind", "assure", "notify", "warn", "brief"})


def of_infinitive(reader: Reader, t: Token, head: Token) -> Reading | None:
    """Read an infinitive under "too late to", "in time to", "gave them two days to", "only to find"."""
    doc = reader.doc
    too = syntax.excess(doc, t, head)
    if too is not None:
        above = reader.read(head.i)
        return mark(above, under(as_done(above.view), NEGATED, PERHAPS), "too", too)
    before = doc.tokens[t.left - 1] if t.left else t
    if head.lemma == "give" and before.head == head.i and before.lemma in SPELLS:
        return mark(reader.read(head.i), DEMANDED, "term", before)
    if t.dep != "advcl":
        return None
    if t.lemma in FOUND and any(k.lower == "only" for k in doc.children(t.i, "advmod")):
        above = reader.read(head.i)
        return mark(above, above.view, "only to", t)
    if before.lower == "time" and doc.tokens[before.i - 1].lower == "in":
        above = reader.read(head.i)
        return mark(above, above.view, "in time", before)
    if before.dep == "dobj" and before.head == head.i and reader.entries.signature(before, "inf"):
        return reader.noun_and_infinitive(t, before, reader.read(before.i))
    return None


def of_clause(reader: Reader, t: Token, head: Token, link: Token | None) -> Reading | None:
    """Read a clause of a noun further up: "rumours swirled in Bamako that", "its demand today that"."""
    doc = reader.doc
    if link is None or link.lower != "that" or t.dep not in {"ccomp", "advcl"}:
        return None
    asked = doc.child(head.i, "dobj")
    demand = reader.entries.signature(asked, "clause") if asked is not None and asked.i < t.left else None
    if asked is not None and demand is not None and demand.yes.mood == "requested":
        return reader.apply(asked, demand)
    if head.pos not in VERBAL or reader.entries.signature(head, "clause") is not None:
        return None
    noun = doc.tokens[head.head] if head.dep == "acl" else doc.child(head.i, "nsubj", "nsubjpass")
    if noun is None or noun.pos != "NOUN" or doc.child(head.i, "dobj") is not None:
        return None
    frame = "past-clause" if syntax.is_past(doc, t) else "clause"
    signature = reader.entries.signature(noun, frame) or reader.entries.signature(noun, "clause")
    return reader.apply(noun, signature) if signature is not None and signature.voice else None


def of_preposition(reader: Reader, t: Token, preposition: Token, head: Token) -> Reading | None:
    """Read what follows "came within an hour of", or a preposition that belongs to a noun further up."""
    doc = reader.doc
    if preposition.lower == "of" and head.dep == "pobj" and _came_within(doc, head):
        above = reader.read(head.i)
        return mark(above, View("-"), "within", preposition)
    if head.lemma in ENDS and preposition.lower in {"to", "of"}:
        above = reader.read(head.i)
        if above.view.mood == "requested":
            return replace(above, view=View())  # "demanded an end to the flights": they go on
    if head.lemma in reader.words.classes["ground"] and t.lemma in reader.words.classes["claim"]:
        return replace(reader.read(head.i), view=View())  # "no truth in reports that": there are reports
    found = _noun_above(reader, preposition, head)
    return reader.apply(*found) if found is not None else None


def _came_within(doc: Document, spell: Token) -> bool:
    within = doc.tokens[spell.head]
    return within.lower == "within" and doc.tokens[within.head].lemma == "come"


def _noun_above(reader: Reader, preposition: Token, head: Token) -> tuple[Token, Signature] | None:
    """Return the noun that asks for *preposition* over what stands between: "calls grow in Kyiv for"."""
    doc = reader.doc
    if head.pos in VERBAL:
        if reader.entries.signature(head, preposition.lower) is not None:
            return None
        moving = head.lemma in reader.words.classes["stirring"]
        noun = doc.child(head.i, "nsubj") if moving else doc.child(head.i, "dobj")
    elif head.pos == "PROPN" and head.dep == "pobj" and doc.tokens[head.head].lower in {"in", "at", "among"}:
        noun = doc.tokens[doc.tokens[head.head].head]
    else:
        return None
    if noun is None or noun.pos != "NOUN" or noun.i > preposition.i:
        return None
    signature = reader.entries.signature(noun, preposition.lower)
    if signature is None or signature.yes.mood == "done":
        return None
    return noun, signature


def verb_over_clause(reader: Reader, t: Token, noun: Token) -> tuple[Token, Signature] | None:
    """Return the verb of saying that a clause belongs to, where parsers hang it on a noun in between.

    "Judges with low confidence that", "admitted for the first time that", "told a radio station that".
    """
    doc = reader.doc
    first = doc.tokens[t.left]
    told = noun.dep == "dobj" and doc.tokens[noun.head].lemma in ADDRESSING
    link = noun if told else doc.tokens[noun.head]
    verb = doc.tokens[link.head]
    if (
        first.lower != "that"
        or not syntax.is_content(doc, t)
        or not (told or noun.dep == "pobj")
        or verb.pos not in VERBAL
        or verb.i > t.i
    ):
        return None
    frame = "past-clause" if syntax.is_past(doc, t) else "clause"
    signature = reader.entries.signature(verb, frame) or reader.entries.signature(verb, "clause")
    if signature is None or not signature.voice or reader.entries.signature(noun, "clause") is not None:
        return None
    subject = doc.child(t.i, "nsubj", "nsubjpass")
    whole = subject is not None and subject.i != first.i
    free = told or doc.child(verb.i, "ccomp", "dobj") is None
    return (verb, signature) if whole and free else None


def put_in(reader: Reader, t: Token, first: Token) -> Reading | None:
    """Read a clause broken by its source: "the bridge, a lawmaker wrote, was hit"."""
    doc = reader.doc
    if t.head != first.i or doc.tokens[t.left - 1].lower != "," or doc.child(first.i, "cc", "ccomp", "dobj"):
        return None
    subject = doc.child(first.i, "nsubj")
    between = doc.child(subject.i, "appos") if subject is not None else None
    signature = reader.entries.signature(first, "clause")
    if between is None or signature is None or not signature.voice or between.right + 1 != first.i:
        return None
    return reader.apply(first, signature)


def off_the_table(reader: Reader, t: Token, verb: Token) -> Reading | None:
    """Read a subject that is said to be "off the table" or "out of the question"."""
    if verb.lemma not in syntax.LINKING or t.dep not in {"nsubj", "csubj"}:
        return None
    doc = reader.doc
    for k in doc.children(verb.i, "prep"):
        word = reader.words.words.get((f"{k.lower} {doc.tokens[k.right].lower}", "adjective"))
        if word is not None:
            above = reader.read(verb.i)
            return mark(above, beside(above.view, word.effect), f"adjective {word.word}", k)
    return None


def is_in_vain(doc: Document, governor: Token) -> bool:
    """Tell whether an attempt came to nothing: "tried in vain to", "vainly sought"."""
    for k in doc.children(governor.i, "advmod", "prep"):
        if k.lower in IN_VAIN:
            return True
        end = doc.child(k.i, "pobj") if k.dep == "prep" else None
        if end is not None and f"{k.lower} {end.lower}" in {"in vain", "to avail", "without success"}:
            return True
    return False
