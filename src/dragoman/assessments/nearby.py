"""What stands around a word itself: auxiliaries, negation, adverbs, adjectives, the mood of its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments import syntax
from dragoman.assessments.fates import Fates
from dragoman.assessments.negation import negator
from dragoman.assessments.syntax import VERBAL
from dragoman.assessments.views import Reading, View, Voicing, beside, heavier, mark, under, weaker
from dragoman.codebook.factuality import Effect

if TYPE_CHECKING:
    from dragoman.assessments.entries import Entries
    from dragoman.codebook.factuality import Beside, Factuality
    from dragoman.documents import Document, Token

NEGATED = Effect("-", "certain", "done")
DEMANDED = Effect("?", "unknown", "requested")
ASKED = Effect("?", "unknown", "question")
TIMED = Effect("+", "certain", "planned")
WOULD = frozenset({"would", "'d"})


class Nearby:
    """Lets the words around a word speak on it."""

    def __init__(self, doc: Document, words: Factuality, entries: Entries) -> None:
        """Read *doc* with the knowledge in *words*."""
        self.doc = doc
        self.words = words
        self._entries = entries
        self.fates = Fates(doc, words, entries)

    def around(self, t: Token, above: Reading) -> Reading:
        """Return how *t* stands, once the words around it have spoken on what came from above."""
        if t.pos in VERBAL:
            return self._sentence_mood(t, self.auxiliaries(t, above, with_negation=True))
        return self._modified(t, self.adjectives(t, above))

    def auxiliaries(self, t: Token, above: Reading, *, with_negation: bool) -> Reading:
        """Let the auxiliaries, the negation and the adverbs of verb *t* speak."""
        kids = self.doc.children(t.i)
        negation = negator(self.doc, t, kids) if with_negation else None
        modal = next((k for k in kids if k.dep == "aux" and k.lower in self.words.auxiliaries), None)
        reading = above
        if modal is not None:
            reading = self._modal(t, modal, kids, reading, negated=negation is not None)
        elif negation is not None:
            reading = mark(reading, beside(reading.view, NEGATED), "negation", negation)
        for k in kids:
            if k.dep == "advmod":
                known = self.words.words.get((k.lower, "adverb"))
                if known is not None and t.pos == "AUX" and syntax.is_before_adjective(self.doc, k):
                    continue  # "was apparently normal": it is the normality that seems so
                if syntax.is_as_soon_as(self.doc, k):
                    continue
                if known is not None and not (negation is not None and k.i == negation.i):
                    reading = self._word(reading, known, k)
        made_up = syntax.made_up(self.doc, kids, self.words.classes["fiction"])
        if made_up is not None:
            reading = mark(reading, View("-"), "made up", made_up)
        if reading.view.mood == "done" and syntax.is_scheduled(self.doc, t, kids):
            reading = mark(reading, beside(reading.view, TIMED), "future", t)
        return reading

    def _modal(self, t: Token, modal: Token, kids: list[Token], above: Reading, *, negated: bool) -> Reading:
        if modal.lower in WOULD and t.lemma in {"like", "prefer", "love"}:
            return mark(above, beside(above.view, NEGATED), "negation", modal) if negated else above
        entry = self.words.auxiliaries[modal.lower]
        perfect = any(k.lemma == "have" and k.dep == "aux" for k in kids)
        if modal.lower in WOULD and not perfect and syntax.reported(self.doc, t):
            entry = self.words.auxiliaries["will"]
        effect = entry.perfect if perfect else entry.no if negated else entry.yes
        if perfect and effect.mood == "foreseen" and self.fates.is_of_the_dead(t):
            effect = NEGATED
        own = syntax.is_own_future(self.doc, t) and t.dep == "ccomp"
        nobodys = effect.mood == "planned" and (self._is_state(t, kids) or self._is_thing(kids))
        rule = f"auxiliary {entry.word}"
        if effect.mood == "planned" and syntax.conditioned(self.doc, t) and not own:
            effect = Effect(effect.sign, "probable", "foreseen")
            rule = rule if nobodys else f"conditional {entry.word}"
        elif nobodys:
            effect = effect._replace(mood="foreseen")
        return mark(above, beside(above.view, effect), rule, modal)

    def _is_state(self, t: Token, kids: list[Token]) -> bool:
        if any(k.dep == "auxpass" for k in kids):
            return False
        if t.lemma in self.words.classes["turn"] and any(k.dep == "dobj" for k in kids):
            return False  # prices will drop, but he will drop his bid
        return t.lemma in self.words.classes["state"] or any(
            k.dep == "nsubj" and k.lower in {"this", "that"} for k in kids
        )

    def _is_thing(self, kids: list[Token]) -> bool:
        """Tell whether the subject of an active verb is a thing that plans nothing: "the talks will help"."""
        if any(k.dep == "auxpass" for k in kids):
            return False
        return any(k.dep == "nsubj" and k.lemma in self.words.classes["thing"] for k in kids)

    def _sentence_mood(self, t: Token, reading: Reading) -> Reading:
        if t.head != t.i and t.dep not in {"ccomp", "parataxis", "conj"}:
            return reading
        end = self.doc.tokens[t.right].i
        asks = any(m.lower == "?" for m in self.doc.tokens[end : end + 2])
        if (
            asks
            and syntax.inverted(self.doc, t)
            and self.doc.tokens[t.left].tag not in {"WRB", "WP", "WDT", "WP$"}
        ):
            return mark(reading, beside(reading.view, ASKED), "question", t)
        if syntax.is_imperative(self.doc, t):
            return mark(reading, beside(reading.view, DEMANDED), "imperative", t)
        return reading

    def adjectives(self, t: Token, above: Reading, only: frozenset[str] | None = None) -> Reading:
        """Let the determiners, adjectives and adverbs of noun *t* speak; *only* those named, if any are."""
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
        return mark(replace(reading, voices=voices), view, f"{known.kind} {known.word}", token)

    def _modified(self, t: Token, reading: Reading) -> Reading:
        """Let a participle or relative clause behind a noun speak on it: "the visit, cancelled on Friday"."""
        for k in self.doc.children(t.i, "acl", "relcl"):
            if k.dep == "acl":
                frame = "obj" if k.tag == "VBN" else ""
            elif syntax.relative(self.doc, k, "nsubjpass"):
                frame = "obj"
            else:
                frame = "subj" if syntax.relative(self.doc, k, "nsubj") else ""
            signature = self._entries.signature(k, frame) if frame else None
            if signature is None or (signature.yes.sign == "+" and signature.yes.mood == "done"):
                continue
            inner = self.auxiliaries(k, Reading(), with_negation=True)
            changed = under(inner.view, signature.yes, signature.no)
            voices = reading.voices
            if signature.voice:
                voices = (*voices, Voicing(k.i, signature.voice, True))
            mood = heavier(reading.view.mood, changed.mood)
            view = View(changed.sign, weaker(reading.view.certainty, changed.certainty), mood)
            reading = mark(replace(reading, voices=voices), view, f"{signature.word} behind", k)
        return reading
