"""A figure and a file name in, the picture out; whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib import rc_context

import dragoman
from dragoman.errors import PlotError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from matplotlib.figure import Figure

FORMATS = (".svg", ".png")
DOTS = 200
"""Dots an inch of PNG files."""

STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": "#444444",
    "axes.axisbelow": True,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "hatch.linewidth": 0.5,
    # The same picture is the same file.
    "svg.hashsalt": "dragoman",
}

GREY, PALE = "#555555", "#d9d9d9"
QUADS = {1: "#7fc4ee", 2: "#0b5a94", 3: "#f5b83d", 4: "#9c3206"}
QUAD_NAMES = {
    1: "verbal co-operation",
    2: "material co-operation",
    3: "verbal conflict",
    4: "material conflict",
}


def style() -> AbstractContextManager[None]:
    """Return a context in which figures are drawn in our style."""
    return rc_context(STYLE)


def checked(name: str | Path) -> Path:
    """Return *name* as a path that a picture can be written to.

    Raises:
        PlotError: if it ends in neither .svg nor .png, or its folder does not exist.
    """
    path = Path(name)
    if path.suffix.casefold() not in FORMATS:
        message = f"{path}: a picture's name ends in {' or '.join(FORMATS)}"
        raise PlotError(message)
    if not path.absolute().parent.is_dir():
        message = f"{path}: there is no folder {path.absolute().parent}; make it first"
        raise PlotError(message)
    return path


def note(figure: Figure, text: str) -> None:
    """Write where the figures come from below the picture."""
    figure.text(
        0.01,
        0.008,
        f"{text} · dragoman {dragoman.__version__}",
        fontsize=6.5,
        color=GREY,
        ha="left",
        va="bottom",
    )


def save(figure: Figure, path: Path) -> None:
    """Write *figure* to *path*.

    Raises:
        PlotError: if the file can't be written.
    """
    part = path.with_name(path.name + ".part")
    form = path.suffix.casefold().removeprefix(".")
    bare = {"Date": None} if form == "svg" else {"Software": None}
    try:
        figure.savefig(part, format=form, dpi=DOTS, metadata=bare, facecolor="white")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"{path}: the picture can't be written: {error.strerror}"
        raise PlotError(message) from error
