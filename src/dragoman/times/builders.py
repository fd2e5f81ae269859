"""One function for each ``build`` of the grammar: a `Hit` in, its `Piece`s out, or None to refuse it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from dragoman.records import Dropped
from dragoman.times.matching import Hit, Item, Piece
from dragoman.times.readings import (
    Clock,
    Daypart,
    Deictic,
    Edge,
    Era,
    Fixed,
    Hull,
    Length,
    Named,
    Nth,
    NthWeek,
    Partial,
    Reading,
    Relative,
    Shift,
    Weekday,
    Within,
)
from dragoman.times.tense import direction

if TYPE_CHECKING:
    from dragoman.times.matching import Build

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
PERSON_TAGS = {"PRP", "WP"}


# --- helpers -------------------------------------------------------------------------------------------


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


def _year(hit: Hit) -> tuple[int | None, bool]:
    if (item := hit.item("v")) is not None:
        return two_digit(item.plain), True
    return whole(hit, "y"), False


def _month_ok(hit: Hit, name: str = "m") -> bool:
    item = hit.item(name)
    return item is not None and (capital(hit, item) or _all_small(hit))


def _all_small(hit: Hit) -> bool:
    """A text without a single capital letter at the start of a word has lost its capitals."""
    return hit.scene.text.islower()


# --- absolute dates ------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d:\d\d(?::\d\d)?)\s*(z|[+-]\d\d:?\d\d)?)?")


def iso(hit: Hit) -> Pieces:
    """``2020-11-05``, perhaps with a time."""
    m = _ISO.fullmatch(hit.words("x"))
    if m is None:
        return None
    day = Partial(year=int(m[1]), month=int(m[2]), day=int(m[3]))
    if not _possible(day):
        return None
    if m[4]:
        return hit.piece(Clock(time=m[4], zone=(m[5] or "").upper(), on=day), "clock")
    return hit.piece(day, "day")


def _possible(p: Partial) -> bool:
    return 1 <= (p.month or 1) <= 12 and 1 <= (p.day or 1) <= 31


def numeric(hit: Hit) -> Pieces:
    """``25/11/2020``: the order is the only possible one, or what the rest of the text shows."""
    a, b, c = (int(x) for x in re.split(r"[/.-]", hit.words("x")))
    parts = re.split(r"[/.-]", hit.words("x"))
    if len(parts[0]) == 4:
        p = Partial(year=a, month=b, day=c)
        return hit.piece(p, "day") if _possible(p) else None
    short = len(parts[2]) == 2
    if short and "." in hit.words("x") and not is_prep(hit.before):
        return None
    day_first = Partial(year=c, month=b, day=a, short=short)
    month_first = Partial(year=c, month=a, day=b, short=short)
    options = [p for p in (day_first, month_first) if _possible(p)]
    if not options:
        return None
    order = _order(hit.scene.text)
    if len(options) == 1 or a == b or order:
        return hit.piece(options[-1] if order == "month" and len(options) == 2 else options[0], "day")
    return hit.piece(Hull(one=day_first, other=month_first), "day")


_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}(?![\d/.-])")
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}\b")
_MONTH_DAY = re.compile(rf"\b{_MONTHS}\.? \d{{1,2}}\b(?!\d)")


def _order(text: str) -> Literal["day", "month", ""]:
    """Return which comes first in this text's numeric dates: shown by one that can be read in one way only,
    else by how it writes its dates in words; nothing if neither speaks."""
    score = 0
    for m in _NUMERIC.finditer(text):
        a, b = int(m[1]), int(m[2])
        score += (12 < a <= 31 and b <= 12) - (12 < b <= 31 and a <= 12)
    if not score:
        score = sum(1 for _ in _DAY_MONTH.finditer(text)) - sum(1 for _ in _MONTH_DAY.finditer(text))
    return "day" if score > 0 else "month" if score < 0 else ""


def fields(hit: Hit) -> Pieces:
    """Month with day or year or both, in any order."""
    if not _month_ok(hit):
        return None
    year, short = _year(hit)
    day = whole(hit, "d")
    p = Partial(year=year, short=short, month=int(hit.value("m", "MONTH") or 0), day=day)
    if day is not None and not 1 <= day <= 31:
        return None
    after = hit.after
    d = hit.item("d")
    if d is not None and "CARD" not in d.entry.classes and "ORD" in d.entry.values and capital(hit, d):
        return None  # "in May the Second Fleet"
    if year is None and after is not None and after.plain in {"%", "percent", "million", "billion"}:
        return None
    if year is None and hit.scene.text[hit.end : hit.end + 2].strip("0123456789") == ":":
        return None
    kind = ("day" if day else "month") + ("_without_year" if year is None else "")
    return hit.piece(p, kind)


def month(hit: Hit) -> Pieces:
    """A month by its name; "may" and "march" only where a month must stand."""
    item = hit.item("m")
    if item is None or not _month_ok(hit):
        return None
    relative = RELATIVES.get(hit.words("r")) or RELATIVES.get(hit.words("l")) or ""
    doubtful = item.entry.classes & {"DOUBTFUL", "SHORT"}
    if doubtful and not relative and (not _led(hit) or _is_surname(hit, item)):
        return None
    if not relative and _is_name(hit):
        return None
    p = Partial(month=int(item.entry.values["MONTH"]), relative=relative)
    return hit.piece(p, "month" if relative else "month_without_year")


_BEARER = re.compile(r"\b([A-Z][a-z]+)\.? (May|March|August)\b(?! \d)")
_SURE = frozenset({"in", "by", "since", "until", "till", "last", "next", "early", "late", "mid", "this", "every"})


def _is_surname(hit: Hit, item: Item) -> bool:
    """In a text about "Theresa May", "to May's dismay" is she, and "in May" still the month."""
    words = hit.scene.calendar.words
    borne = any(
        m[2].lower() == item.plain and "PREP" not in words[m[1].lower()].classes
        if m[1].lower() in words
        else m[2].lower() == item.plain
        for m in _BEARER.finditer(hit.scene.text)
    )
    if not borne:
        return False
    after = hit.after
    return not (hit.before is not None and hit.before.plain in _SURE) or (
        after is not None and "POSS" in after.entry.classes
    )


def _led(hit: Hit) -> bool:
    """A word that times follow stands before, as in "in March" or "mid-March"."""
    before = hit.before
    if before is not None and "DASH" in before.entry.classes and hit.i > 1:
        return "PHASE" in hit.scene.items[hit.i - 2].entry.classes
    return is_prep(before)


def _is_name(hit: Hit) -> bool:
    """ "Theresa May", "Black September": the word is part of a name, not a date."""
    before = hit.before
    if before is None or "DAYPARTREF" in before.entry.classes:
        return False
    word = hit.scene.text[before.start : before.end]
    if not word[:1].isupper() or is_prep(before) or hit.scene.starts_sentence(before.start):
        return False
    return before.end + 1 == hit.start and word.isalpha() and hit.scene.tag(before.start).startswith("NNP")


def days(hit: Hit) -> Pieces:
    """ "May 3-5, 2019", "3 to 5 May": two days that share the month."""
    a, b, year = whole(hit, "a"), whole(hit, "b"), whole(hit, "y")
    if a is None or b is None or not (1 <= a <= 31 and 1 <= b <= 31) or not _month_ok(hit):
        return None
    m = int(hit.value("m", "MONTH") or 0)
    month_item, first, second = hit.item("m"), hit.item("a"), hit.item("b")
    assert month_item is not None
    assert first is not None
    assert second is not None
    kind = "day" if year else "day_without_year"
    cut = max(first.end, month_item.end) if month_item.start < first.start else first.end
    one = hit.piece(Partial(year=year, month=m, day=a), kind, end=cut)
    return one + hit.piece(Partial(year=year, month=m, day=b), kind, start=second.start)


def months(hit: Hit) -> Pieces:
    """ "May to August 2016", "3 May to 9 June 2016": two dates that share the year."""
    m, n, year = hit.item("m"), hit.item("n"), whole(hit, "y")
    if hit.before is not None and hit.before.plain in {"this", "last", "next"}:
        return None
    if m is None or n is None or not _month_ok(hit) or not _month_ok(hit, "n"):
        return None
    a, b = hit.item("a"), hit.item("b")
    first, last = int(m.entry.values["MONTH"]), int(n.entry.values["MONTH"])
    early = year - 1 if year is not None and first > last else year
    kind = ("day" if a else "month") + ("" if year else "_without_year")
    p = Partial(year=early, month=first, day=int(number(a) or 0) or None)
    q = Partial(year=year, month=last, day=int(number(b) or 0) or None)
    one = hit.piece(p, kind, end=max(m.end, a.end if a else 0))
    return one + hit.piece(q, kind, start=min(n.start, b.start if b else n.start))


# --- years and longer ----------------------------------------------------------------------------------


def year(hit: Hit) -> Pieces:
    """A year; a number that counts something is none."""
    y = whole(hit, "y")
    item = hit.item("y")
    if y is None or item is None:
        return None
    if hit.rule.argument != "sure" and not _looks_like_year(hit, y):
        return None
    return hit.piece(Partial(year=y), "year")


_COUNTED = {"NNS"}


def _looks_like_year(hit: Hit, y: int) -> bool:
    before, after = hit.before, hit.after
    scene = hit.scene
    usual = 1900 <= y <= 2049
    if before is not None and (
        before.plain in {"$", "£", "€", "#", "no", "number", "some", "than", "nearly"}
    ):
        return False
    if after is not None and after.plain in {
        "%",
        "percent",
        "million",
        "billion",
        "km",
        "miles",
        "metres",
        "gmt",
    }:
        return False
    if after is not None and scene.tag(after.start) == "NNS" and after.start == hit.end + 1:
        determined = before is not None and (scene.tag(before.start) in {"DT", "PRP$", "POS"})
        return usual and y % 100 != 0 and determined
    if y % 1000 == 0 and before is not None and scene.tag(before.start) == "NNP" and not is_prep(before):
        return False
    if is_prep(before) or (before is not None and before.plain in {"(", "the", "-", "–", "/", ",", "—"}):
        return 1000 <= y <= 2100 and (usual or _bare(hit))
    return usual


def _bare(hit: Hit) -> bool:
    """No noun follows that the number could count."""
    after = hit.after
    return after is None or not hit.scene.tag(after.start).startswith(("NN", "JJ"))


def short_year(hit: Hit) -> Pieces:
    """ "in '98"."""
    v = hit.item("v")
    assert v is not None
    return hit.piece(Partial(year=two_digit(v.plain), short=True), "year", start=v.start)


def year_bc(hit: Hit) -> Pieces:
    """ "146 BC"."""
    y = whole(hit, "y")
    item = hit.item("y")
    if not y or item is None or y > 9999 or not hit.scene.text[hit.end - 2 : hit.end].strip(".").isupper():
        return None
    return hit.piece(Partial(year=-y), "year")


def month_bc(hit: Hit) -> Pieces:
    """ "April 480 BC"."""
    y = whole(hit, "y")
    if not y or not _month_ok(hit):
        return None
    m, d = int(hit.value("m", "MONTH") or 0), whole(hit, "d")
    return hit.piece(Partial(year=-y, month=m, day=d), "day" if d else "month")


def years_bc(hit: Hit) -> Pieces:
    """ "218-201 BC"."""
    y, z = whole(hit, "y"), whole(hit, "z")
    second, first = hit.item("z"), hit.item("y")
    if not y or not z or second is None or first is None or max(y, z) > 9999:
        return None
    one = hit.piece(Partial(year=-y), "year", end=first.end)
    return one + hit.piece(Partial(year=-z), "year", start=second.start)


def year_ad(hit: Hit) -> Pieces:
    """ "AD 122"."""
    y = whole(hit, "y")
    return hit.piece(Partial(year=y), "year") if y and y < 3000 else None


def years(hit: Hit) -> Pieces:
    """ "1980-88", "1926 to 1928", "1995 and 1996"."""
    y, z = whole(hit, "y"), whole(hit, "z")
    first, second = hit.item("y"), hit.item("z")
    if y is None or z is None or first is None or second is None:
        return None
    glue = hit.scene.text[first.end : second.start]
    if "YY" in second.entry.classes:
        if glue.strip() != glue or glue.isalpha():
            return None
        z += y // 100 * 100
        if z <= y:
            return None
    elif not (1000 <= y < z <= 2100 and z - y <= 150 and (glue.strip() in "-–—" or is_prep(hit.before))):
        if not (_looks_like_year(hit, y) and _looks_like_year(hit, z)):
            return None
    one = hit.piece(Partial(year=y), "year", end=first.end)
    return one + hit.piece(Partial(year=z), "year", start=second.start)


def decade(hit: Hit) -> Pieces:
    """ "the 1990s", "the nineties", "the 470s BC"; without a century the last such decade."""
    item = hit.item("e")
    assert item is not None
    digits = "".join(c for c in item.plain if c.isdigit())
    if hit.rule.argument == "bc":
        return hit.piece(Era(value=f"BC{int(digits) // 10:03d}"), "era")
    if not digits:
        if not hit.words("e") or not hit.scene.text[hit.start : hit.start + 3].lower() == "the":
            return None
        return hit.piece(Era(value=str(int(item.entry.values["DECADE"]) // 10), short=True), "era")
    if len(digits) == 2:
        if hit.start == item.start and not is_prep(hit.before) and not item.plain[0] in "'’‘":
            return None
        return hit.piece(Era(value=digits[0], short=True), "era")
    if len(digits) == 3:
        return None
    return hit.piece(
        Era(value=digits[:2] if digits.endswith("00") and digits != "2000" else digits[:3]), "era"
    )


def century(hit: Hit) -> Pieces:
    """ "the 19th century", "the 4th century BC"."""
    n = whole(hit, "o")
    if not n or n > 30:
        return None
    value = f"BC{n - 1:02d}" if hit.item("bc") else f"{n - 1:02d}"
    return hit.piece(Era(value=value), "era")


def season(hit: Hit) -> Pieces:
    """A season, perhaps with a year or "last" and the like; "fall" the noun of falling is none."""
    item = hit.item("s")
    if item is None:
        return None
    y = whole(hit, "y")
    after = hit.after
    if hit.rule.name == "year-season" and capital(hit, item) and after is not None and capital(hit, after):
        return None  # "the 2018 Winter Olympics"
    relative = RELATIVES.get(hit.words("r"), "")
    p = Partial(season=item.entry.values["SEASON"], year=y, relative=relative)
    if y is None and not relative and not _season_ok(hit, item):
        return None
    return hit.piece(p, "year" if y else "season")


def _season_ok(hit: Hit, item: Item) -> bool:
    before, after = hit.before, hit.after
    scene = hit.scene
    if scene.pos(item.start) not in {"NOUN", "PROPN", "ADJ"}:
        return False
    if after is not None and capital(hit, item) and capital(hit, after) and after.start == hit.end + 1:
        return False
    if capital(hit, item) and before is not None and capital(hit, before) and not is_prep(before):
        return False
    if item.plain == "fall":
        of = after is not None and after.plain == "of"
        return (
            before is not None
            and before.plain in {"in", "during", "until", "by", "since", "this", "late", "early"}
            and not of
        )
    return True


def quarter(hit: Hit) -> Pieces:
    """ "the third quarter of 2020"; without a year the last or next such quarter."""
    of = hit.reading("a")
    item = hit.item("q")
    n = int(item.plain[1]) if item is not None else whole(hit, "o")
    if item is None and n is None and hit.words("o") in {"last", "final"}:
        n = 4
    if n is None or not 1 <= n <= 4:
        return None
    code = (item.plain[0].upper() if item is not None else "Q") + str(n)
    if code[0] == "H" and n > 2:
        return None
    if of is not None:
        return hit.piece(Within(part=code, of=of), "season")
    y = whole(hit, "y")
    if item is None and y is None and not _is_money_quarter(hit):
        return None
    return hit.piece(Partial(part=code, year=y), "season")


def _is_money_quarter(hit: Hit) -> bool:
    """ "a fourth quarter" of a game or a city is no time; "the" or a figure before it speaks for one."""
    words = hit.scene.text[hit.start : hit.start + 4].lower()
    return words.startswith("the ") or is_prep(hit.before) or hit.after is not None


def half(hit: Hit) -> Pieces:
    """ "the second half of 2020"."""
    words = hit.words("o")
    n = 2 if words in {"latter", "other", "last"} else whole(hit, "o")
    if n not in (1, 2):
        return None
    of = hit.reading("a")
    if of is None:
        return hit.piece(Partial(part=f"H{n}", year=whole(hit, "y")), "season")
    if isinstance(of, Partial) and of.year and not of.month:
        return hit.piece(Within(part=f"H{n}", of=of), "season")
    if isinstance(of, Deictic) and of.unit == "Y":
        return hit.piece(Within(part=f"H{n}", of=of), "season")
    return hit.piece(Edge(mod="START" if n == 1 else "END", of=of))


def fiscal(hit: Hit) -> Pieces:
    """ "fiscal year 2022", "the next fiscal year"."""
    y = whole(hit, "y")
    if y is not None:
        return hit.piece(Partial(year=y, fiscal=True))
    offset = {"this": 0, "current": 0}.get(hit.words("r"), OFFSETS.get(hit.words("r"), 0))
    return hit.piece(Deictic(unit="FY", offset=offset))


# --- relative ------------------------------------------------------------------------------------------

NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}


def near_day(hit: Hit) -> Pieces:
    """Today, yesterday, tomorrow; "today's Russia" is the present."""
    words, item, before = hit.words("x"), hit.items("x")[0], hit.before
    if capital(hit, item) and capital(hit, before) and not hit.scene.starts_sentence(hit.start):
        return None  # "USA Today"
    return hit.piece(Deictic(unit="D", offset=NEAR[words]), "day")


def deictic(hit: Hit) -> Pieces:
    """ "last week", "this year", "next month"."""
    code = unit(hit, "u") if hit.item("u") else unit(hit, "c")
    if code in {"S", "MIN", "H"}:
        return None
    if code == "Q" and hit.after is not None and hit.after.plain == "of":
        return None
    words = hit.words("r").replace("the ", "")
    if words == "last" and hit.after is not None and hit.after.plain == "of":
        return None
    offset = {"this past": -1, "this last": -1, "this coming": 1, "current": 0}.get(words, OFFSETS.get(words, 0))
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
    """ "the past month" is a length up to now; "the last quarter" a quarter."""
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


_OF_A_WHOLE = {"during", "throughout", "in", "for", "over", "that", "of", "on", "end", "ended", "ending", "ends", "finish", "finished", "close", "closed", "within"}


def story_unit(hit: Hit) -> Pieces:
    """ "the following day", "that year", "the same month": counted from where the story stands."""
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
        return hit.piece(Length(amount=1, unit=code, side="next" if offset > 0 else "past", base="speech"), "length")
    if offset == 1 and code in {"W", "M", "Y", "DE", "CE"} and _measures(hit):
        return hit.piece(Length(amount=1, unit=code, side="next", base="story"), "length")
    return [Piece(hit.start, hit.end, Deictic(unit=code, offset=offset, base="story"), kind, hit.rule.name)]


def _measures(hit: Hit) -> bool:
    """ "for the next year": how long, not when."""
    return hit.before is not None and hit.before.plain in {"for", "over", "throughout"}


def _may_stand(hit: Hit) -> bool:
    """ "the year" by itself is a time after some prepositions, if nothing says which year is meant."""
    before, after = hit.before, hit.after
    if before is None or before.plain not in _OF_A_WHOLE or unit(hit) not in {"D", "M", "Y"}:
        return False
    if after is None or after.plain in {".", ",", ";", ")", "and", "but", "to", "with", "as", "at"}:
        return True
    return False


def weekend(hit: Hit) -> Pieces:
    """ "over the weekend": the last one or the coming one, as the verb says."""
    after = hit.after
    if after is not None and after.plain in {"of", "before", "after"}:
        return None
    return hit.piece(Deictic(unit="WE", offset=0, by_tense=True), "week")


def unit_before_after(hit: Hit) -> Pieces:
    """ "the day before" with nothing after it; with "the summit" after it, the day is open."""
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
    """ "the day after May 3"."""
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
    if item is None or not (capital(hit, item) or _all_small(hit)):
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


def daypart(hit: Hit) -> Pieces:
    """ "last night", "that morning", "overnight", "at night"."""
    word = hit.words("p")
    if word in {"tonight", "overnight"}:
        on = Deictic(unit="D", offset=0)
        return hit.piece(Daypart(part="NI", on=on, over=word == "overnight"), "daypart")
    part = hit.value("p", "DAYPART") or "MO"
    relative = RELATIVES.get(hit.words("r"), "")
    if hit.rule.argument == "bare":
        return _bare_daypart(hit, part)
    base: Literal["speech", "story"] = "story" if relative.startswith("story") else "speech"
    offset = {"last": -1, "next": 1}.get(relative.removeprefix("story_"), 0)
    return hit.piece(Daypart(part=part, on=Deictic(unit="D", offset=offset, base=base)), "daypart")


def _bare_daypart(hit: Hit, part: str) -> Pieces:
    """ "at night" is any night; "in the morning" the one of the story; "dawn of an era" is no time."""
    before, after = hit.before, hit.after
    item = hit.item("p")
    if (
        item is None
        or part in {"DA", "DU"}
        and not (before and before.plain in {"at", "before", "by", "after", "until"})
    ):
        return None
    if after is not None and after.plain == "of":
        return [Piece(hit.start, hit.end, Daypart(part=part), "daypart", hit.rule.name, loose=True)]
    if capital(hit, item) and not hit.scene.starts_sentence(hit.start):
        return None
    if hit.words("p") != hit.scene.text[hit.start : hit.end].lower():  # with "the"
        if before is None or before.plain not in {"in", "during", "by", "on", "throughout"}:
            return [Piece(hit.start, hit.end, Daypart(part=part), "daypart", hit.rule.name, loose=True)]
        return hit.piece(Daypart(part=part, on=Deictic(unit="D", offset=0, base="story")), "daypart")
    if before is not None and before.plain in {"at", "by", "after", "before"} and part == "NI":
        return hit.piece(Daypart(part=part), "daypart")
    if before is not None and before.plain in {"in", "a", "an", "one", "of"}:
        loose = before.plain != "in" and not _modifies(hit, item)
        on = Deictic(unit="D", offset=0, base="story") if before.plain == "in" else None
        return [Piece(hit.start, hit.end, Daypart(part=part, on=on), "daypart", hit.rule.name, loose=loose)]
    if _modifies(hit, item):
        return hit.piece(Daypart(part=part), "daypart")
    return [Piece(hit.start, hit.end, Daypart(part=part), "daypart", hit.rule.name, loose=True)]


def _modifies(hit: Hit, item: Item) -> bool:
    """ "night raids", "the morning session": part of the day as an adjective."""
    i = hit.scene.doc.token_at(item.start)
    return i is not None and hit.scene.doc.tokens[i].dep in {"compound", "amod", "nmod"}


# --- lengths -------------------------------------------------------------------------------------------


def length(hit: Hit) -> Pieces:
    """ "three weeks", "a month", "half a year", "months"."""
    code, how = unit(hit), hit.rule.argument
    item = hit.item("u")
    assert item is not None
    single = "UNIT" in item.entry.classes
    if how == "":
        n = amount(hit)
        if not _counts(hit, n, code, single=single):
            return None
        if n is not None and _within(hit):
            return hit.piece(Length(amount=n, unit=code, mod=mod(hit), side="next"), "length")
        bound = hit.words("about") in BOUNDS
        return hit.piece(Length(amount=n, unit=code, mod=mod(hit), bound=bound), "length")
    if how == "bare":
        return _bare_length(hit, code)
    if code == "S" or (code in {"MIN", "N", "WE", "Q", "H"} and how == "one" and not _timed(hit)):
        return None
    if how == "half" and code in {"Q", "D", "N", "WE", "S", "MIN"} and code != "D":
        return None
    n = {"one": 1.0, "half": 0.5, "one-and-half": 1.5}[how]
    if how == "one" and _is_rate(hit):
        return hit.piece(
            Fixed(type="SET", value=f"PT1{code[0]}" if code in {"H", "MIN"} else _set_value(1, code))
        )
    if how == "one" and _within(hit):
        return hit.piece(Length(amount=n, unit=code, mod=mod(hit), side="next"), "length")
    return hit.piece(Length(amount=n, unit=code, mod=mod(hit)), "length")


def _within(hit: Hit) -> bool:
    """ "will leave within nine months": the length begins at the day of speaking."""
    before = hit.before
    return before is not None and before.plain == "within" and direction(hit.scene.doc, hit.start, hit.end) > 0


def _timed(hit: Hit) -> bool:
    before = hit.before
    return before is not None and before.plain in {
        "for",
        "in",
        "within",
        "after",
        "than",
        "about",
        "over",
        "took",
        "lasted",
        "every",
    }


def _counts(hit: Hit, n: float | None, code: str, *, single: bool) -> bool:
    """ "five-year", "four day" and "six months" count; "1999 years" and "2 second" hardly."""
    if code == "S" and single:
        return False
    if single and n is not None and n > 1 and "-" not in hit.scene.text[hit.start : hit.end]:
        # "four day rally": an adjective, so a noun follows
        after = hit.after
        if after is None or not hit.scene.tag(after.start).startswith(("NN", "JJ", "POS")):
            return False
    if code in {"N", "Q"} and n is None:
        return False
    if code == "Q" and n in (1, 2, 3) and not hit.item("inner") and hit.after is not None and hit.after.plain == "of":
        return False  # "three quarters of the force"
    return not (n is not None and (n > 10_000 or (n >= 1900 and n < 2100 and single)))


def _is_rate(hit: Hit) -> bool:
    """ "15 a year", "$2 billion a year", "40 shells a day": so often, not so long."""
    before, after = hit.before, hit.after
    if before is None or before.start == hit.start or before.piece is not None:
        return False
    if after is not None and after.plain in {"ago", "later", "earlier", "before", "after", "long", "old"}:
        return False
    scene = hit.scene
    if is_prep(before) or not scene.text[before.start].isalnum():
        return False
    for k in range(hit.i - 1, max(-1, hit.i - 4), -1):
        item = scene.items[k]
        classes = item.entry.classes
        if scene.pos(item.start) == "NUM" or "NUM" in classes or item.plain in {"times", "$", "£", "€"}:
            return True
        if is_prep(item) or scene.pos(item.start) in {"VERB", "AUX", "PUNCT"}:
            return False
    return False


def _bare_length(hit: Hit, code: str) -> Pieces:
    """ "for months", "weeks of fighting": some, nobody says how many."""
    item = hit.item("u")
    before = hit.before
    if before is not None and before.plain in {"million", "billion", "trillion", "light"}:
        return None
    if (
        item is None
        or code in {"N", "Q", "S", "WE"}
        or item.plain in {"mins", "min", "hrs", "hr", "yrs", "yr"}
    ):
        return None
    scene = hit.scene
    if capital(hit, item) and not scene.starts_sentence(hit.start):
        return None
    if code in {"MIN", "H"} and not (
        before is not None
        and before.plain in {"for", "in", "within", "after", "just", "only", "took", "lasted", "over"}
    ):
        return None
    if (
        before is not None
        and scene.tag(before.start) in {"NN", "VBG", "JJ", "PRP$"}
        and before.plain not in {"many", "recent"}
    ):
        if scene.tag(before.start) != "JJ" and not is_prep(before):
            return None  # "school days", "his years", "working hours"
    return hit.piece(Length(amount=None, unit=code), "length")


def length_compound(hit: Hit) -> Pieces:
    """ "3 hours and 20 minutes"."""
    n, k = number(hit.item("n")), number(hit.item("k"))
    u, v = unit(hit, "u"), unit(hit, "v")
    order = ["CE", "DE", "Y", "M", "W", "D", "H", "MIN", "S"]
    before, after = hit.before, hit.after
    if before is not None and before.plain in OFFSETS:
        return None
    if after is not None and after.plain in {"ago", "later", "earlier", "before", "after"}:
        return None
    if n is None or k is None or u not in order or v not in order or order.index(u) >= order.index(v):
        return None
    days, clock = "", ""
    for q, code in ((n, u), (k, v)):
        if code in {"H", "MIN", "S"}:
            clock += f"{q:g}{code[0]}"
        else:
            days += f"{q:g}{code[0]}"
    value = f"P{days}" + (f"T{clock}" if clock else "")
    return hit.piece(Length(amount=n, unit=u, mod=mod(hit), value=value), "length")


def length_long(hit: Hit) -> Pieces:
    """ "decades-long", "year-long"; "35-year-old" is a person's age and no time, unless a thing follows."""
    code = unit(hit)
    n = amount(hit) if hit.item("n") else (None if "UNITS" in hit.items("u")[-1].entry.classes else 1.0)
    after = hit.after
    if hit.words("l") == "old":
        thing = after is not None and "THING" in after.entry.classes
        if after is not None and not thing:
            k = hit.j + 1
            nearby = hit.scene.items[k : k + 1]
            thing = (
                bool(nearby)
                and "THING" in nearby[0].entry.classes
                and hit.scene.tag(after.start)[:2] in {"JJ", "NN"}
            )
        if not thing and n is not None:
            hit.scene.dropped.append(Dropped(room="times", start=hit.start, end=hit.end, why="an age"))
            return []
    return hit.piece(Length(amount=n, unit=code), "length")


