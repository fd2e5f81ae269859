"""A listing as one HTML file: nothing is fetched, nothing runs; for screens, the dark, and print."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

if TYPE_CHECKING:
    from dragoman.listings.items import Listing


def html(listing: Listing) -> bytes:
    """Return *listing* as a page."""
    text = files("dragoman.listings").joinpath("page.html").read_text(encoding="utf-8")
    shapes = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return shapes.from_string(text).render(listing=listing).encode()
