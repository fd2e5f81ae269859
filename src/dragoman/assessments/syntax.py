"""Questions about the tree around a word, asked of a Document: of words it knows only the closed classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.documents import Document, Token

VERBAL = frozenset({"VERB", "AUX"})
RUN_ON = frozenset({";", "but", "however", "whereas"})
IMPERATIVES = frozenset({"ROOT", "ccomp", "parataxis", "conj"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
LINKING = frozenset({"be", "remain", "seem", "become"})
TRAILING = frozenset({"let alone", "much less", "still less", "even less", "never mind"})
STEM = 5
"""So many letters are enough to tell one act from another: "train" and "training", "deploy", "deployment"."""

AS_SOON_AS = frozenset({"hardly", "scarcely", "barely"})
WHOEVER = frozenset(
    {"any", "every", "each", "all", "anyone", "anybody", "anything", "everyone", "whoever", "those"}
)
FINITE = frozenset({"VBD", "VBZ"})
WANTING_OBJECT = frozenset(
    {"dismiss", "reject", "deny", "call", "describe", "refute", "dispute", "make", "repeat", "denounce"}
)
"""Verbs that are never without an object: in a clause without one, "that" is it."""


def shares_auxiliaries(doc: Document, first: Token, t: Token) -> bool:
    """Tell whether verb *t* lives on the auxiliaries of the one it is coordinated with."""
    kids = doc.children(t.i)
    if any(k.dep in {"aux", "auxpass", "nsubj", "nsubjpass"} for k in kids):
        return False
    return t.tag == "VB" or (t.tag in {"VBN", "VBG"} and t.tag == first.tag)


def goes_higher(doc: Document, first: Token, t: Token, *, saying: bool) -> bool:
    """Tell whether a finite verb hung on a clause belongs with the verb above that clause.

    It does if its form is that of the verb above and not of its neighbour; or, where all three have the same
    form, if it is a *saying* after a comma: "said the trip showed a weakness, and accused China".
    """
    verb = doc.tokens[first.head]
    if first.dep != "ccomp" or t.tag not in {"VBD", "VBZ", "VBP"} or verb.tag != t.tag:
        return False
    helped = first.tag != t.tag or doc.child(first.i, "aux") is not None
    link = next((k for k in doc.children(first.i, "cc") if k.i < t.i), None)
    comma = link is not None and link.i > 0 and doc.tokens[link.i - 1].lower == ","
    perfect = any(k.lemma == "have" for k in doc.children(first.i, "aux"))
    if perfect and t.lower.endswith("ed") and not saying and not comma:
        return False  # "said it had repelled the attack and killed ten": had killed
    helped = helped or (saying and comma)
    return helped and doc.child(t.i, "nsubj", "nsubjpass", "aux") is None


def over_infinitive(doc: Document, first: Token, t: Token) -> Token | None:
    """Return the verb that a finite verb hung on an infinitive or -ing form truly belongs with.

    Of "foiled a plot to kill him and arrested two men" parsers make "to kill and arrested".
    """
    if first.tag not in {"VB", "VBG"} or first.dep not in {"xcomp", "acl", "advcl", "pcomp"}:
        return None
    if doc.child(t.i, "nsubj", "nsubjpass") is not None:
        return None
    helpers = doc.children(t.i, "aux", "auxpass")
    if helpers:  # "urged them to stay, and has rejected a truce"
        over = [a for a in doc.ancestors(first.i) if a.pos in VERBAL and a.tag in FINITE]
        return over[0] if helpers[0].tag in FINITE and over else None
    if t.tag not in FINITE:
        return None
    return next((a for a in doc.ancestors(first.i) if a.pos in VERBAL and a.tag == t.tag), None)


def made_up(doc: Document, kids: list[Token], fiction: frozenset[str]) -> Token | None:
    """Return the noun that says that a clause is no news: "in the war game", "in a simulation"."""
    for k in kids:
        if k.dep == "prep" and k.lower in {"in", "during"}:
            noun = doc.child(k.i, "pobj")
            if noun is not None and noun.lemma in fiction:
                return noun
            if noun is not None and noun.lemma == "game" and doc.tokens[noun.i - 1].lower in {"war", "-"}:
                return noun
    return None


def trailed(doc: Document, t: Token) -> Token | None:
    """Return the verb that "let alone" or "much less" before *t* looks back to."""
    for at in {t.i, doc.tokens[t.left].i}:
        if at < 2 or f"{doc.tokens[at - 2].lower} {doc.tokens[at - 1].lower}" not in TRAILING:
            continue
        for above in doc.ancestors(t.i):
            if above.pos in VERBAL and above.i < at - 2:
                return above
    return None


def follows(doc: Document, verb: Token, t: Token) -> bool:
    """Tell whether the clause of *t* comes right behind *verb* or its particle ("ruled out signing")."""
    before = doc.tokens[t.left - 1] if t.left else t
    return before.i == verb.i or (before.head == verb.i and before.dep == "prt")


def phrases(doc: Document, verb: Token) -> list[str]:
    """Return the lemma of *verb*, alone and with its particle or preposition: "vote", "vote down"."""
    found = [verb.lemma]
    found.extend(
        f"{verb.lemma} {k.lower}" for k in doc.children(verb.i, "prt", "prep", "advmod") if k.i > verb.i
    )
    return found


def is_perfect(doc: Document, t: Token) -> bool:
    """Tell whether verb *t* stands before "have": "to have left", "would have left"."""
    return t.pos in VERBAL and any(k.lemma == "have" for k in doc.children(t.i, "aux"))


def excess(doc: Document, t: Token, head: Token) -> Token | None:
    """Return the "too" that makes an infinitive impossible: "too late to stop it"."""
    near = [head, *(k for k in doc.children(head.i, "advmod", "acomp", "amod") if k.i < t.i)]
    for word in near:
        if word.pos in {"ADJ", "ADV"} and word.lower not in {"long", "often", "much"}:
            too = next((k for k in doc.children(word.i, "advmod") if k.lower == "too"), None)
            if too is not None:
                return too
    return None


def shares_negation(doc: Document, first: Token, t: Token) -> bool:
    """Tell whether the negation of *first* reaches *t*: not over a "but"."""
    between = doc.tokens[first.i + 1 : t.i]
    return not any(b.lower in {"but", "instead", "rather"} for b in between)


def run_on(doc: Document, t: Token, head: Token) -> bool:
    """Tell whether *t* is a sentence of its own, hung on the next: "he fled; police said ..."."""
    if t.i < head.i and any(w.lower in RUN_ON for w in doc.tokens[t.right + 1 : head.i]):
        return True
    return any(w.text == ";" and w.head in (t.i, head.i) for w in doc.tokens[t.i + 1 : head.i])


def is_past(doc: Document, t: Token) -> bool:
    """Tell whether a clause speaks of what is over: "that he left", "that he has left"."""
    helpers = doc.children(t.i, "aux", "auxpass")
    if any(k.tag == "MD" or k.lower == "to" for k in helpers):
        return False
    return t.tag == "VBD" or any(k.lower in {"had", "has", "have", "was", "were", "did"} for k in helpers)


def is_over(doc: Document, t: Token) -> bool:
    """Tell whether verb *t* is in a past tense: "left", "had left", "was sent"; "has left" is not."""
    past = {"had", "was", "were"}
    return t.tag == "VBD" or any(k.lower in past for k in doc.children(t.i, "aux", "auxpass"))


def is_own_future(doc: Document, t: Token) -> bool:
    """Tell whether a clause says what its own speaker will do: "warned that it would strike".

    Also what will be done to whoever does something: "any ship that enters will be sunk".
    """
    subject = doc.child(t.i, "nsubj")
    own = subject is not None and subject.lower in {"it", "he", "she", "they", "we", "i"}
    if not any(k.lower in {"will", "would", "'ll", "shall"} for k in doc.children(t.i, "aux")):
        return False
    return own or threatens_all(doc, t)


def threatens_all(doc: Document, t: Token) -> bool:
    """Tell whether a passive says what will be done to whoever does something, and not by whom."""
    if doc.child(t.i, "auxpass") is None or doc.child(t.i, "agent") is not None:
        return False
    subject = doc.child(t.i, "nsubjpass", "csubjpass", "nsubj", "csubj")
    if subject is None:
        return False
    words = doc.tokens[subject.left : subject.i + 1]
    return any(w.lower in WHOEVER for w in words)


def claim_over(doc: Document, t: Token, noun: Token, claims: frozenset[str]) -> Token:
    """Return the claim noun that a clause belongs to, where it hangs on him who makes the claim.

    Of "claims by Ankara that militants trained there" parsers make "Ankara that militants trained". *claims*
    are the lemmas of claim nouns.
    """
    link = doc.tokens[noun.head]
    first = doc.tokens[t.left]
    before = doc.tokens[t.left - 1] if t.left else first
    if first.lower == "that" and first.dep == "mark" and before.pos == "NOUN" and before.lemma in claims:
        return before  # "cast doubt on the account that"
    if link.lower in {"by", "from", "of"} and noun.dep == "pobj" and first.lower == "that":
        subject = doc.child(t.i, "nsubj", "nsubjpass")
        if subject is not None and subject.i != first.i:
            return doc.tokens[link.head]
    return noun


def passive(doc: Document, verb: Token) -> bool:
    """Tell whether *verb* is passive."""
    return verb.tag == "VBN" and (verb.dep == "acl" or doc.child(verb.i, "auxpass") is not None)


def verb_over(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Return the verb whose object *noun* is: parsers hang "to leave" in "told him to leave" on either."""
    verb = doc.tokens[noun.head]
    return (verb,) if noun.dep in {"dobj", "nsubjpass", "dative"} and verb.pos in VERBAL else ()


