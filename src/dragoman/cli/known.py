"""The options by which a table is shown as it stood on a day."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.store import By

Body = TypeVar("Body", bound="Callable[..., object]")


class Day(click.ParamType[date]):
    """A day in ISO's form."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that *value* writes."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2024-01-19", param, ctx)


def known_options(command: Body) -> Body:
    """Give *command* the options ``--as-known-on`` and ``--known-by``."""
    for option in (
        click.option(
            "--known-by",
            type=click.Choice(["both", "learnt", "published"]),
            help="Known is what was published and in the store by then (both), or one of the two.",
        ),
        click.option(
            "--as-known-on",
            type=Day(),
            metavar="DATE",
            help="As it stood at the end of this day in UTC: nothing that was learnt or corrected later.",
        ),
    ):
        command = option(command)
    return command


def existing(path: str) -> Store:
    """Open the store at *path* for writing; none is made where there is none.

    Raises:
        StoreError: if there is none, or it can't be used.
    """
    if not Path(path).exists():
        Store.open(path, read_only=True).close()
    return Store.open(path)


@contextmanager
def opened(path: str, as_known_on: date | None, known_by: By | None) -> Iterator[Store]:
    """Open the store at *path* for reading: as it is, or as it stood on a day."""
    if known_by is not None and as_known_on is None:
        message = "--known-by goes with --as-known-on DATE"
        raise click.UsageError(message)
    with Store.open(path, read_only=True) as store:
        if as_known_on is None:
            yield store
            return
        with store.as_known_on(as_known_on, known_by or "both") as then:
            if known_by != "published" and not then.counts().articles:
                hint = "--known-by published goes by the day of publication alone"
                click.echo(f"{path} held no article by {as_known_on}; {hint}", err=True)
            yield then
