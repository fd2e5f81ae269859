"""Reports in, PLOVER's own records out, one JSON object a line, with what dragoman knows beyond it.

The fields are those of PLOVER's JSON record; ``status``, ``assessments``, ``basis``, ``participants``,
``confidence`` and ``reasons`` are added. An event that did not, or not yet, take place carries PLOVER's
auxiliary mode in its context, as the manual has it, so that a reader who knows PLOVER and not dragoman is
warned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.exports.reports import day_of, precision, reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Article, Assessment, Event, Place
    from dragoman.store import Store

AUXILIARY = {
    "negated": "negation",
    "denied": "negation",
    "planned": "future",
    "requested": "future",
    "foreseen": "hypothetical",
}
"""PLOVER's auxiliary mode for each status of what is not taken to have happened."""

RESOLUTION = {"country": 1, "province": 2, "district": 3, "city": 4, "site": 5}
"""PLOVER's numbers for how exact a place is."""


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one line for each wanted event, of every status."""
    encoder = msgspec.json.Encoder()
    for report in reports(store, wanted, tally):
        for event in report.events:
            row = record(report, event, wanted, codes)
            tally.rows += 1
            tally.undated += row["date"] is None
            yield encoder.encode(row).decode() + "\n"


def record(report: Report, event: Event, wanted: Wanted, codes: Codes) -> dict[str, Any]:
    """Return *event* as PLOVER's record. What is not known is null or an empty list."""
    article, when = report.article, event.date
    day = day_of(event, article, wanted)
    auxiliary = AUXILIARY.get(event.status)
    return {
        "id": report.key(event),
        "date": day or (when.first if when else None),
        "enddate": day or (when.last if when else None),
        "date_precision": "day" if day else precision(event),
        "basis": when.basis if when else None,
        "event": event.event_type,
        "mode": event.event_mode,
        "context": (*event.contexts, auxiliary) if auxiliary else event.contexts,
        "quad_code": event.quad_class,
        "event_scale": event.score,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "status": event.status,
        "confidence": event.confidence,
        "actor": [_entity(report, a, event) for a in report.who(event.actors)],
        "recipient": [_entity(report, a, event) for a in report.who(event.recipients)],
        "participants": [_entity(report, a, event) for a in report.who(event.participants)],
        "event_loc": _place(report.place(event), codes),
        "event_text": event.trigger.text,
        "text": event.sentence.text,
        "text_info": {
            "start": event.sentence.start,
            "end": event.sentence.end,
            "trigger_start": event.trigger.start,
            "trigger_end": event.trigger.end,
        },
        "assessments": [_assessment(report, s) for s in event.assessments],
        "reasons": [r.rule for r in event.reasons],
        "cite_info": _citation(article),
        "coder": f"dragoman {report.coding.version}",
        "recipe": report.coding.recipe,
    }


def _entity(report: Report, actor: Actor, event: Event) -> dict[str, Any]:
    mention = report.mention(actor, event)
    return {
        "id": actor.id,
        "entity_name": actor.name,
        "raw_text": mention.text if mention else None,
        "start": mention.start if mention else None,
        "end": mention.end if mention else None,
        "kind": actor.kind,
        "code": actor.country,
        "sector_code": actor.sector,
        "other_sector_codes": actor.sectors[1:],
        "office": actor.role,
        "wikidata_id": actor.wikidata,
    }


def _place(place: Place | None, codes: Codes) -> dict[str, Any] | None:
    if place is None:
        return None
    exact = codes.precision(place)
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if exact == "city" else None,
        "district": place.name if exact == "district" else None,
        "province": codes.province(place),
        "country_code": place.country,
        "feature_code": codes.geonames_code(place),
        "feature": place.feature,
        "resolution": RESOLUTION.get(exact or ""),
        "start": place.start,
        "end": place.end,
    }


def _assessment(report: Report, assessment: Assessment) -> dict[str, Any]:
    actor = report.actors.get(assessment.source)
    said = report.attributions.get(assessment.attribution or "")
    return {
        "source": assessment.source,
        "name": actor.name if actor else None,
        "code": actor.country if actor else None,
        "words": said.source.text if said and said.source else None,
        "cue": said.cue.text if said and said.cue else None,
        "stance": said.stance if said else None,
        "polarity": assessment.polarity,
        "certainty": assessment.certainty,
    }


def _citation(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "publication": article.publisher,
        "published": article.published,
        "url": article.url,
        "language": article.language,
    }
