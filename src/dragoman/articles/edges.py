"""Where an article begins and ends. `Line`s and a first guess in, the stretch without its edges out.

At the head stand captions and names, at the end the site's own words, authors' lives and readers' comments.
They look like prose; place, form of address, and what they share with the article tell them apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.articles.lines import Line, signature

if TYPE_CHECKING:
    from collections.abc import Sequence

# The words of an author's name, at most, and one.
LONGEST_NAME = 7
# A sentence above the text that ends with a credit in brackets is a caption up to so many words.
LONGEST_CREDITED = 35
# A site's word to its readers is no longer than this.
LONGEST_ADDRESS = 40
# Prose behind so many lines of the site, of so many lines itself, may belong to the site.
GAP, ISLAND = 3, 4
# The text below the headline has more than so many times the words above it.
MOST_BELOW = 4
# It does if it shares less than this with the article, and has enough words to tell.
SHARED, FEWEST_WORDS = 0.2, 4

_ABOUT = re.compile(r"\b(?:is|was|are|were|teaches|writes|covers|reports|works|has)\b")
_DATED = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\.$|\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\.$")
_NAMED = re.compile(r"(?i:\bby:?\s+)([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+)")
QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”»]")
READER = re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Oo]urs?|us|we)\b")
SENTENCES = re.compile(r"[.!?]['\"”’)]*\s+[\"“‘]?[A-Z]")
SAID = re.compile(r"\b(?:said|says|told|tells|wrote|added|asked)\b")
_YOU = re.compile(r"\b[Yy]ou(?:rs?)?\b")
_US = re.compile(r"\b(?:[Oo]urs?|us|[Ww]e)\b")
_CONTENT = re.compile(r"\b(?:[^\W\d_]{7,}|[A-Z][^\W\d_]{3,})\b")
_COMMENT = re.compile(r"^(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}): (?=[A-Z])")


def trim(
    lines: Sequence[Line], first: int, last: int, *, messy: bool, title: str | None = None
) -> tuple[int, int]:
    """Return the stretch without what only looks like prose at its edges."""
    last = _without_tail(lines, first, last)
    last = _without_authors(lines, first, last)
    if messy:
        first = _below_title(lines, first, last, title)
        first = _without_names(lines, first, last)
        first = _without_captions(lines, first, last)
        last = _without_islands(lines, first, last)
    return first, last


def _below_title(lines: Sequence[Line], first: int, last: int, title: str | None) -> int:
    """Take off what stands above the headline, where nearly all the text is below it."""
    at = next((i for i in range(last) if lines[i].text == title), first)
    if at < first:
        return first
    above = sum(x.words for x in lines[first:at] if x.kind == "prose")
    below = sum(x.words for x in lines[at:last] if x.kind == "prose")
    return at if above * MOST_BELOW < below else first


def addressed(lines: Sequence[Line], first: int, last: int) -> frozenset[int]:
    """Return the lines in which the site speaks to its reader, in an article that doesn't.

    At the end, any such word is enough; among the paragraphs it takes both sides, or a question.
    """
    prose = [i for i in range(first, last) if lines[i].kind == "prose"]
    spoken = [i for i in prose if _spoken(_unquoted(lines[i]))]
    speech = any(_COMMENT.match(lines[i].text) for i in prose)
    if not spoken or speech or spoken[0] in prose[:3] or len(spoken) > 0.4 * len(prose):
        return frozenset()
    notices = [i for i in spoken if lines[i].words <= LONGEST_ADDRESS and not SAID.search(lines[i].text)]
    found = {i for i in notices if _both_sides(_unquoted(lines[i]))}
    for i in reversed(prose):
        if i not in notices:
            break
        found.add(i)
    return frozenset(found)


def _spoken(text: str) -> bool:
    return _YOU.search(text) is not None or _US.search(text) is not None


def _both_sides(text: str) -> bool:
    return _YOU.search(text) is not None and (_US.search(text) is not None or "?" in text)


def _unquoted(line: Line) -> str:
    return QUOTED.sub(" ", line.text[:1_000])


def _without_names(lines: Sequence[Line], first: int, last: int) -> int:
    """Take off items of lists at the head that are no sentences: authors, topics, places."""
    start = first
    while first < last and lines[first].kind != "prose":
        if lines[first].kind == "item" and (lines[first].ends or lines[first].english):
            return start
        first += 1
    return first if first < last else start


def _without_islands(lines: Sequence[Line], first: int, last: int) -> int:
    """Take off last bits of prose far behind the article that have nothing to do with it, and comments."""
    for _ in range(ISLAND):
        start = last
        while start > first and lines[start - 1].kind == "prose":
            start -= 1
        end = start
        while end > first and _between(lines[end - 1]):
            end -= 1
        body = [x for x in lines[first:end] if x.kind == "prose"]
        run = lines[start:last]
        if end == start or len(run) > ISLAND or sum(x.words for x in run) * 2 > sum(x.words for x in body):
            return last
        names = " ".join(x.text for x in body)
        words = frozenset(_CONTENT.findall(names))
        spoken = any(_COMMENT.match(x.text) for x in body)
        far = start - end >= GAP
        if not all((_comments(x, names) and not spoken) or (far and _strange(x, words)) for x in run):
            return last
        last = end
    return last


def _between(line: Line) -> bool:
    return line.kind not in ("prose", "item") and (line.block.tag != "h" or line.kind != "short")


def _comments(line: Line, body: str) -> bool:
    """Say whether somebody of whom the article doesn't know speaks under his name."""
    m = _COMMENT.match(line.text)
    return m is not None and m["name"] not in body


