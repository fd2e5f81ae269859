"""Scores against gold data: precision, recall, F1, n and a bootstrap interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.errors import SettingsError
from dragoman.evaluation import actors, assessments, attributions, events, places, times
from dragoman.evaluation.scores import Result, Score

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder

__all__ = ["TASKS", "Result", "Score", "evaluate"]

TASKS = {
    "actors": actors.evaluate,
    "assessments": assessments.evaluate,
    "attributions": attributions.evaluate,
    "events": events.evaluate,
    "places": places.evaluate,
    "times": times.evaluate,
}


def evaluate(coder: Coder, task: str, path: Path) -> Result:
    """Score *task* on the gold data in *path*: our codings (file or folder), or a public set in its own form.

    Raises:
        SettingsError: for an unknown task.
        SourceError: if the gold can't be read.
    """
    if task not in TASKS:
        message = f"unknown task {task!r}; there are {', '.join(TASKS)}"
        raise SettingsError(message)
    return TASKS[task](coder, path)
