"""The codebook's entry for a word as it stands in a sentence: which signature, conjunction or preposition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.assessments import syntax
from dragoman.assessments.syntax import VERBAL

if TYPE_CHECKING:
    from dragoman.codebook.factuality import Beside, Factuality, Signature
    from dragoman.documents import Document, Token


class Entries:
    """Looks words of one document up."""

    def __init__(self, doc: Document, words: Factuality) -> None:
        """Look up words of *doc* in *words*."""
        self.doc = doc
        self.words = words

    def signature(self, governor: Token, frame: str) -> Signature | None:
        """Return how *governor* treats what hangs on it as *frame*, if the codebook knows."""
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
                if kid.dep == "prep" and self.doc.children(kid.i):
                    phrase = f"{governor.lemma} {kid.lower} {self.doc.tokens[kid.right].lower}"
                    if (phrase, pos) in table and frame in table[phrase, pos]:
                        return table[phrase, pos][frame]  # "put on hold"
                    continue  # "went on television": no "go on"
                if kid.lower in seconds and (governor.lemma + " " + kid.lower, pos) in table:
                    found = table[governor.lemma + " " + kid.lower, pos].get(frame)
                    if found is not None:
                        return found
        known = table.get((governor.lemma, pos))
        return known.get(frame) if known is not None else None

    def governor(self, head: Token) -> Token:
        """Return the adjective or noun that a form of "be" leans on, if the codebook knows it."""
        if head.lemma in {"be", "remain", "seem", "become"} and head.pos in VERBAL:
            for kid in self.doc.children(head.i, "acomp", "attr"):
                if (kid.lemma, "A" if kid.pos == "ADJ" else "N") in self.words.predicates:
                    return kid
        return head

    def opening(self, t: Token) -> Beside | None:
        """Return the conjunction of several words that opens or comes right before a clause ("in case")."""
        at = self.doc.tokens[t.left].i
        for start, end in ((at - 2, at), (at, at + 2)):
            if start >= 0:
                word = " ".join(w.lower for w in self.doc.tokens[start:end])
                found = self.words.words.get((word, "conjunction"))
                if found is not None:
                    return found
        return None

    def fixed_preposition(self, preposition: Token) -> tuple[int, Beside] | None:
        """Return the codebook's preposition that ends here, the longest, and its first token."""
        end = preposition.i + 1
        for start in range(max(self.doc.sentence(preposition.i).first, end - 4), end):
            word = " ".join(t.lower for t in self.doc.tokens[start:end])
            found = self.words.words.get((word, "preposition"))
            if found is not None:
                return start, found
        return None

    def confidence(self, verb: Token) -> Beside | None:
        """Return how surely somebody says so: "assesses with moderate confidence that"."""
        for k in self.doc.children(verb.i, "prep"):
            noun = self.doc.child(k.i, "pobj")
            if k.lower != "with" or noun is None:
                continue
            for adjective in self.doc.children(noun.i, "amod"):
                known = self.words.words.get((f"{adjective.lower} {noun.lemma}", "adjective"))
                if known is not None:
                    return known
        return None

    def called_false(self, claim: Token) -> Token | None:
        """Return the word by which the text calls a claim false: "baseless reports", "wrongly said"."""
        if claim.pos == "NOUN":
            false, dep = self.words.classes["falsity"], "amod"
        else:
            false, dep = self.words.classes["falsely"], "advmod"
        return next((k for k in self.doc.children(claim.i, dep) if k.lower in false), None)

    def _phrase(self, head: Token, preposition: Token) -> tuple[Token, Signature] | None:
        """Return the verb with a particle that *preposition* belongs to: "backed out of", "voted down it"."""
        table = self.words.predicates
        if head.pos in VERBAL and head.lemma in self.words.longer:
            known = table.get((f"{head.lemma} {preposition.lower}", "V"), {}).get("obj")
            return (head, known) if known is not None else None
        verb = self.doc.tokens[head.head]
        if head.pos not in {"ADP", "ADV", "ADJ"} or verb.lemma not in self.words.longer:
            return None
        known = table.get((f"{verb.lemma} {head.lower}", "V"), {}).get(preposition.lower)
        return (verb, known) if known is not None else None

    def by_preposition(self, head: Token, preposition: Token, t: Token) -> tuple[Token, Signature] | None:
        """Return the word that asks for *preposition* and how it treats *t* behind it.

        Parsers hang "of arming" in "accused Chad of arming" on either word: so the verb is asked too.
        """
        governor = self.governor(head)
        phrased = self._phrase(head, preposition)
        if phrased is not None:
            return phrased
        for word in (governor, *syntax.verb_over(self.doc, governor)):
            signature = self.signature(word, preposition.lower)
            if signature is not None:
                return word, signature
        if t.tag == "VBG" and governor.pos in VERBAL and preposition.lower in {"of", "from", "in"}:
            signature = self.signature(governor, "ger")
            if signature is not None:
                return governor, signature
        return None
