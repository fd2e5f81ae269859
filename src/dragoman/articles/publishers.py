"""Who published an article, by what its page says around it. Lines in, a name or None out.

The notice of rights, the name behind the title, the name at the head of the page, the agency of the dateline:
each confirms the others. A name that only looks like one is not taken.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from dragoman.articles.facts import dateline
from dragoman.articles.lines import FOREIGN
from dragoman.articles.mastheads import FEWEST_TITLE, TITLE_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.articles.cleaning import Cleaned
    from dragoman.articles.facts import Facts
    from dragoman.articles.lines import Line
    from dragoman.codebook.articles import Pages

# The name of a site stands among its first lines, and has at most so many words.
HEAD, LONGEST_HEAD = 15, 5
SHORTEST_HEAD = 4
# So many notices of rights are looked at.
MOST_OWNERS = 10
# A word without a capital in a name has no more letters than this.
SMALL = 2
# Only lines of so few words are looked at for the same name again; longer ones are headlines.
FEW_WORDS = 6
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
    r"(?:©|ⓒ|\(c\)|copyright(?=[\s:]*(?:[©ⓒ]|\(c\)|by\b|(?:19|20)\d\d)))[\s:©ⓒ]{0,40}+(?:\(c\)[\s:]*+)?(?:copyright[\s:]*+)?"
    r"(?:(?:19|20)\d{2})?(?:\s{0,3}[-–—]\s{0,3}\d{4})?,?\s*+(?:by\s++)?"
    r"(?P<name>[^\W\d_][\w&'’.-]*(?:[ ]+[\w&'’.-]+){0,6})",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_SIGN = re.compile(r"[©ⓒ]|\([cC]\)\s*(?:19|20)")
_BEFORE_SIGN = re.compile(r"^(?P<name>[^\W\d_][^©ⓒ|.:]{2,60}?)[©ⓒ]\s*+(?:(?:19|20)\d{2}|$)")
_CAPITALS = re.compile(r"\b[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){1,6}")
_WORD = re.compile(r"[^\W_]+")
_FILLER = frozenset(
    [
        "all",
        "rights",
        "reserved",
        "copyright",
        "inc",
        "ltd",
        "pvt",
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


def publisher(
    lines: Sequence[Line], cleaned: Cleaned, facts: Facts, pages: Pages, *, title: str | None = None
) -> str | None:
    """Return who published it: metadata, the notice of rights, the name behind the title or at the head.

    Without any of these, the agency in the dateline.
    """
    if facts.publisher:
        return facts.publisher
    heads = _heads(lines, cleaned, title)
    names = [lines[i].text for i in heads]
    named = _by_rights(lines, pages, names) or _behind_title(lines, cleaned, facts)
    if named:
        return _as_written(named, names)
    agency = dateline(cleaned.paragraphs, pages).agency
    repeated = _repeated(lines, cleaned, heads)
    if repeated:
        return repeated
    if agency and agency not in {a.name for a in pages.agencies.values()}:
        return _in_full(agency, lines)
    return _at_top(lines, heads) or agency


def _by_rights(lines: Sequence[Line], pages: Pages, heads: Sequence[str]) -> str | None:
    """Return the owner that a notice of rights names, the one with its name at the head first."""
    owners = list(itertools.islice(_owners(lines, pages), MOST_OWNERS))
    confirmed = (n for n in owners for h in heads if h.casefold() in n.casefold())
    return next(confirmed, owners[0] if owners else None)


def _owners(lines: Sequence[Line], pages: Pages) -> Iterator[str]:
    for line in reversed(lines):
        text = line.text[:300]
        if line.kind == "caption" or not ("rights" in line.topics or _SIGN.search(text)):
            continue
        name = _owner(text, pages)
        before = _BEFORE_SIGN.match(text)
        if before and (name is None or name.casefold() in pages.agencies):
            words = pages.words(before["name"])
            known = pages.hits(before["name"], words) or len(words) > LONGEST_HEAD
            name = None if known else _name(before["name"])
        # "... in Berlin. © dpa" is a picture's credit.
        if name and not (name.casefold() in pages.agencies and _SIGN.match(text) is None):
            yield name


def _heads(lines: Sequence[Line], cleaned: Cleaned, title: str | None) -> list[int]:
    """Return the lines at the head of the page, above the title, that could be the name of the site."""
    top = next((i for i, x in enumerate(lines[: cleaned.first]) if x.text == title), cleaned.first)
    told = f" {_key(title or '')} "
    return [
        i for i in range(min(top, HEAD)) if _like_name(lines[i]) and f" {_key(lines[i].text)} " not in told
    ]


def _like_name(line: Line) -> bool:
    text = line.text
    foreign = line.why in FOREIGN
    if line.label or line.topics or not 0 < line.words <= LONGEST_HEAD or len(text) < SHORTEST_HEAD:
        return False
    if (line.kind != "short" and not foreign) or any(c.isdigit() or c in ",:|!?>»/•·()[]" for c in text):
        return False
    small = [w for w in text.split() if w[0] != w[0].upper()]
    return line.words - len(small) > 1 and all(w in PARTICLES or len(w) <= SMALL for w in small)


def _repeated(lines: Sequence[Line], cleaned: Cleaned, heads: Sequence[int]) -> str | None:
    """Return the name at the head that stands in another line of the site too, or in the dateline."""
    for i in heads:
        key = f" {_key(lines[i].text)} "
        for k, line in enumerate(lines):
            if k == i or line.why == "the way to this page" or line.topics & {"tags", "more"}:
                continue
            if line.kind == "short" and line.words > FEW_WORDS:
                continue
            body = line.kind in ("prose", "item") and cleaned.first <= k < cleaned.last
            said = line.text[: line.text.find(" - ") + 1] if k == cleaned.first else ""
            if key in f" {_key(said if body else line.text[:300])} ":
                return lines[i].text
    return None


def _at_top(lines: Sequence[Line], heads: Sequence[int]) -> str | None:
    """Return the name at the head that stands nowhere else: the first line that is no known label."""
    for i, line in enumerate(lines[:HEAD]):
        if i in heads and line.why not in FOREIGN and line.words > 1:
            beside = [*lines[max(0, i - 2) : i], *lines[i + 1 : i + 4]]
            labels = sum(x.kind in ("junk", "more") for x in beside)
            return line.text if labels > 1 else None
        if line.kind in ("prose", "item", "caption") or (line.words >= FEWEST_TITLE and line.kind == "short"):
            return None
    return None


def _as_written(name: str, heads: Sequence[str]) -> str:
    """Return a name without its legal form, and not in capitals, where the head of the page has it so."""
    for head in heads:
        at = name.casefold().find(head.casefold())
        if at < 0:
            continue
        part = name[at : at + len(head)]
        return part if head.isupper() and not part.isupper() else head
    return name


def _in_full(agency: str, lines: Sequence[Line]) -> str:
    """Return the name of which *agency* is the first letters, where the page has it."""
    if not agency.isupper() or " " in agency or not agency.isalpha():
        return agency
    for line in lines:
        for m in _CAPITALS.finditer(line.text[:300]) if line.kind != "prose" else ():
            words = m.group().split()
            for k in range(len(words) - len(agency) + 1):
                part = words[k : k + len(agency)]
                if "".join(w[0] for w in part) == agency:
                    return " ".join(part)
    return agency


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _owner(text: str, pages: Pages) -> str | None:
    """Return the name in a notice of rights: what stands between the sign, the year and the reserve."""
    m = _RIGHTS.search(text)
    if m is None:
        return None
    name, rest = m["name"], text[m.start("name") :]
    if _WIDE.match(name):
        return name.split()[0]
    words = pages.words(rest)
    reserve = [h for h in pages.hits(rest, words) if h.where == "any" and len(words) > h.last - h.first]
    before = [h.last for h in reserve if h.first == 0]
    after = [h.first for h in reserve if h.first > 0]
    if before:
        name = rest[words[max(before) - 1].end :]
    elif after:
        name = name[: words[min(after)].start]
    return _name(name)


def _name(text: str) -> str | None:
    words = re.split(r"(?<![A-ZŞ])\.(?=\s)", text.strip())[0].split()
    latin = words[0][:1].isascii() if words else True
    while words and (words[-1].casefold().rstrip(".,") in _FILLER or words[-1].isdigit()):
        words.pop()
    while words and words[0].casefold() == "copyright":
        words.pop(0)
    for i, word in enumerate(words):
        # A name in Latin letters ends where another script, or a word without a capital, begins.
        small = latin and word[:1].islower() and word not in PARTICLES
        if i and (word.casefold() in ("all", "rights") or small or (latin and _other_script(word))):
            if i == 1 and small and word.casefold() not in ("all", "rights"):
                return None  # a sentence: "Content from this site ..."
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
                return TITLE_PARTS.split(m[1])[-1].strip()
    return None
