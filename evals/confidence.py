"""Fits the confidence of events to those judged one by one, and shows how it holds on articles left out.

    python evals/confidence.py --gold ../shared/gold --write evals/judged/README.md

Logistic regression with a small ridge; ten parts, no article in two, each scored by what the other nine give.
Rows are judged events that the program still codes under their type; right is what the judge called the right
type. The weights go into src/dragoman/codebook/confidence.toml by hand, rounded.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.confidence import AHEAD
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Article, Coding, Event
from dragoman.settings import Settings

HERE = Path(__file__).parent
JUDGED = ("events.jsonl", "events_2.jsonl")
TEXTS = ("fulltext/wikinews_2019_2020.jsonl", "clusters/galaxy_wikinews.jsonl")
TOP, BOTTOM = "<!-- confidence -->", "<!-- end of confidence -->"
NAMES = ("start", "ahead", "known_actor", "nobody", "ACCUSE", "AGREE", "CONCEDE")
PARTS = 10
RIDGE = 2.0
ROUNDS = 50


class Row(NamedTuple):
    """One judged event: its article, what is true of it (NAMES without the start), whether it is right."""

    article: str
    true_of_it: tuple[float, ...]
    right: bool


def main() -> None:
    """Fit, cross-validate, print, and write the table where told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    rows = list(judged(chosen.gold, chosen.cache))
    x = np.array([r.true_of_it for r in rows])
    y = np.array([r.right for r in rows], dtype=float)
    guesses = held_out(rows, x, y)
    text = table(guesses, y)
    weights = ", ".join(f"{n} {w:+.2f}" for n, w in zip(NAMES, fit(x, y), strict=True))
    print(text, weights, sep="\n\n")
    if chosen.write is not None:
        page = chosen.write.read_text(encoding="utf-8")
        head, rest = page.split(TOP)
        _, tail = rest.split(BOTTOM)
        chosen.write.write_text(f"{head}{TOP}\n{text}\n{BOTTOM}{tail}", encoding="utf-8")


def judged(gold: Path, cache: Path) -> list[Row]:
    """Return a Row for each judged event that is still coded under its type."""
    texts = {d["id"]: d for name in TEXTS for d in lines(gold / name)}
    coder = Coder(KeptParses(cache), Codebook.load(), Settings())
    coded: dict[str, Coding] = {}
    rows: list[Row] = []
    for name in JUDGED:
        for one in lines(HERE / "judged" / name):
            article = one["article"]
            if article not in coded:
                d = texts[article]
                day = (d.get("date") or d.get("crawl_date") or "")[:10] or None
                coded[article] = coder.code(
                    Article(id=article, text=d["text"], title=d["title"], published=day)
                )
            coding = coded[article]
            same = [
                e
                for e in coding.events
                if e.event_type == one["event_type"]
                and e.trigger.start < one["end"]
                and one["start"] < e.trigger.end
            ]
            if same:
                rows.append(Row(article, true_of(coding, same[0]), bool(one["type"])))
    return rows


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def true_of(coding: Coding, event: Event) -> tuple[float, ...]:
    """Return what the table asks of an event, as numbers in the order of NAMES."""
    country = {a.id: a.country for a in coding.actors}
    facts = (
        event.status in AHEAD,
        any(country.get(a) for a in event.actors),
        not event.actors,
        *(event.event_type == name for name in NAMES[4:]),
    )
    return tuple(float(f) for f in facts)


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights, the start first (Newton's method)."""
    wide = np.c_[np.ones(len(x)), x]
    weights = np.zeros(wide.shape[1])
    ridge = np.diag(np.r_[0.0, np.full(x.shape[1], RIDGE)])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-wide @ weights))
        slope = wide.T @ (chance - y) + ridge @ weights
        bend = (wide * (chance * (1 - chance))[:, None]).T @ wide + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def held_out(rows: list[Row], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return each row's chance by weights fitted without its article."""
    articles = sorted({r.article for r in rows})
    random.Random(3).shuffle(articles)
    part = {a: n % PARTS for n, a in enumerate(articles)}
    parts = np.array([part[r.article] for r in rows])
    guesses = np.zeros(len(rows))
    for n in range(PARTS):
        weights = fit(x[parts != n], y[parts != n])
        guesses[parts == n] = 1 / (1 + np.exp(-(weights[0] + x[parts == n] @ weights[1:])))
    return guesses


def table(guesses: np.ndarray, y: np.ndarray) -> str:
    """Return the reliability table: quarters of the events by their chance, and what share is right."""
    order = np.argsort(guesses, kind="stable")
    brier, plain = np.mean((guesses - y) ** 2), np.mean((y.mean() - y) ** 2)
    out = [
        f"{len(y)} events, {100 * y.mean():.1f} % right; each chance by weights fitted without its article.",
        f"Brier score {brier:.4f}; with the mean for all, {plain:.4f}.",
        "",
        "| quarter | events | said on average | right |",
        "|---|---|---|---|",
    ]
    for n, some in enumerate(np.array_split(order, 4), start=1):
        said, right = 100 * guesses[some].mean(), 100 * y[some].mean()
        out.append(f"| {n} | {len(some)} | {said:.0f} % | {right:.0f} % |")
    return "\n".join(out)


if __name__ == "__main__":
    main()
