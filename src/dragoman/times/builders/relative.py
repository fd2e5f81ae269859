"""Builders for what is counted from an anchor: yesterday, last week, that year, Tuesday, now."""

from __future__ import annotations

from typing import Literal

from dragoman.times.builders.common import (
    OFFSETS,
    RELATIVES,
    STORY_OFFSETS,
    UNIT_KINDS,
    Pieces,
    all_small,
    capital,
    unit,
    whole,
)
from dragoman.times.matching import Hit, Item, Piece
from dragoman.times.readings import Daypart, Deictic, Fixed, Length, Nth, Partial, Reading, Shift, Weekday
from dragoman.times.tense import direction

NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}


def near_day(hit: Hit) -> Pieces:
    """Today, yesterday, tomorrow; "today's Russia" is the present."""
    words, item, before = hit.words("x"), hit.items("x")[0], hit.before
    if capital(hit, item) and capital(hit, before) and not hit.scene.starts_sentence(hit.start):
        return None  # "USA Today"
    return hit.piece(Deictic(unit="D", offset=NEAR[words]), "day")


def deictic(hit: Hit) -> Pieces:
    """Read "last week", "this year", "next month"."""
    code = unit(hit, "u") if hit.item("u") else unit(hit, "c")
    if code in {"S", "MIN", "H"}:
        return None
    if code == "Q" and hit.after is not None and hit.after.plain == "of":
        return None
    words = hit.words("r").replace("the ", "")
    if words == "last" and hit.after is not None and hit.after.plain == "of":
        return None
    offset = {"this past": -1, "this last": -1, "this coming": 1, "current": 0}.get(
        words, OFFSETS.get(words, 0)
    )
    if code == "N":
        return hit.piece(Daypart(part="NI", on=Deictic(unit="D", offset=offset)), "daypart")
    if code == "D":
        if words == "this":
            return hit.piece(Deictic(unit="D", offset=0, base="story"), "day")
        if words == "last":
            return None
        return hit.piece(Deictic(unit="D", offset=offset, base="story"), "day")
    by_tense = code == "WE" and words == "this"
    return hit.piece(Deictic(unit=code, offset=offset, by_tense=by_tense), UNIT_KINDS.get(code, "era"))


def the_last(hit: Hit) -> Pieces:
    """Read "the past month" is a length up to now; "the last quarter" a quarter."""
    code, words = unit(hit), hit.words("r")
    if words == "next" or code in {"S", "MIN"}:
        return None
    if code in {"Q", "WE", "N", "FY"} or words == "latest":
        if code in {"D", "H"} or (code in {"Q", "W"} and hit.after is not None and hit.after.plain == "of"):
            return None
        return hit.piece(Deictic(unit=code, offset=OFFSETS[words]), UNIT_KINDS.get(code, "season"))
    after = hit.after
    if words == "last" and (code in {"D", "H"} or (after is not None and after.plain in {"of", "before"})):
        if code in {"D", "H"}:
            return None
        return hit.piece(Length(amount=1, unit=code), "length")
    side: Literal["past", "next"] = "next" if words in {"coming", "upcoming"} else "past"
    return hit.piece(Length(amount=1, unit=code, side=side), "length")


_OF_A_WHOLE = {
    "during",
    "throughout",
    "in",
    "for",
    "over",
    "that",
    "of",
    "on",
    "end",
    "ended",
    "ending",
    "ends",
    "finish",
    "finished",
    "close",
    "closed",
    "within",
}