def is_content(doc: Document, t: Token) -> bool:
    """Tell whether a clause under a noun says what the noun is about ("the claim that ...")."""
    first = doc.tokens[t.left]
    if first.dep in {"dobj", "nsubj"} and first.head == t.i and len(doc.children(t.i, first.dep)) > 1:
        return True  # "that they had downed a helicopter": the place of "that" is taken
    if t.lemma in WANTING_OBJECT and not doc.children(t.i, "dobj", "ccomp", "xcomp", "nsubjpass"):
        return False  # "a claim that Moscow dismissed as nonsense"
    if first.lower != "that":
        return t.dep == "ccomp" or (t.dep == "acl" and first.tag not in {"WDT", "WP", "WRB"})
    return first.dep == "mark" or first.head != t.i or first.dep not in {"nsubj", "nsubjpass", "dobj"}


def known_by(doc: Document, t: Token, noun: Token) -> bool:
    """Tell whether a clause in the past marks out somebody known: "the gunmen who attacked the post"."""
    return is_over(doc, t) and any(k.dep == "det" and k.lower == "the" for k in doc.children(noun.i))


def labels(doc: Document, t: Token, noun: Token) -> bool:
    """Tell whether *noun* names the sentence before it: "said it was lawful, a view that Paris disputed"."""
    indefinite = any(k.lower in {"a", "an"} for k in doc.children(noun.i, "det"))
    apart = noun.left > 0 and doc.tokens[noun.left - 1].text == ","
    subject = doc.child(t.i, "nsubj")
    own = subject is not None and subject.tag not in {"WDT", "WP"}
    return indefinite and apart and own and noun.dep in {"appos", "npadvmod"} and not is_content(doc, t)


