"""One line of a Wikidata dump in; out come the person, position, body or land that it describes, or nothing.

Most of a hundred million lines are neither: they are told by their bytes, without reading the JSON.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.codebook.tables import Faults
from dragoman.codebook.who import classes
from dragoman.register import offices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.codebook import Codebook
    from dragoman.codebook.who.classes import Class

HUMAN = 5
YEAR, MONTH, DAY = 9, 10, 11
"""Wikidata's grains of a time."""

# How the dumps begin the statements of "instance of", and those of any property; where English labels stand.
_CLASSES = b'"P31":[{"mainsnak"'
_STATEMENTS = b'":[{"mainsnak"'
_ITEM = re.compile(rb'"id":"(Q\d+)"')
_AFTER_LABELS = b'"descriptions"'
_LABEL = b'"en":{"language":"en","value":"'
_ENTITY = re.compile(r"[QPL]\d+")
_WORDS = re.compile(rb"[a-z]+(?:'[a-z]+)?")
# Old dumps write years with eleven digits.
_TIME = re.compile(r"\+0*(\d{1,4})-(\d\d)-(\d\d)T")
_SPACED = b'": '
NEAR = 64
_AROUND = b" \t\r\n[],\xef\xbb\xbf"


class Value(msgspec.Struct):
    """The value of a snak: of many shapes."""

    value: Any = None


class Snak(msgspec.Struct):
    """A property's value, or that it has none (``novalue``) or one that nobody knows (``somevalue``)."""

    snaktype: str = "value"
    datavalue: Value | None = None

    @property
    def item(self) -> int | None:
        """The number of the item that it names."""
        value = self.datavalue.value if self.datavalue else None
        if not isinstance(value, dict):
            return None
        number = value.get("numeric-id")
        if number is None:
            digits = str(value.get("id", ""))[1:]
            number = int(digits) if digits.isdigit() else None
        return number if isinstance(number, int) else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of the time that it gives; None if that is no year of the calendar."""
        value = self.datavalue.value if self.datavalue else None
        return interval(value) if isinstance(value, dict) else None


class Qualifiers(msgspec.Struct):
    """What limits a statement."""

    start: list[Snak] = msgspec.field(default_factory=list, name="P580")
    end: list[Snak] = msgspec.field(default_factory=list, name="P582")
    at: list[Snak] = msgspec.field(default_factory=list, name="P585")
    jurisdiction: list[Snak] = msgspec.field(default_factory=list, name="P1001")
    of: list[Snak] = msgspec.field(default_factory=list, name="P642")


class Statement(msgspec.Struct):
    """One claim, with what limits it and how good it is held to be."""

    mainsnak: Snak
    rank: str = "normal"
    qualifiers: Qualifiers | list[Any] | None = None


class Claims(msgspec.Struct):
    """The claims that say who somebody is."""

    instance_of: list[Statement] = msgspec.field(default_factory=list, name="P31")
    position_held: list[Statement] = msgspec.field(default_factory=list, name="P39")
    citizenship: list[Statement] = msgspec.field(default_factory=list, name="P27")
    born: list[Statement] = msgspec.field(default_factory=list, name="P569")
    died: list[Statement] = msgspec.field(default_factory=list, name="P570")
    country: list[Statement] = msgspec.field(default_factory=list, name="P17")
    jurisdiction: list[Statement] = msgspec.field(default_factory=list, name="P1001")
    iso: list[Statement] = msgspec.field(default_factory=list, name="P298")
    dissolved: list[Statement] = msgspec.field(default_factory=list, name="P576")


class Text(msgspec.Struct):
    """A label or an alias."""

    value: str = ""


class Labels(msgspec.Struct):
    """The English label, and the one for all languages, which stands where English has none of its own."""

    en: Text | None = None
    mul: Text | None = None


class Aliases(msgspec.Struct):
    """Other names: English ones, and those for all languages."""

    en: list[Text] = []
    mul: list[Text] = []


class Entity(msgspec.Struct):
    """What we read of an entity. Where there is nothing of a kind, dumps have an empty list for a table."""

    id: str
    labels: Labels | list[Any] | None = None
    aliases: Aliases | list[Any] | None = None
    claims: Claims | list[Any] | None = None


class Holding(msgspec.Struct, omit_defaults=True):
    """A position that a person held: item, places, days; ``over`` if it ended on a day that nobody knows."""

    position: int
    places: list[int] = []
    first: date | None = None
    last: date | None = None
    over: bool = False


class StagedPerson(msgspec.Struct, omit_defaults=True):
    """A person, as far as one line says."""

    name: str
    aliases: list[str] = []
    countries: list[int] = []
    born: date | None = None
    died: date | None = None
    held: list[Holding] = []


class StagedPosition(msgspec.Struct, omit_defaults=True):
    """A position: its label, the places that it is for, the countries that it is in."""

    label: str
    places: list[int] = []
    countries: list[int] = []


class StagedBody(msgspec.Struct, omit_defaults=True):
    """A body, its class and the countries that it is in."""

    name: str
    cls: int
    aliases: list[str] = []
    countries: list[int] = []
    dissolved: date | None = None


class StagedLand(msgspec.Struct):
    """A country, by its ISO 3166 alpha-3 code."""

    code: str


Staged = StagedPerson | StagedPosition | StagedBody | StagedLand
KINDS: dict[type[Staged], str] = {
    StagedPerson: "person",
    StagedPosition: "position",
    StagedBody: "body",
    StagedLand: "land",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a line that looked like what we want is no entity."""

    why: str


