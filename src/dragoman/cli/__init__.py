"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.commands import main

__all__ = ["main"]
