"""What an answer points back to, who gives it, and what comes of it: the ground that all answers stand on.

Words and cases in, the cases that "the accusations" or "it" stand for out: the nearest claim before them that
somebody other than the answerer has made.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dragoman.assessments import syntax
from dragoman.assessments.verbal import SAID_IS_DONE
from dragoman.records import Assessment, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.assessments.reading import Reader
    from dragoman.assessments.speakers import Speakers
    from dragoman.assessments.stands import Case
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document, Token
    from dragoman.records import Attribution, Certainty, Polarity

FARTHEST = 3
"""So many sentences back "the accusations" can still be found; further off it is anybody's guess."""

FARTHEST_OF_OWN = 8
"""So many sentences back where it is the answerer's own deed that is claimed."""

POINTERS = frozenset(
    {"it", "this", "that", "them", "these", "those", "which", "both", "so", "something", "any"}
)
ABOUT = frozenset({"about", "of", "on", "over", "regarding", "concerning", "that"})
TOGETHER = frozenset({"both", "they", "all", "neither", "each"})
RECIPROCAL = frozenset({("each", "other"), ("one", "another")})


class Answer(NamedTuple):
    """A word by which somebody answers a claim: who answers, with what polarity, at which word."""

    cue: Token
    answerers: tuple[str, ...]
    polarity: Polarity
    certainty: Certainty = "certain"


