"""The command that codes a store anew, shows what that changes, and switches when told."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from dragoman import recoding
from dragoman.cli import output
from dragoman.cli.commands import DB, MODEL, Command, format_option
from dragoman.cli.known import existing
from dragoman.cli.session import STOPPED, Session, _progress
from dragoman.exports.writing import write_lines
from dragoman.store import Store
from dragoman.views import corrections as views

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dragoman.recoding import Compared
    from dragoman.store import Recipe

CURRENT = "current"
"""Stands for the recipe of today, where ``--switch`` names none."""


@click.command(
    cls=Command,
    examples=(
        "dragoman recode --all --db news.db --out differences.jsonl",
        "dragoman recode --all --db news.db --switch",
        "dragoman recode --all --db news.db --switch e5ada45d",
        "dragoman recode --list --db news.db",
    ),
)
@click.argument("sources", nargs=-1, metavar="[ARTICLE]...")
@click.option("--all", "everything", is_flag=True, help="All articles.")
@DB
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the difference as JSON lines."
)
@click.option(
    "--switch",
    is_flag=False,
    flag_value=CURRENT,
    metavar="[RECIPE]",
    help="Let the new codings count; with RECIPE those of that one, and nothing is coded.",
)
@click.option("--list", "listed", is_flag=True, help="List the recipes in the store, and do nothing else.")
@format_option("table", "jsonl")
@MODEL
def recode(
    sources: tuple[str, ...],
    db: str | None,
    out: Path | None,
    switch: str | None,
    form: str | None,
    model: str | None,
    *,
    everything: bool,
    listed: bool,
) -> None:
    """Code articles anew by today's recipe, beside what is there, and print the difference.

    ARTICLE is an id, an address or a publisher. What was coded before goes on to count until --switch says
    otherwise, and is kept then too: --switch RECIPE leads back. It may be stopped at any time: what was coded
    is kept, and the same command goes on from there.
    """
    session = Session.open(model=model, db=db)
    form = output.form_for(form)
    if listed:
        with Store.open(session.settings.db, read_only=True) as store:
            _show_recipes(store.recipes(), form)
        return
    if everything == bool(sources):
        message = "name articles, or give --all"
        raise click.UsageError(message)
    with existing(session.settings.db) as store:
        only = recoding.named(store, sources)
        if switch in (None, CURRENT):
            recipe = session.coder.recipe
            _code(session, store, recipe, only)
        else:
            recipe = recoding.recipe_named(store, switch or "")
        found = list(recoding.compared(store, recipe, only))
        if out is not None:
            write_lines((msgspec.json.encode(c).decode() + "\n" for c in found), out)
        _show(found, form)
        click.echo(views.difference(found, recipe), err=True)
        if switch is not None:
            click.echo(f"{store.switch(recipe, only)} articles switched to recipe {recipe}", err=True)
        elif found:
            click.echo("the codings that count are the old ones; --switch lets the new ones count", err=True)
    session.end()


def _code(session: Session, store: Store, recipe: str, only: Collection[str] | None) -> None:
    """Code what has no coding under *recipe*; exit if it is stopped."""
    count, outcomes = recoding.recode(store, recipe, session.code, only)
    tally: Counter[str] = Counter()
    try:
        with _progress(count) as step:
            for outcome in outcomes:
                tally[outcome] += 1
                step(tally["coded"])
    except KeyboardInterrupt:
        click.echo(f"{tally['coded']} of {count} articles coded anew; store: {store.path}")
        click.echo("stopped; the same command goes on from here", err=True)
        sys.exit(STOPPED)
    click.echo(
        f"{tally['coded']} articles coded anew, {tally['refused']} refused; store: {store.path}", err=True
    )


def _show_recipes(found: Sequence[Recipe], form: str) -> None:
    if form == "jsonl":
        output.records(found)
    elif found:
        output.console().print(views.recipes(found))


def _show(found: Sequence[Compared], form: str) -> None:
    if form == "jsonl":
        output.records(found)
        return
    out = output.console()
    for line in views.differences(found):
        out.print(line, soft_wrap=True)
