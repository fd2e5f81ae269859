"""Floors and pins on disk: what each score must reach, and which items were wrong when it was pinned."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragoman.evaluation import Score

MARGIN = 1.0
"""Points that a floor lies below the score it was pinned at: small repairs elsewhere may cost a little."""

TOP = """\
# Written by `make pin`: the least that each measure must reach (the most, for errors), and the digest of the
# gold it was pinned on. Floors go up by themselves, and down only with gate.py --update --allow-regression.
"""
_ITEM = re.compile(r"(.*[/@#])([^/@#]+)")


@dataclass(frozen=True, slots=True)
class Floors:
    """The pinned floor of each measure of each set, and the digest of each set's gold."""

    floors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Floors:
        """Read the file; none is pinned if there is no file."""
        if not path.is_file():
            return cls()
        found = tomllib.loads(path.read_text("utf-8"))
        digests = {key: str(table.pop("gold")) for key, table in found.items()}
        return cls({key: {m: float(v) for m, v in table.items()} for key, table in found.items()}, digests)

    def of(self, key: str) -> Mapping[str, float]:
        """Return the floors of one set."""
        return self.floors.get(key, {})

    def raised(self, key: str, scores: Sequence[Score], gold: str, *, lower: bool) -> Floors:
        """Return these with the set's floors at a margin from *scores*; down only if they may go *lower*."""
        before = self.of(key)
        now = {}
        for s in scores:
            near = round(s.value + MARGIN if s.lower_is_better else max(0.0, s.value - MARGIN), 1)
            best = (min if s.lower_is_better else max)(near, before.get(s.measure, near))
            now[s.measure] = near if lower else best
        return Floors({**self.floors, key: now}, {**self.digests, key: gold})

    def write(self, path: Path) -> None:
        """Write the file, sets and measures in a fixed order."""
        lines = [TOP]
        for key in sorted(self.floors):
            lines += [f'["{key}"]', f'gold = "{self.digests[key]}"']
            lines += [f'"{m}" = {v}' for m, v in self.floors[key].items()]
            lines.append("")
        path.write_text("\n".join(lines), "utf-8")


def below(score: Score, floor: float) -> bool:
    """Tell whether *score* is worse than its *floor*."""
    return score.value > floor if score.lower_is_better else score.value < floor


def digest(path: Path) -> str:
    """Return a digest of a gold file, or of all records in a folder."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0".encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def write(path: Path, items: Mapping[str, bool]) -> None:
    """Write the ids of the items that are wrong, by document, and how many there are of all."""
    wrong = sorted(item for item, right in items.items() if not right)
    groups: dict[str, list[str]] = {}
    for item in wrong:
        found = _ITEM.fullmatch(item)
        head, tail = found.groups() if found else ("", item)
        groups.setdefault(head, []).append(tail)
    lines = [f"# {len(wrong)} of {len(items)} items are wrong; written by `make pin`"]
    lines += [f"{head}\t{' '.join(tails)}" for head, tails in groups.items()]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read(path: Path) -> frozenset[str]:
    """Return the ids that were wrong; none if there is no such file."""
    if not path.is_file():
        return frozenset()
    out = []
    for line in path.read_text("utf-8").splitlines()[1:]:
        head, _, tails = line.partition("\t")
        out += [head + tail for tail in tails.split(" ")]
    return frozenset(out)
