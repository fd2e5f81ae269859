"""When an article was published, by everything that its page says: metadata, labels, places, the dateline.

Where dates can be read two ways, the rest of the page decides, or the date is left open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.articles import dates
from dragoman.articles.dates import Stamp
from dragoman.articles.facts import dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.cleaning import Cleaned
    from dragoman.articles.dates import Order
    from dragoman.articles.facts import Dateline, Facts
    from dragoman.articles.lines import Line
    from dragoman.codebook.articles import Pages

# A dateline's day lies at most this many days before the page's own dates.
DAYS_BEFORE = 45
# Above the title, a site may show today's date.
NEAR = 6
# Lines of so many words, and so many of them, are searched for dates that say how another is to be read.
SHORT, MOST_LINES = 45, 80
# A date with a lower rank belongs to another article, or is today's.
FARTHEST = -6.0


def published(
    lines: Sequence[Line], cleaned: Cleaned, facts: Facts, pages: Pages, *, title: str | None = None
) -> Stamp | None:
    """Return when it was published: by metadata, a label, the date nearest to the text, the dateline."""
    candidates = _candidates(lines, cleaned, title)
    known = [s for s in (facts.published, facts.modified) if s is not None]
    line = dateline(cleaned.paragraphs, pages)
    pivots = [s.value for s in known] + _pivots(candidates, line, facts)
    if any(c.stamp.other for c in candidates):
        pivots += _days_named(lines[: cleaned.last], pages)
    order = dates.order_of((c.stamp for c in candidates), pivots) or _order_of_site(lines, facts)
    settled = [replace(c, stamp=s) for c in candidates if (s := dates.settle(c.stamp, order)) is not None]
    best = max(settled, key=lambda c: c.rank, default=None)
    if facts.published is not None:
        return _local(facts.published, settled)
    if best is not None and best.rank > 0:
        return best.stamp
    if facts.url and (day := dates.from_url(facts.url)):
        return Stamp(value=day, grain="day")
    told = _of_dateline(line, [c.stamp.day for c in settled] + [s.day for s in known])
    if told is not None:
        return told
    if best is not None and best.rank > FARTHEST:
        return best.stamp
    return facts.modified


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    stamp: Stamp
    rank: float


def _candidates(lines: Sequence[Line], cleaned: Cleaned, title: str | None) -> list[_Candidate]:
    """Return the dates on lines of their own, with a rank: published, near the text, updated, far away."""
    found = []
    head = next((i for i, x in enumerate(lines[: cleaned.last]) if title and x.text == title), cleaned.first)
    since = min(head, cleaned.first - NEAR)
    others = next(
        (i for i in range(cleaned.last, len(lines)) if lines[i].kind in ("more", "comments")), len(lines)
    )
    for i, line in enumerate(lines):
        if line.kind not in ("date", "byline") and not line.block.aside:
            continue
        inside = since <= i <= cleaned.last
        # The first date under the headline is the one of publication; a change comes after it.
        distance = i - head if head <= i < cleaned.first else _away(i, cleaned)
        for k, stamped in enumerate(line.stamps):
            if stamped.called == "published":
                base = 100.0
            elif stamped.called == "updated":
                base = 40.0 if inside else 20.0
            elif inside and not line.block.aside:
                base = 80.0 if i < cleaned.last else 60.0
            else:
                base = 0.0
            if i > others or (i > cleaned.last + 8 and base < 100.0):
                base = min(base, -10.0)
            finer = 2.0 if stamped.stamp.grain == "minute" else 0.0
            found.append(_Candidate(stamp=stamped.stamp, rank=base + finer - 0.5 * distance - 0.1 * k))
    return found


def _away(i: int, cleaned: Cleaned) -> int:
    if cleaned.first <= i < cleaned.last:
        return 0
    return min(abs(i - cleaned.first), abs(i - cleaned.last))


def _pivots(candidates: Sequence[_Candidate], line: Dateline, facts: Facts) -> list[str]:
    """Return days that another part of the page gives, against which a two-way date can be read."""
    pivots = []
    if facts.url and (day := dates.from_url(facts.url)):
        pivots.append(day)
    for candidate in candidates:
        year = int(candidate.stamp.value[:4])
        if line.month and line.day and (exact := _safe(year, line.month, line.day)):
            pivots.append(exact)
    return pivots


def _days_named(lines: Sequence[Line], pages: Pages) -> list[str]:
    """Return the days that captions and other short lines down to the article's end name with their month."""
    short = [x.text for x in lines if x.words <= SHORT and x.kind != "prose" and len(x.text) < 300]
    return [s.day for t in short[-MOST_LINES:] for s in dates.find(t, pages) if s.other is None]


def _safe(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _order_of_site(lines: Sequence[Line], facts: Facts) -> Order | None:
    """Return the order of day and month that the site's language tells; None where it is English alone."""
    code = (facts.site_language or "").replace("_", "-")
    if code and not code.lower().startswith("en"):
        return "day"
    if code.lower() in ("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"):
        return "day"
    if code.lower() == "en-us":
        return "month"
    foreign = sum(bool(x.languages) and "en" not in x.languages for x in lines)
    return "day" if foreign >= 2 else None


def _local(stamp: Stamp, seen: Sequence[_Candidate]) -> Stamp:
    """Return the day as the readers saw it, where metadata is in UTC and the page shows the next day."""
    moment = dates.datetime_of(stamp)
    if moment is None or moment.utcoffset() != timedelta(0):
        if stamp.grain == "day":
            finer = [
                c for c in seen if c.stamp.day == stamp.day and c.stamp.grain == "minute" and c.rank >= 60
            ]
            return max(finer, key=lambda c: c.rank).stamp if finer else stamp
        return stamp
    day = date.fromisoformat(stamp.day)
    for candidate in sorted(seen, key=lambda c: -c.rank):
        shown = date.fromisoformat(candidate.stamp.day)
        if candidate.rank >= 60 and abs((shown - day).days) == 1:
            return candidate.stamp
    return stamp


def _of_dateline(line: Dateline, days: Sequence[str]) -> Stamp | None:
    """Return the dateline's day, with its own year or that of the page's dates shortly after it."""
    if not line.month or not line.day:
        return None
    if line.year:
        exact = _safe(line.year, line.month, line.day)
        return Stamp(value=exact, grain="day") if exact else None
    for shown in sorted(days):
        last = date.fromisoformat(shown)
        for year in (last.year, last.year - 1):
            exact = _safe(year, line.month, line.day)
            if exact and 0 <= (last - date.fromisoformat(exact)).days <= DAYS_BEFORE:
                return Stamp(value=exact, grain="day")
    return None
