"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.actors import group
from dragoman.cli.backup import backup, restore
from dragoman.cli.batch import batch
from dragoman.cli.commands import main
from dragoman.cli.correct import correct, corrections
from dragoman.cli.forecast import forecast
from dragoman.cli.recode import recode
from dragoman.cli.searches import search
from dragoman.cli.series import series
from dragoman.cli.serve import serve
from dragoman.cli.timelines import claims, timeline

for command in (
    group,
    batch,
    timeline,
    claims,
    search,
    series,
    forecast,
    correct,
    corrections,
    recode,
    serve,
    backup,
    restore,
):
    main.add_command(command)

__all__ = ["main"]
