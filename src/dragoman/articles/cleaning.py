"""`Line`s in, `Cleaned` out: which lines are the article, and which the page put around it.

The article is the stretch of the page with the most running text for the fewest other lines; inside it,
lines of the site are cut. Shape decides (sentences, length, neighbours, repetition, script); known phrases
help.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.articles import edges, languages
from dragoman.articles.blocks import terminal
from dragoman.articles.edges import QUOTED, READER, SAID, SENTENCES
from dragoman.articles.lines import FOREIGN, Line, latin_share, signature

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a line adds to, or takes from, the stretch that holds it. Prose adds its words, up to so many.
MOST_WORDS = 50
COST = {
    "short": -3.0,
    "date": -2.0,
    "byline": -2.0,
    "caption": -2.0,
    "junk": -4.0,
    "more": -4.0,
    "comments": -4.0,
}
# A label on its own that heads other articles, or readers' comments, parts the page.
PARTS = -6.0
# What a label and its links take where the article goes on after them.
INSIDE = -1.0
# Readers may write more than the article; what follows their label is theirs unless it is so much more.
FAR_MORE = 3
# English prose that is this share of a page's running text makes the page English.
ENOUGH_ENGLISH = 0.3
# So many lines of a site make a page of a text; below it, lines without a full stop may stay.
MESSY = 3
SAME_WORDS = 0.75
# A line that ends with a colon and leads to nothing is a label, if it is shorter than this.
LEAD = 12
# An item of so few words, the only one of its list, is a name or a topic.
FEW_ALONE = 3
# Prose of more words than this is no teaser, and is enough to be an article.
FEW = 40

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that is not part of the article, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The article's paragraphs; the lines before, within and after it that are none."""

    paragraphs: tuple[str, ...]
    first: int
    last: int
    cut: tuple[Cut, ...]


def page_language(lines: Sequence[Line]) -> languages.Guess | None:
    """Return the language of the running text of a page, whatever the language of its menus and notices.

    English wins where a good part is English; a short text is judged only if the detector is sure.
    """
    weights: dict[str, float] = {}
    scores: dict[str, float] = {}
    texts = {x.text: x for x in lines if _mass(x) > 0}
    for line in sorted(texts.values(), key=lambda x: -_mass(x))[:12]:
        guess = languages.detect(line.text)
        if guess is None:
            continue
        weights[guess.language] = weights.get(guess.language, 0.0) + _mass(line)
        scores[guess.language] = max(scores.get(guess.language, 0.0), guess.score)
    if not weights:
        return None
    if weights.get("en", 0.0) >= ENOUGH_ENGLISH * sum(weights.values()):
        return languages.Guess("en", scores["en"])
    best = max(weights, key=lambda k: (weights[k], k))
    return languages.Guess(best, scores[best])


def _mass(line: Line) -> float:
    """Return how much of a page's running text a line holds; what the site says around it holds none."""
    if line.kind != "prose" and line.why not in FOREIGN:
        return 0.0
    text, block = line.text, line.block
    wide = latin_share(text[:500]) < 0.5
    if block.links > 0.7 or len(text) < (20 if wide else 60):
        return 0.0
    factor = 1.0 if block.extracted is not False else 0.3
    return factor * len(text) * (1.0 if terminal(text) else 0.3)


def clean(lines: Sequence[Line], *, title: str | None = None) -> Cleaned:
    """Return the article that *lines* hold; *title* is its title where that is known."""
    lines = _without_neighbours_notices(lines)
    messy = sum(x.kind in ("junk", "more", "comments") for x in lines) >= MESSY
    scores = _scores(lines)
    if messy:
        others = _teasers(lines)
        scores = [0.0 if i in others else s for i, s in enumerate(scores)]
    first, last = _stretch(lines, scores) if messy else _all_prose(lines)
    first, last = edges.trim(lines, first, last, messy=messy, title=title)
    while first < last < len(lines) and lines[last].kind in ("short", "item") and _in_list(lines, last):
        last += 1
    while last > first and lines[last - 1].text.endswith(":") and lines[last - 1].words < LEAD:
        last -= 1
    kept: list[str] = []
    cut: list[Cut] = []
    seen: set[str] = set()
    pulled = _pulled(lines, first, last)
    addressed = edges.addressed(lines, first, last) if messy else frozenset()
    for i, line in enumerate(lines):
        why = None if first <= i < last else "outside the article: " + line.why
        why = why or _why_not(lines, i, scores[i], messy=messy, title=title)
        key = _key(line)
        if why is None and (i in pulled or (line.words > 3 and key in seen)):
            why = "said twice"
        if why is None and i in addressed:
            why = "speaks to the reader"
        if why is None:
            seen.add(key)
            kept.append(_unsigned(line, at_end=i == last - 1))
        else:
            cut.append(Cut(line.text, why))
    return Cleaned(paragraphs=tuple(kept), first=first, last=last, cut=tuple(cut))


