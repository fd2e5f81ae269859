"""What one run of a command that codes has at hand: settings, the coder, and what was refused."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman import settings as settings_room
from dragoman.records import Article, Coding, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dragoman.coding import Coder
    from dragoman.settings import Settings
    from dragoman.store import Store

_log = logging.getLogger("dragoman.cli")

READ_AHEAD = 500
"""Articles that are read before the first is coded, so that the progress bar knows how many there are."""

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


@dataclass(slots=True)
class Session:
    """One run. The coder is loaded when the first article comes: a wrong file name is told at once."""

    settings: Settings
    debug: bool = False
    refused: list[Refused] = field(default_factory=list)
    _coder: Coder | None = None

    @classmethod
    def open(cls, **options: object) -> Session:
        """Read the settings; options that are None don't count."""
        debug = click.get_current_context().find_root().params.get("debug", False)
        return cls(settings_room.read(**options), debug)  # type: ignore[arg-type]

    @property
    def coder(self) -> Coder:
        """The coder of this run."""
        from dragoman.coding import Coder  # noqa: PLC0415  (only where something is coded)

        if self._coder is None:
            self._coder = Coder.open(self.settings)
        return self._coder

    def keep_parses(self, folder: Path) -> None:
        """Keep parses in *folder*, for texts that are read again and again."""
        from dragoman import register  # noqa: PLC0415  (only where something is coded)
        from dragoman.codebook import Codebook  # noqa: PLC0415
        from dragoman.coding import Coder  # noqa: PLC0415
        from dragoman.evaluation.parses import KeptParses  # noqa: PLC0415

        parser = KeptParses(folder, self.settings.model)
        codebook = Codebook.load(places=Path(self.settings.places_db))
        codebook = register.beside(codebook, self.settings)
        self._coder = Coder(parser, codebook, self.settings)

    def articles(self, sources: tuple[str, ...], published: str | None) -> Iterator[Article]:
        """Yield the articles in *sources*; what gives none gets a line on standard error."""
        from dragoman import articles  # noqa: PLC0415  (brings the HTML reader)

        if not sources and sys.stdin.isatty():
            message = "name a file or a folder, or give - to read standard input"
            raise click.UsageError(message)
        found = articles.read(
            sources or ("-",), published=published, settings=self.settings, stdin=sys.stdin.buffer
        )
        for one in found:
            if isinstance(one, Refused):
                self.refuse(one)
            else:
                yield one

    def code(self, article: Article) -> Coding | None:
        """Return the coding of *article*; a fault of dragoman's own costs this article alone."""
        coder = self.coder
        try:
            return coder.code(article)
        except Exception as error:
            if self.debug:
                raise
            _log.debug("coding of %s failed", article.id, exc_info=True)
            why = f"bug: {type(error).__name__}: {error}; --debug shows where, please report it"
            self.refuse(Refused(source=article.url or article.id, why=why))
            return None

    def codings(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """Yield the codings of *articles*, one at a time."""
        return (coding for article in articles if (coding := self.code(article)))

    def refuse(self, one: Refused) -> None:
        """Say what gave no coding, and why, in one line on standard error."""
        self.refused.append(one)
        where = one.source if one.line is None else f"{one.source} line {one.line}"
        click.echo(" ".join(f"{where}: {one.why}".split()), err=True)

    def end(self) -> None:
        """Exit with code 1 if something was refused."""
        if self.refused:
            sys.exit(1)


def add(session: Session, store: Store, articles: Iterator[Article], *, piped: bool) -> Counter[str]:
    """Code *articles* into *store* with a progress bar; return how many were added or there already.

    Articles that are *piped* in are coded as they come: whoever writes them may be waiting for that.
    """
    tally: Counter[str] = Counter()
    try:
        first = [] if piped else list(islice(articles, READ_AHEAD))
        with _progress(len(first) if 0 < len(first) < READ_AHEAD else None) as step:
            for article in chain(first, articles):
                if store.has(article):
                    tally["there"] += 1
                elif coding := session.code(article):
                    store.add(coding)
                    tally["added"] += 1
                    tally["events"] += len(coding.events)
                step(tally["events"])
    except KeyboardInterrupt:
        tally["stopped"] = 1
    for refused in session.refused:
        store.refuse(refused)
    return tally


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[int], object]]:
    from rich.console import Console  # noqa: PLC0415  (only where a bar is drawn)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("coding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles, {task.fields[events]} events"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total, events=0)
        yield lambda events: bar.update(task, advance=1, events=events)
