"""A saved web page in, its blocks and what its metadata says out.

Our own walk over the page gives every visible line with its place (heading, list, caption, navigation);
trafilatura says which of them it takes for the article. Where it finds nothing, the cleaner judges alone.
Broken pages are read as far as they go.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from html import unescape as html_entities
from typing import TYPE_CHECKING

from dragoman.articles import metadata
from dragoman.articles.blocks import Block, from_text
from dragoman.articles.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from dragoman.articles.blocks import Tag
    from dragoman.codebook.articles import Pages

UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "select",
        "option",
        "datalist",
        "textarea",
        "input",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "dialog",
    ]
)
BESIDE = frozenset({"nav", "footer", "aside", "form", "button", "menu"})
BESIDE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"}
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "dt"})
# The names that sites give to captions, and to boxes that are not the article.
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-)?(?:caption|credit|fig-?caption|photo-?(?:info|desc|text))", re.IGNORECASE
)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscri(?:be|ption)|share|sharing|social|breadcrumbs?|related|recommend(?:ed|ations?)?|"
    r"comments?|disqus|sidebar|side-?bar|advert(?:isement)?|ads?|promo|paywall|popup|modal|footer|site-header|navbar|nav|menu|taboola|"
    r"outbrain|tags?|tag-?list|toolbar|trending|most-?(?:read|popular)|popular|teaser|also-?read|read-?more|login|skip-?link)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
BOXES = frozenset({"div", "section", "table"})
# So many paragraphs, so long (in letters), make their parent the article; a box has fewer words than this.
AMONG, LONG_PARAGRAPH, LONGEST_BOX = 3, 80, 60
# A link of more words than this is a headline.
LABEL_WORDS = 2
# Deeper trees than this are made by accident or on purpose; the extractor recurses, we don't.
DEEPEST = 200
# The extractor takes its time over each; a page of more is a list, not an article.
MOST_BLOCKS = 50_000
# Below this the parser throws the page away; then its words are all we can save.
PARSED = 2_000
LONGEST_LINE_TO_MATCH = 20

_SPACE = re.compile(r"\s+")
_LINES = re.compile(r"[^\S\n]+")


def read(source: str, pages: Pages) -> tuple[list[Block], Facts]:
    """Return the blocks of an HTML page, in order, and the facts in its head."""
    from lxml import etree, html  # noqa: PLC0415  (only where there is a page to read)

    parser = html.HTMLParser(
        recover=True, huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return from_text(_untagged(source)), Facts()
    facts = metadata.read(root, source, pages)
    depth = _depth(root)
    if depth > PARSED:
        return from_text(_untagged(source)), facts
    blocks = list(_walk(root, _boxes(root)))
    few = len(blocks) <= MOST_BLOCKS
    return (_marked(blocks, root) if depth <= DEEPEST and few else blocks), facts


def _untagged(source: str) -> str:
    """Return the words of a page that no parser can make sense of."""
    text = re.sub(r"(?is)<(script|style)\b.{0,100000}?</\1\s*>", "\n", source)
    return html_entities(re.sub(r"<[^<>]{0,2000}>", "\n", text))


def _marked(blocks: list[Block], root: HtmlElement) -> list[Block]:
    """Say of each block whether the extractor takes it for the article."""
    body = _extracted(root)
    if body is None:
        return blocks
    found = []
    inside = 0
    for block in blocks:
        key = _SPACE.sub(" ", block.text)
        taken = len(key) >= LONGEST_LINE_TO_MATCH and key[:400] in body
        inside += len(key) if taken else 0
        found.append(replace(block, extracted=taken if len(key) >= LONGEST_LINE_TO_MATCH else None))
    # An extractor that took next to nothing of the page has not found the article.
    if inside < 200:
        return blocks
    return [replace(b, aside=b.aside and not b.extracted) for b in found]


def _extracted(root: HtmlElement) -> str | None:
    from copy import deepcopy  # noqa: PLC0415

    from trafilatura import bare_extraction  # noqa: PLC0415  (slow to import)

    # It warns on stderr of pages without an article; we say so ourselves.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    document = bare_extraction(deepcopy(root), fast=True, include_comments=False, favor_recall=True)
    text = getattr(document, "text", None)
    return _SPACE.sub(" ", text) if isinstance(text, str) and text.strip() else None


def _depth(root: HtmlElement) -> int:
    deepest = 0
    stack = [(root, 1)]
    while stack and deepest <= PARSED:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in node)
    return deepest


class _Gatherer:
    """Collects the words of one block until the next one starts."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.boxed = 0

    def add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self.parts.append(_SPACE.sub(" ", text))
            self.linked += len(text.strip()) if linked else 0

    def take(self, tag: Tag, *, aside: bool) -> Iterator[Block]:
        text = "".join(self.parts)
        linked = self.linked
        self.parts, self.linked = [], 0
        if not text.strip():
            return
        share = min(1.0, linked / max(1, len(text.strip())))
        if "\n" not in text:
            line = _LINES.sub(" ", text).strip()
            yield Block(text=line, tag=tag, links=share, aside=aside, boxed=self.boxed > 0)
            return
        for block in from_text(text):
            kind = tag if tag != "p" else block.tag
            yield replace(block, tag=kind, links=share, aside=aside, boxed=self.boxed > 0)