_GENERIC = {"all", "these", "those"}


def window(hit: Hit) -> Pieces:
    """ "the past six months", "the next three weeks", "the first two years"."""
    code, how = unit(hit), hit.rule.argument
    n = amount(hit)
    words, after = hit.words("r"), hit.after
    of = after is not None and after.plain == "of"
    if how == "part" or (of and words in {"last", "final"}):
        if code in {"S", "MIN"}:
            return None
        ends = "last" if words in {"last", "final", "closing"} else "first"
        return hit.piece(Length(amount=n, unit=code, end_of=ends), "window" if n else "length")
    if words == "recent" and n is None:
        return hit.piece(Fixed(type="DATE", value="PAST_REF"))
    base: Literal["speech", "story"] = "speech"
    if words in {"previous", "preceding", "prior", "following", "subsequent", "ensuing", "succeeding"}:
        base = "story"
    side: Literal["past", "next"] = "next" if how == "next" else "past"
    return hit.piece(Length(amount=n, unit=code, side=side, base=base, mod=mod(hit)), "length")


def shift(hit: Hit) -> Pieces:
    """ "three days ago", "two days later", "a year before"."""
    code = unit(hit)
    if code == "S":
        return None
    vague = hit.item("n") is None and "UNITS" in hit.items("u")[-1].entry.classes
    n = None if vague else amount(hit) if hit.item("n") else 0.5 if hit.item("h") else 1.0
    words, how = hit.words("r"), hit.rule.argument
    if how == "open":
        after = hit.after
        if after is not None and hit.scene.tag(after.start) == "VBG":
            return None  # "a year after leaving"
        if after is not None and hit.scene.pos(after.start) not in {"PUNCT", "VERB", "AUX", "CCONJ"}:
            return None
        if after is not None and after.plain in {"(", '"', "“"}:
            return None
    if words == "back" and hit.after is not None and hit.scene.pos(hit.after.start) not in {"PUNCT", "CCONJ"}:
        return None
    sign = -1 if words in BACKWARD else 1
    base: Literal["speech", "story"] = "speech" if how == "speech" else "story"
    bound = hit.words("about") in BOUNDS
    reading = Shift(amount=n, unit=code, sign=sign, base=base, mod=mod(hit), bound=bound)
    return hit.piece(reading, {"D": "day", "Y": "year"}.get(code, "done"))


