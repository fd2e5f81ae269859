"""Builders for years and longer, and for the parts of a year: seasons, quarters, halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.times.builders.common import (
    OFFSETS,
    RELATIVES,
    Pieces,
    capital,
    is_prep,
    month_ok,
    two_digit,
    unit,
    whole,
)
from dragoman.times.readings import Deictic, Edge, Era, Partial, Within

if TYPE_CHECKING:
    from dragoman.times.matching import Hit, Item


def year(hit: Hit) -> Pieces:
    """A year; a number that counts something is none."""
    y = whole(hit, "y")
    item = hit.item("y")
    if y is None or item is None:
        return None
    if hit.rule.argument != "sure" and not _looks_like_year(hit, y):
        return None
    return hit.piece(Partial(year=y), "year")


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
        return 1000 <= y <= 2100 and (usual or no_noun_follows(hit))
    return usual


def no_noun_follows(hit: Hit) -> bool:
    """No noun follows that the number could count."""
    after = hit.after
    return after is None or not hit.scene.tag(after.start).startswith(("NN", "JJ"))


def short_year(hit: Hit) -> Pieces:
    """Read "in '98"."""
    v = hit.item("v")
    assert v is not None
    return hit.piece(Partial(year=two_digit(v.plain), short=True), "year", start=v.start)


def year_bc(hit: Hit) -> Pieces:
    """Read "146 BC"."""
    y = whole(hit, "y")
    item = hit.item("y")
    if not y or item is None or y > 9999 or not hit.scene.text[hit.end - 2 : hit.end].strip(".").isupper():
        return None
    return hit.piece(Partial(year=-y), "year")


def month_bc(hit: Hit) -> Pieces:
    """Read "April 480 BC"."""
    y = whole(hit, "y")
    if not y or not month_ok(hit):
        return None
    m, d = int(hit.value("m", "MONTH") or 0), whole(hit, "d")
    return hit.piece(Partial(year=-y, month=m, day=d), "day" if d else "month")


def years_bc(hit: Hit) -> Pieces:
    """Read "218-201 BC"."""
    y, z = whole(hit, "y"), whole(hit, "z")
    second, first = hit.item("z"), hit.item("y")
    if not y or not z or second is None or first is None or max(y, z) > 9999:
        return None
    one = hit.piece(Partial(year=-y), "year", end=first.end)
    return one + hit.piece(Partial(year=-z), "year", start=second.start)


def year_ad(hit: Hit) -> Pieces:
    """Read "AD 122"."""
    y = whole(hit, "y")
    return hit.piece(Partial(year=y), "year") if y and y < 3000 else None


def years(hit: Hit) -> Pieces:
    """Read "1980-88", "1926 to 1928", "1995 and 1996"."""
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
    else:
        ordered = 1000 <= y < z <= 2100 and z - y <= 150 and (glue.strip() in "-–—" or is_prep(hit.before))
        if not ordered and not (_looks_like_year(hit, y) and _looks_like_year(hit, z)):
            return None
    one = hit.piece(Partial(year=y), "year", end=first.end)
    return one + hit.piece(Partial(year=z), "year", start=second.start)


def decade(hit: Hit) -> Pieces:
    """Read "the 1990s", "the nineties", "the 470s BC"; without a century the last such decade."""
    item = hit.item("e")
    assert item is not None
    digits = "".join(c for c in item.plain if c.isdigit())
    if hit.rule.argument == "bc":
        return hit.piece(Era(value=f"BC{int(digits) // 10:03d}"), "era")
    if not digits:
        if not hit.words("e") or hit.scene.text[hit.start : hit.start + 3].lower() != "the":
            return None
        return hit.piece(Era(value=str(int(item.entry.values["DECADE"]) // 10), short=True), "era")
    if len(digits) == 2:
        if hit.start == item.start and not is_prep(hit.before) and item.plain[0] not in "'’‘":
            return None
        return hit.piece(Era(value=digits[0], short=True), "era")
    if len(digits) == 3:
        return None
    return hit.piece(
        Era(value=digits[:2] if digits.endswith("00") and digits != "2000" else digits[:3]), "era"
    )


def century(hit: Hit) -> Pieces:
    """Read "the 19th century", "the 4th century BC"."""
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
    """Read "the third quarter of 2020"; without a year the last or next such quarter."""
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
    """Read "a fourth quarter" of a game or a city is no time; "the" or a figure before it speaks for one."""
    words = hit.scene.text[hit.start : hit.start + 4].lower()
    return words.startswith("the ") or is_prep(hit.before) or hit.after is not None


def half(hit: Hit) -> Pieces:
    """Read "the second half of 2020"."""
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
    """Read "fiscal year 2022", "the next fiscal year"."""
    y = whole(hit, "y")
    if y is not None:
        return hit.piece(Partial(year=y, fiscal=True))
    offset = {"this": 0, "current": 0}.get(hit.words("r"), OFFSETS.get(hit.words("r"), 0))
    return hit.piece(Deictic(unit="FY", offset=offset))


def unit_end(hit: Hit) -> Pieces:
    """Read "by year-end", "the week's end", "mid-year"."""
    code = unit(hit)
    if code not in {"W", "M", "Y", "Q", "DE", "CE"}:
        return None
    if "of" in {x.plain for x in (hit.after, hit.before) if x is not None}:
        return None
    return hit.piece(Edge(mod=hit.rule.argument or "END", of=Deictic(unit=code, offset=0)))
