"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.actors import group
from dragoman.cli.commands import main
from dragoman.cli.serve import serve

main.add_command(group)
main.add_command(serve)

__all__ = ["main"]
