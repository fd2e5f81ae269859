"""Answers that point back: "denied the accusations", "called the report false", "could not be verified".

Cases in, the same cases with the answerers' stands: what the words "the accusations" or "it" mean is the
nearest claim before them that somebody other than the answerer has made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dragoman.assessments.verbal import SAID_IS_DONE
from dragoman.assessments.views import View
from dragoman.records import Assessment, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.assessments.reading import Reader
    from dragoman.assessments.speakers import Speakers
    from dragoman.assessments.stands import Case
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document, Token
    from dragoman.records import Certainty, Polarity

FARTHEST = 3
"""So many sentences back "the accusations" can still be found; further off it is anybody's guess."""

FARTHEST_OF_OWN = 8
"""So many sentences back where it is the answerer's own deed that is claimed."""

POINTERS = frozenset(
    {"it", "this", "that", "them", "these", "those", "which", "both", "so", "something", "any"}
)
HAPPENING = frozenset({"occur", "happen", "take", "exist"})
ABOUT = frozenset({"about", "of", "on", "over", "regarding", "concerning", "that"})
TOGETHER = frozenset({"both", "they", "all", "neither"})


class Answer(NamedTuple):
    """A word by which somebody answers a claim: who answers, with what polarity, at which word."""

    cue: Token
    answerers: tuple[str, ...]
    polarity: Polarity
    certainty: Certainty = "certain"


def answer(doc: Document, words: Factuality, reader: Reader, speakers: Speakers, cases: list[Case]) -> None:
    """Give the events that a denial points back to the denier's stand."""
    if not cases:
        return
    room = _Answers(doc, words, reader, speakers, cases)
    classes = words.classes
    deniers, falsity = classes["denier"], classes["falsity"]
    verifiers, retractors, grounds = classes["verifier"], classes["retractor"], classes["ground"]
    for t in doc.tokens:
        lemma = t.lemma
        if lemma in deniers and t.pos == "VERB":
            room.deny(t)
        if lemma in retractors and t.pos == "VERB":
            room.retract(t)
        elif lemma in verifiers and t.pos == "VERB":
            room.verify(t)
        elif t.lower in falsity or t.lower in {"true", "correct", "accurate"}:
            room.falsify(t)
        elif t.lower == "such":
            room.no_such(t)
        elif t.lower in grounds:
            room.find_groundless(t)
        elif lemma in HAPPENING or t.dep == "expl":
            room.no_event(t)
    _join(cases)


def _join(cases: list[Case]) -> None:
    """Let an act that is told twice, once asserted and once denied, carry both stands."""
    disputed = [c for c in cases if c.view.mood == "done" and len(c.assessments) > 1 and c.event.actors]
    for case in disputed:
        asserters = [a for a in case.assessments[1:] if a.polarity == "+"]
        for other in disputed if asserters else ():
            deniers = [a for a in other.assessments[1:] if a.polarity == "-"]
            if other is case or not deniers or not _same_act(case, other):
                continue
            case.assessments.extend(a for a in deniers if a not in case.assessments)
            other.assessments.extend(a for a in asserters if a not in other.assessments)


def _same_act(one: Case, other: Case) -> bool:
    a, b = one.event, other.event
    if a.event_type != b.event_type or set(a.actors) != set(b.actors):
        return False
    return bool(set(a.recipients) & set(b.recipients)) or not (a.recipients or b.recipients)


