"""What a page says of the article: its title and its publisher. Evidence in, one value or None out.

A value is taken where the page itself says it (metadata, a header) before it is taken from
where such things usually stand. Where two readings are left, the value is None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.articles.cleaning import same
from dragoman.articles.facts import dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.cleaning import Cleaned
    from dragoman.articles.facts import Facts
    from dragoman.articles.lines import Line
    from dragoman.codebook.articles import Pages

FEWEST_TITLE, MOST_TITLE = 3, 32
# A headline stands no more lines than this above the text.
FARTHEST_TITLE = 200
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


def title(lines: Sequence[Line], cleaned: Cleaned, facts: Facts) -> str | None:
    """Return the headline: the header's or metadata's, else the likeliest line above the article."""
    if facts.title:
        return facts.title
    body = " ".join(cleaned.paragraphs[:4]).casefold()
    if not any(x.kind == "prose" for x in lines):
        return facts.browser_title
    best: tuple[float, str] | None = None
    top = _first_prose(lines, cleaned)
    near = range(max(0, top - FARTHEST_TITLE), top)
    said = [k for k in near if lines[k].kind in ("date", "byline")]
    for i in near:
        score = _like_title(lines, i, top, body, facts.browser_title, said)
        if score is not None and (best is None or score > best[0]):
            best = (score, lines[i].text)
    if best is not None:
        return _without_site(_fullest(best[1], lines[near.start : top]), lines)
    return _without_site(facts.browser_title, lines) if facts.browser_title else None


def _first_prose(lines: Sequence[Line], cleaned: Cleaned) -> int:
    for i in range(cleaned.first, cleaned.last):
        if lines[i].kind == "prose" and lines[i].words > FEWEST_TITLE:
            return i
    return cleaned.last


def _like_title(
    lines: Sequence[Line], i: int, top: int, body: str, browser_title: str | None, said: Sequence[int]
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
    around = (lines[k].text for k in range(max(0, i - 59), min(len(lines), i + 60)) if k != i)
    score += 3.0 * any(same(line.text, other) for other in around)
    if browser_title and line.text.casefold() in browser_title.casefold():
        score += 8.0
    if line.block.links > 0.7:
        score -= 4.0
    # Author and date follow the headline; what follows them is a summary or a caption.
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
    agency = dateline(cleaned.paragraphs, pages).agency
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
