"""Codings in, rows out: the store, one SQLite file that keeps every article with what was read in it.

Nobody else writes SQL. What leaves are the codings themselves, exactly as they came, `EventRow` records for
the timeline, and the `Hit`s of a search. The file's own named views (``timeline`` above all) are for people
who open it with another tool.
"""

from dragoman.store.known import By
from dragoman.store.listing import ArticleLine, Choice, Dealing, Person, Portrait, Spot, Statement, Unchecked
from dragoman.store.rows import Citation, Counts, EventRow, Party, ReadDay, Recipe, Telling, Version, Voice
from dragoman.store.search import Hit, Hits, Search
from dragoman.store.store import ForecastFacts, Store

__all__ = [
    "ArticleLine",
    "By",
    "Choice",
    "Citation",
    "Counts",
    "Dealing",
    "EventRow",
    "ForecastFacts",
    "Hit",
    "Hits",
    "Party",
    "Person",
    "Portrait",
    "ReadDay",
    "Recipe",
    "Search",
    "Spot",
    "Statement",
    "Store",
    "Telling",
    "Unchecked",
    "Version",
    "Voice",
]
