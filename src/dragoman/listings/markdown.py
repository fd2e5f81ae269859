"""A listing as Markdown (CommonMark): nothing from an article is read as a sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.listings.items import Item, Listing, Source

# What has a meaning anywhere, and what has one at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>&~|$#])")
_AT_FIRST = re.compile(r"^(\d*)([-+=.)])")
_IN_ADDRESS = re.compile(r"[<>\\]")


def markdown(listing: Listing) -> bytes:
    """Return *listing* with a heading for each item, its words as a quotation, its sources as a list."""
    return "\n".join(_lines(listing)).encode()


def _lines(listing: Listing) -> Iterator[str]:
    yield from (f"# {_plain(listing.title)}", "")
    if listing.note:
        yield from (_plain(listing.note), "")
    for item in listing.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    yield from (f"## {item.when} · {_plain(item.sides)}: {_plain(item.deed)}", "")
    yield from (f"**{_plain(item.facts)}**", "")
    yield from ("  \n".join(_plain(voice) for voice in item.voices), "")
    yield from (f"> {_plain(item.words)}", "")
    yield from (f"- {_source(source)}" for source in item.sources)
    yield ""


def _source(s: Source) -> str:
    title = _plain(s.title)
    if s.url:
        title = f"[{title}](<{_IN_ADDRESS.sub(_percent, s.url)}>)"
    cited = ", ".join(part for part in (_plain(s.publisher), s.day, title) if part)
    who = f" {_plain(s.who)}" if s.who else ""
    words = f": “{_plain(s.words)}”" if s.words else ""
    return f"{cited}: *{_plain(s.act)}*{who}{words}"


def _plain(text: str) -> str:
    return _AT_FIRST.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
