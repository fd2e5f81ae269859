"""Document in, `Place` records out: where.

Names are found in the gazetteer (`names`), weighed by the words around them (`evidence`), and told apart
(`senses`); places that a user imported are taken where the text shows one (`villages`, with `signs` and
`fits`); sites that no gazetteer knows are found by the word that ends their name (`sites`). Names inside the
names of people and bodies are no places, nor are capitals and countries that act; those are set aside with
the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.places import grounds, senses, sites, unlisted
from dragoman.places import names as naming
from dragoman.places.datelines import mark_datelines
from dragoman.places.evidence import ENOUGH, Judge
from dragoman.places.villages import Villages
from dragoman.records import Dropped, Found, Place, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook import Codebook
    from dragoman.codebook.gazetteer import Gazetteer
    from dragoman.documents import Document
    from dragoman.places.names import Name
    from dragoman.records import Article


def find(doc: Document, codebook: Codebook, article: Article) -> Found[Place]:
    """Return every Place in *doc*, one for each time that it is named, and what was set aside."""
    gazetteer = codebook.gazetteer
    dropped: list[Dropped] = []
    found = naming.scan(doc, gazetteer)
    judge = Judge(doc, gazetteer, found)
    built = sites.scan(doc, gazetteer, judge.entity)
    found, built = sites.reconcile(found, built, gazetteer.words)
    mark_datelines(doc, found)
    land = [g for g in grounds.scan(doc, gazetteer) if not any(n.first <= g.first < n.last for n in found)]
    likely: list[Name] = []
    for name in found:
        why = None if name.inner else judge.weigh(name)
        if why is None:
            likely.append(name)
            continue
        if judge.worth_noting(name):
            dropped.append(_set_aside(name, why))
        if judge.hints_at_town(name):
            name.inner = True
            likely.append(name)
    beside = senses.lists(doc, likely)
    story = senses.resolve(doc, gazetteer, likely, beside, article)
    senses.agree(likely, story, beside)
    towns = [n for n in likely if n.inner or n.weight >= ENOUGH]
    if codebook.imported is not None:
        villages = Villages(doc, codebook, codebook.imported, judge, story)
        villages.reconsider([n for n in towns if not n.inner])
        towns += villages.find([n for n in towns if not n.inner], found, (*built, *land))
        villages.locate(built, [n for n in towns if not n.inner])
    sites.locate(doc, [s for s in built if s.spot is None], towns, story.main())
    firm = [n for n in towns if not n.inner]
    rest = unlisted.scan(doc, (*found, *towns, *built, *land), gazetteer.words)
    unlisted.locate(doc, rest, firm, story.main())
    kept: list[Name] = []
    for name in sorted((*(n for n in towns if not n.inner), *built, *land, *rest), key=lambda n: n.start):
        why = None if name in land else judge.metonym(name)
        if why is None:
            kept.append(name)
        else:
            dropped.append(_set_aside(name, why))
    return Found(kept=_places(kept, gazetteer, doc), dropped=tuple(dropped))


def _set_aside(name: Name, why: str) -> Dropped:
    return Dropped(room="places", start=name.start, end=name.end, why=why)


def _places(names: Sequence[Name], gazetteer: Gazetteer, doc: Document) -> tuple[Place, ...]:
    return tuple(_place(name, k, gazetteer, doc) for k, name in enumerate(names, start=1))


def _place(name: Name, number: int, gazetteer: Gazetteer, doc: Document) -> Place:
    spot = name.spot
    assert spot is not None  # resolve() and locate() give every name a spot
    known = not name.abstain
    feature = "capital" if spot.feature == "city" and spot.geonameid in gazetteer.capitals else spot.feature
    rule, note = "places.gazetteer", f"{spot.name}: {feature}"
    if spot.source:
        rule, note = "places.imported", f"{note}, from {spot.source}"
    listed = Reason(rule=rule, start=name.start, end=name.end, note=note)
    return Place(
        id=f"p{number}",
        start=name.start,
        end=name.end,
        text=doc.text[name.start : name.end],
        name=spot.name,
        country=spot.country if known or name.site else name.land,
        lat=spot.lat if known else None,
        lon=spot.lon if known else None,
        geonameid=spot.geonameid if known else None,
        feature=feature,
        reasons=tuple(name.reasons) if name.site else (listed, *name.reasons),
    )
