"""Measure every export: rows a second, and the memory it takes, on a store of the samples many times over.

    python bench/exports.py            6,000 events
    python bench/exports.py 62000      about ten times as many

Each copy of a sample has an id of its own and a publication date some days later, so that dyads and months
fill. Each format runs in a process of its own; memory is what that process took at its most, and what it took
above a process that only loads the tables of codes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from dragoman import articles
from dragoman.coding import Coder
from dragoman.exports import FORMATS, Wanted, export
from dragoman.exports.codes import Codes
from dragoman.records import Article, Coding
from dragoman.settings import Settings
from dragoman.store import Store

ROOT = Path(__file__).parents[1]
EVENTS = 6_000
STEP = 9
"""Days between one copy of the samples and the next."""


def fill(path: Path, events: int) -> int:
    """Make a store with at least *events* events at *path*; return how many it has."""
    coder, settings = Coder.open(), Settings()
    found = [a for a in articles.read([str(ROOT / "samples")], settings=settings) if isinstance(a, Article)]
    codings = [coder.code(a) for a in found]
    done = 0
    with Store.open(path) as store:
        store._link.execute("PRAGMA synchronous = OFF")
        for copy in range(1 + events // sum(len(c.events) for c in codings)):
            for coding in codings:
                store.add(_later(coding, copy))
                done += len(coding.events)
    return done


def _later(coding: Coding, copy: int) -> Coding:
    """Return *coding* as the copy number *copy*: another id, and all days moved on."""
    move = timedelta(days=STEP * copy)

    def moved(day: date | None) -> date | None:
        return day + move if day else None

    article = coding.article
    published = f"{moved(article.day)}{(article.published or '')[10:]}" if article.day else article.published
    events = tuple(
        replace(e, date=replace(e.date, first=moved(e.date.first), last=moved(e.date.last))) if e.date else e
        for e in coding.events
    )
    text = f"{article.text}\n\nCopy {copy}."
    return replace(
        coding,
        article=replace(article, id=f"{article.id}-{copy}", published=published, text=text),
        events=events,
    )


def one(path: Path, name: str) -> None:
    """Run the export *name* and print its figures as JSON."""
    Codes.load()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder, Store.open(path, read_only=True) as store:
        start = time.perf_counter()
        tally = export(store, name, Wanted(), out=Path(folder) / "out")
        took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"rows": tally.rows, "seconds": took, "most": after / 1024, "more": (after - before) / 1024}
        )
    )


def main() -> None:
    """Print the table. All work is done in other processes: a child's peak begins with its parent's."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        events = int(_run("--fill", path, sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)))
        print(f"{events:,} events\n")
        print("| format | rows | seconds | rows/s | events/s | MB at most | MB of its own |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name in FORMATS:
            f = json.loads(_run("--one", path, name))
            print(
                f"| {name} | {f['rows']:,} | {f['seconds']:.1f} | {f['rows'] / f['seconds']:,.0f} |"
                f" {events / f['seconds']:,.0f} | {f['most']:.0f} | {f['more']:.0f} |"
            )


def _run(*args: str) -> str:
    return subprocess.run(
        [sys.executable, __file__, *args], capture_output=True, text=True, check=True
    ).stdout


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(Path(sys.argv[2]), sys.argv[3])
    elif sys.argv[1:2] == ["--fill"]:
        print(fill(Path(sys.argv[2]), int(sys.argv[3])))
    else:
        main()
