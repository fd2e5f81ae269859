"""What the builders share: reading numbers, units and neighbours off a `Hit`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.times.matching import Hit, Item, Piece

if TYPE_CHECKING:
    from dragoman.times.readings import Relative

Pieces = list[Piece] | None


RELATIVES: dict[str, Relative] = {
    "last": "last",
    "this past": "last",
    "this last": "last",
    "this": "this",
    "next": "next",
    "this coming": "coming",
    "the coming": "coming",
    "coming": "coming",
    "upcoming": "coming",
    "this upcoming": "coming",
    "previous": "story_last",
    "the previous": "story_last",
    "the preceding": "story_last",
    "the following": "story_next",
    "the next": "story_next",
    "that": "story_this",
    "that same": "story_this",
    "the same": "story_this",
    "on that": "story_this",
}


OFFSETS = {
    "last": -1,
    "past": -1,
    "latest": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "next": 1,
    "coming": 1,
}


STORY_OFFSETS = {
    **OFFSETS,
    "following": 1,
    "ensuing": 1,
    "subsequent": 1,
    "succeeding": 1,
    "same": 0,
    "very same": 0,
    "very": 0,
    "that": 0,
    "that same": 0,
    "that very": 0,
    "the": 0,
    "the entire": 0,
    "the whole": 0,
    "the full": 0,
}


ABOUT_WORDS = {
    "more than": "MORE_THAN",
    "at least": "EQUAL_OR_MORE",
    "as many as": "EQUAL_OR_LESS",
    "up to": "EQUAL_OR_LESS",
    "at most": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS",
    "less than": "LESS_THAN",
    "fewer than": "LESS_THAN",
}


BOUNDS = frozenset({"more than", "less than", "fewer than", "over", "under", "at least", "at most"})
"""Words that make a length a bound, not a measure."""


BACKWARD = frozenset({"ago", "back", "earlier", "before", "previously", "beforehand", "prior"})


UNIT_KINDS = {"D": "day", "N": "day", "W": "week", "WE": "week", "FN": "week", "M": "month_unit", "Y": "year"}


def number(item: Item | None) -> float | None:
    """Return the number that *item* stands for; None if it is vague or none."""
    if item is None:
        return None
    if re.fullmatch(r"\d+(\.\d+)?", item.plain):
        return float(item.plain)
    values = item.entry.values
    for of in ("CARD", "TENS", "ORD"):
        if of in values:
            return float(values[of])
    return None


def amount(hit: Hit, name: str = "n") -> float | None:
    """Return the number of part *name*: a couple is two, a dozen twelve, several is open."""
    words = hit.words(name)
    if words in {"a couple of", "a couple"}:
        return 2.0
    if words == "a dozen":
        return 12.0
    return number(hit.item(name))


def whole(hit: Hit, name: str) -> int | None:
    """Return part *name* as a whole number."""
    n = number(hit.item(name))
    return None if n is None else int(n)


def unit(hit: Hit, name: str = "u") -> str:
    """Return the code of the unit in part *name*."""
    return hit.value(name, "UNIT") or hit.value(name, "UNITS") or "D"


def mod(hit: Hit) -> str | None:
    """Return the TIMEX3 mod of "about", "more than" and the like."""
    words = hit.words("about")
    if not words:
        return None
    return ABOUT_WORDS.get(words) or hit.value("about", "ABOUT") or None


def capital(hit: Hit, item: Item | None) -> bool:
    """Whether *item* begins with a capital letter."""
    return item is not None and hit.scene.text[item.start].isupper()


def is_prep(item: Item | None) -> bool:
    """Whether *item* is a word that times follow."""
    return item is not None and "PREP" in item.entry.classes


def two_digit(v: str) -> int:
    """Return the number in an apostrophe year or a decade such as ``'98`` or ``90s``."""
    return int("".join(c for c in v if c.isdigit()))


def all_small(hit: Hit) -> bool:
    """A text without a single capital letter at the start of a word has lost its capitals."""
    return hit.scene.text.islower()


def is_name(hit: Hit) -> bool:
    """Read "Theresa May", "Black September": the word is part of a name, not a date."""
    before = hit.before
    if before is None or "DAYPARTREF" in before.entry.classes:
        return False
    word = hit.scene.text[before.start : before.end]
    if not word[:1].isupper() or is_prep(before) or hit.scene.starts_sentence(before.start):
        return False
    return before.end + 1 == hit.start and word.isalpha() and hit.scene.tag(before.start).startswith("NNP")


def set_value(n: int, code: str) -> str:
    """Return the value of "every n units"."""
    if code == "DE":
        return f"P{n * 10}Y"
    if code == "CE":
        return f"P{n * 100}Y"
    return f"P{2 * n}W" if code == "FN" else f"P{n}{'D' if code == 'N' else code}"


def month_ok(hit: Hit, name: str = "m") -> bool:
    """Whether part *name* is a month's name: it begins with a capital, if anything in the text does."""
    item = hit.item(name)
    return item is not None and (capital(hit, item) or all_small(hit))