class Pointing:
    """Finds what words point back to in one document, and gives the cases meant the answerer's stand."""

    def __init__(
        self, doc: Document, words: Factuality, reader: Reader, speakers: Speakers, cases: list[Case]
    ) -> None:
        """Look among *cases* of *doc*."""
        self.doc = doc
        self.classes = words.classes
        self.reader = reader
        self.speakers = speakers
        self.cases = sorted(cases, key=lambda c: c.head)
        self.heads = {c.head for c in cases}
        self._order = [c.head for c in self.cases]

    def between(self, first: int, last: int) -> list[Case]:
        """Return the cases whose heads lie from sentence *first* to sentence *last*, both counted in."""
        sentences = self.doc.sentences
        if first >= len(sentences):
            return []
        start = sentences[max(0, first)].first
        end = sentences[min(last, len(sentences) - 1)].last
        return self.cases[bisect_left(self._order, start) : bisect_left(self._order, end)]

    def is_phrase(self, verb: Token, name: str) -> bool:
        """Tell whether *verb*, alone or with its particle, is of the class *name*: "took back"."""
        return not self.classes[name].isdisjoint(syntax.phrases(self.doc, verb))

    # What is pointed to.

    def objects(self, verb: Token) -> list[Token]:
        """Return the words that name what *verb* is done to."""
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

    def points_back(self, target: Token, *, plain: bool) -> bool:
        """Tell whether *target* stands for what has been said before; *plain* is for a plain "denied"."""
        if target.lower in POINTERS:
            return plain or target.lower not in {"them", "those", "both"}  # "dismissed them": people, perhaps
        if target.lemma in self.classes["claim"]:
            return not self.has_content(target)
        if not plain:
            return False
        if target.lemma in self.classes["part"] or target.i in self.heads:
            return True
        return self.is_any(target) or (target.lemma in self.classes["deed"] and self.is_the(target))

    def is_the(self, noun: Token) -> bool:
        """Tell whether *noun* has "the" or "this" before it."""
        return any(k.dep == "det" and k.lower in {"the", "this", "that"} for k in self.doc.children(noun.i))

    def is_any(self, noun: Token) -> bool:
        """Tell whether *noun* has "any" before it."""
        return any(k.dep == "det" and k.lower == "any" for k in self.doc.children(noun.i))

    def is_claim(self, t: Token) -> bool:
        """Tell whether *t* can stand for a claim."""
        return t.lower in POINTERS or t.lemma in self.classes["claim"]

    def has_content(self, noun: Token) -> bool:
        """Tell whether a claim noun says itself what is claimed ("reports that ...", "claims of ...")."""
        kids = self.doc.children(noun.i)
        about = any(k.dep == "prep" and k.lower in ABOUT for k in kids)
        said = any(k.dep in {"acl", "ccomp"} and self.doc.tokens[k.left].lower == "that" for k in kids)
        return about or said or bool(self.inside(noun))

    def inside(self, noun: Token) -> list[Case]:
        """Return the cases that hang on *noun*."""
        within = self.doc.subtree(noun.i)
        return [c for c in self.cases if c.head in within and c.head != noun.i]

    def spoken_of(self, verb: Token) -> list[Case]:
        """Return what a quotation is on: "That is untrue," he said of reports that soldiers had fled."""
        saying = self.doc.tokens[verb.head]
        speaker = self.doc.child(saying.i, "nsubj")
        on = self.doc.children(saying.i, "prep")
        if speaker is not None and speaker.i > saying.i:  # "Rubbish," said the minister of a claim that
            on = [*on, *self.doc.children(speaker.i, "prep")]
        for k in on:
            noun = self.doc.child(k.i, "pobj")
            if k.lower in {"of", "about"} and noun is not None and noun.lemma in self.classes["claim"]:
                return self.inside(noun)
        return []

    def meant(self, answer: Answer, *, own_deed: bool, plural: bool = False) -> list[Case]:
        """Return the cases that an answer points back to.

        First what others claim of the answerer himself: in the nearest sentence that has it, or in all of
        them for a plural ("the reports"). Failing that, whatever is claimed in the nearest sentence with a
        claim. And for *own_deed* ("the attack", "any part in it") what the article itself tells of him.
        """
        here = self.doc.tokens[answer.cue.i].sent
        before = [c for c in self.cases if c.head < answer.cue.i and c.view.mood == "done"]
        back = {c.head: here - self.doc.tokens[c.head].sent for c in before}
        claimed = [c for c in before if self.is_claimed(c, answer)]
        own = [c for c in claimed if self.is_his(c, answer) and back[c.head] <= FARTHEST_OF_OWN]
        if own and plural:
            return own
        near = own or [c for c in claimed if back[c.head] <= FARTHEST]
        if near:
            nearest = min(back[c.head] for c in near)
            return [c for c in near if back[c.head] == nearest]
        if own_deed:
            return [c for c in before if back[c.head] <= 1 and set(c.event.actors) & set(answer.answerers)]
        return []

    def is_his(self, case: Case, answer: Answer) -> bool:
        """Tell whether the answerer has a part in *case*."""
        return bool(set(answer.answerers) & {*case.event.actors, *case.event.recipients})

    def is_claimed(self, case: Case, answer: Answer) -> bool:
        """Tell whether somebody other than the answerer asserts *case*."""
        if case.event.event_type in SAID_IS_DONE:
            return False  # an accusation is answered, but not denied to have been made
        others = {a.source for a in case.assessments[1:] if a.polarity == "+"}
        return bool(others - (set(answer.answerers) - {"unspecified"}))

    # Who answers, and what comes of it.

    def who(self, verb: Token) -> tuple[str, ...]:
        """Return who answers by *verb*."""
        found = self.speakers.of_cue(verb.i, "denies", self.around(verb))
        subject = self.speakers.subject(verb)
        if subject is not None and found == ("unspecified",) and subject.lemma in self.classes["media"]:
            around = self.around(
                verb
            )  # "is refuted by pictures, a research group said": pictures do not speak
            return around if around != ("author",) else found
        if subject is not None and subject.lower in TOGETHER and len(found) == 1:
            return self._the_last_named(subject)  # "both" is not one
        if found == ("unspecified",) and subject is None:
            around = self.around(verb)
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
        states = [a for a in found if self.speakers.actors[a].kind == "country"]
        return tuple(sorted((states if len(states) > 1 else found)[:2])) or ("unspecified",)

    def around(self, word: Token) -> tuple[str, ...]:
        """Return the innermost voice that *word* lies under, or the author."""
        reading = self.reader.read(word.i)
        for voicing in reversed(reading.voices):
            if voicing.cue != word.i:
                return self.speakers.of_cue(voicing.cue, voicing.voice, ("author",))
        covering = self.speakers.covering(word.start)
        if covering:
            return self.speakers.of_attribution(min(covering, key=self.speakers.reach))
        return ("author",)

    def told_by(self, word: Token) -> Attribution | None:
        """Return the attribution by whose source *word* is said: its own, or the innermost around it."""
        own = self.speakers.by_cue.get(word.i)
        subject = self.speakers.subject(word) if word.pos == "VERB" else None
        if subject is not None and subject.lemma in self.classes["media"]:
            own = None
        elif own is None or own.source is None:
            own = self.speakers.by_cue.get(self.doc.tokens[word.head].i, own)
        if own is not None and own.source is not None:
            return own
        for voicing in reversed(self.reader.read(word.i).voices):
            said = self.speakers.by_cue.get(voicing.cue)
            if said is not None and said.source is not None:
                return said
        covering = [a for a in self.speakers.covering(word.start) if a.source is not None]
        return min(covering, key=self.speakers.reach) if covering else own

    def has_words(self, word: Token, who: tuple[str, ...]) -> bool:
        """Tell whether those who speak at *word* are known: as actors, or by the words that name them."""
        return who != ("unspecified",) or ((a := self.told_by(word)) is not None and a.source is not None)

    def note(self, answer: Answer, case: Case) -> None:
        """Add to *case* the reason that *answer* gives."""
        cue = answer.cue
        case.reasons.append(Reason(rule=f"answer: {cue.lemma}", start=cue.start, end=cue.end))

    def is_mutual(self, case: Case) -> bool:
        """Tell whether several claim *case* of one another: each asserts it of the other."""
        sentence = self.doc.sentence(case.head)
        words = [t.lower for t in self.doc.tokens[sentence.first : sentence.last]]
        return any(pair in RECIPROCAL for pair in pairwise(words))

    def carry_over(self, meant: list[Case], named: list[Case]) -> None:
        """What "such" names is what was claimed before: whoever asserted that, asserts this."""
        for case in named:
            for old in meant:
                case.assessments.extend(
                    a for a in old.assessments[1:] if a.polarity == "+" and a not in case.assessments
                )

    def give(self, answer: Answer, meant: Iterable[Case]) -> None:
        """Give the cases *meant* the stand of *answer*."""
        a = self.told_by(answer.cue)
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
                if not self.is_mutual(case):
                    case.assessments[1:] = [
                        x for x in case.assessments[1:] if x.source != source or source == "unspecified"
                    ]
                case.add(made, reason)
