"""An `Index` in, a picture of three panels out: happenings, balance, what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from dragoman.plots.files import GREY, PALE, QUAD_NAMES, QUADS, note, save, style
from dragoman.series.changes import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from matplotlib.axes import Axes

    from dragoman.series import Change, Index, Point

WIDTH, HEIGHT = 8.0, 6.4
LINE, NOTE = 0.17, 0.06
"""Inches: a line of the list of changes, and what lies below it."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_TICKS = {"month": 13, "week": 9, "day": 8}
BAR = 0.82


def series(index: Index, path: Path, names: tuple[str, str] | None = None) -> None:
    """Draw *index* into the file *path*; *names* are what to call the two countries.

    Raises:
        PlotError: if the file can't be written.
    """
    a, b = names or (index.a, index.b)
    with style():
        height = HEIGHT + LINE * _lines(index)
        figure = Figure(figsize=(WIDTH, height))
        upper, middle, lower = figure.subplots(
            3, 1, sharex=True, gridspec_kw={"height_ratios": [3, 2, 1], "hspace": 0.42}
        )
        figure.subplots_adjust(
            left=0.085,
            right=0.975,
            top=1 - 0.93 / height,
            bottom=(HEIGHT - 5.8 + LINE * _lines(index)) / height,
        )
        known = f", as known on {index.as_known_on}" if index.as_known_on else ""
        figure.text(0.01, 1 - 0.1 / height, f"{a} and {b}", fontsize=13, fontweight="bold", va="top")
        figure.text(
            0.01,
            1 - 0.36 / height,
            f"what is told to have happened between them, by {index.by}{known}",
            va="top",
            color=GREY,
        )
        _happenings(upper, index)
        _balance(middle, index)
        _reading(lower, index)
        for axes in (upper, middle, lower):
            _gaps(axes, index)
        _changes(upper, index, ("cooperation", "conflict"))
        _changes(middle, index, ("balance",))
        _list(figure, index)
        _ticks(lower, index)
        read = sum(p.read.either for p in index.points)
        count = sum(p.readings["told"].undirected.total.count for p in index.points)
        note(
            figure,
            f"{count} happenings asserted or attributed, from {read} articles about either country;"
            f" contested ones apart · whiskers: {index.level:.0%} intervals",
        )
        save(figure, path)


def _happenings(axes: Axes, index: Index) -> None:
    axes.set_title(f"Happenings a {index.by}: co-operation above the line, conflict below", pad=20)
    where = range(len(index.points))
    for quads, sign in (((2, 1), 1), ((4, 3), -1)):
        base = [0.0] * len(index.points)
        for quad in quads:
            heights = [p.readings["told"].undirected.quads[quad].count for p in index.points]
            axes.bar(where, [sign * h for h in heights], BAR, bottom=base, color=QUADS[quad], linewidth=0)
            base = [x + sign * h for x, h in zip(base, heights, strict=True)]
        _whiskers(axes, index, sign)
    contested = [p.readings["contested"].undirected.total.count for p in index.points]
    shown = [(n, c) for n, c in enumerate(contested) if c]
    low = min([-0.5, *(-_reach(p, "conflict") for p in index.points)])
    if shown:
        axes.plot(
            [n for n, _ in shown], [low - 0.6] * len(shown), "x", color="black", markersize=4.5, clip_on=False
        )
    high = max([1.0, *(_reach(p, "cooperation") for p in index.points)])
    axes.set_ylim(low - (1.1 if shown else 0.4), high * 1.06 + 0.2)
    axes.axhline(0, color="black", linewidth=0.6)
    axes.yaxis.set_major_formatter(lambda v, _: f"{abs(v):g}")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    handles: list[object] = [Patch(color=QUADS[q], label=QUAD_NAMES[q]) for q in (1, 2, 3, 4)]
    if shown:
        handles += axes.plot([], [], "x", color="black", markersize=4.5, label="contested")
    if any(p.gap == "unread" for p in index.points):
        handles.append(
            Patch(facecolor="white", edgecolor=GREY, hatch="////", linewidth=0.4, label="nothing read")
        )
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.985),
        ncols=len(handles),
        handlelength=1.1,
        handletextpad=0.4,
        columnspacing=1.0,
        fontsize=7,
        borderaxespad=0.2,
    )


def _whiskers(axes: Axes, index: Index, sign: int) -> None:
    """Draw the interval of the rate, where anything is known."""
    for n, p in enumerate(index.points):
        told = p.readings["told"].undirected
        c = told.cooperation if sign > 0 else told.conflict
        if c.count and c.low is not None and c.high is not None:
            axes.plot([n, n], [sign * c.low, sign * c.high], color="#333333", linewidth=0.7, zorder=3)


def _reach(point: Point, sort: str) -> float:
    """Return how far from the line bars and whiskers of a point go."""
    c = getattr(point.readings["told"].undirected, sort)
    return max(float(c.count), c.high or 0.0) if c.count else 0.0


