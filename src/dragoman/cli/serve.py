"""The command that serves the workbench."""

from __future__ import annotations

import secrets
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman import settings as settings_room
from dragoman.cli.commands import DB, MODEL, Command
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.web import Access

LOCAL = "127.0.0.1"
PORT = 8765

MISSING = (
    "the workbench needs packages that are not installed; install them with: pip install 'dragoman[web]'"
)


@click.command(
    cls=Command,
    examples=(
        "dragoman serve --db news.db",
        "dragoman serve --host 192.0.2.7 --token-file token.txt --allow-host desk.example",
    ),
)
@DB
@MODEL
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free one."
)
@click.option("--host", default=LOCAL, show_default=True, help="The address to listen on.")
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A host name by which browsers may ask, beside plain addresses and localhost; repeatable.",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Holds the token that writing needs. On another address than this machine's own, without a file, one"
    " is made up and told.",
)
def serve(
    db: str | None, model: str | None, port: int, host: str, names: tuple[str, ...], token_file: Path | None
) -> None:
    """Serve the workbench: read, ask and add in a browser.

    It listens on this machine's own address, so that nobody else can ask. What is not there is made: a store
    without articles is served too, and articles can be added on the page.
    """
    try:
        import uvicorn  # noqa: PLC0415  (an extra)

        from dragoman.web import Access, create  # noqa: PLC0415
    except ImportError as error:
        raise DragomanError(MISSING) from error
    settings = settings_room.read(db=db, model=model)
    access = Access(names=frozenset(names) | _named(host), token=_token(host, token_file))
    app = create(settings.db, access=access, settings=settings)
    with _listening(host, port) as listener:
        _tell(settings.db, host, listener.getsockname()[1], access, shown=token_file is None)
        config = uvicorn.Config(app, log_level="warning", server_header=False, limit_concurrency=200)
        uvicorn.Server(config).run(sockets=[listener])


def _named(host: str) -> frozenset[str]:
    """Return *host* if it is a name: whoever listens on a name may be asked for by it."""
    try:
        ip_address(host)
    except ValueError:
        return frozenset({host})
    return frozenset()


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _token(host: str, file: Path | None) -> str | None:
    """Return the token that writing needs: that in *file*, or a new one where others can reach *host*."""
    if file is None:
        return None if _is_local(host) else secrets.token_urlsafe(24)
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file}: the token cannot be read ({error}); give a text file that holds it"
        raise click.BadParameter(message) from error
    if len(token) < 16:
        message = f"{file}: the token is shorter than 16 characters; make one with: openssl rand -hex 24"
        raise click.BadParameter(message)
    return token


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        message = f"cannot listen on {host} port {port}: {why}; choose another with --port or --host"
        raise DragomanError(message) from error


def _tell(db: str, host: str, port: int, access: Access, *, shown: bool) -> None:
    where = f"[{host}]" if ":" in host else host
    click.echo(f"the workbench on {db} is at http://{where}:{port}/ (Ctrl-C stops it)")
    if access.token is not None and shown:
        click.echo(f"writing needs this token: {access.token}")
