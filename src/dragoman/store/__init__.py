"""Codings in, rows out: the store, one SQLite file that keeps every article with what was read in it.

Nobody else writes SQL. What leaves are the codings themselves, exactly as they came, `EventRow` records for
the timeline, and the `Hit`s of a search. The file's own named views (``timeline`` above all) are for people
who open it with another tool.
"""

from dragoman.store.rows import Citation, Counts, EventRow, Party, Voice
from dragoman.store.search import Hit, Hits, Search
from dragoman.store.store import Store

__all__ = ["Citation", "Counts", "EventRow", "Hit", "Hits", "Party", "Search", "Store", "Voice"]
