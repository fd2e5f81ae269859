"""The commands that copy a store to a safe place, and back."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman import settings as settings_room
from dragoman.cli.commands import DB, Command
from dragoman.store import backups

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command(cls=Command, examples=("dragoman backup news.backup --db news.db",))
@FILE
@DB
def backup(file: Path, db: str | None) -> None:
    """Copy the store to FILE, and read the copy to see that it is whole.

    Others may go on adding meanwhile. An earlier backup in FILE is replaced only when the new one is sound; a
    damaged store is told, and the earlier one left.
    """
    store = Path(settings_room.read(db=db).db)
    held = backups.backup(store, file)
    click.echo(f"{file}: {held.articles} articles, {held.codings} codings; checked", err=True)


@click.command(cls=Command, examples=("dragoman restore news.backup --db news.db",))
@FILE
@DB
def restore(file: Path, db: str | None) -> None:
    """Put the backup FILE in the place of the store.

    It is read whole first. What was there is kept under another name, which is told.
    """
    store = Path(settings_room.read(db=db).db)
    held, aside = backups.restore(file, store)
    click.echo(f"{store}: {held.articles} articles, {held.codings} codings; checked", err=True)
    if aside is not None:
        click.echo(f"what was there is now {aside}", err=True)
