"""`en/roles.tsv` and `en/portfolios.tsv` in, index entries out: what people and bodies are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dragoman.codebook.tables import rows
from dragoman.codebook.who.lexicon import Entry, fold, split
from dragoman.codebook.who.organizations import check_sectors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults
    from dragoman.records import ActorKind

FILE = "en/roles.tsv"
COLUMNS = ("role", "kind", "sectors", "plural", "marks", "example")
KINDS = frozenset({"person", "group", "organization"})
MARKS = frozenset({"abroad", "sent", "weak"})
PORTFOLIOS = "en/portfolios.tsv"
PORTFOLIO_COLUMNS = ("portfolio", "sectors")

_SHAPES = {
    "{} minister": "person",
    "minister of {}": "person",
    "minister for {}": "person",
    "deputy {} minister": "person",
    "deputy minister of {}": "person",
    "{} secretary": "person",
    "secretary of {}": "person",
    "{} ministry": "organization",
    "ministry of {}": "organization",
    "{} department": "organization",
    "department of {}": "organization",
}
_NOUNS = frozenset({"minister", "secretary", "ministry", "department"})


def plural_of(noun: str) -> str:
    """Return the plural of an English noun that follows the rules.

    >>> plural_of("embassy"), plural_of("church"), plural_of("day")
    ('embassies', 'churches', 'days')
    """
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeou":
        return noun[:-1] + "ies"
    return noun + "s"


def load(folder: Traversable, faults: Faults) -> Iterator[Entry]:
    """Yield every role, in singular and plural, then those that the portfolios make."""
    seen: dict[str, int] = {}
    for row in rows(folder, FILE, COLUMNS, faults):
        role = row["role"]
        if row["kind"] not in KINDS:
            faults.add(row.file, row.line, f"kind {row['kind']!r} is none of {sorted(KINDS)}")
        if role in seen:
            faults.add(row.file, row.line, f"{role!r} is in line {seen[role]} already")
        seen[role] = row.line
        sectors = check_sectors(row, faults)
        marks = row.many("marks")
        if not MARKS.issuperset(marks):
            faults.add(row.file, row.line, f"marks {marks} are not among {sorted(MARKS)}")
        yield from _forms(role, row["kind"], sectors, row["plural"], marks)
    for row in rows(folder, PORTFOLIOS, PORTFOLIO_COLUMNS, faults):
        sectors = check_sectors(row, faults)
        for shape, kind in _SHAPES.items():
            role = shape.format(row["portfolio"])
            if role not in seen:
                yield from _forms(role, kind, sectors, _plural_of_shape(shape, row["portfolio"]), ("abroad",))


def _plural_of_shape(shape: str, portfolio: str) -> str:
    """Return the plural of "minister of X" as of "X minister": the office's noun takes it."""
    return " ".join(plural_of(w) if w in _NOUNS else w for w in shape.split()).format(portfolio)


def _forms(
    role: str, kind: str, sectors: tuple[str, ...], plural: str, marks: tuple[str, ...]
) -> Iterator[Entry]:
    plural = plural or plural_of(role)
    for form in (role, plural) if plural != role else (role,):
        yield Entry(
            words=tuple(map(fold, split(form))),
            sense="role",
            name=role,
            case="any",
            kind=cast("ActorKind", kind),
            sectors=sectors,
            plural=form == plural,
            abroad="abroad" in marks,
            weak="weak" in marks,
            sent="sent" in marks,
        )
