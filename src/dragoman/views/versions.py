"""The versions of an article in, lines of text out: the last, or what has changed from one to the next."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.records import Article
    from dragoman.store import Version

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(A-Z0-9])|\n+")


def last(versions: Sequence[Version]) -> Iterator[str]:
    """Yield the last version: what is known of it, and its text."""
    version = versions[-1]
    article = version.article
    for name in ("id", "title", "publisher", "published", "url"):
        if getattr(article, name):
            yield f"{name}: {getattr(article, name)}"
    yield f"version: {version.number} of {len(versions)}, seen {version.seen}"
    yield ""
    yield article.text


def changes(versions: Sequence[Version]) -> Iterator[str]:
    """Yield a line for each version, and under it what it leaves out (-) and brings in (+), by sentences."""
    before: Article | None = None
    for version in versions:
        article = version.article
        kept = f", page {version.capture[:12]}" if version.capture else ""
        size = f"{len(article.text):,} characters{kept}"
        yield f"{version.number}  {version.seen}  {size}  {article.title or ''}".rstrip()
        if before is not None:
            yield from _difference(before, article)
        before = article


def _difference(old: Article, new: Article) -> Iterator[str]:
    for name in ("title", "published", "publisher", "url"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"   {name}: {was} → {now}"
    lines = difflib.unified_diff(_sentences(old), _sentences(new), lineterm="", n=0)
    for line in lines:
        if line[:1] in "+-" and line[:3] not in ("+++", "---"):
            yield f"   {line[:1]} {line[1:]}"


def _sentences(article: Article) -> list[str]:
    return [s.strip() for s in _SENTENCE.split(article.text) if s and s.strip()]
