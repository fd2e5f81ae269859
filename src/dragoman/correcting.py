"""What a person knows better in, corrections out, checked and laid over the store.

These functions are what the command line and every other face call. An event is named ``ARTICLE#EVENT``, as
the tables have it, or by its handle, ``ARTICLE@START-END:TYPE``, which outlives codings. Each makes one
correction, by somebody and with a note; nothing is ever altered or deleted, and everything can be undone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, get_args

from dragoman.codebook.who import NOT_STATES
from dragoman.corrections import Change, Correction, Missed, State, active, handle_of
from dragoman.corrections.applying import event_scheme
from dragoman.errors import CorrectionError
from dragoman.naming import countries
from dragoman.records import Span, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dragoman.corrections import Applied, Handle
    from dragoman.records import Actor, Event
    from dragoman.store import Store

HANDLE = re.compile(r"(?P<article>.+)@(?P<start>\d+)-(?P<end>\d+):(?P<type>[A-Z]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the log, with what it does to the coding that counts now; undos have no state."""

    correction: Correction
    state: State | None


class Named(NamedTuple):
    """An event that was named: as it was read, with its article's coding, and the handle of it."""

    handle: Handle
    event: Event
    applied: Applied


def change(store: Store, event: str, facts: Change, *, by: str, note: str = "") -> Correction:
    """Say what is right of *event*: whatever *facts* say.

    Raises:
        CorrectionError: if there is no such event, it is marked false, or a value is unknown or unfit.
    """
    named = _event(store, event)
    _check_stands(store, named)
    kind = facts.event_type or next(
        (e.event_type for e in named.applied.coding.events if e.id == named.event.id), named.event.event_type
    )
    _check(facts, kind)
    one = Correction(by=by, note=note, kind="change", handle=named.handle, change=facts)
    return _made(store, replace(one, numbers=_number(store, named)))


def mark_false(store: Store, event: str, *, by: str, note: str = "") -> Correction:
    """Say that *event* is none: the article tells no such thing.

    Raises:
        CorrectionError: if there is no such event, or it is marked false already.
    """
    named = _event(store, event)
    _check_stands(store, named)
    one = Correction(by=by, note=note, kind="false", handle=named.handle)
    return _made(store, replace(one, numbers=_number(store, named)))


def add_event(
    store: Store,
    article: str,
    facts: Change,
    *,
    words: str,
    trigger: str | None = None,
    by: str,
    note: str = "",
) -> Correction:
    """Add an event that was missed in *article*, told by *words* of its text.

    *trigger* are those among the *words* that tell the act; all of them, if it is None. *facts* have a type.

    Raises:
        CorrectionError: if there is no such article, the words are not in it or several times, or a value is
            unknown or unfit.
    """
    applied = _article(store, article)
    if facts.event_type is None:
        message = "an event that was missed needs a type"
        raise CorrectionError(message)
    _check(facts, facts.event_type)
    sentence = _located(words, applied.coding.article.text, 0, f"article {article!r}")
    act = _located(trigger, words, sentence.start, "the words") if trigger else sentence
    twin = any(
        e.event_type == facts.event_type and e.trigger.start < act.end and act.start < e.trigger.end
        for e in applied.read.events
    )
    missed = Missed(article=article, sentence=sentence, trigger=act, facts=facts, twin=twin)
    return _made(store, Correction(by=by, note=note, kind="add", missed=missed))


def confirm(store: Store, article: str, *, by: str, note: str = "") -> Correction:
    """Say that all that is read in *article*, as it is corrected by now, is right, and nothing is missing.

    Raises:
        CorrectionError: if there is no such article.
    """
    _article(store, article)
    return _made(store, Correction(by=by, note=note, kind="right", article=article))