def in_time(hit: Hit) -> Pieces:
    """ "in three weeks" lies ahead after a verb of the future; elsewhere it is how long something took."""
    code = unit(hit)
    n = amount(hit) if hit.item("n") else 1.0
    first = hit.scene.items[hit.i + 1]
    last = hit.item("u")
    assert last is not None
    sure = "POSS" in hit.scene.items[hit.j - 2].entry.classes  # "in three days' time"
    if n is None or code == "S" or (not sure and direction(hit.scene.doc, first.start, last.end, present=0) <= 0):
        if code in {"S", "MIN"} and n == 1.0:
            return None
        return hit.piece(Length(amount=n, unit=code, mod=mod(hit)), "length", start=first.start, end=last.end)
    return hit.piece(Shift(amount=n, unit=code, sign=1, mod=mod(hit)), "done", start=first.start)


def shift_from(hit: Hit) -> Pieces:
    """ "two days before May 3"."""
    inner, of = hit.reading("l"), hit.reading("a")
    if not isinstance(inner, Length) or of is None:
        return None
    sign = -1 if hit.words("r") in {"before", "prior to"} else 1
    after = hit.after
    if hit.words("r") == "since" or (
        hit.words("r") == "from" and after is not None and after.plain in {"to", "until", "through", "-", "–"}
    ):
        return None
    return hit.piece(Shift(amount=inner.amount, unit=inner.unit, sign=sign, base=of, mod=inner.mod, bound=inner.bound), "day")


