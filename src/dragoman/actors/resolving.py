"""One actor phrase out of context in, country, sectors, role and name out.

Reads the phrase with the same word look-up, the same noun-phrase reader and the same office table that
`find` uses; only the phrase's head is found from the words' order, since there is no parse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.actors import bodies
from dragoman.actors.cities import country_of
from dragoman.actors.holders import holder
from dragoman.actors.phrases import describe, owners_in
from dragoman.actors.words import look_up
from dragoman.codebook.who.lexicon import HYPHENS

if TYPE_CHECKING:
    from datetime import date

    from dragoman.actors.holders import Held
    from dragoman.actors.phrases import Described
    from dragoman.actors.words import Hit, Words
    from dragoman.codebook import Codebook
    from dragoman.codebook.who import Entry, Who

_TOKENS = re.compile(r"'s\b|’s\b|[^\W_]+(?:[.'’&+](?!s\b)[^\W_]+)*\.?\+?|[^\w\s]")
_ARTICLES = frozenset(
    {"the", "a", "an", "some", "many", "several", "two", "three", "four", "its", "their", "his", "her"}
)
_PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "from",
        "in",
        "at",
        "with",
        "across",
        "inside",
        "to",
        "on",
        "against",
        "by",
        "near",
        "representing",
    ]
)
_ENDS = frozenset({",", "(", "who", "which", "that", "whose", ";", ":"})
_ABBREVIATION_LONGEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Who a phrase means: what is not known is None or empty; ``reasons`` names the rules that fired.

    ``roles`` are all that the person held on the day, ``role`` first: a sultan may be his own minister.
    """

    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    roles: tuple[str, ...] = ()
    name: str | None = None
    wikidata: str | None = None
    reasons: tuple[str, ...] = ()

    @property
    def sector(self) -> str | None:
        """The first sector."""
        return self.sectors[0] if self.sectors else None


def resolve(codebook: Codebook, phrase: str, on: date | None = None) -> Resolved:
    """Return what *phrase* ("the Turkish foreign minister", "Angela Merkel") says of an actor on day *on*."""
    texts = tokens(phrase)
    while texts and (texts[0].lower() in _ARTICLES or not texts[0][0].isalnum()):
        texts = texts[1:]
    if not texts:
        return Resolved()
    who = codebook.who
    words = look_up(texts, who)
    bodies.overrule(words)
    end = _main_end(words)
    whole = words.at.get(0)
    if whole is not None and whole.last >= end and whole.entry.sense not in ("role", "office"):
        return _entry(whole.entry)
    body = bodies.phrase(words, len(texts)) or bodies.phrase(words, end)
    if body is not None:
        return _entry(body)
    last = words.at.get(end - 1)
    if last is not None and last.entry.sense == "people":
        return Resolved(country=last.entry.country, sectors=("CVL",), reasons=("actor/people",))
    if last is not None and last.entry.sense == "role":
        return _described(codebook, words, last, end)
    titled = _last_role(words, end)
    if titled is not None and _is_name(words, titled.last, end):
        return _titled(who, words, titled, end, on)
    if _is_name(words, 0, end):
        named = _named(who, words, 0, end, on)
        place = None if named.country else country_of(codebook.who, codebook.gazetteer, " ".join(texts[:end]))
        return named if place is None else Resolved(country=place, name=named.name, reasons=("actor/city",))
    return _other(codebook, words, end, on)


def tokens(phrase: str) -> list[str]:
    """Cut *phrase* into words as a parser would.

    >>> tokens("Britain’s ex-Defense Minister")
    ['Britain', '’s', 'ex', '-', 'Defense', 'Minister']
    """
    return [_full_stop(t) for t in _TOKENS.findall(phrase)]


def _full_stop(token: str) -> str:
    """Drop a full stop that ends a sentence and belongs to no abbreviation."""
    keep = len(token) <= _ABBREVIATION_LONGEST or "." in token[:-1]
    return token if keep or not token.endswith(".") else token[:-1]


def _main_end(words: Words) -> int:
    """Return where the phrase's own words end: at its first preposition, comma or relative pronoun."""
    i = 1
    while i < len(words.keys):
        hit = words.at.get(i)
        if hit is not None and hit.first < i:
            i = hit.last
            continue
        if words.keys[i] in _PREPOSITIONS or words.keys[i] in _ENDS:
            return i
        i += 1
    return len(words.keys)


def _after(words: Words, end: int) -> list[tuple[str, int, int]]:
    """Return the prepositional phrases that follow, each up to the next preposition but "of"."""
    found: list[tuple[str, int, int]] = []
    i = end
    while i < len(words.keys):
        if words.keys[i] in _PREPOSITIONS:
            stop = i + 1
            while stop < len(words.keys) and words.keys[stop] not in (_PREPOSITIONS - {"of"}) | _ENDS:
                stop += 1
            found.append((words.keys[i], i + 1, stop))
            i = stop
        else:
            i += 1
    return found


def _last_role(words: Words, end: int) -> Hit | None:
    roles = [h for h in words.between(0, end) if h.entry.sense == "role"]
    return roles[-1] if roles else None


