"""Reads the cue lexicon: the words that attribute, how they are built, and the stance that they take.

Three tables: ``en/cues_verbs.tsv``, ``en/cues_nouns.tsv`` and ``en/cues_words.tsv`` (adjectives, adverbs,
prepositions). ``en/cues_classes.toml`` holds classes of words that the rules ask about. The head of each
says what its columns mean. Every row carries an example that marks
[source], <cue> and {content}; the examples run as tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

from dragoman.codebook.tables import rows, toml
from dragoman.records import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row

CuePos = Literal["verb", "noun", "adjective", "adverb", "preposition", "mark"]
Factivity = Literal["factive", "counter", "neutral"]

VERBS = "en/cues_verbs.tsv"
NOUNS = "en/cues_nouns.tsv"
WORDS = "en/cues_words.tsv"
CLASSES = "en/cues_classes.toml"
CLASS_NAMES = frozenset(
    ["media", "speakers", "labels", "grants", "offers", "support", "threats", "falsehoods"]
)
COLUMNS = (
    *("lemma", "forms", "frames", "stance"),
    *("factivity", "implies", "example", "note"),
)
FRAMES = frozenset(
    [
        *("that", "quote", "np", "to", "who", "np-to", "ing", "as", "pred", "pass", "raise", "of"),
        *("source", "alone", "bare", "view", "np@claim", "np@threat"),
    ]
)

_VOWELS = "aeiou"
_DOUBLES = re.compile(r"(?:[^aeiou]|qu)[aeiou][^aeiouwxy]$")
_MARKS = re.compile(r"[\[\]<>{}]")
_PIECE = {
    "source": re.compile(r"\[([^\]]*)\]"),
    "cue": re.compile(r"<([^>]*)>"),
    "content": re.compile(r"\{([^}]*)\}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word or phrase that attributes. ``frames`` says where its content stands."""

    lemma: str
    pos: CuePos
    frames: frozenset[str]
    stance: Stance
    factivity: Factivity
    implies: str
    example: str
    note: str
    file: str
    line: int

    @property
    def words(self) -> tuple[str, ...]:
        """The lemma's words."""
        return tuple(self.lemma.split())

    @property
    def prepositions(self) -> frozenset[str]:
        """The prepositions that open its content ("called for" a truce)."""
        return frozenset(f[1:] for f in self.frames if f.startswith("+"))

    @property
    def after_object(self) -> frozenset[str]:
        """The prepositions that go on after its object ("accused Greece of" it)."""
        return frozenset(f[3:] for f in self.frames if f.startswith("np+"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The lexicon, by lower-case form of the (first) word."""

    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, tuple[Cue, ...]]
    adjectives: Mapping[str, tuple[Cue, ...]]
    adverbs: Mapping[str, tuple[Cue, ...]]
    prepositions: Mapping[str, tuple[Cue, ...]]
    marks: Mapping[str, tuple[Cue, ...]]
    media: frozenset[str]
    speakers: frozenset[str]
    labels: frozenset[str]
    grants: frozenset[str]
    offers: frozenset[str]
    support: frozenset[str]
    threats: frozenset[str]
    falsehoods: frozenset[str]

    def all(self) -> Iterator[Cue]:
        """Yield every cue once, table by table."""
        seen: set[tuple[str, int]] = set()
        for table in (self.verbs, self.nouns, self.adjectives, self.adverbs, self.prepositions, self.marks):
            for cues in table.values():
                for cue in cues:
                    if (cue.file, cue.line) not in seen:
                        seen.add((cue.file, cue.line))
                        yield cue


def load(folder: Traversable, faults: Faults) -> Cues:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    tables: dict[str, dict[str, list[Cue]]] = {pos: {} for pos in get_args(CuePos)}
    seen: dict[tuple[str, str, frozenset[str]], int] = {}
    for name, pos in ((VERBS, "verb"), (NOUNS, "noun"), (WORDS, None)):
        columns = COLUMNS if pos else ("pos", *COLUMNS)
        for row in rows(folder, name, columns, faults):
            cue = _cue(row, pos or row["pos"], faults)
            if cue is None:
                continue
            key = (cue.pos, cue.lemma, cue.frames)
            if key in seen:
                faults.add(name, row.line, f"{cue.lemma!r} is there already, on line {seen[key]}")
            seen[key] = row.line
            for form in _forms(cue, row.many("forms")):
                tables[cue.pos].setdefault(form, []).append(cue)
    done = {pos: {f: _longest_first(c) for f, c in table.items()} for pos, table in tables.items()}
    return Cues(
        verbs=done["verb"],
        nouns=done["noun"],
        adjectives=done["adjective"],
        adverbs=done["adverb"],
        prepositions=done["preposition"],
        marks=done["mark"],
        **_classes(folder, faults),
    )


def _classes(folder: Traversable, faults: Faults) -> dict[str, frozenset[str]]:
    """Return the word classes by name; an unknown, missing or empty one is a fault."""
    tables = toml(folder, CLASSES, faults)
    for name in sorted(CLASS_NAMES.symmetric_difference(tables)):
        faults.add(CLASSES, None, f"class {name!r} is {'missing' if name in CLASS_NAMES else 'unknown'}")
    out: dict[str, frozenset[str]] = {}
    for name in CLASS_NAMES:
        table = tables.get(name, {})
        words = frozenset(table.get("words", ()))
        named = _PIECE["cue"].findall(table.get("example", ""))
        if not words or not all(isinstance(w, str) for w in words):
            faults.add(CLASSES, None, f"class {name!r} needs a list of words")
        elif not named:
            faults.add(CLASSES, None, f"class {name!r} needs an example with a <word> of it")
        out[name] = words
    return out


def parts(example: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Return *example* without its marks, and the pieces that it marks as source, cue and content.

    >>> parts("[Moscow] <denied> {the reports}.")[1]["cue"]
    ('denied',)
    """
    pieces = {role: tuple(_MARKS.sub("", p) for p in m.findall(example)) for role, m in _PIECE.items()}
    return _MARKS.sub("", example), pieces


def _longest_first(cues: list[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda c: -len(c.words)))


def _cue(row: Row, pos: str, faults: Faults) -> Cue | None:
    before = len(faults.found)
    frames = frozenset(row.many("frames"))
    bad = [f for f in frames if f not in FRAMES and not re.fullmatch(r"(?:np)?\+[a-z-]+", f)]
    if bad or not frames:
        faults.add(
            row.file, row.line, f"frames {sorted(bad)} are unknown; use {sorted(FRAMES)}, +WORD, np+WORD"
        )
    if pos not in get_args(CuePos):
        faults.add(row.file, row.line, f"pos is {pos!r}; use one of {get_args(CuePos)}")
    if row["stance"] not in get_args(Stance):
        faults.add(row.file, row.line, f"stance is {row['stance']!r}; use one of {get_args(Stance)}")
    if row["factivity"] not in get_args(Factivity):
        faults.add(row.file, row.line, f"factivity is {row['factivity']!r}; use one of {get_args(Factivity)}")
    if row["implies"] and not re.fullmatch(r"[+\-o]/[+\-o]", row["implies"]):
        faults.add(row.file, row.line, f"implies is {row['implies']!r}; use + - or o, a slash, + - or o")
    marked = parts(row["example"])[1]
    if not marked["cue"] or not marked["content"]:
        faults.add(row.file, row.line, "the example must mark its <cue> and {content}")
    if not row["lemma"]:
        faults.add(row.file, row.line, "lemma is empty")
    if len(faults.found) > before:
        return None
    return Cue(
        lemma=row["lemma"],
        pos=cast("CuePos", pos),
        frames=frames,
        stance=cast("Stance", row["stance"]),
        factivity=cast("Factivity", row["factivity"]),
        implies=row["implies"],
        example=row["example"],
        note=row["note"],
        file=row.file,
        line=row.line,
    )


def _forms(cue: Cue, irregular: Iterable[str]) -> set[str]:
    """Return the forms of the cue's first word."""
    word = cue.words[0]
    if cue.pos == "verb":
        return _verb_forms(word, tuple(form.split()[0] for form in irregular))
    if cue.pos == "noun":
        return {word, _with_s(word), *irregular}
    return {word, *irregular}


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _verb_forms(word: str, irregular: tuple[str, ...]) -> set[str]:
    """Return every form that *word* may take; the doubled consonant is allowed wherever it could stand.

    >>> sorted(_verb_forms("deny", ()))
    ['denied', 'denies', 'deny', 'denying']
    """
    forms = {word, _with_s(word), *irregular}
    if word.endswith("ie"):
        return forms | {word[:-2] + "ying", word + "d"}
    if word.endswith("e") and not word.endswith("ee"):
        return forms | {word[:-1] + "ing"} | (set() if irregular else {word + "d"})
    stems = {word}
    if _DOUBLES.search(word):
        stems.add(word + word[-1])
    if word.endswith("l"):
        stems.add(word + "l")
    forms |= {s + "ing" for s in stems}
    if not irregular:
        past = (
            {word[:-1] + "ied"}
            if word.endswith("y") and word[-2] not in _VOWELS
            else {s + "ed" for s in stems}
        )
        if word.endswith("ee"):
            past = {word + "d"}
        forms |= past
    return forms