# --- sets ----------------------------------------------------------------------------------------------


def every(hit: Hit) -> Pieces:
    """ "every Tuesday", "each year", "twice a week", "per day"."""
    if item := hit.item("w"):
        number_ = item.entry.values.get("WEEKDAY") or item.entry.values.get("WEEKDAYS")
        part = hit.value("p", "DAYPART") or hit.value("p", "DAYPARTS")
        return hit.piece(Fixed(type="SET", value=f"XXXX-WXX-{number_}" + (f"T{part}" if part else "")))
    if s := hit.value("s", "SEASON"):
        return hit.piece(Fixed(type="SET", value=f"XXXX-{s}"))
    if m := hit.value("m", "MONTH"):
        return hit.piece(Fixed(type="SET", value=f"XXXX-{int(m):02d}"))
    if p := hit.value("p", "DAYPART"):
        return hit.piece(Fixed(type="SET", value=f"XXXX-XX-XXT{p}"))
    code = unit(hit)
    n = {"other": 2, "second": 2, "third": 3}.get(hit.words("k")) or whole(hit, "n") or 1
    if code in {"S", "MIN", "H"} and not hit.item("q"):
        return None  # "90 miles per hour"
    clock = code in {"S", "MIN", "H"}
    return hit.piece(Fixed(type="SET", value=f"PT{n}{code[0]}" if clock else _set_value(n, code)))


