"""The command `forecast`: what the coming month or quarter may bring, and how good earlier forecasts were."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli.commands import DB, Command, countries, day, format_option, plot_option, show
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from dragoman.forecasts import Forecast, Report
    from dragoman.forecasts.issue import Horizon

COLUMNS = (
    "a",
    "b",
    "horizon",
    "issued",
    "first",
    "last",
    "measure",
    "by",
    "mean",
    "p05",
    "p50",
    "p95",
    "none",
    "one_or_more",
)
SCORE_COLUMNS = (
    "a",
    "b",
    "horizon",
    "issued",
    "late",
    "measure",
    "said",
    "came",
    "inside",
    "model",
    "persistence",
    "mean",
)


@click.command(
    "forecast",
    cls=Command,
    examples=(
        'dragoman forecast "North Korea" Russia --horizon quarter --db news.db',
        "dragoman forecast PRK RUS --as-known-on 2024-01-31 --plot forecast.png",
        "dragoman forecast --score --db news.db",
    ),
)
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option(
    "--horizon", type=click.Choice(["month", "quarter"]), default="month", help="How far; by default a month."
)
@click.option("--as-known-on", type=day, metavar="DATE", help="The day of issue; by default today.")
@click.option("--score", is_flag=True, help="Score the forecasts that were kept, of A and B or of all.")
@DB
@format_option("table", "csv", "jsonl", "json")
@plot_option
def forecast(
    a: str | None,
    b: str | None,
    horizon: Horizon,
    as_known_on: date | None,
    score: bool,
    db: str | None,
    form: str | None,
    plot: Path | None,
) -> None:
    """Print what may happen between countries A and B in the month or quarter after the day of issue.

    Counts by quad class and the chance of a meeting at the level of ministers or above, beside what
    persistence and the historical mean would say. Nothing published after the day of issue goes in. The
    forecast is kept in the store, the first one of a day for good; --score says how good they were.
    docs/forecasts.md has what to expect of them.
    """
    settings = settings_room.read(db=db)
    if (a is None) != (b is None) or (a is None and not score):
        message = "a forecast is about two countries: name both"
        raise click.UsageError(message)
    if score and (as_known_on is not None or plot is not None):
        message = "--score goes with neither --as-known-on nor --plot"
        raise click.UsageError(message)
    named = countries(a, b) if a is not None and b is not None else []
    from dragoman import forecasts  # noqa: PLC0415  (brings numpy)

    if score:
        with Store.open(settings.db, read_only=True) as store:
            report = forecasts.score(store, dyad=(named[0][0], named[1][0]) if named else None)
        _print_report(report, output.form_for(form))
        if not report.scored and not report.waiting:
            click.echo(f"{settings.db} holds no forecast; make one with: dragoman forecast A B", err=True)
        return
    (first, name), (second, other) = named
    on = as_known_on or datetime.now().astimezone().date()
    with Store.open(settings.db) as store:
        found = forecasts.issue(store, first, second, horizon=horizon, on=on)
        kept = forecasts.keep(store, found)
    if plot is not None:
        from dragoman import plots  # noqa: PLC0415  (brings matplotlib)

        plots.forecast(found, plot, (name, other) if found.a == first else (other, name))
    if show(plot, form):
        _print(found, output.form_for(form))
    if not kept:
        click.echo(f"one of {on} is kept already; that one stands and will be scored", err=True)


def _print(found: Forecast, form: str) -> None:
    if form == "csv":
        output.rows(COLUMNS, _rows(found))
    elif form in ("json", "jsonl"):
        output.record(found, indent=form == "json")
    else:
        from dragoman.views import series as views  # noqa: PLC0415  (only where something is shown)

        out = output.console()
        for part in views.forecast(found):
            out.print(part)


def _rows(f: Forecast) -> Iterator[list[object]]:
    for m in f.measures:
        for name in ("model", "persistence", "mean"):
            law = getattr(m, name)
            low, middle, high = (law.quantile(q) for q in (0.05, 0.5, 0.95))
            head = [f.a, f.b, f.horizon, f.issued, f.first, f.last, m.name, name]
            yield [*head, round(law.mean, 4), low, middle, high, round(law.chances[0], 4), round(law.some, 4)]


def _print_report(found: Report, form: str) -> None:
    if form == "csv":
        output.rows(SCORE_COLUMNS, ([getattr(s, c) for c in SCORE_COLUMNS] for s in found.scored))
    elif form == "jsonl":
        output.records(found.scored)
    elif form == "json":
        output.record(found)
    else:
        from dragoman.views import series as views  # noqa: PLC0415  (only where something is shown)

        out = output.console()
        for part in views.report(found):
            out.print(part)
