"""Texts, addresses and files in, articles in the store out: one job at a time, its progress to look at."""

from __future__ import annotations

import io
import logging
import queue
import re
import secrets
import shutil
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from dragoman import articles
from dragoman.coding import Coder
from dragoman.errors import DragomanError
from dragoman.records import Refused
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dragoman.articles import Gathered
    from dragoman.records import Article, Coding
    from dragoman.settings import Settings

_log = logging.getLogger("dragoman.web")

KEPT = 50
"""Jobs whose outcome can still be looked at."""

WAITING = 20
"""Jobs that may wait at once."""

State = Literal["waiting", "reading", "done"]
Result = Literal["added", "there", "refused"]

_AWKWARD = re.compile(r"[^\w.()-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """The text of one article, and what is known of it."""

    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one source: the article that it gave, or why it gave none."""

    source: str
    result: Result
    article: str | None = None
    title: str | None = None
    events: int = 0
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is being added. ``sources`` is how many were given; one may hold many articles."""

    id: str
    state: State
    sources: int
    read: int = 0
    outcomes: tuple[Outcome, ...] = ()


class Busy(Exception):  # noqa: N818  (reads as what happened)
    """Too many jobs wait already."""


class Codes(Protocol):
    """Whatever turns an article into its coding."""

    @property
    def recipe(self) -> str:
        """What the codings are made by."""
        ...

    def code(self, article: Article) -> Coding:
        """Return the coding of *article*."""
        ...


@dataclass(slots=True)
class _Order:
    job: str
    folder: Path | None
    found: Callable[[], Iterator[tuple[str, Gathered]]]


@dataclass(slots=True)
class Adding:
    """Adds to the store at *db*, one job after the other; the coder is loaded when the first job comes."""

    db: Path
    settings: Settings
    load: Callable[[Settings], Codes] = Coder.open
    _jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _orders: queue.Queue[_Order] = field(default_factory=lambda: queue.Queue(WAITING))
    _worker: threading.Thread | None = None
    _coder: Codes | None = None

    def job(self, name: str) -> Job | None:
        """Return how far the job *name* is; None if it is not known, or no longer."""
        return self._jobs.get(name)

    def paste(self, paste: Paste) -> Job:
        """Add one text, as it stands."""
        line = msgspec.json.encode({k: v for k, v in msgspec.to_builtins(paste).items() if v})

        def found() -> Iterator[tuple[str, Gathered]]:
            for one in articles.gather(["-"], settings=self.settings, stdin=io.BytesIO(line)):
                yield paste.title or "pasted text", one

        return self._begin(1, None, found)

    def addresses(self, urls: Sequence[str], published: str | None = None) -> Job:
        """Fetch and add what is at *urls*.

        Raises:
            ValueError: if one of them is no address of the web: it might name a file of this machine.
        """
        for url in urls:
            if not re.match(r"https?://[^/\s]+", url):
                message = f"{url[:80]!r} is no address of the web; it begins with https://"
                raise ValueError(message)

        def found() -> Iterator[tuple[str, Gathered]]:
            for url in urls:
                for one in articles.gather([url], published=published, settings=self.settings):
                    yield url, one

        return self._begin(len(urls), None, found)

    def files(self, folder: Path, names: Sequence[str], published: str | None = None) -> Job:
        """Add the files in *folder*, which are called `stored` of *names*; the folder is removed after."""

        def found() -> Iterator[tuple[str, Gathered]]:
            for number, name in enumerate(names):
                source = str(folder / stored(number, name))
                for one in articles.gather([source], published=published, settings=self.settings):
                    yield name, one

        return self._begin(len(names), folder, found)

    def _begin(
        self, sources: int, folder: Path | None, found: Callable[[], Iterator[tuple[str, Gathered]]]
    ) -> Job:
        job = Job(id=secrets.token_urlsafe(9), state="waiting", sources=sources)
        with self._lock:
            try:
                self._orders.put_nowait(_Order(job.id, folder, found))
            except queue.Full:
                message = f"{WAITING} jobs are waiting already; try again when some of them are done"
                raise Busy(message) from None
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="adding", daemon=True)
                self._worker.start()
        return job

    def _work(self) -> None:
        while True:
            order = self._orders.get()
            try:
                self._do(order)
            except Exception as error:  # noqa: BLE001  (one job's fault must not stop those that wait)
                _log.debug("adding failed", exc_info=True)
                why = str(error) if isinstance(error, DragomanError) else _bug(error)
                self._tell(order.job, Outcome(source="this job", result="refused", why=why))
            finally:
                if order.folder is not None:
                    shutil.rmtree(order.folder, ignore_errors=True)
                self._change(order.job, state="done")

    def _do(self, order: _Order) -> None:
        self._change(order.job, state="reading")
        if self._coder is None:
            self._coder = self.load(self.settings)
        with Store.open(self.db) as store:
            for source, one in order.found():
                self._tell(order.job, self._add(store, self._coder, source, one))

    def _add(self, store: Store, coder: Codes, source: str, given: Gathered) -> Outcome:
        one = given.found
        if isinstance(one, Refused):
            where = source if one.line is None else f"{source}, line {one.line}"
            return Outcome(source=where, result="refused", why=one.why)
        if store.has(one, coder.recipe):
            return Outcome(source=source, result="there", article=one.id, title=one.title)
        try:
            coding = coder.code(one)
        except Exception as error:  # noqa: BLE001  (a fault of ours costs this article alone)
            _log.debug("coding of %s failed", one.id, exc_info=True)
            return Outcome(source=source, result="refused", title=one.title, why=_bug(error))
        if not store.add(coding, capture=given.capture, item=given.item):
            return Outcome(source=source, result="there", article=one.id, title=one.title)
        events = len(coding.events)
        return Outcome(source=source, result="added", article=one.id, title=one.title, events=events)

    def _tell(self, name: str, outcome: Outcome) -> None:
        with self._lock:
            if (job := self._jobs.get(name)) is not None:
                self._jobs[name] = replace(job, read=job.read + 1, outcomes=(*job.outcomes, outcome))

    def _change(self, name: str, *, state: State) -> None:
        with self._lock:
            if (job := self._jobs.get(name)) is not None:
                self._jobs[name] = replace(job, state=state)


def stored(number: int, name: str) -> str:
    """Return under which name the file that came as *name* is kept while it waits.

    >>> stored(2, "../../etc/my page.html")
    '002-my-page.html'
    """
    plain = _AWKWARD.sub("-", Path(name.replace("\\", "/")).name)[-80:]
    return f"{number:03}-{plain or 'file'}"


def _bug(error: Exception) -> str:
    return f"bug: {type(error).__name__}: {error}; please report it"
