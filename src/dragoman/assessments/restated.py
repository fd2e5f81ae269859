"""Denials and claims that name the act again: "said it had trained nobody", "insists it did".

A negated clause of the accused answers the accusation before it where it names the same act: by the same
word, by a word of the same kind (``kin-...`` in ``en/factuality_classes.tsv``), or by "nothing of the kind".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.assessments.pointing import Answer
from dragoman.assessments.syntax import VERBAL, stem
from dragoman.assessments.verbal import SAID_IS_DONE

if TYPE_CHECKING:
    from dragoman.assessments.pointing import Pointing
    from dragoman.assessments.stands import Case
    from dragoman.documents import Token
    from dragoman.records import Polarity

NEGATIVES = frozenset({"no", "nobody", "nothing", "none", "never", "neither", "nor"})
ECHOES = frozenset({"have", "do", "be"})
ECHOED = frozenset({"ccomp", "ROOT", "parataxis", "conj"})
INVOLVED = frozenset(
    {"involved", "responsible", "behind", "there", "present", "party", "complicit", "guilty"}
)
DONE_OR_ASKED = frozenset({"done", "question"})
STOPS = frozenset({".", ",", ";", "!", "?", ":", "and", "but"})
OURSELVES = frozenset({"us", "me", "we", "i", "ours", "mine", "them", "they", "him", "he"})
OTHERWISE = frozenset({"otherwise", "different", "another", "innocence", "guilty", "innocent"})
ACCOUNTS = frozenset({"story", "picture", "account", "version", "tale"})
TELLING = frozenset({"tell", "give", "offer", "paint", "present", "describe"})
PLEADING = frozenset({"plead", "maintain", "protest", "proclaim", "profess", "assert", "insist"})
BACK = 2
"""So many sentences back an accusation is answered by naming the act again."""


def answer(room: Pointing, t: Token) -> None:
    """Answer for *t* if it names the act again, or stands for it."""
    classes = room.classes
    if t.lower in NEGATIVES or t.dep == "neg":
        restate(room, t)
    if t.lemma in ECHOES and t.dep in ECHOED:
        echo(room, t)
    elif t.lemma in classes["convincing"] and t.pos == "VERB":
        unconvinced(room, t)
    elif t.lemma in classes["disavowal"] and t.pos == "NOUN":
        disavow(room, t)
    elif t.lower == "contrary":
        contrary(room, t)
    elif t.lower in OTHERWISE:
        differ(room, t)


def restate(room: Pointing, word: Token) -> None:
    """Answer for the negation *word*: "Algiers said it had trained nobody"."""
    verb = _clause(room, word)
    if verb is None:
        return
    before = [c for c in room.between(verb.sent - BACK, verb.sent) if c.head < verb.left or c.head < word.i]
    before = [c for c in before if c.view.mood == "done" and c.head != verb.i]
    if not before:
        return
    view = room.reader.read(verb.i).view
    who = room.around(verb)
    if view.sign != "-" or view.mood != "done" or who == ("author",) or not room.has_words(verb, who):
        return
    answer = Answer(verb, who, "-", view.certainty)
    claims = [c for c in before if room.is_claimed(c, answer)]
    meant = [c for c in claims if _is_kin(room, c, verb) and _shares_noun(room, c, verb)]
    claims = [c for c in claims if _answers_for(room, c, answer)]
    meant = meant or [c for c in claims if _is_kin(room, c, verb)]
    if not meant and _is_proform(room, verb, word):
        meant = claims
    if not meant:
        return
    nearest = max(room.doc.tokens[c.head].sent for c in meant)
    meant = [c for c in meant if room.doc.tokens[c.head].sent == nearest]
    room.give(answer, meant)
    room.carry_over(meant, [c for c in room.cases if c.head == verb.i])


def echo(room: Pointing, helper: Token) -> None:
    """Answer for an auxiliary that stands for the act told before: "said that it had", "it did not"."""
    kids = room.doc.children(helper.i)
    so = any(k.lower == "so" for k in kids) and helper.lemma == "do"
    bare = all(k.dep in {"nsubj", "neg", "mark", "punct", "cc"} for k in kids)
    if room.doc.child(helper.i, "nsubj") is None or not (so or (bare and _ends_there(room, helper))):
        return
    who = room.around(helper)
    view = room.reader.read(helper.i).view
    if who == ("author",) or view.mood != "done" or view.sign == "?":
        return
    here = helper.sent
    told = [
        c
        for c in room.between(here - 1, here)
        if c.head < helper.left and c.view.mood in DONE_OR_ASKED and c.event.event_type not in SAID_IS_DONE
    ]
    others = [c for c in told if room.is_claimed(c, Answer(helper, who, "+"))] or told
    if others:
        room.give(Answer(helper, who, "+" if view.sign == "+" else "-", view.certainty), [others[-1]])


def _ends_there(room: Pointing, helper: Token) -> bool:
    """Tell whether the clause stops at its auxiliary, or at the "not" behind it."""
    end = room.doc.sentence(helper.i).last
    rest = [w.lower for w in room.doc.tokens[helper.i + 1 : end] if w.dep != "neg"]
    return not rest or rest[0] in STOPS


def unconvinced(room: Pointing, verb: Token) -> None:
    """Answer for "the denial did not convince the minister": he holds the opposite, if he does not say so."""
    subject = room.speakers.subject(verb)
    if subject is None or subject.lemma not in room.classes["disavowal"]:
        return
    if room.reader.read(verb.i).view.sign != "-":
        return
    heard = room.doc.child(verb.i, "dobj")
    who = tuple(room.speakers.of_noun(heard)) if heard is not None else ()
    if who:
        room.give(Answer(verb, who, "+", "probable"), room.inside(subject))


def disavow(room: Pointing, denial: Token) -> None:
    """Answer for a noun of denial without content: "despite denials by Kigali", "repeated its denial"."""
    link, verb = room.doc.tokens[denial.head], room.doc.tokens[denial.head]
    if room.has_content(denial):
        return
    who = room.speakers.owners(denial)
    if not who:
        return
    answer = Answer(denial, who, "-")
    if link.lower in {"despite", "notwithstanding", "amid", "over"}:
        here = denial.sent
        meant = [c for c in room.between(here, here) if room.is_claimed(c, answer)]
        room.give(answer, meant or room.meant(answer, own_deed=False))
    elif verb.pos in VERBAL and room.reader.read(verb.i).view.holds:
        room.give(answer, room.meant(answer, own_deed=False))


def differ(room: Pointing, word: Token) -> None:
    """Answer for "says otherwise", "tell a different story", "maintains his innocence"."""
    doc = room.doc
    verb = doc.tokens[word.head]
    if word.lower in {"different", "another"}:
        verb = doc.tokens[verb.head]
        fits = doc.tokens[word.head].lemma in ACCOUNTS and verb.lemma in TELLING
    elif word.lower == "otherwise":
        known = room.reader.entries.signature(verb, "clause")
        fits = known is not None and known.voice == "says"
    else:
        denied = any(k.lower == "not" for k in doc.children(word.i, "neg")) or word.lower != "guilty"
        fits = denied and verb.lemma in PLEADING
    if not fits or verb.pos not in VERBAL or not room.reader.read(verb.i).view.holds:
        return
    answer = Answer(word, room.who(verb), "-")
    back = [c for c in room.between(verb.sent - 1, verb.sent) if c.head < verb.i]
    meant = [c for c in back if room.is_claimed(c, answer)]
    room.give(answer, [c for c in meant if c.head == meant[-1].head])


def contrary(room: Pointing, word: Token) -> None:
    """Answer for "contrary to what Moscow says, no drone was shot": he says the opposite of the clause."""
    link = room.doc.child(word.i, "prep")
    said = room.doc.child(link.i, "pobj", "pcomp") if link is not None else None
    clause = next((t for t in room.doc.ancestors(word.i) if t.pos in VERBAL), None)
    if said is None or clause is None:
        return
    if said.pos in VERBAL:
        who = room.speakers.of_cue(said.i, "says", ("author",))
    else:
        who = room.speakers.owners(said) if said.lemma in room.classes["claim"] else ()
    for case in room.between(word.sent, word.sent):
        if case.head == clause.i and case.view.mood == "done" and who:
            polarity: Polarity = "-" if case.view.sign == "+" else "+"
            room.give(Answer(word, tuple(who), polarity), [case])


def _clause(room: Pointing, word: Token) -> Token | None:
    """Return the verb of the clause that *word* negates."""
    for above in room.doc.ancestors(word.i):
        if above.pos in VERBAL:
            return above
    return None


def _answers_for(room: Pointing, case: Case, answer: Answer) -> bool:
    """Tell whether the answerer, or somebody of his country, has a part in what is claimed."""
    if room.is_his(case, answer):
        return True
    asserters = {a.source for a in case.assessments[1:] if a.polarity == "+"}
    sentence = room.doc.sentences[room.doc.tokens[case.head].sent]
    named = {a for i in range(sentence.first, sentence.last) for a in room.speakers.mentioned(i)} - asserters
    if named & set(answer.answerers):
        return True
    actors = room.speakers.actors
    lands = {actors[a].country for a in named if a in actors} - {None}
    return any(actors[a].country in lands for a in answer.answerers if a in actors)


def _shares_noun(room: Pointing, case: Case, verb: Token) -> bool:
    """Tell whether the clause of *verb* has a noun in common with that of *case*: "no soldier was hurt"."""
    doc = room.doc
    if verb.sent - doc.tokens[case.head].sent > 1:
        return False
    roles = ("nsubj", "nsubjpass", "dobj", "pobj")
    there = {k.lemma for k in doc.children(case.head, *roles) if k.pos in {"NOUN", "PROPN"}}
    return any(k.lemma in there for k in doc.children(verb.i, *roles))


def _is_kin(room: Pointing, case: Case, verb: Token) -> bool:
    """Tell whether the clause of *verb* names the act of *case*, or one of its kind."""
    head = room.doc.tokens[case.head]
    acts = [verb, *room.doc.children(verb.i, "dobj", "nsubjpass", "xcomp", "attr")]
    if any(stem(t) == stem(head) for t in acts if t.lemma not in room.classes["light"]):
        return True
    return any(
        head.lemma in words and verb.lemma in words
        for name, words in room.classes.items()
        if name.startswith("kin-")
    )


def _is_proform(room: Pointing, verb: Token, word: Token) -> bool:
    """Tell whether a negated clause stands for any act: "nothing of the kind", "no part in it"."""
    doc = room.doc
    if word.lower == "nothing":
        behind = [w.lower for w in doc.tokens[word.i + 1 : word.i + 4]]
        return (behind[:1] == ["of"] and behind[-1] in {"kind", "sort"}) or behind[:2] == ["to", "do"]
    if doc.tokens[word.head].lemma in room.classes["part"]:
        return True
    kids = doc.children(verb.i, "acomp", "advmod", "prep", "xcomp", "attr")
    if verb.lower in INVOLVED or any(k.lower in INVOLVED for k in kids):
        return True
    if verb.lemma == "be" and any(k.lower in OURSELVES for k in doc.children(verb.i, "attr")):
        return True  # "it was not us"
    return verb.lemma == "do" and any(
        k.lower in {"so", "it", "this", "that"} for k in doc.children(verb.i, "dobj", "advmod")
    )
