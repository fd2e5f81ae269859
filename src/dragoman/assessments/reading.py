"""Document and codebook in, a `Reading` of any word out: how it stands by syntax alone.

A word is read from above: first how the word that governs it stands, then what that word does to what hangs
on it ("failed to", "reports that"), then what stands beside the word itself (auxiliaries, negation, adverbs).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments import applying, syntax, turns
from dragoman.assessments.entries import Entries
from dragoman.assessments.nearby import Nearby
from dragoman.assessments.negation import is_nothing
from dragoman.assessments.syntax import VERBAL
from dragoman.assessments.views import (
    OPEN,
    PLAIN,
    Reading,
    View,
    as_done,
    beside,
    mark,
    under,
)
from dragoman.codebook.factuality import Effect, Signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document, Token

DEEPEST = 80
"""Beyond so many steps up the tree a parse is nonsense; what lies deeper is read as plain."""

HEADLINE_SUBJECT = 6
"""So many words at most stand before the last of a headline's subject."""

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "csubj", "csubjpass", "parataxis"})
TIME_CLAUSES = frozenset({"when", "once", "after", "before", "until", "till", "while", "whenever", "as"})

PURPOSE = Effect("+", "probable", "planned")
PERHAPS = Effect("+", "probable", "foreseen")
ARRANGED = Effect("+", "certain", "planned")
HOLDS = Effect("+", "certain", "done")
NEGATED = Effect("-", "certain", "done")
UNSAID = Effect("?", "unknown", "done")
CONDITIONAL = Effect("?", "unknown", "conditional")
ASKED = Effect("?", "unknown", "question")


