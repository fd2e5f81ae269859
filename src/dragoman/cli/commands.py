"""The commands. Each parses its options, calls one library function, and writes what that returns."""

from __future__ import annotations

import sys
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import click

import dragoman
from dragoman import happenings as happenings_room
from dragoman import meetings as meetings_room
from dragoman import settings as settings_room
from dragoman.cli import output
from dragoman.cli import places as places_face
from dragoman.cli.session import STOPPED, Session
from dragoman.cli.session import add as add_articles
from dragoman.codebook import linking, scheme, who
from dragoman.codebook.tables import Faults
from dragoman.errors import DragomanError
from dragoman.exports import FORMATS, Wanted
from dragoman.exports import export as export_from
from dragoman.records import CLASSIC, Article, Status
from dragoman.store import Store
from dragoman.timeline import country

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

Body = TypeVar("Body", bound="Callable[..., object]")
T = TypeVar("T")

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

SHOWN = CLASSIC | {"planned"}
"""Statuses that the timeline shows unless it is asked for others."""

WIDEST_MARKS = 110
"""Columns: marks under longer lines are hard to follow."""


class Faces(click.Group):
    """The commands; what goes wrong on purpose comes out as one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        """Run the command; with ``--debug`` let the traceback through."""
        try:
            result = super().invoke(ctx)
            # Here and not at exit: a reader that went away is no error to report.
            sys.stdout.flush()
            return result
        except DragomanError as error:
            if ctx.params.get("debug"):
                raise
            raise click.ClickException(str(error)) from error


class Command(click.Command):
    """A command whose help ends in examples."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **options: Any) -> None:  # noqa: ANN401
        """Keep *examples*; the rest is click's."""
        super().__init__(*args, **{"context_settings": HELP} | options)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they would be typed."""
        if self.examples:
            with formatter.section("Example" if len(self.examples) == 1 else "Examples"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def day(text: str) -> date:
    """Return the date that an option gives."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no date; write it as 2024-01-19"
        raise click.BadParameter(message) from None