def set_off(doc: Document, t: Token) -> bool:
    """Tell whether a clause is set off by a comma, a dash or a bracket."""
    return t.left > 0 and doc.tokens[t.left - 1].lower in {",", "-", "--", "–", "—", "("}


def opens_condition(doc: Document, t: Token) -> bool:
    """Tell whether a clause is a condition by its order: "had they known", not "not only did they"."""
    helper = doc.child(t.i, "aux", "auxpass") or t
    return helper.i == t.left and inverted(doc, t)


def is_stranded(doc: Document, helper: Token) -> bool:
    """Tell whether *helper* is an auxiliary cut off from its verb, as in "never had they met"."""
    if helper.lower not in {"had", "have", "has"} or doc.child(helper.i, "nsubj", "dobj") is not None:
        return False
    clause = doc.child(helper.i, "ccomp")
    return clause is not None and clause.left == helper.i + 1


def is_as_soon_as(doc: Document, adverb: Token) -> bool:
    """Tell whether "hardly" only says how soon: "hardly had they left when"."""
    after = adverb.i + 1
    return adverb.lower in AS_SOON_AS and after < len(doc.tokens) and doc.tokens[after].lower == "had"


def inverted(doc: Document, t: Token) -> bool:
    """Tell whether an auxiliary comes before its subject ("should they attack", "did they attack")."""
    subject = doc.child(t.i, "nsubj", "nsubjpass")
    helper = doc.child(t.i, "aux", "auxpass")
    if subject is None:
        return False
    if helper is None:
        return t.pos == "AUX" and t.i < subject.i
    return helper.i < subject.i


