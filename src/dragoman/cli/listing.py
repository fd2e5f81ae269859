"""What the commands that list things share: which items are picked, in which format, and where they go."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import wraps
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman import listings
from dragoman.cli import output
from dragoman.cli.commands import day, event_type, level
from dragoman.errors import ExportError
from dragoman.exports.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rich.console import RenderableType

TABLE, TEXT = "table", ".txt"

PAGE_WIDTH = 120
"""Columns of a table in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What of all that there is should be shown."""

    since: date | None
    until: date | None
    types: tuple[str, ...]
    levels: tuple[str, ...]
    min_sources: int

    def note(self, *also: str, stood: date | None = None, known: date | None = None) -> str:
        """Return in words what was picked, and what *also*; as it *stood* and was *known* on which day."""
        parts = [f"as of {stood}"] if stood else []
        parts += [f"as known on {known}"] if known else []
        parts += [f"from {self.since}"] if self.since else []
        parts += [f"to {self.until}"] if self.until else []
        parts += [" or ".join(words) for words in (self.types, self.levels, also) if words]
        if self.min_sources > 1:
            parts.append(f"at least {self.min_sources} independent sources")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the items go, and in which format."""

    form: str
    path: Path | None
    chosen: bool

    @property
    def asked(self) -> str | None:
        """The format, if it or a file was asked for."""
        return self.form if self.chosen else None

    @property
    def width(self) -> int:
        """Columns of a table: those of the terminal, or of a page."""
        return output.console().width if self.path is None else PAGE_WIDTH

    def put(self, data: bytes, store: Path) -> None:
        """Write *data* to the file, or to standard output.

        Raises:
            ExportError: if the file can't be written, is the *store* itself, or bytes would go to a terminal.
        """
        if self.path is None:
            if self.form in listings.FORMS and listings.FORMS[self.form].binary and sys.stdout.isatty():
                message = f"{self.form} is no text; name a file with --output"
                raise ExportError(message)
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        if self.path.exists() and store.exists() and self.path.samefile(store):
            message = f"{self.path}: this is the store itself; name another file with --output"
            raise ExportError(message)
        write_bytes(data, self.path)
        click.echo(f"written to {self.path}", err=True)

    def show(self, parts: Sequence[RenderableType], store: Path) -> None:
        """Write tables and texts: on the terminal as wide as that, in a file in columns of a page."""
        if self.path is None:
            out = output.console()
            for part in parts:
                out.print(part)
            return
        from rich.console import Console  # noqa: PLC0415  (only where something is shown)

        page = StringIO()
        sheet = Console(file=page, width=PAGE_WIDTH, highlight=False, markup=False, emoji=False)
        for part in parts:
            sheet.print(part)
        self.put(page.getvalue().encode(), store)


def picking(body: Callable[..., None]) -> Callable[..., None]:
    """Add the options that pick; the command gets them as one ``picked``."""
    options = (
        click.option(
            "--from",
            "--since",
            "since",
            type=day,
            metavar="DATE",
            help="Nothing that was over before this day.",
        ),
        click.option(
            "--to", "--until", "until", type=day, metavar="DATE", help="Nothing that began after this day."
        ),
        click.option("--type", "types", type=event_type, multiple=True, help="Only this; repeatable."),
        click.option(
            "--level",
            "levels",
            type=level,
            multiple=True,
            help="Only meetings at this level (head, minister, envoy, ...); repeatable.",
        ),
        click.option(
            "--min-sources",
            type=click.IntRange(1),
            default=1,
            metavar="N",
            help="Only what N independent sources tell.",
        ),
    )

    @wraps(body)
    def gathered(**given: Any) -> None:  # noqa: ANN401  (whatever the command takes)
        body(picked=Picked(**{name: given.pop(name) for name in Picked.__slots__}), **given)

    return _with(options, gathered)


def written(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options for format and file; the command gets them as one ``target``."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(forms),
            help="By default that of the file; without one a table on a terminal, JSON lines in a pipe.",
        ),
        click.option(
            "--output",
            "--out",
            "path",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to this file; its ending tells the format.",
        ),
    )

    def adorned(body: Callable[..., None]) -> Callable[..., None]:
        @wraps(body)
        def gathered(*, form: str | None, path: Path | None, **given: Any) -> None:  # noqa: ANN401
            target = Target(form=_form(form, path, forms), path=path, chosen=bool(form or path))
            body(target=target, **given)

        return _with(options, gathered)

    return adorned


def _with(
    options: Sequence[Callable[[Callable[..., None]], Callable[..., None]]], body: Callable[..., None]
) -> Callable[..., None]:
    for option in reversed(options):
        body = option(body)
    return body


def _form(form: str | None, path: Path | None, forms: Sequence[str]) -> str:
    if form or path is None:
        return output.form_for(form)
    found = TABLE if path.name.lower().endswith(TEXT) else listings.by_ending(path.name)
    if found is None or found not in forms:
        endings = [TEXT, *(f.endings[0] for f in listings.FORMS.values() if f.name in forms)]
        message = f"{path}: the ending tells no format; there are {', '.join(endings)}, or give --format"
        raise click.BadParameter(message, param_hint="--output")
    return found
