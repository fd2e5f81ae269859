"""How long reading takes, and where: dragoman against the bare language model, in one run on the same text.

    python bench/reading.py [SOURCE...] [--rounds 5] [--tokens 30000] [--write docs/performance.md]

Without a SOURCE the articles of evals/corpus are read, again and again if need be. Each round parses all
texts with the bare spaCy pipeline, whole and in one stream, and codes them with `Coder.code`. Both load the
model anew for each round, and meet every word for the first time. Figures are medians over rounds, in
processor time, so that what else the machine does counts little. Start-up is measured in fresh processes.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import spacy

import dragoman
from dragoman import (
    actors,
    articles,
    assessments,
    attributions,
    documents,
    events,
    places,
    times,
    undertakings,
)
from dragoman.attributions import voices
from dragoman.coding import Coder
from dragoman.evaluation import gold
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    from spacy.language import Language

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).parents[1]
ROOMS: tuple[tuple[str, ModuleType, str], ...] = (
    ("actors", actors, "find"),
    ("times", times, "find"),
    ("places", places, "find"),
    ("attributions", attributions, "find"),
    ("attributions", voices, "voices"),
    ("events", actors, "at_heads"),
    ("events", events, "find"),
    ("assessments", assessments, "assess"),
    ("undertakings", undertakings, "derive"),
)
"""What `Coder.code` calls, in its order, and under which name its time is told."""

FIRST = "Lavrov will meet Choe in Moscow on Monday, the Russian foreign ministry said.\n"
STARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Processor time of one round, in microseconds a token."""

    bare: float
    parse: float
    rooms: dict[str, float]

    @property
    def whole(self) -> float:
        """Parse and all rooms."""
        return self.parse + sum(self.rooms.values())


@dataclass(slots=True)
class Watch:
    """Adds up the processor time of functions by name; what one calls of another counts for the inner."""

    spent: Counter[str]
    inner: float = 0.0

    def on(self, name: str, work: Callable[P, R]) -> Callable[P, R]:
        """Return *work*, watched under *name*."""

        def watched(*args: P.args, **kwargs: P.kwargs) -> R:
            outside, self.inner = self.inner, 0.0
            began = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                took = time.process_time() - began
                self.spent[name] += took - self.inner  # type: ignore[assignment]
                self.inner = outside + took

        return watched


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="files, folders or JSON lines")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=30_000, help="about as many are read each round")
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    coder = Coder.open()
    texts, tokens = enough(read(chosen.sources), spacy.load(coder.settings.model), chosen.tokens)
    watch = Watch(Counter())
    for name, module, function in ROOMS:
        setattr(module, function, watch.on(name, getattr(module, function)))
    one_round(coder, watch, texts[:5], tokens)  # loads the codebook's tables, and is thrown away
    rounds = [one_round(coder, watch, texts, tokens) for _ in range(chosen.rounds)]
    told = page(rounds, len(texts), tokens, start_up())
    print(told)
    if chosen.write:
        chosen.write.write_text(told, encoding="utf-8")


class Watched:
    """A parser whose time is watched."""

    def __init__(self, parser: documents.Parser, watch: Watch) -> None:
        """Watch *parser*."""
        self.name = parser.name
        self.parse = watch.on("parse", parser.parse)


def read(sources: Sequence[str]) -> list[Article]:
    """Return the articles in *sources*, or our own corpus."""
    if not sources:
        return [c.article for c in gold.codings(ROOT / "evals" / "corpus")]
    return [a for a in articles.read(sources) if isinstance(a, Article)]


def enough(found: Iterable[Article], nlp: Language, wanted: int) -> tuple[list[Article], int]:
    """Repeat the articles until they have about *wanted* tokens; return them and how many they have."""
    out: list[Article] = []
    tokens = 0
    for article in cycle(found):
        if tokens >= wanted:
            break
        out.append(article)
        tokens += len(nlp.make_doc(article.text))
    return out, tokens


