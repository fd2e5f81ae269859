"""The commands on imported actors: import them, look at them, forget them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli.commands import HELP, Command, day, format_option
from dragoman.cli.session import STOPPED
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.register.imports import Imports
    from dragoman.register.reading import Outcome
    from dragoman.settings import Settings

ACTORS_DB = click.option(
    "--actors-db", metavar="FILE", help="By default the setting actors_db, which is dragoman-actors.db."
)
SINCE = date(2000, 1, 1)


@click.group("actors", context_settings=HELP)
def group() -> None:
    """Import people and organisations beside those that ship, look at them, forget them."""


@group.command(
    "import",
    cls=Command,
    examples=(
        "dragoman actors import latest-all.json.gz",
        "dragoman actors import cabinet.csv --delimiter semicolon",
        "dragoman actors import --list",
    ),
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@ACTORS_DB
@click.option(
    "--since",
    type=day,
    metavar="DATE",
    default=SINCE.isoformat(),
    help="Of a dump: nothing that was over before this day; by default 2000-01-01.",
)
@click.option("--name", metavar="NAME", help="What to call the import; by default the file's name.")
@click.option(
    "--delimiter",
    type=click.Choice(["comma", "semicolon", "tab"]),
    help="What divides a table's cells; by default what its header shows.",
)
@click.option("--list", "listed", is_flag=True, help="List what was imported, and do nothing else.")
@format_option("table", "jsonl")
def import_files(
    files: tuple[Path, ...],
    actors_db: str | None,
    since: date,
    name: str | None,
    delimiter: str | None,
    form: str | None,
    *,
    listed: bool,
) -> None:
    """Import people and organisations from Wikidata dumps and from your own tables.

    A dump is latest-all.json, packed as .gz or .bz2 or not. It may be stopped at any time: the same command
    goes on from there. A table is UTF-8 text whose first line names the columns: person, aliases, country,
    office, sectors, first, last, wikidata; or name, aliases, country, kind, sectors. Only person or name is
    needed. A table goes before what ships with dragoman; a dump comes after it.
    """
    settings = settings_room.read(actors_db=actors_db)
    if listed:
        _list(settings, form)
        return
    if not files or (name and len(files) > 1):
        message = "name a file to import" if not files else "--name goes with one file"
        raise click.UsageError(message)
    from dragoman.codebook import Codebook  # noqa: PLC0415  (only where something is imported)
    from dragoman.register.imports import Imports  # noqa: PLC0415
    from dragoman.register.reading import read  # noqa: PLC0415

    sound = True
    codebook = Codebook.load()
    with Imports.open(Path(settings.actors_db)) as imports:
        for file in files:
            try:
                with _progress(file.name) as progress:
                    outcome = read(
                        file,
                        imports,
                        codebook,
                        since=since,
                        name=name,
                        delimiter=delimiter,
                        progress=progress,
                    )
            except KeyboardInterrupt:
                click.echo("stopped; the same command goes on from here", err=True)
                sys.exit(STOPPED)
            except DragomanError as error:
                click.echo(str(error), err=True)
                sound = False
            else:
                _tell(outcome, settings.actors_db)
                sound = sound and not outcome.faults
    if not sound:
        sys.exit(1)


@group.command(
    cls=Command,
    examples=(
        'dragoman actors show "Angela Merkel" --on 2016-05-01',
        "dragoman actors show NATO",
    ),
)
@click.argument("name")
@click.option("--on", type=day, metavar="DATE", help="The day on which the name is read; by default any day.")
@ACTORS_DB
@format_option("table", "jsonl")
def show(name: str, on: date | None, actors_db: str | None, form: str | None) -> None:
    """Print what is known of NAME, from which source, and what of it is taken on a day.

    Nothing is taken where several people have the name.
    """
    from dragoman.codebook import Codebook  # noqa: PLC0415  (only where something is looked up)
    from dragoman.register import beside  # noqa: PLC0415
    from dragoman.register.known import known  # noqa: PLC0415

    codebook = beside(Codebook.load(), settings_room.read(actors_db=actors_db))
    found = known(codebook, name, on)
    output.known(found, output.form_for(form))
    if not found:
        click.echo(f"nothing is known of {name!r} by exactly this name", err=True)
        sys.exit(1)


@group.command(cls=Command, examples=("dragoman actors forget cabinet.csv",))
@click.argument("source")
@ACTORS_DB
def forget(source: str, actors_db: str | None) -> None:
    """Remove one import, SOURCE, and all that it brought.

    `dragoman actors import --list` prints the names of the imports.
    """
    settings = settings_room.read(actors_db=actors_db)
    with _existing(settings) as imports:
        for one in imports.forget(source):
            state = "" if one.state == "done" else ", which was not done"
            click.echo(f"forgotten: {one.name}{state}; file: {settings.actors_db}")


def _list(settings: Settings, form: str | None) -> None:
    from dragoman.register import path_of  # noqa: PLC0415  (only where imports are read)

    if path_of(settings) is None:
        click.echo(f"{settings.actors_db}: nothing was imported yet", err=True)
        return
    with _existing(settings, read_only=True) as imports:
        output.imports(imports.all(), output.form_for(form))


def _existing(settings: Settings, *, read_only: bool = False) -> Imports:
    """Open the imports; a file that is not there is not made."""
    from dragoman.register.imports import Imports  # noqa: PLC0415  (only where imports are read)

    path = Path(settings.actors_db)
    if not path.exists():
        read_only = True
    return Imports.open(path, read_only=read_only)


def _tell(outcome: Outcome, file: str) -> None:
    """Say what an import brought: a line on what is kept, one for each fault, one for each reason."""
    for fault in outcome.faults:
        click.echo(" ".join(fault.split()), err=True)
    one = outcome.one
    kept = ", ".join(
        f"{one.tally.get(k, 0)} {k}" for k in ("people", "tenures", "bodies") if one.tally.get(k)
    )
    again = "is imported already: " if outcome.again else ""
    click.echo(f"{one.name}: {again}{kept or 'nothing to keep'}; file: {file}")
    for reason, count in sorted(one.tally.items()):
        if reason not in ("people", "tenures", "bodies"):
            click.echo(f"  {count} {reason}", err=True)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int, int], object]]:
    from rich.console import Console  # noqa: PLC0415  (only where a bar is drawn)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[lines]:,} lines"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None, lines=0)
        yield lambda done, size, lines: bar.update(task, completed=done, total=size, lines=lines)