def story_unit(hit: Hit) -> Pieces:
    """Read "the following day", "that year", "the same month": counted from where the story stands."""
    code, words = unit(hit), hit.words("r")
    if code in {"S", "MIN", "H"} or (hit.rule.loose and code == "N"):
        return None
    if hit.rule.loose and not _may_stand(hit):
        reading = Deictic(unit=code, offset=0, base="story")
        return [Piece(hit.start, hit.end, reading, "done", hit.rule.name, loose=True)]
    offset = STORY_OFFSETS[words]
    kind = UNIT_KINDS.get(code, "era")
    if code == "N":
        return hit.piece(Daypart(part="NI", on=Deictic(unit="D", offset=offset, base="story")), "daypart")
    if words == "same" and code in {"M", "Q"}:
        kind = "same"
    if code == "FN" and offset:
        return hit.piece(
            Length(amount=1, unit=code, side="next" if offset > 0 else "past", base="speech"), "length"
        )
    if offset == 1 and code in {"W", "M", "Y", "DE", "CE"} and _measures(hit):
        return hit.piece(Length(amount=1, unit=code, side="next", base="story"), "length")
    return [Piece(hit.start, hit.end, Deictic(unit=code, offset=offset, base="story"), kind, hit.rule.name)]


def _measures(hit: Hit) -> bool:
    """Read "for the next year": how long, not when."""
    return hit.before is not None and hit.before.plain in {"for", "over", "throughout"}


def _may_stand(hit: Hit) -> bool:
    """Read "the year" by itself is a time after some prepositions, if nothing says which year is meant."""
    before, after = hit.before, hit.after
    if before is None or before.plain not in _OF_A_WHOLE or unit(hit) not in {"D", "M", "Y"}:
        return False
    return bool(after is None or after.plain in {".", ",", ";", ")", "and", "but", "to", "with", "as", "at"})


def weekend(hit: Hit) -> Pieces:
    """Read "over the weekend": the last one or the coming one, as the verb says."""
    after = hit.after
    if after is not None and after.plain in {"of", "before", "after"}:
        return None
    return hit.piece(Deictic(unit="WE", offset=0, by_tense=True), "week")


def unit_before_after(hit: Hit) -> Pieces:
    """Read "the day before" with nothing after it; with "the summit" after it, the day is open."""
    sign = -1 if hit.words("r") in {"before", "earlier", "previous"} else 1
    part = hit.value("u", "DAYPART")
    code = unit(hit) if part is None else "D"
    after = hit.after
    if code in {"S", "MIN", "H"} or (after is not None and hit.scene.tag(after.start) == "VBG"):
        return None
    if hit.words("r") in {"before", "after", "following"} and after is not None and _opens_phrase(hit, after):
        reading: Reading = Shift(amount=1, unit=code, sign=sign, base="story")
        if part is not None:
            return None
        if code in {"D", "N"}:
            open_day = Fixed(type="DATE", value="XXXX-XX-XX")
            return [Piece(hit.start, hit.end, open_day, "before", hit.rule.name)]
        return None
    reading = Deictic(unit=code, offset=sign, base="story")
    if part is not None:
        return hit.piece(Daypart(part=part, on=reading), "daypart")
    return hit.piece(reading, UNIT_KINDS.get(code, "era"))


def _opens_phrase(hit: Hit, after: Item) -> bool:
    return hit.scene.pos(after.start) not in {"PUNCT", "VERB", "AUX", "CCONJ", "ADP"} and bool(after.plain)


def before_ref(hit: Hit) -> Pieces:
    """Read "the day after May 3"."""
    item = hit.item("u")
    of = hit.reading("a")
    if item is None or of is None:
        return None
    words = hit.scene.text[item.start : item.end].lower()
    sign = -1 if "before" in words else 1
    return hit.piece(Shift(amount=1, unit="D", sign=sign, base=of), "day")


def weekday(hit: Hit) -> Pieces:
    """A day of the week; "Sunday Times" and "Good Friday" are names."""
    item = hit.item("w")
    if item is None or not (capital(hit, item) or all_small(hit)):
        return None
    relative = RELATIVES.get(hit.words("r")) or RELATIVES.get(hit.words("l")) or ""
    after = hit.after
    if after is not None and "PAPER" in after.entry.classes and capital(hit, after):
        return None
    before = hit.before
    if not relative and capital(hit, before) and before is not None and "NAMEDAY" in before.entry.classes:
        return None  # "Black Monday"
    number_ = int(item.entry.values["WEEKDAY"])
    return hit.piece(Weekday(number=number_, relative=relative, day=whole(hit, "d")), "weekday")


