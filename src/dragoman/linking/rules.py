"""Two reports in; out comes why they are of one happening, or None.

First what speaks against it (`clash`), then what speaks for it (`grounds`): who, what, when, where, in which
words, and whether their articles are on one matter. A wrong merge is worse than a missed one: without a
ground for each of who, when and what there is no link, and words or matter alone make none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from dragoman.codebook import linking

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from dragoman.linking.reports import Report, Someone

Relation = Literal["apart", "story", "copy", "same"]
"""How two articles stand to each other: on other matters, on one matter, copies, one and the same."""

DONE = frozenset({"asserted", "attributed", "contested", "denied"})
"""Statuses of one and the same question, whether it happened; the others are questions of their own."""

SEQUELS = frozenset({("planned", "done"), ("planned", "negated"), ("foreseen", "planned")})
"""Questions that one happening may put in turn, where its people or its place are known."""

AWAITED = SEQUELS | {("foreseen", "done"), ("foreseen", "negated")}
"""The same for meetings: one that is expected is the one that takes place, as a feared attack is not."""

ALIKE = 0.25
"""Share of the shorter sentence's words that two acts must have in common where nothing else tells them."""

LIKE = 0.5
"""Share from which on two sentences tell the same thing, whatever their dates are worth."""

SAME_WORDS, SAME_WHOLE = 0.8, 0.5
"""Shares, of the shorter and of the longer sentence, from which on two are one with small edits."""

FEWEST = 2
"""Words: fewer in common may be chance."""

FEW, OFTEN_ALIKE = 3, 0.35
"""The same for acts of which a day may hold several."""

CYCLE = timedelta(days=7)
"""Days within which two articles report the same thing as news."""

MONTH = timedelta(days=31)
"""Days that an act with a date may lie before an article on the same matter that gives it none."""

NEAR = 40.0
"""Kilometres within which two places may be one: the Kremlin and Moscow, an airport and its town."""

KM_PER_DEGREE = 111.0
JOURNEY = 7
"""Days: somebody who is said to have travelled within as many made one journey."""

HORIZON = timedelta(days=400)
"""How long after a plan without a date what was planned may be done."""

WEIGHTS = {
    "person": 2.0,
    "body": 1.5,
    "country": 1.0,
    "level": 0.5,
    "mode": 0.5,
    "verb": 1.0,
    "day": 1.5,
    "days": 1.0,
    "news": 0.5,
    "plan": 0.5,
    "place": 1.5,
    "words": 1.0,
    "same words": 3.0,
    "story": 1.0,
    "copy": 2.0,
}


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports are of one happening: how much speaks for it, and the grounds in plain words."""

    score: float
    grounds: tuple[str, ...]


def judge(x: Report, y: Report, relation: Relation = "apart") -> Link | None:
    """Return why *x* and *y* are of one happening; None if they are not, or too little says so."""
    if y.order < x.order:  # so that the answer is the same, word for word, either way
        x, y = y, x
    if clash(x, y) is not None:
        return None
    who = _who(x, y)
    when = _when(x, y, relation)
    what = _what(x, y, relation)
    if not (who and when and what and _enough(x, y, who, when, what, relation)):
        return None
    where = [f"place: {x.place}"] if x.place and x.place == y.place else []
    near = [relation] if relation in ("story", "copy") else []
    found = (*who, *when, *what, *where, *near)
    score = sum(WEIGHTS[ground.partition(":")[0]] for ground in found)
    return Link(round(score - _gap(x, y), 4), found)


# What speaks against it -----------------------------------------------------------------------------------


def clash(x: Report, y: Report) -> str | None:
    """Return what speaks against *x* and *y* being one happening; None if nothing does."""
    book = linking.load()
    if book.family[x.event_type] != book.family[y.event_type]:
        return f"types: {x.event_type} and {y.event_type}"
    if not _meet(x.modes, y.modes) or ("visit" in x.modes) != ("visit" in y.modes):
        # A visit, and the talks held during it, are two.
        return f"modes: {'/'.join(x.modes)} and {'/'.join(y.modes)}"
    if "visit" in x.modes and (x.trigger in book.audiences) != (y.trigger in book.audiences):
        return f"a visit, and an audience given during it: {x.trigger} and {y.trigger}"
    if _turn(x, y) is None:
        return f"status: {x.status} and {y.status}"
    if x.article == y.article and x.sentence == y.sentence and x.trigger != y.trigger:
        return f"two acts of one sentence: {x.trigger} and {y.trigger}"
    if not _dates_meet(x, y):
        return f"dates: {_days(x)} and {_days(y)}"
    if not _places_meet(x, y):
        return f"places: {x.place} and {y.place}"
    return _sides_clash(x, y, mutual=book.mutual) or _people_clash(x, y, mutual=book.mutual)


def _turn(x: Report, y: Report) -> tuple[str, str] | None:
    """Return the questions of two reports, where one happening can put both; None where not."""
    sequels = AWAITED if x.event_type == "CONSULT" else SEQUELS
    a, b = ("done" if r.status in DONE else r.status for r in (x, y))
    if a == b or (a, b) in sequels:
        return a, b
    if (b, a) in sequels:
        return b, a
    return ("done", "negated") if {x.status, y.status} == {"denied", "negated"} else None


def _dates_meet(x: Report, y: Report) -> bool:
    starts = [r.first for r in (x, y) if r.first]
    ends = [r.last for r in (x, y) if r.last]
    return not starts or not ends or max(starts) <= min(ends)


def _places_meet(x: Report, y: Report) -> bool:
    if x.place is None or y.place is None or x.place == y.place:
        return True
    if x.point and y.point and _kilometres(x.point, y.point) <= NEAR:
        return True
    # A city lies in its country.
    known = {x.place_country, y.place_country} - {None}
    return len(known) <= 1 and (x.place_wide or y.place_wide)


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the rough distance of two points, good enough within a country."""
    north = a[0] - b[0]
    east = (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east) * KM_PER_DEGREE


