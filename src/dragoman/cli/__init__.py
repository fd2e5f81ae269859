"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.actors import group
from dragoman.cli.commands import main
from dragoman.cli.correct import correct, corrections
from dragoman.cli.recode import recode

for command in (group, correct, corrections, recode):
    main.add_command(command)

__all__ = ["main"]