def _balance(axes: Axes, index: Index) -> None:
    axes.set_title("Balance: mean score, from −10 (worst) to 10 (best)")
    for name, shift, mark, colour in (("plover", -0.12, "o", "black"), ("goldstein", 0.12, "D", "#8a8a8a")):
        told = [(n, getattr(p.readings["told"].undirected, name)) for n, p in enumerate(index.points)]
        there = [(n + shift, s) for n, s in told if s.mean is not None]
        axes.errorbar(
            [n for n, _ in there],
            [s.mean for _, s in there],
            yerr=[[s.mean - s.low for _, s in there], [s.high - s.mean for _, s in there]],
            fmt=mark,
            markersize=3.2,
            color=colour,
            markerfacecolor=colour if mark == "o" else "white",
            elinewidth=0.7,
            capsize=0,
            label={"plover": "PLOVER", "goldstein": "Goldstein"}[name],
        )
    axes.axhline(0, color="black", linewidth=0.6)
    axes.set_ylim(-10.5, 10.5)
    axes.set_yticks([-10, -5, 0, 5, 10])
    axes.set_yticklabels(["−10", "−5", "0", "5", "10"])
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    axes.legend(loc="lower right", bbox_to_anchor=(1.01, 0.96), ncols=2, handletextpad=0.2, columnspacing=1.0)


def _reading(axes: Axes, index: Index) -> None:
    axes.set_title(f"Articles read a {index.by} that name either country; dark: both")
    where = range(len(index.points))
    axes.bar(where, [p.read.either for p in index.points], BAR, color="#c4c4c4", linewidth=0)
    axes.bar(where, [p.read.dyad for p in index.points], BAR, color="#5a5a5a", linewidth=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    axes.set_ylim(0, max([1, *(p.read.either for p in index.points)]) * 1.08)


def _gaps(axes: Axes, index: Index) -> None:
    """Hatch what was not read: whatever is not there may have happened."""
    for n, p in enumerate(index.points):
        if p.gap == "unread":
            axes.axvspan(
                n - 0.5, n + 0.5, facecolor="none", edgecolor="#bdbdbd", hatch="////", linewidth=0, zorder=0
            )


def _changes(axes: Axes, index: Index, tracks: Collection[str]) -> None:
    """Draw each change of level with its interval above it, and the letter by which the list calls it."""
    names = [p.period for p in index.points]
    bottom, top = axes.get_ylim()
    row = (top - bottom) * 0.085
    ends: list[float] = []
    for n, change in enumerate(index.changes):
        if change.track not in tracks:
            continue
        at, low, high = (names.index(x) - 0.5 for x in (change.period, change.earliest, change.latest))
        line = next((k for k, end in enumerate(ends) if end < low - 0.6), len(ends))
        ends[line:] = [max(high, at + len(names) * 0.03), *ends[line + 1 :]]
        y = top + row * (line + 0.6)
        axes.plot([at, at], [bottom, y], color="black", linewidth=0.9, linestyle=(0, (4, 2)), zorder=3)
        axes.plot([low, high], [y, y], "|-", color="black", linewidth=0.9, markersize=5, zorder=3)
        axes.annotate(
            LETTERS[n % len(LETTERS)],
            (at, y),
            xytext=(3, 2),
            textcoords="offset points",
            fontsize=8,
            fontweight="bold",
            va="bottom",
        )
    axes.set_ylim(bottom, top + row * (len(ends) + 0.7 * bool(ends)))


def _list(figure: Figure, index: Index) -> None:
    """Write what each letter stands for below the panels, in two columns."""
    height = figure.get_figheight()
    for n, change in enumerate(index.changes):
        x, y = 0.01 + 0.5 * (n % 2), (NOTE + LINE * (_lines(index) - n // 2)) / height
        figure.text(x, y, LETTERS[n % len(LETTERS)], fontsize=7.5, fontweight="bold", va="bottom")
        figure.text(x + 0.02, y, _words(change, index.by), fontsize=7.5, va="bottom")


def _lines(index: Index) -> int:
    return -(-len(index.changes) // 2)


def _words(change: Change, by: str) -> str:
    figures = f"{change.before:.1f} → {change.after:.1f}".replace("-", "−")
    span = "" if change.earliest == change.latest else f" ({change.earliest} to {change.latest})"
    each = "" if change.track == "balance" else f" a {by}"
    return f"{change.period}{span}: {WORDS[change.track]} {figures}{each}"


def _ticks(axes: Axes, index: Index) -> None:
    names = [p.period for p in index.points]
    step = max(1, -(-len(names) // MOST_TICKS[index.by]))
    if index.by == "month" and step > 1:
        step = next((s for s in (2, 3, 6, 12, 24, 60) if s >= step), step)
    first = 0
    if index.by == "month" and step >= 3:
        first = next((n for n, p in enumerate(index.points) if p.first.month == 1), 0) % step
    axes.set_xticks(range(first, len(names), step))
    axes.set_xticklabels(names[first::step])
    axes.set_xlim(-0.7, len(names) - 0.3)