def _sides_clash(x: Report, y: Report, *, mutual: Collection[str]) -> str | None:
    if x.event_type in mutual and y.event_type in mutual and (_together(x) or _together(y)):
        a, b = x.countries(), y.countries()
        if a and b and not (a <= b or b <= a):
            return f"parties: {', '.join(sorted(a))} and {', '.join(sorted(b))}"
        return None
    for name, a, b in (
        ("actors", _countries(x.actors), _countries(y.actors)),
        ("recipients", _countries(x.recipients), _countries(y.recipients)),
    ):
        if not _meet(a, b):
            return f"{name}: {', '.join(sorted(a))} and {', '.join(sorted(b))}"
    return None


def _together(r: Report) -> bool:
    """Tell whether *r* is of a kind in which the parties act with each other."""
    return r.event_type == "CONSULT" or not r.recipients


def _people_clash(x: Report, y: Report, *, mutual: Collection[str]) -> str | None:
    """Two named people of one country in one part are two; so are a president and a minister."""
    for country in x.countries() & y.countries():
        a, b = ([p for p in r.parties if p.country == country and p.kind == "person"] for r in (x, y))
        names_a, names_b = ({n for p in side for n in p.names} for side in (a, b))
        if names_a and names_b and names_a.isdisjoint(names_b):
            return f"people: {', '.join(sorted(names_a))} and {', '.join(sorted(names_b))}"
        levels_a, levels_b = ({p.level for p in side if p.level is not None} for side in (a, b))
        if not (names_a and names_b) and levels_a and levels_b and levels_a.isdisjoint(levels_b):
            return f"levels of {country}"
    return None if x.event_type in mutual else _parts_clash(x, y)


def _parts_clash(x: Report, y: Report) -> str | None:
    """Two named people in the same part are two, whatever is known of their countries."""
    for a, b in ((x.actors, y.actors), (x.recipients, y.recipients)):
        names_a, names_b = ({n for p in side for n in p.names if p.kind == "person"} for side in (a, b))
        everybody = all(p.kind == "person" and p.names for p in a + b)
        if names_a and names_b and everybody and names_a.isdisjoint(names_b):
            return f"people: {', '.join(sorted(names_a))} and {', '.join(sorted(names_b))}"
    return None


# What speaks for it ---------------------------------------------------------------------------------------


