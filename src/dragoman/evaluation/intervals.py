"""Time expressions with a reference date against the intervals they denote (Recognizers-Text specs).

The set was made for calendar assistants. What newspapers do not write is left out, by rule and not by hand:

- clock: times of day, with or without a date (types time, timerange, datetime, datetimerange, timezone);
- length: how long something takes within a day ("30 minutes"), and "a few", "several", which the set calls 3;
- typed: shorthand of typing: months, weekdays and feasts without a capital, signs of comparison, "~", a
  month and day in figures without a year ("7-6", "Oct/2"), 20161016, "2W", "EOY", "sy 2008", misspelt
  ordinals ("2th"), years in words;
- office: business days, school years, numbered weeks, "the 21st" without a month;
- order: dates in figures whose day and month can be read both ways (a text would show its order).

Sets, seasons and fiscal years have no interval in the set itself; only their type is counted.

Two readings of "right" are scored. Exactly: an interval is one of the gold's. As news means it: the set's
ranges ("from 2014 to 2018") are one expression and end where the last part begins; dragoman writes two times,
so a range is right if its first time begins and its last time begins or ends where the range does. "After
2010" is right if 2010 ends or begins there: the preposition is no part of dragoman's time. A day counted back
or forward by weeks, months or years ("two months ago") is right if dragoman's week, month or year holds it.
"Early", "mid", "late", "earlier" and "later" are vague: right if one interval holds the other. A window from
or to the day of speaking may begin or end a day aside: the set counts "the next two months" from tomorrow.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.evaluation import gold, scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.coding import Coder
    from dragoman.evaluation.scores import Result
    from dragoman.records import Time

DAY = timedelta(days=1)
CLOCK = frozenset({"time", "timerange", "datetime", "datetimerange", "timezone"})
UNRESOLVED = "not resolved"
_TYPED = re.compile(
    r"[<>=~½]|\b\d+[WDHMYdhmywp]\b|\b(?:nineteen|seventeen|eighteen|two thousand|tmrw|w/c)\b|\d s\b"
    r"|^end of (?:day|month|year)$|\bEO[DWMY]\b|\b[sf]y ?\d+\b|[A-Za-z]\d\d"
    r"|\b(?:easter|new year|thanksgiving|halloween|christmas|independence day|earth day|eid)\b"
    r"|\b(?:saint patrick|black friday)\b"
    r"|\b(?:january|february|april|june|july|september|october|november|december)\b"
    r"|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|\b(?:may|march|august)\b(?! \w)"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|^\d{8}$|^\D*\d{1,2}[/-]\d{1,2}(?![/\d-])|[A-Za-z]/\d|\d/[A-Za-z]|\d{4}-\d{1,2}$|^\d{1,2}-\d{4}"
    r"|\d/\d{1,2}\b(?!/)"
)
_BAD_ORDINAL = re.compile(r"(?<!1)[123]th\b|\b1[123](?:st|nd|rd)\b|\b\d?[4-90](?:st|nd|rd)\b")
_OFFICE = re.compile(
    r"business|school|\bweek \d|\bwk\b|^(?:the )?\d{1,2}(?:st|nd|rd|th)?$|\bof the \d+(?:st|nd|rd|th)$"
    r"|^(?:mon|tue|wed|thu|fri|sat|sun)\w* (?:the )?\d+(?:st|nd|rd|th)$",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\b(?:few|several|some|hours?|minutes?|mins?|sec|seconds?)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")
_VAGUE = re.compile(r"\b(?:early|mid|middle|late|earlier|later|beginning|start|end)\b", re.IGNORECASE)
_WINDOW = re.compile(r"\b(?:past|last|next|previous|coming|upcoming|within|following)\b.*s\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:week|month|year|decade|fortnight)s?\b")


def evaluate(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score expressions by the interval they denote, each with all readings that the gold allows."""
    right: list[bool] = []
    exact: list[bool] = []
    quiet: list[bool] = []
    asked: list[bool] = []
    for row in rows:
        article = gold.article(row)
        times = coder.code(article).times
        if not row["timex"]:
            quiet.append(not times)
            result.item(article.id, right=not times, note=_shown(times))
        for number, want in enumerate(row["timex"]):
            asked.append(left_out(want) is None)
            if not asked[-1]:
                continue
            near = [t for t in times if t.start < want["end"] and want["start"] < t.end]
            right.append(_right(want, near))
            exact.append(_exact(want, near))
            note = f"{want['text']!r}: {_shown(near)}"
            result.item(f"{article.id}#{number}", right=right[-1], note=note)
    result.scores.append(scores.share("interval as news means it", right))
    result.scores.append(scores.share("interval exactly", exact))
    result.scores.append(scores.share("nothing found where nothing is", quiet))
    result.scores.append(scores.share("asked, of all expressions", asked))
    return result


