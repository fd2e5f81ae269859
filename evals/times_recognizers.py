"""Score dragoman's intervals on expressions with a reference date (Recognizers-Text specs, as JSON lines).

Usage: python evals/times_recognizers.py GOLD.jsonl [--cache FOLDER] [--errors N] [--half 0|1]

GOLD lines hold "text", "dct" and "timex": each with "start", "end", "type" and "values", the readings, each
with "value" (a day), or "start" and "end_exclusive". The set was made for calendar assistants. What
newspapers do not write is left out, by rule and not by hand:

- clock: times of day, with or without a date (types time, timerange, datetime, datetimerange, timezone);
- length: how long something takes within a day ("30 minutes"), and "a few", "several", which the set calls 3;
- typed: shorthand of typing: months, weekdays and feasts without a capital, signs of comparison, "~", a
  month and day in figures without a year ("7-6", "Oct/2"), 20161016, "2W", "EOY", "sy 2008", misspelt
  ordinals ("2th"), years in words;
- office: business days, school years, numbered weeks, "the 21st" without a month;
- order: dates in figures whose day and month can be read both ways (a text would show its order).

Sets, seasons and fiscal years have no interval in the set itself; only their type is counted ("unresolved").

An interval is right if it is one of the readings. The set's ranges ("from 2014 to 2018") are one expression
and end where the last part begins; dragoman writes two times, so a range is right if its first time begins
and its last time begins or ends where the range does. "After 2010" is right if 2010 ends or begins there: the
preposition is no part of dragoman's time. A day counted back or forward by weeks, months or years ("two
months ago") is right if dragoman's week, month or year holds it: newspapers mean no more. "Early", "mid" and
"late", "earlier" and "later" are vague: right if dragoman's interval holds the set's, or the set's holds
dragoman's. A window from or to the day of speaking may begin or end a day aside: the set counts "the next two
months" from tomorrow.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman import times
from dragoman.codebook import Codebook
from dragoman.evaluation.parses import KeptParses
from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman.records import Time

CLOCK = {"time", "timerange", "datetime", "datetimerange", "timezone"}
_TYPED = re.compile(
    r"[<>=~½]|\b\d+[WDHMYdhmywp]\b|\b(?:nineteen|seventeen|eighteen|two thousand|tmrw|w/c)\b|\d s\b"
    r"|^end of (?:day|month|year)$|\bEO[DWMY]\b|\b[sf]y ?\d+\b|[A-Za-z]\d\d"
    r"|\b(?:easter|new year|thanksgiving|halloween|christmas|independence day|earth day|eid)\b"
    r"|\b(?:saint patrick|black friday)\b"
    r"|\b(?:january|february|april|june|july|september|october|november|december)\b"
    r"|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|\b(?:may|march|august)\b(?! \w)"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|^\d{8}$|^\D*\d{1,2}[/-]\d{1,2}(?![/\d-])|[A-Za-z]/\d|\d/[A-Za-z]|\d{4}-\d{1,2}$|^\d{1,2}-\d{4}"
    r"|\d/\d{1,2}\b(?!/)",
)
_BAD_ORDINAL = re.compile(r"(?<!1)[123]th\b|\b1[123](?:st|nd|rd)\b|\b\d?[4-90](?:st|nd|rd)\b")
_OFFICE = re.compile(
    r"business|school|\bweek \d|\bwk\b|^(?:the )?\d{1,2}(?:st|nd|rd|th)?$|\bof the \d+(?:st|nd|rd|th)$"
    r"|^(?:mon|tue|wed|thu|fri|sat|sun)\w* (?:the )?\d+(?:st|nd|rd|th)$",
    re.IGNORECASE,
)


_VAGUE = re.compile(r"\b(?:early|mid|middle|late|earlier|later|beginning|start|end)\b", re.IGNORECASE)
_WINDOW = re.compile(r"\b(?:past|last|next|previous|coming|upcoming|within|following)\b.*s\b", re.IGNORECASE)


_LENGTH = re.compile(r"\b(?:few|several|some|hours?|minutes?|mins?|sec|seconds?)\b", re.IGNORECASE)


def left_out(expression: dict[str, Any]) -> str | None:
    """Return why an expression is none that newspapers use, or None."""
    words = str(expression["text"])
    if expression["type"] in CLOCK:
        return "clock"
    if _TYPED.search(words) or _BAD_ORDINAL.search(words):
        return "typed"
    if expression["type"] == "duration" and _LENGTH.search(words):
        return "length"
    if _OFFICE.search(words):
        return "office"
    if (m := re.search(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", words)) and max(int(m[1]), int(m[2])) <= 12:
        return "order" if m[1] != m[2] else None
    return None


def day(text: str | None) -> date | None:
    """Return the day of a value, None if it is none."""
    if not text or not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    return date.fromisoformat(text[:10])


def right(value: dict[str, Any], found: list[Time], words: str) -> bool:
    """Whether one reading of the gold is what *found* covers."""
    known = [t for t in found if t.first is not None or t.last is not None]
    if value["type"] == "duration":
        return any(t.type == "DURATION" and t.value == value["timex"] for t in found)
    if value["type"] == "set":
        return any(t.type == "SET" for t in found)
    if not known:
        return False
    first, last = known[0], known[-1]
    if (at := day(value.get("value"))) is not None:
        if (last.first, last.last) == (at, at):
            return True
        counted = re.search(r"\b(week|month|year|decade|fortnight)s?\b", words) is not None
        return counted and last.first is not None and last.last is not None and last.first <= at <= last.last
    start, stop = day(value.get("start")), day(value.get("end_exclusive"))
    if _VAGUE.search(words) and len(known) == 1 and None not in (first.first, first.last):
        assert first.first is not None
        assert first.last is not None
        held = (start is None or first.first <= start <= first.last) and (
            stop is None or stop <= first.last + timedelta(days=1)
        )
        holds = start is not None and stop is not None and start <= first.first and first.last < stop
        if held or holds:
            return True
    begins = first.first == start
    if _WINDOW.search(words) and first.first is not None and last.last is not None and start and stop:
        return abs((first.first - start).days) <= 1 and abs((last.last - stop).days) <= 1
    if first.last is not None and stop is None:
        begins = start in {first.first, first.last, first.last + timedelta(days=1)}
    ends = {t for t in (last.first, last.last) if t is not None} | (
        {last.last + timedelta(days=1)} if last.last is not None else set()
    )
    if start is None and stop is None:
        return False
    if start is None:
        return stop in ends
    return begins and (stop is None or stop in ends)


def main() -> None:
    """Score, and print what was left out and what is wrong."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    arguments.add_argument("--errors", type=int, default=0)
    arguments.add_argument("--half", type=int, choices=(0, 1))
    given = arguments.parse_args()
    parser, codebook = KeptParses(given.cache), Codebook.load()
    aside: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    good: Counter[str] = Counter()
    records = [json.loads(line) for line in given.gold.read_text(encoding="utf-8").splitlines()]
    for number, record in enumerate(records):
        if given.half is not None and number % 2 != given.half:
            continue
        article = Article(id=record["id"], text=record["text"], published=record["dct"][:10])
        kept = times.find(parser.parse(article.text), codebook, article).kept
        if not record["timex"]:
            if kept and given.errors > 0:
                print(f"invented in {article.text!r}: {[t.text for t in kept]}")
            seen["(none expected)"] += 1
            good["(none expected)"] += not kept
            continue
        for gold in record["timex"]:
            if (why := left_out(gold)) is not None:
                aside[why] += 1
                continue
            found = [t for t in kept if t.start < gold["end"] and gold["start"] < t.end]
            values = gold["values"]
            kind = str(gold["type"])
            if all(v.get("value") == "not resolved" for v in values):
                kind = "unresolved"
                ok = bool(found) and any(t.type == "SET" for t in found) == (gold["type"] == "set")
            else:
                ok = any(right(v, found, gold["text"]) for v in values)
            seen[kind] += 1
            good[kind] += ok
            if not ok and given.errors > 0:
                given.errors -= 1
                shown = [(t.text, t.type, t.value, str(t.first), str(t.last)) for t in found]
                print(
                    f"{record['dct'][:10]} {article.text!r}\n    {gold['text']!r} {values}\n    found {shown}"
                )
    print(f"left out: {dict(aside)}")
    for kind in sorted(seen):
        print(f"{kind:18}{good[kind]:5} of {seen[kind]:4}  {100 * good[kind] / seen[kind]:5.1f} %")
    total = {k: v for k, v in seen.items() if k != "(none expected)"}
    share = 100 * sum(good[k] for k in total) / max(1, sum(total.values()))
    print(f"{'all':18}{sum(good[k] for k in total):5} of {sum(total.values()):4}  {share:5.1f} %")


if __name__ == "__main__":
    main()
