"""The process that codes a shard: ``python -m dragoman.batch.worker``, a job as a line on standard input.

It goes on where the log ends, and dies when standard input is closed: whoever started it is gone then. Asked
for nothing but ``recipe`` it prints the recipe of today's settings.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dragoman import articles
from dragoman.batch import outputs
from dragoman.batch.logs import Log, entries, standing
from dragoman.batch.records import At, Beat, Coded, Ended, Job, Lost
from dragoman.coding import Coder
from dragoman.errors import DragomanError
from dragoman.records import Refused
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.articles import Gathered
    from dragoman.batch.logs import Standing
    from dragoman.records import Article

EVERY = 500
"""Documents that are passed over between two signs of life."""


class _Reading:
    """Counts the documents of a shard, the same way in every process, and passes over what is done."""

    def __init__(self, log: Log, done: int, root: str) -> None:
        self.log = log
        self.done = done
        self.root = root
        self.number = 0
        self._asked = False

    def wanted(self, name: str) -> bool:
        """Say whether a page is to be read that has not been; it is in hand from here on."""
        self._asked = self._next(name)
        return self._asked

    def _next(self, name: str) -> bool:
        self.number += 1
        if self.number > self.done:
            self.log.write(At(self.number, self.named(name)))
            return True
        if self.number % EVERY == 0:
            self.log.write(Beat())
        return False

    def documents(self, found: Iterator[Gathered]) -> Iterator[Article | Refused]:
        """Yield what was not done before; a document is in hand until the next is asked for."""
        for one in found:
            asked, self._asked = self._asked, False
            name = one.found.source if isinstance(one.found, Refused) else one.found.url or one.found.id
            if asked or self._next(name):
                yield one.found

    def named(self, name: str) -> str:
        """Return the name of a source as seen from the batch's folder."""
        return name.removeprefix(self.root).lstrip("/") or name


def code(job: Job, log: Log) -> None:
    """Code what is not yet in the log, and write the output.

    Raises:
        DragomanError: if nothing can be coded here.
    """
    path = Path(job.log)
    reading = _Reading(log, standing(path).done, job.root)
    settings = Settings(**job.settings)  # type: ignore[arg-type]
    coder = Coder.open(settings)
    if coder.recipe != job.footer.recipe:
        message = (
            f"recipe {coder.recipe} is at work here, and {job.footer.recipe} is wanted: is another version of"
            " dragoman installed on this machine, or other actors or places imported?"
        )
        raise DragomanError(message)
    log.write(Beat())
    found = articles.gather(
        job.paths,
        published=job.footer.asked["published"],
        settings=settings,
        columns=articles.Columns.parse(job.columns) if job.columns else None,
        wanted=reading.wanted,
    )
    for one in reading.documents(found):
        log.write(_coded(coder, one, reading))
    finish(job, standing(path), log)


def _coded(coder: Coder, one: Article | Refused, reading: _Reading) -> Coded | Lost:
    number = reading.number
    if isinstance(one, Refused):
        return Lost(n=number, source=reading.named(one.source), why=one.why, line=one.line)
    try:
        coding = coder.code(one)
        return Coded(number, len(coding.events), msgspec.Raw(msgspec.json.encode(coding)))
    except Exception as error:  # noqa: BLE001  (a fault of dragoman's own costs this document alone)
        why = f"bug: {type(error).__name__}: {error}; please report it"
        return Lost(n=number, source=one.url or one.id, why=" ".join(why.split()), aside=True)


def finish(job: Job, found: Standing, log: Log) -> None:
    """Write the output, and beside it what was dropped."""
    footer = msgspec.structs.replace(
        job.footer,
        articles=found.articles,
        events=found.events,
        refused=sum(not x.aside for x in found.lost),
        aside=sum(x.aside for x in found.lost),
        why=dict(sorted(Counter(outputs.reason(x.why) for x in found.lost).items())),
        set_aside=[x for x in found.lost if x.aside],
    )
    with Path(job.dropped).open("wb") as file:
        file.writelines(msgspec.json.encode(x) + b"\n" for x in found.lost)
    records = (bytes(e.coding) for e in entries(Path(job.log)) if isinstance(e, Coded))
    outputs.write(records, footer, Path(job.out), lambda: log.write(Beat()))


def _watch_input() -> None:
    """End this process when standard input is closed."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(1)


def main() -> None:
    """Do the job that standard input names."""
    line = sys.stdin.buffer.readline()
    if sys.argv[1:] == ["recipe"]:
        settings = Settings(**msgspec.json.decode(line))
        try:
            print(msgspec.json.encode({"recipe": Coder.open(settings).recipe}).decode())  # noqa: T201
        except DragomanError as error:
            print(msgspec.json.encode({"error": str(error)}).decode())  # noqa: T201
        return
    job = msgspec.json.decode(line, type=Job)
    threading.Thread(target=_watch_input, daemon=True).start()
    with Log(Path(job.log)) as log:
        try:
            code(job, log)
        except (DragomanError, OSError) as error:
            log.write(Ended(" ".join(str(error).split())))
        else:
            log.write(Ended())


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    # A thread that waits on standard input must not hold the process back.
    os._exit(0)