def day_of_month(hit: Hit) -> Pieces:
    """Read "on the 15th", "the 15th of next month"."""
    day = whole(hit, "d")
    item, of = hit.item("d"), hit.reading("a")
    if day is None or item is None:
        return None
    if of is not None:
        monthly = isinstance(of, Deictic) and of.unit == "M"
        return hit.piece(Nth(number=day, unit="D", of=of), "day") if monthly else None
    after = hit.after
    if ("DAYTH" in item.entry.classes and "UNIT" in item.entry.classes) or not item.plain.isdigit():
        return None
    if after is not None and (
        hit.scene.pos(after.start) not in {"PUNCT", "VERB", "AUX", "CCONJ", "ADP"} or after.plain == "of"
    ):
        return None
    return hit.piece(Partial(day=day), "day", start=hit.scene.items[hit.i + 1].start)


def reference(hit: Hit) -> Pieces:
    """Read "now", "recently", "the future": no date, but a direction."""
    value = hit.rule.argument or hit.value("v", "REF") or ""
    item, before = hit.item("v"), hit.before
    scene = hit.scene
    if item is None:
        first = scene.items[hit.i]
        if capital(hit, scene.items[hit.j - 1]) and not scene.starts_sentence(hit.start):
            return None
        bare = hit.j - hit.i == 1 and first.plain in {"future"}
        if first.plain == "to" and before is not None and before.plain == "up":
            return None
        if first.plain == "to" and scene.pos(scene.items[hit.j - 1].start) != "NOUN":
            return None
        if first.plain in {"the"} and hit.after is not None and hit.after.plain in {"tense", "participle"}:
            return None
        if bare and scene.pos(first.start) not in {"NOUN", "ADJ"}:
            return None
        return hit.piece(Fixed(type="DATE", value=value))
    if item.plain == "current" and scene.pos(item.start) == "NOUN":
        return None
    if before is not None and (
        (before.plain == "most" and item.plain == "recent")
        or (before.plain == "as" and item.plain == "recently")
    ):
        return None
    if item.plain == "soon" and not _soon(hit):
        return None
    if capital(hit, item) and not scene.starts_sentence(hit.start):
        return None
    start = hit.start
    if hit.j - hit.i == 2 and scene.items[hit.i].plain in {"just", "only", "most"} and value == "PRESENT_REF":
        start = item.start
    return hit.piece(Fixed(type="DATE", value=value), start=start)


def _soon(hit: Hit) -> bool:
    before, after = hit.before, hit.after
    if before is not None and before.plain in {"as", "how", "too"}:
        return False
    if after is not None and after.plain in {"after", "as", "afterwards", "before", "enough"}:
        return False
    if hit.j - hit.i > 1:
        return True  # "very soon"
    return direction(hit.scene.doc, hit.start, hit.end) > 0


def former(hit: Hit) -> Pieces:
    """In a story of the past "former" marks an earlier time; `find` leaves it out of news."""
    i = hit.scene.doc.token_at(hit.start)
    if i is None or hit.scene.doc.tokens[i].dep != "amod":
        return None  # "the former and the latter"
    return hit.piece(Fixed(type="DATE", value="PAST_REF"))


def that_time(hit: Hit) -> Pieces:
    """Read "at the time": the story's present."""
    first = hit.scene.items[hit.i + 1]
    if hit.after is not None and hit.after.plain in {"of", "when", "that"}:
        return None
    return hit.piece(Fixed(type="DATE", value="PRESENT_REF"), start=first.start)


def that_period(hit: Hit) -> Pieces:
    """Read "during this period": a time that the text does not put in figures."""
    before, words = hit.before, hit.scene.items[hit.i].plain
    if before is None or before.plain not in {"during", "in", "throughout", "over", "for", "from"}:
        return None
    if hit.scene.items[hit.j - 1].plain == "time" and before.plain not in {"during", "throughout"}:
        return None
    if words == "the" and (hit.after is None or hit.after.plain not in {".", ",", ";"}):
        return None
    return hit.piece(Fixed(type="DATE", value=None))
