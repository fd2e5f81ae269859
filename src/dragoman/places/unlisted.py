"""Finds towns and villages that the gazetteer does not have, by the words before them ("the village of")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import Spot
from dragoman.places.names import Name, capital
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook.gazetteer import Words
    from dragoman.documents import Document, Token

NEAR = frozenset({"at", "near", "from", "to"})
LABELS = frozenset({"GPE", "LOC"})
AREAS = frozenset({"admin1", "admin2", "region", "city", "district", "island", "base"})
LONGEST = 4


def scan(doc: Document, taken: Sequence[Name], words: Words) -> list[Name]:
    """Return the names in *doc*, outside those *taken*, that stand where only a place can."""
    used = {i for n in taken for i in range(n.first, n.last)}
    out: list[Name] = []
    for e in doc.entities:
        first = e.first + (doc.tokens[e.first].lower == "the")
        if e.label in LABELS and 0 < e.last - first <= LONGEST and _sound(doc, first, e.last, used, words):
            before = doc.tokens[first - 1] if first else None
            after = doc.tokens[e.last] if e.last < len(doc.tokens) else None
            longer = after is not None and capital(after) and after.pos == "PROPN"
            if before is not None and before.lower in words.in_ | NEAR and not longer:
                out.append(_name(doc, first, e.last, f"after {before.lower!r}"))
    found = {i for n in out for i in range(n.first, n.last)}
    out += _of_settlements(doc, used | found, words)
    return sorted(out, key=lambda n: n.first)


def _of_settlements(doc: Document, used: set[int], words: Words) -> list[Name]:
    """Return what follows "the village of", and is named by nothing else."""
    out = []
    tokens = doc.tokens
    for i in range(2, len(tokens)):
        if (
            tokens[i - 1].lower != "of"
            or tokens[i - 2].lower not in words.settlements
            or tokens[i].sent != tokens[i - 2].sent
        ):
            continue
        end = i
        while end < len(tokens) and end - i < LONGEST and capital(tokens[end]) and tokens[end].pos == "PROPN":
            end += 1
        if end > i and _sound(doc, i, end, used, words):
            out.append(_name(doc, i, end, f"{tokens[i - 2].lower} of"))
    return out


def _sound(doc: Document, first: int, last: int, used: set[int], words: Words) -> bool:
    found: Sequence[Token] = doc.tokens[first:last]
    return (
        not any(t.i in used for t in found)
        and capital(found[0])
        and found[0].pos == "PROPN"
        and not any(t.lower in words.calendar or t.text.isdigit() for t in found)
        and (len(found[0].text) > 2 and not (found[0].text.isupper() and len(found) == 1))
    )


def _name(doc: Document, first: int, last: int, why: str) -> Name:
    start, end = doc.tokens[first].start, doc.tokens[last - 1].end
    text = doc.text[start:end]
    spot = Spot(name=text, feature="place", country=None, lat=0.0, lon=0.0)
    name = Name(first, last, start, end, text.lower(), (spot,), weight=3.0, abstain=True, site=True)
    name.reasons.append(Reason(rule="places.unlisted", start=start, end=end, note=why))
    return name


def locate(doc: Document, unlisted: Sequence[Name], names: Sequence[Name], country: str | None) -> None:
    """Give each unlisted place the point of what it is said to lie in; failing that, a country alone."""
    for name in unlisted:
        own = name.spots[0]
        area = _area(doc, name, names)
        if area is None or area.spot is None:
            name.spot = replace(own, country=country)
            continue
        where = area.spot
        name.spot = replace(own, country=where.country, lat=where.lat, lon=where.lon, admin1=where.admin1)
        name.abstain = where.feature not in AREAS
        name.reasons.append(
            Reason(rule="places.area", start=area.start, end=area.end, note=f"near or in {where.name}")
        )


def _area(doc: Document, name: Name, names: Sequence[Name]) -> Name | None:
    """Return the place in the sentence of *name* that is nearest, or a country named next."""
    sent = doc.tokens[name.first].sent
    same = [n for n in names if doc.tokens[n.first].sent == sent and n.spot is not None and not n.abstain]
    near = [n for n in same if n.spot is not None and n.spot.feature in AREAS]
    if near:
        return min(
            near, key=lambda n: n.first - name.last if n.first >= name.last else name.first - n.last + 2
        )
    lands = [n for n in same if n.first >= name.last and n.spot is not None and n.spot.feature == "country"]
    return lands[0] if lands and lands[0].first - name.last <= LONGEST else None
