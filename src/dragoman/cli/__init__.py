"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.actors import group
from dragoman.cli.commands import main
from dragoman.cli.searches import search
from dragoman.cli.timelines import claims, timeline

for command in (group, timeline, claims, search):
    main.add_command(command)

__all__ = ["main"]