def _who(x: Report, y: Report) -> list[str]:
    """Return the parties that both have: people and bodies by name, else countries."""
    found = []
    for a in x.parties:
        for b in y.parties:
            if a.country == b.country and _named_alike(a, b):
                kind = "person" if a.kind == "person" else "body"
                found.append(f"{kind}: {a.names[-1]}")
    shared = x.countries() & y.countries()
    found += [f"country: {c}" for c in sorted(shared)]
    if any(a.level is not None and a.level == b.level for a in x.parties for b in y.parties):
        found.append("level")
    return list(dict.fromkeys(found)) if found != ["level"] else []


def _named_alike(a: Someone, b: Someone) -> bool:
    if a.wikidata and b.wikidata:
        return a.wikidata == b.wikidata and bool(a.names)
    return bool(a.names and b.names) and a.names[-1] in b.names


def _when(x: Report, y: Report, relation: Relation) -> list[str]:
    if x.narrow and y.narrow:
        return [f"day: {x.first}"] if x.width == y.width == 0 else [f"days: {_days(x)}, {_days(y)}"]
    if _plan(x, y):
        return [f"plan: {_days(x)}, {_days(y)}"]
    if relation == "same" or relation == "copy" or _same_words(x, y, relation):
        return [f"news: {_days(x)}, {_days(y)}"] if _bounds_alike(x, y) else []
    if relation == "story" and (x.narrow or _old(x)) and (y.narrow or _old(y)):
        return [f"news: {_days(x)}, {_days(y)}"] if _one_cycle(x, y) else []
    return []


def _old(r: Report) -> bool:
    """Tell whether all that is known of a date is that it is not later than the article."""
    return r.first is None and r.last is not None


def _bounds_alike(x: Report, y: Report) -> bool:
    """Tell whether two open dates can be one: the same bounds are open, and the others lie close."""
    return all(
        (a is None) == (b is None) and (a is None or b is None or abs(a - b) <= CYCLE)
        for a, b in ((x.first, y.first), (x.last, y.last))
    )


def _one_cycle(x: Report, y: Report) -> bool:
    if x.last is None or y.last is None:
        return False
    return abs(x.last - y.last) <= (MONTH if x.narrow or y.narrow else CYCLE)


def _plan(x: Report, y: Report) -> bool:
    """Tell whether an open plan to meet may be of the same meeting as the other report."""
    awaited = {"planned", "foreseen"}
    if x.event_type != "CONSULT" or not {x.status, y.status} & awaited:
        return False
    if {x.status, y.status} - DONE - awaited:
        return False
    starts = [r.first for r in (x, y)]
    return starts[0] is not None and starts[1] is not None and abs(starts[0] - starts[1]) <= HORIZON


def _gap(x: Report, y: Report) -> float:
    """Return what a long time between plan and deed takes off: of two meetings, the next one was planned."""
    if (x.narrow and y.narrow) or not (x.first and y.first):
        return 0.0
    return abs((x.first - y.first).days) / HORIZON.days


def _what(x: Report, y: Report, relation: Relation) -> list[str]:
    found = []
    if set(x.modes) & set(y.modes):
        found.append(f"mode: {'/'.join(sorted(set(x.modes) & set(y.modes)))}")
    if x.trigger == y.trigger:
        found.append(f"verb: {x.trigger}-")
    shared, share = _shared(x, y), _share(x, y)
    if _same_words(x, y, relation) and (_verb(x, y) or not _often(x)):
        # One sentence may tell of several attacks, each by its verb.
        found.append("same words")
    elif len(shared) >= (FEW if _often(x) else FEWEST) and share >= (OFTEN_ALIKE if _often(x) else ALIKE):
        found.append(f"words: {', '.join(sorted(shared)[:6])}")
    if not found and x.event_type == y.event_type == "CONSULT":
        found.append("verb: to meet")
    return found


def _often(r: Report) -> bool:
    """Tell whether a day may hold several acts like *r* between the same parties."""
    return r.event_type in linking.load().often


def _shared(x: Report, y: Report) -> set[str]:
    return set(x.words) & set(y.words)


def _same_words(x: Report, y: Report, relation: Relation) -> bool:
    """Tell whether two sentences are one with small edits; of copies, short ones and other figures too."""
    if x.sentence == y.sentence or (relation == "copy" and x.words == y.words):
        return True
    if relation != "copy" and _figures_differ(x, y):
        return False
    whole = len(_shared(x, y)) / max(1, len(x.words), len(y.words))
    return len(_shared(x, y)) > FEWEST and _share(x, y) >= SAME_WORDS and whole >= SAME_WHOLE


