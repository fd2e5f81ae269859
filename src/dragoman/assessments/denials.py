"""Answers that point back: "denied the accusations", "called the report false", "could not be verified".

Cases in, the same cases with the answerers' stands: what the words "the accusations" or "it" mean is the
nearest claim before them that somebody other than the answerer has made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments import cancelled, countered, restated, retracted, siding
from dragoman.assessments.pointing import POINTERS, TOGETHER, Answer, Pointing
from dragoman.assessments.syntax import stem
from dragoman.assessments.views import View
from dragoman.records import Reason

if TYPE_CHECKING:
    from dragoman.assessments.reading import Reader
    from dragoman.assessments.speakers import Speakers
    from dragoman.assessments.stands import Case
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document, Token
    from dragoman.records import Certainty

HAPPENING = frozenset({"occur", "happen", "take", "exist"})
TRUE = frozenset({"true", "correct", "accurate"})
THE_CASE = frozenset({"case", "so"})
GRANTING = frozenset({"confirm", "admit", "acknowledge", "concede"})
MORAL = frozenset({"wrong", "mistaken", "farcical"})
RELATIVE = frozenset({"WDT", "WP"})
FARTHEST_OF_AUTHOR = 1
"""So many sentences back the claim stands that the article itself calls false."""

SOME = frozenset({"several", "some", "many", "most", "certain", "few", "various", "numerous"})
QUOTES = frozenset({'"', "“", "'", "‘", "``"})
FRAGMENT = frozenset({"dep", "ROOT", "ccomp", "intj", "dobj", "appos"})


def answer(doc: Document, words: Factuality, reader: Reader, speakers: Speakers, cases: list[Case]) -> None:
    """Give the events that a denial points back to the denier's stand."""
    if not cases:
        return
    room = _Answers(doc, words, reader, speakers, cases)
    classes = words.classes
    denying, retracting, cancelling, ascribing = (
        {phrase.split()[0] for phrase in classes[name]}
        for name in ("denier", "retractor", "cancelling", "ascribing")
    )
    for t in doc.tokens:
        if t.pos == "VERB":
            if t.lemma in denying:
                room.deny(t)
            if t.lemma in classes["believing"]:
                room.disbelieve(t)
            if t.lemma in classes["lying"]:
                room.call_liar(t)
            if t.lemma in retracting:
                retracted.retract(room, t)
            if t.lemma in cancelling:
                cancelled.call_off(room, t)
            if t.lemma in ascribing:
                siding.ascribe(room, t)
            siding.answer(room, t)
        elif t.dep == "dobj" and t.lemma in denying:
            room.deny(doc.tokens[t.head])  # "poured scorn on the claim"
        restated.answer(room, t)
        room.point(t)
    countered.answer(room)
    for case in cases:
        siding.stand_anyway(case)
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


