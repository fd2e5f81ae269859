"""Reports in, one GeoJSON FeatureCollection out: the events whose place has a point, one feature each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.exports.reports import precision, reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Event, Place
    from dragoman.store import Store

POINTS = 6
"""Decimal places: a tenth of a metre, far finer than any place in a gazetteer."""


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield a FeatureCollection, a line a feature; *tally* counts the events without a point."""
    encoder = msgspec.json.Encoder()
    yield '{"type":"FeatureCollection","features":[\n'
    before = ""
    for report in reports(store, wanted, tally):
        for event in report.events:
            place = report.place(event)
            if place is None or place.lat is None or place.lon is None:
                tally.placeless += 1
                continue
            tally.rows += 1
            yield before + encoder.encode(_feature(report, event, place, codes)).decode()
            before = ",\n"
    yield "\n]}\n"


def _feature(report: Report, event: Event, place: Place, codes: Codes) -> dict[str, Any]:
    article, when = report.article, event.date
    assert place.lat is not None  # the caller saw to it
    assert place.lon is not None
    return {
        "type": "Feature",
        "id": report.key(event),
        "geometry": {"type": "Point", "coordinates": [round(place.lon, POINTS), round(place.lat, POINTS)]},
        "properties": {
            "event_type": event.event_type,
            "modes": event.event_mode,
            "status": event.status,
            "actors": [a.name for a in report.who(event.actors)],
            "actor_countries": [a.country for a in report.who(event.actors)],
            "recipients": [a.name for a in report.who(event.recipients)],
            "recipient_countries": [a.country for a in report.who(event.recipients)],
            "date_first": when.first if when else None,
            "date_last": when.last if when else None,
            "date_precision": precision(event),
            "place": place.name,
            "place_country": place.country,
            "place_precision": codes.precision(place),
            "quad_class": event.quad_class,
            "score": event.score,
            "words": event.sentence.text,
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published,
            "url": article.url,
            "article": article.id,
        },
    }
