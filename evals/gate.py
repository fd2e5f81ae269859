"""Scores dragoman on every set that is there and compares with the pinned floors: `make eval`.

    python evals/gate.py [--gold ../shared/gold] [--only TASK-OR-SET]...
    python evals/gate.py --update [--allow-regression]   pin today's scores: floors go up, never down
    python evals/gate.py --write docs/accuracy.md        write the page with all figures

Exit code 1 if a score is below its floor, or a set is not the one that was pinned. Sets are named in
sets.toml, floors stand in floors.toml, and pins/ holds the ids of the items that were wrong at the last pin,
so that what was won and lost since can be told.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pages
import pins
from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.evaluation import Result, evaluate
from dragoman.evaluation.parses import KeptParses
from dragoman.settings import Settings
from pages import GoldSet
from pins import Floors

HERE = Path(__file__).parent
ROOT = HERE.parent
SHOWN = 12
"""Items won or lost that are named for each set; the others are counted."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One set with its result, the digest of its gold, and the recipe that scored it."""

    gold: GoldSet
    result: Result
    digest: str
    recipe: str


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a task or a set")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "parses", help="a folder for parses")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--update", action="store_true", help="pin today's scores")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page with all figures")
    return parser.parse_args()


def main() -> None:
    """Score, compare, and pin or write if asked to."""
    chosen = options()
    sets = [s for s in pages.read_sets(HERE / "sets.toml") if not chosen.only or s.called(chosen.only)]
    here = [s for s in sets if s.path(ROOT, chosen.gold).exists()]
    for missing in (s for s in sets if s not in here):
        print(f"not there: {missing.key} ({missing.path(ROOT, chosen.gold).name})")
    scored = score_all(here, chosen.gold, chosen.cache, chosen.jobs)
    floors = Floors.read(HERE / "floors.toml")
    faults = list(chain.from_iterable(compare(s, floors) for s in scored))
    faults += pages.unquoted(here, chosen.gold / "README.md")
    if chosen.update:
        faults = update(scored, floors, allow_regression=chosen.allow_regression)
    if chosen.write and not chosen.only:
        chosen.write.write_text(
            pages.accuracy([(s.gold, s.result) for s in scored], scored[0].recipe), "utf-8"
        )
        print(f"wrote {chosen.write}")
    for fault in faults:
        print(f"FAULT  {fault}")
    print(f"{len(scored)} sets scored, {len(faults)} faults")
    sys.exit(1 if faults else 0)


def score_all(sets: list[GoldSet], gold: Path, cache: Path, jobs: int) -> list[Scored]:
    """Score *sets*, each process a share of them; in their own order."""
    shares = [sets[i::jobs] for i in range(jobs) if sets[i::jobs]]
    if len(shares) < 2:
        return [s for share in shares for s in score(share, gold, cache)]
    with ProcessPoolExecutor(len(shares)) as pool:
        futures = [pool.submit(score, share, gold, cache) for share in shares]
        found = {s.gold.key: s for future in futures for s in future.result()}
    return [found[s.key] for s in sets]


def score(sets: list[GoldSet], gold: Path, cache: Path) -> list[Scored]:
    """Score *sets* one by one."""
    coder = Coder(KeptParses(cache), Codebook.load(), Settings())
    out = []
    for one in sets:
        path = one.path(ROOT, gold)
        out.append(Scored(one, evaluate(coder, one.task, path), pins.digest(path), coder.recipe))
    return out


def compare(scored: Scored, floors: Floors) -> list[str]:
    """Print the scores of one set beside their floors, and what was won and lost; return what is wrong."""
    key, result = scored.gold.key, scored.result
    print(f"\n{key}")
    faults = []
    pinned = floors.digests.get(key)
    if pinned is not None and pinned != scored.digest:
        faults.append(f"{key}: the gold is not the one that was pinned; look at it, then --update")
    measures = {s.measure for s in result.scores}
    faults += [f"{key}: {m} is not scored any more" for m in floors.of(key) if m not in measures]
    for s in result.scores:
        floor = floors.of(key).get(s.measure)
        low = floor is not None and pins.below(s, floor)
        mark = "BELOW" if low else "new" if floor is None else ""
        bound = "" if floor is None else f"{floor:6.1f}"
        print(f"  {s.measure:42}{s.value:7.1f}  [{s.low:5.1f} {s.high:5.1f}] n {s.n:<6}{bound:>7} {mark}")
        if low:
            faults.append(f"{key}: {s.measure} is {s.value}, and its floor is {floor}")
    if pinned == scored.digest:
        changes(scored, pins.read(HERE / "pins" / f"{key}.txt"))
    return faults


def changes(scored: Scored, before: frozenset[str]) -> None:
    """Print the ids of the items won and lost since the last pin."""
    wrong = {item for item, right in scored.result.items.items() if not right}
    for name, items in (("won", before - wrong), ("lost", wrong - before)):
        if items:
            shown = sorted(items)[:SHOWN]
            rest = f" and {len(items) - len(shown)} more" if len(items) > len(shown) else ""
            print(f"  {name} {len(items)}: {', '.join(shown)}{rest}")


def update(scored: list[Scored], floors: Floors, *, allow_regression: bool) -> list[str]:
    """Pin *scored*, or return why not."""
    lower = [
        f"{s.gold.key}: {m.measure} is {m.value}, and its floor is {floor}"
        for s in scored
        for m in s.result.scores
        if (floor := floors.of(s.gold.key).get(m.measure)) is not None and pins.below(m, floor)
    ]
    if lower and not allow_regression:
        return [*lower, "nothing is pinned; --allow-regression pins all the same"]
    for s in scored:
        floors = floors.raised(s.gold.key, s.result.scores, s.digest, lower=allow_regression)
        pins.write(HERE / "pins" / f"{s.gold.key}.txt", s.result.items)
    floors.write(HERE / "floors.toml")
    print(f"\npinned {len(scored)} sets")
    return []


if __name__ == "__main__":
    main()
