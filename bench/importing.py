"""How long an import of actors takes, how much memory, and what a look-up costs, on made-up data.

    python bench/importing.py [--lines 200000] [--people 500000]

A dump is written on the fly, in the form of Wikidata's: of a hundred lines 42 are scholarly articles (2 with
a word for an office in the title), 11 humans (2 with positions held), 2 bodies, 1 a position, the rest of
no use, some 9 KB each. It is imported plain, as .gz and as .bz2, each in a fresh process, whose memory at its
peak is told. Then a file of so many people is made, and names are looked up in it: each once, and again.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from dragoman.codebook import Codebook
from dragoman.register import Register
from dragoman.register.imports import Imports
from dragoman.register.reading import read
from dragoman.register.rows import Person, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1 << 20
OPENERS = {".json": open, ".gz": gzip.open, ".bz2": bz2.open}
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def name(number: int) -> str:
    """Return a name of two words that no other number has."""
    words = [[], []]  # type: list[list[str]]
    for i in range(6):
        number, rest = divmod(number, len(SYLLABLES))
        words[i % 2].append(SYLLABLES[rest])
    return " ".join("".join(w).title() for w in words)


def claim(prop: str, value: dict[str, Any], **qualifiers: dict[str, Any]) -> dict[str, Any]:
    """Return a statement with the wordiness of Wikidata's."""
    found: dict[str, Any] = {
        "mainsnak": {"snaktype": "value", "property": prop, "hash": "0" * 40, "datavalue": value},
        "type": "statement",
        "id": "Q1$" + "0" * 36,
        "rank": "normal",
    }
    if qualifiers:
        found["qualifiers"] = {
            p: [{"snaktype": "value", "property": p, "hash": "0" * 40, "datavalue": v}]
            for p, v in qualifiers.items()
        }
    found["references"] = [{"hash": "0" * 40, "snaks": {"P248": [{"snaktype": "value", "property": "P248"}]}}]
    return found


def item(number: int) -> dict[str, Any]:
    """Return an item as a value."""
    return {
        "value": {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"},
        "type": "wikibase-entityid",
    }


def year(number: int) -> dict[str, Any]:
    """Return a year as a value."""
    return {"value": {"time": f"+{number}-00-00T00:00:00Z", "precision": 9}, "type": "time"}


def entity(number: int, rng: random.Random) -> dict[str, Any]:
    """Return the entity of line *number*."""
    share = number % 100
    claims: dict[str, list[dict[str, Any]]] = {}
    label = name(number)
    if share < 42:
        claims["P31"] = [claim("P31", item(13442814))]
        label = f"A study of {label.lower()} in the {'leader' if share < 2 else 'lining'} of cells"
    elif share < 53:
        claims["P31"] = [claim("P31", item(5))]
        if share < 44:
            claims["P39"] = [claim("P39", item(100 * k + 55), P580=year(1995 + k)) for k in range(1, 4)]
            claims["P27"] = [claim("P27", item(100 * rng.randrange(100) + 57))]
    elif share < 55:
        claims["P31"] = [claim("P31", item(4830453))]
        claims["P17"] = [claim("P17", item(157))]
    elif share == 55:
        claims["P31"] = [claim("P31", item(294414))]
        label = "Minister of Fisheries of Estonia"
    elif share == 57:
        claims["P31"] = [claim("P31", item(6256))]
        claims["P298"] = [claim("P298", {"value": "EST", "type": "string"})]
    else:
        claims["P31"] = [claim("P31", item(523))]
    for k in range(rng.randrange(4, 16)):
        claims[f"P{2000 + k}"] = [claim(f"P{2000 + k}", {"value": f"{label} {k}", "type": "string"})]
    languages = [f"l{k}" for k in range(rng.randrange(5, 40))]
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {k: {"language": k, "value": label} for k in ("en", *languages)},
        "descriptions": {k: {"language": k, "value": f"something of {label}"} for k in ("en", *languages)},
        "aliases": {"en": [{"language": "en", "value": label + " II"}]},
        "claims": claims,
        "sitelinks": {f"{k}wiki": {"site": f"{k}wiki", "title": label, "badges": []} for k in languages},
    }


