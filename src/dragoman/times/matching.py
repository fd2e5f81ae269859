"""`Word`s in, `Piece`s out: the grammar matched in two layers, longest match first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dragoman.codebook.calendar import Calendar, Entry, Feast, Rule
    from dragoman.documents import Document
    from dragoman.records import Dropped
    from dragoman.times.readings import Reading
    from dragoman.times.words import Word


class Piece(NamedTuple):
    """A stretch of text with its reading, what it may be part of, and the rule that found it."""

    start: int
    end: int
    reading: Reading
    kind: str
    rule: str
    loose: bool = False


class Item(NamedTuple):
    """What the grammar is matched on: a word, or in the second layer an atom."""

    start: int
    end: int
    plain: str
    entry: Entry
    feast: Feast | None = None
    piece: Piece | None = None


_OPENERS = frozenset("\"'“‘«([*•—–-:;")


@dataclass(slots=True)
class Scene:
    """The text around: what builders may look at to accept or refuse a match."""

    text: str
    doc: Document
    calendar: Calendar
    items: list[Item]
    dropped: list[Dropped]

    def starts_sentence(self, char: int) -> bool:
        """Whether the word at *char* is the first of its sentence."""
        i = self.doc.token_at(char)
        if i is None:
            return False
        return self.doc.sentence(i).first == i or self.doc.tokens[i - 1].text in _OPENERS

    def tag(self, char: int) -> str:
        """Return the fine tag of the token at *char*, or nothing."""
        i = self.doc.token_at(char)
        return "" if i is None else self.doc.tokens[i].tag

    def pos(self, char: int) -> str:
        """Return the coarse tag of the token at *char*, or nothing."""
        i = self.doc.token_at(char)
        return "" if i is None else self.doc.tokens[i].pos


@dataclass(frozen=True)
class Hit:
    """A rule's match: items *i* up to *j* of the scene, and its named parts."""

    rule: Rule
    scene: Scene
    i: int
    j: int
    parts: dict[str, tuple[int, int]]

    @cached_property
    def start(self) -> int:
        """First character."""
        return self.scene.items[self.i].start

    @cached_property
    def end(self) -> int:
        """Character after the last."""
        return self.scene.items[self.j - 1].end

    def items(self, name: str) -> list[Item]:
        """Return the items of part *name*; none if it did not match."""
        if name not in self.parts:
            return []
        a, b = self.parts[name]
        return self.scene.items[a:b]

    def item(self, name: str) -> Item | None:
        """Return the last item of part *name*."""
        items = self.items(name)
        return items[-1] if items else None

    def words(self, name: str) -> str:
        """Return part *name* in lower case, words divided by a space."""
        return " ".join(x.plain for x in self.items(name))

    def value(self, name: str, of: str) -> str | None:
        """Return the value under class *of* of the last item of part *name*."""
        item = self.item(name)
        return None if item is None else item.entry.values.get(of)

    def reading(self, name: str) -> Reading | None:
        """Return the reading of the atom in part *name*."""
        item = self.item(name)
        return item.piece.reading if item is not None and item.piece is not None else None

    @property
    def before(self) -> Item | None:
        """The item before the match, in the same paragraph."""
        return _neighbour(self.scene.items, self.i - 1)

    @property
    def after(self) -> Item | None:
        """The item after the match, in the same paragraph."""
        return _neighbour(self.scene.items, self.j)

    def piece(
        self, reading: Reading, kind: str = "done", start: int | None = None, end: int | None = None
    ) -> list[Piece]:
        """Return one piece with *reading*, over the whole match unless *start* or *end* say otherwise."""
        start = self.start if start is None else start
        end = self.end if end is None else end
        return [Piece(start, end, reading, kind, self.rule.name, self.rule.loose)]


def _neighbour(items: Sequence[Item], i: int) -> Item | None:
    if not 0 <= i < len(items) or "PARAGRAPH" in items[i].entry.classes:
        return None
    return items[i]


Build: TypeAlias = "Callable[[Hit], list[Piece] | None]"


def match(scene: Scene, words: Iterable[Word], builders: dict[str, Build]) -> list[Piece]:
    """Return the pieces in text order: atoms first, then phrases over them, twice (phrases may nest)."""
    scene.items = [Item(w.start, w.end, w.plain, w.entry, w.feast) for w in words]
    _layer(scene, scene.calendar.atoms, builders)
    for _ in range(2):
        if not _layer(scene, scene.calendar.phrases, builders):
            break
    return [x.piece for x in scene.items if x.piece is not None and not x.piece.loose]


def _layer(scene: Scene, rules: Sequence[Rule], builders: dict[str, Build]) -> bool:
    """Match *rules*, replace what matched by atoms; whether anything did."""
    letters = "".join(x.entry.letter for x in scene.items)
    found = []
    for order, rule in enumerate(rules):
        for m in rule.pattern.finditer(letters):
            i, j = m.span()
            found.append((i - j, order, i, j, m))
    found.sort(key=lambda f: f[:4])
    taken = bytearray(len(letters))
    chosen: list[tuple[int, int, list[Piece]]] = []
    for _, order, i, j, m in found:
        if any(taken[i:j]):
            continue
        parts = {k.partition("_")[0]: m.span(k) for k, v in m.groupdict().items() if v is not None}
        rule = rules[order]
        pieces = builders[rule.build](Hit(rule, scene, i, j, parts))
        if pieces is None:
            continue
        chosen.append((i, j, pieces))
        taken[i:j] = b"\1" * (j - i)
    if chosen:
        _replace(scene, sorted(chosen, key=lambda c: c[0]))
    return bool(chosen)


def _replace(scene: Scene, chosen: list[tuple[int, int, list[Piece]]]) -> None:
    """Put each chosen piece in the place of its items; items outside every piece of a match stay."""
    out: list[Item] = []
    at = 0
    for i, j, pieces in chosen:
        out.extend(scene.items[at:i])
        at = i
        for p in pieces:
            while at < j and scene.items[at].end <= p.start:
                out.append(scene.items[at])
                at += 1
            kind = p.kind if not p.loose else "loose_daypart" if p.kind == "daypart" else "loose"
            out.append(Item(p.start, p.end, "", scene.calendar.kinds[kind], None, p))
            while at < j and scene.items[at].start < p.end:
                at += 1
        out.extend(scene.items[at:j])
        at = j
    out.extend(scene.items[at:])
    scene.items = out
