"""Where quoted words stand in a text, its sentences, what is said in quotation marks, and TIMEX3 intervals.

The parts of ``corpus_build.py`` that know words and dates but no records of the corpus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.records import Grain

RANGE = " ... "
QUOTES = '"“”'
ABBREVIATIONS = re.compile(r"\b(?:U\.S|U\.N|E\.U|Jan|Feb|Sept|Oct|Nov|Dec|Mr|Ms|Mrs|Dr|Gen|Lt|St|[A-Z])\.$")
SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?=\s+[\"“‘(]?[A-Z0-9])|[.!?:]?[\"”’)]*$")


class WrongError(Exception):
    """An annotation that cannot be built; the message says what and where."""


@dataclass(slots=True)
class Text:
    """An article's text, and the finding of quoted words in it."""

    text: str

    def one(self, quote: str) -> Span:
        """Return where *quote* is.

        ``words`` must occur once, as whole words; ``words#2`` is the second occurrence;
        ``before [words] after`` marks the words meant within others; ``first ... last`` runs from the first
        words to the next last ones.
        """
        found = list(self._all(quote))
        number = re.search(r"#(\d+)$", quote)
        if number:
            return self._numbered(found, int(number[1]), quote)
        if len(found) != 1:
            what = f"{quote!r} occurs {len(found)} times; add #1, #2, ... or words around it"
            raise WrongError(what)
        return found[0]

    def many(self, quote: str) -> list[Span]:
        """Return every occurrence for ``words*``, else the one of `one`."""
        if not quote.endswith("*"):
            return [self.one(quote)]
        found = list(self._all(quote[:-1]))
        if not found:
            what = f"{quote!r} does not occur"
            raise WrongError(what)
        return found

    def cut(self, start: int, end: int) -> Span:
        """Return the span from *start* to *end*."""
        return Span(start, end, self.text[start:end])

    def _numbered(self, found: list[Span], number: int, quote: str) -> Span:
        if not 1 <= number <= len(found):
            what = f"{quote!r}: there are {len(found)}"
            raise WrongError(what)
        return found[number - 1]

    def _all(self, quote: str) -> Iterator[Span]:
        words = re.sub(r"#\d+$", "", quote)
        if RANGE in words:
            first, last = words.split(RANGE)
            for a in self._plain(first):
                end = next((b.end for b in self._plain(last) if b.start >= a.end), None)
                if end is not None:
                    yield self.cut(a.start, end)
            return
        marked = re.fullmatch(r"(.*?)\[(.+)\](.*)", words, re.DOTALL)
        if marked is None:
            yield from self._plain(words)
            return
        before, target, after = marked.groups()
        for whole in self._plain(before + target + after):
            yield self.cut(whole.start + len(before), whole.end - len(after))

    def _plain(self, words: str) -> Iterator[Span]:
        left = r"(?<!\w)" if words[:1].isalnum() else ""
        right = r"(?!\w)" if words[-1:].isalnum() else ""
        for m in re.finditer(left + re.escape(words) + right, self.text):
            yield self.cut(m.start(), m.end())

    def sentences(self) -> list[Span]:
        """Return the sentences: paragraphs, divided at full stops that are not those of abbreviations."""
        out: list[Span] = []
        for paragraph in re.finditer(r"[^\n]+", self.text):
            start = paragraph.start()
            for stop in SENTENCE_END.finditer(self.text, paragraph.start(), paragraph.end()):
                bare = self.text[start : stop.start() + 1]
                if ABBREVIATIONS.search(bare) and stop.end() != paragraph.end():
                    continue
                if self.text[start : stop.end()].strip():
                    out.append(self.cut(start, stop.end()))
                start = stop.end() + len(self.text[stop.end() :]) - len(self.text[stop.end() :].lstrip())
        return out


def interval(value: str | None) -> tuple[date | None, date | None, Grain | None]:
    """Return the first and last day and the grain of a TIMEX3 date value.

    >>> interval("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29), 'month')
    """
    if value is None:
        return None, None, None
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", value):
        on = date(int(m[1]), int(m[2]), int(m[3]))
        return on, on, "daypart" if m[4] else "day"
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + timedelta(5) if m[3] else monday), monday + timedelta(6), "day" if m[3] else "week"
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        month = 3 * int(m[2])
        return date(int(m[1]), month - 2, 1), _month_end(int(m[1]), month), "quarter"
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return date(int(m[1]), int(m[2]), 1), _month_end(int(m[1]), int(m[2])), "month"
    if m := re.fullmatch(r"\d{4}", value):
        return date(int(value), 1, 1), date(int(value), 12, 31), "year"
    return None, None, None


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(4)).replace(day=1) - timedelta(1)


def day(text: str) -> date | None:
    """Return the day that ISO date *text* names; None for an empty one."""
    return date.fromisoformat(text) if text else None


def quoted(text: str, content: Iterable[Span]) -> str:
    """Return direct, mixed or indirect: whether all, some or none of the words stand in quotation marks."""
    inside, marks = False, []
    for c in text:
        if c in "“”":
            inside = c == "“"
        elif c == '"':
            inside = not inside
        elif c == "\n":
            inside = False
        marks.append(inside)
    words = [marks[i] for s in content for i in range(s.start, s.end) if text[i].isalnum()]
    if words and all(words):
        return "direct"
    return "mixed" if any(words) else "indirect"
