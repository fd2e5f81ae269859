"""The command that codes many files into Parquet, one output a shard, and what reads such outputs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dragoman import settings as settings_room
from dragoman.cli.commands import COLUMNS, MODEL, PUBLISHED, Command
from dragoman.cli.session import STOPPED

if TYPE_CHECKING:
    from dragoman.batch import Batch, Outcome


@click.command(
    cls=Command,
    examples=(
        "dragoman batch wire/ coded/",
        "dragoman batch CC-NEWS/ coded/ --engine ray",
    ),
)
@click.argument("given", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    help="Processes on this machine, or tasks on the Ray cluster that is there (needs dragoman[ray]).",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Shards coded at a time on this machine; by default one a processor.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="The time that one document may take before it is set aside.",
)
@PUBLISHED
@COLUMNS
@MODEL
def batch(
    given: Path,
    out: Path,
    engine: Literal["local", "ray"],
    processes: int | None,
    limit: int,
    published: str | None,
    columns: str | None,
    model: str | None,
) -> None:
    """Code the files of folder IN into Parquet files in folder OUT, one for each shard.

    A shard is an archive (WARC, zip), a table (Parquet, CSV) or a file of JSON lines; texts and pages of one
    folder are put together by 500. OUT also gets manifest.json, with the recipe, the counts, and what was
    dropped and why; beside each output a file names what gave no coding.

    An output appears when it is whole. Stopped or killed at any time, the same command does what is missing.
    A document of which two workers died, or that takes longer than --limit, is set aside; the rest of its
    shard is kept. `dragoman add OUT` takes the codings into a store without reading again.
    """
    from dragoman.batch import Batch  # noqa: PLC0415  (brings the readers and pyarrow)

    work = Batch(
        given, out, settings_room.read(model=model), published=published, columns=columns, limit=limit
    )
    for one in work.report.failed:
        _say(one.source, one.why)
    try:
        for outcome in work.run(engine=engine, processes=processes):
            _tell(work, outcome)
    except KeyboardInterrupt:
        click.echo("stopped; the same command goes on from here", err=True)
        sys.stderr.flush()
        # The threads that watch the workers are let go; the workers end when this process does.
        os._exit(STOPPED)
    if strangers := work.strangers():
        click.echo(
            f"{out}: {len(strangers)} outputs belong to no file of {given}: {strangers[0]} ...", err=True
        )
    report = work.report
    click.echo(
        f"{report.total('articles')} articles with {report.total('events')} events in {len(report.done)} of"
        f" {report.shards} outputs, {report.found} were there already; {report.total('refused')} documents"
        f" refused, {report.total('aside')} set aside: {out / 'manifest.json'}"
    )
    if report.failed or report.total("aside"):
        sys.exit(1)


def _tell(work: Batch, outcome: Outcome) -> None:
    """Say in a line what has become of a shard, if it is no good news, and name what was set aside."""
    if outcome.footer is None:
        failed = work.report.failed[-1]
        _say(failed.source, failed.why)
        return
    if not outcome.footer.articles and outcome.footer.why:
        _say(outcome.footer.sources[0].name, f"no article came out of it: {next(iter(outcome.footer.why))}")
    for lost in outcome.footer.set_aside:
        _say(lost.source, f"set aside: {lost.why}")


def _say(source: str, why: str) -> None:
    click.echo(" ".join(f"{source}: {why}".split()), err=True)