class _Answers:
    """Finds what each answer points to."""

    def __init__(
        self, doc: Document, words: Factuality, reader: Reader, speakers: Speakers, cases: list[Case]
    ) -> None:
        self.doc = doc
        self.classes = words.classes
        self.reader = reader
        self.speakers = speakers
        self.cases = sorted(cases, key=lambda c: c.head)
        self.heads = {c.head for c in cases}

    # The kinds of answer.

    def deny(self, verb: Token) -> None:
        """Answer for "denied the accusations", "rejects this", "denied involvement"."""
        stated = self.reader.read(verb.i).view
        if not stated.holds:
            return  # "did not deny", "refused to deny", "would deny"
        plain = verb.lemma == "deny"
        for target in self._objects(verb):
            if not self._points_back(target, plain=plain):
                continue
            answer = Answer(verb, self._who(verb), "-")
            if self._is_label(target):
                self._label(answer, target)
                return
            for case in self._inside(target):
                if set(case.event.actors) & set(answer.answerers):
                    # The article grants that there was a deed, not that it was his.
                    case.assessments[0] = replace(
                        case.assessments[0], polarity="unknown", certainty="unknown"
                    )
                    self._give(answer, [case])
            part = target.lemma in self.classes["part"] or target.i in self.heads
            several = target.tag == "NNS" or self._is_any(target)
            meant = self._meant(answer, own_deed=part, plural=several)
            if target.lemma not in self.classes["claim"] and answer.answerers != ("unspecified",):
                # "Denied it", "denied any part in it": not what is said of others.
                meant = [c for c in meant if self._is_his(c, answer) or not c.event.actors]
            self._give(answer, meant)
            return

    def _is_label(self, noun: Token) -> bool:
        """Tell whether *noun* calls the clause before it a claim: "has sent arms, a charge Iran denies"."""
        indefinite = any(k.lower in {"a", "an"} for k in self.doc.children(noun.i, "det"))
        return indefinite and noun.dep in {"appos", "npadvmod"} and noun.lemma in self.classes["claim"]

    def _label(self, answer: Answer, noun: Token) -> None:
        """Take what the clause before *noun* tells for no more than a claim, which the answerer denies."""
        verb = next((t for t in self.doc.ancestors(noun.i) if t.pos in {"VERB", "AUX"}), None)
        if verb is None:
            return
        clause = self.doc.subtree(verb.i)
        meant = [c for c in self.cases if c.head < noun.i and c.head in clause and c.view.mood == "done"]
        for case in meant:
            if case.assessments[0].polarity == "+":
                first = case.assessments[0]
                case.assessments[0] = replace(first, polarity="unknown", certainty="unknown")
        self._give(answer, meant)

    def falsify(self, word: Token) -> None:
        """Answer for "the report is false", "called the claims baseless", "that is not true"."""
        true = word.lower in {"true", "correct", "accurate"}
        verb = self.doc.head(word.i)
        named = word
        if verb.lower == "as" and verb.head != verb.i:  # "dismissed the claims as baseless"
            named, verb = verb, self.doc.head(verb.i)
        if verb.pos not in {"VERB", "AUX"}:
            return
        subject = self.doc.child(named.i, "nsubj") or self.doc.child(verb.i, "dobj", "nsubjpass")
        subject = subject or self.doc.child(verb.i, "nsubj")
        if subject is None or not self._is_claim(subject):
            return
        negated = self.reader.read(verb.i).view.sign == "-"
        if true != negated:
            return
        who = self._who(verb) if verb.lemma in self.classes["naming"] else self._around(word)
        answer = Answer(word, who, "-")
        inside = self._inside(subject)
        self._give(answer, inside or self._meant(answer, own_deed=False))

    def no_such(self, word: Token) -> None:
        """Answer for "no such flight took place": he who says so denies what was said before."""
        noun = self.doc.head(word.i)
        if not any(k.lower == "no" for k in self.doc.children(noun.i)) and noun.pos == "NOUN":
            return
        who = self._around(word)
        if who == ("author",):
            return
        answer = Answer(word, who, "-")
        meant = self._meant(answer, own_deed=False)
        self._give(answer, meant)
        self._carry_over(meant, [c for c in self.cases if c.head in {noun.i, noun.head}])

    def _carry_over(self, meant: list[Case], named: list[Case]) -> None:
        """What "such" names is what was claimed before: whoever asserted that, asserts this."""
        for case in named:
            for old in meant:
                case.assessments.extend(
                    a for a in old.assessments[1:] if a.polarity == "+" and a not in case.assessments
                )

    def no_event(self, word: Token) -> None:
        """Answer for "says that no collision occurred", "there was no raid", "it never happened"."""
        verb = self.doc.tokens[word.head] if word.dep == "expl" else word
        taking_place = verb.lemma != "take" or any(k.lower == "place" for k in self.doc.children(verb.i))
        if verb.pos not in {"VERB", "AUX"} or not taking_place:
            return
        named = self.doc.child(verb.i, "attr" if word.dep == "expl" else "nsubj")
        if named is None or named.lemma in self.classes["ground"]:
            return
        reading = self.reader.read(named.i if word.dep == "expl" else verb.i)
        who = self._around(verb)
        if reading.view != View("-") or who == ("author",):
            return
        answer = Answer(verb, who, "-")
        here = self.doc.tokens[verb.i].sent
        meant = self._meant(answer, own_deed=False)
        self._give(answer, [c for c in meant if here - self.doc.tokens[c.head].sent <= 1])

    def find_groundless(self, word: Token) -> None:
        """Answer for "there is no evidence for this", "no truth in the report": a denial, if a soft one."""
        none = word.lower == "nothing" or any(k.lower == "no" for k in self.doc.children(word.i, "det"))
        clause = self.doc.tokens[word.head]
        after = self.doc.tokens[word.i + 1 : clause.right + 1]
        named = (t for t in after if t.dep in {"pobj", "dobj"} and t.tag not in {"WDT", "WP", "IN"})
        if not none or not any(self._is_claim(t) and not self._has_content(t) for t in named):
            return
        who = self._around(word)
        if who != ("author",):
            answer = Answer(word, who, "-", "probable")
            self._give(answer, self._meant(answer, own_deed=False))

    def verify(self, verb: Token) -> None:
        """Answer for "could not be verified" (less certain), and for "confirmed the report" (true)."""
        stated = self.reader.read(verb.i).view
        targets = [t for t in self._objects(verb) if self._is_claim(t) or t.i in self.heads]
        if not targets or any(self._has_content(t) for t in targets):
            return
        if stated.sign != "+":
            self._soften(verb)
            return
        if stated.mood == "done" and verb.lemma == "confirm":
            who = self._who(verb)
            answer = Answer(verb, who, "+")
            meant = self._meant(answer, own_deed=False)
            self._give(answer, meant)
            for case in meant:
                first = case.assessments[0]
                if first.polarity == "unknown":
                    case.assessments[0] = replace(first, polarity="+", certainty="certain")

    def retract(self, verb: Token) -> None:
        """Answer for "withdrew its statement that ...": what it said, it says no more."""
        if not self.reader.read(verb.i).view.holds:
            return
        for target in self._objects(verb):
            if target.lemma not in self.classes["claim"]:
                continue
            inside = self.doc.subtree(target.i)
            answer = Answer(verb, self._who(verb), "-")
            for case in self.cases:
                if case.head in inside:
                    case.assessments[1:] = [
                        a for a in case.assessments[1:] if a.source not in {*answer.answerers, "unspecified"}
                    ]
                    self._give(answer, [case])

    # What is pointed to.

    def _objects(self, verb: Token) -> list[Token]:
        kids = self.doc.children(verb.i)
        found = next((k for k in kids if k.dep in {"dobj", "nsubjpass"}), None)
        if found is None:  # "dispute that account": to some parsers a clause
            found = next((k for k in kids if k.dep == "ccomp" and k.lemma in self.classes["claim"]), None)
        if found is None and verb.dep == "conj" and not any(k.dep in {"ccomp", "xcomp"} for k in kids):
            head = self.doc.tokens[verb.head]
            found = self.doc.child(head.i, "dobj", "nsubjpass")
        if found is None and verb.dep in {"relcl", "acl"}:
            found = self.doc.tokens[verb.head]
        relative = found is not None and (found.tag in {"WDT", "WP"} or found.lower == "that")
        if found is not None and relative and verb.dep == "relcl":
            noun = self.doc.tokens[verb.head]
            return [noun] if noun.lemma in self.classes["claim"] else [found]
        if found is not None:
            return self.doc.conjuncts(found.i)
        for k in kids:  # "denied doing so", "denied having done it"
            if k.dep in {"xcomp", "ccomp"} and k.lemma == "do":
                return [o for o in self.doc.children(k.i, "dobj", "advmod") if o.lower in POINTERS]
            taken = self.doc.child(k.i, "dobj") if k.dep in {"ccomp", "xcomp"} else None
            if taken is not None and taken.lower in {"any", "it", "them"}:
                return [taken]  # "denied that it had sold any"
            if k.dep == "ccomp" and k.lemma in {"be", "happen", "occur"}:  # "denied that this was the case"
                return [o for o in self.doc.children(k.i, "nsubj") if o.lower in POINTERS]
        return []

    def _points_back(self, target: Token, *, plain: bool) -> bool:
        if target.lower in POINTERS:
            return plain or target.lower not in {"them", "those", "both"}  # "dismissed them": people, perhaps
        if target.lemma in self.classes["claim"]:
            return not self._has_content(target)
        if not plain:
            return False
        if target.lemma in self.classes["part"] or target.i in self.heads:
            return True
        return self._is_any(target) or (target.lemma in self.classes["deed"] and self._is_the(target))

    def _is_the(self, noun: Token) -> bool:
        return any(k.dep == "det" and k.lower in {"the", "this", "that"} for k in self.doc.children(noun.i))

    def _is_any(self, noun: Token) -> bool:
        return any(k.dep == "det" and k.lower == "any" for k in self.doc.children(noun.i))

    def _is_claim(self, t: Token) -> bool:
        return t.lower in POINTERS or t.lemma in self.classes["claim"]

    def _has_content(self, noun: Token) -> bool:
        """Tell whether a claim noun says itself what is claimed ("reports that ...", "claims of ...")."""
        about = any(k.dep == "prep" and k.lower in ABOUT for k in self.doc.children(noun.i))
        return about or bool(self._inside(noun))

    def _inside(self, noun: Token) -> list[Case]:
        within = self.doc.subtree(noun.i)
        return [c for c in self.cases if c.head in within and c.head != noun.i]

    def _meant(self, answer: Answer, *, own_deed: bool, plural: bool = False) -> list[Case]:
        """Return the cases that an answer points back to.

        First what others claim of the answerer himself: in the nearest sentence that has it, or in all of
        them for a plural ("the reports"). Failing that, whatever is claimed in the nearest sentence with a
        claim. And for *own_deed* ("the attack", "any part in it") what the article itself tells of him.
        """
        here = self.doc.tokens[answer.cue.i].sent
        before = [c for c in self.cases if c.head < answer.cue.i and c.view.mood == "done"]
        back = {c.head: here - self.doc.tokens[c.head].sent for c in before}
        claimed = [c for c in before if self._is_claimed(c, answer)]
        own = [c for c in claimed if self._is_his(c, answer) and back[c.head] <= FARTHEST_OF_OWN]
        if own and plural:
            return own
        near = own or [c for c in claimed if back[c.head] <= FARTHEST]
        if near:
            nearest = min(back[c.head] for c in near)
            return [c for c in near if back[c.head] == nearest]
        if own_deed:
            return [c for c in before if back[c.head] <= 1 and set(c.event.actors) & set(answer.answerers)]
        return []

    def _is_his(self, case: Case, answer: Answer) -> bool:
        return bool(set(answer.answerers) & {*case.event.actors, *case.event.recipients})

    def _is_claimed(self, case: Case, answer: Answer) -> bool:
        if case.event.event_type in SAID_IS_DONE:
            return False  # an accusation is answered, but not denied to have been made
        others = {a.source for a in case.assessments[1:] if a.polarity == "+"}
        return bool(others - (set(answer.answerers) - {"unspecified"}))

    # Who answers, and what comes of it.

    def _who(self, verb: Token) -> tuple[str, ...]:
        found = self.speakers.of_cue(verb.i, "denies", self._around(verb))
        subject = self.speakers.subject(verb)
        if subject is not None and subject.lower in TOGETHER and len(found) == 1:
            return self._the_last_named(subject)  # "both" is not one
        if found == ("unspecified",) and subject is None:
            around = self._around(verb)
            return around if around != ("author",) else found
        return found

    def _the_last_named(self, word: Token) -> tuple[str, ...]:
        """Return the two actors named last before *word*, in this sentence or the one before: "both"."""
        start = self.doc.sentences[max(0, word.sent - 1)].first
        found: list[str] = []
        for i in range(word.i - 1, start - 1, -1):
            for actor in self.speakers.mentioned(i):
                if actor not in found:
                    found.append(actor)
        return tuple(sorted(found[:2])) or ("unspecified",)

    def _around(self, word: Token) -> tuple[str, ...]:
        """Return the innermost voice that *word* lies under, or the author."""
        reading = self.reader.read(word.i)
        for voicing in reversed(reading.voices):
            if voicing.cue != word.i:
                return self.speakers.of_cue(voicing.cue, voicing.voice, ("author",))
        covering = self.speakers.covering(word.start)
        if covering:
            return self.speakers.of_attribution(min(covering, key=self.speakers.reach))
        return ("author",)

    def _give(self, answer: Answer, meant: Iterable[Case]) -> None:
        a = self.speakers.by_cue.get(answer.cue.i)
        for case in meant:
            reason = Reason(rule=f"answer: {answer.cue.lemma}", start=answer.cue.start, end=answer.cue.end)
            for source in answer.answerers:
                if source == "author":
                    first = case.assessments[0]
                    case.assessments[0] = replace(first, polarity=answer.polarity, certainty=answer.certainty)
                    case.reasons.append(reason)
                    continue
                made = Assessment(
                    source=source,
                    polarity=answer.polarity,
                    certainty=answer.certainty,
                    attribution=a.id if a is not None else None,
                )
                case.assessments[1:] = [
                    x for x in case.assessments[1:] if x.source != source or source == "unspecified"
                ]
                case.add(made, reason)

    def _soften(self, verb: Token) -> None:
        answer = Answer(verb, (), "unknown")
        for case in self._meant(answer, own_deed=False):
            case.assessments[1:] = [
                replace(a, certainty="probable") if a.certainty == "certain" else a
                for a in case.assessments[1:]
            ]
            reason = Reason(rule="answer: not verified", start=verb.start, end=verb.end)
            case.reasons.append(reason)
