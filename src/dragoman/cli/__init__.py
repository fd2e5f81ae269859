"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.actors import group
from dragoman.cli.commands import main

main.add_command(group)

__all__ = ["main"]
