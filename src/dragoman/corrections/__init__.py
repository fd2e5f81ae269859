"""Codings and corrections in, corrected codings out: a layer that people lay over what was read.

Nothing here knows the store: `records` says what a correction is, `handles` finds again what one is about,
`applying` lays corrections over a coding, `grouping` decides which reports they put together or apart, and
`differences` compares two codings of one article.
"""

from dragoman.corrections.applying import Applied, apply
from dragoman.corrections.differences import Difference, compare
from dragoman.corrections.handles import find, handle_of
from dragoman.corrections.records import Change, Correction, Handle, Kind, Missed, State, active

__all__ = [
    "Applied",
    "Change",
    "Correction",
    "Difference",
    "Handle",
    "Kind",
    "Missed",
    "State",
    "active",
    "apply",
    "compare",
    "find",
    "handle_of",
]