def _strange(line: Line, body: frozenset[str]) -> bool:
    words = set(_CONTENT.findall(line.text))
    if len(words) < FEWEST_WORDS or SAID.search(line.text) or QUOTED.search(line.text):
        return False
    return len(words & body) < SHARED * len(words)


def _without_tail(lines: Sequence[Line], first: int, last: int) -> int:
    """Take off a last bit of prose that stands behind the page's own end marks (tags, rights, comments)."""
    mass = sum(x.words for x in lines[first:last] if x.kind == "prose")
    after = 0
    for i in range(last - 1, first, -1):
        line = lines[i]
        if line.kind == "prose":
            after += line.words
        if after > mass / 5:
            break
        ends = line.kind == "comments" and line.label
        if ends or (line.kind == "junk" and line.topics & {"tags", "rights", "staff", "comments"}):
            last = i
    return last


def _without_captions(lines: Sequence[Line], first: int, last: int) -> int:
    """Take off short lines at the head that say what a picture shows.

    A lead tells what was done; a caption is one sentence in the present or without a verb, or ends with a
    full date.
    """
    while last - first > 2 and lines[first].kind == "prose":
        line = lines[first]
        dated = _DATED.search(line.text) is not None and line.words <= 30
        still = line.words <= 14 and not line.tells
        more = [x for x in lines[first + 1 : last] if x.kind == "prose"]
        signed = signature(line.text) is not None and line.words <= LONGEST_CREDITED
        credited = signed and not SAID.search(line.text)
        quoted = QUOTED.search(line.text) or SENTENCES.search(line.text) or line.text.endswith((":", "?"))
        if quoted or not (dated or still or credited) or len(more) < 2 or more[0].words < 12:
            break
        first += 1
    return first


def _without_authors(lines: Sequence[Line], first: int, last: int) -> int:
    """Take off the last paragraphs that say who the author is: they begin with the name in the byline."""
    names = {m[1] for x in lines[: last + 1] if x.kind == "byline" and (m := _NAMED.search(x.text))}
    while last > first and names and _ABOUT.search(lines[last - 1].text):
        words = lines[last - 1].text[:200].split()
        if not any(" ".join(words[:n]).rstrip(",") in names for n in range(2, LONGEST_NAME)):
            break
        last -= 1
    return last