def _set_value(n: int, code: str) -> str:
    if code == "DE":
        return f"P{n * 10}Y"
    if code == "CE":
        return f"P{n * 100}Y"
    return f"P{2 * n}W" if code == "FN" else f"P{n}{'D' if code == 'N' else code}"


def often(hit: Hit) -> Pieces:
    """ "annual", "weekly", "daily"; "the Daily Mail" is a name."""
    item = hit.item("o")
    if item is None or (capital(hit, item) and not hit.scene.starts_sentence(hit.start)):
        return None
    return hit.piece(Fixed(type="SET", value=item.entry.values["OFTEN"]))


# --- past, present, future -----------------------------------------------------------------------------


def reference(hit: Hit) -> Pieces:
    """ "now", "recently", "the future": no date, but a direction."""
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
        (before.plain == "most" and item.plain == "recent") or (before.plain == "as" and item.plain == "recently")
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
    """ "at the time": the story's present."""
    first = hit.scene.items[hit.i + 1]
    if hit.after is not None and hit.after.plain in {"of", "when", "that"}:
        return None
    return hit.piece(Fixed(type="DATE", value="PRESENT_REF"), start=first.start)


def that_period(hit: Hit) -> Pieces:
    """ "during this period": a time that the text does not put in figures."""
    before, words = hit.before, hit.scene.items[hit.i].plain
    if before is None or before.plain not in {"during", "in", "throughout", "over", "for", "from"}:
        return None
    if hit.scene.items[hit.j - 1].plain == "time" and before.plain not in {"during", "throughout"}:
        return None
    if words == "the" and (hit.after is None or hit.after.plain not in {".", ",", ";"}):
        return None
    return hit.piece(Fixed(type="DATE", value=None))


