"""The commands `timeline` and `claims`: what happened between countries, and who says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from dragoman import claims as claims_room
from dragoman import listings
from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli.commands import DB, SHOWN, Command, countries, day, one_of, plot_option, show, status
from dragoman.cli.known import known_options, opened
from dragoman.cli.listing import TABLE, picking, written
from dragoman.timeline import between

if TYPE_CHECKING:
    from datetime import date

    from dragoman.cli.listing import Picked, Target
    from dragoman.store import By

FORMS = (TABLE, *listings.FORMS)


def state(text: str) -> str:
    """Return the state of play of a claim, in any case of letters."""
    return one_of(text, get_args(claims_room.State), "state of a claim")


@click.command(
    cls=Command,
    examples=(
        'dragoman timeline "North Korea" Russia --db news.db',
        "dragoman timeline PRK RUS --from 2024-01-01 --type CONSULT --level minister --output visits.html",
        "dragoman timeline PRK RUS --min-sources 2 --format csv",
    ),
)
@click.argument("a")
@click.argument("b")
@DB
@written(*FORMS)
@picking
@click.option("--status", "statuses", type=status, multiple=True, help="Only this; repeatable.")
@click.option(
    "--all", "everything", is_flag=True, help="Also what is denied, negated, foreseen or requested."
)
@click.option("--reports", is_flag=True, help="Every report by itself, not happenings.")
@known_options
@plot_option
def timeline(
    a: str,
    b: str,
    db: str | None,
    target: Target,
    picked: Picked,
    statuses: tuple[str, ...],
    everything: bool,
    reports: bool,
    as_known_on: date | None,
    known_by: By | None,
    plot: Path | None,
) -> None:
    """Print what happened between countries A and B: each happening once, with sources and status.

    A and B are names or ISO codes of three letters. The number in brackets is that of the happening. What is
    not taken to have happened, nor planned, is counted at the end. Formats: a table (.txt), JSON (.json,
    .jsonl), CSV, Markdown (.md), a page (.html), a text document (.docx), a calendar (.ics).
    """
    settings = settings_room.read(db=db)
    (first, one), (second, other) = countries(a, b)
    with opened(settings.db, as_known_on, known_by) as store:
        rows = between(
            store,
            first,
            second,
            since=picked.since,
            until=picked.until,
            types=picked.types or None,
            levels=picked.levels or None,
            min_sources=picked.min_sources,
            reports=reports,
        )
    shown = [r for r in rows if r.status in (statuses or SHOWN) or (everything and not statuses)]
    if plot is not None:
        from dragoman import plots  # noqa: PLC0415  (brings matplotlib)

        plots.timeline(shown, plot, first, second, (one, other))
    if show(plot, target.asked) and target.form == TABLE:
        from dragoman.views import tables  # noqa: PLC0415  (only where something is shown)

        target.show([tables.timeline(shown, target.width)] if shown else [], Path(settings.db))
    elif plot is None or target.asked:
        note = picked.note(*statuses, known=as_known_on)
        listing = listings.of_timeline(shown, title=f"{one} and {other}", note=note)
        target.put(listings.write(listing, target.form), Path(settings.db))
    if not rows:
        click.echo(f"{settings.db} holds nothing between {first} and {second} that fits", err=True)
    elif not statuses and (line := output.hidden(rows, shown)):
        click.echo(line, err=True)


@click.command(
    cls=Command,
    examples=(
        "dragoman claims --db news.db",
        'dragoman claims "North Korea" Russia --as-of 2024-01-20 --db news.db',
        "dragoman claims --state contested --min-sources 2 --output contested.docx",
    ),
)
@click.argument("a", required=False)
@click.argument("b", required=False)
@DB
@written(*FORMS)
@picking
@click.option(
    "--state", "--status", "states", type=state, multiple=True, help="Only claims that stand so; repeatable."
)
@click.option("--as-of", type=day, metavar="DATE", help="As it stood at the end of this day.")
@known_options
@plot_option
def claims(
    a: str | None,
    b: str | None,
    db: str | None,
    target: Target,
    picked: Picked,
    states: tuple[str, ...],
    as_of: date | None,
    as_known_on: date | None,
    known_by: By | None,
    plot: Path | None,
) -> None:
    """Print who claims that something happened, who repeats, denies, confirms or retracts it, and since when.

    With countries A and B only what is claimed to have happened between them; contested claims come first.
    The formats are those of the timeline; CSV has a row for each saying.
    """
    if a is not None and b is None:
        message = "claims are about two countries, or about all: give a second one, or none"
        raise click.UsageError(message)
    settings = settings_room.read(db=db)
    pair = countries(a, b) if a is not None and b is not None else []
    with opened(settings.db, as_known_on, known_by) as store:
        found = claims_room.claims(
            store,
            *(code for code, _ in pair),
            as_of=as_of,
            since=picked.since,
            until=picked.until,
            types=picked.types or None,
            states=states or None,
            levels=picked.levels or None,
            min_sources=picked.min_sources,
        )
    names = " and ".join(name for _, name in pair)
    if plot is not None:
        from dragoman import plots  # noqa: PLC0415  (brings matplotlib)

        plots.claims(found, plot, names or "Claims")
    if show(plot, target.asked) and target.form == TABLE:
        from dragoman.views import happenings  # noqa: PLC0415  (only where something is shown)

        target.show([part for one in found for part in happenings.claim(one)], Path(settings.db))
    elif plot is None or target.asked:
        title = f"Claims: {names}" if pair else "Claims"
        note = picked.note(*states, stood=as_of, known=as_known_on)
        listing = listings.of_claims(found, title=title, note=note)
        target.put(listings.write(listing, target.form), Path(settings.db))
    tally = ", ".join(f"{n} {state}" for state, n in claims_room.count(found).items())
    click.echo(tally or f"{settings.db} holds no claims that fit", err=True)
