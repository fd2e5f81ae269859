"""A `Forecast` in, a picture out: the chances of each count, beside persistence and the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from dragoman.plots.files import GREY, PALE, QUAD_NAMES, QUADS, note, save, style

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from dragoman.forecasts import Forecast, Measure

WIDTH, HEIGHT = 8.0, 4.4
SHOWN = 0.99
"""How much of every distribution is drawn."""

MEANT = (("model", "model"), ("persistence", "as the last one was"), ("mean", "as on average so far"))


def forecast(found: Forecast, path: Path, names: tuple[str, str] | None = None) -> None:
    """Draw the forecast *found* into the file *path*.

    Raises:
        PlotError: if the file can't be written.
    """
    a, b = names or (found.a, found.b)
    with style():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        figure.text(0.01, 0.985, f"{a} and {b}", fontsize=13, fontweight="bold", va="top")
        span = f"{found.first} to {found.last}"
        figure.text(
            0.01, 0.925, f"what {span} may bring, as foreseen on {found.issued}", va="top", color=GREY
        )
        grid = figure.add_gridspec(
            2,
            3,
            width_ratios=[1, 1, 0.82],
            left=0.08,
            right=0.975,
            top=0.77,
            bottom=0.15,
            hspace=0.62,
            wspace=0.3,
        )
        for m, place in zip(found.measures, ((0, 0), (0, 1), (1, 0), (1, 1)), strict=False):
            _counts(figure.add_subplot(grid[place]), m, int(m.name.removeprefix("quad ")))
        meeting = next(m for m in found.measures if m.name == "meeting")
        _meeting(figure.add_subplot(grid[:, 2]), meeting)
        handles: list[object] = [Patch(color="#8a8a8a", label="model")]
        handles += [
            Line2D(
                [],
                [],
                color="black",
                linestyle="",
                marker=mark,
                markersize=4,
                markerfacecolor="white",
                label=label,
            )
            for (_, label), mark in zip(MEANT[1:], ("o", "D"), strict=True)
        ]
        figure.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0.0, 0.885), ncols=3, borderaxespad=0.3
        )
        note(
            figure,
            f"from {found.happenings} happenings in {found.read} weeks that were read, of {found.weeks};"
            f" nothing published after {found.issued} went in",
        )
        save(figure, path)


def _counts(axes: Axes, m: Measure, quad: int) -> None:
    low, high = m.model.quantile(0.05), m.model.quantile(0.95)
    axes.set_title(f"{QUAD_NAMES[quad].capitalize()}: {low} to {high} (90 %)", fontsize=8.5)
    end = max(4, *(getattr(m, name).quantile(SHOWN) for name, _ in MEANT))
    where = list(range(end + 1))
    axes.bar(where, _chances(m.model.chances, end), 0.8, color=QUADS[quad], linewidth=0)
    step = max(1, -(-len(where) // 25))
    for (name, _), mark in zip(MEANT[1:], ("o", "D"), strict=True):
        axes.plot(
            where[::step],
            _chances(getattr(m, name).chances, end)[::step],
            mark,
            markersize=3,
            color="black",
            markerfacecolor="white",
            markeredgewidth=0.7,
        )
    axes.yaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f} %")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    if quad % 2:
        axes.set_ylabel("chance", labelpad=2)
    if quad > 2:
        axes.set_xlabel("happenings", labelpad=1)


def _chances(found: tuple[float, ...], end: int) -> list[float]:
    return [found[k] if k < len(found) else 0.0 for k in range(end + 1)]


def _meeting(axes: Axes, m: Measure) -> None:
    axes.set_title("Meeting of ministers or above", fontsize=8.5)
    for n, (name, label) in enumerate(MEANT):
        chance = getattr(m, name).some
        axes.barh(-n, 1, 0.5, color="#efefef", linewidth=0)
        axes.barh(-n, chance, 0.5, color="#4d4d4d" if n == 0 else "#a6a6a6", linewidth=0)
        axes.text(
            0,
            -n + 0.38,
            f"{label}: {100 * chance:.0f} %",
            va="center",
            fontsize=8,
            fontweight="bold" if n == 0 else "normal",
        )
    axes.set_xlim(0, 1)
    axes.set_ylim(-2.6, 0.75)
    axes.set_yticks([])
    axes.set_xticks([0, 0.5, 1])
    axes.set_xticklabels(["0", "50", "100 %"])
    axes.spines["left"].set_visible(False)