# --- clock times ---------------------------------------------------------------------------------------

_MERIDIEM = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.](\d\d))?\s*([ap])")


def clock(hit: Hit) -> Pieces:
    """ "18:30 GMT", "6:40 p.m.", "noon", "0800 UTC"."""
    item = hit.item("t")
    assert item is not None
    zone_item = hit.item("z")
    zone = (zone_item.entry.values.get("ZONE", "") if zone_item is not None else "") or ""
    end = hit.end
    if zone_item is not None and not hit.scene.text[zone_item.start].isupper():
        return None
    time = _time_of_day(hit, item)
    if time is None:
        return None
    if zone and (k := hit.item("k")) is not None and (sign := hit.item("sign")) is not None:
        zone = f"{'-' if sign.plain in '-−' else '+'}{int(number(k) or 0):02d}"
    if "MOMENT" in item.entry.classes and capital(hit, item) and not hit.scene.starts_sentence(hit.start):
        return None
    return hit.piece(Clock(time=time, zone=zone), "clock", end=end)


def _time_of_day(hit: Hit, item: Item) -> str | None:
    classes = item.entry.classes
    if "MOMENT" in classes:
        return item.entry.values["MOMENT"]
    if "MERID" in classes:
        m = _MERIDIEM.match(item.plain)
        if m is None or not 1 <= int(m[1]) <= 12:
            return None
        hour = int(m[1]) % 12 + (12 if m[4] == "p" else 0)
        return f"{hour:02d}:{m[2] or '00'}" + (f":{m[3]}" if m[3] else "")
    if "CLOCK" in classes:
        parts = item.plain.split(":")
        if int(parts[0]) > 24 or int(parts[1]) > 59:
            return None
        hour = _afternoon(hit, int(parts[0]))
        return ":".join([f"{hour:02d}", *parts[1:]])
    if "HHMM" in classes and "=o'clock" not in {hit.scene.items[hit.j - 1].plain}:
        if hit.j - hit.i < 2:
            return None
        return f"{item.plain[:2]}:{item.plain[2:]}"
    n = number(item)
    if n is None or n > 24:
        return None
    return f"{_afternoon(hit, int(n)):02d}:00"


