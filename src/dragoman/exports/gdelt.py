"""Reports in, GDELT's events out, each as the mentions that tell of it; its two tables are made from them.

GDELT makes one event of all that agrees in every attribute. Here it is one if date, both actors, CAMEO code
and place agree, in however many articles; each telling of it is a mention, with the same GLOBALEVENTID in
both tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.exports.icews import number
from dragoman.exports.pairs import pairs
from dragoman.exports.reports import day_of, reports
from dragoman.exports.sorting import Sorter
from dragoman.records import Place  # noqa: TC001  (msgspec reads the types of Mention)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.pairs import Pair
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Article, Event
    from dragoman.store import Store

NO_WORDS = -1
"""GDELT's own sign for an actor that has no words in the sentence."""

DAY = len("2024-01-19")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An actor as GDELT writes it: name in capitals, CAMEO country, known group, and its roles.

    ``offset`` is where its words begin in the article, or -1.
    """

    name: str | None = None
    country: str | None = None
    group: str | None = None
    roles: tuple[str, ...] = ()
    offset: int = NO_WORDS

    @property
    def code(self) -> str | None:
        """The parts of the code in one word, as CAMEO puts them together: USAGOV, IGOUNO."""
        parts = (*self.roles, self.country, self.group) if self.group else (self.country, *self.roles)
        return "".join(dict.fromkeys(p for p in parts if p)) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One telling of one event between two actors, in one sentence of one article."""

    key: int
    source: Coded
    target: Coded
    first: date | None
    last: date | None
    cameo: str | None
    place: Place | None
    article: str
    url: str | None
    outlet: str | None
    stamp: str | None
    lead: bool
    offset: int
    length: int
    confidence: float


def events(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[list[Mention]]:
    """Yield the events, each as its mentions in order of publication.

    They are sorted on disk, so that memory holds one event's mentions at a time. Events come in order of
    their last possible day; those without one come last.
    """
    with Sorter(Mention) as sorter:
        for report in reports(store, wanted, tally, classic=True):
            for mention in _mentions(report, wanted, codes):
                day = mention.last or mention.first
                key = f"{day.isoformat() if day else '9'}.{mention.key:016d}"
                sorter.add(key, f"{mention.stamp or ''}.{mention.article}.{mention.offset:09d}", mention)
        yield from sorter.groups()


def _mentions(report: Report, wanted: Wanted, codes: Codes) -> Iterator[Mention]:
    article = report.article
    for event in report.events:
        first, last = _interval(event, article, wanted)
        place = report.place(event)
        where = (place.geonameid, place.name, place.country) if place else ()
        for pair in pairs(report, event):
            source, target = (_coded(a, report, event, codes) for a in (pair.source, pair.target))
            cameo = _event_code(pair, event)
            who = (source.code, source.name, target.code, target.name)
            yield Mention(
                key=number(first, last, *who, cameo, *where),
                source=source,
                target=target,
                first=first,
                last=last,
                cameo=cameo,
                place=place,
                article=article.id,
                url=article.url,
                outlet=outlet(article),
                stamp=stamp(article),
                lead=_in_lead(article.text, event.sentence.start),
                offset=event.trigger.start,
                length=len(article.text),
                confidence=event.confidence,
            )


def _interval(event: Event, article: Article, wanted: Wanted) -> tuple[date | None, date | None]:
    """Return the first and last possible day; with the day of publication filled in, that day alone."""
    if day := day_of(event, article, wanted):
        return day, day
    return (event.date.first, event.date.last) if event.date else (None, None)


def _event_code(pair: Pair, event: Event) -> str | None:
    """Return the CAMEO code as GDELT has it: a bare root is written as its code "not specified below"."""
    code = pair.cameo(event)
    return f"{code}0" if code and len(code) == len("19") else code


def _coded(actor: Actor | None, report: Report, event: Event, codes: Codes) -> Coded:
    if actor is None:
        return Coded()
    land, body = codes.lands.get(actor.country or ""), codes.sectors.get(actor.country or "")
    sectors = [codes.sectors[s].cameo for s in actor.sectors if s in codes.sectors]
    mention = report.mention(actor, event)
    return Coded(
        name=actor.name.upper(),
        country=land.gdelt if land else ("EUR" if actor.country == "EUR" else None),
        group=body.group if body else None,
        roles=tuple(dict.fromkeys(r for r in (body.cameo if body else None, *sectors) if r)),
        offset=mention.start if mention else NO_WORDS,
    )


def _in_lead(text: str, start: int) -> bool:
    """Say whether *start* lies in the first paragraph of *text*."""
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin)
    return end < 0 or start < end


def outlet(article: Article) -> str | None:
    """Return the host of the article's URL without "www.", or else its publisher."""
    host = urlsplit(article.url).hostname if article.url else None
    return host.removeprefix("www.") if host else article.publisher


def stamp(article: Article) -> str | None:
    """Return when *article* was published, in 14 digits: UTC; midnight where the time is not known."""
    if article.published is None or article.day is None:
        return None
    if len(article.published) == DAY:
        return f"{article.day:%Y%m%d}000000"
    moment = datetime.fromisoformat(article.published)
    return f"{moment.astimezone(UTC) if moment.tzinfo else moment:%Y%m%d%H%M%S}"
