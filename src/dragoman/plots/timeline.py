"""The rows of a timeline in, a picture out: a lane for each type, a sign for each happening."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dragoman.codebook import scheme
from dragoman.codebook.tables import Faults
from dragoman.plots.files import GREY, PALE, QUAD_NAMES, QUADS, note, save, style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from dragoman.happenings import Happening

WIDTH, LANE, ROW = 8.0, 0.24, 0.17
"""Inches: the width of the picture, the least height of a lane, and of a row in it."""

NUMBERED = 80
"""Happenings beyond which their numbers would be too many to read."""

WIDE = timedelta(days=45)
"""Happenings that are dated more widely are drawn as lines."""


def timeline(
    rows: Sequence[Happening], path: Path, a: str, b: str, names: tuple[str, str] | None = None
) -> None:
    """Draw *rows* between countries *a* and *b* into the file *path*; undated ones are counted in the note.

    Raises:
        PlotError: if the file can't be written.
    """
    dated = [h for h in rows if _days(h) is not None]
    quads = _quads()
    kinds = sorted({h.event_type for h in dated}, key=lambda k: (quads[k], k))
    call = names or (a, b)
    with style():
        days = [d for h in dated for d in _span(h)]
        span = max((max(days) - min(days)).days, 30) if days else 30
        lanes = {k: _stacked([h for h in dated if h.event_type == k], span) for k in kinds}
        heights = {k: max(LANE, ROW * (1 + max(lanes[k].values(), default=0)) + 0.1) for k in kinds}
        tall = sum(heights.values()) + 1.75
        figure = Figure(figsize=(WIDTH, max(2.6, tall)))
        height = figure.get_figheight()
        axes = figure.add_axes((0.15, 0.62 / height, 0.83, 1 - 1.67 / height))
        figure.text(
            0.01, 1 - 0.08 / height, f"{call[0]} and {call[1]}", fontsize=13, fontweight="bold", va="top"
        )
        figure.text(0.01, 1 - 0.37 / height, "what happened between them, by kind", va="top", color=GREY)
        top = 0.0
        for n, kind in enumerate(kinds):
            for h, row in sorted(((h, r) for h, r in lanes[kind].items()), key=lambda x: x[1]):
                _sign(axes, h, -top - 0.13 - row * ROW, QUADS[quads[kind]], (a, b), len(dated) <= NUMBERED)
            axes.text(
                -0.012,
                -top - heights[kind] / 2,
                kind,
                transform=axes.get_yaxis_transform(),
                ha="right",
                va="center",
            )
            if n % 2 == 0:
                axes.axhspan(-top - heights[kind], -top, color="#f3f3f3", linewidth=0, zorder=0)
            top += heights[kind]
        axes.set_ylim(-max(top, LANE), 0)
        axes.set_yticks([])
        _dates(axes, days)
        _legend(figure, height, {quads[k] for k in kinds}, call, {h.status for h in dated})
        undated = len(rows) - len(dated)
        note(
            figure,
            f"{len(dated)} happenings"
            + ("; their numbers are what dragoman happening asks for" if len(dated) <= NUMBERED else "")
            + (' · "by": known from the first report of it' if any(h.first is None for h in dated) else "")
            + (f" · {undated} more without any date" if undated else ""),
        )
        save(figure, path)


def _quads() -> dict[str, int]:
    faults = Faults()
    book = scheme.load(files("dragoman.codebook"), faults)
    faults.stop()
    return {code: t.quad for code, t in book.types.items()}


def _stacked(found: Sequence[Happening], span: int) -> dict[Happening, int]:
    """Return in which row of its lane each happening stands, so that no two signs or numbers meet."""
    room = timedelta(days=max(1, round(span * 0.05)))
    ends: list[date] = []
    out: dict[Happening, int] = {}
    for h in sorted(found, key=lambda h: (*_span(h), h.id or 0)):
        begin, end = _span(h) if _is_wide(h) else (_middle(h), _middle(h))
        row = next((n for n, busy in enumerate(ends) if busy < begin), len(ends))
        ends[row:] = [end + room, *ends[row + 1 :]]
        out[h] = row
    return out


def _days(h: Happening) -> tuple[date, date] | None:
    """Return between which days *h* is drawn: without a date that begins, on the day of its first report."""
    if h.first is not None:
        return h.first, h.last or h.first
    day = min((d for d in (h.last, h.reported) if d is not None), default=None)
    return None if day is None else (day, day)


def _span(h: Happening) -> tuple[date, date]:
    days = _days(h)
    assert days is not None  # the others are left out
    return days


def _is_wide(h: Happening) -> bool:
    first, last = _span(h)
    return last - first > WIDE


def _middle(h: Happening) -> date:
    first, last = _span(h)
    return first + (last - first) // 2


def _sign(axes: Axes, h: Happening, y: float, colour: str, dyad: tuple[str, str], numbered: bool) -> None:
    """Draw one happening: its shape says who does it, its filling whether it is done and agreed upon."""
    filled = h.status in ("asserted", "attributed")
    x = date2num(_middle(h))
    first, last = _span(h)
    if first != last:
        days = [date2num(first), date2num(last)]
        axes.plot(days, [y, y], color=colour, linewidth=1.3, solid_capstyle="butt", zorder=2)
    if h.first is None:
        axes.annotate(
            "by", (x, y), xytext=(-4.5, 0), textcoords="offset points", fontsize=5.5, va="center", ha="right"
        )
    axes.plot(
        [x],
        [y],
        _shape(h, dyad),
        markersize=5.5,
        markeredgewidth=1.0,
        markeredgecolor=colour,
        markerfacecolor=colour if filled else "white",
        zorder=3,
    )
    if h.status in ("contested", "denied"):
        axes.plot([x], [y], "x", markersize=3.2, markeredgewidth=0.9, color="black", zorder=4)
    if numbered and h.id is not None:
        axes.annotate(
            str(h.id),
            (x, y),
            xytext=(4.5, 4 if first != last else 0),
            textcoords="offset points",
            fontsize=6,
            va="center",
            color="#333333",
        )


def _shape(h: Happening, dyad: tuple[str, str]) -> str:
    does = {p.country for p in h.actors}
    one, other = (country in does for country in dyad)
    if one == other:
        return "o"
    return ">" if one else "<"


def _dates(axes: Axes, days: Sequence[date]) -> None:
    if days:
        first, last = date2num(min(days)), date2num(max(days))
        spare = max(3.0, (last - first) * 0.03)
        axes.set_xlim(first - spare, last + spare * 1.6)
    locator = AutoDateLocator(minticks=4, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=True))
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.spines["left"].set_visible(False)


def _legend(
    figure: Figure, height: float, quads: set[int], call: tuple[str, str], statuses: set[str]
) -> None:
    def sign(mark: str, label: str, face: str = GREY, edge: str = GREY) -> Line2D:
        return Line2D(
            [],
            [],
            linestyle="",
            marker=mark,
            markersize=5.5,
            markerfacecolor=face,
            markeredgecolor=edge,
            label=label,
        )

    handles = [sign("s", QUAD_NAMES[q], QUADS[q], QUADS[q]) for q in sorted(quads)]
    shapes = [sign(">", f"by {call[0]}"), sign("<", f"by {call[1]}"), sign("o", "together")]
    if statuses - {"asserted", "attributed"}:
        shapes.append(sign("o", "not done, or not agreed upon", "white"))
    if statuses & {"contested", "denied"}:
        shapes.append(sign("x", "contested or denied", edge="black"))
    for row, some in enumerate((handles, shapes)):
        figure.legend(
            handles=some,
            loc="upper left",
            bbox_to_anchor=(0.0, 1 - (0.52 + 0.2 * row) / height),
            ncols=5,
            handletextpad=0.2,
            columnspacing=1.1,
            borderaxespad=0.3,
        )