def _afternoon(hit: Hit, hour: int) -> int:
    return hour + 12 if hour < 12 and hit.value("p", "DAYPART") in {"AF", "EV"} else hour


# --- feasts --------------------------------------------------------------------------------------------


def feast(hit: Hit) -> Pieces:
    """Christmas, May Day, Good Friday; "Christmas Island" and the "Good Friday Agreement" are names."""
    item = hit.item("f")
    if item is None or item.feast is None:
        return None
    after = hit.after
    if after is not None and after.start == hit.end + 1 and capital(hit, after) and after.piece is None:
        return None
    relative = RELATIVES.get(hit.words("r"), "")
    if not relative and _is_name(hit):
        return None
    named = Named(feast=item.feast, year=whole(hit, "y"), relative=relative)
    if hit.rule.name == "feast-weekend":
        return hit.piece(Shift(amount=0, unit="WE", sign=1, base=named), "week")
    return hit.piece(named, "feast" if not hit.item("y") else "day")


# --- phrases -------------------------------------------------------------------------------------------


def part(hit: Hit) -> Pieces:
    """ "early 2019", "the end of the month", "the latter part of the year"."""
    of = hit.reading("a")
    code = hit.value("e", "EDGE") or hit.value("e", "PHASE") or hit.value("e", "PORTION")
    if of is None or code is None or isinstance(of, Fixed | Length):
        return None
    if isinstance(of, Daypart | Clock):
        return None
    if hit.rule.name == "edge-of" and hit.words("e") in {"opening", "close", "dawn", "start"}:
        item = hit.item("e")
        if item is not None and hit.scene.pos(item.start) == "VERB":
            return None
    if isinstance(of, Edge):
        return None
    return hit.piece(Edge(mod=code, of=of), "done")


def since_or_until(hit: Hit) -> Pieces:
    """ "earlier this month": from its start to the day of speaking; "later": from that day to its end."""
    of = hit.reading("a")
    if of is None or isinstance(of, Fixed | Length | Shift):
        return None
    upto: Literal["past", "future"] = "past" if hit.words("e") == "earlier" else "future"
    return hit.piece(Edge(mod="START" if upto == "past" else "END", of=of, upto=upto), "done")


def of_year(hit: Hit) -> Pieces:
    """ "August of last year", "July 25 of that year", "last month in the year"."""
    a, b = hit.reading("a"), hit.reading("b")
    middle = hit.scene.text[hit.items("a")[-1].end : hit.items("b")[0].start].strip(", ")
    if isinstance(b, Deictic) and b.unit != "Y":
        return None
    if b is None or (middle == "in" and not isinstance(b, Deictic)):
        return None
    if isinstance(b, Partial) and (b.year is None or b.month or b.season):
        return None
    if isinstance(a, Named) and a.year is None:
        return hit.piece(Named(feast=a.feast, of=b), "day")
    if isinstance(a, Partial) and a.year is None and not a.relative:
        if isinstance(b, Partial) and middle == "":
            return None
        kind = "day" if a.day else "month" if a.month else "season"
        p = Partial(month=a.month, day=a.day, season=a.season, part=a.part, of=b)
        return hit.piece(p, kind)
    return None


def day_part(hit: Hit) -> Pieces:
    """ "Tuesday evening", "the night of May 3"."""
    of = hit.reading("a")
    inner = hit.reading("p")
    code = inner.part if isinstance(inner, Daypart) else hit.value("p", "DAYPART")
    if of is None or code is None:
        return None
    return hit.piece(Daypart(part=code, on=of, mod=hit.value("e", "PHASE")), "daypart")


def clock_day(hit: Hit) -> Pieces:
    """ "16:00 on May 3", "9:34 p.m. last night"."""
    time, of = hit.reading("t"), hit.reading("a")
    if not isinstance(time, Clock) or time.on is not None or of is None:
        return None
    if isinstance(of, Daypart):
        of = of.on
    zone = hit.value("z", "ZONE") or time.zone
    return hit.piece(Clock(time=time.time, zone=zone, on=of), "done")


