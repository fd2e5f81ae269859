"""The words and the grammar of time expressions: `times_words.tsv`, `times_rules.toml`, `holidays.tsv`.

A rule's pattern names classes of words, not words: ``m:MONTH d:DAY ,? y:YEAR``. On load every distinct set
of classes gets one letter, and every pattern becomes a regular expression over such letters. A text is then
one letter a word, and matching costs the same whatever the words are.

Classes come from three places: the table of words; the shapes of numbers and signs below; and what an atom
turns into when phrases are matched (DATEREF, LENGTHREF, ...).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.codebook import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults

WORDS = "en/times_words.tsv"
RULES = "en/times_rules.toml"
FEASTS = "en/holidays.tsv"

SIGNS: Mapping[str, frozenset[str]] = {
    "-": frozenset({"DASH", "SIGN"}),
    "−": frozenset({"DASH", "SIGN"}),
    "–": frozenset({"DASH"}),
    "—": frozenset({"DASH"}),
    "~": frozenset({"DASH"}),
    "+": frozenset({"SIGN"}),
    "(": frozenset({"LPAR"}),
    ")": frozenset({"RPAR"}),
}

SHAPES: Mapping[str, frozenset[str]] = {
    "hour": frozenset({"NUM", "DAY", "HOUR"}),
    "hour2": frozenset({"NUM", "DAY", "HOUR", "YY"}),
    "nought": frozenset({"NUM", "HOUR", "YY"}),
    "day": frozenset({"NUM", "DAY", "YY"}),
    "two": frozenset({"NUM", "YY"}),
    "year": frozenset({"NUM", "YEAR"}),
    "year_clock": frozenset({"NUM", "YEAR", "HHMM"}),
    "four_clock": frozenset({"NUM", "HHMM"}),
    "number": frozenset({"NUM"}),
    "decimal": frozenset({"NUM", "POINT"}),
    "dayth": frozenset({"DAYTH", "ORD"}),
    "nth": frozenset({"ORD"}),
    "spelt_day": frozenset({"NUM"}),
    "iso": frozenset({"ISO"}),
    "dmy": frozenset({"DMY"}),
    "ymd": frozenset({"YMD"}),
    "clock": frozenset({"CLOCK"}),
    "merid": frozenset({"MERID"}),
    "era": frozenset({"ERA"}),
    "apos": frozenset({"APOS"}),
    "poss": frozenset({"POSS"}),
    "qcode": frozenset({"QCODE"}),
    "feast": frozenset({"FEAST"}),
    "paragraph": frozenset({"PARAGRAPH"}),
    "word": frozenset({"WORD"}),
    "other": frozenset(),
}

KINDS: Mapping[str, frozenset[str]] = {
    "day": frozenset({"DATEREF", "DAYREF"}),
    "day_without_year": frozenset({"DATEREF", "DAYREF", "DATEWITHOUT"}),
    "week": frozenset({"DATEREF", "WEEKREF"}),
    "weekday": frozenset({"DATEREF", "DAYREF", "WEEKDAYREF"}),
    "month": frozenset({"DATEREF", "MONTHREF"}),
    "month_unit": frozenset({"DATEREF", "MONTHREF", "MONTHUNIT"}),
    "month_without_year": frozenset({"DATEREF", "MONTHREF", "DATEWITHOUT"}),
    "season": frozenset({"DATEREF", "SEASONREF"}),
    "same": frozenset({"DATEREF", "SAMEREF"}),
    "year": frozenset({"DATEREF", "YEARREF"}),
    "era": frozenset({"DATEREF", "ERAREF"}),
    "feast": frozenset({"DATEREF", "DAYREF", "FEASTREF"}),
    "daypart": frozenset({"DAYPARTREF"}),
    "clock": frozenset({"CLOCKREF"}),
    "length": frozenset({"LENGTHREF"}),
    "window": frozenset({"WINDOWREF"}),
    "before": frozenset({"BEFOREREF"}),
    "loose": frozenset({"LOOSE"}),
    "loose_daypart": frozenset({"DAYPARTREF"}),
    "done": frozenset({"DONE"}),
}


class Entry(NamedTuple):
    """What is known of a word: its classes, its letter, and a value for each class that has one."""

    classes: frozenset[str]
    letter: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One pattern of the grammar. ``example`` is (sentence, expression, value)."""

    name: str
    pattern: re.Pattern[str]
    build: str
    argument: str
    loose: bool
    example: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feast:
    """A named day: month and day, days from Easter, nth weekday of a month, or one day in history."""

    name: str
    month: int = 0
    day: int = 0
    easter: int | None = None
    nth: tuple[int, int, int, int] | None = None
    known: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The words, the rules, and the named days."""

    words: Mapping[str, Entry] = field(default_factory=dict)
    shapes: Mapping[str, Entry] = field(default_factory=dict)
    signs: Mapping[str, Entry] = field(default_factory=dict)
    kinds: Mapping[str, Entry] = field(default_factory=dict)
    atoms: tuple[Rule, ...] = ()
    phrases: tuple[Rule, ...] = ()
    feasts: Mapping[str, tuple[tuple[tuple[str, ...], Feast], ...]] = field(default_factory=dict)


_ITEM = re.compile(r"(?:(?P<name>[a-z]+):)?(?P<body>[^\s?*+]+)(?P<many>[?*+]?)")
_PIECES = re.compile(r"[a-z]+:(?=[(])|[(|]|[)][?*+]?|[^\s()|]+")


def load(folder: Traversable, faults: Faults) -> Calendar:
    """Read the three tables under *folder*; what is wrong goes to *faults*."""
    raw = tables.toml(folder, RULES, faults)
    macros = {str(k): str(v) for k, v in raw.get("macros", {}).items()}
    sources = {
        layer: [_source(r, macros, faults) for r in raw.get(layer, [])] for layer in ("atom", "phrase")
    }
    classes, values = _words(folder, faults)
    literals = sorted({w for layer in sources.values() for r in layer for w in _literals(r["pattern"])})
    for word in literals:
        classes.setdefault(word, set()).add(f"={word}")
    letters = _Letters()
    words = {
        w: Entry(frozenset(c), letters.of(frozenset(c)), values.get(w, {}))
        for w, c in classes.items()
        if w not in SIGNS
    }
    signs = {
        s: Entry(c | classes.get(s, set()), letters.of(c | frozenset(classes.get(s, set()))), {})
        for s, c in SIGNS.items()
    }
    shapes = {k: Entry(c, letters.of(c), {}) for k, c in SHAPES.items()}
    kinds = {k: Entry(c, letters.of(c), {}) for k, c in KINDS.items()}
    return Calendar(
        words=words,
        shapes=shapes,
        signs=signs,
        kinds=kinds,
        atoms=_rules(sources["atom"], letters, faults),
        phrases=_rules(sources["phrase"], letters, faults),
        feasts=_feasts(folder, faults),
    )


class _Letters:
    """Gives every set of classes one letter, and every class the letters of the sets that hold it."""

    def __init__(self) -> None:
        self._by_set: dict[frozenset[str], str] = {}

    def of(self, classes: frozenset[str]) -> str:
        return self._by_set.setdefault(classes, chr(0x4E00 + len(self._by_set)))

    def having(self, name: str) -> str:
        return "".join(letter for classes, letter in self._by_set.items() if name in classes)


def _words(folder: Traversable, faults: Faults) -> tuple[dict[str, set[str]], dict[str, dict[str, str]]]:
    classes: dict[str, set[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for row in tables.rows(folder, WORDS, ("word", "class", "value"), faults):
        word, name = row["word"], row["class"]
        if word != word.lower() or not name.isupper():
            faults.add(row.file, row.line, f"{word!r} {name!r}: words are lower case, classes upper case")
        if name in classes.get(word, ()):
            faults.add(row.file, row.line, f"{word!r} stands in class {name} twice")
        classes.setdefault(word, set()).add(name)
        values.setdefault(word, {})[name] = row["value"]
        if name in {"CARD", "TENS"}:
            classes[word].add("NUM")
        if name == "ORD":
            classes[word].add("DAYTH")
            values[word]["DAYTH"] = row["value"]
    return classes, values


def _source(raw: dict[str, Any], macros: dict[str, str], faults: Faults) -> dict[str, Any]:
    source = {
        "name": "",
        "pattern": "",
        "build": "",
        "with": "",
        "loose": False,
        "example": ["", "", ""],
        **raw,
    }
    for key in ("name", "pattern", "build"):
        if not source[key]:
            faults.add(RULES, None, f"rule {source['name']!r}: {key} is missing")
    if len(source["example"]) != 3 or source["example"][1] not in source["example"][0]:
        faults.add(
            RULES, None, f"rule {source['name']!r}: example must be [sentence, expression in it, value]"
        )
    for _ in range(3):  # macros may use macros
        for name, body in macros.items():
            source["pattern"] = re.sub(rf"\${name}(?![A-Z])", body.replace("\\", "\\\\"), source["pattern"])
    if "$" in source["pattern"]:
        faults.add(RULES, None, f"rule {source['name']!r}: unknown macro in {source['pattern']!r}")
    return source


def _items(pattern: str) -> list[str]:
    return _PIECES.findall(pattern)


def _literals(pattern: str) -> Iterable[str]:
    for piece in _items(pattern):
        if piece[0] in "(|)" or piece.endswith(":"):
            continue
        m = _ITEM.fullmatch(piece)
        if m and not m["body"].isupper():
            yield m["body"]


def _rules(sources: list[dict[str, Any]], letters: _Letters, faults: Faults) -> tuple[Rule, ...]:
    out = []
    seen: set[str] = set()
    for s in sources:
        if s["name"] in seen:
            faults.add(RULES, None, f"rule {s['name']!r} stands there twice")
        seen.add(s["name"])
        try:
            pattern = re.compile(_compile(s["pattern"], letters))
        except (re.error, ValueError) as error:
            faults.add(RULES, None, f"rule {s['name']!r}: {error}")
            continue
        sentence, words, value = (str(x) for x in s["example"])
        out.append(
            Rule(
                name=s["name"],
                pattern=pattern,
                build=s["build"],
                argument=str(s["with"]),
                loose=bool(s["loose"]),
                example=(sentence, words, value),
            )
        )
    return tuple(out)


def _compile(pattern: str, letters: _Letters) -> str:
    """Turn a pattern of classes into a regular expression over letters; names get a running number."""
    out: list[str] = []
    count = 0
    for piece in _items(pattern):
        if piece == "(":
            out.append("" if out and out[-1].endswith(">") else "(?:")
        elif piece[0] in "|)":
            out.append(piece)
        elif piece.endswith(":"):
            count += 1
            out.append(f"(?P<{piece[:-1]}_{count}>")
        else:
            m = _ITEM.fullmatch(piece)
            if m is None:
                message = f"cannot read {piece!r}"
                raise ValueError(message)
            body = m["body"] if m["body"].isupper() else f"={m['body']}"
            any_of = letters.having(body)
            if not any_of:
                message = f"no word has the class {body}"
                raise ValueError(message)
            one = f"[{any_of}]"
            if m["name"]:
                count += 1
                one = f"(?P<{m['name']}_{count}>{one})"
            out.append(one + m["many"])
    return "".join(out)


_EASTER = re.compile(r"easter([+-]\d+)")
_NTH = re.compile(r"nth (-?\d) (\d) (\d+)(?: \+(\d+))?")
_FIXED = re.compile(r"(\d\d)-(\d\d)")
_KNOWN = re.compile(r"\d{4}-\d\d-\d\d")
_FEAST_WORD = re.compile(r"[^\W\d_]+(?=['’]s\b)|['’]s\b|(?:[^\W\d_]\.){2,}|[^\W\d_]+|\d+|[^\s\w]")


def _feasts(folder: Traversable, faults: Faults) -> dict[str, tuple[tuple[tuple[str, ...], Feast], ...]]:
    by_first: dict[str, list[tuple[tuple[str, ...], Feast]]] = {}
    for row in tables.rows(folder, FEASTS, ("name", "rule"), faults):
        feast = _feast(row["name"], row["rule"])
        if feast is None:
            faults.add(row.file, row.line, f"cannot read the rule {row['rule']!r}")
            continue
        words = tuple(_FEAST_WORD.findall(row["name"]))
        by_first.setdefault(words[0], []).append((words, feast))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in by_first.items()}


def _feast(name: str, rule: str) -> Feast | None:
    if m := _FIXED.fullmatch(rule):
        return Feast(name=name, month=int(m[1]), day=int(m[2]))
    if m := _EASTER.fullmatch(rule):
        return Feast(name=name, easter=int(m[1]))
    if m := _NTH.fullmatch(rule):
        return Feast(name=name, nth=(int(m[1]), int(m[2]), int(m[3]), int(m[4] or 0)))
    if _KNOWN.fullmatch(rule):
        return Feast(name=name, known=rule)
    return None
