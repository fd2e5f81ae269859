"""Listings for programs: JSON, JSON lines, CSV."""

from __future__ import annotations

import csv as csv_writer
import io
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.listings.items import Listing

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet runs what begins with one of these."""


def jsonl(listing: Listing) -> bytes:
    """Return the records, one a line."""
    return b"".join(msgspec.json.encode(record) + b"\n" for record in listing.records)


def json(listing: Listing) -> bytes:
    """Return the records as one array."""
    return msgspec.json.format(msgspec.json.encode(listing.records), indent=1) + b"\n"


def csv(listing: Listing) -> bytes:
    """Return the table."""
    return table(listing.columns, listing.rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV (UTF-8), in which no cell is a formula."""
    out = io.StringIO()
    writer = csv_writer.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def cell(value: object) -> object:
    """Return *value* for a spreadsheet: text that it would run has an apostrophe before it.

    >>> cell("=1+1"), cell(-3.0)
    ("'=1+1", -3.0)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
