"""The command `search`: articles and quotes by their words and by who, what and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from dragoman import searching
from dragoman import settings as settings_room
from dragoman.cli.commands import DB, Command, countries, day, event_type, status
from dragoman.cli.known import known_options, opened
from dragoman.cli.listing import TABLE, written

if TYPE_CHECKING:
    from datetime import date

    from dragoman.cli.listing import Target
    from dragoman.searching import Results
    from dragoman.store import By


@click.command(
    cls=Command,
    examples=(
        "dragoman search 'shells OR \"artillery fire\" NOT drill' --db news.db",
        "dragoman search --speaker Lavrov --from 2024-01-01",
        "dragoman search negotiat* --country Venezuela --country Guyana --in quotes --format csv",
    ),
)
@click.argument("query", default="")
@DB
@written(TABLE, "jsonl", "json", "csv")
@click.option(
    "--speaker", metavar="NAME", help="Only quotes of those with these words in name or description."
)
@click.option("--actor", metavar="NAME", help="Only where an actor with these words in the name occurs.")
@click.option(
    "--country", "named", multiple=True, metavar="NAME", help="Only where its actors occur; repeatable."
)
@click.option("--type", "types", type=event_type, multiple=True, help="Only with such an event; repeatable.")
@click.option("--status", "statuses", type=status, multiple=True, help="The event's; repeatable.")
@click.option("--from", "--since", "since", type=day, metavar="DATE", help="Published on this day or later.")
@click.option("--to", "--until", "until", type=day, metavar="DATE", help="Published on this day or earlier.")
@click.option(
    "--in", "among", type=click.Choice(searching.AMONG), help="Only among these; by default among both."
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="Of each.")
@known_options
def search(
    query: str,
    db: str | None,
    target: Target,
    speaker: str | None,
    actor: str | None,
    named: tuple[str, ...],
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    since: date | None,
    until: date | None,
    among: str | None,
    limit: int,
    as_known_on: date | None,
    known_by: By | None,
) -> None:
    """Print the articles that hold the words of QUERY, and the words of others that do, the best first.

    QUERY is words, "phrases", beginnings*, OR, NOT and parentheses; without one the newest come first. Words
    beside each other must all be there. Copies of one text are shown as one, with all who printed it.

    With --type or --status the actor and countries must take part in one such event; in a quote, one that it
    tells of.
    """
    settings = settings_room.read(db=db)
    codes = [code for code, _ in countries(*named)] if named else []
    with opened(settings.db, as_known_on, known_by) as store:
        found = searching.search(
            store,
            query,
            speaker=speaker,
            actor=actor,
            countries=codes,
            types=types,
            statuses=statuses,
            since=since,
            until=until,
            among=(among,) if among else searching.AMONG,
            limit=limit,
        )
    if target.form == TABLE:
        from dragoman.views import hits  # noqa: PLC0415  (only where something is shown)

        target.show(list(hits.results(found)), Path(settings.db))
    else:
        target.put(_data(found, target.form), Path(settings.db))
    click.echo(_tally(found) or f"{settings.db} holds nothing that fits", err=True)


def _data(found: Results, form: str) -> bytes:
    from dragoman.listings import data  # noqa: PLC0415  (only where something is written)
    from dragoman.views.hits import COLUMNS, row  # noqa: PLC0415

    both = (*found.articles.best, *found.quotes.best)
    if form == "csv":
        return data.table(COLUMNS, [row(hit) for hit in both])
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(both), indent=1) + b"\n"
    return b"".join(msgspec.json.encode(hit) + b"\n" for hit in both)


def _tally(found: Results) -> str:
    """Return how many there are, and how many of them are shown."""
    parts = []
    for hits, one in ((found.articles, "article"), (found.quotes, "quote")):
        if hits.total:
            shown = f", {len(hits.best)} shown" if len(hits.best) < hits.total else ""
            parts.append(f"{hits.total} {one}{'' if hits.total == 1 else 's'}{shown}")
    return "; ".join(parts)
