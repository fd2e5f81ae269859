"""The command `series`: the index of two countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli.commands import DB, Command, countries, day, format_option, plot_option, show
from dragoman.store import Store
from dragoman.views import figures

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dragoman.series import Index
    from dragoman.series.periods import By


@click.command(
    "series",
    cls=Command,
    examples=(
        'dragoman series "North Korea" Russia --by month --db news.db',
        "dragoman series PRK RUS --by week --directed --attention --plot prk-rus.svg",
        "dragoman series PRK RUS --as-known-on 2024-01-31 --format csv",
    ),
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--by", type=click.Choice(["day", "week", "month"]), default="month", help="Periods; by default months."
)
@DB
@format_option("table", "csv", "jsonl", "json")
@click.option("--since", type=day, metavar="DATE", help="From the period of this day on.")
@click.option("--until", type=day, metavar="DATE", help="To the period of this day.")
@click.option("--as-known-on", type=day, metavar="DATE", help="Nothing that was published after this day.")
@click.option("--directed", is_flag=True, help="Also a row for who does it to whom.")
@click.option("--dated", is_flag=True, help="Only what a text dates, not what its first report does.")
@click.option("--attention", is_flag=True, help="Also for every 100 articles about either country.")
@plot_option
def series(
    a: str,
    b: str,
    by: By,
    db: str | None,
    form: str | None,
    since: date | None,
    until: date | None,
    as_known_on: date | None,
    directed: bool,
    attention: bool,
    dated: bool,
    plot: Path | None,
) -> None:
    """Print how countries A and B get on, period by period, and when that changed.

    It counts happenings, not reports: what is asserted or attributed; contested ones apart; and what two or
    more independent sources carry. Periods in which nothing was read are marked: they are no peace.
    Each figure has an interval. csv and json have all counts, by type and level of meeting too, and name the
    happenings behind each; docs/series.md says how they are made.
    """
    from dragoman.series import index  # noqa: PLC0415  (brings numpy)

    settings = settings_room.read(db=db)
    (first, name), (second, other) = countries(a, b)
    with Store.open(settings.db, read_only=True) as store:
        found = index(
            store,
            first,
            second,
            by=by,
            since=since,
            until=until,
            as_known_on=as_known_on,
            attention=attention,
            dated=dated,
        )
    if not found.points:
        click.echo(f"{settings.db} holds no article about {first} or {second} that fits", err=True)
    if plot is not None:
        from dragoman import plots  # noqa: PLC0415  (brings matplotlib)

        plots.series(found, plot, (name, other))
    if show(plot, form):
        _print(found, output.form_for(form), directed=directed)


def _print(found: Index, form: str, *, directed: bool) -> None:
    if form == "csv":
        output.rows(figures.COLUMNS, (row for p in found.points for row in figures.rows(p)))
    elif form == "jsonl":
        output.records(found.points)
    elif form == "json":
        output.record(found)
    else:
        from dragoman.views import series as views  # noqa: PLC0415  (only where something is shown)

        out = output.console()
        for part in views.index(found, out.width, directed=directed):
            out.print(part)