class Reader:
    """Reads lines. Made once for a dump: it knows the classes and the words for offices."""

    def __init__(self, codebook: Codebook) -> None:
        """Load the table of classes."""
        self.classes = load_classes()
        self._wanted = frozenset(b"Q%d" % c for c in self.classes if c != HUMAN)
        self._heads = offices.heads(codebook)
        self._decoder = msgspec.json.Decoder(Entity)

    def read(self, line: bytes) -> Iterable[tuple[int, Staged]] | Broken:
        """Return what *line* describes, with the number of its item."""
        if not self.may_hold(line):
            return ()
        text = line.strip(_AROUND)
        if not text:
            return ()
        try:
            entity = self._decoder.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return Broken(f"no entity of Wikidata ({error})")
        digits = entity.id[1:]
        if not entity.id.startswith("Q") or not digits.isdigit():
            return ()
        return [(int(digits), staged) for staged in self._staged(entity)]

    def is_entity(self, line: bytes) -> bool:
        """Whether *line* is an entity of Wikidata, of whatever kind."""
        try:
            entity = self._decoder.decode(line.strip(_AROUND))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return False
        return bool(_ENTITY.fullmatch(entity.id)) and (entity.labels, entity.claims) != (None, None)

    def may_hold(self, line: bytes) -> bool:
        """Whether *line* can be of use, by its bytes. A dump that is written in another way is read whole."""
        at = line.find(_CLASSES)
        if line.find(_SPACED, 0, NEAR) >= 0:
            return True
        if at < 0:
            return b'"P31"' in line or self._is_titled(line)
        end = line.find(_STATEMENTS, at + len(_CLASSES))
        found = _ITEM.findall(line, at, end if end > 0 else len(line))
        if not found:
            return True
        if b"Q5" in found:
            return b'"P39"' in line
        return not self._wanted.isdisjoint(found) or self._is_titled(line) or b'"P298"' in line

    def _is_titled(self, line: bytes) -> bool:
        """Whether the English label of *line* holds a word for an office."""
        at = line.find(_LABEL, 0, line.find(_AFTER_LABELS))
        if at < 0:
            return False
        at += len(_LABEL)
        return not self._heads.isdisjoint(_WORDS.findall(line[at : line.find(b'"', at)].lower()))

    def _staged(self, entity: Entity) -> Iterator[Staged]:
        claims = entity.claims if isinstance(entity.claims, Claims) else Claims()
        instances = [i for i in _items(claims.instance_of) if i is not None]
        for code in _texts(claims.iso):
            yield StagedLand(code)
        name = _name(entity)
        if not name:
            return
        if HUMAN in instances:
            yield _person(entity, claims, name)
            return
        known = sorted((self.classes[i] for i in instances if i in self.classes), key=lambda c: c.rank)
        if any(c.kind == "position" for c in known) or self._has_head(name):
            yield StagedPosition(name, _items(claims.jurisdiction), _items(claims.country))
        bodies = [c for c in known if c.kind != "position"]
        if bodies:
            yield _body(entity, claims, name, bodies[0])

    def _has_head(self, label: str) -> bool:
        return not self._heads.isdisjoint(_WORDS.findall(label.lower().encode()))


