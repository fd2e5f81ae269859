"""What a web page's head says of its article: JSON-LD, meta tags, headings. A parsed page in, `Facts` out."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

from dragoman.articles import dates
from dragoman.articles.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from dragoman.articles.dates import Stamp
    from dragoman.codebook.articles import Pages

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "Report",
        "SocialMediaPosting",
        "TechArticle",
        "ScholarlyArticle",
    ]
)
PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "publish-date", "publish_date", "publishdate", "pubdate", "dc.date.issued", "dcterms.created",
    "dcterms.date", "dc.date", "article.published", "article:published", "date.issued", "date",
    "cxenseparse:recs:publishtime", "originalpublicationdate", "publication_date", "news_date",
    "citation_publication_date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")

_SPACE = re.compile(r"\s+")


def read(root: HtmlElement, source: str, pages: Pages) -> Facts:
    """Return the facts in the head and the headings of a page."""
    meta = _meta(root)
    linked = _linked_data(root)
    title = _clean(linked.get("headline") or meta.get("og:title") or meta.get("twitter:title"))
    browser = _clean(root.findtext(".//title"))
    heads = [_clean(h.text_content()) for h in itertools.islice(root.iter("h1", "h2", "h3"), 60)]
    first = [_clean(h.text_content()) for h in itertools.islice(root.iter("h1"), 20)]
    site = _clean(
        meta.get("og:site_name")
        or linked.get("publisher")
        or meta.get("publisher")
        or meta.get("dc.publisher")
    )
    saved = SAVED_FROM.search(source[:5_000])
    return Facts(
        title=_headline([h for h in heads if h], [h for h in first if h], title, browser, site),
        browser_title=browser,
        publisher=site,
        published=_first_date(
            [linked.get("datePublished"), *(meta.get(k) for k in PUBLISHED), _time(root)], pages
        ),
        modified=_first_date([linked.get("dateModified"), *(meta.get(k) for k in MODIFIED)], pages),
        url=_url(root, meta, linked) or (saved[1] if saved else None),
        site_language=root.get("lang") or root.get("xml:lang") or meta.get("og:locale"),
    )


def _clean(text: str | None) -> str | None:
    if not text:
        return None
    return _SPACE.sub(" ", text).strip()[:1_000] or None


def _headline(
    heads: list[str], first: list[str], title: str | None, browser: str | None, site: str | None
) -> str | None:
    """Return the page's own headline: the heading that its metadata knows, else the metadata's."""
    known = [t.casefold() for t in (title, browser) if t]
    told = [h for h in heads if h != site and any(h.casefold() in t or t in h.casefold() for t in known)]
    # The site's name may be a heading too; the headline is the most of the browser's title.
    if told and len(best := max(told, key=len)) * 3 > min(map(len, known)):
        return best
    if title:
        for mark in (" | ", " - ", " – ", " — ", " :: "):
            if site and title.casefold().endswith(mark + site.casefold()):
                return title[: -len(mark + site)].strip()
        return title
    longer = [h for h in first if len(h.split()) > 3 and h != site]
    return longer[0] if len(longer) == 1 else None


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
        content = node.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _time(root: HtmlElement) -> str | None:
    """Return the date of a ``time`` element that the page marks as the one of publication."""
    for node in root.iter("time"):
        marks = f"{node.get('itemprop') or ''} {node.get('class') or ''} {node.get('pubdate') or ''}".lower()
        if node.get("datetime") and re.search(r"publish|pubdate|entry-date|post-date", marks):
            return str(node.get("datetime"))
    times = [node.get("datetime") for node in root.iter("time") if node.get("datetime")]
    return times[0] if len(times) == 1 else None


def _url(root: HtmlElement, meta: dict[str, str], linked: dict[str, str]) -> str | None:
    for node in root.iter("link"):
        if (node.get("rel") or "").lower() == "canonical" and (node.get("href") or "").startswith("http"):
            return str(node.get("href"))
    url = meta.get("og:url") or linked.get("url")
    return url if url and url.startswith("http") else None


def _first_date(values: list[str | None], pages: Pages) -> Stamp | None:
    """Return the first value that is a date; one of the same day with a time is better."""
    stamps = [s for v in values if v and len(v) < 100 and (s := dates.from_metadata(v, pages)) is not None]
    stamps = [s for s in stamps if s.grain in ("day", "minute", "second")]
    if not stamps:
        return None
    finer = [s for s in stamps if s.day == stamps[0].day and s.grain != "day"]
    return finer[0] if finer else stamps[0]


def _linked_data(root: HtmlElement) -> dict[str, str]:
    """Return headline, dates, publisher and address from the page's JSON-LD, as far as it parses."""
    for node in root.iter("script"):
        if "ld+json" not in (node.get("type") or "").lower() or not node.text or len(node.text) > 500_000:
            continue
        try:
            data = json.loads(node.text.strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in _entries(data):
            kinds = entry.get("@type")
            names = {str(k) for k in kinds} if isinstance(kinds, list) else {str(kinds)}
            if names & ARTICLE_TYPES:
                return _of_entry(entry)
    return {}


def _entries(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (JSON)
    stack = [(data, 0)]
    while stack:
        value, depth = stack.pop()
        if depth > 4:
            continue
        if isinstance(value, dict):
            yield value
            stack.extend(
                (v, depth + 1) for k, v in value.items() if k in ("@graph", "mainEntity", "mainEntityOfPage")
            )
        elif isinstance(value, list):
            stack.extend((v, depth + 1) for v in reversed(value))


def _of_entry(entry: dict[str, Any]) -> dict[str, str]:
    found = {
        k: v
        for k in ("headline", "datePublished", "dateModified", "url")
        if isinstance(v := entry.get(k), str)
    }
    publisher = entry.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    if isinstance(name, str) and name.strip():
        found["publisher"] = name.strip()
    return found
