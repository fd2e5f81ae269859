"""Words that change polarity and certainty: what "failed to", "allegedly" or "could" do to the event beneath.

Reads ``en/factuality_predicates.tsv`` (verbs, nouns and adjectives with an event below them),
``en/factuality_auxiliaries.tsv`` and ``en/factuality_words.tsv`` (adverbs, adjectives, determiners,
prepositions, conjunctions). Gives a `Factuality`, whose look-ups are dictionaries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

from dragoman.codebook.tables import rows

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row
    from dragoman.records import Certainty

Mood = Literal["done", "planned", "foreseen", "requested", "conditional", "question"]
Sign = Literal["+", "-", "?", "="]
Voice = Literal["", "says", "confirms", "denies"]
WordKind = Literal["adverb", "adjective", "determiner", "preposition", "conjunction"]

PREDICATES = "en/factuality_predicates.tsv"
AUXILIARIES = "en/factuality_auxiliaries.tsv"
WORDS = "en/factuality_words.tsv"
CLASSES = "en/factuality_classes.tsv"
NEEDED: tuple[str, ...] = (
    "ascribing",
    "attitude",
    "believing",
    "breaking",
    "cancelling",
    "casualty",
    "causing",
    "claim",
    "convincing",
    "correcting",
    "countering",
    "culprit",
    "deed",
    "denier",
    "differing",
    "disavowal",
    "dying",
    "ending",
    "evading",
    "falsely",
    "falsity",
    "fiction",
    "granting",
    "ground",
    "keeping",
    "kin-arming",
    "kin-attacking",
    "kin-colliding",
    "kin-entering",
    "kin-hurting",
    "kin-leaving",
    "kin-meeting",
    "kin-paying",
    "kin-seizing",
    "kin-spying",
    "kin-training",
    "kin-yielding",
    "light",
    "lying",
    "media",
    "mishap",
    "naming",
    "onlooker",
    "outcome",
    "outing",
    "part",
    "passing",
    "performative",
    "presupposing",
    "raising",
    "recanting",
    "refusing",
    "retractor",
    "seeing",
    "siding",
    "state",
    "steady",
    "stirring",
    "succeeding",
    "taking-place",
    "text",
    "thing",
    "thought",
    "turn",
    "verbal",
    "verifier",
    "wanting",
)

FRAMES = frozenset(
    {
        "inf",
        "past-clause",
        "own-clause",
        "active-inf",
        "passive-inf",
        "other-inf",
        "clause",
        "ger",
        "obj",
        "subj",
    }
)
PREPOSITIONS = frozenset(
    {"about", "against", "at", "for", "from", "in", "into", "of", "on", "over", "to", "with"}
)

_EFFECT = re.compile(r"([-+?=])([po]?)(?:/([a-z]+))?")
_EVENT = re.compile(r"\[([^\]\s]+)\]")
_CERTAINTY: dict[str, Certainty] = {"": "certain", "p": "probable", "o": "possible"}


class Effect(NamedTuple):
    """What a word makes of the event beneath it; sign ``=`` is "as the word itself", ``?`` is open."""

    sign: Sign
    certainty: Certainty
    mood: Mood


class Signature(NamedTuple):
    """How one word treats an event in one frame, when the word holds and when it is negated."""

    word: str
    frame: str
    yes: Effect
    no: Effect
    voice: Voice


class Auxiliary(NamedTuple):
    """What an auxiliary makes of its verb: plain, negated, and before "have"."""

    word: str
    yes: Effect
    no: Effect
    perfect: Effect


class Beside(NamedTuple):
    """What a word beside the event word makes of it."""

    word: str
    kind: WordKind
    effect: Effect
    voice: Voice


class Example(NamedTuple):
    """A sentence that an entry must get right: the event is ``text[start:end]``."""

    where: str
    text: str
    start: int
    end: int
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Factuality:
    """Words that change polarity and certainty, by lemma and part of speech.

    ``longer`` gives, for a lemma, the second words that make an entry of two words with it ("call off").
    """

    predicates: dict[tuple[str, str], dict[str, Signature]] = field(default_factory=dict)
    longer: dict[str, frozenset[str]] = field(default_factory=dict)
    auxiliaries: dict[str, Auxiliary] = field(default_factory=dict)
    words: dict[tuple[str, str], Beside] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


def load(folder: Traversable, faults: Faults) -> Factuality:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    examples: list[Example] = []
    predicates = _predicates(folder, faults, examples)
    longer: dict[str, set[str]] = {}
    for word, _ in predicates:
        first, _, second = word.partition(" ")
        if second:
            longer.setdefault(first, set()).add(second)
    return Factuality(
        predicates=predicates,
        longer={k: frozenset(v) for k, v in longer.items()},
        auxiliaries=_auxiliaries(folder, faults, examples),
        words=_words(folder, faults, examples),
        classes=_classes(folder, faults),
        examples=tuple(examples),
    )


def _predicates(
    folder: Traversable, faults: Faults, examples: list[Example]
) -> dict[tuple[str, str], dict[str, Signature]]:
    out: dict[tuple[str, str], dict[str, Signature]] = {}
    columns = ("word", "pos", "frame", "yes", "no", "voice", "example")
    for row in rows(folder, PREDICATES, columns, faults):
        yes, no = _effect(row, "yes", faults), _effect(row, "no", faults)
        if row["pos"] not in {"V", "N", "A"}:
            faults.add(row.file, row.line, f"pos is {row['pos']!r}, expected V, N or A")
        voice = _voice(row, faults)
        known = out.setdefault((row["word"], row["pos"]), {})
        for frame in row.many("frame"):
            if frame not in FRAMES and frame not in PREPOSITIONS:
                expected = ", ".join(sorted(FRAMES | PREPOSITIONS))
                faults.add(row.file, row.line, f"frame {frame!r} is unknown; expected one of {expected}")
            if frame in known:
                faults.add(row.file, row.line, f"{row['word']!r} has frame {frame!r} twice")
            known[frame] = Signature(row["word"], frame, yes, no, voice)
        _example(row, yes, faults, examples)
    return out


def _auxiliaries(folder: Traversable, faults: Faults, examples: list[Example]) -> dict[str, Auxiliary]:
    out: dict[str, Auxiliary] = {}
    for row in rows(folder, AUXILIARIES, ("word", "yes", "no", "perfect", "example"), faults):
        yes, no, perfect = (_effect(row, column, faults) for column in ("yes", "no", "perfect"))
        if row["word"] in out:
            faults.add(row.file, row.line, f"{row['word']!r} stands here twice")
        out[row["word"]] = Auxiliary(row["word"], yes, no, perfect)
        _example(row, no if row["word"] in {"wo", "ca"} else yes, faults, examples)
    return out


def _words(folder: Traversable, faults: Faults, examples: list[Example]) -> dict[tuple[str, str], Beside]:
    out: dict[tuple[str, str], Beside] = {}
    for row in rows(folder, WORDS, ("word", "kind", "value", "voice", "example"), faults):
        effect = _effect(row, "value", faults)
        if row["kind"] not in get_args(WordKind):
            expected = ", ".join(get_args(WordKind))
            faults.add(row.file, row.line, f"kind {row['kind']!r} is unknown; expected one of {expected}")
            continue
        kind = cast("WordKind", row["kind"])
        if (row["word"], kind) in out:
            faults.add(row.file, row.line, f"{row['word']!r} stands here twice as {kind}")
        out[row["word"], kind] = Beside(row["word"], kind, effect, _voice(row, faults))
        _example(row, effect, faults, examples)
    return out


def _classes(folder: Traversable, faults: Faults) -> dict[str, frozenset[str]]:
    out = dict.fromkeys(NEEDED, frozenset[str]())
    for row in rows(folder, CLASSES, ("class", "means", "words"), faults):
        if row["class"] not in out:
            faults.add(row.file, row.line, f"class {row['class']!r} is unknown; expected one of {NEEDED}")
        out[row["class"]] = frozenset(row.many("words"))
    for name, words in out.items():
        if not words:
            faults.add(CLASSES, None, f"class {name!r} is missing or empty")
    return out


def _effect(row: Row, column: str, faults: Faults) -> Effect:
    match = _EFFECT.fullmatch(row[column])
    if match is None or (match[3] or "done") not in get_args(Mood):
        moods = ", ".join(get_args(Mood))
        what = f"{column} is {row[column]!r}, expected + - ? or =, then p or o, then / and one of {moods}"
        faults.add(row.file, row.line, what)
        return Effect("?", "unknown", "done")
    sign = cast("Sign", match[1])
    certainty: Certainty = "unknown" if sign == "?" else _CERTAINTY[match[2]]
    return Effect(sign, certainty, cast("Mood", match[3] or "done"))


def _voice(row: Row, faults: Faults) -> Voice:
    if row["voice"] not in get_args(Voice):
        faults.add(
            row.file, row.line, f"voice is {row['voice']!r}, expected says, confirms, denies or nothing"
        )
        return ""
    return cast("Voice", row["voice"])


def _example(row: Row, effect: Effect, faults: Faults, examples: list[Example]) -> None:
    found = list(_EVENT.finditer(row["example"]))
    if len(found) != 1:
        faults.add(row.file, row.line, "the example must have one event word in [brackets]")
        return
    event = found[0]
    text = row["example"].replace("[", "").replace("]", "")
    where = f"{row.file} line {row.line}"
    examples.append(Example(where, text, event.start(), event.end() - 2, effect))