def one_round(coder: Coder, watch: Watch, texts: Sequence[Article], tokens: int) -> Round:
    """Parse and code all *texts* once, with models that have read nothing yet but one sentence."""
    nlp = spacy.load(coder.settings.model)
    list(nlp.pipe([FIRST]))
    coder.parser = Watched(documents.load(coder.settings.model), watch)
    coder.parser.parse(FIRST)
    began = time.process_time()
    for _ in nlp.pipe(a.text for a in texts):
        pass
    bare = time.process_time() - began
    watch.spent.clear()
    began = time.process_time()
    for article in texts:
        coder.code(article)
    whole = time.process_time() - began
    each = {name: 1e6 * spent / tokens for name, spent in watch.spent.items()}
    each["coding"] = 1e6 * whole / tokens - sum(each.values())
    return Round(bare=1e6 * bare / tokens, parse=each.pop("parse"), rooms=each)


def start_up() -> dict[str, tuple[float, float]]:
    """Return, in seconds by the clock and of processor time, how long fresh processes take."""
    python = sys.executable
    return {
        "python alone": clock([python, "-c", "pass"]),
        "import dragoman": clock([python, "-c", "import dragoman"]),
        "dragoman --help": clock([python, "-m", "dragoman", "--help"]),
        "dragoman read, one sentence": clock([python, "-m", "dragoman", "read", "-"], FIRST),
    }


def clock(command: Sequence[str], given: str = "") -> tuple[float, float]:
    """Return the median times of *command*, by the clock and of processors.

    The first run, which may compile, is thrown away.
    """
    took = []
    for _ in range(STARTS + 1):
        began, spent = time.perf_counter(), children()
        subprocess.run(command, input=given, check=True, capture_output=True, text=True)
        took.append((time.perf_counter() - began, children() - spent))
    by_clock, processor = zip(*took[1:], strict=True)
    return statistics.median(by_clock), statistics.median(processor)


def children() -> float:
    """Return the processor time of all processes that this one has started and seen end, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def page(rounds: Sequence[Round], texts: int, tokens: int, starts: dict[str, tuple[float, float]]) -> str:
    """Return the page of figures."""

    def row(name: str, values: Sequence[float]) -> str:
        value = statistics.median(values)
        ratio = statistics.median(v / r.bare for v, r in zip(values, rounds, strict=True))
        spread = f"{min(values):.1f} to {max(values):.1f}"
        return f"| {name} | {value:.1f} | {spread} | {1e6 / max(value, 1e-9):,.0f} | {ratio:.2f} |"

    whole = statistics.median(r.whole / r.bare for r in rounds)
    lines = [
        "# Performance",
        "",
        f"Written by `make bench` on {datetime.now(tz=UTC).date().isoformat()} with dragoman"
        f" {dragoman.__version__}, spaCy {version('spacy')} and Python {platform.python_version()}, on",
        f"{platform.system()} {platform.machine()}. No figure is typed in by hand.",
        "",
        f"{len(rounds)} rounds over {texts} texts of {tokens:,} tokens in all; medians, in microseconds of",
        "processor time a token; one process. The bare model is the spaCy pipeline with all its components,",
        "over the same texts, each text whole, all in one stream; both are loaded anew for each round.",
        "**Bar: reading costs at most as much as the bare model.** Reading costs",
        f"**{whole:.2f} times** the bare model.",
        "",
        "| part | µs a token | least to most | tokens a second | times the bare model |",
        "| --- | --- | --- | --- | --- |",
        row("bare model", [r.bare for r in rounds]),
        row("`Coder.code`, all", [r.whole for r in rounds]),
        row("of it: parsing", [r.parse for r in rounds]),
        *(row(f"of it: {name}", [r.rooms[name] for r in rounds]) for name in rounds[0].rooms),
        row("all but parsing", [r.whole - r.parse for r in rounds]),
        "",
        "Start-up, medians of fresh processes; by the clock, what else the machine does counts too:",
        "",
        "| what | seconds by the clock | seconds of processor time |",
        "| --- | --- | --- |",
        *(f"| {name} | {clock:.2f} | {own:.2f} |" for name, (clock, own) in starts.items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
