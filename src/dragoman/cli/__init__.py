"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli import actors as _actors  # adds its commands to `main`
from dragoman.cli.commands import main

__all__ = ["main"]
