"""What became of a plan, a request or a claim, by the word above its noun: voted down, foiled, kept, denied.

A noun comes in, and what the text says was done with it; the words are in ``en/factuality_classes.tsv``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dragoman.assessments import syntax
from dragoman.assessments.syntax import VERBAL

if TYPE_CHECKING:
    from dragoman.assessments.entries import Entries
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document, Token

Fate = Literal["granted", "refused", "kept", "broken"]


class Fates:
    """Reads, in one document, what is done with the nouns that stand for plans, requests and claims."""

    def __init__(self, doc: Document, words: Factuality, entries: Entries) -> None:
        """Read *doc* with the knowledge in *words*."""
        self.doc = doc
        self.classes = words.classes
        self._entries = entries

    def over(self, noun: Token) -> tuple[Token, Fate] | None:
        """Return the verb that decides on *noun*, and what it makes of it: "voted down a motion"."""
        verb = self._verb_over(noun)
        if verb is None:
            return None
        as_subject = noun.dep == "nsubj"
        names = syntax.phrases(self.doc, verb)
        classes: tuple[tuple[str, Fate], ...] = (
            ("dying", "refused"),
            ("passing", "granted"),
            ("succeeding", "kept"),
        )
        if not as_subject:
            classes = (
                ("keeping", "kept"),
                ("breaking", "broken"),
                ("granting", "granted"),
                ("refusing", "refused"),
            )
        for name, fate in classes:
            if not self.classes[name].isdisjoint(names):
                return (
                    (verb, fate) if self.doc.child(verb.i, "oprd", "acomp") is None else None
                )  # "kept secret"
        signature = None if as_subject else self._entries.signature(verb, "obj")
        ended = signature is not None and signature.yes.sign == "-" and not signature.voice
        return (verb, "refused") if ended else None

    def _verb_over(self, noun: Token) -> Token | None:
        """Return the verb that *noun* is the object of, or the subject; in "voted down it", over "down"."""
        head = self.doc.tokens[noun.head]
        if noun.dep == "pobj" and head.pos in {"ADP", "ADV"}:
            head = self.doc.tokens[head.head]
        elif noun.dep not in {"dobj", "nsubjpass", "nsubj"}:
            return None
        return head if head.pos in VERBAL and head.i != noun.i else None

    def is_of_the_dead(self, t: Token) -> bool:
        """Tell whether "would have" speaks of what a thing was to do that came to nothing.

        "The draft, which would have lifted the embargo, was vetoed."
        """
        first = self.doc.first_conjunct(t.i)
        noun = self.doc.tokens[first.head]
        if first.dep != "relcl":
            return False
        fate = self.over(noun)
        return fate is not None and fate[1] in {"refused", "broken"}

    def is_denied(self, claim: Token, verb: Token, preposition: str = "") -> bool:
        """Tell whether *verb* denies the *claim* that is its object: "dismissed the claim"."""
        if claim.lemma not in self.classes["claim"] and not self._is_thought(claim):
            return False
        deniers = self.classes["denier"]
        if not preposition:
            return not deniers.isdisjoint(syntax.phrases(self.doc, verb))
        if f"{verb.lemma} {preposition}" in deniers:
            return True
        thing = self.doc.child(verb.i, "dobj")  # "poured scorn on", "cast doubt on"
        return thing is not None and f"{thing.lemma} {preposition}" in deniers

    def _is_thought(self, noun: Token) -> bool:
        """Tell whether *noun* is a thought that says what has been: "the idea that they had crossed"."""
        if noun.lemma not in self.classes["thought"]:
            return False
        return any(syntax.is_past(self.doc, k) for k in self.doc.children(noun.i, "acl", "relcl", "ccomp"))
