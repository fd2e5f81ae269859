"""Frames: predicates with the slots that their actor and recipient fill, and the event type they stand for.

``en/frames_*.tsv`` hold one frame a row:

    words   lemmas that carry the frame, divided by ``|``; a phrasal verb is ``hand over``
    pos     v (verb), n (noun) or a (predicate adjective)
    slots   what stands around the word, see below
    type    a PLOVER event type; ``-``: the frame says that this use is no event, and ends the search
    modes   modes of that type, divided by ``|``
    cameo   the CAMEO code, where the frame can tell it
    example a sentence of ours that the frame must code ...
    expect  ... as this: ``ACTORS > RECIPIENTS`` by country code, several divided by ``,``

A slot is ``WHERE:WHAT``. WHERE is ``subj``, ``obj``, ``pred`` (what the object is called), ``iobj``,
``prt`` (particle), ``poss`` (possessor), ``mod`` (modifier), ``inf`` (to-infinitive), ``that`` (finite
clause), ``thatsubj`` (that clause's subject), ``ing`` (gerund), ``aux`` (auxiliary or negation) or a
preposition; alternatives are divided by ``/``. WHAT is

    A R P X    the actor, the recipient, a party (all parties of a meeting are actors), another participant;
               N is a recipient that the phrase itself names ("Chad", not "Chad's chances")
    <class>    a word of that class in ``en/classes.toml``; the slot must be there
    lemma      that very word (``_`` for a space); the slot must be there; several are joined by ``|``
    @person    an actor named as a person; @country: a country; @state: a country, its government, forces,
               courts or parliament, or an intergovernmental body; @GOV, @MIL, ...: an actor with that sector
    subjunctive  (under ``that``) a bare verb: "that Russia leave"
    *          anything; the slot must be there
    -          the slot must be empty

``beside:-`` keeps a recipient from being looked for beside the slots; ``beside:R!`` wants one found there.

``!`` after a role: an actor must fill it, or the frame doesn't apply. ``!`` before a slot: it must not hold.
``obj:R<class>`` asks for both. Without a ``subj`` slot a verb's or adjective's subject is the actor; a noun's
possessor, modifying demonym, ``by`` phrase or the subject of its support verb is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragoman.codebook.tables import rows, toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row

COLUMNS = ("words", "pos", "slots", "type", "modes", "cameo", "example", "expect")
_ITEM = r"(?:<[a-z_]+>|@?[A-Za-z][A-Za-z_-]*)"
_SLOT = re.compile(rf"(!?)([a-z/]+):([ARNPX](?![A-Za-z]))?(!?)(\*|-|{_ITEM}(?:\|{_ITEM})*)?")

Pos = Literal["v", "n", "a"]
FEW_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One condition or role around a predicate."""

    where: tuple[str, ...]
    role: Literal["A", "R", "N", "P", "X", ""]
    required: bool
    negated: bool
    words: frozenset[str] | None
    empty: bool

    @property
    def weight(self) -> int:
        """How narrow the condition is: a few words more than a class, a class more than a kind of actor."""
        if self.words is None:
            return int(self.required or self.empty)
        if self.negated:
            return 1
        if all(w.startswith("@") for w in self.words):
            return 2
        return 8 if len(self.words) <= FEW_WORDS else 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A predicate in one use. ``id`` names its file and line, and goes into the reasons."""

    id: str
    words: tuple[str, ...]
    pos: Pos
    slots: tuple[Slot, ...]
    event_type: str | None
    modes: tuple[str, ...]
    cameo: str | None
    example: str
    expect: str

    @property
    def search(self) -> bool:
        """Whether a recipient may be looked for beside the slots."""
        return not any("beside" in s.where and s.empty for s in self.slots)

    @property
    def must_find(self) -> bool:
        """Whether the frame is none unless a recipient is found beside the slots."""
        return any("beside" in s.where and s.required for s in self.slots)

    @property
    def weight(self) -> int:
        """How much the frame asks for: one that asks for more, in narrower words, is tried first."""
        return sum(s.weight for s in self.slots if "beside" not in s.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Holds the frames by part of speech and first lemma, most specific first, and the word classes."""

    by_word: Mapping[tuple[str, str], tuple[Frame, ...]]
    classes: Mapping[str, frozenset[str]]
    support: Mapping[str, frozenset[str]]
    contexts: Mapping[str, tuple[str, ...]]
    all: tuple[Frame, ...]

    def of(self, pos: Pos, lemma: str) -> tuple[Frame, ...]:
        """Return the frames that *lemma* can carry, most specific first."""
        return self.by_word.get((pos, lemma), ())


