"""An index, or forecasts and their scores, in; something to read out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dragoman.series.changes import WORDS
from dragoman.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from dragoman.forecasts import Forecast, Report
    from dragoman.forecasts.scores import Mean
    from dragoman.series import Change, Index, Point, Sentence
    from dragoman.series.index import Balance, Count, Tally

ROOMY = 118
"""Columns from which on the Goldstein balance and the levels of meetings fit as well."""

QUADS = (1, 2, 3, 4)
HEADS = {1: "vc", 2: "mc", 3: "vx", 4: "mx"}
NAMES = {"quad 1": "verbal co-operation", "quad 2": "material co-operation"}
NAMES |= {"quad 3": "verbal conflict", "quad 4": "material conflict"}
MEETING = "meeting of ministers or above"
NO_READING = "nothing read"


def index(found: Index, width: int, *, directed: bool) -> Iterator[RenderableType]:
    """Yield the points as a table, what its columns are, the changes, the sentences, what is in no point."""
    if found.points:
        yield _points(found, wide=width >= ROOMY, directed=directed)
        yield Text(_legend(found), style="dim")
    if found.changes:
        yield Text("\nchanges", style="bold")
        yield from map(_change, found.changes)
    if found.sentences:
        yield Text("\nwhat can be said", style="bold")
        yield from map(_sentence, found.sentences)
    if by_report := sum(p.by_report for p in found.points):
        told = sum(p.readings["told"].undirected.total.count for p in found.points)
        share = f"{by_report} of {told} told are dated by their first report; --dated leaves them out"
        yield Text(f"\n{share}", style="dim")
    if found.aside:
        reasons = ", ".join(f"{n} {why}" for why, n in found.aside)
        yield Text(f"in no point: {reasons}", style="dim")


def _points(found: Index, *, wide: bool, directed: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(found.by, no_wrap=True)
    if directed:
        table.add_column("who", no_wrap=True)
    attention = any(p.readings["told"].undirected.total.per_100 for p in found.points)
    # Eighty columns hold either the directions and attention, or the quad classes.
    quads = QUADS if wide or not (directed or attention) else ()
    heads = ["read", "told", *(["per 100"] if attention else []), *(HEADS[q] for q in quads), "PLOVER"]
    if wide:
        heads += ["Goldstein", "levels"]
    for head in (*heads, "cont.", "2+"):
        table.add_column(head, no_wrap=head != "levels", justify="left" if head == "levels" else "right")
    for p in found.points:
        for name, parts in _parts(p, directed=directed):
            table.add_row(*_cells(p, name, parts, _Shown(wide, directed, attention, quads)))
    return table


def _parts(p: Point, *, directed: bool) -> Iterator[tuple[str, dict[str, Tally]]]:
    yield "all", {k: r.undirected for k, r in p.readings.items()}
    if directed:
        for name in p.readings["told"].directed:
            yield name, {k: r.directed[name] for k, r in p.readings.items()}


class _Shown(NamedTuple):
    """What there is room for."""

    wide: bool
    directed: bool
    attention: bool
    quads: tuple[int, ...]


def _cells(p: Point, name: str, parts: dict[str, Tally], shown: _Shown) -> list[Text]:
    told = parts["told"]
    first = name == "all"
    unread = p.gap == "unread" and not told.total.count
    cells = [p.period if first else "", *([name] if shown.directed else [])]
    cells.append(f"{p.read.dyad}/{p.read.either}" + ("?" if p.gap == "thin" else "") if first else "")
    cells.append(NO_READING if unread else _interval(told.total))
    cells += [_scaled(told.total)] if shown.attention else []
    cells += ["" if unread else str(told.quads[q].count or "·") for q in shown.quads]
    cells.append(_balance(told.plover))
    if shown.wide:
        cells.append(_balance(told.goldstein))
        cells.append(", ".join(f"{c.count} {k}" for k, c in told.levels.items() if c.count))
    cells += ["" if unread else str(parts[k].total.count or "·") for k in ("contested", "corroborated")]
    return [Text(cell, style="dim" if unread or not first else "") for cell in cells]


def _interval(c: Count) -> str:
    between = "" if c.low is None or c.high is None else f" ({c.low:.1f}–{c.high:.1f})"
    return f"{c.count}{between}"


def _scaled(c: Count) -> str:
    if c.per_100 is None:
        return ""
    return "{:.0f} ({:.0f}–{:.0f})".format(*c.per_100)


def _balance(b: Balance) -> str:
    if b.mean is None or b.low is None or b.high is None:
        return ""
    return f"{b.mean:+.1f} ({b.low:+.0f} to {b.high:+.0f})".replace("-", "−")


def _legend(found: Index) -> str:
    return (
        "read: articles about both / about either country, ? where few · told: happenings asserted or"
        f" attributed ({found.level:.0%} interval of their rate) · vc mc: verbal, material co-operation ·"
        " vx mx: verbal, material conflict · balance: mean score, −10 to 10 · cont.: contested, not in told ·"
        " 2+: told, and carried by two or more independent sources"
    )


def _change(c: Change) -> Text:
    span = c.period if c.earliest == c.latest else f"{c.period} ({c.earliest} to {c.latest})"
    levels = f"{c.before:.2f} → {c.after:.2f}".replace("-", "−")
    return Text.assemble(
        (span, "bold"),
        f"  {WORDS[c.track]}: {levels}, p = {c.p:.3f}",
        (_names(c.happenings), "dim"),
    )


def _sentence(s: Sentence) -> Text:
    return Text.assemble(s.text, f" ({100 * s.chance:.0f} % sure)", (_names(s.happenings), "dim"))


def _names(happenings: tuple[str, ...]) -> str:
    return f"  [{', '.join(happenings)}]" if happenings else ""


def forecast(found: Forecast) -> Iterator[RenderableType]:
    """Yield a forecast beside its baselines, and what it was made of."""
    yield Text(f"{found.a} and {found.b}, {found.first} to {found.last}; issued {found.issued}", style="bold")
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("happenings")
    for head in ("mean", "90 % interval", "none", "persistence", "past mean"):
        table.add_column(head, justify="right", no_wrap=True)
    for m in found.measures:
        if m.name == "meeting":
            continue
        table.add_row(
            NAMES[m.name],
            f"{m.model.mean:.1f}",
            f"{m.model.quantile(0.05)} to {m.model.quantile(0.95)}",
            f"{100 * m.model.chances[0]:.0f} %",
            f"{m.persistence.mean:.1f}",
            f"{m.mean.mean:.1f}",
        )
    yield table
    for m in found.measures:
        if m.name == "meeting":
            yield Text(
                f"A {MEETING}: {100 * m.model.some:.0f} %"
                f" (as the last {found.horizon}: {100 * m.persistence.some:.0f} %,"
                f" as on average: {100 * m.mean.some:.0f} %)"
            )
    yield Text(
        f"from {counted(found.happenings, 'happening')} in {found.read} weeks that were read, of"
        f" {found.weeks}; nothing published after {found.issued} went in",
        style="dim",
    )


def report(found: Report) -> Iterator[RenderableType]:
    """Yield the scores of forecasts beside their baselines, and how their chances came true."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("measure")
    for head in ("score", "n", "model", "persistence", "mean", "gain on persistence", "gain on the mean"):
        table.add_column(head, justify="right")
    for line in found.lines:
        table.add_row(
            NAMES.get(line.measure, MEETING if line.measure == "meeting" else line.measure),
            line.score,
            str(line.n),
            *(f"{x:.3f}" for x in (line.model, line.persistence, line.mean)),
            _gain(line.gain_on_persistence),
            _gain(line.gain_on_mean),
        )
    if found.lines:
        yield table
        yield Text(
            "less is better; a gain is how much less than the baseline's, with its 95 % interval", style="dim"
        )
    for name, n, said, came in found.calibration:
        yield Text(f"chances of a meeting from {name}: {n}, said {100 * said:.0f} %, came {100 * came:.0f} %")
    late = sum(s.late for s in found.scored)
    if late:
        yield Text(
            f"{late} of {len(found.scored)} were made after their day of issue, as known on it", style="dim"
        )
    if found.waiting:
        yield Text(
            f"{counted(found.waiting, 'forecast')} can't be scored yet: nothing later has been read",
            style="dim",
        )


def _gain(m: Mean) -> str:
    return f"{m.value:+.3f} ({m.low:+.3f} to {m.high:+.3f})".replace("-", "−")
