"""The articles room: files, folders and streams in, `Article`s out, and a `Refused` for whatever gave none.

Text is cleaned here and never after: ``Article.text`` holds the article's paragraphs, parted by blank
lines, and every offset in every later record points into it.
"""

from __future__ import annotations

from dragoman.articles.ready import from_text
from dragoman.articles.sources import read

__all__ = ["from_text", "read"]