def _figures_differ(x: Report, y: Report) -> bool:
    """Tell whether both sentences have figures, and none in common."""
    a, b = ({w for w in r.words if w[0].isdigit()} for r in (x, y))
    return bool(a and b) and a.isdisjoint(b)


def _share(x: Report, y: Report) -> float:
    if x.sentence == y.sentence:
        return 1.0
    return len(_shared(x, y)) / max(FEWEST + 1, min(len(x.words), len(y.words)))


def _enough(
    x: Report, y: Report, who: Sequence[str], when: Sequence[str], what: Sequence[str], relation: Relation
) -> bool:
    """Tell whether the grounds carry a link, the more of them the less each is worth."""
    names = [g for g in who if g.startswith(("person", "body"))]
    countries = [g for g in who if g.startswith("country")]
    same_words = "same words" in what
    worded = same_words or any(g.startswith("words") for g in what)
    if same_words and (relation != "apart" or (x.narrow and y.narrow)):
        return True
    pair = len(countries) >= 2
    placed = x.place is not None and x.place == y.place and not x.place_wide
    if when[0].startswith("plan"):
        return _meeting_known(x, y, relation)
    if x.event_type != y.event_type and not (worded and x.narrow and y.narrow):
        return False
    if _turn(x, y) in AWAITED and not (names or placed):
        return False
    if when[0].startswith("news"):
        return bool(pair or names) and _news(x, y, relation, named=bool(names), pair=pair, worded=worded)
    if "visit" in x.modes and names and max(x.width, y.width) <= JOURNEY and _guests(x) & _guests(y):
        return True
    if x.event_type == "CONSULT" and pair and relation != "same" and (names or relation != "apart"):
        return True
    told = placed or worded or (not _often(x) and _verb(x, y))
    if pair or len(names) > 1:
        return told
    # With one party alone to go by, who and words must both be good.
    return bool(names or countries) and (
        (worded and (placed or relation != "apart" or _share(x, y) >= LIKE)) or bool(names and placed)
    )


def _news(x: Report, y: Report, relation: Relation, *, named: bool, pair: bool, worded: bool) -> bool:
    """Tell whether reports of which one has no date of its own are close enough in words."""
    if _often(x):
        close = _share(x, y) >= LIKE and len(_shared(x, y)) > FEW
        return _verb(x, y) and not _figures_differ(x, y) and (close or (named and worded))
    told = pair and relation == "story" and _verb(x, y)
    disputed = relation == "same" and pair and worded and _one_dispute(x, y)
    return _share(x, y) >= LIKE or (worded and _verb(x, y)) or told or disputed


def _one_dispute(x: Report, y: Report) -> bool:
    """Tell whether the same sources stand on either side of two reports in one article."""
    return x.stands == y.stands and len({stand[0] for stand in x.stands} & {"+", "-"}) == 2


def _verb(x: Report, y: Report) -> bool:
    return x.trigger == y.trigger


def _meeting_known(x: Report, y: Report, relation: Relation) -> bool:
    """Tell whether a plan without a date has guest and countries in common with another report.

    Where one does not say whom the guest will see, the articles must be on one matter.
    """
    if x.modes != y.modes or not _guests(x) & _guests(y):
        return False
    alone = min(len(x.countries()), len(y.countries())) < 2
    return len(x.countries() & y.countries()) >= 2 or (alone and relation in ("story", "copy"))


def _guests(r: Report) -> set[str]:
    """Return the people who act in *r*: in a visit, those who come."""
    return {n for p in r.actors if p.kind == "person" for n in p.names[-1:]}


def _countries(side: Sequence[Someone]) -> frozenset[str]:
    return frozenset(p.country for p in side if p.country)


def _meet(x: Collection[str], y: Collection[str]) -> bool:
    """Say whether *x* and *y* have something in common, or one of them says nothing."""
    return not x or not y or not set(x).isdisjoint(y)


def _days(r: Report) -> str:
    def word(day: date | None) -> str:
        return day.isoformat() if day else ""

    return word(r.first) if r.first == r.last else f"{word(r.first)}..{word(r.last)}"
