"""Dragoman reads news and writes down who did what to whom, when, where, and who says so.

The usual way: read articles, code them, keep the codings, and ask the store.

    import dragoman

    coder = dragoman.Coder.open()
    with dragoman.Store.open("news.db") as store:
        for article in dragoman.read(["articles/"]):
            if isinstance(article, dragoman.Article):
                store.add(coder.code(article))
        for row in dragoman.between(store, "PRK", "RUS"):
            print(row.first, row.status, row.words)

Each name below is loaded when it is first used, so importing dragoman costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.articles import read
    from dragoman.codebook import Codebook
    from dragoman.coding import Coder
    from dragoman.errors import DragomanError
    from dragoman.happenings import Happening
    from dragoman.records import Actor, Article, Attribution, Coding, Event, Refused
    from dragoman.searching import search
    from dragoman.settings import Settings
    from dragoman.store import Store
    from dragoman.timeline import between

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Article",
    "Attribution",
    "Codebook",
    "Coder",
    "Coding",
    "DragomanError",
    "Event",
    "Happening",
    "Refused",
    "Settings",
    "Store",
    "between",
    "read",
    "search",
]

_ROOMS = {
    "Actor": "records",
    "Article": "records",
    "Attribution": "records",
    "Codebook": "codebook",
    "Coder": "coding",
    "Coding": "records",
    "DragomanError": "errors",
    "Event": "records",
    "Happening": "happenings",
    "Refused": "records",
    "Settings": "settings",
    "Store": "store",
    "between": "timeline",
    "read": "articles",
    "search": "searching",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