def moment(text: str) -> str:
    """Return *text* as a date, or a date and time, in ISO's form with hyphens."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        message = f"{text!r} is no date; write it as 2024-01-19 or 2024-01-19T12:30"
        raise click.BadParameter(message) from None


def event_type(text: str) -> str:
    """Return the code of an event type, in any case of letters."""
    return one_of(text, _part(scheme.load).types, "event type")


def status(text: str) -> str:
    """Return a status, in any case of letters."""
    return one_of(text, get_args(Status), "status")


def level(text: str) -> str:
    """Return the level of a meeting, by its first word or all of them."""
    ranks = linking.load().ranks
    whole = [r for r in ranks if r == text.casefold()] or [
        r for r in ranks if r.split()[0] == text.casefold()
    ]
    return whole[0] if whole else one_of(text, ranks, "level")


def one_of(text: str, known: Iterable[str], name: str) -> str:
    """Return that of *known* which is *text*, in any case of letters; *name* says what it should be."""
    for code in known:
        if code.casefold() == text.casefold():
            return code
    message = f"{text!r} is no {name}; there are {', '.join(known)}"
    raise click.BadParameter(message)


SOURCES = click.argument("sources", nargs=-1, metavar="[SOURCE]...")
PUBLISHED = click.option(
    "--published", type=moment, metavar="DATE", help="Publication date, where a source has none."
)
MODEL = click.option("--model", metavar="NAME", help="The spaCy pipeline: a package, or a folder.")
DB = click.option("--db", metavar="FILE", help="The store; by default the setting db, which is dragoman.db.")


def format_option(*choices: str) -> Callable[[Body], Body]:
    """Return the option that chooses how records are written."""
    help_text = "By default a table on a terminal, JSON lines in a pipe."
    return click.option("--format", "form", type=click.Choice(choices), help=help_text)


@click.group(cls=Faces, context_settings=HELP)
@click.version_option(dragoman.__version__, prog_name="dragoman")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(*, debug: bool) -> None:
    """Read news and write down who did what to whom, when, where, and who says so.

    Every value comes with the words that support it. Commands print tables on a terminal and JSON lines into
    a pipe; "-" is standard input.
    """


@main.command(
    cls=Command,
    examples=(
        "dragoman read article.txt",
        "dragoman read --published 2024-01-19 --format jsonl - < page.html",
    ),
)
@SOURCES
@format_option("table", "jsonl")
@PUBLISHED
@MODEL
def read(sources: tuple[str, ...], form: str | None, published: str | None, model: str | None) -> None:
    """Code sources and print what they report.

    A SOURCE is a text file, a saved HTML page, a file of JSON lines, a folder of these, or "-".
    """
    session = Session.open(model=model)
    found = session.codings(session.articles(sources, published))
    output.codings(found, output.form_for(form))
    session.end()


@main.command(cls=Command, examples=("dragoman add articles/ --db news.db",))
@SOURCES
@DB
@PUBLISHED
@MODEL
def add(sources: tuple[str, ...], db: str | None, published: str | None, model: str | None) -> None:
    """Code sources into a store; what is there already is left alone.

    It may be stopped at any time: what was counted is kept, and the same command goes on from there.
    """
    session = Session.open(model=model, db=db)
    with Store.open(session.settings.db) as store:
        found = session.articles(sources, published)
        tally = add_articles(session, store, found, piped=not sources or "-" in sources)
    click.echo(
        f"{tally['added']} articles added with {tally['events']} events, {tally['there']} were there already,"
        f" {len(session.refused)} refused; store: {session.settings.db}"
    )
    if tally["stopped"]:
        click.echo("stopped; the same command goes on from here", err=True)
        sys.exit(STOPPED)
    session.end()


@main.command(cls=Command, examples=("dragoman happening 26 --db news.db",))
@click.argument("name", metavar="ID")
@DB
@format_option("table", "jsonl")
def happening(name: str, db: str | None, form: str | None) -> None:
    """Print one happening: what its sources say, where they differ, and why they were taken to be of one.

    ID is a number that the timeline shows in brackets, or ARTICLE#EVENT for the one that this event is of.
    """
    settings = settings_room.read(db=db)
    with Store.open(settings.db, read_only=True) as store:
        found = happenings_room.named(store, name)
    if found is None:
        message = f"{settings.db} holds no happening {name!r}; dragoman timeline shows their numbers"
        raise click.BadParameter(message)
    output.happening(*found, output.form_for(form))


@main.command(
    cls=Command,
    examples=('dragoman meetings "North Korea" Russia --since 2023-01-01 --db news.db',),
)
@click.argument("a")
@click.argument("b")
@DB
@format_option("table", "jsonl", "csv")
@click.option("--since", type=day, metavar="DATE", help="Nothing that was over before this day.")
@click.option("--until", type=day, metavar="DATE", help="Nothing that began after this day.")
def meetings(
    a: str, b: str, db: str | None, form: str | None, since: date | None, until: date | None
) -> None:
    """Print the meetings, visits and calls between countries A and B, planned ones among them.

    The level is the lower of the ranks that are told: a president who receives a foreign minister meets at
    the level of ministers. Rank, visitor and host are left open where no source tells them.
    """
    settings = settings_room.read(db=db)
    first, second = _countries(a, b)
    with Store.open(settings.db, read_only=True) as store:
        found = meetings_room.meetings(store, first, second, since=since, until=until)
    output.meetings(found, output.form_for(form))
    if not found:
        click.echo(f"{settings.db} holds no meeting between {first} and {second} that fits", err=True)


@main.command(
    cls=Command,
    examples=(
        "dragoman export polecat --db news.db --out events.txt",
        "dragoman export csv --db news.db --out tables --since 2024-01-01 --type ASSAULT",
        "dragoman export dyads --db news.db --by week --dyad Venezuela Guyana --out dyads.csv",
    ),
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS), case_sensitive=False))
@DB
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="By default standard output.")
@click.option("--dyad", nargs=2, metavar="A B", help="Only between these two countries.")
@click.option("--since", type=day, metavar="DATE", help="Nothing that was over before this day.")
@click.option("--until", type=day, metavar="DATE", help="Nothing that began after this day.")
@click.option("--type", "types", type=event_type, multiple=True, help="Only this; repeatable.")
@click.option("--status", "statuses", type=status, multiple=True, help="Only this; repeatable.")
@click.option(
    "--undated",
    type=click.Choice(["empty", "published"]),
    default="empty",
    help="What to write for the day where the text tells none: nothing, or the day of publication.",
)
@click.option("--by", type=click.Choice(["month", "week", "day"]), help="Periods of the table dyads; month.")
@click.option("--directed", is_flag=True, help="In the table dyads, a row for who does it to whom.")
def export(
    form: str,
    db: str | None,
    out: Path | None,
    dyad: tuple[str, str] | None,
    since: date | None,
    until: date | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    undated: str,
    by: Literal["month", "week", "day"] | None,
    directed: bool,
) -> None:
    """Write what a store holds in FORMAT, for other programs; docs/exports.md has every column.

    plover, ftm, jsonld and geojson are JSON; polecat, icews, gdelt-events and gdelt-mentions are the
    columns of older event data; csv and parquet are a folder of tidy tables with a data dictionary, and
    --out names it; dyads counts by pair of countries and month, the empty months too.

    A FORMAT that has no place for a status holds only what is asserted, attributed or contested. A file
    appears when it is whole.
    """
    if form != "dyads" and (by or directed):
        message = "--by and --directed are for the table dyads"
        raise click.UsageError(message)
    wanted = Wanted(
        dyad=_pair(dyad) if dyad else None,
        since=since,
        until=until,
        types=frozenset(types) or None,
        statuses=frozenset(statuses) or None,
        undated=undated == "published",
        by=by or "month",
        directed=directed,
    )
    with Store.open(settings_room.read(db=db).db, read_only=True) as store:
        tally = export_from(store, form, wanted, out=out)
    for line in output.exported(FORMATS[form], wanted, tally, out):
        click.echo(line, err=True)


@main.command(
    cls=Command,
    examples=('dragoman explain "Turkey accused Greece of violating its airspace." --published 2024-01-19',),
)
@click.argument("text", default="-")
@PUBLISHED
@MODEL
def explain(text: str, published: str | None, model: str | None) -> None:
    """Print TEXT with its words marked, all that is found in it, and the rules that fired."""
    from dragoman.views.marks import explained  # noqa: PLC0415  (only where something is shown)

    session = Session.open(model=model)
    text = (sys.stdin.read() if text == "-" else text).strip()
    if not text:
        message = "there is no text to explain"
        raise click.UsageError(message)
    console = output.console()
    article = Article(
        id="text", text=text, published=published, published_grain="day" if published else None, language="en"
    )
    coding = session.coder.code(article)
    for line in explained(coding, min(console.width, WIDEST_MARKS)):
        console.print(line, soft_wrap=True)


@main.command(
    cls=Command,
    examples=("dragoman evaluate events evals/corpus", "dragoman evaluate times gold.jsonl --errors 20"),
)
@click.argument("task")
@click.argument("gold", type=click.Path(path_type=Path))
@format_option("table", "jsonl")
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="List N items that are wrong.")
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder of your own that keeps parses.",
)
@MODEL
def evaluate(
    task: str, gold: Path, form: str | None, errors: int, cache: Path | None, model: str | None
) -> None:
    """Score TASK on the gold data in GOLD: precision, recall, F1, and a 95 % bootstrap interval.

    TASK is actors, assessments, attributions, claims, copies, events, happenings, places or times. GOLD is a
    folder of codings, or a file of JSON lines: codings, or one of the public sets that docs/accuracy.md
    names.
    """
    from dragoman import evaluation  # noqa: PLC0415  (brings all rooms)

    session = Session.open(model=model)
    evaluation.check(task, gold)
    if cache is not None:
        session.keep_parses(cache)
    output.scores(evaluation.evaluate(session.coder, task, gold), output.form_for(form), errors)


@main.command(cls=Command, examples=("dragoman check --db news.db",))
@DB
@MODEL
def check(db: str | None, model: str | None) -> None:
    """Check that the language model, the codebook, the imported actors and the store are sound."""
    from dragoman import checks  # noqa: PLC0415  (loads the model)

    sound = True
    for finding in checks.run(settings_room.read(db=db, model=model)):
        click.echo(f"{'ok ' if finding.sound else 'BAD'}  {finding.name:<9} {finding.seen}")
        sound = sound and finding.sound
    if not sound:
        sys.exit(1)


@main.command("settings", cls=Command, examples=("DRAGOMAN_DB=news.db dragoman settings",))
@DB
@MODEL
def show_settings(db: str | None, model: str | None) -> None:
    """Print every setting, its value, and where that came from.

    Settings come from dragoman.toml in the working folder, DRAGOMAN_NAME in the environment, and options.
    """
    for setting in settings_room.explain(db=db, model=model)[1]:
        click.echo(f"{setting.name:<16} {setting.value!s:<28} {setting.origin}")


PLACES_DB = click.option(
    "--places-db", metavar="FILE", help="By default the setting places_db, which is dragoman-places.bin."
)


@main.group("places", context_settings=HELP)
def places() -> None:
    """Import places that dragoman doesn't ship: every village of a GeoNames dump, or a list of your own."""


