"""What a page says of the article: its title. Evidence in, one value or None out.

A value is taken where the page itself says it (metadata, a header) before it is taken from
where such things usually stand. Where two readings are left, the value is None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.articles.cleaning import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.cleaning import Cleaned
    from dragoman.articles.facts import Facts
    from dragoman.articles.lines import Line

FEWEST_TITLE, MOST_TITLE = 3, 32
# "Source: Some Paper" is a label and its value up to so many words.
LABELLED = 4
# A headline shares a word with the text below it.
NOT_TOLD = -4.0
# A headline stands no more lines than this above the text.
FARTHEST_TITLE = 200
_LABELLED = re.compile(r"^\w+(?: \w+)?\s?: ")
TITLE_PARTS = re.compile(r"(?<!\s)\s+(?:[|–—·»«:]|::|-|\\|/)\s+|(?:(?<!\s)\s+)?(?:[|»«]|::)\s*")
_WORD = re.compile(r"[^\W\d_]{4,}")


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
    if line.words <= LABELLED and _LABELLED.match(line.text):
        return None
    score = min(line.words, 8) / 2 - 0.25 * (top - i)
    score += {"title": 8.0, "h": 3.0}.get(line.block.tag, 0.0)
    words = {w.casefold() for w in _WORD.findall(line.text)}
    if words:
        told = sum(w in body for w in words)
        score += 6.0 * told / len(words) if told else NOT_TOLD
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
    parts = [p for p in TITLE_PARTS.split(text) if p]
    if len(parts) < 2:
        return text
    for line in lines:
        headline = line.kind in ("short", "prose") and line.words >= FEWEST_TITLE
        if headline and text.startswith(line.text) and len(line.text) < len(text):
            return line.text
    if re.search(r"[|»«]|::", text) and len(parts[0].split()) > len(parts[-1].split()):
        return re.split(r"[|»«]|::", text)[0].rstrip()
    return text
