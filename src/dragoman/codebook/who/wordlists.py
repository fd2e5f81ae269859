"""`en/actors.toml` in, WordLists out: the short lists of words that the actors room asks about."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from dragoman.codebook.tables import toml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.codebook.tables import Faults

FILE = "en/actors.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """Sets of folded words; the file says what each is for."""

    particles: frozenset[str]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    lawmakers: frozenset[str]
    person_verbs: frozenset[str]
    no_names: frozenset[str]
    out_of_office: frozenset[str]
    negating: frozenset[str]
    tying: frozenset[str]
    locative: frozenset[str]
    motion: frozenset[str]
    place_nouns: frozenset[str]
    obtaining: frozenset[str]
    female_words: frozenset[str]
    male_words: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]
    sending: frozenset[str]
    gear: frozenset[str]
    owned: frozenset[str]
    presiding: frozenset[str]
    relational: frozenset[str]
    elsewhere: frozenset[str]
    heads_of_state: frozenset[str]
    double_surnames: frozenset[str]
    surname_roles: frozenset[str]
    acting: frozenset[str]
    minded: frozenset[str]
    holding_object: frozenset[str]
    mutual_verbs: frozenset[str]
    mutual_nouns: frozenset[str]
    bodies: dict[str, frozenset[str]]


def load(folder: Traversable, faults: Faults) -> WordLists:
    """Read the lists; one that is missing, empty or unknown is a fault."""
    found = toml(folder, FILE, faults)
    names = [f.name for f in fields(WordLists)]
    for name in sorted(set(found) - set(names)):
        faults.add(FILE, None, f"{name!r} is no list that the actors room knows; it knows {names}")
    for name in names:
        if not found.get(name):
            faults.add(FILE, None, f"{name!r} is missing or empty")
    bodies = {noun: frozenset(codes.split()) for noun, codes in found.get("bodies", {}).items()}
    lists = {n: frozenset(str(found.get(n, "")).split()) for n in names if n != "bodies"}
    for name in sorted(lists.get("female_names", frozenset()) & lists.get("male_names", frozenset())):
        faults.add(FILE, None, f"{name!r} is in female_names and in male_names; leave it out of both")
    return WordLists(bodies=bodies, **lists)
