"""The commands on corrections: make one, undo one, list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dragoman import correcting, naming
from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli.commands import DB, Command, event_type, format_option, status
from dragoman.cli.known import existing
from dragoman.store import Store
from dragoman.views import corrections as views

if TYPE_CHECKING:
    from dragoman.corrections import Correction
    from dragoman.records import Status

_SIDE = "{} is WHO; repeatable; none for nobody."


@click.command(
    cls=Command,
    examples=(
        'dragoman correct news-7#e2 --type AGREE --status planned --by "Ana Ceban" --note "only announced"',
        "dragoman correct news-7#e2 --actor Russia --recipient none --date 2024-01-17..2024-01-19 --by Ana",
        "dragoman correct news-7#e3 --false --by Ana",
        'dragoman correct news-7 --add "The envoys met." --type CONSULT --actor a1 --actor a2 --by Ana',
        "dragoman correct news-7 --right --by Ana",
        "dragoman correct 12 --merge 31 --by Ana",
        "dragoman correct news-7#e2 --split --by Ana",
        "dragoman correct --undo 4 --by Ana",
    ),
)
@click.argument("subject", required=False, metavar="[EVENT|ARTICLE|HAPPENING]")
@DB
@click.option("--type", "kind", type=event_type, metavar="TYPE", help="It is of this type.")
@click.option("--mode", "modes", multiple=True, metavar="MODE", help="It has this mode; repeatable.")
@click.option("--actor", "actors", multiple=True, metavar="WHO", help=_SIDE.format("The one who does it"))
@click.option(
    "--recipient", "recipients", multiple=True, metavar="WHO", help=_SIDE.format("The one to whom it is done")
)
@click.option(
    "--participant", "participants", multiple=True, metavar="WHO", help=_SIDE.format("Also taking part")
)
@click.option("--date", "when", metavar="DATE", help="When: 2024-01-19, 2024-01, A..B; none for unknown.")
@click.option("--place", "where", metavar="PLACE", help="Where; NAME:CODE if there are several; none.")
@click.option("--status", "state", type=status, metavar="STATUS", help="It is asserted, planned, denied, ...")
@click.option("--false", "is_false", is_flag=True, help="EVENT is none: the article tells no such thing.")
@click.option("--right", "is_right", is_flag=True, help="ARTICLE is right: nothing is wrong or missing.")
@click.option(
    "--add", "words", metavar="WORDS", help="ARTICLE tells an event that was missed, in these words."
)
@click.option("--trigger", metavar="WORDS", help="With --add: those of the words that tell the act.")
@click.option("--merge", "merged", multiple=True, metavar="HAPPENING", help="HAPPENING and these are one.")
@click.option("--split", "is_split", is_flag=True, help="EVENT is of a happening of its own.")
@click.option("--with", "others", multiple=True, metavar="EVENT", help="With --split: so are these, with it.")
@click.option("--undo", type=click.IntRange(1), metavar="ID", help="Take back this correction, or this undo.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--note", default="", metavar="TEXT", help="Why.")
def correct(
    subject: str | None,
    db: str | None,
    kind: str | None,
    modes: tuple[str, ...],
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    participants: tuple[str, ...],
    when: str | None,
    where: str | None,
    state: Status | None,
    words: str | None,
    trigger: str | None,
    merged: tuple[str, ...],
    others: tuple[str, ...],
    undo: int | None,
    by: str,
    note: str,
    *,
    is_false: bool,
    is_right: bool,
    is_split: bool,
) -> None:
    """Put right what was read, for good: the article and its coding stay, every table shows what is right.

    EVENT is ARTICLE#EVENT, as dragoman happening shows it; HAPPENING is a number, or one of its events. WHO
    is somebody in the article, by id or name, a country, a body that the codebook knows, or NAME:CODE, with
    the code of the country. A correction holds for other codings of the article as well.
    """
    facts = naming.Facts(
        kind=kind,
        modes=modes,
        actors=actors,
        recipients=recipients,
        participants=participants,
        when=when,
        where=where,
        status=state,
    )
    _one_thing(
        {
            "--type and other values": facts.any and words is None,
            "--false": is_false,
            "--right": is_right,
            "--add": words is not None,
            "--merge": bool(merged),
            "--split": is_split,
            "--undo": undo is not None,
        },
        subject,
    )
    for option, value, needed, is_there in (
        ("--trigger", trigger, "--add", words is not None),
        ("--with", others, "--split", is_split),
    ):
        if value and not is_there:
            message = f"{option} goes with {needed}"
            raise click.UsageError(message)
    name = subject or ""
    with existing(settings_room.read(db=db).db) as store:
        if undo is not None:
            made = correcting.undo(store, undo, by=by, note=note)
        elif is_false:
            made = correcting.mark_false(store, name, by=by, note=note)
        elif is_right:
            made = correcting.confirm(store, name, by=by, note=note)
        elif merged:
            made = correcting.merge(store, [name, *merged], by=by, note=note)
        elif is_split:
            made = correcting.split(store, [name, *others], by=by, note=note)
        elif words is not None:
            applied = store.corrected(name)
            known = facts.read(applied.coding if applied else None, None)
            made = correcting.add_event(store, name, known, words=words, trigger=trigger, by=by, note=note)
        else:
            named = correcting.subject(store, name)
            known = facts.read(named.applied.coding, named.event.sentence)
            made = correcting.change(store, name, known, by=by, note=note)
        _tell(store, made)


@click.command(cls=Command, examples=("dragoman corrections --db news.db",))
@DB
@format_option("table", "jsonl")
def corrections(db: str | None, form: str | None) -> None:
    """List all corrections, undone ones too: who made them, when and why, and what they do now.

    Unmatched is what waits: the coding that counts has nothing that it is about.
    """
    settings = settings_room.read(db=db)
    with Store.open(settings.db, read_only=True) as store:
        found = correcting.listed(store)
    if output.form_for(form) == "jsonl":
        output.records(found)
    elif found:
        output.console().print(views.corrections(found))
    if not found:
        click.echo(f"{settings.db} holds no corrections", err=True)


def _one_thing(asked: dict[str, bool], subject: str | None) -> None:
    wanted = [name for name, is_asked in asked.items() if is_asked]
    if len(wanted) != 1:
        message = "say one thing at a time: " + ", ".join(wanted or asked)
        raise click.UsageError(message)
    if (subject is None) != asked["--undo"]:
        message = (
            "--undo takes the correction's ID alone" if asked["--undo"] else "name what is to be corrected"
        )
        raise click.UsageError(message)


def _tell(store: Store, made: Correction) -> None:
    """Say what was logged, and what it does."""
    line = next(x for x in correcting.listed(store) if x.correction.id == made.id)
    click.echo(f"correction {made.id}: {views.said(line)}")
