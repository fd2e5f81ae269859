"""Timelines and claims in, files for people out: for a spreadsheet, a page, a text processor, a calendar.

`of_timeline` and `of_claims` make a `Listing`: items in plain words, each with its sources and their words,
and beside them the records as they are. Each format is one writer from a listing to bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from dragoman.listings.items import Item, Listing, Source, of_claims, of_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMS", "Form", "Item", "Listing", "Source", "by_ending", "of_claims", "of_timeline", "write"]


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its name, the module that writes it, and the endings of its files."""

    name: str
    module: str
    endings: tuple[str, ...]
    binary: bool = False


FORMS: dict[str, Form] = {
    f.name: f
    for f in (
        Form("jsonl", "data", (".jsonl", ".ndjson")),
        Form("json", "data", (".json",)),
        Form("csv", "data", (".csv",)),
        Form("markdown", "markdown", (".md", ".markdown")),
        Form("html", "page", (".html", ".htm")),
        Form("docx", "word", (".docx",), binary=True),
        Form("ical", "agenda", (".ics", ".ical")),
    )
}


def by_ending(name: str) -> str | None:
    """Return the format of a file called *name*, None if its ending is of none.

    >>> by_ending("visits.DOCX"), by_ending("visits.txt")
    ('docx', None)
    """
    return next((f.name for f in FORMS.values() if name.lower().endswith(f.endings)), None)


def write(listing: Listing, form: str) -> bytes:
    """Return *listing* in the format called *form*, a key of `FORMS`."""
    module = import_module(f"dragoman.listings.{FORMS[form].module}")
    writer: Callable[[Listing], bytes] = getattr(module, form)
    return writer(listing)
