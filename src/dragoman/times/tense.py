"""Which way a time without a year or week points: from the verb that governs it, and the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.documents import Document, Token

AHEAD = frozenset(
    [
        "plan",
        "intend",
        "expect",
        "schedule",
        "due",
        "slate",
        "hope",
        "want",
        "agree",
        "vow",
        "pledge",
        "promise",
        "prepare",
        "aim",
        "try",
        "decide",
        "seek",
        "propose",
        "ask",
        "urge",
        "call",
        "invite",
        "order",
        "demand",
        "require",
        "need",
        "wish",
        "set",
        "likely",
        "ready",
        "willing",
        "able",
        "begin",
    ]
)
"""Words whose infinitive lies ahead of them: "plans to meet on Tuesday"."""

WITH_IT = frozenset({"appear", "seem", "manage", "fail", "happen"})
"""Verbs whose infinitive goes on when they do: "appeared to tighten the blockade on Saturday"."""

BOOKED = frozenset({"schedule", "slate", "expect", "plan", "book", "set", "await", "postpone", "delay"})
"""Participles that point ahead although their form is past: "scheduled for Tuesday"."""

OFTEN_BOOKED = frozenset({"schedule", "slate", "expect", "plan"})
"""Those that do so with any preposition; the others with "for", "until" and "to" only."""

PUT_OFF = frozenset({"extend", "postpone", "delay", "reschedule", "move", "prolong", "adjourn", "defer"})
"""What is put off "to" or "until" a date lies ahead, whatever the tense."""

FUTURE_MODALS = frozenset(
    {"will", "shall", "wo", "'ll", "’ll", "ll", "may", "must", "can", "should", "might"}
)
PAST_MODALS = frozenset({"would", "could", "'d", "’d", "d"})


def direction(doc: Document, start: int, end: int, *, present: int = 1) -> int:
    """Return -1 if the words point to the past, 1 to the future, 0 if they do not say.

    *present* is where a plain present points: "the court rules on Monday" lies ahead.
    """
    inside = doc.tokens_in(start, end)
    if not inside:
        return 0
    root = doc.root_of(inside.start, inside.stop)
    previous = doc.tokens[inside.start - 1] if inside.start else None
    if previous is not None and (previous.lower in {"since", "ago"} or _is_as_of(doc, previous)):
        return -1
    token: Token | None = doc.tokens[root]
    named = False
    for _ in range(12):
        assert token is not None
        if token.dep != "prep" and (token.pos in {"VERB", "AUX"} or token.tag.startswith("VB")):
            way = _of_verb(doc, token)
            # "A tweet on Monday says": the verb's present is not the tweet's.
            if way > 0 and named and _is_present(doc, token, PAST_MODALS):
                return 0
            return present if way > 0 and _is_present(doc, token) else way
        named = named or (token.i not in inside and token.pos in {"NOUN", "PROPN", "PRON"})
        if token.lemma in {"due", "upcoming", "forthcoming"}:
            return 1
        if token.head == token.i:
            break
        token = doc.tokens[token.head]
    return _of_sentence(doc, inside.start)


def _is_as_of(doc: Document, previous: Token) -> bool:
    return previous.lower == "of" and previous.i > 0 and doc.tokens[previous.i - 1].lower == "as"


def _is_present(doc: Document, verb: Token, also: frozenset[str] = frozenset()) -> bool:
    """Whether *verb* is a plain present with nothing to make it a future, or has an auxiliary of *also*."""
    auxiliaries = {k.lower for k in doc.children(verb.i, "aux")}
    if auxiliaries & also:
        return True
    return verb.tag in {"VBZ", "VBP"} and not auxiliaries & (FUTURE_MODALS | {"to"})


def _of_sentence(doc: Document, i: int) -> int:
    """The nearest finite verb of the sentence, where the tree gives none above."""
    sentence = doc.sentence(i)
    root = doc.tokens[sentence.root]
    if root.pos in {"VERB", "AUX"}:
        return _of_verb(doc, root)
    return 0


def _of_verb(doc: Document, verb: Token, depth: int = 0) -> int:
    kids = doc.children(verb.i)
    auxiliaries = [k for k in kids if k.dep in {"aux", "auxpass"}]
    lowers = {a.lower for a in auxiliaries}
    if verb.lemma in PUT_OFF and {"to", "until", "till"} & {k.lower for k in kids}:
        return 1
    if lowers & FUTURE_MODALS:
        return 1
    if verb.lemma in BOOKED and verb.tag == "VBN" and "have" not in {a.lemma for a in auxiliaries}:
        ahead = {"for", "until", "till", "to"} & {k.lower for k in kids}
        if ahead or verb.lemma in OFTEN_BOOKED:
            return 1
    if lowers & PAST_MODALS:
        return 1 if "have" not in lowers else -1
    if "to" in lowers:
        return _of_infinitive(doc, verb, depth)
    if any(a.tag == "VBD" for a in auxiliaries) or verb.tag == "VBD":
        return -1
    if verb.tag == "VBN":
        return -1
    if verb.tag == "VBG":
        return _of_participle(doc, verb, auxiliaries, depth)
    if verb.tag in {"VBZ", "VBP"} and lowers & {"has", "have", "had"}:
        return -1
    if verb.tag in {"VBZ", "VBP"}:
        return 1
    return 0


def _of_infinitive(doc: Document, verb: Token, depth: int) -> int:
    head = doc.head(verb.i)
    if head.i == verb.i or depth > 6:
        return 1
    if head.lemma in WITH_IT and head.pos == "VERB":
        return _of_verb(doc, head, depth + 1)
    if head.lemma in AHEAD or verb.dep in {"xcomp", "acl", "relcl"}:
        return 1
    return _of_verb(doc, head, depth + 1) if head.pos in {"VERB", "AUX"} else 1


def _of_participle(doc: Document, verb: Token, auxiliaries: list[Token], depth: int) -> int:
    if any(a.lower in {"is", "are", "am", "'s", "'re", "’s", "’re", "be"} for a in auxiliaries):
        return 1
    head = doc.head(verb.i)
    if auxiliaries or head.i == verb.i or depth > 6:
        return -1 if auxiliaries else 0
    return _of_verb(doc, head, depth + 1) if head.pos in {"VERB", "AUX"} else 0