def _unsigned(line: Line, *, at_end: bool) -> str:
    signed = signature(line.text) if line.words < 400 or at_end else None
    return line.text[: signed.start()].rstrip() if signed else line.text


def same(a: str, b: str) -> bool:
    """Say whether two lines are the same title or caption, but for a few words."""
    first = {w.casefold() for w in _WORD.findall(a)}
    second = {w.casefold() for w in _WORD.findall(b)}
    if not first or not second:
        return False
    common = len(first & second)
    return common / len(first | second) >= SAME_WORDS or (
        common > 3 and common == min(len(first), len(second)) and max(len(first), len(second)) < 2 * common
    )


def _scores(lines: Sequence[Line]) -> list[float]:
    """Return what each line adds; prose under a label of other articles adds nothing until text goes on."""
    found: list[float] = []
    others = readers = False
    label = 0
    for i, line in enumerate(lines):
        if line.kind in ("more", "comments") and line.label:
            others, label = True, i
            readers = readers or (line.kind == "comments" and _article_before(lines, i))
            found.append(PARTS)
            continue
        if line.kind == "prose":
            if others and not readers and _goes_on(lines, i, label):
                others = False
                # The label stood inside the article, and so does not part it.
                found[label:] = [max(score, INSIDE) for score in found[label:]]
            found.append(0.0 if others else _weight(line))
        elif line.kind == "item":
            found.append(
                0.0 if others else min(line.words, MOST_WORDS) / 3 if line.english or line.ends else 0.0
            )
        elif line.kind == "short" and not others and _in_list(lines, i):
            found.append(0.0)
        else:
            found.append(-1.0 if line.block.tag == "h" or line.block.aside else COST[line.kind])
    return found


def _teasers(lines: Sequence[Line]) -> set[int]:
    """Return the one-sentence summaries that stand, two or more in turn, under headlines of other articles.

    They come after lines of the site; one heading with one sentence inside an article is none.
    """
    words = 0
    parted = False
    alike: list[int] = []
    for i, line in enumerate(lines):
        words += line.words if line.kind == "prose" else 0
        parted = parted or (words > FEW and line.kind in ("junk", "more", "comments"))
        above = lines[i - 1] if i else line
        headed = above.kind == "short" and above.words > 2 and not above.ends
        if (
            parted
            and headed
            and line.kind == "prose"
            and line.words <= 35
            and not SENTENCES.search(line.text)
        ):
            alike.append(i)
    near = set(alike)
    return {i for i in alike if i - 2 in near or i + 2 in near}


def _weight(line: Line) -> float:
    words = min(line.words, MOST_WORDS)
    return words * (0.4 if line.block.extracted is False else 1.0)


def _article_before(lines: Sequence[Line], i: int) -> bool:
    before = sum(x.words for x in lines[:i] if x.kind == "prose")
    after = sum(x.words for x in lines[i:] if x.kind == "prose")
    return before > FEW and after < FAR_MORE * before


def _goes_on(lines: Sequence[Line], i: int, label: int) -> bool:
    """Say whether running text, not one more teaser, starts here: long prose, prose beside prose.

    Where the site's other articles are in another language, a sentence in English is no teaser.
    """
    beside = (lines[k] for k in (i - 1, i + 1) if 0 <= k < len(lines))
    if lines[i].words > FEW or any(x.kind == "prose" for x in beside):
        return True
    return any(x.why in FOREIGN for x in lines[label + 1 : i])


