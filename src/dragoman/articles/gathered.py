"""What the readers hand on: an article or a refusal, the page it came from, and the item that named it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.records import Article, Capture, Refused


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed: the address that it leads to, and a mark that changes when the item does."""

    address: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An article, or why there is none.

    ``capture`` is the page that it was read from, where that was fetched or lay in a web archive. ``item`` is
    the item of a feed that led to it. ``passing`` says of a refusal that it may go well another time;
    ``later`` after how many seconds, where the site said so.
    """

    found: Article | Refused
    capture: Capture | None = None
    item: Item | None = None
    passing: bool = False
    later: float | None = None
