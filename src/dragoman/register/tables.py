"""A user's own table in, people or bodies out, with one line for every row that is not in order.

UTF-8 text, one row a line, cells divided by commas, semicolons or tabs; the first line names the columns, and
a column ``person`` or ``name`` says which of the two it is.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dragoman.codebook.who import NOT_STATES, organizations
from dragoman.codebook.who.offices import day
from dragoman.errors import SourceError
from dragoman.register import offices
from dragoman.register.rows import Body, Person, Tenure, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from dragoman.codebook import Codebook

PEOPLE = ("person", "aliases", "country", "office", "sectors", "first", "last", "wikidata")
ORGANIZATIONS = ("name", "aliases", "country", "kind", "sectors")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}

_ITEM = re.compile(r"Q[1-9]\d*")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one line, by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def many(self, column: str) -> tuple[str, ...]:
        return tuple(v.strip() for v in self[column].split("|") if v.strip())


def read(
    path: Path, codebook: Codebook, delimiter: str | None = None
) -> tuple[list[Person | Body], list[str]]:
    """Return what the rows of *path* say, and a line for each that is not in order.

    *delimiter* is a name in `DELIMITERS`; by default it is found in the header. Rows of one person, by name
    and Wikidata item, are that person's tenures.

    Raises:
        SourceError: if the file can't be read, or its header is none of the two.
    """
    lines = _lines(path)
    header, mark, start = _header(path, lines, delimiter)
    faults: list[str] = []
    found: dict[tuple[str, str], list[Person]] = {}
    bodies: list[Person | Body] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines[start:], start=start + 1):
        try:
            row = _row(number, line, header, mark, seen)
            if row is None:
                continue
            if "person" in header:
                person = _person(row, codebook)
                found.setdefault((key(person.name), person.wikidata or ""), []).append(person)
            else:
                bodies.append(_body(row, codebook))
        except ValueError as error:
            faults.append(f"{path} line {number}: {error}")
    return [*_joined(found), *bodies], faults


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().removeprefix(_BOM).splitlines()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise SourceError(message) from error


def _header(path: Path, lines: Sequence[bytes], delimiter: str | None) -> tuple[list[str], str, int]:
    """Return the columns, the delimiter, and how many lines come before the first row."""
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith(b"#")), None)
    if first is None:
        message = f"{path}: there is no row in it; the first line names the columns: {_forms()}"
        raise SourceError(message)
    text = lines[first].decode("utf-8", errors="replace")
    known = {*PEOPLE, *ORGANIZATIONS}
    marks = [DELIMITERS[delimiter]] if delimiter else list(DELIMITERS.values())
    cut = {mark: _names(text, mark) for mark in marks}
    mark = max(marks, key=lambda m: sum(name in known for name in cut[m]))
    header = cut[mark]
    columns = PEOPLE if "person" in header else ORGANIZATIONS
    if ("person" in header) == ("name" in header):
        message = (
            f"{path} line {first + 1}: the columns are {', '.join(header)[:200]}; they must be {_forms()}"
        )
        raise SourceError(message)
    for name in header:
        if name not in columns or header.count(name) > 1:
            close = get_close_matches(name, columns, n=1)
            hint = f"; did you mean {close[0]!r}?" if close and name not in columns else ""
            what = f"column {name[:80]!r} is unknown or there twice{hint}"
            message = f"{path} line {first + 1}: {what}; there are {_forms()}"
            raise SourceError(message)
    return header, mark, first + 1


def _forms() -> str:
    return f"{', '.join(PEOPLE)} for people, or {', '.join(ORGANIZATIONS)} for organisations"


def _names(text: str, mark: str) -> list[str]:
    try:
        return [c.strip().lower() for c in next(csv.reader([text], delimiter=mark, strict=True))]
    except (csv.Error, StopIteration):
        return [text]


def _row(
    number: int, line: bytes, header: Sequence[str], mark: str, seen: dict[tuple[str, ...], int]
) -> _Row | None:
    """Cut a line into cells; None for an empty one or a comment.

    Raises:
        ValueError: if it is no row; the message says what would be one.
    """
    if not line.strip() or line.startswith(b"#"):
        return None
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is no UTF-8; save the file as UTF-8"
        raise ValueError(message) from None
    try:
        cells = [c.strip() for c in next(csv.reader([text], delimiter=mark, strict=True))]
    except csv.Error as error:
        how = "write a row in one line, and a quote inside quotes as two"
        message = f"the quotes are not in order ({error}); {how}"
        raise ValueError(message) from None
    if len(cells) > len(header) and any(cells[len(header) :]):
        how = "put a cell that holds the delimiter in quotes"
        message = f"{len(cells)} cells, but there are {len(header)} columns; {how}"
        raise ValueError(message)
    if not any(cells):
        return None
    if (earlier := seen.setdefault(tuple(cells), number)) != number:
        message = f"the same row as in line {earlier}; write it once"
        raise ValueError(message)
    return _Row(number, dict(zip(header, cells, strict=False)))


def _person(row: _Row, codebook: Codebook) -> Person:
    """Return the person of one row, with the one tenure that it gives.

    Raises:
        ValueError: with everything that is wrong in the row.
    """
    wrong: list[str] = []
    _check_name(row["person"], "person", wrong)
    if row["wikidata"] and not _ITEM.fullmatch(row["wikidata"]):
        wrong.append(f"wikidata {row['wikidata']!r} is no item; write it as Q42, or leave it empty")
    first = _day(row["first"], wrong, "first", last=False)
    last = _day(row["last"], wrong, "last", last=True)
    if first and last and first > last:
        wrong.append(f"last {last} is before first {first}")
    country = _country(row["country"], codebook, wrong)
    sectors = _sectors(row, wrong)
    if not wrong and not (row["country"] or row["office"] or sectors):
        wrong.append("nothing is said of the person; give a country, an office or sectors")
    if wrong:
        raise ValueError("; ".join(wrong))
    if row["office"] and not sectors:
        sectors = offices.read(codebook, row["office"]).sectors
    tenure = Tenure(country=country, office=row["office"], sectors=sectors, first=first, last=last)
    return Person(
        name=row["person"], aliases=row.many("aliases"), wikidata=row["wikidata"] or None, tenures=(tenure,)
    )


def _body(row: _Row, codebook: Codebook) -> Body:
    """Return the organisation of one row.

    Raises:
        ValueError: with everything that is wrong in the row.
    """
    wrong: list[str] = []
    _check_name(row["name"], "name", wrong)
    kind = row["kind"] or "organization"
    if kind not in organizations.KINDS:
        wrong.append(f"kind {kind!r} is none of {', '.join(sorted(organizations.KINDS))}")
    country, sectors = _country(row["country"], codebook, wrong), _sectors(row, wrong)
    if wrong:
        raise ValueError("; ".join(wrong))
    return Body(name=row["name"], aliases=row.many("aliases"), kind=kind, country=country, sectors=sectors)


def _check_name(name: str, column: str, wrong: list[str]) -> None:
    if not key(name):
        wrong.append(f"{column} {name!r} holds no word; write a name")


def _country(text: str, codebook: Codebook, wrong: list[str]) -> str | None:
    """Return the code of the country that *text*, a code or a name, is."""
    if not text:
        return None
    if text in codebook.who.countries or text in NOT_STATES:
        return text
    found = codebook.who.country_of(text)
    if found is None:
        wrong.append(
            f"country {text!r} is unknown; write an ISO code of three letters (EST), an English name,"
            f" or one of {', '.join(sorted(NOT_STATES))}"
        )
    return found


def _sectors(row: _Row, wrong: list[str]) -> tuple[str, ...]:
    sectors = row.many("sectors")
    for sector in sectors:
        if sector not in organizations.SECTORS:
            close = get_close_matches(sector.upper(), organizations.SECTORS, n=1)
            hint = (
                f"did you mean {close[0]}?"
                if close
                else f"there are {', '.join(sorted(organizations.SECTORS))}"
            )
            wrong.append(f"sector {sector!r} is not one of PLOVER's; {hint} Divide several by |")
    return sectors


def _day(text: str, wrong: list[str], column: str, *, last: bool) -> date | None:
    try:
        return day(text, last=last)
    except ValueError as error:
        wrong.append(f"{column} {error}")
        return None


def _joined(found: dict[tuple[str, str], list[Person]]) -> Iterator[Person]:
    """Yield each person once, with the names and tenures of all rows.

    Rows without an item are those of the one person of that name who has one.
    """
    items: dict[str, list[str]] = {}
    for name, item in found:
        items.setdefault(name, []).append(item)
    for name, known in items.items():
        several = [i for i in known if i]
        if "" in known and len(several) == 1:
            found[name, several[0]] = _merged_rows(found.pop((name, "")), found[name, several[0]])
    for rows in found.values():
        yield _merge(rows)


def _merged_rows(first: list[Person], second: list[Person]) -> list[Person]:
    item = second[0].wikidata
    return [*(replace(p, wikidata=item) for p in first), *second]


def _merge(rows: Iterable[Person]) -> Person:
    first, *others = rows
    names = dict.fromkeys(a for p in (first, *others) for a in (p.name, *p.aliases))
    tenures = tuple(t for p in (first, *others) for t in p.tenures)
    return replace(first, aliases=tuple(n for n in names if n != first.name), tenures=tenures)
