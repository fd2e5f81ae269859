"""Store and a pair of countries in, `Happening`s out: what happened between the two, once each.

The same happening, told by several articles or several times in one, is one row; `reports` shows every report
by itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragoman.codebook.who import NOT_STATES
from dragoman.happenings import build, grouped

if TYPE_CHECKING:
    from collections.abc import Collection

    from dragoman.codebook.who import Who
    from dragoman.happenings import Happening
    from dragoman.store import Store


def between(
    store: Store,
    a: str,
    b: str,
    *,
    since: date | None = None,
    until: date | None = None,
    types: Collection[str] | None = None,
    statuses: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    min_sources: int = 1,
    reports: bool = False,
) -> list[Happening]:
    """Return what happened between countries *a* and *b* (codes as in `Actor.country`), in order of time.

    *types* and *statuses* keep only those; the status is that of the whole happening, so a report and its
    denial are one contested row. *levels* keeps only meetings at these, *min_sources* what so many
    independent sources tell. With *reports* every report is a row of its own. Happenings without a date come
    last.

    >>> from dragoman.store import Store
    >>> with Store.open(":memory:") as store:
    ...     between(store, "MDA", "EST", since=date(2031, 1, 1))
    []
    """
    day = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    if reports:
        groups = [[e] for e in store.between(a, b, **day)]
    else:
        # A report that leaves one side out is of the happening all the same.
        groups = grouped(store.touching(a, b, **day))
    found = [build(group, (a, b)) for group in groups]
    kept = [
        h
        for h in found
        if (types is None or h.event_type in types)
        and (statuses is None or h.status in statuses)
        and (levels is None or h.level in levels)
        and h.sources >= min_sources
    ]
    return sorted(
        kept,
        key=lambda h: (h.first or h.last or date.max, h.last or date.max, h.event_type, h.words, h.reports),
    )


def country(words: str, who: Who) -> str | None:
    """Return the code of the country that *words* name: a code, a name, a capital, or "EU" and its like."""
    code = words.strip().upper()
    if code in who.countries or code in NOT_STATES:
        return code
    for form in (words.strip(), words.strip().title()):
        if found := who.country_of(form):
            return found
        bodies = (e.country for e in who.index.exactly(form))
        if found := next((c for c in bodies if c in NOT_STATES), None):
            return found
    return None