def load(folder: Traversable, faults: Faults) -> Frames:
    """Read the frame tables and word classes under *folder*; what is wrong goes to *faults*."""
    english = folder.joinpath("en")
    classes = _classes(english, faults)
    support = {name: frozenset(words) for name, words in toml(english, "support.toml", faults).items()}
    frames: list[Frame] = []
    names = sorted(
        e.name for e in english.iterdir() if e.name.startswith("frames_") and e.name.endswith(".tsv")
    )
    for name in names:
        for row in rows(english, name, COLUMNS, faults):
            frame = _frame(row, classes, faults)
            if frame is not None:
                frames.append(frame)
    by_word: dict[tuple[str, str], list[Frame]] = {}
    for frame in frames:
        for lemma in sorted({w.split()[0] for w in frame.words}):
            by_word.setdefault((frame.pos, lemma), []).append(frame)
    ordered = {key: tuple(sorted(found, key=_precedence(key[1]))) for key, found in by_word.items()}
    return Frames(
        by_word=ordered,
        classes=classes,
        support=support,
        contexts=_contexts(english, faults),
        all=tuple(frames),
    )


def _precedence(lemma: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def key(frame: Frame) -> tuple[int, int]:
        phrasal = any(w.startswith(lemma + " ") for w in frame.words)
        return (-frame.weight - 20 * phrasal, 0)

    return key


def _classes(english: Traversable, faults: Faults) -> dict[str, frozenset[str]]:
    table = toml(english, "classes.toml", faults)
    done: dict[str, frozenset[str]] = {}

    def members(name: str, above: tuple[str, ...]) -> frozenset[str]:
        if name in done:
            return done[name]
        if name in above:
            faults.add("classes.toml", None, f"class {name!r} contains itself")
            return frozenset()
        out: set[str] = set()
        for word in table[name]:
            if word.startswith("<"):
                inner = word.strip("<>")
                if inner in table:
                    out |= members(inner, (*above, name))
                else:
                    faults.add("classes.toml", None, f"{name!r} names unknown class {inner!r}")
            else:
                out.add(word)
        done[name] = frozenset(out)
        return done[name]

    return {name: members(name, ()) for name in table}


def _contexts(english: Traversable, faults: Faults) -> dict[str, tuple[str, ...]]:
    """Return the contexts that each lemma speaks for."""
    out: dict[str, tuple[str, ...]] = {}
    for context, words in toml(english, "contexts.toml", faults).items():
        for word in words:
            out[word] = (*out.get(word, ()), context)
    return out


def _frame(row: Row, classes: Mapping[str, frozenset[str]], faults: Faults) -> Frame | None:
    pos = row["pos"]
    if pos not in ("v", "n", "a"):
        faults.add(row.file, row.line, f"pos is {pos!r}, but it must be v, n or a")
        return None
    slots: list[Slot] = []
    for text in row["slots"].split():
        slot = _slot(text, classes)
        if isinstance(slot, str):
            faults.add(row.file, row.line, slot)
            return None
        slots.append(slot)
    if not row["type"]:
        faults.add(row.file, row.line, f"frame {row['words']!r} has no type; write - if it is no event")
    if row["type"] != "-" and not row["example"]:
        faults.add(row.file, row.line, f"frame {row['words']!r} has no example sentence")
    return Frame(
        id=f"{row.file.removesuffix('.tsv')}:{row['words'].split('|')[0].replace(' ', '_')}:{row.line}",
        words=row.many("words"),
        pos="v" if pos == "v" else "n" if pos == "n" else "a",
        slots=tuple(slots),
        event_type=None if row["type"] == "-" else row["type"],
        modes=row.many("modes"),
        cameo=row["cameo"] or None,
        example=row["example"],
        expect=row["expect"],
    )


def _slot(text: str, classes: Mapping[str, frozenset[str]]) -> Slot | str:
    match = _SLOT.fullmatch(text)
    if match is None:
        return f"slot {text!r} is not of the form WHERE:WHAT (see dragoman/codebook/frames.py)"
    negated, where, role, required, what = match.groups()
    words: set[str] = set()
    for item in (what or "").split("|"):
        name = item.strip("<>")
        if not item.startswith("<"):
            words.add(item.replace("_", " "))
        elif name in classes:
            words |= classes[name]
        else:
            return f"slot {text!r} names unknown class {name!r}; classes are in classes.toml"
    open_slot = what in (None, "", "*", "-")
    return Slot(
        where=tuple(where.split("/")),
        role=role,  # type: ignore[arg-type]
        required=bool(required) or what == "*",
        negated=bool(negated),
        words=None if open_slot else frozenset(words),
        empty=what == "-",
    )


def codes_known(frames: Iterable[Frame], types: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a line for each frame whose type or mode is not in *types* (type to its modes)."""
    wrong: list[str] = []
    for frame in frames:
        if frame.event_type is None:
            continue
        if frame.event_type not in types:
            wrong.append(f"{frame.id}: unknown event type {frame.event_type!r}")
            continue
        known = set(types[frame.event_type])
        wrong.extend(
            f"{frame.id}: {frame.event_type} has no mode {m!r}" for m in frame.modes if m not in known
        )
    return wrong
