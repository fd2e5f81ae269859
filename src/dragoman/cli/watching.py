"""Feeds in, new articles into the store, one line for each: looks again and again until it is stopped."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman import articles
from dragoman.articles.feeds import kind, listed
from dragoman.articles.ready import NoArticle
from dragoman.cli.session import is_list, keep
from dragoman.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.articles import Gathered, Item
    from dragoman.cli.session import Session
    from dragoman.fetching import Fetcher
    from dragoman.records import Article, Coding
    from dragoman.store import Store

AGAIN = "works again"
NEVER = math.inf


class Watch:
    """Looks at feeds, and keeps what is new. What has failed is told once, and tried again ever later."""

    def __init__(
        self,
        session: Session,
        store: Store,
        fetcher: Fetcher,
        *,
        every: float,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look at each feed *every* so many seconds; *sleep* and *clock* are those of the machine."""
        self.session = session
        self.store = store
        self.fetcher = fetcher
        self.every = every
        self.sleep = sleep
        self.clock = clock
        self.tally: Counter[str] = Counter()
        self._due: dict[str, float] = {}

    def run(self, sources: tuple[str, ...], *, once: bool) -> Counter[str]:
        """Look at *sources* until Ctrl-C, or *once*; count what was added, and if it was stopped."""
        try:
            with _terminable():
                self._due = dict.fromkeys(self._feeds(sources), self.clock())
                while rest := {f: t for f, t in self._due.items() if t != NEVER}:
                    feed = min(rest, key=lambda f: rest[f])
                    if (wait := rest[feed] - self.clock()) > 0:
                        self.sleep(wait)
                    self.look(feed)
                    again = self.clock() + max(self.every, self.store.captures.waiting(feed))
                    self._due[feed] = NEVER if once else again
        except KeyboardInterrupt:
            self.tally["stopped"] = 1
        return self.tally

    def look(self, feed: str) -> None:
        """Look at one feed, unless it has failed lately, and add what is new in it."""
        if self.store.captures.waiting(feed):
            return
        failed = False
        settings = self.session.settings
        found = articles.gather(
            (feed,), settings=settings, fetcher=self.fetcher, known=self._known, handed=self._join
        )
        for one in found:
            failed = failed or _is_of(feed, one)
            self._take(one, feed)
        if not failed and self.store.captures.recovered(feed):
            click.echo(f"{feed}: {AGAIN}", err=True)

    def _take(self, one: Gathered, feed: str) -> None:
        refused = len(self.session.refused)
        outcome, coding = keep(self.session, self.store, one)
        self.tally[outcome] += 1
        if coding is not None:
            click.echo(_line(coding))
        elif isinstance(one.found, Refused):
            self._refuse(one, one.found, feed)
        for new in self.session.refused[refused:]:
            self.store.refuse(new)

    def _refuse(self, one: Gathered, refused: Refused, feed: str) -> None:
        """Tell once what has failed."""
        if one.passing or _is_of(feed, one):
            source = one.item.address if one.item else refused.source
            failure = self.store.captures.failed(source, refused.why, one.later)
            if failure.count == 1:
                why = f"{refused.why}; it is tried again in {_span(failure.wait)}"
                self.session.refuse(Refused(source=refused.source, line=refused.line, why=why))
            else:
                self.session.refused.append(refused)
        elif refused not in self.session.refused:
            self.session.refuse(refused)

    def _known(self, item: Item) -> bool:
        captures = self.store.captures
        return captures.settled(item, self.session.coder.recipe) or captures.waiting(item.address) > 0

    def _join(self, address: str) -> None:
        """Look at a feed of a list as well, by itself: it may fail while the others don't."""
        self._due.setdefault(address, self.clock())

    def _feeds(self, sources: tuple[str, ...]) -> Iterator[str]:
        """Yield the sources, with a saved list's feeds in its place."""
        for source in sources:
            if "://" in source or not is_list(source):
                yield source
                continue
            data = Path(source).read_bytes()
            if kind(data) != "opml":
                yield source
                continue
            try:
                yield from listed(data)
            except NoArticle as no:
                self.session.refuse(Refused(source=source, why=str(no)))


def _is_of(feed: str, one: Gathered) -> bool:
    """Say whether it is the feed itself that gave nothing, not an item in it."""
    of_feed = isinstance(one.found, Refused) and one.found.source == feed
    return of_feed and (one.passing or one.capture is not None)


def _line(coding: Coding) -> str:
    article: Article = coding.article
    events = f"{len(coding.events)} event{'' if len(coding.events) == 1 else 's'}"
    parts = (article.published, article.publisher, article.title, events, article.url or article.id)
    return "  ".join(" ".join(p.split()) for p in parts if p)


def _span(seconds: float) -> str:
    if seconds >= 7_200:
        return f"{seconds / 3_600:.0f} hours"
    return f"{max(1.0, seconds / 60):.0f} minutes"


@contextmanager
def _terminable() -> Iterator[None]:
    """Stop as cleanly when the system asks (SIGTERM) as on Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
