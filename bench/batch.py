"""What a batch costs, and what much more news would: measured here, computed from that.

    python bench/batch.py [SOURCE...] [--articles 240] [--rounds 3] [--write docs/scale.md]

Without a SOURCE the articles of evals/corpus are read, again and again: outputs pack too well then. Two
shards of JSON lines are coded with one process and with two, in turns; told are clock, processor time of all
workers together (so that what else the machine does counts little), and the most memory that one worker took.
Pages of a web archive are read without coding, and outputs are added to a store. What is assumed of the world
is an option, and is said.
"""

from __future__ import annotations

import argparse
import gzip
import html
import os
import platform
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import spacy

import dragoman
from dragoman import articles
from dragoman.batch import Batch, codings, written
from dragoman.evaluation import gold
from dragoman.records import Article
from dragoman.settings import Settings
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
LIMIT = 600.0
LARGEST = 1_200
PAGES = 200
HOURS = 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One batch: seconds by the clock, and processor seconds of all workers."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured: seconds (a token, a page, a start, a coding added), megabytes, bytes an article."""

    source: str
    texts: int
    tokens: int
    one: tuple[Run, ...]
    two: tuple[Run, ...]
    start: float
    page: float
    adding: float
    memory: float
    output: float
    load: float

    @property
    def token(self) -> float:
        """Processor seconds a token with two processes, the start of the workers left out."""
        spent = statistics.median(r.processor for r in self.two) - 2 * self.start
        return spent / self.tokens

    @property
    def by_clock(self) -> float:
        """How many times faster two processes are by the clock."""
        return statistics.median(a.clock / b.clock for a, b in zip(self.one, self.two, strict=True))

    @property
    def by_processor(self) -> float:
        """How many times faster two processes are if each has a processor of its own."""
        return statistics.median(
            2 * a.processor / b.processor for a, b in zip(self.one, self.two, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is assumed: English articles, pages that are read to find them, tokens an article."""

    name: str
    english: float
    pages: float
    tokens: int


def write(texts: Sequence[str], folder: Path, shards: int) -> None:
    """Write *texts* into so many files of JSON lines."""
    folder.mkdir()
    for shard in range(shards):
        with (folder / f"{shard}.jsonl").open("wb") as file:
            for number, text in enumerate(texts[shard::shards]):
                row = {"id": f"{shard}-{number}", "text": text, "language": "en", "published": "2024-01-19"}
                file.write(msgspec.json.encode(row) + b"\n")


def run(given: Path, out: Path, processes: int) -> Run:
    """Run one batch."""
    batch = Batch(given, out, Settings(), limit=LIMIT)
    clock, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for outcome in batch.run(processes=processes):
        assert outcome.footer is not None, outcome.failed
        assert not outcome.footer.aside, outcome.footer.set_aside
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(clock=time.perf_counter() - clock, processor=processor)


def seconds_a_page(texts: Sequence[str], folder: Path) -> float:
    """Return the processor seconds that it takes to find the article in a page of a web archive."""
    path = folder / "pages.warc.gz"
    with path.open("wb") as file:
        for number, text in enumerate(islice(cycle(texts), PAGES)):
            file.write(gzip.compress(page(f"https://wire.example/{number}", text)))
    began = time.process_time()
    found = sum(isinstance(a, Article) for a in articles.read([str(path)]))
    assert found > PAGES / 2, found
    return (time.process_time() - began) / PAGES


def page(address: str, text: str) -> bytes:
    """Return the record of a page with *text*, and the menus that pages have."""
    paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in text.split("\n\n"))
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(60))
    whole = (
        f"<!doctype html><html lang=en><head><title>A story {address}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>A story</h1>{paragraphs}</article>"
        f"<footer><ul>{menu}</ul></footer></body></html>"
    )
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{whole}".encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2024-01-19T08:00:00Z\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def seconds_an_addition(out: Path, folder: Path) -> float:
    """Return the processor seconds that it takes to add a coding to a store."""
    found = [c for path in written(out) for c in codings(path)]
    with Store.open(folder / "news.db") as store:
        began = time.process_time()
        for coding in found:
            store.add(coding)
        return (time.process_time() - began) / len(found)


def measure(sources: Sequence[str], count: int, rounds: int) -> Measured:
    """Measure everything."""
    source = ", ".join(Path(s).name for s in sources) or "evals/corpus, again and again"
    if sources:
        texts = [a.text for a in articles.read(sources) if isinstance(a, Article)]
    else:
        texts = [c.article.text for c in gold.codings(ROOT / "evals" / "corpus")]
    texts = list(islice(cycle(texts), count))
    tokens = sum(map(len, spacy.blank("en").pipe(texts)))
    one, two = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(texts, folder / "in", 2)
        write(["Talks began."], folder / "short", 1)
        start = run(folder / "short", folder / "short-out", 1).processor
        for number in range(rounds):
            one.append(run(folder / "in", folder / f"one-{number}", 1))
            two.append(run(folder / "in", folder / f"two-{number}", 2))
        out = folder / "one-0"
        return Measured(
            source=source,
            texts=len(texts),
            tokens=tokens,
            one=tuple(one),
            two=tuple(two),
            start=start,
            page=seconds_a_page(texts, folder),
            adding=seconds_an_addition(out, folder),
            memory=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
            output=sum(p.stat().st_size for p in written(out)) / len(texts),
            load=os.getloadavg()[0],
        )


def cost(m: Measured, world: World, processors: int) -> dict[str, float]:
    """Return hours of a processor to read and to code, days of a machine, terabytes, hours to add."""
    reading = world.pages * m.page / HOURS
    coding = world.english * world.tokens * m.token / HOURS
    return {
        "reading": reading,
        "coding": coding,
        "days": (reading + coding) / processors / 24,
        "terabytes": world.english * m.output * world.tokens / (m.tokens / m.texts) / 1e12,
        "adding": world.english * m.adding / HOURS,
    }


def told(m: Measured, worlds: Sequence[World], processors: int, template: str) -> str:
    """Return the page: *template* with the figures in their places."""
    rows = []
    for world in worlds:
        c = cost(m, world, processors)
        rows.append(
            f"| {world.name} | {world.english:,.0f} | {world.pages:,.0f} | {c['reading']:,.1f} |"
            f" {c['coding']:,.1f} | {c['days']:,.2f} | {c['terabytes']:,.3f} | {c['adding']:,.1f} |"
        )
    values = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "version": dragoman.__version__,
        "machine": f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        "cpus": f"{os.cpu_count()}",
        "load": f"{m.load:.1f}",
        "rounds": f"{len(m.one)}",
        "source": m.source,
        "texts": f"{m.texts:,}",
        "tokens": f"{m.tokens:,}",
        "token": f"{m.token * 1e6:.1f}",
        "rate": f"{1 / m.token:,.0f}",
        "start": f"{m.start:.1f}",
        "page": f"{m.page * 1e3:.1f}",
        "adding": f"{m.adding * 1e3:.1f}",
        "memory": f"{m.memory:,.0f}",
        "fits": "holds" if m.memory <= LARGEST else "**is missed**",
        "output": f"{m.output / 1e3:.1f}",
        "clock": f"{m.by_clock:.2f}",
        "processor": f"{m.by_processor:.2f}",
        "length": f"{worlds[0].tokens:,}",
        "processors": f"{processors}",
        "rows": "\n".join(rows),
    }
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE")
    parser.add_argument("--articles", type=int, default=240, help="as many are coded each time")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--day", type=float, default=300_000, help="English articles of a day")
    parser.add_argument("--length", type=int, default=600, help="tokens of an article")
    parser.add_argument("--archives", type=float, default=55_000, help="of Common Crawl News")
    parser.add_argument("--pages", type=float, default=30_000, help="of one archive")
    parser.add_argument("--english", type=float, default=0.4, help="share of them that is in English")
    parser.add_argument("--processors", type=int, default=16, help="of one machine")
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    measured = measure(chosen.sources, chosen.articles, chosen.rounds)
    pages = chosen.archives * chosen.pages
    worlds = (
        World(name="a day's English news", english=chosen.day, pages=chosen.day, tokens=chosen.length),
        World(name="Common Crawl News", english=pages * chosen.english, pages=pages, tokens=chosen.length),
    )
    template = (Path(__file__).parent / "scale.txt").read_text(encoding="utf-8")
    page_text = told(measured, worlds, chosen.processors, template)
    print(page_text)
    if chosen.write:
        chosen.write.write_text(page_text, encoding="utf-8")


if __name__ == "__main__":
    main()
