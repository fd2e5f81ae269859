"""What the codebook's entry for a word makes of the event beneath: voices, and what became of a plan.

A reader, the governing word and its signature come in; the reading of what hangs on it goes out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.assessments import syntax, turns
from dragoman.assessments.negation import is_nothing
from dragoman.assessments.syntax import VERBAL
from dragoman.assessments.views import PLAIN, View, Voicing, as_done, beside, mark, under
from dragoman.codebook.factuality import Effect

if TYPE_CHECKING:
    from dragoman.assessments.reading import Reader
    from dragoman.assessments.views import Reading
    from dragoman.codebook.factuality import Signature
    from dragoman.documents import Token

DOUBTING = frozenset({"deny", "doubt", "dispute", "question", "contest"})
NEGATED = Effect("-", "certain", "done")


def apply(reader: Reader, governor: Token, signature: Signature) -> Reading:
    """Return how what hangs on *governor* as its *signature* says stands."""
    above = reader.read(governor.i)
    if _is_beyond_doubt(reader, governor):
        return replace(above, view=PLAIN, governors=above.governors | {governor.i})
    if signature.voice == "says" and above.view.mood == "requested" and _is_rhetoric(reader, governor):
        return replace(above, view=PLAIN)
    if signature.voice:
        reading = _voiced(reader, governor, signature, above)
    else:
        reading = replace(above, governors=above.governors | {governor.i})
    view = reading.view
    if signature.word == "have" or signature.word == "be":
        if any(k.lower == "yet" for k in reader.doc.children(governor.i)):
            return mark(reading, under(view, NEGATED, NEGATED), "yet to", governor)
        if signature.word == "have" and governor.tag == "VBD":
            return mark(reading, view, "had to", governor)
    changed = under(view, signature.yes, signature.no)
    if signature.yes.mood in {"requested", "planned"}:
        answered = _answered(reader, governor)
        if answered is not None:
            changed = answered
            reading = replace(reading, governors=reading.governors | {governor.head})
        elif turns.is_in_vain(reader.doc, governor):
            changed = View("-")
    changed = _finer(reader, governor, signature, above, changed)
    return mark(reading, changed, f"{signature.word} + {signature.frame}", governor)


def _is_beyond_doubt(reader: Reader, verb: Token) -> bool:
    """Tell whether a denial is called impossible: "nobody can deny that", "no reason to doubt that"."""
    if verb.pos not in VERBAL or verb.lemma not in DOUBTING:
        return False
    doc = reader.doc
    nobody = doc.child(verb.i, "nsubj")
    if nobody is not None and verb.tag in {"VBZ", "VBP"} and is_nothing(doc, nobody):
        return True  # "no one disputes that"
    if any(k.lower in {"can", "could", "ca"} for k in doc.children(verb.i, "aux")):
        subject = doc.child(verb.i, "nsubj", "nsubjpass")
        return doc.child(verb.i, "neg") is not None or (subject is not None and is_nothing(doc, subject))
    over = doc.tokens[verb.head]
    if not any(k.tag == "TO" for k in doc.children(verb.i, "aux")):
        return False
    return over.lower in {"impossible", "hard", "difficult"} or (
        over.lemma in {"reason", "ground", "cause", "basis"} and is_nothing(doc, over)
    )


def _voiced(reader: Reader, governor: Token, signature: Signature, above: Reading) -> Reading:
    """Add the voice by which *governor* speaks; the view is that of the word as one that speaks."""
    voices, view = above.voices, above.view
    if _is_spoken_of(reader, governor, voices):
        # "denied reports that ...": the reports stand, and the denier speaks on what they say.
        voices = (*voices[:-1], voices[-1]._replace(about=governor.i))
        view = PLAIN
    elif voices and voices[-1].voice == "denies" and governor.pos == "NOUN":
        view = PLAIN  # "denied a story about his claim that ...": he does not deny his claim
    held = view.mood == "done" and (view.sign == "+" or signature.no.sign != "?")
    voices = (*voices, Voicing(governor.i, signature.voice, held))
    if view.mood == "done":
        view = View(view.sign, view.certainty if governor.pos == "NOUN" else "certain")
    false = reader.entries.called_false(governor)
    if false is not None:
        voices = (*voices[:-1], Voicing(false.i, "denies", True, governor.i), voices[-1])
    return replace(above, voices=voices, view=view)


def _finer(reader: Reader, governor: Token, signature: Signature, above: Reading, changed: View) -> View:
    """Return *changed* as amended by what stands around the governor: confidence, "came close", "was due"."""
    level = reader.entries.confidence(governor) if signature.voice == "says" else None
    if level is not None:
        changed = beside(changed, level.effect)
    denied = bool(above.voices) and above.voices[-1].voice == "denies" and above.view.sign == "-"
    if denied and not signature.voice and signature.word in reader.words.classes["thought"]:
        return above.view  # "scoffed at the idea that they had crossed"
    if signature.word == "close" and reader.doc.tokens[governor.head].lower == "came":
        return under(as_done(above.view), NEGATED, NEGATED)  # "came close to signing"
    if changed.mood == "planned" and changed.certainty == "certain" and syntax.was(reader.doc, governor):
        return changed._replace(certainty="probable")  # "was due to fly": perhaps it did not
    return changed


def _is_rhetoric(reader: Reader, verb: Token) -> bool:
    """Tell whether a saying that is called for is done by that: "it is vital to point out that"."""
    return verb.pos in VERBAL and verb.lemma in reader.words.classes["performative"]


def _answered(reader: Reader, noun: Token) -> View | None:
    """Return how a thing stands that was asked for or planned, and then granted, foiled or done."""
    found = reader.fates.over(noun) if noun.pos == "NOUN" else None
    if found is None:
        return None
    verb, fate = found
    view = reader.read(verb.i).view
    if fate == "kept" and view.mood == "done":
        return view
    if not view.holds:
        return None
    return View(mood="planned") if fate == "granted" else View("-")


def _is_spoken_of(reader: Reader, noun: Token, voices: tuple[Voicing, ...]) -> bool:
    """Tell whether *noun* is the claim that the last of *voices* denies or confirms."""
    if noun.pos != "NOUN" or not voices or voices[-1].voice not in {"denies", "confirms"}:
        return False
    first = reader.doc.first_conjunct(noun.i)
    over = reader.doc.tokens[first.head]
    return voices[-1].about is None and voices[-1].cue in {over.i, over.head}
