"""`Block`s in, `Line`s out: what each block looks like, by its words and by its shape.

A line is prose, an item, a short line, a date, a byline, a caption, a label that heads other articles, or
something that sites put around articles. Which lines are the article is decided in cleaning.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dragoman.articles import dates
from dragoman.articles.blocks import Block, terminal
from dragoman.articles.languages import detect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.dates import Stamp
    from dragoman.codebook.articles import Hit, Pages, Word

Kind = Literal["prose", "item", "short", "date", "byline", "caption", "more", "comments", "junk"]

# Kinds of phrases that make even a full sentence a line of the site, and those that do not.
SITE_SPEAKS = frozenset({"subscribe", "cookie", "rights", "staff", "advert", "comments"})
# A sentence with a site's phrase in it is the site's own up to this many words; news may use the words too.
LONGEST_NOTICE = 60
LONGEST_CAPTION = 70
# A line without a full stop is a paragraph all the same from this many words.
UNENDED_PARAGRAPH = 18
FEW_WORDS = 4
LONGEST_SET_APART = 12
OTHER_LANGUAGE, OTHER_SCRIPT = "in another language", "in another script"
FOREIGN = frozenset({OTHER_LANGUAGE, OTHER_SCRIPT})
# So many lines in another language make the site one of that language.
FOREIGN_SITE = 3

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ADDRESS = re.compile(
    r"^(?:https?://|www\.)\S+$|^[^\s@]+@[^\s@]+\.\w+$|^@\w+$|^#\w+(?:\s+#\w+)*$", re.IGNORECASE
)
_AGO = re.compile(
    r"^\W*+(?:\w++\W++){0,3}?(?:\d{1,3}|an?|one|two)\s++(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s?\s++ago\b\W*+(?:\w++\W*+){0,6}$|"
    r"^\W*+\d{1,3}\s*+[-–]?\s*+(?:min(?:ute)?s?)\s*+"
    r"(?:read|de lectura|de lecture|czytania|lesezeit|okuma)?\W*+$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:(?:Story|Words|Text|Report(?:ed)?|Written|Posted|Analysis|Opinion)\s+)?by:?\s++(?:[A-Z][\w.'’-]*+|[a-z]{1,3}|&|and)"
    r"(?>[\s,&|/]++(?:[A-Z][\w.'’-]*+|and|in|of|for|the|de|van|von|bin|al|el)){0,14}+[\s,|@\w.]*+$",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(
    r"[.!?]['\"”’]?\s*+[|/–—-]?\s*+[\[(]?\s*+"
    r"(?P<name>[A-Z][\w.&'’-]{0,60}+(?:[\s/,|]++(?:[A-Z][\w.&'’-]{0,60}+|via|of|for|the)){0,6})\s*+[\])]?$"
)
_SIGNED = re.compile(
    r"(?<=[.!?\"”’])\s*"
    r"(?:[\[(](?P<name>[A-Z][\w ./&-]{1,40})[\])]|[A-Z]{2,4}(?:/[A-Z]{2,4})+|(?<=\s)[A-Z]{3,8}/[A-Z]{2,8})$"
)
_SET_APART = re.compile(
    r"^(?:>>+|\*{2,}|-{2,}|={2,}|~{2,}|#{2,}|\[)\s*\w.*\w\s*(?:<<+|\*{2,}|-{2,}|={2,}|~{2,}|#{2,}|\])$"
)
_PICTURE = re.compile(r"\b(?:Photos?|Images?|Pictures?|Pool|File|Handout|Courtesy|Screenshot|Screengrab)\b")
# A label and a bar or a dash before what it leads to.
_PARTED = re.compile(r"\s*[|»>›•·]|\s+[–—-]+\s")
_WAY = re.compile(r"(?:\w\s*[>»›→❯]\s*\w)|^[>»›→❯]\s*\w")
_QUOTE = re.compile(r"[\"“”«»„]")
_CAPTION_WORDS = re.compile(
    r"\(\s*(?:left|right|center|centre|from left|second from|front|back)\b[^)]*\)|\s(?-i:\([LRC]\))"
    r"|\bin this (?:undated |file |handout |combination )?(?:photo|image|picture|photograph)"
    r"|\b(?:file photo|from left to right)\b|^(?:pictured|above|clockwise)\b|^(?:photo|image|pic|caption)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block and what it is.

    ``label`` says that the line is nothing but a known label, ``tells`` that it has a word for what was done.
    """

    block: Block
    kind: Kind
    why: str
    words: int = 0
    english: float = 0.0
    label: bool = False
    ends: bool = False
    tells: bool = False
    languages: frozenset[str] = frozenset()
    stamps: tuple[Stamped, ...] = ()
    topics: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A date in a line, and what the words before it call it."""

    stamp: Stamp
    called: Literal["published", "updated"] | None = None


def look(blocks: Sequence[Block], pages: Pages) -> list[Line]:
    """Return what each block is; a label on a line of its own counts for the date on the next."""
    found: list[Line] = []
    known: dict[Block, Line] = {}
    for block in blocks:
        line = known.get(block) or known.setdefault(block, _look(block, pages))
        if found and line.kind == "date" and line.stamps[0].called is None and found[-1].label:
            called = _called(found[-1].topics)
            line = replace(line, stamps=(replace(line.stamps[0], called=called), *line.stamps[1:]))
        if block.tag == "li" and found and _leads(found[-1]):
            found[-1] = replace(found[-1], kind="prose", why="leads to a list")
        found.append(line)
    foreign = sum(x.why in FOREIGN for x in found)
    return [_doubted(x) for x in found] if foreign >= FOREIGN_SITE else found


def _doubted(line: Line) -> Line:
    """Call a short line without one English word foreign, on a page whose other lines are."""
    if line.kind != "prose" or line.english or line.words > 10 or _QUOTE.search(line.text):
        return line
    guess = detect(line.text)
    return line if guess is None or guess.language == "en" else replace(line, kind="junk", why=OTHER_LANGUAGE)


def _leads(line: Line) -> bool:
    return line.kind == "short" and line.text.endswith(":") and line.words > 1


def english_share(words: Sequence[Word], pages: Pages) -> float:
    """Return the share of English function words among *words*."""
    return sum(w.text in pages.english for w in words) / len(words) if words else 0.0


def latin_share(text: str) -> float:
    """Return the share of Latin letters among the letters of *text*."""
    letters = len(_LETTER.findall(text))
    return len(_LATIN.findall(text)) / letters if letters else 0.0


def signature(text: str) -> re.Match[str] | None:
    """Return the agency's or reporter's name in brackets with which a paragraph is signed."""
    return _SIGNED.search(text[-60:]) and _SIGNED.search(text)


def _look(block: Block, pages: Pages) -> Line:
    # What a site says about itself is at the start of a line; a paragraph of a million letters needs no
    # search.
    text = block.text[:2_000]
    words = pages.words(text)
    hits = pages.hits(text, words)
    line = Line(
        block=block,
        kind="short",
        why="a line that is no sentence",
        words=sum(w.text[0].isalnum() for w in words),
        english=english_share(words, pages),
        ends=terminal(text) or len(block.text) > len(text),
        tells=any(w.text in pages.past or (len(w.text) > 4 and w.text.endswith("ed")) for w in words),
        languages=frozenset(h.language for h in hits),
        topics=frozenset(h.kind for h in hits),
    )
    for judge in (_by_page, _by_signs, _by_date, _by_phrases, _by_person, _by_language, _by_picture):
        kind = judge(line, words, hits, pages)
        if kind is not None:
            return kind
    return _by_shape(line)


def _by_page(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    if line.block.tag == "caption":
        return replace(line, kind="caption", why="a picture's caption")
    if line.block.boxed:
        return replace(line, kind="junk", why="a box within the article")
    if line.block.aside:
        stamps = _stamps(line.text[:200], pages)
        return replace(line, kind="junk", why="beside the article on its page", stamps=stamps)
    return None


def _by_signs(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    if not _LETTER.search(line.text[:2_000]) and not _stamps(line.text[:200], pages):
        return replace(line, kind="junk", why="no words")
    if len(line.text) < 300 and (_ADDRESS.match(line.text) or _AGO.match(line.text)):
        return replace(line, kind="junk", why="an address, a tag or a time of reading")
    if not line.ends and line.words <= LONGEST_SET_APART and _SET_APART.match(line.text):
        return replace(line, kind="junk", why="a line set apart by signs")
    if not line.ends and line.words <= 40 and (_WAY.search(line.text) or line.text.count(" / ") > 1):
        return replace(line, kind="junk", why="the way to this page")
    return None


def _by_date(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    text = line.text
    if len(text) > 200 or not any(c.isdigit() for c in text):
        return None
    stamps = _stamps(text, pages)
    if not stamps:
        return None
    left = _residue(text, words, stamps, pages)
    labelled = any(s.called for s in stamps)
    parted = bool(re.search(r"[|·•‧]|\s[-–—/]\s", text)) or bool(_BYLINE.match(text)) or labelled
    starts = stamps[0].stamp.start <= 2 and not labelled
    if left >= FEW_WORDS and starts and re.match(r"\s?[:–—-]\s", text[stamps[0].stamp.end :]):
        return None
    runs_on = text.endswith((":", ",", ";")) and left > FEW_WORDS
    if left <= 3 or (left <= 10 and parted and not line.ends and not runs_on):
        return replace(line, kind="date", why="a line with the date", stamps=stamps)
    if latin_share(text) < 0.5:
        return replace(line, kind="date", why="a line with the date", stamps=stamps)
    return None


def _residue(text: str, words: list[Word], stamps: tuple[Stamped, ...], pages: Pages) -> int:
    """Count the words of a line that are neither in its dates nor words of clocks, zones and labels."""
    left = 0
    for word in words:
        if any(s.stamp.start <= word.start < s.stamp.end for s in stamps) or not word.text[0].isalpha():
            continue
        if word.text in pages.clock or word.text in pages.zones or word.text in pages.english:
            continue
        left += 1
    called = sum(s.called is not None for s in stamps)
    return max(0, left - 2 * called)


def _stamps(text: str, pages: Pages) -> tuple[Stamped, ...]:
    found = []
    since = 0
    for stamp in dates.find(text, pages):
        between = text[since : stamp.start]
        since = stamp.end
        topics: set[str] = set()
        words = pages.words(between)
        for word in words[-FEW_WORDS:]:
            rest = between[word.start :]
            topics |= {h.kind for h in pages.hits(rest, pages.words(rest)) if h.first == 0}
        found.append(Stamped(stamp=stamp, called=_called(topics)))
    return tuple(found)


def _called(topics: frozenset[str] | set[str]) -> Literal["published", "updated"] | None:
    if "updated" in topics:
        return "updated"
    return "published" if "published" in topics else None


def _by_phrases(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    if not hits:
        return None
    covered: set[int] = set()
    for hit in hits:
        if hit.where == "line" or hit.first == 0:
            covered.update(range(hit.first, hit.last))
    signs = sum(not w.text[0].isalpha() for w in words)
    letters = max(1, len(words) - signs)
    share = sum(words[i].text[0].isalpha() for i in covered) / letters
    sentence = line.ends and line.words > FEW_WORDS and line.english > 0
    if share >= 0.6 and not sentence and line.words <= 40:
        return _site(line, hits, whole=share == 1.0)
    for hit in hits:
        if hit.where == "line" or (hit.where == "start" and hit.first > 0):
            continue
        if _speaks(line, hit, words, sentence=sentence):
            return _site(line, [hit], whole=False)
    return None


def _speaks(line: Line, hit: Hit, words: list[Word], *, sentence: bool) -> bool:
    """Say whether the site speaks in this line, and not the article."""
    if hit.kind in ("published", "updated", "author"):
        return False
    if hit.kind == "credit":
        return line.words <= LONGEST_CAPTION and not (
            hit.where == "start" and line.words > LONGEST_CAPTION // 2
        )
    if hit.where == "any":
        quoted = len(_QUOTE.findall(line.text[: words[hit.first].start])) % 2 == 1
        return not quoted and line.words <= LONGEST_NOTICE
    if hit.kind in SITE_SPEAKS:
        return line.words <= LONGEST_NOTICE
    if hit.first == 0 and _PARTED.match(line.text, words[hit.last - 1].end):
        return True
    return not sentence or any(w.text == ":" for w in words[hit.first : hit.last + 1])


def _site(line: Line, hits: list[Hit], *, whole: bool) -> Line:
    kinds = {h.kind for h in hits}
    if "more" in kinds and (whole or not kinds - {"more", "menu", "share"}):
        return replace(line, kind="more", why="leads to other articles", label=whole)
    if "comments" in kinds and whole:
        return replace(line, kind="comments", why="readers' comments", label=True)
    if "credit" in kinds:
        return replace(line, kind="caption", why="a picture's caption or credit")
    why = {
        "menu": "the site's menu",
        "share": "buttons for sharing",
        "subscribe": "the site's offer to its readers",
        "cookie": "a notice about cookies",
        "advert": "an advertisement",
        "media": "buttons for sound and pictures",
        "comments": "readers' comments",
        "tags": "tags",
        "rights": "a notice of rights",
        "staff": "a note about the staff or the text",
    }
    known = [why[k] for k in sorted(kinds) if k in why]
    return replace(line, kind="junk", why=known[0] if known else "a label", label=whole)


def _by_person(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    if line.words > 24 or line.ends or len(line.text) > 200:
        return None
    names = [w for w in line.text.split() if w[:1].isalpha()]
    upper = sum(w[:1].isupper() for w in names)
    by_label = any(h.kind == "author" and h.first == 0 for h in hits) and upper >= 0.6 * max(
        1, len(names) - 1
    )
    if by_label and (_BYLINE.match(line.text) or not line.text[:3].lower().startswith("by ")):
        return replace(line, kind="byline", why="a line with the author")
    return None


def _by_language(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    text = line.text[:1_000]
    if latin_share(text) < 0.5:
        return replace(line, kind="junk", why=OTHER_SCRIPT)
    if line.words < FEW_WORDS or line.english >= 0.26:
        return None
    guess = detect(text)
    # Other languages have "was", "an", "on", "me" and "so" too.
    sure = 0.5 if line.english < 0.08 else 0.75 if line.words < 12 else 0.9
    if guess and guess.language != "en" and guess.score >= sure:
        return replace(line, kind="junk", why=OTHER_LANGUAGE, languages=frozenset({guess.language}))
    return None


def _by_picture(line: Line, words: list[Word], hits: list[Hit], pages: Pages) -> Line | None:
    if line.words > LONGEST_CAPTION:
        return None
    tail = None if line.ends or _QUOTE.match(line.text) else _CREDIT_TAIL.search(line.text)
    told = _said(words) or line.words > 45
    if tail and not told and len(tail["name"].split()) <= 7 and line.words > 2 * len(tail["name"].split()):
        bracket = line.text.rstrip()[-1] in ")]"
        if not bracket or "/" in tail["name"] or _PICTURE.search(tail["name"]):
            return replace(line, kind="caption", why="a picture's caption")
    if _CAPTION_WORDS.search(line.text) and not told:
        return replace(line, kind="caption", why="a picture's caption")
    return None


def _said(words: list[Word]) -> bool:
    return any(w.text in ("said", "says", "told", "added") for w in words)


def _by_shape(line: Line) -> Line:
    block = line.block
    linked = block.links > 0.7 and line.words < UNENDED_PARAGRAPH
    if linked and not (line.ends and line.words > FEW_WORDS and block.extracted):
        return replace(line, why="a link to another page")
    if block.tag in ("title", "h") and line.words < UNENDED_PARAGRAPH:
        return line
    if block.tag == "li" and not linked:
        return replace(line, kind="item", why="an item of a list")
    if block.tag == "quote" and line.english > 0:
        return replace(line, kind="prose", why="a quotation")
    leads = block.text[-1] in ":;" and (line.english > 0 or line.words > FEW_WORDS)
    if line.ends or leads or line.words >= UNENDED_PARAGRAPH:
        return replace(line, kind="prose", why="running text")
    return line
