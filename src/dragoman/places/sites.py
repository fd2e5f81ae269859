"""Finds named sites, roads and natural features that no gazetteer has to know: "Meydan Racecourse".

They are known by the word that ends or opens their name. Such a site is given the point of the town it is
said to stand in, and the reason says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook.gazetteer import Spot, fold
from dragoman.places.names import Name, capital
from dragoman.records import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dragoman.codebook.gazetteer import Gazetteer, SiteWord, Words
    from dragoman.documents import Document, Token

LONGEST_SITE = 9
LONGEST_RUN = 40
TOWNS = frozenset({"city", "district", "admin2", "base", "island", "capital"})

TINY = frozenset({"VAT", "MCO", "SMR", "SGP", "HKG", "MAC", "GIB"})
"""Countries so small that their point will do for a town's."""

RELIABLE = 3.5
"""The weight a town must have to say where a site stands."""

NOT_FAR = 80
"""How many words back the town may be named that a site stands in."""


DASHES = frozenset({"-", "–", "—", "/", "+"})


def scan(doc: Document, gazetteer: Gazetteer, entity: Mapping[int, tuple[int, int, str]]) -> list[Name]:
    """Return the named sites of *doc* that the words around show to be places."""
    out: list[Name] = []
    words = gazetteer.words
    for first, last in _runs(doc, words):
        for a, b, word in _sites_in(doc, gazetteer, first, last):
            a = _trim(doc, a, b, words)
            if (
                b - a < 2
                or _shouted(doc, a, b)
                or _somebody(doc, a, b, words)
                or _goes_on(doc, b, last, words)
            ):
                continue
            if word.always or _placed(doc, a, b, entity, words):
                out.append(_name(doc, a, b, word))
    return out


def _runs(doc: Document, words: Words) -> Iterator[tuple[int, int]]:
    """Yield stretches of capitalised words, with the small words that may stand inside a name."""
    tokens = doc.tokens
    i = 0
    while i < len(tokens):
        if not capital(tokens[i]):
            i += 1
            continue
        j = i + 1
        end = min(len(tokens), i + LONGEST_RUN)
        while j < end and tokens[j].sent == tokens[i].sent and _runs_on(tokens, j, words):
            j += 1
        while not (capital(tokens[j - 1]) or tokens[j - 1].text[0].isdigit()):
            j -= 1
        if j - i >= 2:
            yield i, j
        i = j


def _runs_on(tokens: Sequence[Token], j: int, words: Words) -> bool:
    t = tokens[j]
    if t.text in DASHES and t.start != tokens[j - 1].end:
        return False
    return capital(t) or t.lower in words.links or (t.text[0].isdigit() and not t.text[-1].isalpha())


def _sites_in(
    doc: Document, gazetteer: Gazetteer, first: int, last: int
) -> Iterator[tuple[int, int, SiteWord]]:
    tokens = doc.tokens
    start = first
    for i in range(first, last):
        word = gazetteer.site_last.get(tokens[i].lower)
        goes_on = i + 1 < last and gazetteer.site_last.get(tokens[i + 1].lower) is not None
        has_of = i + 2 < last and tokens[i + 1].lower == "of" and tokens[i].lower in gazetteer.words.goes_on
        if word is None or not capital(tokens[i]) or (i == start and not has_of) or goes_on:
            opener = gazetteer.site_first.get(tokens[i].lower)
            closes = any(tokens[k].lower in gazetteer.site_last for k in range(i + 1, last))
            if opener is not None and not closes and i + 1 < last and capital(tokens[i + 1]):
                yield i, min(last, i + 4), opener
                return
            continue
        end = _of(tokens, i + 1, last) if has_of else i + 1
        yield max(start, end - LONGEST_SITE), end, word
        start = end


def _of(tokens: Sequence[Token], i: int, last: int) -> int:
    """Return where "of X" after a site's word ends."""
    j = i + 1
    while j < last and (capital(tokens[j]) or tokens[j].lower in {"the", "of"}):
        j += 1
    return j if j > i + 1 else i


def _trim(doc: Document, a: int, b: int, words: Words) -> int:
    """Leave out what opens the sentence, or the owner: "The", "In", "Derry's"."""
    tokens = doc.tokens
    for i in range(a, b - 2):
        owned = tokens[i].text in {"'s", "’s"} and i > a
        if owned and not (tokens[a].lower in words.owners or tokens[i - 1].lower in words.owners):
            a = i + 1
    while a < b - 1 and (tokens[a].lower in words.openers or tokens[a].lower in words.links):
        a += 1
    return a


def _key(doc: Document, a: int, b: int) -> str:
    return fold(doc.text[doc.tokens[a].start : doc.tokens[b - 1].end]) if b > a else ""


def _placed(doc: Document, a: int, b: int, entity: Mapping[int, tuple[int, int, str]], words: Words) -> bool:
    """Say whether the words before or after show that a body's name stands for where it is."""
    tokens = doc.tokens
    sent = tokens[a].sent
    i = a - 1
    while (
        i >= 0
        and tokens[i].sent == sent
        and (tokens[i].lower in {"the", "a", "an", '"', "“"} or tokens[i].pos == "ADJ")
    ):
        i -= 1
    if i >= 0 and tokens[i].sent == sent:
        moved = tokens[i].lower in words.at and doc.head(i).lemma in words.motion
        if tokens[i].lower in words.locative or moved:
            return True
    label = entity.get(b - 1)
    if label is not None and label[2] in {"FAC", "LOC"}:
        return True
    return b < len(tokens) and tokens[b].sent == sent and tokens[b].lower in {"in", "near"}