def _is_name(words: Words, first: int, end: int) -> bool:
    """Whether words *first* up to *end* look like a person's name."""
    inside = range(first, end)
    hits = [words.at.get(i) for i in inside]
    if any(h is not None and h.entry.sense == "office" for h in hits):
        return True
    if all(h is not None for h in hits) or not all(_in_name(words, i, first) for i in inside):
        return False
    known = [h for h in hits if h is not None and h.entry.sense != "role"]
    # "Santiago Creel", "Sarwar Danish": a place or people in a name; but "Danish Crown" is Danish.
    return all(
        h.last - h.first == 1 and not (h.entry.sense == "adjective" and h.first == first) for h in known
    ) and (not known or not any(h is not None and h.entry.sense == "role" for h in hits))


def _in_name(words: Words, i: int, first: int) -> bool:
    text = words.texts[i]
    if text in HYPHENS or text[0].isupper() or words.keys[i] in words.lists.particles:
        return True
    return i > first and words.texts[i - 1] in HYPHENS


def _entry(entry: Entry) -> Resolved:
    return Resolved(
        country=entry.country,
        sectors=entry.sectors,
        name=entry.name,
        wikidata=entry.wikidata,
        reasons=("actor/imported" if entry.source else f"actor/{entry.sense}",),
    )


def _described(codebook: Codebook, words: Words, head: Hit, end: int) -> Resolved:
    said = describe(words, 0, head, _after(words, end))
    countries = said.countries
    if not said.owners and head.first and words.texts[0][0].isupper() and 0 not in words.at:
        countries = (country_of(codebook.who, codebook.gazetteer, " ".join(words.texts[: head.first])),)
    return Resolved(
        country=countries[0] if len(countries) == 1 else None,
        sectors=said.sectors,
        role=said.role,
        reasons=("actor/role-noun", *(["actor/whose"] if any(countries) else [])),
    )


def _titled(who: Who, words: Words, title: Hit, end: int, on: date | None) -> Resolved:
    said = describe(words, 0, title)
    country = said.countries[0] if len(said.countries) == 1 else None
    name = _name_words(words, title.last, end)
    held = holder(who, name, on, country=country, role=said.role)
    sectors = _all_titles(words, title, said) or (held.sectors if held else ())
    if held is not None and said.entry.weak:
        sectors = held.sectors
    return Resolved(
        country=country or (held.office.country if held else None),
        sectors=sectors,
        role=said.role,
        roles=_roles(held, said.role),
        name=held.office.person if held else " ".join(words.texts[title.last : end]),
        wikidata=held.office.wikidata if held else None,
        reasons=("actor/title-before", *([held.rule] if held else [])),
    )


def _roles(held: Held | None, first: str | None) -> tuple[str, ...]:
    """Return *first* and the offices held on the day, each once."""
    offices = () if held is None else (held.role, *(o.office for o in held.beside))
    return tuple(dict.fromkeys(r for r in (first, *offices) if r))


def _all_titles(words: Words, title: Hit, said: Described) -> tuple[str, ...]:
    """Return the sectors of the titles before a name: "Deputy Defence Minister General X" has two."""
    if said.former:
        return said.sectors
    earlier = [s for h in words.between(0, title.first) if h.entry.sense == "role" for s in h.entry.sectors]
    return tuple(dict.fromkeys((*earlier, *said.sectors)))


def _name_words(words: Words, first: int, end: int) -> tuple[str, ...]:
    lists = words.lists
    return tuple(
        words.keys[i]
        for i in range(first, end)
        if words.keys[i] not in HYPHENS and (i > first or words.keys[i] not in lists.honorifics)
    )


def _named(who: Who, words: Words, first: int, end: int, on: date | None) -> Resolved:
    while first < end - 1 and words.keys[first] in words.lists.honorifics:
        first += 1
    rank = words.keys[first - 1] if first else ""
    held = holder(who, _name_words(words, first, end), on)
    name = " ".join(words.texts[first:end])
    sectors = ("MIL",) if rank in words.lists.ranks else ("LEG",) if rank in words.lists.lawmakers else ()
    if held is None:
        return Resolved(name=name, sectors=sectors, reasons=("actor/name",))
    return Resolved(
        country=held.office.country,
        sectors=sectors or held.sectors,
        role=held.role,
        roles=_roles(held, held.role),
        name=held.office.person,
        wikidata=held.office.wikidata,
        reasons=(held.rule,),
    )


def _other(codebook: Codebook, words: Words, end: int, on: date | None) -> Resolved:
    """Read a phrase whose head noun is in no table: whose it is, and what its modifiers say."""
    hits = words.between(0, end)
    office = next((h for h in hits if h.entry.sense == "office"), None)
    if office is not None:
        return _named(codebook.who, words, office.first, end, on)
    owners = owners_in(words, 0, end) or owners_in(words, end, len(words.keys))
    country = owners[0].country if len({o.country for o in owners}) == 1 else None
    bodies = [o for o in owners if o.body and o.sectors]
    roles = [h for h in hits if h.entry.sense == "role"]
    sectors = bodies[0].sectors if bodies else roles[-1].entry.sectors if roles else ()
    reasons = ["actor/whose"] if owners else []
    return Resolved(
        country=country, sectors=sectors, reasons=tuple(reasons + ["actor/modifier"] * bool(sectors))
    )