def merge(store: Store, happenings: Sequence[str], *, by: str, note: str = "") -> Correction:
    """Say that *happenings*, each a number or ``ARTICLE#EVENT``, are one.

    Raises:
        CorrectionError: if one is unknown, or they are one already.
    """
    numbers = list(dict.fromkeys(_happening(store, name) for name in happenings))
    if len(numbers) < 2:
        message = f"{' and '.join(happenings)}: nothing to merge; name at least two different happenings"
        raise CorrectionError(message)
    events = [pair for number in numbers for pair in _members(store, number)]
    return _made(
        store,
        Correction(
            by=by,
            note=note,
            kind="merge",
            together=tuple(h for h, _ in events),
            numbers=tuple(n for _, n in events),
        ),
    )


def split(store: Store, events: Sequence[str], *, by: str, note: str = "") -> Correction:
    """Say that *events* are a happening of their own, and not that of which they are reports.

    Raises:
        CorrectionError: if one is unknown, they are of several happenings, or of one that has no others.
    """
    handles = [_event(store, name).handle for name in events]
    numbers = {_happening(store, name) for name in _plain(store, events)}
    if len(numbers) != 1:
        message = f"{' and '.join(events)}: split takes events of one happening"
        raise CorrectionError(message)
    members = _members(store, next(iter(numbers)))
    mine = [pair for pair in members if pair[0] in handles]
    others = [pair for pair in members if pair[0] not in handles]
    if not others:
        message = f"{' and '.join(events)}: the happening has no other events to be split from"
        raise CorrectionError(message)
    return _made(
        store,
        Correction(
            by=by,
            note=note,
            kind="split",
            together=tuple(h for h, _ in mine),
            apart=tuple(h for h, _ in others),
            numbers=tuple(n for _, n in (*mine, *others)),
        ),
    )


def undo(store: Store, correction: int, *, by: str, note: str = "") -> Correction:
    """Take back a correction, or an undo of one, which then stands again.

    Raises:
        CorrectionError: if there is none with this id, or it is undone already.
    """
    log = store.corrections()
    target = next((c for c in log if c.id == correction), None)
    if target is None:
        message = f"there is no correction {correction}; dragoman corrections lists them"
        raise CorrectionError(message)
    if _is_undone(target, log):
        message = f"correction {correction} is undone already"
        raise CorrectionError(message)
    return _made(store, Correction(by=by, note=note, kind="undo", undoes=correction))


def listed(store: Store) -> list[Listed]:
    """Return the log, the first correction first."""
    states = store.states()
    return [Listed(correction=c, state=states.get(c.id)) for c in store.corrections()]


def subject(store: Store, event: str) -> Named:
    """Return the event that *event* names.

    Raises:
        CorrectionError: if there is none.
    """
    return _event(store, event)


# Checks ---------------------------------------------------------------------------------------------------


def _made(store: Store, one: Correction) -> Correction:
    if not one.by.strip():
        message = "a correction needs the name of the one who makes it"
        raise CorrectionError(message)
    return store.correct(replace(one, by=one.by.strip(), note=one.note.strip()))


def _is_undone(target: Correction, log: Iterable[Correction]) -> bool:
    every = list(log)
    if target.kind != "undo":
        return target.id not in {c.id for c in active(every)}
    undone: set[int] = set()
    for one in reversed(every):
        if one.undoes is not None and one.id not in undone:
            undone.add(one.undoes)
    return target.id in undone


def _check_stands(store: Store, named: Named) -> None:
    if any(e.id == named.event.id for e in named.applied.coding.events):
        return
    by = next((x.correction.id for x in reversed(listed(store)) if _marks_false(x, named.handle)), None)
    message = f"{named.handle} is marked false by correction {by}; undo that first"
    raise CorrectionError(message)


def _marks_false(one: Listed, handle: Handle) -> bool:
    return one.correction.handle == handle and one.correction.kind == "false" and one.state == "applied"