def write(folder: Path, lines: int) -> dict[str, int]:
    """Write the dump in its three forms; return how many bytes each has."""
    rng = random.Random(1)
    files = {ending: folder / f"dump{ending}" for ending in OPENERS}
    with (
        files[".json"].open("wb") as plain,
        gzip.open(files[".gz"], "wb", compresslevel=6) as gz,
        bz2.open(files[".bz2"], "wb") as bz,
    ):
        everywhere = cast("tuple[IO[bytes], ...]", (plain, gz, bz))
        for out in everywhere:
            out.write(b"[\n")
        for number in range(lines):
            text = json.dumps(entity(number, rng), separators=(",", ":")).encode()
            for out in everywhere:
                out.write(text + (b"\n" if number == lines - 1 else b",\n"))
        for out in everywhere:
            out.write(b"]\n")
    return {ending: file.stat().st_size for ending, file in files.items()}


def bring_in(path: Path) -> None:
    """Import *path* and print seconds, lines, people and the memory at its peak, as JSON."""
    codebook = Codebook.load()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    with Imports.open(path.with_suffix(".db")) as imports:
        one = read(path, imports, codebook, since=date(2000, 1, 1)).one
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([seconds, one.lines, one.tally, before / 1024, peak / 1024]))


def people(count: int) -> Iterator[Person]:
    """Yield so many people."""
    tenure = Tenure(country="EST", office="member of parliament", sectors=("LEG",), first=date(2015, 1, 1))
    for number in range(count):
        yield Person(
            name=name(number), aliases=(f"{name(number)} Jr",), wikidata=f"Q{number}", tenures=(tenure,)
        )


def look_up(folder: Path, count: int) -> None:
    """Make a file of *count* people and print what it costs to open it and to ask it."""
    path = folder / "people.db"
    begun = time.perf_counter()
    with Imports.open(path) as imports:
        imports.end(imports.begin("people", "wikidata", "people", "x"), people(count), {})
    made = time.perf_counter() - begun
    rng = random.Random(2)
    known = [name(rng.randrange(count)).lower().split() for _ in range(10_000)]
    unknown = [[*words, "nobody"] for words in known]
    begun = time.perf_counter()
    register = Register.open(path)
    opened = time.perf_counter() - begun
    size = path.stat().st_size / MEBIBYTE
    print(f"{count:,} people: made in {made:.1f} s, {size:.0f} MB; opened in {opened * 1e3:.1f} ms")
    for what, names in (("known", known), ("unknown", unknown), ("known, again", known)):
        begun = time.perf_counter()
        found = sum(bool(register.others.called(words)) for words in names)
        each = (time.perf_counter() - begun) / len(names)
        print(f"  a name that is {what}: {each * 1e6:.1f} µs ({found:,} of {len(names):,} found)")
    register.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--import", dest="path", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.path:
        bring_in(chosen.path)
        return
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        sizes = write(folder, chosen.lines)
        unpacked = sizes[".json"] / MEBIBYTE
        print(
            f"{chosen.lines:,} lines, {unpacked:,.0f} MB, {sizes['.json'] / chosen.lines / 1000:.1f} KB each"
        )
        for ending in OPENERS:
            command = [sys.executable, __file__, "--import", str(folder / f"dump{ending}")]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, lines, tally, before, peak = json.loads(told)
            print(
                f"{ending:<6} {lines / seconds:>9,.0f} lines/s {unpacked / seconds:>6,.0f} MB/s unpacked,"
                f" {seconds:.1f} s; memory {before:.0f} MB before, {peak:.0f} MB at the peak;"
                f" {tally.get('people', 0):,} people, {tally.get('bodies', 0):,} bodies"
            )
        look_up(folder, chosen.people)


if __name__ == "__main__":
    main()
