"""A folder of articles in, a folder of outputs and a manifest out: does what is missing, and only that."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

import dragoman
from dragoman.articles import Columns, dates
from dragoman.batch import engines, outputs, shards, watching
from dragoman.batch.records import LIMIT, Asked, Footer
from dragoman.errors import BatchError
from dragoman.exports.parquet import pyarrow_modules
from dragoman.exports.writing import write_lines
from dragoman.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.batch.records import Outcome, Shard
    from dragoman.settings import Settings

Engine = Literal["local", "ray"]


@dataclass(slots=True)
class Report:
    """How a batch stands: its outputs by name, and what has none and why."""

    recipe: str
    done: dict[str, Footer] = field(default_factory=dict)
    failed: list[Refused] = field(default_factory=list)
    found: int = 0
    shards: int = 0

    def total(self, count: str) -> int:
        """Return the sum of articles, events, refused or aside over all outputs."""
        return sum(getattr(f, count) for f in self.done.values())

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest says."""
        why: Counter[str] = Counter()
        for footer in self.done.values():
            why.update(footer.why)
        return {
            "made_by": f"dragoman {dragoman.__version__}",
            "recipe": self.recipe,
            "shards": self.shards,
            "done": len(self.done),
            **{name: self.total(name) for name in ("articles", "events", "refused", "aside")},
            "why": dict(sorted(why.items(), key=lambda x: (-x[1], x[0]))),
            "set_aside": [
                {"output": name, "source": lost.source, "line": lost.line, "why": lost.why}
                for name, footer in sorted(self.done.items())
                for lost in footer.set_aside
            ],
            "without_output": [{"source": f.source, "why": f.why} for f in self.failed],
            "outputs": [
                {
                    "path": name,
                    "sources": [s.name for s in footer.sources],
                    **{c: getattr(footer, c) for c in ("articles", "events", "refused", "aside")},
                }
                for name, footer in sorted(self.done.items())
            ],
        }


class Batch:
    """One batch: what there is to do is known when it is made, and done by `run`."""

    def __init__(
        self,
        given: Path,
        out: Path,
        settings: Settings,
        *,
        published: str | None = None,
        columns: str | None = None,
        limit: float = LIMIT,
    ) -> None:
        """Find the shards of *given* and see which of them have their output in folder *out*.

        Raises:
            BatchError: if there is nothing to code, *out* is no folder, or no worker can be started.
            ExportError: if pyarrow is not installed.
            SettingsError: if *columns* are no columns.
        """
        pyarrow_modules()
        if columns:
            Columns.parse(columns)
        if published is not None and dates.given(published) is None:
            message = f"{published!r} is no date; write it as 2024-01-19"
            raise BatchError(message)
        if out.exists() and not out.is_dir():
            message = f"{out}: this is a file; name a folder for the outputs"
            raise BatchError(message)
        self.out = out.resolve()
        given = given.resolve()
        self.settings = _anywhere(settings)
        self.shards, refused = shards.plan(given, self.out)
        recipe = watching.recipe(self.settings)
        root = given if given.is_dir() else given.parent
        self.asked = Asked(root=root, recipe=recipe, published=published, columns=columns, limit=limit)
        self.report = Report(recipe, failed=refused, shards=len(self.shards))
        self.missing = [s for s in self.shards if not self._is_there(s)]
        self.report.found = len(self.report.done)

    def run(self, *, engine: Engine = "local", processes: int | None = None) -> Iterator[Outcome]:
        """Code what is missing; yield what became of each shard, and keep the manifest.

        *processes* work at a time; by default as many as there are processors. A Ray cluster decides itself.

        Raises:
            BatchError: if the engine is not there, or *out* can't be written.
        """
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"{self.out}: the folder can't be made: {error.strerror or error}"
            raise BatchError(message) from error
        self._write_manifest()
        if self.missing:
            yield from self._coded(engine, processes or os.cpu_count() or 1)

    def _coded(self, engine: Engine, processes: int) -> Iterator[Outcome]:
        if engine == "ray":
            found = engines.ray(self.missing, self.settings, self.out, self.asked)
        else:
            found = engines.local(self.missing, self.settings, self.out, self.asked, processes)
        try:
            for shard, outcome in found:
                if outcome.footer is not None:
                    self.report.done[shard.name] = outcome.footer
                    self._sweep(self.out / shard.name)
                else:
                    source = self._named(shard.paths)
                    self.report.failed.append(Refused(source=source, why=outcome.failed or "it gave nothing"))
                yield outcome
        finally:
            self._write_manifest()

    def strangers(self) -> list[str]:
        """Return the outputs in the folder that belong to no file that is there now."""
        ours = {s.name for s in self.shards}
        names = (p.relative_to(self.out).as_posix() for p in outputs.written(self.out))
        return [n for n in names if n not in ours]

    def _is_there(self, shard: Shard) -> bool:
        path = self.out / shard.name
        there = outputs.footer(path) if path.is_file() else None
        if there is None:
            return False
        try:
            same = there.same(watching.expected(shard.paths, self.asked))
        except OSError:
            same = False
        if same:
            self.report.done[shard.name] = there
        return same

    def _named(self, paths: Sequence[Path]) -> str:
        return str(paths[0]) if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more files"

    def _sweep(self, path: Path) -> None:
        """Delete what a run that was killed left beside an output that is whole now."""
        for suffix in ("log", "part", "dropped"):
            for left in path.parent.glob(f".{path.name}.*.{suffix}"):
                left.unlink(missing_ok=True)

    def _write_manifest(self) -> None:
        text = msgspec.json.format(msgspec.json.encode(self.report.manifest()), indent=2).decode()
        write_lines([text + "\n"], self.out / outputs.MANIFEST)


def _anywhere(settings: Settings) -> Settings:
    """Return *settings* with whole names of files, for workers that stand in other folders."""
    named = {n: Path(getattr(settings, n)) for n in ("actors_db", "places_db")}
    here = {n: str(path.resolve()) for n, path in named.items() if path.exists()}
    return replace(settings, **here)  # type: ignore[arg-type]
