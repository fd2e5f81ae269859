"""The articles room: files, streams and addresses in, `Article`s out, a `Refused` for what gave none.

Text is cleaned here and never after: ``Article.text`` holds the article's paragraphs, parted by blank
lines, and every offset in every later record points into it.
"""

from __future__ import annotations

from dragoman.articles.columns import Columns
from dragoman.articles.gathered import Gathered, Item
from dragoman.articles.ready import from_text
from dragoman.articles.sources import gather, read

__all__ = ["Columns", "Gathered", "Item", "from_text", "gather", "read"]