def evaluate_marked(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score dates marked as TEI marks them (GUM): found, and with the same days.

    What the set marks is a choice of its own (no "recently", no lengths), so only what it marks is scored.
    """
    found: list[list[bool]] = []
    right: list[list[bool]] = []
    for row in rows:
        article = gold.article(row)
        times = coder.code(article).times
        here: list[bool] = []
        same: list[bool] = []
        for want in row["timex"]:
            near = [t for t in times if t.start < want["end"] and want["start"] < t.end]
            here.append(bool(near))
            bounds = _tei(want)
            if bounds is not None:
                same.append(any(_within(t, *bounds) for t in near))
                note = f"{want['text']!r}: {_shown(near)}"
                result.item(f"{article.id}@{want['start']}", right=same[-1], note=note)
        found.append(here)
        right.append(same)
    result.scores.append(scores.ratio("interval, of all that are marked", right))
    result.scores.append(scores.ratio("found, of all that are marked", found))
    return result


def _tei(want: gold.Row) -> tuple[date | None, date | None, bool] | None:
    """Return first and last day, and whether they are exact; None for a day in no year."""
    if "when" in want:
        first, last = _whole(want["when"])
        return None if first is None else (first, last, True)
    exact = "from" in want
    first, _ = _whole(want.get("from") or want.get("notBefore") or "")
    _, last = _whole(want.get("to") or want.get("notAfter") or "")
    return None if first is None and last is None else (first, last, exact)


def _whole(text: str) -> tuple[date | None, date | None]:
    """Return the first and last day of a year, month or day.

    >>> _whole("2015-02")
    (datetime.date(2015, 2, 1), datetime.date(2015, 2, 28))
    """
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", text)
    if parts is None:
        return None, None
    year, month, day = (int(p) if p else None for p in parts.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None, None
    if day:
        return first, first
    last_month = month or 12
    after = date(year + last_month // 12, last_month % 12 + 1, 1) if year < date.max.year else date.max
    return first, after - DAY


def _within(time: Time, first: date | None, last: date | None, exact: bool) -> bool:
    if exact:
        return (time.first, time.last) == (first, last)
    after = first is None or (time.first is not None and time.first >= first)
    before = last is None or (time.last is not None and time.last <= last)
    return after and before


def _shown(times: Sequence[Time]) -> str:
    return "; ".join(f"{t.text!r} {t.value} {t.first} to {t.last}" for t in times) or "nothing found"


def left_out(want: gold.Row) -> str | None:
    """Return why an expression is none that newspapers use, or None.

    >>> left_out({"text": "7-6", "type": "date"}), left_out({"text": "three years ago", "type": "date"})
    ('typed', None)
    """
    words = str(want["text"])
    if want["type"] in CLOCK:
        return "clock"
    if _TYPED.search(words) or _BAD_ORDINAL.search(words):
        return "typed"
    if want["type"] == "duration" and _LENGTH.search(words):
        return "length"
    if _OFFICE.search(words):
        return "office"
    figures = _FIGURES.search(words)
    if figures is not None and max(int(figures[1]), int(figures[2])) <= 12 and figures[1] != figures[2]:
        return "order"
    return None


def _right(want: gold.Row, found: Sequence[Time]) -> bool:
    values = want["values"]
    if all(v.get("value") == UNRESOLVED for v in values):
        return bool(found) and any(t.type == "SET" for t in found) == (want["type"] == "set")
    return any(_agrees(v, found, str(want["text"])) for v in values)


def _exact(want: gold.Row, found: Sequence[Time]) -> bool:
    values = want["values"]
    if all(v.get("value") == UNRESOLVED for v in values):
        return _right(want, found)
    return any(_typed(v, found) if v["type"] in ("duration", "set") else _same(v, found) for v in values)


def _typed(value: gold.Row, found: Sequence[Time]) -> bool:
    """Whether a duration or a set is among *found*."""
    if value["type"] == "set":
        return any(t.type == "SET" for t in found)
    return any(t.type == "DURATION" and t.value == value["timex"] for t in found)


def _same(value: gold.Row, found: Sequence[Time]) -> bool:
    """Whether one of *found* has exactly the days of *value*; both ends open is no interval."""
    at, start, stop = (_day(value.get(k)) for k in ("value", "start", "end_exclusive"))
    first, last = (at, at) if at is not None else (start, None if stop is None else stop - DAY)
    if first is None and last is None:
        return False
    return any((t.first, t.last) == (first, last) for t in found)


def _agrees(value: gold.Row, found: Sequence[Time], words: str) -> bool:
    """Whether one reading of the gold is what *found* covers."""
    if value["type"] in ("duration", "set"):
        return _typed(value, found)
    known = [t for t in found if t.first is not None or t.last is not None]
    if not known:
        return False
    first, last = known[0], known[-1]
    at = _day(value.get("value"))
    if at is not None:
        return _holds_day(last, at, counted=_COUNTED.search(words) is not None)
    start, stop = _day(value.get("start")), _day(value.get("end_exclusive"))
    if start is None and stop is None:
        return False
    if _VAGUE.search(words) and len(known) == 1 and _one_holds_the_other(first, start, stop):
        return True
    if _WINDOW.search(words) and first.first and last.last and start and stop:
        return abs((first.first - start).days) <= 1 and abs((last.last - stop).days) <= 1
    return _begins(first, start, stop) and (stop is None or _ends(last, stop))


def _holds_day(time: Time, at: date, *, counted: bool) -> bool:
    if (time.first, time.last) == (at, at):
        return True
    return counted and time.first is not None and time.last is not None and time.first <= at <= time.last


def _one_holds_the_other(time: Time, start: date | None, stop: date | None) -> bool:
    if time.first is None or time.last is None:
        return False
    held = (start is None or time.first <= start <= time.last) and (stop is None or stop <= time.last + DAY)
    return held or (start is not None and stop is not None and start <= time.first and time.last < stop)


def _begins(time: Time, start: date | None, stop: date | None) -> bool:
    if start is None:
        return True
    if time.last is not None and stop is None:
        return start in {time.first, time.last, time.last + DAY}
    return time.first == start


def _ends(time: Time, stop: date) -> bool:
    return stop in (time.first, time.last) or (time.last is not None and stop == time.last + DAY)


def _day(text: str | None) -> date | None:
    if not text or not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    return date.fromisoformat(text[:10])
