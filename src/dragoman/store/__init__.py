"""Codings in, rows out: the store, one SQLite file that keeps every article with what was read in it.

Nobody else writes SQL. What leaves are the codings themselves, exactly as they came, and `EventRow` records
for the timeline. The file's own named views (``timeline`` above all) are for people who open it with another
tool.
"""

from dragoman.store.known import By
from dragoman.store.listing import ArticleLine, Choice, Dealing, Person, Portrait, Spot, Statement
from dragoman.store.rows import Counts, EventRow, Party, ReadDay, Recipe, Telling, Version, Voice
from dragoman.store.store import ForecastFacts, Store

__all__ = [
    "ArticleLine",
    "By",
    "Choice",
    "Counts",
    "Dealing",
    "EventRow",
    "ForecastFacts",
    "Party",
    "Person",
    "Portrait",
    "ReadDay",
    "Recipe",
    "Spot",
    "Statement",
    "Store",
    "Telling",
    "Version",
    "Voice",
]