@places.command(
    "import",
    cls=Command,
    examples=(
        "dragoman places import UA.zip",
        "dragoman places import allCountries.zip my-places.csv --countries UKR,MDA --min-population 50",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--countries", metavar="LIST", help="Only these: codes or names, with commas between.")
@click.option(
    "--min-population",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Only towns and villages with so many people; GeoNames doesn't know how many most have.",
)
@PLACES_DB
def places_import(
    files: tuple[Path, ...], countries: str | None, min_population: int, places_db: str | None
) -> None:
    """Import places from files, so that articles that name them get their points.

    A FILE is a dump from https://download.geonames.org/export/dump/ (allCountries.zip, or a country's, such
    as UA.zip; also unpacked), or a table of your own: CSV whose first line names some of the columns name,
    aliases (divided by |), feature, country, lat, lon, admin1. What was imported before stays, and a file of
    the same name takes the place of the earlier one. If it is stopped, all is as it was.
    """
    places_face.bring(files, places_face.target_for(places_db), countries, min_population)


@places.command("show", cls=Command, examples=("dragoman places show Odesa",))
@click.argument("name")
@format_option("table", "jsonl")
@PLACES_DB
def places_show(name: str, form: str | None, places_db: str | None) -> None:
    """Print every place that NAME may mean, shipped or imported, and where each comes from."""
    places_face.show(name, places_face.target_for(places_db), output.form_for(form))


@places.command("forget", cls=Command, examples=("dragoman places forget",))
@PLACES_DB
def places_forget(places_db: str | None) -> None:
    """Remove all imported places."""
    places_face.forget(places_face.target_for(places_db))


def _part(load: Callable[[Traversable, Faults], T]) -> T:
    """Load one part of the codebook: a table is there sooner than all of them."""
    faults = Faults()
    part = load(files("dragoman.codebook"), faults)
    faults.stop()
    return part


def _pair(named: tuple[str, str]) -> tuple[str, str]:
    first, second = _countries(*named)
    return first, second


def _countries(*named: str) -> list[str]:
    return [code for code, _ in named_countries(*named)]


def named_countries(*named: str) -> list[tuple[str, str]]:
    """Return code and name of each country that was *named*; of a body without a state what it was called."""
    known = _part(who.load)
    found = []
    for words in named:
        code = country(words, known)
        if code is None:
            message = f"{words!r} is no country that the codebook knows; try its English name or ISO code"
            raise click.BadParameter(message)
        found.append((code, known.countries[code].name if code in known.countries else words))
    return found
