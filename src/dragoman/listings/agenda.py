"""A listing as a calendar (iCalendar, RFC 5545): a day or some days each; without a date a journal entry."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, Journal

if TYPE_CHECKING:
    from dragoman.listings.items import Item, Listing, Source

STATES = {
    "asserted": "CONFIRMED",
    "reported": "CONFIRMED",
    "confirmed": "CONFIRMED",
    "planned": "TENTATIVE",
    "requested": "TENTATIVE",
    "foreseen": "TENTATIVE",
    "negated": "CANCELLED",
}
"""What a calendar can say of a status; of what others say or deny it can say nothing."""

OLDEST = date(1970, 1, 1)
"""When a listing without any date was last known to change."""


def ical(listing: Listing) -> bytes:
    """Return *listing* as a calendar; the same happening has the same UID in the next one."""
    calendar = Calendar()
    calendar.add("prodid", "-//dragoman//timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", listing.title)
    for item in listing.items:
        calendar.add_component(_entry(item))
    return bytes(calendar.to_ical())


def _entry(item: Item) -> Event | Journal:
    first, last = item.first or item.last, item.last or item.first
    entry = Event() if first else Journal()
    entry.add("uid", hashlib.sha256(item.key.encode()).hexdigest()[:32] + "@dragoman")
    entry.add("dtstamp", datetime.combine(_revised(item), time(), UTC))
    if first and last:
        entry.add("dtstart", first)
        if last < date.max:
            # The end is the day after the last.
            entry.add("dtend", last + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        if item.status in STATES:
            entry.add("status", STATES[item.status])
        if item.place:
            entry.add("location", item.place)
    entry.add("summary", f"{item.sides}: {item.deed} ({item.status})")
    entry.add("categories", [item.deed.partition(" ")[0], item.status])
    entry.add("description", "\n".join(_description(item)))
    if url := next((s.url for s in item.sources if s.url), None):
        entry.add("url", url)
    return entry


def _description(item: Item) -> list[str]:
    lines = [f"{item.when} · {item.facts}", *item.voices, f"“{item.words}”"]
    return lines + [_source(s) for s in item.sources]


def _source(s: Source) -> str:
    cited = ", ".join(part for part in (s.publisher, s.day, s.title, s.url) if part)
    words = f": “{s.words}”" if s.words else ""
    return f"{cited}: {s.act}{' ' + s.who if s.who else ''}{words}"


def _revised(item: Item) -> date:
    """Return the day of the newest source: the same listing is the same file, whenever it is written."""
    days = [date.fromisoformat(s.day) for s in item.sources if len(s.day) == len("2024-01-19")]
    return max(days, default=item.last or item.first or OLDEST)
