"""The event scheme: ``types.toml`` and ``cameo.tsv`` in, a `Scheme` out that answers questions about them.

PLOVER 2.0 has 16 event types, with modes, contexts, quad classes, scores, and sectors and codes for actors.
CAMEO is the older scheme, kept for comparison. Where PLOVER's manual contradicts itself, the method takes the
choice as an argument, with the same default as the setting of that name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from dragoman.codebook.tables import rows, toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults, Row

TYPES_FILE = "types.toml"
CAMEO_FILE = "cameo.tsv"
CAMEO_COLUMNS = (
    "code",
    "name",
    "root",
    "quad",
    "goldstein",
    "icews",
    "type",
    "modes",
    "contexts",
    "gone",
    "note",
)
QUADS = (1, 2, 3, 4)
BECOMES_AGREE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""Types whose announcement is an AGREE: willing to do, not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A finer kind of an event type; ``score`` is None where the manual has none."""

    code: str
    definition: str
    score: float | None
    cameo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One of the 16 PLOVER types. ``cameo`` is the CAMEO code nearest in meaning."""

    code: str
    quad: int
    score: float
    requires_recipient: bool
    definition: str
    cameo: str
    rules: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an event is about."""

    code: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """What part of society an actor belongs to."""

    code: str
    definition: str
    frequent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cameo:
    """A CAMEO code with its Goldstein value and its PLOVER equivalents.

    ``goldstein`` is GDELT's value, ``icews`` what ICEWS has. ``types`` is empty where PLOVER dropped the code
    and holds two for the root that PLOVER divides. ``gone`` lists modes and contexts of the published mapping
    that PLOVER 2.0 no longer has, as ``mode:ban`` or ``context:democracy``.
    """

    code: str
    name: str
    root: str
    quad: int
    goldstein: float
    icews: float
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    note: str | None = None

    @property
    def level(self) -> int:
        """1 for a root, 2 for a code under it, 3 for a code under that."""
        return len(self.code) - 1


