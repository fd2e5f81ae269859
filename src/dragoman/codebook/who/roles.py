"""`en/roles.tsv` in, index entries out: what people and bodies are called by what they do."""

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
MARKS = frozenset({"abroad", "weak"})


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
    """Yield every role, in singular and plural."""
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
        plural = row["plural"] or plural_of(role)
        for form in (role, plural) if plural != role else (role,):
            yield Entry(
                words=tuple(map(fold, split(form))),
                sense="role",
                name=role,
                case="any",
                kind=cast("ActorKind", row["kind"]),
                sectors=sectors,
                plural=form == plural,
                abroad="abroad" in marks,
                weak="weak" in marks,
            )