class _Answers(Pointing):
    """Finds what each answer points to."""

    def point(self, t: Token) -> None:
        """Answer for *t* if it is a word that speaks on a claim by itself: "false", "no such"."""
        if t.lemma in self.classes["verifier"] | GRANTING and t.pos == "VERB":
            self.verify(t)
        elif (
            (
                t.lower in THE_CASE
                and t.dep in {"attr", "acomp", "advmod"}
                and self.doc.head(t.i).lemma == "be"
            )
            or t.lower in self.classes["falsity"]
            or t.lemma in self.classes["falsity"]
            or t.lower in TRUE
        ):
            self.falsify(t)
        elif t.lower == "such":
            self.no_such(t)
        elif t.lower in self.classes["ground"]:
            self.find_groundless(t)
        elif t.lower == "odds":
            self.contrast(t)
        elif t.lemma in HAPPENING or t.dep == "expl":
            self.no_event(t)

    def deny(self, verb: Token) -> None:
        """Answer for "denied the accusations", "rejects this", "denied involvement"."""
        stated = self.reader.read(verb.i).view
        if not stated.holds:
            return  # "did not deny", "refused to deny", "would deny"
        certainty: Certainty = "certain"
        targets = self.objects(verb) if self.is_phrase(verb, "denier") else []
        for k in self.doc.children(verb.i, "prep"):
            noun = self.doc.child(k.i, "pobj")
            if noun is not None and self.reader.fates.is_denied(noun, verb, k.lower):
                targets = [noun]
                doubt = self.doc.child(verb.i, "dobj")
                certainty = "probable" if doubt is not None and doubt.lemma == "doubt" else "certain"
        who = self.who(verb) if targets else ()
        subject = self.speakers.subject(verb)
        apart = subject is not None and subject.lower in TOGETHER and len(who) > 1
        for one in [(w,) for w in who] if apart else [who]:
            self._deny(Answer(verb, one, "-", certainty), targets)

    def _deny(self, answer: Answer, targets: list[Token]) -> None:
        """Answer for the first of *targets* that points back."""
        verb, plain = answer.cue, answer.cue.lemma == "deny"
        for target in targets:
            if not self.points_back(target, plain=plain):
                continue
            if self._is_label(target):
                self._label(answer, target)
                return
            for case in self.inside(target):
                if set(case.event.actors) & set(answer.answerers):
                    # The article grants that there was a deed, not that it was his.
                    case.assessments[0] = replace(
                        case.assessments[0], polarity="unknown", certainty="unknown"
                    )
                    self.give(answer, [case])
            ahead = self._ahead(verb, answer)
            if ahead:
                self.give(answer, ahead)
                return
            part = target.lemma in self.classes["part"] or target.i in self.heads
            several = target.tag == "NNS" or self.is_any(target)
            meant = self.meant(answer, own_deed=part, plural=several)
            if target.lemma not in self.classes["claim"] and answer.answerers != ("unspecified",):
                # "Denied it", "denied any part in it": not what is said of others.
                meant = [c for c in meant if self.is_his(c, answer) or not c.event.actors]
            self.give(answer, meant)
            return

    def disbelieve(self, verb: Token) -> None:
        """Answer for "do not believe the account", "did not accept the explanation"."""
        if self.reader.read(verb.i).view != View("-"):
            return
        for claim in self.objects(verb):
            if claim.lemma in self.classes["claim"]:
                answer = Answer(verb, self.who(verb), "-", "probable")
                inside = self.inside(claim)
                if inside or not self.has_content(claim):
                    self.give(answer, inside or self.meant(answer, own_deed=False))

    def call_liar(self, word: Token) -> None:
        """Answer for "accused Kyiv of lying", "said Kyiv was lying": what Kyiv claims is denied."""
        link, verb = self.doc.tokens[word.head], self.doc.tokens[word.head]
        accusing = link.lower == "of" and word.dep == "pcomp"
        if accusing:
            verb = self.doc.tokens[link.head]
            liar = self.doc.child(verb.i, "dobj")
        else:
            liar = self.doc.child(word.i, "nsubj")
        if liar is None or not self.reader.read(verb.i if accusing else word.i).view.holds:
            return
        liars = set(self.speakers.of_noun(liar))
        who = self.who(verb) if accusing else self.around(word)
        if who == ("author",) or liars & set(who):
            return
        near = [
            c for c in self.between(word.sent - 1, word.sent) if c.head < word.i and c.view.mood == "done"
        ]
        told = [c for c in near if any(a.polarity == "+" and a.source in liars for a in c.assessments[1:])]
        self.give(Answer(word, who, "-"), told)

    def _ahead(self, verb: Token, answer: Answer) -> list[Case]:
        """Return what is claimed after an aside: "Tehran, which denies it, supplied drones, the panel said".

        Or after an "although": "although Tunis denies it, prosecutors say".
        """
        link = self.doc.child(verb.i, "mark")
        if verb.dep == "advcl" and link is not None and link.lower in {"although", "though", "while"}:
            here = self.between(verb.sent, verb.sent)
            return [c for c in here if c.head > verb.i and self.is_claimed(c, answer)]
        if verb.dep != "relcl":
            return []
        main = self.doc.tokens[self.doc.tokens[verb.head].head]
        return [c for c in self.cases if c.head == main.i and main.i > verb.i and self.is_claimed(c, answer)]

    def _is_label(self, noun: Token) -> bool:
        """Tell whether *noun* calls the clause before it a claim: "has sent arms, a charge Iran denies"."""
        if noun.lower == "something":
            return noun.dep in {"appos", "npadvmod"}
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
        self.give(answer, meant)

    def falsify(self, word: Token) -> None:
        """Answer for "the report is false", "called the claims baseless", "that is not true"."""
        true = word.lower in TRUE or word.lower in THE_CASE
        if not true and self._is_fragment(word):
            answer = Answer(word, self.around(word), "-")
            if answer.answerers != ("author",):
                self.give(answer, self.spoken_of(word) or self.meant(answer, own_deed=False))
            return
        verb = self.doc.head(word.i)
        named = word
        if verb.lower == "as" and verb.head != verb.i:  # "dismissed the claims as baseless"
            named, verb = verb, self.doc.head(verb.i)
        made_up = self.doc.child(word.i, "nsubjpass") if word.pos == "VERB" else None
        if made_up is not None:  # "the report was fabricated"
            verb = word
        if verb.pos not in {"VERB", "AUX"}:
            return
        subject = made_up or self._called(named, verb)
        if subject is not None and subject.lemma in self.classes["media"]:
            self._made_up(word, subject)
            return
        told = self._told_by(subject) if subject is not None and subject.pos == "NOUN" and not true else []
        if subject is None or subject.tag in RELATIVE or not (told or self._is_judged(word, subject)):
            return
        negated = self.reader.read(verb.i).view.sign == "-"
        if true != negated:
            return
        naming = verb.lemma in self.classes["naming"] or self.is_phrase(verb, "denier")
        who = self.who(verb) if naming else self.around(word)
        answer = Answer(word, who, "-")
        meant = told or self.inside(subject) or self.spoken_of(verb) or self.meant(answer, own_deed=False)
        if who == ("author",):
            meant = [c for c in meant if word.sent - self.doc.tokens[c.head].sent <= FARTHEST_OF_AUTHOR]
        if meant:
            self.give(answer, meant)
        else:
            retracted.correct(self, answer)  # "it later said the report was wrong"

    def _told_by(self, thing: Token) -> list[Case]:
        """Return what was told on the word of *thing* itself: "according to messages" ... "the messages"."""
        if not self.is_the(thing):
            return []
        return [
            c
            for c in self.between(thing.sent - 1, thing.sent)
            if c.head < thing.i
            and any(self.speakers.is_source(thing, x.attribution) for x in c.assessments[1:])
        ]

    def _is_judged(self, word: Token, subject: Token) -> bool:
        """Tell whether *word* speaks on a claim: of "that is wrong", it may be the deed that is meant."""
        if any(k.lower in SOME for k in self.doc.children(subject.i)):
            return False  # "several claims have proven false": nobody knows which
        if subject.lower in POINTERS:
            return (
                subject.lower in {"it", "this", "that", "these", "those", "them"} and word.lower not in MORAL
            )
        return self.is_claim(subject)

    def _called(self, named: Token, verb: Token) -> Token | None:
        """Return what is called *named*: its subject, or the object or subject of *verb*."""
        own = self.doc.child(named.i, "nsubj") or self.doc.child(verb.i, "dobj", "nsubjpass")
        # Of 'called "baseless" an allegation' parsers make an object of "baseless".
        return own or self.doc.child(named.i, "dobj") or self.doc.child(verb.i, "nsubj")

    def _made_up(self, word: Token, shown: Token) -> None:
        """Answer for "a video in which he announces his surrender is fake": there was no surrender."""
        answer = Answer(word, self.around(word), "-")
        for k in self.doc.children(shown.i, "relcl", "acl"):
            if k.dep == "acl" or self.doc.tokens[k.left].lower in {"in", "where"}:
                inside = set(self.doc.subtree(k.i))
                self.give(answer, [c for c in self.cases if c.head in inside])

    def _is_fragment(self, word: Token) -> bool:
        """Tell whether *word* heads a quotation that has no verb: "A pure invention," he replied."""
        before = self.doc.tokens[word.left - 1].lower if word.left else '"'
        if word.dep == "amod":
            return self._is_fragment(self.doc.head(word.i))  # "Fake news," he said
        if before not in QUOTES or word.dep not in FRAGMENT:
            return False
        return not any(w.pos in {"VERB", "AUX"} for w in self.doc.tokens[word.left : word.right + 1])

    def contrast(self, word: Token) -> None:
        """Answer for "is at odds with the account of survivors": they deny the claim."""
        link = self.doc.tokens[word.head]
        verb = self.doc.tokens[link.head]
        subject = self.doc.child(verb.i, "nsubj")
        behind = self.doc.child(word.i, "prep")
        other = self.doc.child(behind.i, "pobj") if behind is not None else None
        if link.lower != "at" or subject is None or other is None or not self.is_claim(subject):
            return
        who = self.speakers.owners(other)
        if who and self.reader.read(verb.i).view.holds:
            answer = Answer(word, who, "-")
            self.give(answer, self.inside(subject) or self.meant(answer, own_deed=False))

    def no_such(self, word: Token) -> None:
        """Answer for "no such flight took place": he who says so denies what was said before."""
        noun = self.doc.head(word.i)
        if not any(k.lower == "no" for k in self.doc.children(noun.i)) and noun.pos == "NOUN":
            return
        who = self.around(word)
        if who == ("author",):
            return
        answer = Answer(word, who, "-")
        meant = self.meant(answer, own_deed=False)
        self.give(answer, meant)
        self.carry_over(meant, [c for c in self.cases if c.head in {noun.i, noun.head}])

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
        who = self.around(verb)
        if reading.view != View("-") or who == ("author",):
            return
        answer = Answer(verb, who, "-")
        here = self.doc.tokens[verb.i].sent
        meant = self.spoken_of(verb) or self.meant(answer, own_deed=False)
        near = [c for c in meant if here - self.doc.tokens[c.head].sent <= 1]
        self.give(answer, [c for c in near if stem(named) == stem(self.doc.tokens[c.head])] or near)

    def find_groundless(self, word: Token) -> None:
        """Answer for "there is no evidence for this", "no truth in the report": a denial, if a soft one."""
        none = word.lower == "nothing" or any(k.lower == "no" for k in self.doc.children(word.i, "det"))
        clause = self.doc.tokens[word.head]
        after = self.doc.tokens[word.i + 1 : clause.right + 1]
        named = (t for t in after if t.dep in {"pobj", "dobj"} and t.tag not in {"WDT", "WP", "IN"})
        claim = next((t for t in named if self.is_claim(t)), None)
        who = self.around(word)
        if none and claim is not None and who != ("author",):
            answer = Answer(word, who, "-", "probable")
            inside = self.inside(claim) if claim.pos == "NOUN" else []
            if inside or not self.has_content(claim):
                self.give(answer, inside or self.meant(answer, own_deed=False))

    def verify(self, verb: Token) -> None:
        """Answer for "could not be verified" (less certain), and for "confirmed the report" (true)."""
        stated = self.reader.read(verb.i).view
        if verb.lemma in GRANTING:
            self._grant(verb)
        targets = [t for t in self.objects(verb) if self.is_claim(t) or t.i in self.heads]
        if (
            not targets
            or verb.lemma not in self.classes["verifier"]
            or any(self.has_content(t) for t in targets)
        ):
            return
        if stated.sign != "+":
            self._soften(verb)
            return
        if stated.mood == "done" and verb.lemma == "confirm":
            answer = Answer(verb, self.who(verb), "+")
            self._confirm(answer, self.meant(answer, own_deed=False))

    def _grant(self, verb: Token) -> None:
        """Answer for "confirmed the raid", "admitted the evacuation": the deed that was claimed before."""
        stated = self.reader.read(verb.i).view
        if not stated.holds:
            return
        answer = Answer(verb, self.who(verb), "+")
        for noun in self.objects(verb):
            if noun.i in self.heads or not self.is_the(noun) or noun.lemma in self.classes["claim"]:
                continue
            meant = self.meant(answer, own_deed=False)
            same = [c for c in meant if stem(noun) == stem(self.doc.tokens[c.head])]
            if not same and verb.lemma == "confirm" and noun.lemma in self.classes["deed"]:
                same = meant
            self._confirm(answer, same)

    def _confirm(self, answer: Answer, meant: list[Case]) -> None:
        """Let *meant* be confirmed: by the answerer, and so by the article."""
        self.give(answer, meant)
        for case in meant:
            first = case.assessments[0]
            if first.polarity == "unknown":
                case.assessments[0] = replace(first, polarity="+", certainty="certain")

    def _soften(self, verb: Token) -> None:
        answer = Answer(verb, (), "unknown")
        for case in self.meant(answer, own_deed=False):
            case.assessments[1:] = [
                replace(a, certainty="probable") if a.certainty == "certain" else a
                for a in case.assessments[1:]
            ]
            reason = Reason(rule="answer: not verified", start=verb.start, end=verb.end)
            case.reasons.append(reason)
