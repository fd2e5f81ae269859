"""Store and two countries in, an `Index` out: how they get on, period by period, and when that changed.

It counts happenings, not reports; every figure has an interval and names the happenings behind it; and every
period says what was read, so that a gap in reading is not taken for peace.
"""

from dragoman.series.changes import Change
from dragoman.series.index import Index, Point, index
from dragoman.series.sentences import Sentence

__all__ = ["Change", "Index", "Point", "Sentence", "index"]
