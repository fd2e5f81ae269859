"""The command line: parses, calls one library function, writes. The only room that prints and exits."""

from dragoman.cli.actors import group
from dragoman.cli.commands import main
from dragoman.cli.forecast import forecast
from dragoman.cli.series import series

main.add_command(group)
main.add_command(series)
main.add_command(forecast)

__all__ = ["main"]
