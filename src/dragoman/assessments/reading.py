"""Document and codebook in, a `Reading` of any word out: how it stands by syntax alone.

A word is read from above: first how the word that governs it stands, then what that word does to what hangs
on it ("failed to", "reports that"), then what stands beside the word itself (auxiliaries, negation, adverbs).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments.views import OPEN, PLAIN, Reading, View, Voicing, beside, heavier, under, weaker
from dragoman.codebook.factuality import Effect, Signature
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.codebook.factuality import Beside, Factuality, Mood
    from dragoman.documents import Document, Token

DEEPEST = 80
"""Beyond so many steps up the tree a parse is nonsense; what lies deeper is read as plain."""

VERBAL = frozenset({"VERB", "AUX"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "csubj", "csubjpass", "parataxis"})
RUN_ON = frozenset({";", "but", "however", "whereas"})
IMPERATIVES = frozenset({"ROOT", "ccomp", "parataxis", "conj"})
PURPOSE = Effect("+", "probable", "planned")
CONDITIONAL = Effect("?", "unknown", "conditional")
NEGATED = Effect("-", "certain", "done")
DEMANDED = Effect("?", "unknown", "requested")
HOLDS = Effect("+", "certain", "done")
OPEN_EFFECT = Effect("?", "unknown", "done")

NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
HEADLINE_SUBJECT = 6
"""So many words at most stand before the last of a headline's subject."""
TIME_CLAUSES = frozenset({"when", "once", "after", "before", "until", "till", "while", "whenever", "as"})


