"""Files in, one output out: watches the process that codes them, and starts it anew when it dies or hangs.

A document in hand when its worker died is tried once more; if the next worker dies of it too, it is set aside
by its name. So a worker that somebody killed costs nothing, and a poisoned document costs itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

import msgspec

import dragoman
from dragoman.batch import outputs
from dragoman.batch.logs import Log, standing
from dragoman.batch.records import Asked, Footer, Job, Lost, Outcome, Source
from dragoman.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragoman.batch.logs import Standing
    from dragoman.settings import Settings

COMMAND = (sys.executable, "-m", "dragoman.batch.worker")
START = 600.0
"""Seconds that a worker may be silent with no document in hand: its model may lie on a slow disk."""

TRIES = 2
"""Workers that a document, or the start, may cost before it is given up."""

LOOK = 0.05
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def code_shard(paths: Sequence[Path], settings: Settings, out: Path, asked: Asked) -> Outcome:
    """Code *paths* into the output *out*, which appears when it is whole, and tell what became of it.

    The result depends on nothing but the arguments and what the files hold. Nothing is raised for what is
    wrong with the files, the machine, or a document: the outcome says it.
    """
    aside = out.with_name(f".{out.name}.{uuid.uuid4().hex[:8]}")
    name = out.name
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        head = expected(paths, asked)
        job = Job(
            paths=[str(p) for p in paths],
            root=str(asked.root),
            settings=asdict(settings),
            footer=head,
            columns=asked.columns,
            log=f"{aside}.log",
            out=f"{aside}.part",
            dropped=f"{aside}.dropped",
        )
        why = _worked(job, aside.with_name(f"{aside.name}.log"), asked.limit)
        if why is not None:
            return Outcome(name, failed=why)
        if expected(paths, asked) != head:
            return Outcome(name, failed="it was changed while it was read; run the batch again")
        dropped(out).unlink(missing_ok=True)
        losses = aside.with_name(f"{aside.name}.dropped")
        if losses.stat().st_size:
            losses.replace(dropped(out))
        aside.with_name(f"{aside.name}.part").replace(out)
        return Outcome(name, footer=outputs.footer(out))
    except OSError as error:
        return Outcome(name, failed=f"it can't be coded: {error.strerror or error}: {error.filename}")
    finally:
        for suffix in ("log", "part", "dropped"):
            aside.with_name(f"{aside.name}.{suffix}").unlink(missing_ok=True)


def expected(paths: Iterable[Path], asked: Asked) -> Footer:
    """Return what the output of *paths* will say of itself, but for the counts.

    Raises:
        OSError: if a file can't be read.
    """
    found = []
    for path in paths:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
        name = path.relative_to(asked.root).as_posix()
        found.append(Source(name, about.st_size, int(about.st_mtime)))
    return Footer(
        recipe=asked.recipe,
        version=dragoman.__version__,
        sources=found,
        asked={"published": asked.published, "columns": asked.columns},
    )


def dropped(out: Path) -> Path:
    """Return the file beside output *out* that names what gave no coding."""
    return out.with_name(out.name.removesuffix(".parquet") + ".dropped.jsonl")


def recipe(settings: Settings) -> str:
    """Return the recipe of *settings*, without loading the model into this process.

    Raises:
        BatchError: if nothing can be coded by them.
    """
    ran = subprocess.run(
        [*COMMAND, "recipe"],
        input=msgspec.json.encode(asdict(settings)) + b"\n",
        capture_output=True,
        check=False,
    )
    try:
        told = msgspec.json.decode(ran.stdout.splitlines()[-1], type=dict[str, str])
    except (IndexError, msgspec.MsgspecError):
        lines = ran.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        message = f"no worker can be started ({lines[-1]})"
        raise BatchError(message) from None
    if "error" in told:
        raise BatchError(told["error"])
    return told["recipe"]


def _worked(job: Job, log: Path, limit: float) -> str | None:
    """Let workers do *job*, one after the other, until one is through; return why none can be."""
    deaths: Counter[int] = Counter()
    while True:
        why = _one_worker(job, log, limit)
        found = standing(log)
        if found.ended is not None:
            return found.ended.why
        # A document in hand has its own number; between two documents it is the last one's, negative.
        at = found.hand.n if found.hand else -found.done
        deaths[at] += 1
        with Log(log) as file:
            file.end_line()
            if deaths[at] < TRIES:
                continue
            if found.hand is None:
                return f"the worker {why} {_where(found)}; the shard is left out"
            file.write(
                Lost(n=found.hand.n, source=found.hand.name, why=f"the worker {why} of it", aside=True)
            )


def _where(found: Standing) -> str:
    return f"behind document {found.done:,}" if found.done else "before the first document"


def _one_worker(job: Job, log: Path, limit: float) -> str:
    """Run one worker to its end, and tell how it ended, as the end of a sentence; kill it if it hangs."""
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | ONE_THREAD,
    )
    assert process.stdin is not None
    try:
        with suppress(BrokenPipeError):  # it is dead then, and that is told below
            process.stdin.write(msgspec.json.encode(job) + b"\n")
            process.stdin.flush()
        if not _ended(process, log, limit):
            return f"hung for {limit:g} seconds"
        return _death(process.returncode)
    finally:
        process.kill()
        process.wait()
        with suppress(BrokenPipeError):
            process.stdin.close()


def _ended(process: subprocess.Popen[bytes], log: Path, limit: float) -> bool:
    """Wait for a worker's end; False if its log does not grow for too long.

    The limit is that of a document; to start, and to write the output, a worker may take longer.
    """
    size = log.stat().st_size if log.exists() else 0
    since, patience = time.monotonic(), START
    while True:
        try:
            process.wait(LOOK)
        except subprocess.TimeoutExpired:
            pass
        else:
            return True
        now = log.stat().st_size if log.exists() else 0
        if now != size:
            size, since, patience = now, time.monotonic(), limit
        if time.monotonic() - since > patience:
            if patience >= START or standing(log).hand is not None:
                return False
            patience = START


def _death(code: int) -> str:
    if code >= 0:
        return f"died (exit code {code})"
    try:
        return f"died ({signal.Signals(-code).name})"
    except ValueError:
        return f"died (signal {-code})"
