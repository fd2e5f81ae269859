"""How long a search and a timeline take while another process adds articles to the same store.

    python bench/searching.py [SOURCE...] [--articles 2000] [--asked 2000] [--db FILE] [--write FILE]

The store is made of the articles in SOURCE, by default those of evals/corpus; where they are too few, of new
ones whose sentences are drawn from theirs. With --db it is kept, and used again. Then `dragoman add` runs in
a process of its own, and this one asks questions drawn from what the store holds, with a fixed seed, each
from the call to the answer by the clock, and in processor time, which what else the machine does adds little
to.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import dragoman
from dragoman import articles
from dragoman.evaluation import gold
from dragoman.records import Article
from dragoman.searching import search
from dragoman.timeline import between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dragoman.store import Store

    Question = tuple[str, Callable[[], object]]

ROOT = Path(__file__).parents[1]
BAR = 100.0
"""Milliseconds that 99 of 100 questions may take."""

SENTENCES = 14
SPARE = 3
"""As many times more articles are held ready for the process that adds."""

FIRST_DAY, DAYS = date(2022, 1, 1), 900
WORD = re.compile(r"[^\W\d_]{4,}")


class Took(NamedTuple):
    """Milliseconds, by the clock and of the processor."""

    clock: float
    processor: float


def main() -> None:
    """Make the store, ask, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="files, folders or JSON lines")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--asked", type=int, default=2000)
    parser.add_argument("--db", type=Path, metavar="FILE")
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    chance = random.Random(7)
    with TemporaryDirectory() as folder:
        path = chosen.db or Path(folder) / "bench.db"
        found = enough(read(chosen.sources), chosen.articles * (1 + SPARE), chance)
        add(found[: chosen.articles], path, Path(folder) / "first.jsonl").wait()
        adding = add(found[chosen.articles :], path, Path(folder) / "more.jsonl")
        try:
            told = ask(path, chosen.asked, chance, adding)
        finally:
            adding.terminate()
            adding.wait()
    print(told)
    if chosen.write:
        chosen.write.write_text(told, encoding="utf-8")


def read(sources: Sequence[str]) -> list[Article]:
    """Return the articles in *sources*, or our own corpus."""
    if not sources:
        return [c.article for c in gold.codings(ROOT / "evals" / "corpus")]
    return [a for a in articles.read(sources) if isinstance(a, Article)]