def week_of(hit: Hit) -> Pieces:
    """ "the week of May 3"."""
    of = hit.reading("a")
    if of is None:
        return None
    word = hit.scene.text[hit.start : hit.start + len("the weekend")].lower()
    if not word.startswith("the week"):
        return None
    code = "WE" if word == "the weekend" else "W"
    return hit.piece(Shift(amount=0, unit=code, sign=1, base=of), "week")


def nth_week(hit: Hit) -> Pieces:
    """ "the first week of March"."""
    of = hit.reading("a")
    n = -1 if hit.words("o") in {"last", "final"} else whole(hit, "o")
    if of is None or n is None or n > 53 or isinstance(of, Fixed):
        return None
    return hit.piece(NthWeek(number=n, of=of), "week")


def window_of(hit: Hit) -> Pieces:
    """ "the last three months of 2018"."""
    inner, of = hit.reading("a"), hit.reading("b")
    if not isinstance(inner, Length) or of is None or isinstance(of, Fixed | Length):
        return None
    return hit.piece(replace(inner, of=of))


def plural_days(hit: Hit) -> Pieces:
    """ "on weekends", "in the mornings"."""
    word = hit.words("x")
    if hit.before is None or hit.before.plain not in {"on", "at", "in", "the", "during", "most"}:
        if hit.j - hit.i < 2:
            return None
    elif word == "weekday":
        return None
    if word in {"weekends", "weekdays", "weekday"}:
        return hit.piece(Fixed(type="SET", value="XXXX-WXX-WE" if word == "weekends" else "XXXX-WXX-WD"))
    return hit.piece(Fixed(type="SET", value=f"XXXX-XX-XXT{hit.value('x', 'DAYPARTS')}"))


def nth_weekday(hit: Hit) -> Pieces:
    """ "the second Monday of March"."""
    of, day = hit.reading("a"), hit.reading("b")
    n = -1 if hit.words("o") in {"last", "final"} else whole(hit, "o")
    if of is None or n is None or n > 5 or not isinstance(day, Weekday) or day.relative:
        return None
    return hit.piece(Nth(number=n, weekday=day.number, of=of), "day")


def nth_day(hit: Hit) -> Pieces:
    """ "the last day of March", "the first month of the year"."""
    of = hit.reading("a")
    n = {"last": -1, "final": -1, "closing": -1, "opening": 1}.get(hit.words("o")) or whole(hit, "o")
    if of is None or n is None or isinstance(of, Fixed):
        return None
    if hit.words("u") == "month":
        yearly = (isinstance(of, Partial) and not of.month) or (isinstance(of, Deictic) and of.unit == "Y")
        return hit.piece(Nth(number=n, unit="M", of=of), "month") if yearly and n <= 12 else None
    return hit.piece(Nth(number=n, unit="D", of=of), "day")


def day_of_month(hit: Hit) -> Pieces:
    """ "on the 15th", "the 15th of next month"."""
    day = whole(hit, "d")
    item, of = hit.item("d"), hit.reading("a")
    if day is None or item is None:
        return None
    if of is not None:
        monthly = isinstance(of, Deictic) and of.unit == "M"
        return hit.piece(Nth(number=day, unit="D", of=of), "day") if monthly else None
    after = hit.after
    if "DAYTH" in item.entry.classes and "UNIT" in item.entry.classes or not item.plain.isdigit():
        return None
    if after is not None and (hit.scene.pos(after.start) not in {"PUNCT", "VERB", "AUX", "CCONJ", "ADP"} or after.plain == "of"):
        return None
    return hit.piece(Partial(day=day), "day", start=hit.scene.items[hit.i + 1].start)


def unit_end(hit: Hit) -> Pieces:
    """ "by year-end", "the week's end", "mid-year"."""
    code = unit(hit)
    if code not in {"W", "M", "Y", "Q", "DE", "CE"}:
        return None
    if "of" in {x.plain for x in (hit.after, hit.before) if x is not None}:
        return None
    return hit.piece(Edge(mod=hit.rule.argument or "END", of=Deictic(unit=code, offset=0)))


def weekday_of_week(hit: Hit) -> Pieces:
    """ "Tuesday of last week", "next week on Tuesday"."""
    week, day = hit.reading("a"), hit.reading("b")
    if not isinstance(day, Weekday) or day.relative or day.day is not None:
        return None
    if not isinstance(week, Deictic) or week.unit != "W":
        return None
    return hit.piece(Weekday(number=day.number, of=week), "day")


def same_period(hit: Hit) -> Pieces:
    """ "the same period last year": the year is all that is sure, unless the month is named too."""
    of = hit.reading("b")
    if of is None or isinstance(of, Length):
        return None
    return hit.piece(Within(part="same", of=of), "year")


def roughly(hit: Hit) -> Pieces:
    """ "circa 1950"."""
    of = hit.reading("a")
    if not isinstance(of, Partial):
        return None
    return hit.piece(Edge(mod=hit.value("b", "ABOUT") or "", of=of))


BUILDERS: dict[str, Build] = {
    f.__name__: f
    for f in (
        iso,
        numeric,
        fields,
        month,
        days,
        months,
        year,
        short_year,
        year_bc,
        month_bc,
        years_bc,
        year_ad,
        years,
        decade,
        century,
        season,
        quarter,
        half,
        fiscal,
        near_day,
        deictic,
        the_last,
        story_unit,
        unit_before_after,
        before_ref,
        weekday,
        daypart,
        length,
        length_compound,
        length_long,
        window,
        shift,
        in_time,
        shift_from,
        every,
        often,
        reference,
        former,
        that_time,
        that_period,
        clock,
        feast,
        part,
        since_or_until,
        of_year,
        day_part,
        clock_day,
        week_of,
        same_period,
        nth_week,
        window_of,
        plural_days,
        nth_weekday,
        nth_day,
        day_of_month,
        unit_end,
        weekday_of_week,
        weekend,
        roughly,
    )
}
