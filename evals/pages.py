"""The sets that are scored (sets.toml) in, and the page with all figures out (docs/accuracy.md)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import dragoman

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragoman.evaluation import Result, Score

TOP = """# Accuracy

Written by `make pin` on {day} with dragoman {version}, recipe `{recipe}`, default settings. No figure is
typed in by hand.

Values are in percent: F1 where precision (P) and recall (R) stand beside it, else what the measure's name
says, mostly a share of n. The interval is the 95 % bootstrap interval over documents, or over items that
stand alone. "Others" names what other systems reach on the whole of the set, run with the same scorers unless
their own README is named; ours is on the half that is public, the other half being kept for measuring on what
nobody here has seen.

**These are figures on development data.** What was read while the rules were written is said below, set by
set; on news that nobody here has seen expect less. `dragoman evaluate TASK GOLD` scores your own.
"""
HEAD = ("task", "set", "measure", "n", "P", "R", "value", "95 % interval", "others")


@dataclass(frozen=True, slots=True)
class Other:
    """What another system reaches."""

    measure: str
    system: str
    value: float


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set: its task and name, where it is (here, or among the gold), what to know, what others reach."""

    task: str
    name: str
    file: str
    ours: bool
    note: str
    others: tuple[Other, ...]

    @property
    def key(self) -> str:
        """The name under which the set is pinned."""
        return f"{self.task}-{self.name}"

    def path(self, root: Path, gold: Path) -> Path:
        """Return where the set is."""
        return (root if self.ours else gold) / self.file

    def called(self, names: Iterable[str]) -> bool:
        """Whether one of *names* means this set."""
        return bool({self.task, self.name, self.key} & set(names))


def read_sets(path: Path) -> list[GoldSet]:
    """Return the sets that a TOML file names."""
    found = tomllib.loads(path.read_text("utf-8"))["set"]
    return [
        GoldSet(
            s["task"],
            s["name"],
            s.get("ours") or s["path"],
            "ours" in s,
            s["note"],
            tuple(Other(**o) for o in s.get("others", ())),
        )
        for s in found
    ]


def unquoted(sets: Iterable[GoldSet], readme: Path) -> list[str]:
    """Return which figures of others don't stand in the gold's *readme*; none if it is not there."""
    if not readme.is_file():
        return []
    text = readme.read_text("utf-8")
    numbers = {float(n) for n in re.findall(r"\d+\.\d+|\d+(?= %)", text)}
    numbers |= {round(100 * n, 1) for n in numbers if n < 1}
    return [
        f"{s.key}: {o.system}'s {o.value} is not in {readme.name}"
        for s in sets
        for o in s.others
        if o.value not in numbers
    ]


def accuracy(found: Sequence[tuple[GoldSet, Result]], recipe: str) -> str:
    """Return the page."""
    day = datetime.now(tz=UTC).date().isoformat()
    parts = [TOP.format(day=day, version=dragoman.__version__, recipe=recipe)]
    parts.append("\n".join([_row(HEAD), _row(["---"] * len(HEAD))]))
    for gold, result in found:
        parts[-1] += "".join("\n" + _row(_cells(gold, s)) for s in result.scores)
    parts.append("\n## The sets\n")
    parts += [
        f"- **{g.name}** ({g.task}; {len(r.items)} items). {' '.join(g.note.split())}" for g, r in found
    ]
    return "\n".join(parts) + "\n"


def _cells(gold: GoldSet, s: Score) -> list[str]:
    others = "; ".join(f"{o.system} {o.value:g}" for o in gold.others if o.measure == s.measure)
    measure = f"{s.measure} (lower is better)" if s.lower_is_better else s.measure
    shown = ["" if x is None else f"{x:.1f}" for x in (s.precision, s.recall, s.value)]
    return [gold.task, gold.name, measure, str(s.n), *shown, f"{s.low:.1f} to {s.high:.1f}", others]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