def _somebody(doc: Document, a: int, b: int, words: Words) -> bool:
    """Say whether a title shows the run to be a person, or "St." in it a saint."""
    tokens = doc.tokens
    saint = tokens[b - 1].lower in {"st.", "st"} and b < len(tokens) and capital(tokens[b])
    return saint or tokens[a].lower in words.titles


def _goes_on(doc: Document, b: int, last: int, words: Words) -> bool:
    """Say whether a longer name goes on after the site's word: "Queens Park Rangers"."""
    t = doc.tokens
    return b < last and capital(t[b]) and t[b].pos == "PROPN" and t[b].lower not in words.calendar


def _shouted(doc: Document, a: int, b: int) -> bool:
    """Say whether the run is all capitals: a headline, not a name."""
    return b - a > 3 and all(t.text.isupper() for t in doc.tokens[a:b] if len(t.text) > 3)


def _name(doc: Document, a: int, b: int, word: SiteWord) -> Name:
    start, end = doc.tokens[a].start, doc.tokens[b - 1].end
    text = doc.text[start:end]
    spot = Spot(name=text, feature=word.feature, country=None, lat=0.0, lon=0.0)
    name = Name(a, b, start, end, _key(doc, a, b), (spot,), hand=True, weight=3.0)
    name.site = True
    name.abstain = True
    name.reasons.append(Reason(rule="places.site", start=doc.tokens[b - 1].start, end=end, note=word.feature))
    return name


def locate(doc: Document, sites: Sequence[Name], names: Sequence[Name], country: str | None) -> None:
    """Give each site the point of the town that the text puts it in; failing that, the story's *country*."""
    towns = [n for n in names if n.spot is not None and not n.abstain and _is_town(n)]
    for site in sites:
        own = site.spots[0]
        town = _town(doc, site, towns, names)
        if town is None or town.spot is None:
            site.spot = replace(own, country=country)
            if country is not None:
                site.reasons.append(
                    Reason(
                        rule="places.story", start=site.start, end=site.end, note=f"the story is of {country}"
                    )
                )
            continue
        where = town.spot
        site.spot = replace(own, country=where.country, lat=where.lat, lon=where.lon, admin1=where.admin1)
        site.abstain = False
        site.reasons.append(
            Reason(rule="places.town", start=town.start, end=town.end, note=f"stands in {where.name}")
        )


def _is_town(name: Name) -> bool:
    spot = name.spot
    if spot is None or not (spot.feature in TOWNS or spot.country in TINY):
        return False
    return name.inner or name.strong or name.dateline or name.weight >= RELIABLE


def _town(doc: Document, site: Name, towns: Sequence[Name], names: Sequence[Name]) -> Name | None:
    """Return the town in the site's own name, the nearest in its sentence, not far before, or the story's."""
    sent = doc.tokens[site.first].sent
    inside = [t for t in names if site.first <= t.first < site.last and t.inner and t.spot is not None]
    if inside:
        return inside[0]
    named = [t for t in towns if not t.inner]
    same = [t for t in named if doc.tokens[t.first].sent == sent]
    if same:
        return min(
            same, key=lambda t: t.first - site.last if t.first >= site.last else site.first - t.last + 3
        )
    lands = {n.spot.country for n in names if n.spot is not None and doc.tokens[n.first].sent == sent} - {
        None
    }
    if lands:
        towns = [t for t in towns if t.spot is not None and t.spot.country in lands]
        named = [t for t in towns if not t.inner]
    before = [t for t in named if t.first < site.first and (t.dateline or site.first - t.last < NOT_FAR)]
    if before:
        return before[-1]
    counts = Counter(t.key for t in towns)
    if not counts:
        return None
    key, count = counts.most_common(1)[0]
    return next(t for t in towns if t.key == key) if 2 * count >= len(towns) else None


def _well_known(name: Name, words: Words) -> bool:
    if name.key in words.sides or name.key in words.common:
        return False
    return any(s.people >= LARGE or s.country in TINY for s in name.spots)


def reconcile(names: Sequence[Name], sites: Sequence[Name], words: Words) -> tuple[list[Name], list[Name]]:
    """Settle where a known name and a site overlap: hand-made names win, others lie inside the site."""
    kept_names: list[Name] = []
    lost: set[int] = set()
    for name in names:
        over = [s for s in sites if s.first < name.last and name.first < s.last]
        if not over:
            kept_names.append(name)
            continue
        site = over[0]
        whole = name.first <= site.first and site.last <= name.last
        listed = any(s.feature not in {"city", "admin2"} for s in name.spots) and name.hand
        if whole and (listed or site.spots[0].feature in TOWN_LIKE):
            lost.add(id(site))
            kept_names.append(name)
        elif (
            name.first == site.first and site.spots[0].feature not in NAMED_AFTER and _well_known(name, words)
        ):
            name.inner = True
            kept_names.append(name)
    return kept_names, [s for s in sites if id(s) not in lost]


NAMED_AFTER = frozenset({"road", "mountains", "river", "lake"})
"""Kinds of site that are named after towns far away."""

TOWN_LIKE = frozenset({"lake", "river", "mountains", "base", "island", "gulf", "region", "district", "sea"})
"""Kinds of site whose words end the names of towns as well (Fort Worth, Rice Lake)."""

LARGE = 100_000
