"""The commands about imported places: bring in files, show what a name may mean, forget it all."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli.session import STOPPED
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.codebook.gazetteer import Gazetteer, Spot
    from dragoman.dumps import Report


def bring(files: tuple[Path, ...], target: Path, countries: str | None, min_population: int) -> None:
    """Import *files* into *target* with a progress bar, and say what they gave."""
    from dragoman import dumps  # noqa: PLC0415  (only where something is imported)

    atlas = _gazetteer()
    named = [c.strip() for c in (countries or "").split(",") if c.strip()]
    wanted = dumps.Wanted(countries=dumps.countries(named, atlas), min_population=min_population)
    try:
        with _progress() as step:
            report = dumps.bring(files, target, atlas, wanted, step)
    except KeyboardInterrupt:
        click.echo(f"stopped; {target} is as it was; the same command imports it from the start", err=True)
        sys.exit(STOPPED)
    _tell(report, target)


def show(name: str, target: Path, form: str) -> None:
    """Print all places that *name* may mean; exit with code 1 if there is none."""
    from dragoman.codebook.gazetteer import fold  # noqa: PLC0415  (only where it is asked for)
    from dragoman.codebook.imported import Imported  # noqa: PLC0415

    atlas = _gazetteer()
    key = fold(name)
    spots = list(dict.fromkeys(atlas.named(key)))
    if target.exists():
        spots += Imported.open(target, atlas.cities.iso3).named(key)
    if not spots:
        click.echo(f"no place is called {name!r}", err=True)
        sys.exit(1)
    output.spots([_shown(s, atlas) for s in spots], form)


def forget(target: Path) -> None:
    """Remove the file of imported places.

    Raises:
        SettingsError: if *target* is no such file.
    """
    from dragoman.codebook.imported import is_ours  # noqa: PLC0415  (only where it is asked for)

    if not target.exists():
        click.echo(f"{target}: nothing is imported")
        return
    if not is_ours(target):
        message = (
            f"{target}: is no file of imported places, so it is left alone; look at the setting places_db"
        )
        raise SettingsError(message)
    try:
        target.unlink()
    except OSError as error:
        message = f"{target}: can't be removed: {error.strerror}"
        raise SettingsError(message) from error
    click.echo(f"{target}: removed; only what ships with dragoman is known now")


def target_for(places_db: str | None) -> Path:
    """Return the file of imported places that the settings name."""
    return Path(settings_room.read(places_db=places_db).places_db)


def _gazetteer() -> Gazetteer:
    from importlib.resources import files  # noqa: PLC0415  (only where it is asked for)

    from dragoman.codebook import gazetteer  # noqa: PLC0415
    from dragoman.codebook.tables import Faults  # noqa: PLC0415

    faults = Faults()
    atlas = gazetteer.load(files("dragoman.codebook"), faults)
    faults.stop()
    return atlas


def _shown(spot: Spot, atlas: Gazetteer) -> dict[str, Any]:
    province = atlas.provinces.get(spot.admin1)
    return {
        "name": spot.name,
        "feature": spot.feature,
        "country": spot.country,
        "admin1": province.name if province is not None else spot.admin1,
        "lat": spot.lat,
        "lon": spot.lon,
        "people": spot.people,
        "geonameid": spot.geonameid,
        "source": spot.source or "dragoman",
    }


def _tell(report: Report, target: Path) -> None:
    for gave in report.gave:
        broken = f", {gave.bad} broken" if gave.bad else ""
        click.echo(f"{gave.file}: {gave.places} places from {gave.rows} rows{broken}")
        for bad in gave.first_bad:
            click.echo(f"{gave.file} line {bad}", err=True)
        if gave.bad > len(gave.first_bad):
            click.echo(f"{gave.file}: and {gave.bad - len(gave.first_bad)} broken rows more", err=True)
    click.echo(f"{target}: {report.contents}")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int, int], object]]:
    from rich.console import Console  # noqa: PLC0415  (only where a bar is drawn)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]} rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", rows=0)

        def step(file: str, done: int, total: int, rows: int) -> None:
            sorting = "; sorting" if done >= total else ""
            bar.update(task, description=file + sorting, completed=done, total=total, rows=rows)

        yield step