class Reader:
    """Reads the words of one document; remembers what it has read."""

    def __init__(self, doc: Document, words: Factuality) -> None:
        """Read *doc* with the knowledge in *words*."""
        self.doc = doc
        self.words = words
        self._known: dict[int, Reading] = {}
        self._depth = 0

    def read(self, i: int) -> Reading:
        """Return how token *i* stands."""
        known = self._known.get(i)
        if known is None:
            if self._depth >= DEEPEST:
                return Reading()
            self._depth += 1
            known = self._beside(i, self._above(i))
            self._depth -= 1
            self._known[i] = known
        return known

    def read_event(self, i: int) -> Reading:
        """Return how the event at token *i* stands.

        A text that somebody accepts or rejects is there, whatever becomes of what it proposes: "rejected
        the plan to build a dam" leaves the plan standing and the dam unbuilt.
        """
        t = self.doc.tokens[i]
        reading = self.read(i)
        if t.dep in {"dobj", "nsubjpass"} and t.lemma in self.words.classes["text"] and self._is_definite(t):
            governor = self.doc.tokens[t.head]
            signature = self._signature(governor, "obj")
            if signature is not None and not signature.voice:
                return self._adjectives(t, replace(self.read(governor.i), view=PLAIN), None)
        return reading

    # From above: what the governing word makes of this one.

    def _above(self, i: int) -> Reading:
        t = self.doc.tokens[i]
        if t.head == i:
            return Reading()
        opening = self._opening(t) if t.pos in VERBAL else None
        if opening is not None:
            return self._mark(
                self.read(t.head), beside(PLAIN, opening.effect), f"conjunction {opening.word}", t
            )
        if t.dep == "conj":
            return self._conjunct(t)
        if t.dep == "amod" and t.tag in {"VBN", "VBG"}:
            return replace(self.read(t.head), view=PLAIN)  # "the attached letter": it is attached
        if t.dep in CLAUSES or (t.pos in VERBAL and t.dep in {"dep", "advmod", "dobj", "attr", "oprd"}):
            return self._clause(t)
        return self._nominal(t)

    def _conjunct(self, t: Token) -> Reading:
        first = self.doc.first_conjunct(t.i)
        above = self._above(first.i)
        if t.pos in VERBAL and first.pos in VERBAL:
            if self._shares_auxiliaries(first, t):
                return self._auxiliaries(first, above, with_negation=self._shares_negation(first, t))
            if self._goes_higher(first, t):
                # "warned that they could attack, and raised its budget": no part of the warning
                return replace(self._above(first.head), background=t.i)
            return above
        if first.pos not in VERBAL and t.pos not in VERBAL:
            return self._adjectives(first, above, frozenset({"no", "neither"}))
        return above

    def _shares_auxiliaries(self, first: Token, t: Token) -> bool:
        kids = self.doc.children(t.i)
        if any(k.dep in {"aux", "auxpass", "nsubj", "nsubjpass"} for k in kids):
            return False
        return t.tag == "VB" or (t.tag in {"VBN", "VBG"} and t.tag == first.tag)

    def _goes_higher(self, first: Token, t: Token) -> bool:
        """Tell whether a finite verb hung on a clause belongs with the verb above that clause."""
        verb = self.doc.tokens[first.head]
        if first.dep != "ccomp" or t.tag not in {"VBD", "VBZ", "VBP"} or verb.tag != t.tag:
            return False
        helped = first.tag != t.tag or self.doc.child(first.i, "aux") is not None
        return helped and self.doc.child(t.i, "nsubj", "nsubjpass", "aux") is None

    def _shares_negation(self, first: Token, t: Token) -> bool:
        between = self.doc.tokens[first.i + 1 : t.i]
        return not any(b.lower in {"but", "instead", "rather"} for b in between)

    def _clause(self, t: Token) -> Reading:
        head = self.doc.tokens[t.head]
        infinitive = any(k.tag == "TO" for k in self.doc.children(t.i, "aux"))
        mark = self.doc.child(t.i, "mark")
        if head.pos in {"ADP", "SCONJ"} or t.dep == "pcomp":
            return self._question_inside(t, mark, self._after_preposition(t, head))
        if head.pos in {"NOUN", "PROPN", "PRON"} and t.dep in {"acl", "relcl", "ccomp", "advcl", "xcomp"}:
            return self._below_noun(t, head, infinitive=infinitive)
        if t.dep == "ccomp" and self._run_on(t, head):
            alone = (
                View(mood="planned") if infinitive else PLAIN
            )  # a headline: "Canada to impose tariffs; ..."
            return Reading(view=alone, background=t.left, governors=frozenset({head.i}))
        governor = self._governor(head)
        if (
            infinitive
            and t.lemma in self.words.classes["performative"]
            and head.lemma in {"like", "want", "wish"}
        ):
            return replace(self._above(head.i), view=PLAIN)  # "we would like to thank you": we do
        for frame in self._frames(t, head, infinitive=infinitive, mark=mark):
            if mark is not None and mark.lower in {"if", "unless"} and t.dep == "advcl":
                break
            signature = self._signature(governor, frame)
            if signature is not None and signature.word == "go" and head.lower != "going":
                continue
            if signature is not None and not (t.dep == "advcl" and frame in {"clause", "ger"}):
                return self._question_inside(t, mark, self._apply(governor, signature))
        if t.dep == "advcl":
            return self._adverbial(t, head, mark, infinitive=infinitive)
        above = self.read(head.i)
        if infinitive and t.dep == "xcomp":
            if head.pos == "ADJ":
                return replace(above, view=beside(above.view, Effect("+", "probable", "foreseen")))
            return self._purpose(head, above, t)
        if t.dep in {"xcomp", "csubj", "csubjpass"} or above.view.sign == "+":
            return above
        return replace(above, view=OPEN._replace(mood=above.view.mood))

    def _run_on(self, t: Token, head: Token) -> bool:
        """Tell whether *t* is a sentence of its own that a parser hung on the next: "he fled; police said ..."."""
        return t.i < head.i and any(w.lower in RUN_ON for w in self.doc.tokens[t.right + 1 : head.i])

    def _is_past(self, t: Token) -> bool:
        """Tell whether a clause speaks of what is over: "that he left", "that he has left"."""
        helpers = self.doc.children(t.i, "aux", "auxpass")
        if any(k.tag == "MD" or k.lower == "to" for k in helpers):
            return False
        return t.tag == "VBD" or any(k.lower in {"had", "has", "have", "was", "were", "did"} for k in helpers)

    def _opening(self, t: Token) -> Beside | None:
        """Return the conjunction of several words that opens or comes right before a clause ("in case")."""
        at = self.doc.tokens[t.left].i
        for start, end in ((at - 2, at), (at, at + 2)):
            if start >= 0:
                word = " ".join(w.lower for w in self.doc.tokens[start:end])
                found = self.words.words.get((word, "conjunction"))
                if found is not None:
                    return found
        return None

    def _frames(self, t: Token, head: Token, *, infinitive: bool, mark: Token | None) -> Iterator[str]:
        if infinitive:
            if mark is not None and mark.lower == "for":
                yield "for"
            if self.doc.child(t.i, "nsubj", "nsubjpass") is not None:
                yield "other-inf"
            yield "passive-inf" if self._passive(head) else "active-inf"
            yield "inf"
        elif t.tag == "VBG" and self.doc.child(t.i, "nsubj", "nsubjpass", "aux") is None:
            yield "ger"
        elif t.tag == "VB" and (t.dep == "xcomp" or (t.dep == "ccomp" and mark is None)):
            yield "inf"
            yield "clause"
        else:
            if self._is_past(t):
                yield "past-clause"
            yield "clause"

    def _passive(self, verb: Token) -> bool:
        return verb.tag == "VBN" and (verb.dep == "acl" or self.doc.child(verb.i, "auxpass") is not None)

    def _governor(self, head: Token) -> Token:
        """Return the adjective or noun that a form of "be" leans on, if the codebook knows it."""
        if head.lemma in {"be", "remain", "seem", "become"} and head.pos in VERBAL:
            for kid in self.doc.children(head.i, "acomp", "attr"):
                if (kid.lemma, "A" if kid.pos == "ADJ" else "N") in self.words.predicates:
                    return kid
        return head

    def _question_inside(self, t: Token, mark: Token | None, reading: Reading) -> Reading:
        if mark is None or mark.lower not in {"whether", "if"}:
            return reading
        return self._mark(reading, beside(reading.view, Effect("?", "unknown", "question")), "whether", mark)

    def _below_noun(self, t: Token, noun: Token, *, infinitive: bool) -> Reading:
        above = self.read(noun.i)
        relative = t.dep == "relcl" and not infinitive
        if infinitive:
            return self._noun_and_infinitive(t, noun, above)
        if t.tag not in {"VBN", "VBG"} or self.doc.child(t.i, "nsubj", "nsubjpass") is not None:
            signature = self._signature(noun, "past-clause") if self._is_past(t) else None
            signature = signature or self._signature(noun, "clause")
            if signature is not None and self._is_content(t):
                return self._apply(noun, signature)
        if relative and (self._set_off(t) or self._known_by(t, noun)):
            return Reading(background=t.left)
        if (
            above.view.mood != "done"
            and noun.dep != "pobj"
            and not self._is_definite(noun)
            and t.tag != "VBD"
        ):
            return above
        return replace(above, view=PLAIN)

    def _noun_and_infinitive(self, t: Token, noun: Token, above: Reading) -> Reading:
        before = self.doc.tokens[noun.i - 1] if noun.i else noun
        if noun.lower == "order" and before.lower == "in":
            verb = next((a for a in self.doc.ancestors(noun.i) if a.pos in VERBAL), noun)
            return self._purpose(verb, self.read(verb.i), t)
        for governor in (noun, *self._verb_over(noun)):
            signature = self._signature(governor, "inf")
            if signature is not None:
                return self._apply(governor, signature)
        headline = noun.head == noun.i and noun.i - self.doc.sentence(noun.i).first <= HEADLINE_SUBJECT
        if headline or self.doc.child(t.i, "auxpass") is not None:
            effect = Effect("+", "certain", "planned")  # "Apple to buy Beats"; "a summit to be held in May"
        else:
            effect = PURPOSE
        return self._mark(
            above, under(self._as_done(above.view), effect, effect), "noun and infinitive", noun
        )

    def _verb_over(self, noun: Token) -> tuple[Token, ...]:
        """Return the verb whose object *noun* is: parsers hang "to leave" in "told him to leave" on either."""
        verb = self.doc.tokens[noun.head]
        return (verb,) if noun.dep in {"dobj", "nsubjpass", "dative"} and verb.pos in VERBAL else ()

    def _is_content(self, t: Token) -> bool:
        """Tell whether a clause under a noun says what the noun is about ("the claim that ...")."""
        first = self.doc.tokens[t.left]
        if (
            first.dep in {"dobj", "nsubj"}
            and first.head == t.i
            and len(self.doc.children(t.i, first.dep)) > 1
        ):
            return True  # "that they had downed a helicopter": the place of "that" is taken
        if first.lower != "that":
            return t.dep == "ccomp" or (t.dep == "acl" and first.tag not in {"WDT", "WP", "WRB"})
        return first.dep == "mark" or first.head != t.i or first.dep not in {"nsubj", "nsubjpass", "dobj"}

    def _known_by(self, t: Token, noun: Token) -> bool:
        """Tell whether a clause in the past marks out somebody known: "the gunmen who attacked the post"."""
        past = t.tag == "VBD" or any(
            k.lower in {"had", "was", "were"} for k in self.doc.children(t.i, "aux", "auxpass")
        )
        return past and any(k.dep == "det" and k.lower == "the" for k in self.doc.children(noun.i))

    def _set_off(self, t: Token) -> bool:
        return t.left > 0 and self.doc.tokens[t.left - 1].lower in {",", "-", "--", "–", "—", "("}

    def _adverbial(self, t: Token, head: Token, mark: Token | None, *, infinitive: bool) -> Reading:
        above = self.read(head.i)
        word = mark.lower if mark is not None else ""
        if not word:
            opener = self.doc.child(t.i, "advmod")
            word = opener.lower if opener is not None and opener.tag == "WRB" else ""
        known = self.words.words.get((word, "conjunction"))
        if known is not None and mark is not None and word not in {"until"}:
            return self._mark(above, beside(PLAIN, known.effect), f"conjunction {word}", mark)
        if infinitive:
            return self._purpose(head, above, t)
        if self._inverted(t) and not word:
            return self._mark(above, beside(PLAIN, CONDITIONAL), "inverted condition", t)
        past = t.tag == "VBD" or any(
            k.lower in {"had", "was", "were"} for k in self.doc.children(t.i, "aux", "auxpass")
        )
        if above.view.mood == "done" or past:
            return replace(above, view=PLAIN)
        if above.view.mood == "requested" and word in TIME_CLAUSES:
            return replace(above, view=OPEN._replace(mood="foreseen"))  # "must leave before X is signed"
        if word in TIME_CLAUSES or not word:
            return replace(
                above, view=above.view._replace(sign="+") if above.view.sign != "?" else above.view
            )
        return replace(above, view=PLAIN)

    def _purpose(self, verb: Token, above: Reading, at: Token) -> Reading:
        """Read an infinitive that the codebook's word above does not ask for: what the doing is for."""
        perfect = at.pos in VERBAL and any(k.lemma == "have" for k in self.doc.children(at.i, "aux"))
        if perfect or verb.lemma in self.words.classes["outcome"]:
            return self._mark(above, above.view, "outcome", at)  # "fell to close at 80": it closed
        return self._mark(above, under(self._as_done(above.view), PURPOSE, PURPOSE), "purpose", at)

    def _as_done(self, view: View) -> View:
        return view._replace(sign="+") if view.sign == "-" else view

    def _inverted(self, t: Token) -> bool:
        """Tell whether an auxiliary comes before its subject ("should they attack", "did they attack")."""
        subject = self.doc.child(t.i, "nsubj", "nsubjpass")
        helper = self.doc.child(t.i, "aux", "auxpass")
        if subject is None:
            return False
        if helper is None:
            return t.pos == "AUX" and t.i < subject.i
        return helper.i < subject.i

    def _after_preposition(self, t: Token, preposition: Token) -> Reading:
        """Read the noun or -ing form *t* that follows *preposition*."""
        head = self.doc.tokens[preposition.head]
        known = self._fixed_preposition(preposition)
        if known is not None:
            first, word = known
            host = self._host(preposition, first)
            above = self.read(host.i) if host is not None else Reading()
            view = beside(above.view if word.effect.sign == "-" else self._as_done(above.view), word.effect)
            return self._mark(above, view, f"preposition {word.word}", preposition)
        governor = self._governor(head)
        signature = self._signature(governor, preposition.lower)
        if signature is None and governor.pos in {"NOUN", "PROPN", "PRON"}:
            for verb in self._verb_over(governor):
                signature = self._signature(verb, preposition.lower)
                governor = verb if signature is not None else governor
        if signature is None and t.tag == "VBG" and preposition.lower in {"of", "from", "in"}:
            signature = self._signature(governor, "ger") if governor.pos in VERBAL else None
        if signature is not None:
            return self._apply(governor, signature)
        if head.lemma in self.words.classes["part"] and self._is_definite(t):
            return Reading(background=t.left)  # "claimed responsibility for the bombing": there was one
        above = self.read(head.i)
        if preposition.lower in self.words.classes["presupposing"] and (
            above.view.mood == "done" or self._is_definite(t)
        ):
            return replace(above, view=PLAIN)
        if preposition.lower == "for" and head.lemma in self.words.classes["travel"] and t.pos == "NOUN":
            return self._mark(
                above, under(self._as_done(above.view), PURPOSE, PURPOSE), "purpose", preposition
            )
        if preposition.lower == "by" and t.pos in VERBAL:
            return above
        if preposition.lower == "for" and t.pos in VERBAL and head.pos in VERBAL:
            return replace(above, view=PLAIN)  # "punished for refusing": it was refused
        if t.pos in VERBAL:
            return replace(
                above, view=above.view._replace(sign="+") if above.view.sign == "-" else above.view
            )
        if head.pos in {"NOUN", "PROPN"}:
            return above if preposition.lower == "of" else self._argument(t, head, above)
        return self._argument(t, head, above)

    def _fixed_preposition(self, preposition: Token) -> tuple[int, Beside] | None:
        """Return the codebook's preposition that ends here, the longest, and its first token."""
        end = preposition.i + 1
        for start in range(max(self.doc.sentence(preposition.i).first, end - 4), end):
            word = " ".join(t.lower for t in self.doc.tokens[start:end])
            found = self.words.words.get((word, "preposition"))
            if found is not None:
                return start, found
        return None

    def _host(self, preposition: Token, first: int) -> Token | None:
        """Return the first word above *preposition* that is no part of it."""
        for above in self.doc.ancestors(preposition.i):
            if not first <= above.i <= preposition.i:
                return above
        return None

    # Nouns in their places.

    def _nominal(self, t: Token) -> Reading:
        head = self.doc.tokens[t.head]
        if t.dep in {"pobj", "pcomp"} and head.pos in {"ADP", "SCONJ", "VERB", "ADV"}:
            if head.dep == "agent":
                return self._argument(t, self.doc.tokens[head.head], self.read(head.head))
            return self._after_preposition(t, head)
        if t.dep in {"dobj", "nsubjpass", "oprd"}:
            return self._object(t, head)
        if t.dep == "nsubj":
            return self._subject(t, head)
        if t.dep in {"compound", "nmod", "amod"} and head.pos in {"NOUN", "PROPN"}:
            for frame in ("of", "for", "on", "inf"):
                signature = self._signature(head, frame)
                if signature is not None:
                    return self._apply(head, signature)
        above = self.read(head.i)
        if t.dep == "poss":
            return self._argument(t, head, above)
        return above

    def _object(self, t: Token, verb: Token) -> Reading:
        if verb.lemma in self.words.classes["denier"] and t.lemma in self.words.classes["claim"]:
            return self._apply(verb, Signature(verb.lemma, "obj", NEGATED, OPEN_EFFECT, "denies"))
        signature = self._signature(verb, "obj")
        if signature is not None:
            if signature.voice == "says" and self.read(verb.i).view.sign == "-" and self._is_definite(t):
                return replace(self.read(verb.i), view=PLAIN)  # "the fault was not reported": there was one
            return self._apply(verb, signature)
        if verb.lemma in self.words.classes["naming"] and self._is_definite(t):
            return self._apply(verb, Signature(verb.lemma, "obj", HOLDS, HOLDS, ""))
        above = self.read(verb.i)
        if verb.lemma in self.words.classes["light"] or verb.pos == "AUX":
            return above
        return self._argument(t, verb, above)

    def _subject(self, t: Token, verb: Token) -> Reading:
        signature = self._signature(verb, "subj")
        if signature is not None:
            return self._apply(verb, signature)
        above = self.read(verb.i)
        said = self.doc.child(verb.i, "acomp") if verb.lemma in {"be", "remain", "seem", "become"} else None
        if said is not None:
            known = self.words.words.get((said.lower, "adjective"))
            if known is not None:
                return self._mark(above, beside(above.view, known.effect), f"adjective {known.word}", said)
        if above.view.sign == "-" and not self._is_nothing(t):
            return replace(above, view=PLAIN)
        return self._argument(t, verb, above)

    def _argument(self, t: Token, head: Token, above: Reading) -> Reading:
        """Read a noun under a word that says nothing of it: what is definite is taken to be there."""
        if above.view == PLAIN or not self._is_definite(t):
            return above
        return replace(above, view=PLAIN)

    def _is_definite(self, t: Token) -> bool:
        if t.pos == "PROPN":
            return True
        return any(
            k.dep == "poss"
            or (k.dep == "det" and k.lower in DEFINITE)
            or (k.dep == "compound" and k.pos == "PROPN")
            for k in self.doc.children(t.i)
        )

    # The codebook's word above.

    def _signature(self, governor: Token, frame: str) -> Signature | None:
        pos = "V" if governor.pos in VERBAL else "N" if governor.pos in {"NOUN", "PROPN"} else "A"
        found = self._entry(governor, pos, frame)
        if found is None and governor.pos == "ADJ" and governor.tag in {"VBN", "VBD", "JJ"}:
            found = self._entry(governor, "V", frame)
        if found is None and pos == "V" and governor.tag == "VBN":
            found = self.words.predicates.get((governor.lower, "A"), {}).get(frame)
        return found

    def _entry(self, governor: Token, pos: str, frame: str) -> Signature | None:
        table = self.words.predicates
        seconds = self.words.longer.get(governor.lemma)
        if seconds is not None:
            for kid in self.doc.children(governor.i):
                if kid.lower in seconds and (governor.lemma + " " + kid.lower, pos) in table:
                    found = table[governor.lemma + " " + kid.lower, pos].get(frame)
                    if found is not None:
                        return found
        known = table.get((governor.lemma, pos))
        return known.get(frame) if known is not None else None

    def _apply(self, governor: Token, signature: Signature) -> Reading:
        above = self.read(governor.i)
        voices, view = above.voices, above.view
        if signature.voice:
            spoken_of = self._is_spoken_of(governor, voices)
            if spoken_of:
                # "denied reports that ...": the reports stand, and the denier speaks on what they say.
                voices = (*voices[:-1], voices[-1]._replace(about=governor.i))
                view = PLAIN
            elif voices and voices[-1].voice == "denies" and governor.pos == "NOUN":
                view = PLAIN  # "denied a story about his claim that ...": he does not deny his claim
            held = view.mood == "done" and (view.sign == "+" or signature.no.sign != "?")
            voices = (*voices, Voicing(governor.i, signature.voice, held))
            if view.mood == "done":
                view = View(view.sign, view.certainty if governor.pos == "NOUN" else "certain")
            false = self._called_false(governor)
            if false is not None:
                voices = (*voices[:-1], Voicing(false.i, "denies", True, governor.i), voices[-1])
            reading = replace(above, voices=voices)
        else:
            reading = replace(above, governors=above.governors | {governor.i})
        note = f"{signature.word} + {signature.frame}"
        if signature.word == "have" or signature.word == "be":
            if any(k.lower == "yet" for k in self.doc.children(governor.i)):
                return self._mark(reading, under(view, NEGATED, NEGATED), "yet to", governor)
            if signature.word == "have" and governor.tag == "VBD":
                return self._mark(reading, view, "had to", governor)
        changed = under(view, signature.yes, signature.no)
        if changed.mood == "planned" and changed.certainty == "certain" and self._was(governor):
            changed = changed._replace(certainty="probable")  # "was due to fly": perhaps it did not
        return self._mark(reading, changed, note, governor)

    def _was(self, governor: Token) -> bool:
        """Tell whether a timetable is told in the past: "was due to", "were to"."""
        if governor.lower in {"was", "were"}:
            return True
        if governor.pos == "ADJ":
            return self.doc.tokens[governor.head].lower in {"was", "were"}
        return any(k.lower in {"was", "were"} for k in self.doc.children(governor.i, "auxpass"))

    def _called_false(self, noun: Token) -> Token | None:
        """Return the word by which the text itself calls a claim false: "baseless reports that ..."."""
        if noun.pos != "NOUN":
            return None
        false = self.words.classes["falsity"]
        return next((k for k in self.doc.children(noun.i, "amod") if k.lower in false), None)

    def _is_spoken_of(self, noun: Token, voices: tuple[Voicing, ...]) -> bool:
        """Tell whether *noun* is the claim that the last of *voices* denies or confirms."""
        if noun.pos != "NOUN" or not voices or voices[-1].voice not in {"denies", "confirms"}:
            return False
        first = self.doc.first_conjunct(noun.i)
        return voices[-1].about is None and first.head == voices[-1].cue

    # Beside: what stands around the word itself.

    def _beside(self, i: int, above: Reading) -> Reading:
        t = self.doc.tokens[i]
        if t.pos in VERBAL:
            reading = self._auxiliaries(t, above, with_negation=True)
            return self._sentence_mood(t, reading)
        return self._modified(t, self._adjectives(t, above, None))

    def _auxiliaries(self, t: Token, above: Reading, *, with_negation: bool) -> Reading:
        kids = self.doc.children(t.i)
        negation = self._negation(t, kids) if with_negation else None
        modal = next((k for k in kids if k.dep == "aux" and k.lower in self.words.auxiliaries), None)
        reading = above
        if modal is not None:
            reading = self._modal(t, modal, kids, reading, negated=negation is not None)
        elif negation is not None:
            reading = self._mark(reading, beside(reading.view, NEGATED), "negation", negation)
        for k in kids:
            if k.dep == "advmod":
                known = self.words.words.get((k.lower, "adverb"))
                if known is not None and t.pos == "AUX" and self._is_before_adjective(k):
                    continue  # "was apparently normal": it is the normality that seems so
                if known is not None and not (negation is not None and k.i == negation.i):
                    reading = self._word(reading, known, k)
        if reading.view.mood == "done" and self._is_scheduled(t, kids):
            reading = self._mark(
                reading, beside(reading.view, Effect("+", "certain", "planned")), "future", t
            )
        return reading

    def _is_before_adjective(self, adverb: Token) -> bool:
        after = adverb.i + 1
        return after < len(self.doc.tokens) and self.doc.tokens[after].pos == "ADJ"

    def _modal(self, t: Token, modal: Token, kids: list[Token], above: Reading, *, negated: bool) -> Reading:
        if modal.lower in {"would", "'d"} and t.lemma in {"like", "prefer", "love"}:
            return self._mark(above, beside(above.view, NEGATED), "negation", modal) if negated else above
        entry = self.words.auxiliaries[modal.lower]
        perfect = any(k.lemma == "have" and k.dep == "aux" for k in kids)
        if modal.lower in {"would", "'d"} and not perfect and self._reported(t):
            entry = self.words.auxiliaries["will"]
        effect = entry.perfect if perfect else entry.no if negated else entry.yes
        if effect.mood == "planned" and self._conditioned(t):
            effect = Effect(effect.sign, "probable", "foreseen")
        elif effect.mood == "planned" and (self._is_state(t, kids) or self._is_thing(kids)):
            effect = effect._replace(mood="foreseen")
        return self._mark(above, beside(above.view, effect), f"auxiliary {entry.word}", modal)

    def _reported(self, t: Token) -> bool:
        """Tell whether "would" is the "will" of a speaker: a clause below a word in the past."""
        first = self.doc.first_conjunct(t.i)
        if first.dep not in {"ccomp", "acl", "ROOT"} or first.head == first.i:
            return False
        return not self._conditioned(t)

    def _conditioned(self, t: Token) -> bool:
        for kid in self.doc.children(t.i, "advcl"):
            mark = self.doc.child(kid.i, "mark")
            if mark is not None and mark.lower in {"if", "unless"}:
                return True
        return False

    def _is_state(self, t: Token, kids: list[Token]) -> bool:
        if any(k.dep == "auxpass" for k in kids):
            return False
        return t.lemma in self.words.classes["state"] or any(
            k.dep == "nsubj" and k.lower in {"this", "that"} for k in kids
        )

    def _is_thing(self, kids: list[Token]) -> bool:
        """Tell whether the subject of an active verb is a thing that plans nothing: "the talks will help"."""
        if any(k.dep == "auxpass" for k in kids):
            return False
        return any(k.dep == "nsubj" and k.lemma in self.words.classes["thing"] for k in kids)

    def _is_scheduled(self, t: Token, kids: list[Token]) -> bool:
        """Tell whether a present form speaks of the future ("arrives next week", "US to send tanks")."""
        if t.lower == "going" and any(k.dep == "xcomp" for k in kids):
            return True
        if t.head == t.i and t.tag == "VB" and any(k.tag == "TO" for k in kids):
            return any(k.dep in {"nsubj", "nsubjpass"} for k in kids)
        if t.tag not in {"VBG", "VBZ", "VBP"} or any(k.dep == "aux" and k.tag == "VBD" for k in kids):
            return False
        for k in kids:
            if k.dep in {"npadvmod", "advmod"}:
                if k.lower == "tomorrow" or any(m.lower == "next" for m in self.doc.children(k.i)):
                    return True
        return False

    def _negation(self, t: Token, kids: list[Token]) -> Token | None:
        for k in kids:
            if k.dep == "neg" or k.lower in {"nt", "never"} or (k.dep == "advmod" and k.lower == "not"):
                if k.i + 1 < len(self.doc.tokens) and self.doc.tokens[k.i + 1].lower in {
                    "only",
                    "just",
                    "merely",
                }:
                    continue
                if any(u.lower == "until" for u in kids):
                    continue  # "did not sign until Friday": it was signed
                return k
            if k.dep == "advmod" and k.lower == "longer":
                return k
            if k.dep in {"preconj", "cc"} and k.lower in {"neither", "nor"} and k.i < t.i:
                return k
        for k in kids:
            if k.dep in {"nsubj", "nsubjpass", "dobj"} and self._is_nothing(k):
                return k
        return None

    def _is_nothing(self, t: Token) -> bool:
        if t.lower in NOBODY:
            return True
        return any(
            k.dep in {"det", "neg", "preconj"} and k.lower in {"no", "neither"}
            for k in self.doc.children(t.i)
        )

    def _sentence_mood(self, t: Token, reading: Reading) -> Reading:
        if t.head != t.i and t.dep not in {"ccomp", "parataxis", "conj"}:
            return reading
        end = self.doc.tokens[t.right].i
        asks = any(m.lower == "?" for m in self.doc.tokens[end : end + 2])
        if asks and self._inverted(t) and self.doc.tokens[t.left].tag not in {"WRB", "WP", "WDT", "WP$"}:
            return self._mark(
                reading, beside(reading.view, Effect("?", "unknown", "question")), "question", t
            )
        if self._is_imperative(t):
            return self._mark(reading, beside(reading.view, DEMANDED), "imperative", t)
        return reading

    def _is_imperative(self, t: Token) -> bool:
        if t.tag not in {"VB", "VBP"} or t.lower != t.lemma or t.dep not in IMPERATIVES:
            return False
        if self.doc.child(t.i, "nsubj", "nsubjpass", "aux", "auxpass", "expl", "mark", "csubj") is not None:
            return False
        if t.dep == "conj":
            return self._is_imperative(self.doc.first_conjunct(t.i))
        before = self.doc.tokens[t.i - 1] if t.i > self.doc.sentence(t.i).first else None
        if before is not None and before.pos in {"NOUN", "PROPN", "NUM"}:
            return False  # a headline: "Markets rally"
        begins = t.tag == "VB" or t.left == self.doc.sentence(t.i).first
        return begins and (t.dep == "ROOT" or self.doc.tokens[t.left].lower in {'"', "“", t.lower, "please"})

    def _adjectives(self, t: Token, above: Reading, only: frozenset[str] | None) -> Reading:
        reading = above
        for k in self.doc.children(t.i):
            if k.dep in {"det", "preconj"}:
                if t.dep in {"nsubj", "nsubjpass", "dobj"} and self.doc.tokens[t.head].pos in VERBAL:
                    continue  # "no talks took place": the verb has been negated for it
                known = self.words.words.get((k.lower, "determiner"))
            elif k.dep in {"amod", "compound"}:
                known = self.words.words.get((k.lower, "adjective"))
            elif k.dep in {"advmod", "neg"}:
                known = self.words.words.get((k.lower, "adverb"))
            else:
                continue
            if known is not None and (only is None or known.word in only):
                reading = self._word(reading, known, k)
        return reading

    def _word(self, reading: Reading, known: Beside, token: Token) -> Reading:
        voices = reading.voices
        if known.voice:
            voices = (*voices, Voicing(token.i, known.voice, True))
        view = beside(reading.view, known.effect)
        return self._mark(replace(reading, voices=voices), view, f"{known.kind} {known.word}", token)

    def _modified(self, t: Token, reading: Reading) -> Reading:
        """Let a participle or relative clause behind a noun speak on it ("the visit, cancelled on Friday")."""
        for k in self.doc.children(t.i, "acl", "relcl"):
            if k.dep == "acl":
                frame = "obj" if k.tag == "VBN" else ""
            elif self._relative(k, "nsubjpass"):
                frame = "obj"
            else:
                frame = "subj" if self._relative(k, "nsubj") else ""
            signature = self._signature(k, frame) if frame else None
            if signature is None or (signature.yes.sign == "+" and signature.yes.mood == "done"):
                continue
            inner = self._auxiliaries(k, Reading(), with_negation=True)
            changed = under(inner.view, signature.yes, signature.no)
            voices = reading.voices
            if signature.voice:
                voices = (*voices, Voicing(k.i, signature.voice, True))
            mood: Mood = heavier(reading.view.mood, changed.mood)
            view = View(changed.sign, weaker(reading.view.certainty, changed.certainty), mood)
            reading = self._mark(replace(reading, voices=voices), view, f"{signature.word} behind", k)
        return reading

    def _relative(self, verb: Token, dep: str) -> bool:
        kid = self.doc.child(verb.i, dep)
        return kid is not None and kid.tag in {"WDT", "WP"}

    def _mark(self, reading: Reading, view: View, rule: str, token: Token) -> Reading:
        reason = Reason(rule=f"factuality: {rule}", start=token.start, end=token.end)
        return replace(reading, view=view, reasons=(*reading.reasons, reason))
