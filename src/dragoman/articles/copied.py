"""A page's text in, `Article` out: from plain text as people copy it, or from saved HTML.

The opening dateline ("SEOUL, Jan 19 (Agency) -") stays in ``text``, because later rooms place events by it;
its agency and day also serve as evidence for publisher and date. Everything else around the article is cut
here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.articles import blocks, cleaning, dates, lines, mastheads, publication, publishers, ready
from dragoman.articles.decoding import plain
from dragoman.articles.facts import Facts, merged
from dragoman.articles.ready import NoArticle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.articles.blocks import Block
    from dragoman.articles.cleaning import Cleaned
    from dragoman.codebook.articles import Pages
    from dragoman.records import Article

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|span|h1|table)\b", re.IGNORECASE
)
_HEADER = re.compile(
    r"^(?P<name>title|headline|subject|published|date|sent|publisher|source|publication|url|link|language|lang"
    r"|author|byline|from|to|cc|reply-to)\s*:\s*(?P<value>\S.*)$",
    re.IGNORECASE,
)
NAMES = {
    "headline": "title",
    "subject": "title",
    "date": "published",
    "sent": "published",
    "source": "publisher",
    "publication": "publisher",
    "link": "url",
    "lang": "language",
    "byline": "author",
}
NO_ARTICLE = "no article was found in it, only menus and short lines; give the text of the article"


def is_html(text: str) -> bool:
    """Say whether *text* is the source of a page."""
    head = text[:4_000].lstrip()
    return (head[:1] == "<" and _HTML.search(head) is not None) or head[:200].lower().find("<html") >= 0


def from_html(
    text: str,
    words: Pages,
    *,
    published: str | None = None,
    longest: int | None = None,
    known: Facts | None = None,
    otherwise: Facts | None = None,
    id: str | None = None,
) -> Article:
    """Return the article of a saved page, or raise NoArticle.

    What is *known* counts more than what the page says of itself, *otherwise* counts less. *id* is the
    article's where it has one already.
    """
    from dragoman.articles import pages  # noqa: PLC0415  (imports the extractor only when there is a page)

    found, facts = pages.read(text, words)
    found = [replace(b, text=t) for b in found if (t := blocks.without_end_sign(plain(b.text).strip()))]
    facts = replace(
        facts,
        title=_plain(facts.title),
        publisher=_plain(facts.publisher),
        browser_title=_plain(facts.browser_title),
    )
    if known is not None:
        facts = merged(known, facts)
    return _article(found, facts, words, published=published, longest=longest, otherwise=otherwise, id=id)


def from_plain(
    text: str,
    words: Pages,
    *,
    published: str | None = None,
    longest: int | None = None,
    markdown: bool = False,
    otherwise: Facts | None = None,
    id: str | None = None,
) -> Article:
    """Return the article in a text file or a copied page, or raise NoArticle."""
    facts, rest = _header(plain(text), words)
    found = blocks.from_text(rest, markdown=markdown or blocks.looks_like_markdown(rest))
    return _article(found, facts, words, published=published, longest=longest, otherwise=otherwise, id=id)


def look(found: Sequence[Block], facts: Facts, words: Pages) -> tuple[list[lines.Line], Cleaned, str | None]:
    """Return the judged lines, the cleaned article and its title; raise NoArticle if it isn't English."""
    judged = lines.look(found, words)
    ready.refuse_other(cleaning.page_language(judged), sum(len(b.text) for b in found))
    cleaned = cleaning.clean(judged, title=facts.title)
    title = mastheads.title(judged, cleaned, facts)
    if title and title != facts.title:
        cleaned = cleaning.clean(judged, title=title)
    return judged, cleaned, title


def _article(
    found: Sequence[Block],
    facts: Facts,
    words: Pages,
    *,
    published: str | None,
    longest: int | None,
    otherwise: Facts | None = None,
    id: str | None = None,
) -> Article:
    otherwise = otherwise or Facts()
    if otherwise.published is not None:
        published = otherwise.published.value
    judged, cleaned, title = look(found, facts, words)
    if not cleaned.paragraphs:
        raise NoArticle(NO_ARTICLE)
    text = "\n\n".join(cleaned.paragraphs)
    stamp = publication.published(judged, cleaned, facts, words, title=title)
    made = ready.article(
        text,
        id=id,
        title=title or otherwise.title,
        publisher=publishers.publisher(judged, cleaned, facts, words, title=title) or otherwise.publisher,
        published=stamp.value if stamp else published,
        url=facts.url or otherwise.url,
        language=facts.language,
        longest=longest,
    )
    return ready.in_english(made)


def _plain(text: str | None) -> str | None:
    return plain(text).strip() or None if text else None


def _header(text: str, words: Pages) -> tuple[Facts, str]:
    """Take a simple header (Title:, Published:, Publisher:, URL:) or Markdown front matter off the text."""
    found = text.lstrip("\n ").split("\n")
    fenced = found[0].strip() == "---"
    values: dict[str, str] = {}
    taken = 1 if fenced else 0
    for line in found[taken:40]:
        m = _HEADER.match(line.strip())
        if m is None and not (fenced and line.strip() != "---"):
            break
        taken += 1
        if m:
            name = m["name"].lower()
            values.setdefault(NAMES.get(name, name), m["value"].strip().strip("\"'"))
    if fenced and taken < len(found) and found[taken].strip() == "---":
        taken += 1
    # A copied page may begin with its date or its source; a header says at least two things, or the title.
    if len(values) < 2 and not {"title", "url"} & values.keys():
        return Facts(), text
    stamps = dates.find(values["published"], words) if "published" in values else []
    stamp = dates.given(values.get("published", "")) or next((s for s in stamps if s.other is None), None)
    facts = Facts(
        title=values.get("title"),
        publisher=values.get("publisher"),
        published=stamp,
        url=values.get("url"),
        language=values.get("language"),
    )
    return facts, "\n".join(found[taken:])
