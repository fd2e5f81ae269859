"""What a page says of the article: title, publisher, date, address. Evidence in, one value or None out.

A value is taken where the page itself says it (metadata, a header, a labelled date) before it is taken from
where such things usually stand. Where two readings are left, the value is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.articles import dates
from dragoman.articles.cleaning import same
from dragoman.articles.dates import Stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.cleaning import Cleaned
    from dragoman.articles.dates import Order
    from dragoman.articles.lines import Line
    from dragoman.codebook.articles import Pages

# A dateline's day lies at most this many days before the page's own dates.
DAYS_BEFORE = 45
FEWEST_TITLE, MOST_TITLE = 3, 32
# Small words inside the names of papers.
PARTICLES = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "de",
        "del",
        "la",
        "las",
        "el",
        "los",
        "le",
        "les",
        "des",
        "du",
        "da",
        "do",
        "das",
        "dos",
        "di",
        "della",
        "dei",
        "et",
        "y",
        "e",
        "und",
        "der",
        "die",
        "van",
        "von",
        "na",
    ]
)
# Above the title, a site may show today's date.
NEAR = 6
# A date with a lower rank belongs to another article, or is today's.
FARTHEST = -6.0

_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w.'’-]*(?:[ ,/-]+(?:[A-Z][\w.'’-]*|d[aeiou]s?|of|upon|am)){0,5}?),?\s*"
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?|(?P<day2>\d{1,2})\s+(?P<month2>[A-Z][a-z]{2,8})\.?(?:,?\s+(?P<year2>\d{4}))?)?\s*,?\s*"
    r"(?:[(\[](?P<agency>[A-Z][^()\[\]]{1,40})[)\]]|(?P<agency2>[A-Z]{2,12}))?\s*(?:[-–—―]+|:)\s"
)
_RIGHTS = re.compile(
    r"(?:©|ⓒ|\(c\)|copyright(?=[\s:]*(?:[©ⓒ]|\(c\)|by\b|(?:19|20)\d\d)))[\s:©ⓒ]*(?:\(c\)[\s:]*)?(?:copyright[\s:]*)?"
    r"(?:(?:19|20)\d{2})?(?:\s*[-–—]\s*\d{4})?,?\s*(?:by\s+)?"
    r"(?P<name>[^\W\d_][\w&'’.-]*(?:[ ]+[\w&'’.-]+){0,6})",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_SIGN = re.compile(r"[©ⓒ]|\([cC]\)\s*(?:19|20)")
_TITLE_PARTS = re.compile(r"\s+(?:[|–—·»«:]|::|-|\\|/)\s+|\s*[|»«]\s*|\s*::\s*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_YEAR_IN_RIGHTS = re.compile(r"\b(?:19|20)\d\d\b")
_FILLER = frozenset(
    [
        "all",
        "rights",
        "reserved",
        "copyright",
        "inc",
        "ltd",
        "limited",
        "llc",
        "plc",
        "co",
        "corp",
        "gmbh",
        "ag",
        "s.a",
        "sa",
        "s.a.s",
        "s.l",
        "s.r.l",
        "s.p.a",
        "sp",
        "z",
        "o.o",
        "a.s",
        "a.ş",
        "oy",
        "ab",
        "as",
        "kft",
        "d.o.o",
        "ооо",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article before its text is looked at: from a header or a page's metadata."""

    title: str | None = None
    browser_title: str | None = None
    publisher: str | None = None
    published: Stamp | None = None
    modified: Stamp | None = None
    url: str | None = None
    language: str | None = None
    site_language: str | None = None


def title(lines: Sequence[Line], cleaned: Cleaned, facts: Facts) -> str | None:
    """Return the headline: the header's or metadata's, else the likeliest line above the article."""
    if facts.title:
        return facts.title
    body = " ".join(cleaned.paragraphs[:4]).casefold()
    if not any(x.kind == "prose" for x in lines):
        return facts.browser_title
    best: tuple[float, str] | None = None
    top = _first_prose(lines, cleaned)
    for i, line in enumerate(lines[:top]):
        score = _like_title(lines, i, top, body, facts.browser_title)
        if score is not None and (best is None or score > best[0]):
            best = (score, line.text)
    if best is not None:
        return _without_site(_fullest(best[1], lines[:top]), lines)
    return _without_site(facts.browser_title, lines) if facts.browser_title else None


def _first_prose(lines: Sequence[Line], cleaned: Cleaned) -> int:
    for i in range(cleaned.first, cleaned.last):
        if lines[i].kind == "prose" and lines[i].words > FEWEST_TITLE:
            return i
    return cleaned.last


def _like_title(
    lines: Sequence[Line], i: int, top: int, body: str, browser_title: str | None
) -> float | None:
    """Return how much a line looks like the article's headline; None if it cannot be it."""
    line = lines[i]
    if line.kind not in ("short", "prose") or not FEWEST_TITLE <= line.words <= MOST_TITLE or line.label:
        return None
    if line.text.endswith((".", ";", ":")) and line.kind == "prose":
        return None
    score = min(line.words, 8) / 2 - 0.25 * (top - i)
    score += {"title": 8.0, "h": 3.0}.get(line.block.tag, 0.0)
    words = {w.casefold() for w in _WORD.findall(line.text)}
    if words:
        score += 6.0 * sum(w in body for w in words) / len(words)
    score += 3.0 * any(same(line.text, x.text) for k, x in enumerate(lines) if k != i and abs(k - i) < 60)
    if browser_title and line.text.casefold() in browser_title.casefold():
        score += 8.0
    if line.block.links > 0.7:
        score -= 4.0
    # Author and date follow the headline; what follows them is a summary or a caption.
    said = [k for k in range(top) if lines[k].kind in ("date", "byline")]
    if said:
        score += 2.0 if any(i < k <= i + 3 for k in said) else 0.0
        score -= 3.0 if any(k < i for k in said) else 0.0
    return score


