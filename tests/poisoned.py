"""A batch's worker that some texts kill: ``python -m tests.poisoned``; with more words, dragoman with it.

A text with CRASH kills its process, one with HANG takes for ever, one with RAISE meets a fault of ours, one
with ONCE kills the first process that comes by, and one with SLOW takes its time. A page of an archive with
CRASHPAGE kills the process that takes it apart.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman import coding as coding_room
from dragoman.articles.online import Online
from dragoman.batch import watching, worker
from dragoman.cli import main
from dragoman.records import Article, Coding
from tests.codings import VISIT, visit

COMMAND = (sys.executable, "-m", "tests.poisoned")
SEEN = "TESTS_POISONED_SEEN"
"""The environment's name of a file that is there once a process died of ONCE."""


class Poisoned:
    """Finds a visit in one text, nothing in others, and dies of some."""

    recipe = "stub"

    def code(self, article: Article) -> Coding:
        """Return the coding of *article*, if it lets us."""
        if "CRASH" in article.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "ONCE" in article.text and not Path(os.environ[SEEN]).exists():
            Path(os.environ[SEEN]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in article.text:
            time.sleep(3_600)
        if "SLOW" in article.text:
            time.sleep(0.05)
        if "RAISE" in article.text:
            message = "no such thing"
            raise KeyError(message)
        if article.text == VISIT:
            return replace(visit(), article=article, recipe=self.recipe)
        return Coding(article=article, recipe=self.recipe, version="0")


def _page(capture: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401
    if b"CRASHPAGE" in capture.body:
        os.kill(os.getpid(), signal.SIGSEGV)
    return READ(capture, *rest, **named)


if __name__ == "__main__":
    coding_room.Coder.open = lambda settings=None: Poisoned()  # type: ignore[method-assign, assignment, return-value]
    READ = Online.page
    Online.page = staticmethod(_page)  # type: ignore[method-assign]
    if sys.argv[1:] not in ([], ["recipe"]):
        watching.COMMAND = COMMAND
        main()
    worker.main()
    sys.stdout.flush()
    os._exit(0)
