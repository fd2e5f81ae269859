"""Claims in, a picture out: a row for each, a sign for everybody who said so or denied it, on its day."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dragoman.plots.files import GREY, PALE, note, save, style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from dragoman.claims import Act, Claim, Saying

WIDTH, ROW = 8.0, 0.58
MOST = 16
"""Claims beyond which a picture is too long to read; the others are counted in the note."""

LEFT = -0.805
"""Where the words begin, in widths of the panel."""

SIGNS: dict[Act, tuple[str, str, str]] = {
    "claims": ("o", "#0b5a94", "#0b5a94"),
    "repeats": ("o", "white", "#0b5a94"),
    "confirms": ("^", "#0b5a94", "#0b5a94"),
    "admits": ("s", "#0b5a94", "#0b5a94"),
    "denies": ("X", "#9c3206", "white"),
    "retracts": ("v", "#9c3206", "#9c3206"),
}
"""Shape, filling and edge for what a source does."""


def claims(found: Sequence[Claim], path: Path, title: str) -> None:
    """Draw the claims *found*, as they are ordered, into the file *path*.

    Raises:
        PlotError: if the file can't be written.
    """
    shown = found[:MOST]
    with style():
        height = max(2.4, 1.55 + ROW * len(shown))
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.44, 0.62 / height, 0.535, 1 - 1.5 / height))
        figure.text(0.01, 1 - 0.08 / height, title, fontsize=13, fontweight="bold", va="top")
        figure.text(
            0.01, 1 - 0.37 / height, "who says that it happened, and who denies it", va="top", color=GREY
        )
        days = [s.day for c in shown for s in c.sayings if s.day is not None]
        near = (max(days) - min(days)).days // 40 if days else 0
        for n, claim in enumerate(shown):
            _row(axes, claim, -n, near)
        axes.set_ylim(-max(len(shown), 1) + 0.5, 0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        _dates(axes, days)
        _legend(figure, height, {s.act for c in shown for s in c.sayings})
        sayings = sum(len(c.sayings) for c in shown)
        more = f" · {len(found) - len(shown)} more claims are not drawn" if len(found) > len(shown) else ""
        note(
            figure,
            f"{len(shown)} claims, {sayings} sayings, each source once; copies of one text count as one"
            + more,
        )
        save(figure, path)


def _row(axes: Axes, claim: Claim, y: float, near: int) -> None:
    """Draw one claim: what is claimed and by whom, and the sayings; those *near* days apart side by side."""
    h = claim.happening
    at = axes.get_yaxis_transform()
    bold = "bold" if claim.state in ("contested", "denied", "retracted") else "normal"
    number = "" if h.id is None else f"  [{h.id}]"
    axes.text(
        LEFT, y + 0.34, f"{claim.state}{number}", transform=at, fontsize=7, fontweight=bold, va="center"
    )
    words = "\n".join(textwrap.wrap(" ".join(h.words.split()), 64, max_lines=2, placeholder=" …"))
    axes.text(LEFT, y + 0.2, words, transform=at, fontsize=6.3, color="#222222", va="top", linespacing=1.15)
    sides = [
        f"{verb} {', '.join(who)}"
        for verb, who in (("by", claim.asserters), ("denied by", claim.deniers))
        if who
    ]
    told = textwrap.shorten("; ".join(sides), 72, placeholder=" …")
    axes.text(LEFT, y - 0.36, told, transform=at, fontsize=6.3, color=GREY, va="center", style="italic")
    days = sorted(date2num(s.day) for s in claim.sayings if s.day is not None)
    if days:
        axes.plot([days[0], days[-1]], [y, y], color="#aaaaaa", linewidth=0.9, zorder=1)
    for crowd in _crowds([s for s in claim.sayings if s.day is not None], near):
        for n, s in enumerate(crowd):
            mark, face, edge = SIGNS[s.act]
            height = 0.0 if len(crowd) == 1 else 0.3 - 0.6 * n / (len(crowd) - 1)
            axes.plot(
                [date2num(s.day)],
                [y + height],
                mark,
                markersize=7.5 if mark == "X" else 6,
                markerfacecolor=face,
                markeredgecolor=edge,
                markeredgewidth=0.8,
                zorder=3,
                clip_on=False,
            )
    axes.axhline(y - 0.5, color=PALE, linewidth=0.5, xmin=-0.82, clip_on=False)


def _crowds(sayings: Sequence[Saying], near: int) -> list[list[Saying]]:
    """Return the sayings, in order of time, in groups of those whose signs would meet."""
    out: list[list[Saying]] = []
    for s in sorted(sayings, key=lambda s: s.day or date.min):
        if out and s.day is not None and out[-1][0].day is not None and (s.day - out[-1][0].day).days <= near:
            out[-1].append(s)
        else:
            out.append([s])
    return out


def _dates(axes: Axes, days: Sequence[date]) -> None:
    if days:
        first, last = date2num(min(days)), date2num(max(days))
        spare = max(2.0, (last - first) * 0.04)
        axes.set_xlim(first - spare, last + spare)
    locator = AutoDateLocator(minticks=3, maxticks=6)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=True))
    axes.grid(axis="x", color=PALE, linewidth=0.5)


def _legend(figure: Figure, height: float, acts: set[Act]) -> None:
    handles = [
        Line2D([], [], linestyle="", marker=m, markersize=6, markerfacecolor=f, markeredgecolor=e, label=act)
        for act, (m, f, e) in SIGNS.items()
        if act in acts
    ]
    if handles:
        figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0.0, 1 - 0.52 / height),
            ncols=len(handles),
            handletextpad=0.2,
            columnspacing=1.2,
            borderaxespad=0.3,
        )
