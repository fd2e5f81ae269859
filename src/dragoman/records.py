"""The records that cross rooms: frozen facts, no work and no imports of ours.

One definition serves every border: msgspec writes and reads these dataclasses as JSON, and the field
names are the interface that `dragoman read --format jsonl` prints. Offsets are half open and count
characters of ``Article.text``. Missing is ``None``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

ActorKind = Literal["person", "organization", "country", "group", "igo"]
MentionKind = Literal["name", "nominal", "pronoun", "metonym", "demonym", "place"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Grain = Literal[
    "second",
    "minute",
    "hour",
    "daypart",
    "day",
    "week",
    "month",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "open",
]
Basis = Literal["text", "document", "inherited"]
QuoteKind = Literal["direct", "indirect", "mixed"]
Polarity = Literal["+", "-", "unknown"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Status = Literal[
    "asserted",
    "attributed",
    "contested",
    "denied",
    "negated",
    "planned",
    "foreseen",
    "requested",
]
Stance = Literal[
    "assert",
    "deny",
    "allege",
    "confirm",
    "warn",
    "predict",
    "promise",
    "demand",
    "praise",
    "criticize",
    "question",
    "believe",
    "feel",
    "intend",
    "suggest",
    "retract",
]

CLASSIC: frozenset[str] = frozenset({"asserted", "attributed", "contested"})
"""The statuses whose events the classic view holds."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of ``Article.text``; ``text`` is exactly ``article.text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that fired, and the words it fired on (no words: ``start == end``)."""

    rule: str
    start: int
    end: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Something set aside, by which room, where, and why."""

    room: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """What a room hands on, and what it set aside."""

    kept: tuple[T, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A source, or an item in a source, that gave no article, and what to do about it."""

    source: str
    why: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as published. ``text`` is final: every offset in every record points into it.

    ``published`` is an ISO date (``2024-01-19``) or date and time (``2024-01-19T12:12``, with an offset
    where the source gives one); ``published_grain`` says how fine it is.
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_grain: Grain | None = None
    language: str | None = None

    @property
    def day(self) -> date | None:
        """The day of publication, as the publisher's own calendar had it."""
        if self.published is None or len(self.published) < len("2024-01-19"):
            return None
        return date.fromisoformat(self.published[:10])


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What an address gave, as it came: the bytes, when (UTC), and the headers beside them.

    ``url`` was asked for, ``final`` is where its redirects led.
    """

    url: str
    final: str
    fetched: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str:
        """Return the first header called *name*, in any case of letters; empty if there is none."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that refer to an actor; kind ``place``: where one goes ("in Amman"), so whose guest one is."""

    start: int
    end: int
    text: str
    kind: MentionKind = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who: a person, organisation, country or group, with country, sector and role on that day.

    ``country`` is ISO 3166 alpha-3, or KOS, or one of PLOVER's seven non-state codes (IGO, UNO, EUR, NGO,
    ISM, IMG, MNC). ``sector`` is the first of ``sectors``. ``role`` is as the text or the table has it.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    mentions: tuple[Mention, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When: a TIMEX3 expression and the interval that it denotes (first and last possible day).

    ``until`` is the id of the time that ends the range that this one begins ("from May to August").
    """

    id: str
    start: int
    end: int
    text: str
    type: TimeType
    value: str | None = None
    first: date | None = None
    last: date | None = None
    grain: Grain | None = None
    mod: str | None = None
    until: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: a place name with its gazetteer entry. Demonyms and metonyms are no places."""

    id: str
    start: int
    end: int
    text: str
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    feature: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One or more spans that belong together; ``text`` joins them with ' … '."""

    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says it: the words, and the actor they refer to where that is known."""

    spans: tuple[Span, ...]
    text: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says, by which words, what. ``within`` names the attribution whose content holds this one."""

    id: str
    source: Source | None
    cue: Passage | None
    content: Passage
    kind: QuoteKind
    stance: Stance
    within: str | None = None
    addressee: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """The widest interval that the text supports for an event, and where it comes from."""

    first: date | None
    last: date | None
    grain: Grain | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One source's stand on one event. ``source`` is an actor id, ``author`` or ``unspecified``."""

    source: str
    polarity: Polarity
    certainty: Certainty
    attribution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that is said to have happened, in PLOVER's terms."""

    id: str
    event_type: str
    sentence: Span
    trigger: Span
    event_mode: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    quad_class: int | None = None
    score: float | None = None
    cameo: str | None = None
    goldstein: float | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    time: str | None = None
    date: EventDate | None = None
    place: str | None = None
    status: Status = "asserted"
    assessments: tuple[Assessment, ...] = ()
    confidence: float = 0.5
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Everything that one article reports, under one recipe."""

    article: Article
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    recipe: str = ""
    version: str = ""
