"""Settings: one frozen record, read once by the faces and passed down as an argument.

They come from, later ones winning: the defaults below, ``dragoman.toml`` in the working folder, environment
variables ``DRAGOMAN_<NAME>``, command-line options. An unknown name is an error.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args, get_origin, get_type_hints

from dragoman.documents import DEFAULT_MODEL
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "dragoman.toml"
PREFIX = "DRAGOMAN_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may choose. Where PLOVER's manual contradicts itself, the choice is here."""

    model: str = DEFAULT_MODEL
    """The spaCy pipeline: an installed package's name, or a folder."""

    sanction_quad: Literal[3, 4] = 4
    """Quad class of SANCTION: 4 in its own section of the manual, 3 in the manual's table."""

    accuse_score: Literal[-3, 3] = -3
    """Score of ACCUSE without a mode: printed as 3; its modes' scores say that -3 is meant."""

    future_retreat: Literal["CONCEDE", "RETREAT"] = "CONCEDE"
    """What an announced RETREAT becomes: CONCEDE in two sections of the manual, RETREAT in one."""

    vandalize_score: Literal[-5] = -5
    """Score of PROTEST vandalize, which the manual leaves out: that of PROTEST."""

    db: str = "dragoman.db"
    """The store's file."""

    actors_db: str = "dragoman-actors.db"
    """The file of imported actors; read when it exists."""
    places_db: str = "dragoman-places.bin"
    """The file of places that `dragoman places import` makes; read where it exists."""

    longest_article: int = 2_000_000
    """Articles with more characters than this are refused, with a message."""

    pace: int = 1
    """Seconds between two requests to one site; a site's robots.txt may ask for more."""

    contact: str = ""
    """An address that sites can write to: it is part of the name by which we fetch (User-Agent)."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting's value, and where it came from."""

    name: str
    value: object
    origin: str


def read(
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **options: object,
) -> Settings:
    """Return the settings for this run; options that are None don't count.

    Raises:
        SettingsError: for an unknown name or a value that the setting doesn't take.
    """
    return explain(folder, environment, **options)[0]


def explain(
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **options: object,
) -> tuple[Settings, list[Origin]]:
    """Return the settings for this run and, for each, where its value came from."""
    hints = get_type_hints(Settings)
    origin = {f.name: "default" for f in fields(Settings)}
    chosen: dict[str, object] = {}

    def take(name: str, value: object, where: str) -> None:
        if name not in hints:
            close = get_close_matches(name, hints, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(hints)}"
            message = f"{where}: unknown setting {name!r}{hint}"
            raise SettingsError(message)
        chosen[name] = _fit(name, value, hints[name], where)
        origin[name] = where

    path = (folder or Path()) / FILE
    if path.is_file():
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            message = f"{path}: {error}"
            raise SettingsError(message) from error
        for name, value in table.items():
            take(name, value, str(path))
    for key, text in sorted((os.environ if environment is None else environment).items()):
        if key.startswith(PREFIX):
            take(key.removeprefix(PREFIX).lower(), text, key)
    for name, value in options.items():
        if value is not None:
            take(name, value, "option")
    settings = replace(Settings(), **chosen)  # type: ignore[arg-type]
    return settings, [Origin(f.name, getattr(settings, f.name), origin[f.name]) for f in fields(Settings)]


def _fit(name: str, value: object, hint: object, where: str) -> object:
    """Return *value* as the setting's type wants it, or raise SettingsError."""
    if get_origin(hint) is Literal:
        for allowed in get_args(hint):
            if value == allowed or str(value) == str(allowed):
                return allowed
        choices = ", ".join(map(repr, get_args(hint)))
        message = f"{where}: {name} is {value!r}, but it must be one of {choices}"
        raise SettingsError(message)
    if hint is int:
        try:
            return int(str(value))
        except ValueError:
            message = f"{where}: {name} is {value!r}, but it must be a whole number"
            raise SettingsError(message) from None
    if not isinstance(value, str):
        message = f"{where}: {name} is {value!r}, but it must be text"
        raise SettingsError(message)
    return value