T = TypeVar("T", EventType, Mode, Context, Sector, Cameo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """PLOVER types, modes, contexts, sectors, scores; CAMEO codes with Goldstein values.

    The tables are mappings by code, in the order of the files. The methods raise KeyError for an unknown
    code, because a code that the codebook doesn't have is a fault of the program, not of the input.
    """

    types: Mapping[str, EventType] = field(default_factory=dict)
    contexts: Mapping[str, Context] = field(default_factory=dict)
    sectors: Mapping[str, Sector] = field(default_factory=dict)
    non_state: Mapping[str, str] = field(default_factory=dict)
    quads: Mapping[int, str] = field(default_factory=dict)
    auxiliary_modes: Mapping[str, str] = field(default_factory=dict)
    older_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cameos: Mapping[str, Cameo] = field(default_factory=dict)

    def type(self, code: str) -> EventType:
        """Return the event type *code*."""
        return self.types[code]

    def mode(self, event_type: str, mode: str) -> Mode:
        """Return *mode* of *event_type*; several types have modes of the same name."""
        for m in self.types[event_type].modes:
            if m.code == mode:
                return m
        raise KeyError((event_type, mode))

    def has_mode(self, event_type: str, mode: str) -> bool:
        """Say whether *event_type* has *mode*."""
        return any(m.code == mode for m in self.types[event_type].modes)

    def quad(self, event_type: str, *, sanction_quad: Literal[3, 4] = 4) -> int:
        """Return the quad class of *event_type*; the manual has both 3 and 4 for SANCTION."""
        return sanction_quad if event_type == "SANCTION" else self.types[event_type].quad

    def score(
        self,
        event_type: str,
        modes: Iterable[str] = (),
        *,
        accuse_score: float = -3,
        vandalize_score: float = -5,
    ) -> float:
        """Return the score of *event_type*: with *modes*, that of the mode farthest from zero.

        The manual prints ACCUSE's own score without its minus sign and leaves out that of PROTEST vandalize.
        """
        scores = [self.mode(event_type, m).score for m in modes]
        if scores:
            return max((vandalize_score if s is None else s for s in scores), key=lambda s: (abs(s), s))
        return accuse_score if event_type == "ACCUSE" else self.types[event_type].score

    def announced(self, event_type: str, *, future_retreat: Literal["CONCEDE", "RETREAT"] = "CONCEDE") -> str:
        """Return the type that an announced or promised *event_type* takes.

        The manual's sections differ about an announced RETREAT: two make it CONCEDE, one leaves it.
        """
        if event_type in BECOMES_AGREE:
            return "AGREE"
        return future_retreat if event_type == "RETREAT" else self.type(event_type).code

    def cameo(self, code: str) -> Cameo:
        """Return CAMEO *code*, which is text: 010 and 10 differ."""
        return self.cameos[code]

    def nearest_cameo(self, event_type: str, modes: Iterable[str] = ()) -> Cameo | None:
        """Return the CAMEO code nearest to *event_type* with the first of *modes*; None if there is none."""
        for mode in modes:
            near = self.mode(event_type, mode).cameo
            return None if near is None else self.cameos[near]
        return self.cameos[self.types[event_type].cameo]


def load(folder: Traversable, faults: Faults) -> Scheme:
    """Read and check ``types.toml`` and ``cameo.tsv`` under *folder*; what is wrong goes to *faults*."""
    table = toml(folder, TYPES_FILE, faults)
    read = _Reader(faults)
    types = _by_code((read.type(t) for t in read.tables(table, "types")), TYPES_FILE, faults)
    contexts = [Context(code=c, definition=d) for c, d in read.texts(table, "contexts").items()]
    scheme = Scheme(
        types=types,
        contexts=_by_code(contexts, TYPES_FILE, faults),
        sectors=_by_code(_sectors(read, table), TYPES_FILE, faults),
        non_state=read.texts(table, "non_state"),
        quads={int(k): v for k, v in read.texts(table, "quad_classes").items() if k.isdecimal()},
        auxiliary_modes=read.texts(table, "auxiliary_modes"),
        older_types={k: tuple(v) for k, v in table.get("older_types", {}).items()},
        cameos=_by_code(
            (c for row in rows(folder, CAMEO_FILE, CAMEO_COLUMNS, faults) if (c := _cameo(row, faults))),
            CAMEO_FILE,
            faults,
        ),
    )
    _check(scheme, faults)
    return scheme


class _Reader:
    """Takes typed values out of a parsed TOML file and notes what is missing or of another type."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(t, dict) for t in found):
            return found
        self.faults.add(TYPES_FILE, None, f"{key} must be a list of tables")
        return []

    def texts(self, table: dict[str, Any], key: str) -> dict[str, str]:
        found = table.get(key, {})
        if isinstance(found, dict) and all(isinstance(v, str) and v for v in found.values()):
            return found
        self.faults.add(TYPES_FILE, None, f"[{key}] must give each code a definition in quotes")
        return {}

    def text(self, table: dict[str, Any], key: str, where: str) -> str:
        found = table.get(key)
        if isinstance(found, str) and found:
            return found
        self.faults.add(TYPES_FILE, None, f"{where}: {key} is {found!r}, expected text")
        return ""

    def number(self, table: dict[str, Any], key: str, where: str) -> float:
        found = table.get(key)
        if isinstance(found, int | float) and not isinstance(found, bool):
            return float(found)
        self.faults.add(TYPES_FILE, None, f"{where}: {key} is {found!r}, expected a number")
        return 0.0

    def type(self, table: dict[str, Any]) -> EventType:
        code = self.text(table, "code", "[[types]]")
        modes = (self.mode(m, code) for m in self.tables(table, "modes"))
        return EventType(
            code=code,
            quad=int(self.number(table, "quad", code)),
            score=self.number(table, "score", code),
            requires_recipient=table.get("requires_recipient") is True,
            definition=self.text(table, "definition", code),
            cameo=self.text(table, "cameo", code),
            rules=tuple(table.get("rules", ())),
            modes=tuple(_by_code(modes, TYPES_FILE, self.faults).values()),
        )

    def mode(self, table: dict[str, Any], event_type: str) -> Mode:
        code = self.text(table, "code", f"{event_type} mode")
        where = f"{event_type} {code}"
        return Mode(
            code=code,
            definition=self.text(table, "definition", where),
            score=self.number(table, "score", where) if "score" in table else None,
            cameo=table.get("cameo") or None,
        )


def _sectors(read: _Reader, table: dict[str, Any]) -> list[Sector]:
    groups = table.get("sectors", {})
    return [
        Sector(code=code, definition=definition, frequent=group == "frequent")
        for group in ("frequent", "less")
        for code, definition in read.texts(groups, group).items()
    ]


def _cameo(row: Row, faults: Faults) -> Cameo | None:
    try:
        goldstein = float(row["goldstein"])
        return Cameo(
            code=row["code"],
            name=row["name"],
            root=row["root"],
            quad=int(row["quad"]),
            goldstein=goldstein,
            icews=float(row["icews"] or goldstein),
            types=row.many("type"),
            modes=row.many("modes"),
            contexts=row.many("contexts"),
            gone=row.many("gone"),
            note=row["note"] or None,
        )
    except ValueError as error:
        faults.add(row.file, row.line, f"{error}; quad, goldstein and icews are numbers")
        return None


def _by_code(found: Iterable[T], file: str, faults: Faults) -> dict[str, T]:
    table: dict[str, T] = {}
    for one in found:
        if one.code in table:
            faults.add(file, None, f"{one.code} is there twice")
        table[one.code] = one
    return table


def _check(scheme: Scheme, faults: Faults) -> None:
    for t in scheme.types.values():
        _expect(t.quad in QUADS, TYPES_FILE, f"{t.code}: quad is {t.quad}, expected 1 to 4", faults)
        nearest = [(t.code, t.cameo)] + [(f"{t.code} {m.code}", m.cameo) for m in t.modes if m.cameo]
        for where, code in nearest:
            _expect(code in scheme.cameos, TYPES_FILE, f"{where}: CAMEO {code} is unknown", faults)
        for m in t.modes:
            known = m.score is not None or m.code == "vandalize"
            _expect(known, TYPES_FILE, f"{t.code} {m.code}: score is missing", faults)
    for quad in QUADS:
        _expect(quad in scheme.quads, TYPES_FILE, f"[quad_classes] lacks {quad}", faults)
    for c in scheme.cameos.values():
        _check_cameo(c, scheme, faults)


def _check_cameo(c: Cameo, scheme: Scheme, faults: Faults) -> None:
    sound = c.code.isdecimal() and 2 <= len(c.code) <= 4 and c.code.startswith(c.root)
    where = f"CAMEO {c.code}"
    _expect(sound, CAMEO_FILE, f"{where}: expected 2 to 4 digits that begin with root {c.root}", faults)
    _expect(c.root in scheme.cameos, CAMEO_FILE, f"{where}: root {c.root} has no row", faults)
    _expect(bool(c.name), CAMEO_FILE, f"{where}: name is missing", faults)
    _expect(c.quad in QUADS, CAMEO_FILE, f"{where}: quad is {c.quad}, expected 1 to 4", faults)
    for value in (c.goldstein, c.icews):
        _expect(-10 <= value <= 10, CAMEO_FILE, f"{where}: {value} is not between -10 and 10", faults)
    for code in c.types:
        _expect(code in scheme.types, CAMEO_FILE, f"{where}: type {code} is unknown", faults)
    for mode in c.modes:
        known = any(t in scheme.types and scheme.has_mode(t, mode) for t in c.types)
        _expect(known, CAMEO_FILE, f"{where}: {'/'.join(c.types)} has no mode {mode}", faults)
    for context in c.contexts:
        _expect(context in scheme.contexts, CAMEO_FILE, f"{where}: context {context} is unknown", faults)
    for gone in c.gone:
        kind, _, code = gone.partition(":")
        sound = bool(code) and kind in ("mode", "context")
        _expect(sound, CAMEO_FILE, f"{where}: {gone!r} should read mode:CODE or context:CODE", faults)


def _expect(condition: bool, file: str, otherwise: str, faults: Faults) -> None:
    if not condition:
        faults.add(file, None, otherwise)
