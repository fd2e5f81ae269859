"""Reports in, one JSON-LD document out: schema.org NewsArticle, Quotation and Claim, with who says each.

Words in quotation marks are a Quotation of the one who speaks. Other words are a Claim, if somebody stands
behind them or denies them; a demand or a promise is none. Who denies a claim is not its author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from dragoman.exports.reports import reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Report, Tally, Wanted
    from dragoman.records import Actor, Attribution
    from dragoman.store import Store

STANDS_BEHIND = frozenset({"assert", "allege", "confirm", "warn", "predict", "believe", "suggest"})
"""Stances of those who say that something is so, was so, or will be so."""

DENIES = frozenset({"deny", "retract"})

TYPES = {"person": "Person", "country": "GovernmentOrganization", "igo": "Organization"}

CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "dragoman": "urn:dragoman:",
    "url": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "appearance": {"@type": "@id"},
    "stance": "dragoman:stance",
    "deniedBy": "dragoman:deniedBy",
}
"""Written into the file, so that it can be read without a network."""


def lines(store: Store, wanted: Wanted, codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one document with a graph, a line a node."""
    encoder = msgspec.json.Encoder()
    yield f'{{"@context":{encoder.encode(CONTEXT).decode()},\n"@graph":[\n'
    before = ""
    for report in reports(store, wanted, tally):
        for node in _nodes(report, codes):
            tally.rows += 1
            yield before + encoder.encode(node).decode()
            before = ",\n"
    yield "\n]}\n"


def _nodes(report: Report, codes: Codes) -> Iterator[dict[str, Any]]:
    article = report.article
    page = _urn(article.id)
    yield _known(
        {
            "@id": page,
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": article.published,
            "publisher": {"@type": "Organization", "name": article.publisher} if article.publisher else None,
            "url": article.url,
            "inLanguage": article.language,
            "identifier": article.id,
        }
    )
    for said in report.coding.attributions:
        if node := _saying(report, said, page, codes):
            yield node


def _saying(report: Report, said: Attribution, page: str, codes: Codes) -> dict[str, Any] | None:
    """Return *said* as a Quotation or a Claim; None if it is neither."""
    speaker = _speaker(report, said, codes)
    common = {
        "@id": f"{page}#{said.id}",
        "text": said.content.text,
        "creditText": said.source.text if said.source else None,
        "stance": said.stance,
    }
    if said.kind == "direct":
        return _known(
            {
                **common,
                "@type": "Quotation",
                "isPartOf": page,
                "creator": speaker,
                "spokenByCharacter": speaker,
            }
        )
    if said.stance in STANDS_BEHIND:
        return _known({**common, "@type": "Claim", "appearance": page, "author": speaker})
    if said.stance in DENIES:
        return _known({**common, "@type": "Claim", "appearance": page, "deniedBy": speaker})
    return None


def _speaker(report: Report, said: Attribution, codes: Codes) -> dict[str, Any] | None:
    """Return who says it, if that is known."""
    actor: Actor | None = report.actors.get(said.source.actor or "") if said.source else None
    if actor is None:
        return None
    land = codes.lands.get(actor.country or "")
    place = {"@type": "Country", "name": land.name, "identifier": land.code} if land else None
    person = actor.kind == "person"
    return _known(
        {
            "@type": TYPES.get(actor.kind, "Organization"),
            "name": actor.name,
            "jobTitle": actor.role if person else None,
            "nationality" if person else "location": place,
            "sameAs": f"http://www.wikidata.org/entity/{actor.wikidata}" if actor.wikidata else None,
        }
    )


def _known(node: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in node.items() if v is not None}


def _urn(article: str) -> str:
    return f"urn:dragoman:article:{quote(article, safe='')}"
