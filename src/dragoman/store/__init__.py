"""Codings in, rows out: the store, one SQLite file that keeps every article with what was read in it.

Nobody else writes SQL. What leaves are the codings themselves, exactly as they came, and `EventRow` records
for the timeline. The file's own named views (``timeline`` above all) are for people who open it with another
tool.
"""

from dragoman.store.known import By
from dragoman.store.rows import Counts, EventRow, Party, ReadDay, Recipe, Telling, Version, Voice
from dragoman.store.store import ForecastFacts, Store

__all__ = [
    "By",
    "Counts",
    "EventRow",
    "ForecastFacts",
    "Party",
    "ReadDay",
    "Recipe",
    "Store",
    "Telling",
    "Version",
    "Voice",
]
