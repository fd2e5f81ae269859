"""The words that stand around an article on its page: menus, share lines, date labels, months, agencies.

`load` reads ``pages/phrases.tsv``, ``pages/months.tsv`` and ``pages/words.toml``; `Pages` answers what a
line says about itself. The articles room decides what is cut; nothing here cuts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.codebook import tables
from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

KINDS = frozenset(
    [
        "menu",
        "share",
        "subscribe",
        "cookie",
        "advert",
        "media",
        "more",
        "comments",
        "tags",
        "rights",
        "credit",
        "staff",
        "published",
        "updated",
        "author",
    ]
)
WHERE = frozenset({"line", "start", "any"})
MONTHS = 12

# Combining marks belong to their letters (Arabic, Hebrew, Devanagari), though \w doesn't hold them.
_LETTERS = "(?:[^\\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094f])+"
_TOKEN = re.compile(rf"{_LETTERS}(?:['’.-]{_LETTERS})*|[:©ⓒ®@\[(]")
_SPACED = re.compile(r"^[\x00-\u1100\u11ff-\u2e80\uac00-\ud7a3]*$")


class Hit(NamedTuple):
    """A known phrase in a line: words ``first`` up to ``last`` of the line's tokens."""

    kind: str
    where: str
    language: str
    first: int
    last: int


class Word(NamedTuple):
    """A token of a line, folded, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """One known phrase."""

    kind: str
    language: str
    where: str
    words: tuple[str, ...]
    example: str
    text: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency's name in full."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Knows the words around articles. Built by `load`."""

    phrases: tuple[Phrase, ...] = ()
    english: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    months: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    month_examples: tuple[tuple[str, str], ...] = ()
    zones: dict[str, str] = field(default_factory=dict)
    clock: frozenset[str] = frozenset()
    afternoon: frozenset[str] = frozenset()
    morning: frozenset[str] = frozenset()
    agencies: dict[str, Agency] = field(default_factory=dict)
    _spaced: dict[str, tuple[Phrase, ...]] = field(default_factory=dict, repr=False)
    _unspaced: tuple[Phrase, ...] = ()

    @classmethod
    def default(cls) -> Pages:
        """Read the tables that ship with dragoman.

        Raises:
            CodebookError: if they have a fault.
        """
        faults = Faults()
        pages = load(files("dragoman.codebook"), faults)
        faults.stop()
        return pages

    def words(self, line: str) -> list[Word]:
        """Return the line's words and the few signs that phrases use, folded."""
        return [Word(_folded(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(line)]

    def hits(self, line: str, words: list[Word]) -> list[Hit]:
        """Return the known phrases in *line*, longest first at each word; kinds that differ are all given."""
        texts = [w.text for w in words]
        found = []
        for i, text in enumerate(texts):
            for phrase in self._spaced.get(text, ()):
                n = len(phrase.words)
                if texts[i : i + n] == list(phrase.words) and (phrase.where != "start" or i == 0):
                    found.append(Hit(phrase.kind, phrase.where, phrase.language, i, i + n))
        if not _SPACED.match(line):
            folded = line.casefold()
            for phrase in self._unspaced:
                at = folded.find(phrase.words[0])
                if at < 0 or (phrase.where == "start" and at > 1):
                    continue
                found.append(Hit(phrase.kind, phrase.where, phrase.language, 0, len(words)))
        return found

    def month(self, word: str, language: str | None = None) -> int | None:
        """Return the month that *word* names; None if it names none, or two and the language doesn't tell."""
        named = self.months.get(_folded(word).rstrip("."))
        if named is None:
            return None
        numbers = {n for n, _ in named}
        if len(numbers) > 1:
            numbers = {n for n, lang in named if lang == language}
        return numbers.pop() if len(numbers) == 1 else None


def load(folder: Traversable, faults: Faults) -> Pages:
    """Read the tables under *folder*; what is wrong goes to *faults*."""
    phrases = tuple(_phrases(folder, faults))
    spaced: dict[str, list[Phrase]] = defaultdict(list)
    unspaced = []
    for phrase in phrases:
        if phrase.language in ("ja", "zh"):
            unspaced.append(phrase)
        else:
            spaced[phrase.words[0]].append(phrase)
    months, examples = _months(folder, faults)
    words = tables.toml(folder, "pages/words.toml", faults)
    return Pages(
        phrases=phrases,
        english=frozenset(str(words.get("english", "")).split()),
        past=frozenset(str(words.get("past", "")).split()),
        months=months,
        month_examples=examples,
        zones=_strings(words.get("zones")),
        clock=frozenset(words.get("clock", {}).get("words", ())),
        afternoon=frozenset(words.get("afternoon", ())),
        morning=frozenset(words.get("morning", ())),
        agencies={k: Agency(v) for k, v in _strings(words.get("agencies")).items()},
        _spaced={k: tuple(sorted(v, key=lambda p: -len(p.words))) for k, v in spaced.items()},
        _unspaced=tuple(unspaced),
    )


def _folded(word: str) -> str:
    # Turkish capital I with a dot folds to two characters, of which the second is no letter.
    return word.replace("’", "'").replace("İ", "i").casefold()


def _strings(table: Any) -> dict[str, str]:  # noqa: ANN401  (what TOML gives)
    return {str(k): str(v) for k, v in table.items()} if isinstance(table, dict) else {}


def _phrases(folder: Traversable, faults: Faults) -> list[Phrase]:
    found = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in tables.rows(
        folder, "pages/phrases.tsv", ("kind", "language", "where", "phrases", "example"), faults
    ):
        if row["kind"] not in KINDS:
            faults.add(
                row.file, row.line, f"kind {row['kind']!r} is unknown; there are {', '.join(sorted(KINDS))}"
            )
        if row["where"] not in WHERE:
            faults.add(
                row.file,
                row.line,
                f"where is {row['where']!r}, but must be one of {', '.join(sorted(WHERE))}",
            )
        if not row["example"]:
            faults.add(row.file, row.line, "there is no example; give a line that must be recognised")
        for text in row.many("phrases"):
            key = (row["kind"], row["where"], text)
            if key in seen and row["language"] == "en":
                faults.add(row.file, row.line, f"phrase {text!r} stands already on line {seen[key]}")
            seen.setdefault(key, row.line)
            words = tuple(_folded(m.group()) for m in _TOKEN.finditer(text))
            if not words:
                faults.add(row.file, row.line, f"phrase {text!r} holds no word")
                continue
            found.append(Phrase(row["kind"], row["language"], row["where"], words, row["example"], text))
    return found


def _months(
    folder: Traversable, faults: Faults
) -> tuple[dict[str, tuple[tuple[int, str], ...]], tuple[tuple[str, str], ...]]:
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    examples = []
    for row in tables.rows(folder, "pages/months.tsv", ("language", "months", "example"), faults):
        twelve = row.many("months")
        if len(twelve) != MONTHS:
            faults.add(row.file, row.line, f"{len(twelve)} months, but a year has {MONTHS}")
        for number, forms in enumerate(twelve, start=1):
            for form in forms.split("/"):
                names[_folded(form.strip())].append((number, row["language"]))
        examples.append((row["language"], row["example"]))
    return {k: tuple(v) for k, v in names.items()}, tuple(examples)