def _boxes(root: HtmlElement) -> frozenset[HtmlElement]:
    """Return the small boxes with a heading of their own that stand among an article's paragraphs."""
    found = []
    counts = _paragraphs_below(root)
    # A box about the author may hold one long paragraph; two such boxes would be parts of the article.
    above = {p: [c for c in p if c in counts] for q in counts if (p := q.getparent()) is not None}
    above = {p: full[:-1] if _small_box(full[-1]) else full for p, full in above.items() if len(full) > 1}
    for parent, long in counts.items():
        if long >= AMONG:
            found += [child for child in parent if _small_box(child)]
    for full in above.values():
        # Behind parts that are the article, such boxes are about its author and the site.
        if sum(counts[c] for c in full) >= AMONG and 2 * sum(_headed(c) for c in full) <= len(full) + 1:
            found += [child for child in full[-1].itersiblings() if _small_box(child)]
    return frozenset(found)


def _small_box(node: HtmlElement) -> bool:
    if node.tag not in BOXES:
        return False
    words = len("".join(node.itertext()).split(None, LONGEST_BOX + 1))
    return words <= LONGEST_BOX and _headed(node)


def _headed(node: HtmlElement) -> bool:
    """Say whether a heading or a link heads an element, or its first paragraph is all bold."""
    if next(node.iter("h2", "h3", "h4", "h5", "h6"), None) is not None:
        return True
    parts = [c for c in node if c.tag != "img"]
    if len(parts) > 1 and parts[0].tag == "a" and len(parts[0].text_content().split()) > LABEL_WORDS:
        return not (node.text or "").strip() and not (parts[0].tail or "").strip()
    first = next(node.iter("p"), None)
    bold = [] if first is None else [b for b in first if b.tag in ("b", "strong")]
    return bool(bold) and first is not None and bold[0].text_content() == first.text_content().strip()


def _paragraphs_below(root: HtmlElement) -> dict[HtmlElement, int]:
    """Count the long paragraphs that stand right below each element."""
    counts: dict[HtmlElement, int] = {}
    for node in root.iter("p"):
        parent = node.getparent()
        if parent is not None and len("".join(node.itertext())) >= LONG_PARAGRAPH:
            counts[parent] = counts.get(parent, 0) + 1
    return counts


def _walk(root: HtmlElement, boxes: frozenset[HtmlElement] = frozenset()) -> Iterator[Block]:
    """Yield the visible lines of a page; a stack of our own, since broken pages nest without end."""
    gather = _Gatherer()
    tag: Tag = "p"
    aside = False
    links = 0
    pre = 0
    # (element, True) when it opens, (element, False) when it closes, with the state to go back to.
    stack: list[tuple[HtmlElement, tuple[Tag, bool] | None]] = [(root, None)]
    while stack:
        node, before = stack.pop()
        name = node.tag if isinstance(node.tag, str) else ""
        if before is None:
            if not name or name in UNSEEN or _hidden(node):
                gather.add(node.tail, linked=links > 0)
                continue
            stack.append((node, (tag, aside)))
            if name == "br":
                gather.parts.append("\n")
            elif name not in INLINE or _caption(node):
                yield from gather.take(tag, aside=aside)
                tag, aside = _place(node, name, tag, aside=aside)
            links += name == "a"
            pre += name == "pre"
            gather.boxed += node in boxes
            if pre and node.text:
                gather.parts.append(node.text)
            else:
                gather.add(node.text, linked=links > 0)
            stack.extend((child, None) for child in reversed(node))
            continue
        links -= name == "a"
        pre -= name == "pre"
        if (name not in INLINE or _caption(node)) and name != "br":
            yield from gather.take(tag, aside=aside)
        gather.boxed -= node in boxes
        tag, aside = before
        gather.add(node.tail, linked=links > 0)
    yield from gather.take(tag, aside=aside)


def _hidden(node: HtmlElement) -> bool:
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    style = node.get("style")
    return bool(style) and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style or "") is not None


def _caption(node: HtmlElement) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(names.strip()) and len(names) < 300 and _CAPTION.search(names) is not None


def _place(node: HtmlElement, name: str, tag: Tag, *, aside: bool) -> tuple[Tag, bool]:
    """Return what kind of block opens with *node*, and whether it lies beside the article."""
    if name in BESIDE or (node.get("role") or "").lower() in BESIDE_ROLES:
        aside = True
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if names.strip() and len(names) < 300 and name not in ("body", "html", "article", "main"):
        aside = aside or _BOX.search(names) is not None
        if _CAPTION.search(names):
            return "caption", aside
    if tag == "caption":
        return "caption", aside
    if name == "figcaption":
        return "caption", aside
    if name == "h1":
        return "title", aside
    if name in HEADINGS:
        return "h", aside
    if name == "li":
        return "li", aside
    if name == "blockquote" or (tag == "quote" and name == "p"):
        return "quote", aside
    return ("li" if tag == "li" and name in ("p", "div", "ul", "ol") else "p"), aside
