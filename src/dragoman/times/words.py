"""Article text in, `Word`s out: the text cut into words, numbers and signs, each with its classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dragoman.codebook.calendar import Calendar, Entry, Feast


class Word(NamedTuple):
    """A word, number or sign; ``plain`` is its lower-case form, a number's digits, or a feast's name."""

    start: int
    end: int
    plain: str
    entry: Entry
    feast: Feast | None = None


_LEX = re.compile(
    r"""
    (?P<link>(?:https?://|www\.)\S+|[^\s@]{1,64}+@[^\s@]{1,255}\.\w+|[@\#]\w+)
  | (?P<iso>\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:[ ]?Z\b|[+-]\d{2}:?\d{2})?)?(?![\d-]))
  | (?P<merid>\b\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?[ ]?(?:[ap]\.[ ]?m\.|[ap]m\b))
  | (?P<dmy>\b\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d/]|[.-]\d))
  | (?P<ymd>\b\d{4}[/.]\d{1,2}[/.]\d{1,2}(?!\d))
  | (?P<clock>\b\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
  | (?P<era>\b\d{2,3}0s\b|\b1\d\d0['’]s\b|['’‘]?\b\d0['’]?s\b)
  | (?P<ord>\b\d{1,3}(?:st|nd|rd|th)\b)
  | (?P<halves>\b\d+[ -]?(?:1/2\b|½)|½)
  | (?P<num>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)
  | (?P<apos>['’‘]\d{2}\b)
  | (?P<qcode>\b[QH][1-4]\b)
  | (?P<abbr>(?:\b[A-Za-z]\.){2,}|\b[BA]\.[CD]\b)
  | (?P<poss>['’]s\b)
  | (?P<word>[^\W\d_]+(?:['’]clock\b)?)
  | (?P<paragraph>\n)
  | (?P<sign>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)


_DIGITS = re.compile(r"\d+")


def cut(text: str, calendar: Calendar) -> list[Word]:
    """Cut *text* into words; spelt numbers and names of feasts become one word each."""
    words = calendar.words
    shapes = calendar.shapes
    other, unknown = shapes["other"], shapes["word"]
    out: list[Word] = []
    spelt = feasts = False
    for m in _LEX.finditer(text):
        kind = m.lastgroup
        start, end = m.span()
        if kind == "word":
            plain = text[start:end].lower()
            entry = words.get(plain)
            if entry is not None and "NUM" in entry.classes:
                spelt = True
            feasts = feasts or plain in calendar.feasts
            out.append(Word(start, end, plain, entry or unknown))
        elif kind == "num":
            out.append(_number(text, start, end, calendar))
            feasts = feasts or out[-1].plain in calendar.feasts
        elif kind == "halves":
            digits = _DIGITS.match(text, start, end)
            plain = f"{digits.group() if digits else '0'}.5"
            out.append(Word(start, end, plain, shapes["decimal"]))
        elif kind == "sign" or kind == "abbr":
            plain = text[start:end].lower()
            out.append(Word(start, end, plain, calendar.signs.get(plain) or words.get(plain) or other))
        elif kind == "ord":
            n = int(text[start : end - 2])
            out.append(Word(start, end, str(n), shapes["dayth" if 1 <= n <= 31 else "nth"]))
        else:
            out.append(Word(start, end, text[start:end].lower(), shapes.get(kind or "", other)))
    if spelt:
        out = _spell(out, calendar)
    if feasts:
        out = _feasts(text, out, calendar)
    return out


def _number(text: str, start: int, end: int, calendar: Calendar) -> Word:
    plain = text[start:end]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if (
        before.isalnum()
        or after.isalpha()
        or before in "$£€¥#№"
        or after in "%$£€"
        or before == "_"
        or (before in ".,:/" and start > 1 and text[start - 2].isdigit())
    ):
        shape = "other"
    else:
        shape = _shape(plain)
    return Word(start, end, plain.replace(",", ""), calendar.shapes[shape])


def _shape(digits: str) -> str:
    if "." in digits or "," in digits:
        return "decimal" if "." in digits else "number"
    n = int(digits) if len(digits) < 10 else 10**9
    if len(digits) == 4:
        clock = n // 100 <= 24 and n % 100 < 60
        if 1000 <= n < 2200:
            return "year_clock" if clock else "year"
        return "four_clock" if clock else "number"
    if len(digits) > 2:
        return "number"
    if n == 0:
        return "nought"
    if n <= 24:
        return "hour2" if len(digits) == 2 else "hour"
    return "day" if n <= 31 else "two"


def _spell(words: list[Word], calendar: Calendar) -> list[Word]:
    """Join spelt numbers: "twenty-five", "two hundred and six", "two and a half", "twenty-first"."""
    out: list[Word] = []
    i = 0
    while i < len(words):
        if "CARD" in words[i].entry.classes or "TENS" in words[i].entry.classes:
            word, i = _spelt(words, i, calendar)
            out.append(word)
        else:
            if "NUM" in words[i].entry.classes and _and_a_half(words, i + 1):
                plain = words[i].plain + ".5"
                out.append(Word(words[i].start, words[i + 3].end, plain, calendar.shapes["decimal"]))
                i += 4
                continue
            out.append(words[i])
            i += 1
    return out


def _and_a_half(words: list[Word], i: int) -> bool:
    return [w.plain for w in words[i : i + 3]] == ["and", "a", "half"]


def _spelt(words: list[Word], i: int, calendar: Calendar) -> tuple[Word, int]:
    first = words[i]
    total = 0
    current = 0
    last = i
    ordinal = False
    while i < len(words):
        entry = words[i].entry
        values = entry.values
        if "TENS" in values and current % 100 == 0:
            current += int(values["TENS"])
        elif "CARD" in values and (current % 10 == 0 and (current % 100 == 0 or int(values["CARD"]) < 10)):
            current += int(values["CARD"])
        elif "ORD" in values and current % 100 >= 20 and current % 10 == 0 and int(values["ORD"]) < 10:
            current += int(values["ORD"])
            ordinal = True
        elif "SCALE" in values and current:
            current *= int(values["SCALE"])
            if values["SCALE"] == "1000":
                total, current = total + current, 0
        else:
            break
        last = i
        i += 1
        if ordinal:
            break
        if i < len(words) and (
            words[i].plain in "-‐" or (words[i].plain == "and" and (current % 100 == 0 or total))
        ):
            i += 1
    n = total + current
    i = last + 1
    if ordinal:
        return Word(first.start, words[last].end, str(n), calendar.shapes["dayth" if n <= 31 else "nth"]), i
    if _and_a_half(words, i):
        return Word(first.start, words[i + 2].end, f"{n}.5", calendar.shapes["decimal"]), i + 3
    shape = "spelt_day" if last > 0 else "number"
    return Word(first.start, words[last].end, str(n), calendar.shapes[shape]), i


def _feasts(text: str, words: list[Word], calendar: Calendar) -> list[Word]:
    out: list[Word] = []
    i = 0
    while i < len(words):
        for names, feast in calendar.feasts.get(words[i].plain, ()):
            got = words[i : i + len(names)]
            if len(got) == len(names) and all(
                w.plain.replace("’", "'") == n for w, n in zip(got, names, strict=True)
            ):
                if text[words[i].start].islower():
                    continue
                out.append(Word(got[0].start, got[-1].end, feast.name, calendar.shapes["feast"], feast))
                i += len(names)
                break
        else:
            out.append(words[i])
            i += 1
    return out
