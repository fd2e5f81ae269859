"""How much slower it is to add articles to a store than only to read them.

    python bench/adding.py articles.jsonl [more.jsonl ...] [--most 2000] [--block 10]

Both ways run in one process with one coder, in turns, block by block, so that whatever else the machine does
weighs on both alike: reading codes a block and writes its JSON lines to nowhere, adding codes the same block,
looks up what is there, and commits each coding to one store. Whichever goes first changes with each block.
Told are articles a second both ways, their ratio over all and by blocks, and the store's size.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dragoman import articles
from dragoman.cli.session import Session, keep
from dragoman.records import Article
from dragoman.settings import Settings
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles import Gathered


def read(session: Session, block: Sequence[Gathered]) -> float:
    """Return the seconds that it takes to code *block* and print it."""
    began = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (a device)
        for one in block:
            assert isinstance(one.found, Article)
            nowhere.write(msgspec.json.encode(session.code(one.found)) + b"\n")
    return time.perf_counter() - began


def add(session: Session, store: Store, block: Sequence[Gathered], tally: Counter[str]) -> float:
    """Return the seconds that it takes to code *block* into *store*."""
    began = time.perf_counter()
    for one in block:
        outcome, coding = keep(session, store, one)
        tally[outcome] += 1
        tally["events"] += len(coding.events) if coding else 0
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--most", type=int, default=2_000)
    parser.add_argument("--block", type=int, default=10)
    chosen = parser.parse_args()
    session, tally = Session(Settings()), Counter[str]()
    # The same text twice is not coded twice when it is added, so it is left out.
    by_id = {g.found.id: g for g in articles.gather(chosen.files) if isinstance(g.found, Article)}
    found = list(by_id.values())[: chosen.most]
    assert session.coder.recipe  # loaded before anything is timed
    read(session, found[:5])
    blocks = [found[at : at + chosen.block] for at in range(0, len(found), chosen.block)]
    spent: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "news.db") as store:
        for number, block in enumerate(blocks):
            if number % 2:
                added = add(session, store, block, tally)
                spent.append((read(session, block), added))
            else:
                bare = read(session, block)
                spent.append((bare, add(session, store, block, tally)))
        size = store.path.stat().st_size
    alone, into = (sum(s) for s in zip(*spent, strict=True))
    ratios = sorted(a / b for a, b in spent)
    print(f"{len(found)} articles, {tally['added']} added with {tally['events']} events, {size / 1e6:.1f} MB")
    print(f"read alone  {len(found) / alone:7.2f} articles a second")
    print(f"add         {len(found) / into:7.2f} articles a second")
    spread = f"median {statistics.median(ratios):.3f}, from {ratios[0]:.3f} to {ratios[-1]:.3f}"
    print(f"add / read  {alone / into:7.3f}; blocks of {chosen.block}: {spread}")


if __name__ == "__main__":
    main()
