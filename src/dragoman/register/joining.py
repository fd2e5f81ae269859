"""What a dump staged in, people and bodies out: each position with its label, each country with its code."""

from __future__ import annotations

import functools
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from dragoman.codebook.who import NOT_STATES
from dragoman.register import offices
from dragoman.register.rows import Body, Person, Tenure, key
from dragoman.register.wikidata import StagedBody, StagedLand, StagedPerson, StagedPosition, load_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragoman.codebook import Codebook
    from dragoman.register.imports import Imports
    from dragoman.register.offices import Reading
    from dragoman.register.rows import Import
    from dragoman.register.wikidata import Holding

LONGEST_TENURE = timedelta(days=50 * 365)
"""Who began longer than this before ``since``, and has no end, has left: nobody wrote it down."""

LONGEST_LIFE = timedelta(days=100 * 365)
SHORTEST_ACRONYM = 3
POSITIONS_KEPT = 1 << 14

ENDED = "tenures left out: over before the first day asked for"
UNDATED = "tenures left out: no days, or an end that nobody knows"
UNKNOWN = "tenures left out: a position without an English label"
NOTHING = "people left out: nothing left to say of them"
DISSOLVED = "bodies left out: dissolved before the first day asked for"


class Join:
    """Joins what was staged. ``tally`` counts what is kept and what is left out, and why."""

    def __init__(self, imports: Imports, one: Import, codebook: Codebook) -> None:
        """Load the countries: there are some hundred."""
        self._imports = imports
        self._one = one
        self._codebook = codebook
        self._since = date.fromisoformat(one.since)
        self._lands: dict[int, str] = {}
        for item, record in imports.staged(one, "land"):
            state = codebook.who.state_of(msgspec.json.decode(record, type=StagedLand).code)
            if state is not None:
                self._lands[item] = state
        self._person = msgspec.json.Decoder(StagedPerson)
        self._body = msgspec.json.Decoder(StagedBody)
        self._position = msgspec.json.Decoder(StagedPosition)
        # Many hold the same few thousand positions.
        self._reading = functools.lru_cache(POSITIONS_KEPT)(self._read)
        self._code = functools.lru_cache(POSITIONS_KEPT)(self._code_of)
        self.tally: Counter[str] = Counter(one.tally)

    def rows(self) -> Iterator[Person | Body]:
        """Yield the people, then the bodies, in order of items."""
        for item, record in self._imports.staged(self._one, "person"):
            person = self._join_person(item, self._person.decode(record))
            if person is None:
                self.tally[NOTHING] += 1
            else:
                self.tally["people"] += 1
                self.tally["tenures"] += sum(1 for t in person.tenures if t.office)
                yield person
        classes = load_classes()
        for item, record in self._imports.staged(self._one, "body"):
            body = self._body.decode(record)
            if body.dissolved is not None and body.dissolved < self._since:
                self.tally[DISSOLVED] += 1
                continue
            cls = classes[body.cls]
            self.tally["bodies"] += 1
            yield Body(
                name=body.name,
                aliases=tuple(a for a in body.aliases if len(key(a)) >= SHORTEST_ACRONYM),
                kind=cls.kind,
                country=cls.country or self._only(body.countries),
                sectors=cls.sectors,
                wikidata=f"Q{item}",
            )

    def _join_person(self, item: int, person: StagedPerson) -> Person | None:
        """Return the person with what was held since the first day asked for; None if that is nothing.

        One of whom no office with days is known is kept for the country alone: so that the name is his too.
        """
        if person.died is not None and person.died < self._since:
            self.tally[ENDED] += len(person.held)
            return None
        tenures: dict[Tenure, None] = {}
        countries: list[str | None] = []
        for held in person.held:
            found = self._reading(held.position)
            why = self._why_not(person, held, found)
            if why is not None:
                self.tally[why] += 1
            if why == ENDED:
                continue
            country = self._country(person, held, found)
            countries.append(country)
            if why is None and found is not None:
                last = held.last or person.died
                tenures.setdefault(
                    Tenure(
                        country=country,
                        office=found[0].office,
                        sectors=found[0].sectors,
                        first=held.first,
                        last=last,
                    )
                )
        if not tenures:
            known = {c for c in countries if c}
            if len(known) != 1:
                return None
            tenures = {Tenure(country=known.pop()): None}
        return Person(
            name=person.name,
            # A single word of a longer name would be anybody's.
            aliases=tuple(a for a in person.aliases if " " in key(a)),
            wikidata=f"Q{item}",
            tenures=tuple(tenures),
        )

    def _why_not(
        self, person: StagedPerson, held: Holding, found: tuple[Reading, StagedPosition] | None
    ) -> str | None:
        """Return why a position is no tenure of ours; None if it is one."""
        last = held.last or person.died
        if last is not None and last < self._since:
            return ENDED
        oldest = held.first is not None and held.first < self._since - LONGEST_TENURE
        if last is None and (oldest or (person.born and person.born < self._since - LONGEST_LIFE)):
            return ENDED
        if held.over or (held.first is None and held.last is None):
            return UNDATED
        return UNKNOWN if found is None else None

    def _read(self, item: int) -> tuple[Reading, StagedPosition] | None:
        record = self._imports.staged_one(self._one, "position", item)
        if record is None:
            return None
        position = self._position.decode(record)
        return offices.read(self._codebook, position.label), position

    def _country(
        self, person: StagedPerson, held: Holding, found: tuple[Reading, StagedPosition] | None
    ) -> str | None:
        """Return whose the position is.

        That of its place, as the statement or the position has it; of its label; of its country; of its
        holder. Who is sent abroad is of the label's country, or his own: the place is where he is sent.
        """
        own = self._only(person.countries)
        if found is None:
            return self._only(held.places) or own
        reading, position = found
        if reading.abroad:
            return reading.country or own
        places = (self._only(held.places), self._only(position.places))
        return next((c for c in (*places, reading.country, self._only(position.countries)) if c), own)

    def _only(self, items: Sequence[int]) -> str | None:
        """Return the one country that *items* are or belong to; None if there are several, or none."""
        codes = self._codes(items)
        return codes.pop() if len(codes) == 1 else None

    def _codes(self, items: Iterable[int]) -> set[str]:
        return {c for c in map(self._code, items) if c}

    def _code_of(self, item: int) -> str | None:
        """Return the code of a land, or of a body of several states that the tables have by its name."""
        if item in self._lands:
            return self._lands[item]
        record = self._imports.staged_one(self._one, "body", item)
        if record is None:
            return None
        for entry in self._codebook.who.index.exactly(self._body.decode(record).name):
            if entry.sense == "organization" and entry.country in NOT_STATES:
                return entry.country
        return None