def _check(facts: Change, kind: str) -> None:
    """Check values against the codebook; *kind* is the type that the event will have."""
    book = event_scheme()
    if not facts.fields:
        message = "there is nothing to change: say at least one thing that is right"
        raise CorrectionError(message)
    _among(kind, book.types, "event type")
    for mode in facts.modes or ():
        _among(mode, [m.code for m in book.type(kind).modes], f"mode of {kind}")
    if facts.status is not None:
        _among(facts.status, get_args(Status), "status")
    when = facts.date
    if when is not None and when.first and when.last and when.first > when.last:
        message = f"{when.first} is after {when.last}: the first day comes first"
        raise CorrectionError(message)
    for actor in (*(facts.actors or ()), *(facts.recipients or ()), *(facts.participants or ())):
        _check_actor(actor)


def _check_actor(actor: Actor) -> None:
    if not actor.name.strip():
        message = "an actor needs a name"
        raise CorrectionError(message)
    if actor.country is not None and actor.country not in countries() | NOT_STATES:
        message = f"{actor.country!r} is no country code; actors have ISO codes of three letters"
        raise CorrectionError(message)


def _among(value: str, known: Collection[str], name: str) -> None:
    if value not in known:
        message = f"{value!r} is no {name}; there are {', '.join(known) or 'none'}"
        raise CorrectionError(message)


# What is named --------------------------------------------------------------------------------------------


def _article(store: Store, article: str) -> Applied:
    applied = store.corrected(article)
    if applied is None:
        message = f"the store holds no article {article!r}; dragoman happening shows the ids of articles"
        raise CorrectionError(message)
    return applied


def _event(store: Store, name: str) -> Named:
    found = HANDLE.fullmatch(name)
    article, _, event_id = (found["article"], "", "") if found else name.rpartition("#")
    applied = store.corrected(article) if article else None
    if applied is None:
        message = f"{name!r} names no event here; write it ARTICLE#EVENT, as dragoman happening shows it"
        raise CorrectionError(message)
    every = [(handle_of(applied.read, event), event) for event in applied.read.events]
    meant = [(h, e) for h, e in every if e.id == event_id or (found and str(h) == name)]
    if len(meant) > 1:
        forms = " or ".join(f"{article}#{e.id}" for _, e in meant)
        message = f"{name!r} may be several events; write {forms}"
        raise CorrectionError(message)
    if meant:
        return Named(*meant[0], applied)
    there = ", ".join(f"{article}#{e.id}" for e in applied.read.events) or "none"
    message = f"article {article!r} has no event {name!r}; there are {there}"
    raise CorrectionError(message)


def _plain(store: Store, events: Iterable[str]) -> list[str]:
    """Return the names of *events* as ``ARTICLE#EVENT``."""
    found = (_event(store, name) for name in events)
    return [f"{n.handle.article}#{n.event.id}" for n in found]


def _number(store: Store, named: Named) -> tuple[int, ...]:
    """Return the number of the happening that an event is of, if it is of one."""
    number = store.happening(f"{named.handle.article}#{named.event.id}")
    return () if number is None else (number,)


def _happening(store: Store, name: str) -> int:
    number = store.happening(name)
    if number is None:
        message = f"the store holds no happening {name!r}; dragoman timeline shows their numbers"
        raise CorrectionError(message)
    return number


def _members(store: Store, number: int) -> list[tuple[Handle, int]]:
    """Return the handles of the reports of a happening, each with its number."""
    out = []
    read: dict[str, Applied | None] = {}
    for row in store.happening_rows([number]):
        if row.article_id not in read:
            read[row.article_id] = store.corrected(row.article_id)
        applied = read[row.article_id]
        event = next((e for e in applied.read.events if e.id == row.id), None) if applied else None
        if applied is not None and event is not None:
            out.append((handle_of(applied.read, event), number))
    return out


def _located(words: str, text: str, offset: int, where: str) -> Span:
    """Return where *words* are in *text*, which begins at *offset* of the article.

    Raises:
        CorrectionError: if they are not there, or several times.
    """
    count = text.count(words) if words.strip() else 0
    if count != 1:
        seen = "not in" if count == 0 else f"{count} times in"
        message = (
            f"{words!r} is {seen} {where}; give words that stand there once, exactly as they are written"
        )
        raise CorrectionError(message)
    start = text.index(words)
    return Span(offset + start, offset + start + len(words), words)
