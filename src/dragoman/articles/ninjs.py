"""IPTC ninjs in, `Article` out: the JSON in which agencies send news (version 2, and 1 with its other names).

``uri`` is the article's id, so that a later version of an item is a new version of the same article.
https://iptc.org/std/ninjs/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.articles import copied, dates, ready
from dragoman.articles.facts import Facts
from dragoman.articles.ready import NoArticle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.codebook.articles import Pages
    from dragoman.records import Article

WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
BODIES_1 = {"body_text": "text/plain", "body_html": "text/html", "body_xhtml": "application/xhtml+xml"}
DATES = ("firstcreated", "contentcreated", "versioncreated", "contentmodified")
SENDERS = ("provider", "publisher", "agency")


def is_item(found: object) -> bool:
    """Say whether a JSON object is an item of ninjs."""
    if not isinstance(found, dict) or not isinstance(found.get("uri"), str):
        return False
    standard = found.get("standard")
    named = isinstance(standard, dict) and str(standard.get("name", "")).lower() == "ninjs"
    return named or "bodies" in found or "headlines" in found or bool(BODIES_1.keys() & found.keys())


def article(
    item: Mapping[str, Any], words: Pages, *, published: str | None = None, longest: int | None = None
) -> Article:
    """Return the article that *item* holds, or raise NoArticle."""
    status = str(item.get("pubstatus") or "usable").lower().rpartition(":")[2]
    if status in WITHDRAWN:
        message = f"its sender has withdrawn it (pubstatus {status})"
        raise NoArticle(message)
    kind = item.get("type")
    body = _body(item)
    if body is None:
        message = f"it is of type {kind} and has no text" if kind not in (None, "text") else "it has no body"
        raise NoArticle(message)
    text, is_page = body
    stamp = next((s for k in DATES if (s := _stamp(item.get(k))) is not None), None)
    known = Facts(
        title=_headline(item),
        publisher=_sender(item),
        published=stamp,
        url=_url(item),
        language=_language(item),
    )
    uri = str(item["uri"])
    if is_page:
        return copied.from_html(text, words, published=published, longest=longest, known=known, id=uri)
    made = ready.article(
        text,
        id=uri,
        title=known.title,
        published=stamp.value if stamp else published,
        publisher=known.publisher,
        url=known.url,
        language=known.language,
        longest=longest,
    )
    return ready.in_english(made)


def _body(item: Mapping[str, Any]) -> tuple[str, bool] | None:
    """Return the text of an item, plain where there is such, and whether it is HTML."""
    found: list[tuple[str, str]] = []
    for body in _entries(item.get("bodies")):
        value = body.get("value")
        if isinstance(value, str) and value.strip():
            found.append((str(body.get("contenttype") or ""), value))
    for name, kind in BODIES_1.items():
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            found.append((kind, value))
    plain = next((v for k, v in found if k.startswith("text/plain")), None)
    if plain is not None:
        return plain, False
    if not found:
        return None
    kind, value = found[0]
    return value, "html" in kind or value.lstrip().startswith("<")


def _headline(item: Mapping[str, Any]) -> str | None:
    heads = _entries(item.get("headlines"))
    main = [h for h in heads if str(h.get("role", "")).lower().endswith("main")]
    for head in [*main, *heads, {"value": item.get("headline")}, {"value": item.get("title")}]:
        value = head.get("value")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _sender(item: Mapping[str, Any]) -> str | None:
    for source in _entries(item.get("infosources")):
        roles = str(source.get("role") or "publisher").lower()
        if any(s in roles for s in SENDERS) and isinstance(source.get("name"), str):
            return str(source["name"])
    for name in ("provider", "copyrightholder", "source"):
        value = item.get(name)
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            return value
    return None


def _url(item: Mapping[str, Any]) -> str | None:
    uri = str(item["uri"])
    for found in (item.get("url"), uri):
        if isinstance(found, str) and found.startswith(("http://", "https://")):
            return found
    return None


def _language(item: Mapping[str, Any]) -> str | None:
    value = item.get("language")
    return value if isinstance(value, str) else None


def _stamp(value: object) -> dates.Stamp | None:
    return dates.given(value) if isinstance(value, str) else None


def _entries(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
