"""What one run of a command that codes has at hand: settings, the coder, and what was refused."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman import settings as settings_room
from dragoman.errors import BatchError
from dragoman.records import Article, Coding, Refused

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator

    from dragoman.articles import Gathered, Item
    from dragoman.coding import Coder
    from dragoman.fetching import Fetcher
    from dragoman.settings import Settings
    from dragoman.store import Store

_log = logging.getLogger("dragoman.cli")

READ_AHEAD = 500
"""Articles that are read before the first is coded, so that the progress bar knows how many there are."""

SIZE_AHEAD = 20_000_000
"""Characters of text and bytes of pages that are held at most before the first is coded."""

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

    def fetcher(self, *, allow_private: bool, store: Store | None = None) -> Fetcher:
        """Return the fetcher of this run, which remembers in *store* what it has."""
        from dragoman.fetching import Fetcher  # noqa: PLC0415  (only where something is read)

        memory = store.captures if store is not None else None
        return Fetcher(self.settings, memory, allow_private)

    def gathered(
        self,
        sources: tuple[str, ...],
        *,
        published: str | None,
        columns: str | None,
        fetcher: Fetcher,
        known: Callable[[Item], bool] | None = None,
    ) -> Iterator[Gathered]:
        """Yield what *sources* hold; what gives no article gets a line on standard error."""
        from dragoman import articles  # noqa: PLC0415  (brings the HTML reader)

        if not sources and sys.stdin.isatty():
            message = "name a file, a folder or an address, or give - to read standard input"
            raise click.UsageError(message)
        found = articles.gather(
            sources or ("-",),
            published=published,
            settings=self.settings,
            stdin=sys.stdin.buffer,
            columns=articles.Columns.parse(columns) if columns else None,
            fetcher=fetcher,
            known=known,
        )
        for one in found:
            if isinstance(one.found, Refused):
                self.refuse(one.found)
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


def add(
    session: Session, store: Store, found: Iterator[Gathered], tally: Counter[str], *, piped: bool
) -> Counter[str]:
    """Code what was *found* into *store* with a progress bar; count in *tally* what was added or there.

    Articles that are *piped* in, or fetched, are coded as they come: whoever writes them may wait for that.
    """
    try:
        first, whole = ([], False) if piped else _ahead(found)
        with _progress(len(first) if whole else None) as step:
            for one in chain(first, found):
                outcome, coding = keep(session, store, one)
                tally[outcome] += 1
                tally["events"] += len(coding.events) if coding else 0
                step(tally["events"])
    except KeyboardInterrupt:
        tally["stopped"] = 1
    for refused in session.refused:
        store.refuse(refused)
    return tally


def add_coded(session: Session, store: Store, sources: Iterable[str], tally: Counter[str]) -> None:
    """Take the outputs of batches into *store* as they are; count in *tally* what was added or there."""
    from dragoman import batch  # noqa: PLC0415  (brings the readers and pyarrow)

    try:
        with _progress(None) as step:
            for path in (p for s in sources for p in batch.written(Path(s))):
                try:
                    for coding in batch.codings(path):
                        added = not store.has(coding.article) and store.add(coding)
                        tally["added" if added else "there"] += 1
                        tally["events"] += len(coding.events) if added else 0
                        step(tally["events"])
                except BatchError as error:
                    session.refuse(Refused(source=str(path), why=str(error).removeprefix(f"{path}: ")))
    except KeyboardInterrupt:
        tally["stopped"] = 1


def is_coded(source: str) -> bool:
    """Say whether a source is what `dragoman batch` wrote."""
    from dragoman import batch  # noqa: PLC0415  (brings the readers and pyarrow)

    # Of other sources nothing is loaded to find out.
    return (source.endswith(".parquet") or Path(source).is_dir()) and batch.is_output(source)


def is_list(source: str) -> bool:
    """Say whether a source is a file that leads to others, which are fetched one by one."""
    from dragoman.articles.sources import is_list as leads_on  # noqa: PLC0415  (brings the HTML reader)

    return leads_on(source)


def keep(session: Session, store: Store, one: Gathered) -> tuple[str, Coding | None]:
    """Code one article into *store*; say whether it was ``added``, ``there`` already or ``refused``."""
    coding = None
    if isinstance(one.found, Refused):
        if one.item is not None and not one.passing:
            store.captures.settle(one.item, session.coder.recipe)
        return "refused", None
    if not store.has(one.found):
        coding = session.code(one.found)
        if coding is None:
            return "refused", None
        if store.add(coding, capture=one.capture, item=one.item):
            return "added", coding
    elif one.item is not None:
        store.captures.settle(one.item, session.coder.recipe)
    return "there", None


def _ahead(found: Iterator[Gathered]) -> tuple[list[Gathered], bool]:
    """Read some articles ahead; say whether these are all."""
    first: list[Gathered] = []
    size = 0
    for one in found:
        first.append(one)
        size += len(one.found.text) if isinstance(one.found, Article) else 0
        size += len(one.capture.body) if one.capture else 0
        if len(first) >= READ_AHEAD or size > SIZE_AHEAD:
            return first, False
    return first, True


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