def _stretch(lines: Sequence[Line], scores: Sequence[float]) -> tuple[int, int]:
    """Return the stretch with the highest sum, as half-open indices; empty if there is no prose."""
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best[0]:
            best = (total, start, i + 1)
    return best[1], best[2]


def _all_prose(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the stretch from the first sentence to the last.

    A text without a site's lines is all article.
    """
    prose = [i for i, x in enumerate(lines) if x.kind == "prose"]
    # A line typed without a full stop, when there is nothing else.
    prose = prose or [i for i, x in enumerate(lines) if x.kind in ("short", "item") and x.words > 2]
    return (prose[0], prose[-1] + 1) if prose else (0, 0)


def _pulled(lines: Sequence[Line], first: int, last: int) -> set[int]:
    """Return the quotations that the page shows large: their words stand in a longer paragraph too."""
    quotes = [i for i in range(first, last) if 1 < lines[i].words <= 40 and _pull(lines[i])][:100]
    if not quotes:
        return set()
    whole = "".join(f"| {_key(x)} " for x in lines[first:last] if x.kind == "prose")
    return {i for i in quotes if whole.replace(f"| {_key(lines[i])} ", "").count(f" {_key(lines[i])} ")}


def _pull(line: Line) -> bool:
    return line.block.tag in ("quote", "h") or line.text[0] in '"“„«‘'


def _key(line: Line) -> str:
    return " ".join(_WORD.findall(line.text.casefold()))


def _without_neighbours_notices(lines: Sequence[Line]) -> list[Line]:
    """Call sentences that speak to the reader, beside lines of the site, lines of the site."""
    found = list(lines)
    for i, line in enumerate(lines):
        if line.kind != "prose" or line.words > 25 or SENTENCES.search(line.text):
            continue
        beside = [found[i - 1] if i else None, lines[i + 1] if i + 1 < len(lines) else None]
        site = any(
            x is not None and (x.kind in ("junk", "more", "comments") or x.block.links > 0.7) for x in beside
        )
        if site and READER.search(line.text) and not QUOTED.search(line.text) and not SAID.search(line.text):
            found[i] = Line(block=line.block, kind="junk", why="speaks to the reader", words=line.words)
    return found


def _why_not(lines: Sequence[Line], i: int, score: float, *, messy: bool, title: str | None) -> str | None:
    """Return why a line inside the stretch is cut; None if it stays."""
    line = lines[i]
    if title and line.words <= 40 and same(line.text, title):
        return "the title again"
    if line.kind in ("date", "byline", "caption", "junk", "more", "comments"):
        return line.why
    if line.kind == "prose":
        return "under a label of other articles" if score == 0.0 else None
    if line.block.tag == "h" and i + 1 < len(lines) and lines[i + 1].block.links > 0.7:
        return "leads to other articles"
    if line.kind == "item":
        alone = messy and line.words <= FEW_ALONE and not line.ends and not line.english and _alone(lines, i)
        return line.why if alone else "under a label of other articles" if _under_label(lines, i) else None
    if line.block.links > 0.7:
        return line.why
    listed = _in_list(lines, i)
    if listed or not messy or line.block.tag == "h":
        return None if not _under_label(lines, i) else "under a label of other articles"
    return line.why


def _alone(lines: Sequence[Line], i: int) -> bool:
    """Say whether an item is the only one of its list, and nothing leads to it."""
    above = lines[i - 1] if i else None
    led = above is not None and (above.kind == "item" or above.text.endswith(":"))
    return not led and (i + 1 == len(lines) or lines[i + 1].kind != "item")


def _under_label(lines: Sequence[Line], i: int) -> bool:
    """Say whether only short lines stand between this one and a label of other articles."""
    for line in reversed(lines[max(0, i - 12) : i]):
        if line.kind == "more" and line.label:
            return True
        if line.kind == "prose":
            return False
    return False


def _in_list(lines: Sequence[Line], i: int) -> bool:
    """Say whether the lines above go back to one that ends with a colon."""
    for line in reversed(lines[max(0, i - 30) : i]):
        if line.text.endswith(":"):
            return line.kind == "prose"
        if line.kind not in ("short", "item"):
            return False
    return False
