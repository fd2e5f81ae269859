"""Scores against gold data: precision, recall, F1, n and a bootstrap interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.errors import SettingsError, SourceError
from dragoman.evaluation import (
    actors,
    assessments,
    attributions,
    claims,
    copies,
    events,
    happenings,
    places,
    times,
)
from dragoman.evaluation.scores import Result, Score

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder

__all__ = ["TASKS", "Result", "Score", "check", "evaluate"]

TASKS = {
    "actors": actors.evaluate,
    "assessments": assessments.evaluate,
    "attributions": attributions.evaluate,
    "claims": claims.evaluate,
    "copies": copies.evaluate,
    "events": events.evaluate,
    "happenings": happenings.evaluate,
    "places": places.evaluate,
    "times": times.evaluate,
}


def check(task: str, path: Path) -> None:
    """Find out, before a model is loaded, what can't be scored.

    Raises:
        SettingsError: for an unknown task.
        SourceError: if there is no such file or folder.
    """
    if task not in TASKS:
        message = f"unknown task {task!r}; there are {', '.join(TASKS)}"
        raise SettingsError(message)
    if not path.exists():
        message = f"{path}: no such gold; give a JSON lines file or a folder of codings"
        raise SourceError(message)


def evaluate(coder: Coder, task: str, path: Path) -> Result:
    """Score *task* on the gold data in *path*: our codings (file or folder), or a public set in its own form.

    Raises:
        SettingsError: for an unknown task.
        SourceError: if the gold can't be read, or has no form that the task knows.
    """
    check(task, path)
    try:
        return TASKS[task](coder, path)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        message = f"{path}: no gold that {task} knows ({type(error).__name__}: {error}); --debug shows where"
        raise SourceError(message) from error
