"""Corrections, recipes and differences between codings in, something to read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dragoman.views.words import counted, one_line, quoted, what, when, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from dragoman.correcting import Listed
    from dragoman.corrections import Change, Difference, Handle
    from dragoman.recoding import Compared
    from dragoman.store import Recipe

LONGEST = 200
NAMES = {"event_type": "type", "modes": "mode", "actors": "actor", "recipients": "recipient"}
STYLES = {"won": "green", "lost": "red", "changed": "yellow"}
SORTS = ("won", "lost", "changed")


def corrections(found: Iterable[Listed]) -> Table:
    """Return the log as a table."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("id", "when", "by", "state", "correction", "note"):
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for one in found:
        c = one.correction
        note = Text(one_line(c.note))
        table.add_row(str(c.id), c.at[:10], Text(one_line(c.by)), one.state or "", Text(subject(one)), note)
    return table


def said(one: Listed) -> str:
    """Return a correction in one line, with what it does now."""
    return one_line(subject(one)) + (f" ({one.state})" if one.state not in (None, "applied") else "")


def subject(one: Listed) -> str:
    """Return what a correction is about, and what it says of it."""
    c = one.correction
    if c.kind == "undo":
        return f"undoes {c.undoes}"
    if c.kind == "false":
        return f"{_event(c.handle)} is false"
    if c.kind == "add" and c.missed is not None:
        missed = c.missed
        return f"{missed.article} also tells: {_facts(missed.facts)}, {quoted(missed.sentence.text, LONGEST)}"
    if c.kind == "right":
        return f"{c.article} is right as it is"
    if c.kind == "merge":
        return "one happening: " + _events(c.together)
    if c.kind == "split":
        return f"another happening than {_events(c.apart)}: {_events(c.together)}"
    return f"{_event(c.handle)}: {_facts(c.change)}"


def _event(handle: Handle | None) -> str:
    return f"{handle} “{one_line(handle.words)}”" if handle else ""


def _events(handles: Sequence[Handle]) -> str:
    shown = ", ".join(str(h) for h in handles[:3])
    return shown + (f" and {len(handles) - 3} more" if len(handles) > 3 else "")


def _facts(facts: Change | None) -> str:
    if facts is None:
        return ""
    values = {
        "event_type": facts.event_type,
        "modes": ", ".join(facts.modes or ()) or None,
        "actors": _names(facts.actors),
        "recipients": _names(facts.recipients),
        "participants": _names(facts.participants),
        "date": "none" if facts.undated else when(facts.date.first, facts.date.last) if facts.date else None,
        "place": "none" if facts.nowhere else facts.place.name if facts.place else None,
        "status": facts.status,
    }
    return ", ".join(f"{NAMES.get(k, k)} {v}" for k, v in values.items() if v is not None)


def _names(side: Sequence[object] | None) -> str | None:
    if side is None:
        return None
    return ", ".join(who(a) for a in side) or "none"  # type: ignore[arg-type]


def recipes(found: Iterable[Recipe]) -> Table:
    """Return the recipes of a store as a table."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("recipe", "version", "articles", "count", "first used", "last used"):
        table.add_column(column, justify="right" if column in ("articles", "count") else "left")
    for r in found:
        table.add_row(r.recipe, r.version, str(r.articles), str(r.counting), r.first[:10], r.latest[:10])
    return table


def differences(found: Iterable[Compared]) -> Iterator[RenderableType]:
    """Yield what is won, lost and changed, by article, with the words."""
    for one in found:
        if one.differences:
            tally = ", ".join(f"{one.count(sort)} {sort}" for sort in SORTS if one.count(sort))
            yield Text(f"{one_line(one.title or '')}  [{one.article}] {tally}".strip(), style="bold")
        for d in one.differences:
            yield _difference(d)


def _difference(d: Difference) -> Text:
    line = Text("  ")
    line.append(f"{d.sort:<8}", STYLES[d.sort])
    line.append(f"{what(d.event_type, ())}  ")
    line.append("; ".join(f"{f.name}: {f.before or 'none'} → {f.after or 'none'}" for f in d.fields))
    line.append(f"  “{one_line(d.trigger)}” in {quoted(_around(d.trigger, d.words))}", "dim")
    return line


def _around(trigger: str, words: str) -> str:
    """Return so much of *words* around *trigger* as can be read at a glance.

    >>> _around("met", "a " * 200 + "met" + " b" * 200).count("a")
    50
    """
    start = max(words.find(trigger), 0)
    first = start - LONGEST // 2 if start + len(trigger) > LONGEST else 0
    last = first + LONGEST
    return ("…" if first else "") + words[first:last] + ("…" if last < len(words) else "")


def difference(found: Sequence[Compared], recipe: str) -> str:
    """Return in one line what another recipe makes of a store."""
    if not found:
        return f"nothing to compare: no article has a coding of recipe {recipe} beside the one that counts"
    sums = ", ".join(f"{sum(c.count(sort) for c in found)} {sort}" for sort in SORTS)
    same = sum(c.same for c in found)
    return f"recipe {recipe} in {counted(len(found), 'article')}: events {sums}, {same} the same"