def _fullest(text: str, lines: Sequence[Line]) -> str:
    """Return the form of a headline that the page repeats most, without a credit, else the longest."""
    forms = [
        x.text for x in lines if x.kind in ("short", "prose") and x.words <= MOST_TITLE and same(x.text, text)
    ]
    forms = [f for f in forms if not f.endswith((")", "]"))] or [text]
    return max(forms, key=lambda f: (sum(f == x.text for x in lines), len(f)))


def _without_site(text: str, lines: Sequence[Line]) -> str:
    """Return a browser's title without the site's name behind it."""
    parts = [p for p in _TITLE_PARTS.split(text) if p]
    if len(parts) < 2:
        return text
    for line in lines:
        headline = line.kind in ("short", "prose") and line.words >= FEWEST_TITLE
        if headline and text.startswith(line.text) and len(line.text) < len(text):
            return line.text
    if re.search(r"[|»«]|::", text) and len(parts[0].split()) > len(parts[-1].split()):
        return re.split(r"\s*(?:[|»«]|::)\s*", text)[0]
    return text


def publisher(lines: Sequence[Line], cleaned: Cleaned, facts: Facts, pages: Pages) -> str | None:
    """Return who published it: metadata, the notice of rights, the name behind the title, else the agency."""
    if facts.publisher:
        return facts.publisher
    for line in reversed(lines):
        notice = "rights" in line.topics or _SIGN.search(line.text[:300])
        name = _owner(line.text[:300], pages) if notice else None
        if name:
            return name
    behind = _behind_title(lines, cleaned, facts)
    if behind:
        return behind
    agency = dateline(cleaned, pages).agency
    return agency


def _owner(text: str, pages: Pages) -> str | None:
    """Return the name in a notice of rights: what stands between the sign, the year and the reserve."""
    m = _RIGHTS.search(text)
    if m is None:
        return None
    name, rest = m["name"], text[m.start("name") :]
    if _WIDE.match(name):
        return name.split()[0]
    words = pages.words(rest)
    reserve = [h.first for h in pages.hits(rest, words) if h.where == "any" and h.first]
    if reserve:
        name = name[: words[min(reserve)].start]
    return _name(name)


def _name(text: str) -> str | None:
    words = re.split(r"(?<![A-ZŞ])\.(?=\s)", text.strip())[0].split()
    latin = words[0][:1].isascii() if words else True
    while words and (words[-1].casefold().rstrip(".,") in _FILLER or words[-1].isdigit()):
        words.pop()
    for i, word in enumerate(words):
        # A name in Latin letters ends where another script, or a word without a capital, begins.
        small = latin and word[:1].islower() and word not in PARTICLES
        if i and (word.casefold() in ("all", "rights") or small or (latin and _other_script(word))):
            words = words[:i]
            break
    while words and words[-1].casefold().rstrip(".,") in _FILLER:
        words.pop()
    name = " ".join(words).strip(" .,&-")
    return name if len(name) > 1 and not name.isdigit() and name.casefold() not in _FILLER else None


def _other_script(word: str) -> bool:
    return any(ord(c) > 0x36F for c in word if c.isalpha())


def _behind_title(lines: Sequence[Line], cleaned: Cleaned, facts: Facts) -> str | None:
    """Return the site's name that stands behind the headline in a browser's title."""
    candidates = [facts.browser_title] if facts.browser_title else []
    candidates += [x.text for x in lines[: cleaned.first + 3] if x.kind in ("short", "prose")][:40]
    heads = [x.text for x in lines[: cleaned.first + 3] if x.words >= FEWEST_TITLE]
    if facts.title:
        heads.append(facts.title)
    for text in candidates:
        for head in heads:
            rest = text[len(head) :] if text != head and text.startswith(head) else ""
            m = re.match(r"^\s*(?:[|–—·»«-]|::)\s*(.{2,60})$", rest)
            if m:
                return _TITLE_PARTS.split(m[1])[-1].strip()
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What the opening words of the text say: "SEOUL, Jan 19 (Agency) -"."""

    agency: str | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None


def dateline(cleaned: Cleaned, pages: Pages) -> Dateline:
    """Read the dateline at the head of the first paragraphs; the words themselves stay in the text."""
    for paragraph in cleaned.paragraphs[:3]:
        m = _DATELINE.match(paragraph[:160])
        if m is None:
            continue
        name = (m["agency"] or m["agency2"] or "").strip()
        month = pages.month(m["month"] or m["month2"] or "", "en")
        day = int(m["day"] or m["day2"] or 0)
        year = int(m["year"] or m["year2"] or 0)
        place = m["place"]
        if not name and not month and not place.isupper():
            continue
        return Dateline(agency=_agency(name, pages), month=month, day=day or None, year=year or None)
    return Dateline()


def _agency(name: str, pages: Pages) -> str | None:
    if not name:
        return None
    for part in re.split(r"\s*[/,]\s*", name):
        known = pages.agencies.get(part.casefold())
        if known:
            return known.name
    return name if name.casefold() not in ("updated", "update", "video", "photos") else None


def published(
    lines: Sequence[Line], cleaned: Cleaned, facts: Facts, pages: Pages, *, title: str | None = None
) -> Stamp | None:
    """Return when it was published: by metadata, a label, the date nearest to the text, the dateline."""
    candidates = _candidates(lines, cleaned, title)
    known = [s for s in (facts.published, facts.modified) if s is not None]
    line = dateline(cleaned, pages)
    pivots = [s.value for s in known] + _pivots(candidates, line, facts)
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
