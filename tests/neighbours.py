"""Four made-up years of Moldova and Estonia, with three turns: a visit, a treaty, a break.

    2028-01 to 2028-12   they hardly deal with each other
    2029-01              the visit: from then on they meet and agree, two or three times a month
    2030-01              the treaty: aid and joint work beside the talks
    2031-01              the break: accusations, sanctions, expulsions; the talks are over

Every month other articles name one of the two, but for 2030-07, of which nothing was read.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.records import Actor, Article, Assessment, Coding, Event, EventDate, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.records import Status

VISIT, TREATY, BREAK = date(2029, 1, 1), date(2030, 1, 1), date(2031, 1, 1)
UNREAD = date(2030, 7, 1)
FACTS = {
    "CONSULT": (1, 2.5, "040", 1.0, "held talks with"),
    "AGREE": (1, 3.0, "050", 3.5, "came to terms with"),
    "COOPERATE": (2, 6.0, "060", 6.0, "worked jointly with"),
    "AID": (2, 7.0, "070", 7.0, "delivered equipment to"),
    "ACCUSE": (3, -3.0, "112", -2.0, "blamed"),
    "COERCE": (4, -7.0, "174", -5.0, "expelled diplomats of"),
    "SANCTION": (4, -6.0, "163", -8.0, "put an embargo on"),
}
"""Quad class, score, CAMEO code, Goldstein value, and words of our own for each type."""

SUBJECTS = [
    "barley",
    "harbours",
    "cable",
    "museums",
    "vaccines",
    "railways",
    "forests",
    "satellites",
    "postage",
    "beekeeping",
    "turbines",
    "archives",
    "ferries",
    "glass",
    "tariffs",
    "sturgeon",
    "wine",
    "orchards",
    "radar",
    "tunnels",
]


def coding(
    number: int,
    day: date,
    event_type: str,
    *,
    doer: str = "MDA",
    status: Status = "asserted",
    confidence: float = 0.9,
    publisher: str = "Baltic Wire",
    published: date | None = None,
) -> Coding:
    """Return the coding of one short article about one thing between the two."""
    quad, score, cameo, goldstein, words = FACTS[event_type]
    one, other = ("Moldova", "Estonia") if doer == "MDA" else ("Estonia", "Moldova")
    text = f"{one} {words} {other} about {_list(number)}."
    codes = {"Moldova": "MDA", "Estonia": "EST"}
    actors = tuple(
        Actor(
            id=f"a{n}",
            name=name,
            kind="country",
            country=codes[name],
            sector="GOV",
            sectors=("GOV",),
            mentions=(Mention(start=text.index(name), end=text.index(name) + len(name), text=name),),
        )
        for n, name in enumerate((one, other), start=1)
    )
    start = text.index(words)
    event = Event(
        id="e1",
        event_type=event_type,
        quad_class=quad,
        score=score,
        cameo=cameo,
        goldstein=goldstein,
        actors=("a1",),
        recipients=("a2",),
        date=EventDate(first=day, last=day, grain="day", basis="text"),
        sentence=Span(0, len(text), text),
        trigger=Span(start, start + len(words), words),
        status=status,
        assessments=(Assessment(source="author", polarity="+", certainty="certain"),),
        confidence=confidence,
    )
    article = Article(
        id=f"n{number:04}",
        text=text,
        title=f"Of two neighbours, {number}",
        publisher=publisher,
        published=(published or day + timedelta(days=1)).isoformat(),
        published_grain="day",
        language="en",
    )
    return Coding(article=article, actors=actors, events=(event,), recipe="r1", version="0.1.0")


def other_news(number: int, day: date) -> Coding:
    """Return the coding of an article that names Moldova, and in which nothing happens between the two."""
    text = f"Moldova took stock of its {_list(1000 + number)}."
    named = Actor(
        id="a1",
        name="Moldova",
        kind="country",
        country="MDA",
        mentions=(Mention(start=0, end=7, text="Moldova"),),
    )
    article = Article(
        id=f"o{number:04}", text=text, published=day.isoformat(), published_grain="day", language="en"
    )
    return Coding(article=article, actors=(named,), recipe="r1", version="0.1.0")


def story() -> Iterator[Coding]:
    """Yield the codings of the four years, in order of time."""
    number = 0
    for month in range(48):
        year, first = 2028 + month // 12, date(2028 + month // 12, month % 12 + 1, 1)
        if first == UNREAD:
            continue
        yield other_news(month, first.replace(day=15))
        for n, kind in enumerate(_month(year, month)):
            number += 1
            day = first.replace(day=2 + 4 * n + month % 3)
            yield coding(number, day, kind, doer="MDA" if (number + month) % 2 else "EST")


def _list(number: int) -> str:
    """Return subjects in an order of their own, so that no text looks like a copy of another."""
    first, *rest = random.Random(number).sample(SUBJECTS, 12)
    return f"{', '.join(rest)} and {first}"


def _month(year: int, month: int) -> tuple[str, ...]:
    calm = (("CONSULT",), (), (), ("ACCUSE",), (), ())
    talks = (("CONSULT", "AGREE", "CONSULT"), ("CONSULT", "AGREE"), ("CONSULT", "CONSULT", "AGREE"))
    work = (("COOPERATE", "AID", "AID"), ("COOPERATE", "AID"), ("AID", "COOPERATE", "AID"))
    row = (("ACCUSE", "COERCE", "ACCUSE"), ("ACCUSE", "SANCTION", "ACCUSE", "COERCE"), ("ACCUSE", "ACCUSE"))
    if year == 2028:
        return calm[month % len(calm)]
    if year == 2029:
        return talks[month % 3]
    if year == 2030:
        return (*talks[month % 3][:2], *work[month % 3])
    return row[month % 3]
