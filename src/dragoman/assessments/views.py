"""What a reading of the syntax around one word gives: a view of the event, and the voices around it.

No work on text here: the small types that `reading` makes and `stands` uses, and how views combine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from dragoman.records import Reason

if TYPE_CHECKING:
    from dragoman.codebook.factuality import Effect, Mood, Voice
    from dragoman.documents import Token
    from dragoman.records import Certainty, Polarity

Sign = Literal["+", "-", "?"]

_RANK: dict[str, int] = {"unknown": 0, "possible": 1, "probable": 2, "certain": 3}
_WEIGHT: dict[str, int] = {
    "done": 0,
    "planned": 1,
    "foreseen": 2,
    "conditional": 3,
    "question": 4,
    "requested": 5,
}
_POLARITY: dict[str, Polarity] = {"+": "+", "-": "-", "?": "unknown"}


class View(NamedTuple):
    """Whether, how surely and in which mood something holds."""

    sign: Sign = "+"
    certainty: Certainty = "certain"
    mood: Mood = "done"

    @property
    def polarity(self) -> Polarity:
        """The sign by its name in the records."""
        return _POLARITY[self.sign]

    @property
    def holds(self) -> bool:
        """Whether it is simply so: done, and not negated or left open."""
        return self.sign == "+" and self.mood == "done"


PLAIN = View()
OPEN = View("?", "unknown", "done")


class Voicing(NamedTuple):
    """A word by which somebody takes a stand: the token, how it speaks, and whether it was really said.

    ``about`` is the token of the claim noun ("reports") that the voice speaks on, if it does.
    """

    cue: int
    voice: Voice
    held: bool
    about: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The view of the innermost voice, and the voices from the outermost to it.

    ``background`` is the left edge of a relative clause that the writer adds on his own account, or None.
    ``governors`` are the words above that the codebook knows to be nobody's saying ("refused to").
    """

    view: View = PLAIN
    voices: tuple[Voicing, ...] = ()
    reasons: tuple[Reason, ...] = ()
    background: int | None = None
    governors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the syntax alone says of an event, as the innermost voice sees it."""

    polarity: Polarity
    certainty: Certainty
    mood: Mood
    reasons: tuple[Reason, ...] = ()


def weaker(a: Certainty, b: Certainty) -> Certainty:
    """Return the less certain of two."""
    return a if _RANK[a] <= _RANK[b] else b


def heavier(a: Mood, b: Mood) -> Mood:
    """Return the mood that prevails when one lies within the other: "plans to demand" is a demand."""
    return a if _WEIGHT[a] >= _WEIGHT[b] else b


def under(view: View, yes: Effect, no: Effect) -> View:
    """Return the view of what lies beneath a word that itself stands as *view*."""
    if yes.sign == no.sign == "+" and yes.mood == no.mood == "done":
        return View("+", yes.certainty, "done")  # factive: true whatever becomes of the word itself
    effect = no if view.sign == "-" else yes
    mood = heavier(view.mood, effect.mood)
    sign: Sign = view.sign if effect.sign == "=" else effect.sign
    if view.sign == "?" or sign == "?":
        return View("?", "unknown", mood)
    return View(sign, weaker(view.certainty, effect.certainty), mood)


def beside(view: View, effect: Effect) -> View:
    """Return *view* as changed by a word that stands beside the event word."""
    mood = heavier(view.mood, effect.mood)
    if view.sign == "?" or effect.sign == "?":
        return View("?", "unknown", mood)
    certainty = weaker(view.certainty, effect.certainty)
    if effect.sign == "-":
        return View("-" if view.sign == "+" else "+", certainty, mood)
    return View(view.sign, certainty, mood)


def as_done(view: View) -> View:
    """Return *view* as if it were not negated: a purpose is one even of what was not done."""
    return view._replace(sign="+") if view.sign == "-" else view


def mark(reading: Reading, view: View, rule: str, token: Token) -> Reading:
    """Return *reading* with a new *view*, and the reason: which *rule*, at which word."""
    reason = Reason(rule=f"factuality: {rule}", start=token.start, end=token.end)
    return replace(reading, view=view, reasons=(*reading.reasons, reason))