def host(doc: Document, preposition: Token, first: int) -> Token | None:
    """Return the first word above *preposition* that is no part of it."""
    for above in doc.ancestors(preposition.i):
        if not first <= above.i <= preposition.i:
            return above
    return None


def is_definite(doc: Document, t: Token) -> bool:
    """Tell whether a noun stands for something known: a name, "the", "their"."""
    if t.pos == "PROPN":
        return True
    return any(
        k.dep == "poss"
        or (k.dep == "det" and k.lower in DEFINITE)
        or (k.dep == "compound" and k.pos == "PROPN")
        for k in doc.children(t.i)
    )


def was(doc: Document, governor: Token) -> bool:
    """Tell whether a timetable is told in the past: "was due to", "were to"."""
    if governor.lower in {"was", "were"}:
        return True
    if governor.pos == "ADJ":
        return doc.tokens[governor.head].lower in {"was", "were"}
    return any(k.lower in {"was", "were"} for k in doc.children(governor.i, "auxpass"))


def is_before_adjective(doc: Document, adverb: Token) -> bool:
    """Tell whether the next word is an adjective."""
    after = adverb.i + 1
    return after < len(doc.tokens) and doc.tokens[after].pos == "ADJ"


def reported(doc: Document, t: Token) -> bool:
    """Tell whether "would" is the "will" of a speaker: a clause below a word in the past."""
    first = doc.first_conjunct(t.i)
    if first.dep not in {"ccomp", "acl", "ROOT"} or first.head == first.i:
        return False
    return is_own_future(doc, t) or not conditioned(doc, t)


def conditioned(doc: Document, t: Token) -> bool:
    """Tell whether a clause hangs on an "if" or "unless"."""
    for kid in doc.children(t.i, "advcl"):
        mark = doc.child(kid.i, "mark")
        if mark is not None and mark.lower in {"if", "unless"}:
            return True
    return False


def is_imperative(doc: Document, t: Token) -> bool:
    """Tell whether verb *t* is a command."""
    if t.tag not in {"VB", "VBP"} or t.lower != t.lemma or t.dep not in IMPERATIVES:
        return False
    if doc.child(t.i, "nsubj", "nsubjpass", "aux", "auxpass", "expl", "mark", "csubj") is not None:
        return False
    if t.dep == "conj":
        return is_imperative(doc, doc.first_conjunct(t.i))
    before = doc.tokens[t.i - 1] if t.i > doc.sentence(t.i).first else None
    if before is not None and before.pos in {"NOUN", "PROPN", "NUM"}:
        return False  # a headline: "Markets rally"
    if any(k.dep == "dobj" and k.tag in {"VBP", "VBZ", "VBD"} for k in doc.children(t.i)):
        return False  # "Aid workers dread an assault", read as a command to aid
    begins = t.tag == "VB" or t.left == doc.sentence(t.i).first
    return begins and (t.dep == "ROOT" or doc.tokens[t.left].lower in {'"', "“", t.lower, "please"})


def relative(doc: Document, verb: Token, dep: str) -> bool:
    """Tell whether the *dep* of *verb* is a relative pronoun."""
    kid = doc.child(verb.i, dep)
    return kid is not None and kid.tag in {"WDT", "WP"}


def is_scheduled(doc: Document, t: Token, kids: list[Token]) -> bool:
    """Tell whether a present form speaks of the future ("arrives next week", "US to send tanks")."""
    if t.lower == "going" and any(k.dep == "xcomp" for k in kids):
        return True
    if t.head == t.i and t.tag == "VB" and any(k.tag == "TO" for k in kids):
        return any(k.dep in {"nsubj", "nsubjpass"} for k in kids)
    if t.tag not in {"VBG", "VBZ", "VBP"} or any(k.dep == "aux" and k.tag == "VBD" for k in kids):
        return False
    return any(
        k.lower == "tomorrow" or any(m.lower == "next" for m in doc.children(k.i))
        for k in kids
        if k.dep in {"npadvmod", "advmod"}
    )


def stem(t: Token) -> str:
    """Return what a verb and its nouns share: of "training" and "trained" the first letters.

    >>> from types import SimpleNamespace as Word
    >>> stem(Word(lemma="training")) == stem(Word(lemma="train"))
    True
    """
    return t.lemma[:STEM]
