"""Document in, `Place` records out: where.

Names are found in the gazetteer (`names`), weighed by the words around them (`evidence`), and told apart
(`senses`). Names inside the names of people and bodies are no places, nor are capitals and countries that
act; those are set aside with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.places import names as naming
from dragoman.places import senses
from dragoman.places.datelines import mark_datelines
from dragoman.places.evidence import ENOUGH, Judge
from dragoman.records import Dropped, Found, Place

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.documents import Document
    from dragoman.places.names import Name
    from dragoman.records import Article


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Place]:
    """Return every Place in *doc*, one for each time that it is named, and what was set aside."""
    gazetteer = codebook.gazetteer
    dropped: list[Dropped] = []

    def drop(name: Name, why: str) -> None:
        dropped.append(Dropped(room="places", start=name.start, end=name.end, why=why))

    judge = Judge(doc, gazetteer)
    likely: list[Name] = []
    found = naming.scan(doc, gazetteer)
    mark_datelines(doc, found)
    for name in found:
        why = judge.weigh(name)
        if why is None:
            likely.append(name)
        elif name.hand:
            drop(name, why)
    senses.resolve(doc, gazetteer, likely)
    kept: list[Place] = []
    for name in likely:
        if name.weight + (2.0 if name.strong else 0.0) + (3.0 if name.dateline else 0.0) < ENOUGH:
            continue
        why = judge.metonym(name)
        if why is not None:
            drop(name, why)
            continue
        kept.append(_place(name, len(kept) + 1, gazetteer, doc))
    return Found(kept=tuple(kept), dropped=tuple(dropped))


def _place(name: Name, number: int, gazetteer: Gazetteer, doc: Document) -> Place:
    spot = name.spot
    assert spot is not None  # resolve() gives every name a spot
    known = not name.abstain
    feature = "capital" if spot.geonameid in gazetteer.capitals and spot.feature == "city" else spot.feature
    return Place(
        id=f"p{number}",
        start=name.start,
        end=name.end,
        text=doc.text[name.start : name.end],
        name=spot.name,
        country=spot.country if known else None,
        lat=spot.lat if known else None,
        lon=spot.lon if known else None,
        geonameid=spot.geonameid if known else None,
        feature=feature,
        reasons=tuple(name.reasons),
    )