def enough(found: list[Article], wanted: int, chance: random.Random) -> list[Article]:
    """Return *wanted* articles: those that were *found*, and new ones made of their sentences."""
    pool = [s for a in found for s in re.split(r"(?<=[.!?”])\s+", a.text) if len(s) > 40]
    made = [
        Article(
            id=f"made-{n}",
            title=chance.choice(found).title,
            publisher=f"Bench Wire {n % 40}",
            published=(FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
            published_grain="day",
            language="en",
            text=" ".join(chance.sample(pool, min(SENTENCES, len(pool)))),
        )
        for n in range(wanted - len(found))
    ]
    return (found + made)[:wanted]


def add(found: Sequence[Article], db: Path, lines: Path) -> subprocess.Popen[bytes]:
    """Begin to add *found* to the store in a process of its own."""
    fields = ("id", "title", "publisher", "published", "url", "text")
    lines.write_text("\n".join(json.dumps({f: getattr(a, f) for f in fields}) for a in found))
    command = [sys.executable, "-m", "dragoman", "add", str(lines), "--db", str(db)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ask(db: Path, asked: int, chance: random.Random, adding: subprocess.Popen[bytes]) -> str:
    """Wait until the other process is *adding*; ask; return the page of figures."""
    with dragoman.Store.open(db) as store:
        before = held = store.counts()
        while held.articles == before.articles:
            alive(adding)
            time.sleep(0.1)
            held = store.counts()
        questions = drawn(store, chance)
        for _ in range(20):
            next(questions)[1]()  # fills the caches
        took: dict[str, list[Took]] = {}
        for _ in range(asked):
            name, question = next(questions)
            began, worked = time.perf_counter(), time.process_time()
            question()
            took.setdefault(name, []).append(
                Took(1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked))
            )
        alive(adding)
        after = store.counts()
    return page(took, (held.articles, after.articles), after.events)


def alive(adding: subprocess.Popen[bytes]) -> None:
    """Stop if the process that adds has ended: nothing would be shown."""
    if adding.poll() is not None:
        message = "the process that adds has ended; give it more articles, or ask less"
        raise SystemExit(message)


def drawn(store: Store, chance: random.Random) -> Iterator[Question]:
    """Yield questions of each kind in turn."""
    codings = list(store.current())
    texts = [c.article.text for c in codings]
    speakers = sorted({a.source.text for c in codings for a in c.attributions if a.source})
    actors = sorted({a.name for c in codings for a in c.actors})
    types = sorted({e.event_type for c in codings for e in c.events})
    pairs = store.dyads()
    busy = sorted(pairs, key=lambda p: -sum(1 for _ in store.between(*p)))[:20]

    def words() -> list[str]:
        while True:
            if len(found := WORD.findall(chance.choice(texts))) > 2:
                return found

    def one(name: str, query: str, **wanted: object) -> Question:
        return name, lambda: search(store, query, **wanted)  # type: ignore[arg-type]

    def line(pair: tuple[str, str]) -> Callable[[], object]:
        return lambda: between(store, *pair)

    while True:
        many = words()
        at = chance.randrange(len(many) - 1)
        yield one("search: a word", chance.choice(many))
        yield one("search: two words", " ".join(chance.sample(many, 2)))
        yield one("search: a phrase", f'"{many[at]} {many[at + 1]}"')
        yield one("search: a OR b NOT c", "{} OR {} NOT {}".format(*chance.sample(many, 3)))
        yield one("search: beginning*", f"{chance.choice(many)[:3]}*")
        yield one("search: by speaker", "", speaker=chance.choice(speakers))
        yield one("search: word, actor", chance.choice(many), actor=chance.choice(actors))
        yield one("search: pair, type", "", countries=chance.choice(pairs), types=[chance.choice(types)])
        yield "timeline: a pair", line(chance.choice(pairs))
        yield "timeline: a busy pair", line(chance.choice(busy))


def page(took: dict[str, list[Took]], held: tuple[int, int], events: int) -> str:
    """Return the page of figures."""

    def row(name: str, values: Sequence[Took]) -> str:
        clock = [v.clock for v in values]
        figures = (statistics.median(clock), p99(clock), max(clock), p99([v.processor for v in values]))
        return f"| {name} | {len(values)} | " + " | ".join(f"{f:.1f}" for f in figures) + " |"

    def both(kind: str) -> list[Took]:
        return [v for name, values in took.items() for v in values if name.startswith(kind)]

    def worst(kind: str) -> str:
        clock, processor = (p99([v[n] for v in both(kind)]) for n in range(2))
        return f"**{clock:.1f}** by the clock and {processor:.1f} of processor time"

    return "\n".join(
        [
            "# Search and timeline while articles come in",
            "",
            f"Written by `bench/searching.py` on {datetime.now(tz=UTC).date().isoformat()} with dragoman",
            f"{dragoman.__version__} and Python {platform.python_version()}, on {platform.system()}"
            f" {platform.machine()}. No figure is typed in by hand.",
            "",
            f"A store of {held[0]:,} articles grew to {held[1]:,} ({events:,} events) while it was asked:",
            "another process coded and added them. Milliseconds from the call to the answer.",
            f"**Bar: p99 below {BAR:.0f} ms.** Searches have {worst('search')},",
            f"timelines {worst('timeline')}.",
            "",
            "| question | asked | median | p99 | most | p99, processor |",
            "| --- | --- | --- | --- | --- | --- |",
            *(row(name, values) for name, values in took.items()),
            row("all searches", both("search")),
            row("all timelines", both("timeline")),
            "",
        ]
    )


def p99(values: Sequence[float]) -> float:
    """Return what 99 of 100 *values* are not above."""
    return sorted(values)[max(0, -(-99 * len(values) // 100) - 1)]


if __name__ == "__main__":
    main()
