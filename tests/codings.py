"""Codings made by hand, for the tests of the store, the timeline and the commands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragoman.records import (
    Actor,
    Article,
    Assessment,
    Attribution,
    Coding,
    Dropped,
    Event,
    EventDate,
    Mention,
    Passage,
    Place,
    Reason,
    Source,
    Span,
    Time,
)

if TYPE_CHECKING:
    from dragoman.records import Status

VISIT = "Foreign Minister Ana Lupu of Moldova visited Tallinn on Monday, the Estonian foreign ministry said."


def span(text: str, words: str) -> Span:
    """Return the span of the first *words* in *text*."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def passage(text: str, *words: str) -> Passage:
    """Return the passage made of the first of each of *words*."""
    spans = tuple(span(text, w) for w in words)
    return Passage(spans=spans, text=" … ".join(words))


def actor(text: str, words: str, *, id: str, country: str | None) -> Actor:
    """Return an actor whose one mention is *words*."""
    s = span(text, words)
    mention = Mention(start=s.start, end=s.end, text=words)
    return Actor(
        id=id, name=words, kind="person", country=country, sector="GOV", sectors=("GOV",), mentions=(mention,)
    )


def visit(
    article_id: str = "tallinn-1",
    *,
    text: str = VISIT,
    recipe: str = "r1",
    publisher: str | None = "Baltic Wire",
    day: date | None = date(2031, 3, 3),
    event_type: str = "CONSULT",
    status: Status = "attributed",
) -> Coding:
    """Return the coding of one short article: a Moldovan minister visits Estonia."""
    when, where, cue = span(text, "on Monday"), span(text, "Tallinn"), span(text, "said")
    source = span(text, "the Estonian foreign ministry")
    content = passage(text, "Foreign Minister Ana Lupu of Moldova visited Tallinn on Monday")
    return Coding(
        article=Article(
            id=article_id,
            text=text,
            url=f"https://news.example/{article_id}",
            title="Lupu in Tallinn",
            publisher=publisher,
            published="2031-03-04T08:30",
            published_grain="minute",
            language="en",
        ),
        actors=(
            actor(text, "Ana Lupu", id="a1", country="MDA"),
            actor(text, "the Estonian foreign ministry", id="a2", country="EST"),
        ),
        times=(
            Time(
                id="t1",
                start=when.start,
                end=when.end,
                text=when.text,
                type="DATE",
                value="2031-03-03",
                first=day,
                last=day,
                grain="day",
            ),
        ),
        places=(
            Place(
                id="p1",
                start=where.start,
                end=where.end,
                text="Tallinn",
                name="Tallinn",
                country="EST",
                lat=59.44,
                lon=24.75,
                geonameid=588409,
                feature="PPLC",
            ),
        ),
        attributions=(
            Attribution(
                id="q1",
                source=Source(spans=(source,), text=source.text, actor="a2"),
                cue=Passage(spans=(cue,), text="said"),
                content=content,
                kind="indirect",
                stance="assert",
            ),
        ),
        events=(
            Event(
                id="e1",
                event_type=event_type,
                event_mode=("visit",) if event_type == "CONSULT" else (),
                contexts=("diplomatic",),
                quad_class=1,
                score=4.0,
                cameo="042",
                goldstein=1.9,
                actors=("a1",),
                recipients=("a2",),
                time="t1",
                date=None if day is None else EventDate(first=day, last=day, grain="day", basis="text"),
                place="p1",
                sentence=Span(0, len(text), text),
                trigger=span(text, "visited"),
                status=status,
                assessments=(
                    Assessment(source="a2", polarity="+", certainty="certain", attribution="q1"),
                    Assessment(source="author", polarity="unknown", certainty="unknown"),
                ),
                confidence=0.9,
                reasons=(Reason(rule="visit.verb", start=cue.start, end=cue.end, note="a visit"),),
            ),
        ),
        dropped=(Dropped(room="events", start=0, end=7, why="a title"),),
        recipe=recipe,
        version="0.1.0",
    )
