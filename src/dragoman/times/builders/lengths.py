"""Builders for durations, shifts ("two days later") and sets ("every Tuesday")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dragoman.records import Dropped
from dragoman.times.builders.common import (
    BACKWARD,
    BOUNDS,
    OFFSETS,
    Pieces,
    amount,
    capital,
    is_prep,
    mod,
    number,
    set_value,
    unit,
    whole,
)
from dragoman.times.readings import Fixed, Length, Shift
from dragoman.times.tense import direction

if TYPE_CHECKING:
    from dragoman.times.matching import Hit


def length(hit: Hit) -> Pieces:
    """Read "three weeks", "a month", "half a year", "months"."""
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
            Fixed(type="SET", value=f"PT1{code[0]}" if code in {"H", "MIN"} else set_value(1, code))
        )
    if how == "one" and _within(hit):
        return hit.piece(Length(amount=n, unit=code, mod=mod(hit), side="next"), "length")
    return hit.piece(Length(amount=n, unit=code, mod=mod(hit)), "length")


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


def _within(hit: Hit) -> bool:
    """Read "will leave within nine months": the length begins at the day of speaking."""
    before = hit.before
    return (
        before is not None and before.plain == "within" and direction(hit.scene.doc, hit.start, hit.end) > 0
    )


def _counts(hit: Hit, n: float | None, code: str, *, single: bool) -> bool:
    """Read "five-year", "four day" and "six months" count; "1999 years" and "2 second" hardly."""
    if code == "S" and single:
        return False
    if single and n is not None and n > 1 and "-" not in hit.scene.text[hit.start : hit.end]:
        # "four day rally": an adjective, so a noun follows
        after = hit.after
        if after is None or not hit.scene.tag(after.start).startswith(("NN", "JJ", "POS")):
            return False
    if code in {"N", "Q"} and n is None:
        return False
    if (
        code == "Q"
        and n in (1, 2, 3)
        and not hit.item("inner")
        and hit.after is not None
        and hit.after.plain == "of"
    ):
        return False  # "three quarters of the force"
    return not (n is not None and (n > 10_000 or (n >= 1900 and n < 2100 and single)))


def _is_rate(hit: Hit) -> bool:
    """Read "15 a year", "$2 billion a year", "40 shells a day": so often, not so long."""
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
    """Read "for months", "weeks of fighting": some, nobody says how many."""
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
        before is None
        or scene.starts_sentence(hit.start)
        or before.plain in {"for", "in", "within", "after", "just", "only", "took", "lasted", "over"}
    ):
        return None
    if (
        (
            before is not None
            and scene.tag(before.start) in {"NN", "VBG", "JJ", "PRP$"}
            and before.plain not in {"many", "recent"}
        )
        and scene.tag(before.start) != "JJ"
        and not is_prep(before)
    ):
        return None  # "school days", "his years", "working hours"
    return hit.piece(Length(amount=None, unit=code), "length")


def length_compound(hit: Hit) -> Pieces:
    """Read "3 hours and 20 minutes"."""
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
    """Read "decades-long", "year-long"; "35-year-old" is an age and no time, unless a thing follows."""
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


def window(hit: Hit) -> Pieces:
    """Read "the past six months", "the next three weeks", "the first two years"."""
    code, how = unit(hit), hit.rule.argument
    n = amount(hit)
    words, after = hit.words("r"), hit.after
    of = after is not None and after.plain == "of"
    if how == "part" or (of and words in {"last", "final"}):
        if code in {"S", "MIN"}:
            return None
        ends: Literal["first", "last"] = "last" if words in {"last", "final", "closing"} else "first"
        return hit.piece(Length(amount=n, unit=code, end_of=ends), "window" if n else "length")
    if words == "recent" and n is None:
        return hit.piece(Fixed(type="DATE", value="PAST_REF"))
    base: Literal["speech", "story"] = "speech"
    if words in {"previous", "preceding", "prior", "following", "subsequent", "ensuing", "succeeding"}:
        base = "story"
    side: Literal["past", "next"] = "next" if how == "next" else "past"
    return hit.piece(Length(amount=n, unit=code, side=side, base=base, mod=mod(hit)), "length")


def shift(hit: Hit) -> Pieces:
    """Read "three days ago", "two days later", "a year before"."""
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
    """Read "in three weeks": ahead after a verb of the future, elsewhere how long something took."""
    code = unit(hit)
    n = amount(hit) if hit.item("n") else 1.0
    first = hit.scene.items[hit.i + 1]
    last = hit.item("u")
    assert last is not None
    sure = "POSS" in hit.scene.items[hit.j - 2].entry.classes  # "in three days' time"
    if (
        n is None
        or code == "S"
        or (not sure and direction(hit.scene.doc, first.start, last.end, present=0) <= 0)
    ):
        if code in {"S", "MIN"} and n == 1.0:
            return None
        return hit.piece(Length(amount=n, unit=code, mod=mod(hit)), "length", start=first.start, end=last.end)
    return hit.piece(Shift(amount=n, unit=code, sign=1, mod=mod(hit)), "done", start=first.start)


def shift_from(hit: Hit) -> Pieces:
    """Read "two days before May 3"."""
    inner, of = hit.reading("l"), hit.reading("a")
    if not isinstance(inner, Length) or of is None:
        return None
    sign = -1 if hit.words("r") in {"before", "prior to"} else 1
    after = hit.after
    if hit.words("r") == "since" or (
        hit.words("r") == "from" and after is not None and after.plain in {"to", "until", "through", "-", "–"}
    ):
        return None
    return hit.piece(
        Shift(amount=inner.amount, unit=inner.unit, sign=sign, base=of, mod=inner.mod, bound=inner.bound),
        "day",
    )


def every(hit: Hit) -> Pieces:
    """Read "every Tuesday", "each year", "twice a week", "per day"."""
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
    return hit.piece(Fixed(type="SET", value=f"PT{n}{code[0]}" if clock else set_value(n, code)))


def often(hit: Hit) -> Pieces:
    """Read "annual", "weekly", "daily"; "the Daily Mail" is a name."""
    item = hit.item("o")
    if item is None or (capital(hit, item) and not hit.scene.starts_sentence(hit.start)):
        return None
    return hit.piece(Fixed(type="SET", value=item.entry.values["OFTEN"]))


def plural_days(hit: Hit) -> Pieces:
    """Read "on weekends", "in the mornings"."""
    word = hit.words("x")
    if hit.before is None or hit.before.plain not in {"on", "at", "in", "the", "during", "most"}:
        if hit.j - hit.i < 2:
            return None
    elif word == "weekday":
        return None
    if word in {"weekends", "weekdays", "weekday"}:
        return hit.piece(Fixed(type="SET", value="XXXX-WXX-WE" if word == "weekends" else "XXXX-WXX-WD"))
    return hit.piece(Fixed(type="SET", value=f"XXXX-XX-XXT{hit.value('x', 'DAYPARTS')}"))