def load_classes() -> dict[int, Class]:
    """Return the classes of items that are actors, by number.

    Raises:
        CodebookError: if their table has a fault.
    """
    faults = Faults()
    found = classes.load(files("dragoman.codebook"), faults)
    faults.stop()
    return found


def interval(time: dict[str, Any]) -> tuple[date, date] | None:
    """Return the first and last day of a time of Wikidata's; None if it is no year after Christ, or coarser.

    >>> interval({"time": "+2014-07-00T00:00:00Z", "precision": 10})
    (datetime.date(2014, 7, 1), datetime.date(2014, 7, 31))
    """
    found = _TIME.match(str(time.get("time")))
    grain = time.get("precision")
    if found is None or grain not in (YEAR, MONTH, DAY):
        return None
    year, month, day = map(int, found.groups())
    try:
        if grain == DAY:
            return date(year, month, day), date(year, month, day)
        if grain == MONTH:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None


def _person(entity: Entity, claims: Claims, name: str) -> StagedPerson:
    born = [days[0] for s in _good(claims.born) if (days := s.mainsnak.days)]
    died = [days[1] for s in _good(claims.died) if (days := s.mainsnak.days)]
    return StagedPerson(
        name=name,
        aliases=_aliases(entity, name),
        countries=_items(claims.citizenship),
        born=min(born, default=None),
        died=max(died, default=None),
        held=[h for s in _good(claims.position_held) if (h := _holding(s)) is not None],
    )


def _holding(statement: Statement) -> Holding | None:
    position = statement.mainsnak.item
    if position is None:
        return None
    limits = statement.qualifiers if isinstance(statement.qualifiers, Qualifiers) else Qualifiers()
    firsts = [days[0] for s in limits.start or limits.at if (days := s.days)]
    lasts = [days[1] for s in limits.end if (days := s.days)]
    places = [i for s in (*limits.jurisdiction, *limits.of) if (i := s.item) is not None]
    return Holding(
        position=position,
        places=places,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        over=not lasts and any(s.snaktype != "novalue" for s in limits.end),
    )


def _body(entity: Entity, claims: Claims, name: str, cls: Class) -> StagedBody:
    gone = [days[1] for s in _good(claims.dissolved) if (days := s.mainsnak.days)]
    return StagedBody(
        name=name,
        cls=cls.item,
        aliases=_aliases(entity, name),
        countries=_items(claims.country),
        dissolved=max(gone, default=None),
    )


def _good(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements that are not held to be wrong."""
    return (s for s in statements if s.rank != "deprecated")


def _items(statements: Iterable[Statement]) -> list[int]:
    """Return the items that the good statements name, each once."""
    return list(dict.fromkeys(i for s in _good(statements) if (i := s.mainsnak.item) is not None))


def _texts(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in _good(statements):
        value = statement.mainsnak.datavalue
        if value is not None and isinstance(value.value, str):
            yield value.value


def _name(entity: Entity) -> str:
    labels = entity.labels if isinstance(entity.labels, Labels) else Labels()
    text = labels.en or labels.mul
    return text.value.strip() if text else ""


def _aliases(entity: Entity, name: str) -> list[str]:
    """Return the other names, each once."""
    found = entity.aliases if isinstance(entity.aliases, Aliases) else Aliases()
    names = dict.fromkeys(a.value.strip() for a in (*found.en, *found.mul))
    return [n for n in names if n and n != name]