class Reader:
    """Reads the words of one document; remembers what it has read."""

    def __init__(self, doc: Document, words: Factuality) -> None:
        """Read *doc* with the knowledge in *words*."""
        self.doc = doc
        self.words = words
        self.entries = Entries(doc, words)
        self.nearby = Nearby(doc, words, self.entries)
        self.fates = self.nearby.fates
        self._known: dict[int, Reading] = {}
        self._depth = 0

    def read(self, i: int) -> Reading:
        """Return how token *i* stands."""
        known = self._known.get(i)
        if known is None:
            if self._depth >= DEEPEST:
                return Reading()
            self._depth += 1
            known = self.nearby.around(self.doc.tokens[i], self._above(i))
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
        if (
            t.dep in {"dobj", "nsubjpass"}
            and t.lemma in self.words.classes["text"]
            and syntax.is_definite(self.doc, t)
        ):
            governor = self.doc.tokens[t.head]
            signature = self.entries.signature(governor, "obj")
            if signature is not None and not signature.voice:
                return self.nearby.adjectives(t, replace(self.read(governor.i), view=PLAIN), None)
        return reading

    def _above(self, i: int) -> Reading:
        t = self.doc.tokens[i]
        if t.head == i:
            return Reading()
        trailed = syntax.trailed(self.doc, t)
        if trailed is not None:
            return self.read(trailed.i)
        opening = self.entries.opening(t) if t.pos in VERBAL else None
        if opening is not None:
            return mark(self.read(t.head), beside(PLAIN, opening.effect), f"conjunction {opening.word}", t)
        if t.dep == "conj":
            return self._conjunct(t)
        if t.dep == "amod" and t.tag in {"VBN", "VBG"}:
            before = self.doc.tokens[t.i - 1]
            if t.tag == "VBG" and before.pos == "ADP" and before.i == self.doc.tokens[t.head].head:
                return self._after_preposition(t, before)  # "short of naming Rwanda": no naming Rwanda
            return replace(self.read(t.head), view=PLAIN)  # "the attached letter": it is attached
        if t.dep in CLAUSES or (t.pos in VERBAL and t.dep in {"dep", "advmod", "dobj", "attr", "oprd"}):
            return self._clause(t)
        return self._nominal(t)

    def _conjunct(self, t: Token) -> Reading:
        first = self.doc.first_conjunct(t.i)
        put_in = turns.put_in(self, t, first)
        if put_in is not None:
            return put_in
        above = self._above(first.i)
        if t.pos in VERBAL and first.pos in VERBAL:
            if syntax.shares_auxiliaries(self.doc, first, t):
                return self.nearby.auxiliaries(
                    first, above, with_negation=syntax.shares_negation(self.doc, first, t)
                )
            over = syntax.over_infinitive(self.doc, first, t)
            if over is not None:
                return replace(self._above(over.i), background=t.i)
            saying = t.lemma in self.words.classes["verbal"]
            if syntax.goes_higher(self.doc, first, t, saying=saying):
                # "warned that they could attack, and raised its budget": no part of the warning
                return replace(self._above(first.head), background=t.i)
            return above
        if first.pos not in VERBAL and t.pos not in VERBAL:
            return self.nearby.adjectives(first, above, frozenset({"no", "neither"}))
        return above

    def _clause(self, t: Token) -> Reading:
        head = self.doc.tokens[t.head]
        infinitive = any(k.tag == "TO" for k in self.doc.children(t.i, "aux"))
        link = self.doc.child(t.i, "mark")
        if head.pos in {"ADP", "SCONJ"} or t.dep == "pcomp":
            return self._question_inside(link, self._after_preposition(t, head))
        if head.pos in {"NOUN", "PROPN", "PRON"} and t.dep in {"acl", "relcl", "ccomp", "advcl", "xcomp"}:
            return self._below_noun(t, head, infinitive=infinitive)
        if t.dep in {"ccomp", "parataxis"} and syntax.run_on(self.doc, t, head):
            # Also a headline: "Canada to impose tariffs; Beijing vows response".
            alone = View(mood="planned") if infinitive else PLAIN
            return Reading(view=alone, background=t.left, governors=frozenset({head.i}))
        if infinitive and self._is_courtesy(t, head):
            return replace(self._above(head.i), view=PLAIN)
        turned = turns.of_infinitive(self, t, head) if infinitive else turns.of_clause(self, t, head, link)
        if turned is not None:
            return turned
        asked_for = self._asked_for(t, head, link, infinitive=infinitive)
        if asked_for is not None:
            return self._question_inside(link, asked_for)
        if t.dep == "advcl":
            return self._adverbial(t, head, link, infinitive=infinitive)
        above = self.read(head.i)
        if infinitive and t.dep == "xcomp":
            if head.pos == "ADJ":
                return replace(above, view=beside(above.view, PERHAPS))
            return self.purpose(head, above, t)
        if t.dep in {"xcomp", "csubj", "csubjpass"} or above.view.sign == "+":
            return self._question_inside(link, turns.off_the_table(self, t, head) or above)
        if syntax.is_stranded(self.doc, head):
            return above
        return self._question_inside(link, replace(above, view=OPEN._replace(mood=above.view.mood)))

    def _is_courtesy(self, t: Token, head: Token) -> bool:
        """Tell whether the saying is the doing: "we would like to thank you"."""
        return t.lemma in self.words.classes["performative"] and head.lemma in {"like", "want", "wish"}

    def _asked_for(self, t: Token, head: Token, link: Token | None, *, infinitive: bool) -> Reading | None:
        """Read a clause that the word above it asks for, by the codebook's entry for that word."""
        if t.dep == "advcl" and link is not None and link.lower in {"if", "unless"}:
            return None
        governor = self.entries.governor(head)
        for frame in self._frames(t, head, link, infinitive=infinitive):
            if t.dep == "advcl" and frame in {"clause", "past-clause"}:
                continue
            if t.dep == "advcl" and frame == "ger" and not syntax.follows(self.doc, head, t):
                continue
            signature = self.entries.signature(governor, frame)
            if signature is None or (signature.word == "go" and head.lower != "going"):
                continue
            if signature.word == "have" and self.doc.child(head.i, "dobj") is not None:
                continue  # "has enough seats to override him"
            if signature.word == "be" and syntax.is_perfect(self.doc, t):
                return mark(self.read(governor.i), View("-"), "was to have", governor)
            if frame == "ger" and self._goes_on(governor):
                return replace(self.read(governor.i), view=PLAIN)
            return self.apply(governor, signature)
        return None

    def _goes_on(self, verb: Token) -> bool:
        """Tell whether an end is only asked for: "demanded that they stop shelling" - they are shelling."""
        return verb.lemma in self.words.classes["ending"] and self.read(verb.i).view.mood == "requested"

    def _frames(self, t: Token, head: Token, link: Token | None, *, infinitive: bool) -> Iterator[str]:
        """Yield the ways in which a clause may hang on the word above, the most particular first."""
        if infinitive:
            if link is not None and link.lower == "for":
                yield "for"
            if self.doc.child(t.i, "nsubj", "nsubjpass") is not None:
                yield "other-inf"
            if link is not None and link.lower == "whether":
                yield "ger"
                yield "clause"
            yield "passive-inf" if syntax.passive(self.doc, head) else "active-inf"
            yield "inf"
        elif t.tag == "VBG" and self.doc.child(t.i, "nsubj", "nsubjpass", "aux") is None:
            yield "ger"
        elif t.tag in {"VBN", "VBD"} and self._is_bare_participle(t, head, link):
            yield "other-inf"  # "wants the crew freed"
        elif t.tag == "VB" and link is None and not any(k.tag != "TO" for k in self.doc.children(t.i, "aux")):
            yield "inf"
            yield "clause"
        else:
            if syntax.is_past(self.doc, t):
                yield "past-clause"
            if syntax.is_own_future(self.doc, t):
                yield "own-clause"
            yield "clause"

    def _is_bare_participle(self, t: Token, head: Token, link: Token | None) -> bool:
        if link is not None or head.lemma not in self.words.classes["wanting"]:
            return False
        return self.doc.child(t.i, "aux", "auxpass", "dobj") is None

    def _question_inside(self, link: Token | None, reading: Reading) -> Reading:
        if link is None or link.lower not in {"whether", "if"}:
            return reading
        return mark(reading, OPEN._replace(mood="question"), "whether", link)

    def _below_noun(self, t: Token, noun: Token, *, infinitive: bool) -> Reading:
        above = self.read(noun.i)
        if infinitive:
            return self.noun_and_infinitive(t, noun, above)
        hung, noun = noun, syntax.claim_over(self.doc, t, noun, self.words.classes["claim"])
        above_it = turns.verb_over_clause(self, t, noun)
        if above_it is not None:
            return self.apply(*above_it)
        if t.tag not in {"VBN", "VBG"} or self.doc.child(t.i, "nsubj", "nsubjpass") is not None:
            signature = self.entries.signature(noun, "past-clause") if syntax.is_past(self.doc, t) else None
            signature = signature or self.entries.signature(noun, "clause")
            if signature is not None and (noun.i != hung.i or syntax.is_content(self.doc, t)):
                return self.apply(noun, signature)
        if t.dep in {"relcl", "acl"} and syntax.labels(self.doc, t, noun):
            return Reading(background=t.left)
        set_apart = syntax.set_off(self.doc, t) or syntax.known_by(self.doc, t, noun)
        if t.dep == "relcl" and set_apart:
            return Reading(background=t.left)
        known = syntax.is_definite(self.doc, noun) or noun.dep == "pobj"
        if (
            above.view.mood == "done"
            or known
            or syntax.is_past(self.doc, t)
            or (t.tag == "VBN" and t.dep == "acl")
        ):
            return replace(above, view=PLAIN)
        return above

    def noun_and_infinitive(self, t: Token, noun: Token, above: Reading) -> Reading:
        """Read an infinitive under a noun: "the order to leave", "a summit to be held"."""
        said = self.entries.signature(noun, "clause") if syntax.is_perfect(self.doc, t) else None
        if said is not None and said.voice:
            return self.apply(noun, said)  # "the claim to have taken the town"
        if syntax.excess(self.doc, t, noun) is not None:
            return mark(above, under(as_done(above.view), NEGATED, PERHAPS), "too", noun)
        before = self.doc.tokens[noun.i - 1] if noun.i else noun
        if noun.lower == "order" and before.lower == "in":
            verb = next((a for a in self.doc.ancestors(noun.i) if a.pos in VERBAL), noun)
            return self.purpose(verb, self.read(verb.i), t)
        for governor in (noun, *syntax.verb_over(self.doc, noun)):
            signature = self.entries.signature(governor, "inf")
            if signature is not None:
                return self.apply(governor, signature)
        headline = noun.head == noun.i and noun.i - self.doc.sentence(noun.i).first <= HEADLINE_SUBJECT
        if headline or self.doc.child(t.i, "auxpass") is not None:
            effect = ARRANGED  # "Apple to buy Beats"; "a summit to be held in May"
        else:
            effect = PURPOSE
        return mark(above, under(as_done(above.view), effect, effect), "noun and infinitive", noun)

    def _adverbial(self, t: Token, head: Token, link: Token | None, *, infinitive: bool) -> Reading:
        above = self.read(head.i)
        word = link.lower if link is not None else ""
        if word in {"while", "whereas"} and link is not None and self._contrasts(t, head, link):
            return Reading(background=t.left)
        known = self.words.words.get((word, "conjunction"))
        if known is not None and link is not None:
            return mark(above, beside(PLAIN, known.effect), f"conjunction {word}", link)
        if infinitive:
            return self.purpose(head, above, t)
        if link is None:
            when = self.doc.child(t.i, "advmod")
            word = when.lower if when is not None and when.tag == "WRB" else ""
        if not word and syntax.opens_condition(self.doc, t):
            return mark(above, beside(PLAIN, CONDITIONAL), "inverted condition", t)
        because = word in {"as", "while"} and syntax.is_past(
            self.doc, t
        )  # "unlikely, as it has left the pact"
        over = because or syntax.is_over(self.doc, t)
        if above.view.mood == "done" or over or (word and word not in TIME_CLAUSES):
            return replace(above, view=PLAIN)
        if above.view.mood == "requested" and word:
            return replace(above, view=OPEN._replace(mood="foreseen"))  # "must leave before X is signed"
        return replace(above, view=as_done(above.view))

    def _contrasts(self, t: Token, head: Token, link: Token) -> bool:
        """Tell whether a clause after "while" tells of somebody else, at the end and behind a comma.

        "Paris said it would stay, while Rome urged calm": Paris does not say what Rome did.
        """
        behind = link.i > 0 and self.doc.tokens[link.i - 1].text == "," and t.i > head.i
        return behind and head.dep == "ccomp" and self.doc.child(t.i, "nsubj", "nsubjpass") is not None

    def purpose(self, verb: Token, above: Reading, at: Token) -> Reading:
        """Read an infinitive that the codebook's word above does not ask for: what the doing is for."""
        perfect = at.pos in VERBAL and any(k.lemma == "have" for k in self.doc.children(at.i, "aux"))
        if perfect or verb.lemma in self.words.classes["outcome"]:
            return mark(above, above.view, "outcome", at)  # "fell to close at 80": it closed
        return mark(above, under(above.view, PURPOSE, NEGATED), "purpose", at)

    def _after_preposition(self, t: Token, preposition: Token) -> Reading:
        """Read the noun or -ing form *t* that follows *preposition*."""
        head = self.doc.tokens[preposition.head]
        turned = turns.of_preposition(self, t, preposition, head)
        if turned is not None:
            return turned
        known = self.entries.fixed_preposition(preposition)
        if known is not None and (known[1].word != "far from" or t.pos in VERBAL):
            first, word = known
            host = syntax.host(self.doc, preposition, first)
            above = self.read(host.i) if host is not None else Reading()
            view = beside(above.view if word.effect.sign == "-" else as_done(above.view), word.effect)
            return mark(above, view, f"preposition {word.word}", preposition)
        if t.pos not in VERBAL and self.fates.is_denied(t, head, preposition.lower):
            return self.apply(head, Signature(head.lemma, preposition.lower, NEGATED, UNSAID, "denies"))
        if preposition.lower == "as" and self._is_name_for(head):
            return self.apply(head, Signature(head.lemma, "as", HOLDS, UNSAID, "says"))
        found = self.entries.by_preposition(head, preposition, t)
        if found is not None:
            governor, signature = found
            factive = signature.yes == signature.no == HOLDS and signature.voice == "says"
            if factive and t.pos not in VERBAL and syntax.is_definite(self.doc, t):
                above = self.read(governor.i)  # "blamed them for the killing": there was one
                return replace(above, view=PLAIN, governors=above.governors | {governor.i})
            return self.apply(governor, signature)
        if head.lemma in self.words.classes["part"] and syntax.is_definite(self.doc, t):
            return Reading(background=t.left)  # "claimed responsibility for the bombing": there was one
        above = self.read(head.i)
        if t.pos in VERBAL:
            return self._gerund(head, preposition, above)
        # "pledged to deepen ties after a visit by the minister": one with its doer named has been
        done_by = any(k.lower == "by" for k in self.doc.children(t.i, "prep", "agent"))
        definite = syntax.is_definite(self.doc, t) or done_by
        if preposition.lower in self.words.classes["presupposing"] and (
            above.view.mood == "done" or definite
        ):
            return replace(above, view=PLAIN)
        if preposition.lower == "of" and head.pos in {"NOUN", "PROPN"}:
            return above
        if preposition.lower in {"on", "about", "to"} and t.lemma in self.words.classes["claim"]:
            return replace(above, view=PLAIN)  # "has not commented on reports": there are reports
        return self._argument(t, above)

    def _gerund(self, head: Token, preposition: Token, above: Reading) -> Reading:
        if preposition.lower == "by":
            return above
        presupposed = preposition.lower in self.words.classes["presupposing"] and above.view.mood == "done"
        if presupposed or (preposition.lower == "for" and head.pos in VERBAL):
            return replace(above, view=PLAIN)  # "punished for refusing": it was refused
        return replace(above, view=as_done(above.view))

    def _nominal(self, t: Token) -> Reading:
        head = self.doc.tokens[t.head]
        if t.dep == "pobj" and head.lower == "as" and self.fates.is_denied(t, self.doc.tokens[head.head]):
            return self._object(t, self.doc.tokens[head.head])  # 'dismissed as "lies" the claim that ...'
        if t.dep in {"pobj", "pcomp"} and head.pos in {"ADP", "SCONJ", "VERB", "ADV"}:
            if head.dep == "agent":
                return self._argument(t, self.read(head.head))
            return self._after_preposition(t, head)
        if t.dep in {"dobj", "nsubjpass", "oprd"}:
            return self._object(t, head)
        if t.dep == "nsubj":
            return self._subject(t, head)
        if t.dep in {"compound", "nmod", "amod"} and head.pos in {"NOUN", "PROPN"}:
            for frame in ("of", "for", "on", "inf"):
                signature = self.entries.signature(head, frame)
                if signature is not None:
                    return self.apply(head, signature)
        above = self.read(head.i)
        if t.dep == "poss":
            return self._argument(t, above)
        return above

    def _is_name_for(self, verb: Token) -> bool:
        """Tell whether *verb* only says what somebody calls a thing: "over what it called the boarding"."""
        if verb.lemma not in self.words.classes["naming"] | self.words.classes["seeing"]:
            return False
        thing = self.doc.child(verb.i, "dobj", "nsubjpass")
        return thing is not None and thing.tag == "WP"

    def _object(self, t: Token, verb: Token) -> Reading:
        if self.fates.is_denied(t, verb):
            return self.apply(verb, Signature(verb.lemma, "obj", NEGATED, UNSAID, "denies"))
        if t.dep == "oprd" and self._is_name_for(verb):
            return self.apply(verb, Signature(verb.lemma, "obj", HOLDS, UNSAID, "says"))
        signature = self.entries.signature(verb, "obj")
        if signature is not None:
            if (
                signature.voice == "says"
                and self.read(verb.i).view.sign == "-"
                and syntax.is_definite(self.doc, t)
            ):
                return replace(self.read(verb.i), view=PLAIN)  # "the fault was not reported": there was one
            if self._goes_on(verb) and not any(k.lower in {"a", "an"} for k in self.doc.children(t.i, "det")):
                return replace(self.read(verb.i), view=PLAIN)
            return self.apply(verb, signature)
        if verb.lemma in self.words.classes["naming"] and syntax.is_definite(self.doc, t):
            return self.apply(verb, Signature(verb.lemma, "obj", HOLDS, HOLDS, ""))
        above = self.read(verb.i)
        if verb.lemma in self.words.classes["light"] or verb.pos == "AUX":
            return above
        return self._argument(t, above)

    def _subject(self, t: Token, verb: Token) -> Reading:
        signature = self.entries.signature(verb, "subj")
        lower = self._what_it_does(verb)
        if signature is not None and lower is None:
            return self.apply(verb, signature)
        if lower is not None and lower.lemma in self.words.classes["taking-place"]:
            return self.read(lower.i)
        above = self.read(verb.i)
        gone = turns.off_the_table(self, t, verb)
        if gone is not None:
            return gone
        said = self.doc.child(verb.i, "acomp") if verb.lemma in syntax.LINKING else None
        if said is not None:
            known = self.words.words.get((said.lower, "adjective"))
            if known is not None:
                return mark(above, beside(above.view, known.effect), f"adjective {known.word}", said)
        if above.view.sign == "-" and not is_nothing(self.doc, t):
            return replace(above, view=PLAIN)
        return self._argument(t, above)

    def _what_it_does(self, verb: Token) -> Token | None:
        """Return the infinitive that shares the subject of *verb*: "the talks were (due) to open"."""
        leaning = self.doc.child(verb.i, "acomp") if verb.lemma in syntax.LINKING else None
        lower = self.doc.child((leaning or verb).i, "xcomp")
        return lower if lower is not None and lower.pos in VERBAL else None

    def _argument(self, t: Token, above: Reading) -> Reading:
        """Read a noun under a word that says nothing of it: what is definite is taken to be there."""
        if above.view == PLAIN or not syntax.is_definite(self.doc, t):
            return above
        return replace(above, view=PLAIN)

    def apply(self, governor: Token, signature: Signature) -> Reading:
        """Return how what hangs on *governor* stands, once its entry in the codebook has spoken."""
        return applying.apply(self, governor, signature)
