"""The commands. Each parses its options, calls one library function, and writes what that returns."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter
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
from dragoman.cli.known import known_options, opened
from dragoman.cli.session import STOPPED, Session, add_coded, is_coded, is_list
from dragoman.cli.session import add as add_articles
from dragoman.codebook import linking, scheme, who
from dragoman.codebook.tables import Faults
from dragoman.confidence import surely
from dragoman.errors import DragomanError
from dragoman.exports import FORMATS, Wanted
from dragoman.exports import export as export_from
from dragoman.records import CLASSIC, Article, Status
from dragoman.store import Store
from dragoman.timeline import country

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

    from dragoman.articles import Item
    from dragoman.store import By

Body = TypeVar("Body", bound="Callable[..., object]")
T = TypeVar("T")

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

SHOWN = CLASSIC | {"planned"}
"""Statuses that the timeline shows unless it is asked for others."""

SHORTEST_SPAN = 60
"""Seconds between two looks at a feed."""

DISK = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EIO})
"""What goes wrong with a disk while a command prints."""

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
        except OSError as error:
            if ctx.params.get("debug") or error.errno not in DISK:
                raise
            # What is still held back can't be written either, and would be complained of once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            message = f"the output can't be written: {error.strerror}; what was written before is cut off"
            raise click.ClickException(message) from error


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


def span(text: str) -> float:
    """Return the seconds that an option like 15m gives; a minute at least."""
    units = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
    number, unit = text[:-1], text[-1:]
    if not number.isdigit() or unit not in units:
        message = f"{text!r} is no time; write it as 15m or 2h"
        raise click.BadParameter(message)
    seconds = float(number) * units[unit]
    if seconds < SHORTEST_SPAN:
        message = f"{text!r} is too often; feeds are looked at once a minute at most"
        raise click.BadParameter(message)
    return seconds


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
SURELY = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="CHANCE",
    help="Leave out events that are less likely than this to be there and of their type (0 to 1).",
)
MODEL = click.option("--model", metavar="NAME", help="The spaCy pipeline: a package, or a folder.")
COLUMNS = click.option(
    "--columns",
    metavar="OURS=THEIRS,...",
    help="What a table or JSON lines call text, title, date, publisher, url, id, language.",
)
PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Also fetch from this machine and private networks."
)
DB = click.option("--db", metavar="FILE", help="The store; by default the setting db, which is dragoman.db.")


def format_option(*choices: str) -> Callable[[Body], Body]:
    """Return the option that chooses how records are written."""
    help_text = "By default a table on a terminal, JSON lines in a pipe."
    return click.option("--format", "form", type=click.Choice(choices), help=help_text)


def picture(text: str) -> Path:
    """Return the file that a picture is to be written to; it is looked at before the work begins."""
    from dragoman.plots import checked  # noqa: PLC0415  (brings matplotlib)

    return checked(text)


plot_option = click.option(
    "--plot",
    type=picture,
    metavar="FILE",
    help="Draw it into FILE.svg or FILE.png; print only with --format.",
)


def show(plot: Path | None, form: str | None) -> bool:
    """Tell whether to print what was asked for; say where the picture is, if there is one."""
    if plot is not None:
        click.echo(f"{plot}: drawn", err=True)
    return plot is None or form is not None


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
        "dragoman read article.txt https://news.example/story",
        "dragoman read --published 2024-01-19 --format jsonl - < page.html",
    ),
)
@SOURCES
@format_option("table", "jsonl")
@PUBLISHED
@COLUMNS
@PRIVATE
@MODEL
@SURELY
def read(
    sources: tuple[str, ...],
    form: str | None,
    published: str | None,
    columns: str | None,
    allow_private: bool,
    model: str | None,
    min_confidence: float | None,
) -> None:
    """Code sources and print what they report.

    A SOURCE is a file, an archive, a folder of these, an http or https address, or "-". Files are text, saved
    HTML pages, JSON lines, ninjs, CSV, Parquet, RSS, Atom, OPML and WARC; archives are zip and WACZ. Feeds
    are followed to the pages of their items.
    """
    session = Session.open(model=model)
    fetcher = session.fetcher(allow_private=allow_private)
    found = session.gathered(sources, published=published, columns=columns, fetcher=fetcher)
    articles = (one.found for one in found if isinstance(one.found, Article))
    coded = (surely(c, min_confidence) for c in session.codings(articles))
    output.codings(coded, output.form_for(form))
    session.end()


@main.command(
    cls=Command,
    examples=(
        "dragoman add articles/ --db news.db",
        "dragoman add wire.csv --columns text=body,title=headline,date=pubdate",
        "dragoman add https://news.example/world.rss crawl.warc.gz --db news.db",
    ),
)
@SOURCES
@DB
@PUBLISHED
@COLUMNS
@PRIVATE
@MODEL
def add(
    sources: tuple[str, ...],
    db: str | None,
    published: str | None,
    columns: str | None,
    allow_private: bool,
    model: str | None,
) -> None:
    """Code sources into a store; what is there already is left alone.

    A SOURCE is what `dragoman read` takes, or what `dragoman batch` wrote. What is fetched is kept as it
    came, and a page that has changed is a new version of its article.

    It may be stopped at any time: what was counted is kept, and the same command goes on from there.
    """
    session = Session.open(model=model, db=db)
    tally: Counter[str] = Counter()

    def known(item: Item) -> bool:
        there = store.captures.settled(item, session.coder.recipe)
        tally["there"] += there
        return there

    coded = tuple(s for s in sources if is_coded(s))
    others = tuple(s for s in sources if s not in coded)
    with Store.open(session.settings.db) as store:
        add_coded(session, store, coded, tally)
        if (others or not sources) and not tally["stopped"]:
            fetcher = session.fetcher(allow_private=allow_private, store=store)
            found = session.gathered(
                others, published=published, columns=columns, fetcher=fetcher, known=known
            )
            streamed = not sources or any(s == "-" or "://" in s or is_list(s) for s in others)
            add_articles(session, store, found, tally, piped=streamed)
    click.echo(
        f"{tally['added']} articles added with {tally['events']} events, {tally['there']} were there already,"
        f" {len(session.refused)} refused; store: {session.settings.db}"
    )
    if tally["stopped"]:
        click.echo("stopped; the same command goes on from here", err=True)
        sys.exit(STOPPED)
    session.end()


@main.command(
    cls=Command,
    examples=(
        "dragoman watch https://news.example/world.rss --db news.db",
        "dragoman watch feeds.opml --once --db news.db",
    ),
)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@DB
@click.option("--every", type=span, default="15m", metavar="TIME", help="Between two looks: 15m, 2h.")
@click.option("--once", is_flag=True, help="Look once and end, for cron.")
@PRIVATE
@MODEL
def watch(
    feeds: tuple[str, ...],
    db: str | None,
    every: float,
    once: bool,
    allow_private: bool,
    model: str | None,
) -> None:
    """Look at FEEDs again and again, and add what is new.

    A FEED is an address of a feed or a page, or a file that is a feed or an OPML list of feeds. Each new
    article gets one line; what fails gets one line on standard error, once, and is tried again ever
    later. Stop it with Ctrl-C; started again, it goes on from there.
    """
    from dragoman.cli.watching import Watch  # noqa: PLC0415  (only where something is watched)

    session = Session.open(model=model, db=db)
    with Store.open(session.settings.db) as store:
        fetcher = session.fetcher(allow_private=allow_private, store=store)
        watching = Watch(session, store, fetcher, every=every)
        tally = watching.run(feeds, once=once)
    if tally["stopped"]:
        click.echo(f"stopped; {tally['added']} articles added to {session.settings.db}", err=True)
        sys.exit(STOPPED)
    session.end()


@main.command(
    cls=Command,
    examples=(
        "dragoman article https://news.example/story --versions --db news.db",
        "dragoman article 5f1d7a84db00d2fc --raw",
    ),
)
@click.argument("name", metavar="ID")
@DB
@click.option("--versions", is_flag=True, help="Every text it has had, and what has changed.")
@click.option("--raw", is_flag=True, help="The page that it was read from, byte for byte.")
def article(name: str, db: str | None, versions: bool, raw: bool) -> None:
    """Print an article of the store, by its ID or address."""
    settings = settings_room.read(db=db)
    with Store.open(settings.db, read_only=True) as store:
        id = store.named(name)
        if id is None:
            message = f"{settings.db} holds no article {name!r}; give its id or its address"
            raise click.BadParameter(message)
        found = store.versions(id)
        body = store.captures.body(found[-1].capture) if raw and found[-1].capture else None
    if raw and body is None:
        message = f"the page of {name!r} is not kept: it was not fetched, or brought its text along"
        raise click.BadParameter(message)
    output.article(found, body, versions_shown=versions)


@main.command(cls=Command, examples=("dragoman happening 26 --db news.db",))
@click.argument("name", metavar="ID")
@DB
@format_option("table", "jsonl")
@known_options
def happening(
    name: str, db: str | None, form: str | None, as_known_on: date | None, known_by: By | None
) -> None:
    """Print one happening: what its sources say, where they differ, and why they were taken to be of one.

    ID is a number that the timeline shows in brackets, or ARTICLE#EVENT for the one that this event is of.
    """
    settings = settings_room.read(db=db)
    with opened(settings.db, as_known_on, known_by) as store:
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
@known_options
def meetings(
    a: str,
    b: str,
    db: str | None,
    form: str | None,
    since: date | None,
    until: date | None,
    as_known_on: date | None,
    known_by: By | None,
) -> None:
    """Print the meetings, visits and calls between countries A and B, planned ones among them.

    The level is the lower of the ranks that are told: a president who receives a foreign minister meets at
    the level of ministers. Rank, visitor and host are left open where no source tells them.
    """
    settings = settings_room.read(db=db)
    first, second = _countries(a, b)
    with opened(settings.db, as_known_on, known_by) as store:
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
@SURELY
@known_options
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
    min_confidence: float | None,
    as_known_on: date | None,
    known_by: By | None,
) -> None:
    """Write what a store holds in FORMAT, for other programs; docs/exports.md has every column.

    plover, ftm, jsonld, geojson and gold are JSON; polecat, icews, gdelt-events and gdelt-mentions are the
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
        surely=min_confidence,
        undated=undated == "published",
        by=by or "month",
        directed=directed,
    )
    with opened(settings_room.read(db=db).db, as_known_on, known_by) as store:
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


def countries(*named: str) -> list[tuple[str, str]]:
    """Return the code and the name of each country that is *named* in some way."""
    known = _part(who.load)
    codes = _countries(*named, known=known)
    return [(code, known.countries[code].name if code in known.countries else code) for code in codes]


def _countries(*named: str, known: who.Who | None = None) -> list[str]:
    known = known or _part(who.load)
    codes = []
    for words in named:
        code = country(words, known)
        if code is None:
            message = f"{words!r} is no country that the codebook knows; try its English name or ISO code"
            raise click.BadParameter(message)
        codes.append(code)
    return codes
