"""Turns the hand annotation of our corpus into codings, and checks it.

In: ``evals/corpus/annotation/*.toml``, where every label quotes its words, and the shared ``actors.tsv`` and
``places.tsv`` beside them. Out: ``evals/corpus/<slug>.json``, one coding each in the format that
``dragoman read --format jsonl`` prints. What cannot be found, is found twice, or contradicts the codebook
is listed with its file.

    python evals/corpus_build.py [--check]
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import msgspec

from corpus_facts import Facts, read_facts
from corpus_words import Text, WrongError, day, interval, quoted
from dragoman.records import (
    Actor,
    Article,
    Assessment,
    Attribution,
    Certainty,
    Coding,
    Event,
    EventDate,
    Grain,
    Mention,
    Passage,
    Place,
    Source,
    Span,
    Stance,
    Status,
    Time,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragoman.records import ActorKind, QuoteKind, TimeType

HERE = Path(__file__).parent / "corpus"
ANNOTATION = HERE / "annotation"
VERSION = "gold"
ARTICLE = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)


def _or_none(cell: str) -> str | None:
    return cell or None


@dataclass(slots=True)
class Builder:
    """Builds one coding; faults gather in ``wrong``."""

    slug: str
    raw: dict[str, Any]
    facts: Facts
    wrong: list[str] = field(default_factory=list)
    doc: Text = field(init=False)
    article: Article = field(init=False)
    actors: dict[str, Actor] = field(default_factory=dict)
    times: dict[str, Time] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    said: dict[str, Attribution] = field(default_factory=dict)
    sentences: list[Span] = field(default_factory=list)

    def build(self) -> Coding:
        """Return the coding of this annotation."""
        head = dict(self.raw["article"])
        self.doc = Text(head.pop("text").strip("\n"))
        self.article = Article(id=self.slug, text=self.doc.text, **head)
        self.sentences = self.doc.sentences()
        self._actors()
        self._times()
        self._places()
        self._attributions()
        events = self._events()
        self._unknown_keys()
        return Coding(
            article=self.article,
            actors=tuple(self.actors.values()),
            times=tuple(self.times.values()),
            places=tuple(sorted((p for ps in self.places.values() for p in ps), key=lambda p: p.start)),
            attributions=tuple(self.said.values()),
            events=tuple(events),
            version=VERSION,
        )

    def _note(self, where: str, what: object) -> None:
        self.wrong.append(f"{self.slug}: {where}: {what}")

    def _unknown_keys(self) -> None:
        known = {"article", "actors", "times", "places", "said", "coded"}
        for key in self.raw.keys() - known:
            self._note(key, "unknown part")

    # Actors

    def _actors(self) -> None:
        raw: dict[str, Any] = self.raw.get("actors", {})
        quotes: dict[str, list[str]] = {k: v["m"] if isinstance(v, dict) else v for k, v in raw.items()}
        own: dict[str, str] = {k: v["is"] for k, v in raw.items() if isinstance(v, dict) and "is" in v}
        spans: dict[str, list[Span]] = {}
        for key, words in quotes.items():
            exact = [q for q in words if not q.endswith("*")]
            spans[key] = [s for s in (self._find(f"actor {key}", q) for q in exact) if s]
        names = [(key, s) for key, ss in spans.items() for s in ss if self.facts.kind(s.text) == "name"]
        for key, words in quotes.items():
            for q in (w for w in words if w.endswith("*")):
                spans[key] += self._wherever(key, q, spans[key], names)
        order = sorted(raw, key=lambda k: min((s.start, s.end) for s in spans[k]) if spans[k] else (0, 0))
        for number, key in enumerate(order, start=1):
            self.actors[key] = self._actor(key, f"a{number}", own.get(key), spans[key])

    def _wherever(self, key: str, quote: str, own: list[Span], names: list[tuple[str, Span]]) -> list[Span]:
        """Return all occurrences but those within a longer mention of its own or the name of another."""
        try:
            found = self.doc.many(quote)
        except WrongError as fault:
            self._note(f"actor {key}", fault)
            return []
        taken = own + [s for other, s in names if other != key]
        return [s for s in found if not any(t.start <= s.start and s.end <= t.end for t in taken)]

    def _find(self, where: str, quote: str) -> Span | None:
        try:
            return self.doc.one(quote)
        except WrongError as fault:
            self._note(where, fault)
            return None

    def _actor(self, key: str, number: str, own: str | None, spans: list[Span]) -> Actor:
        if own is None and key not in self.facts.actors:
            self._note(f"actor {key}", "is not in actors.tsv and has no 'is'")
            own = "?|group|||"
        cells: list[str] = own.split("|") if own else self.facts.actors[key]
        name, kind, country, sector, role, wikidata, *_ = [*cells, "", "", ""]
        sectors = tuple(s for s in sector.split("+") if s)
        for s in sectors:
            if s not in self.facts.scheme.sectors:
                self._note(f"actor {key}", f"unknown sector {s!r}")
        spans = [self._with_article(s, kind) for s in spans]
        seen = sorted({(s.start, s.end): s for s in spans}.values(), key=lambda s: (s.start, s.end))
        return Actor(
            id=number,
            name=name or seen[0].text,
            kind=cast("ActorKind", kind),  # checked when the record is written and read back
            country=_or_none(country),
            sector=sectors[0] if sectors else None,
            sectors=sectors,
            role=_or_none(role),
            wikidata=_or_none(wikidata),
            mentions=tuple(
                Mention(start=s.start, end=s.end, text=s.text, kind=self.facts.kind(s.text, kind))
                for s in seen
            ),
        )

    def _with_article(self, span: Span, kind: str) -> Span:
        """Return a description with the article before it; a name as it is."""
        before = ARTICLE.search(self.doc.text, max(0, span.start - 4), span.start)
        if before and self.facts.kind(span.text, kind) == "nominal":
            return self.doc.cut(before.start(), span.end)
        return span

    # Times and places

    def _times(self) -> None:
        made: dict[str, Time] = {}
        for key, raw in self.raw.get("times", {}).items():
            span = self._find(f"time {key}", raw[0])
            if span is None:
                continue
            value = raw[1] or None
            default = "TIME" if value and re.match(r"\d{4}-\d\d-\d\dT", value) else "DATE"
            kind = cast("TimeType", raw[2] if len(raw) > 2 else default)
            first, last, grain = interval(value) if kind in ("DATE", "TIME") else (None, None, None)
            if len(raw) > 3:
                first, last, grain = day(raw[3]), day(raw[4]), raw[5]
            if grain is not None and grain not in get_args(Grain):
                self._note(f"time {key}", f"unknown grain {grain!r}")
            made[key] = Time(
                id="",
                start=span.start,
                end=span.end,
                text=span.text,
                type=kind,
                value=value,
                first=first,
                last=last,
                grain=grain,
            )
        for number, key in enumerate(sorted(made, key=lambda k: made[k].start), start=1):
            self.times[key] = replace(made[key], id=f"t{number}")

    def _places(self) -> None:
        found: list[tuple[str, Span]] = []
        for key, quotes in self.raw.get("places", {}).items():
            if key not in self.facts.places:
                self._note(f"place {key}", "is not in places.tsv")
                continue
            spans = (self._find(f"place {key}", q) for q in quotes)
            found += [(key, s) for s in spans if s]
        for number, (key, span) in enumerate(sorted(found, key=lambda f: f[1].start), start=1):
            name, country, lat, lon, geonameid, feature = self.facts.places[key]
            place = Place(
                id=f"p{number}",
                start=span.start,
                end=span.end,
                text=span.text,
                name=name,
                country=_or_none(country),
                lat=float(lat) if lat else None,
                lon=float(lon) if lon else None,
                geonameid=int(geonameid) if geonameid else None,
                feature=_or_none(feature),
            )
            self.places.setdefault(key, []).append(place)

    # Attributions

    def _attributions(self) -> None:
        raw: dict[str, Any] = self.raw.get("said", {})
        made: dict[str, Attribution] = {}
        for key, a in raw.items():
            where = f"said {key}"
            for odd in a.keys() - {"src", "cue", "content", "stance", "who", "within", "to"}:
                self._note(where, f"unknown field {odd!r}")
            src, cue, content = (self._spans(where, a.get(f)) for f in ("src", "cue", "content"))
            if a["stance"] not in get_args(Stance):
                self._note(where, f"unknown stance {a['stance']!r}")
            actor = a.get("who")
            made[key] = Attribution(
                id="",
                source=Source(spans=src, text=_joined(src), actor=self._id(where, actor)) if src else None,
                cue=Passage(spans=cue, text=_joined(cue)) if cue else None,
                content=Passage(spans=content, text=_joined(content)),
                kind=cast("QuoteKind", quoted(self.doc.text, content)),
                stance=a["stance"],
                addressee=self._id(where, a.get("to")),
            )
        order = sorted(made, key=lambda k: _first(made[k]))
        numbers = {key: f"s{n}" for n, key in enumerate(order, start=1)}
        for key in order:
            outer = raw[key].get("within")
            if outer is not None and outer not in numbers:
                self._note(f"said {key}", f"within {outer!r}, which is not there")
            if outer in made and not _holds(made[outer].content, made[key].content):
                self._note(f"said {key}", f"lies not within the content of {outer!r}")
            self.said[key] = replace(made[key], id=numbers[key], within=numbers.get(outer) if outer else None)

    def _spans(self, where: str, quotes: str | list[str] | None) -> tuple[Span, ...]:
        if quotes is None:
            return ()
        each = [quotes] if isinstance(quotes, str) else quotes
        return tuple(s for s in (self._find(where, q) for q in each) if s)

    def _id(self, where: str, key: str | None) -> str | None:
        if key is None:
            return None
        if key not in self.actors:
            self._note(where, f"no actor {key!r}")
            return None
        return self.actors[key].id

    # Events

    def _events(self) -> list[Event]:
        events = [e for e in (self._event(r) for r in self.raw.get("coded", {}).get("events", [])) if e]
        events.sort(key=lambda e: (e.trigger.start, e.trigger.end, e.event_type, e.status))
        twice: defaultdict[tuple[str, int, str], int] = defaultdict(int)
        for e in events:
            twice[e.event_type, e.trigger.start, e.status] += 1
        for (kind, start, _), n in twice.items():
            if n > 1:
                self._note(f"event {kind}", f"coded twice at {self.doc.text[start : start + 20]!r}")
        return [replace(e, id=f"e{n}") for n, e in enumerate(events, start=1)]

    def _event(self, raw: dict[str, Any]) -> Event | None:
        where = f"event {raw.get('type')} {raw.get('trig')!r}"
        known = {"type", "ctx", "trig", "who", "whom", "others", "time", "date", "place", "status", "by"}
        for odd in raw.keys() - known:
            self._note(where, f"unknown field {odd!r}")
        trigger = self._find(where, raw["trig"])
        if trigger is None:
            return None
        sentence = next((s for s in self.sentences if s.start <= trigger.start < s.end), None)
        if sentence is None:
            self._note(where, "stands in no sentence")
            return None
        kind, *modes = raw["type"].split()
        contexts = tuple(raw.get("ctx", "").split())
        self._check_codes(where, kind, modes, contexts)
        status: Status = raw["status"]
        assessments = tuple(a for a in (self._assessment(where, b) for b in raw["by"]) if a)
        _check_status(status, assessments, lambda what: self._note(where, what))
        time, when = self._date(where, raw, sentence, status)
        near = self.facts.scheme.nearest_cameo(kind, modes) if kind in self.facts.scheme.types else None
        return Event(
            id="",
            event_type=kind,
            sentence=sentence,
            trigger=trigger,
            event_mode=tuple(modes),
            contexts=contexts,
            quad_class=self.facts.scheme.quad(kind),
            score=self.facts.scheme.score(kind, modes),
            cameo=near.code if near else None,
            goldstein=near.goldstein if near else None,
            actors=self._ids(where, raw.get("who", "")),
            recipients=self._ids(where, raw.get("whom", "")),
            participants=self._ids(where, raw.get("others", "")),
            time=time,
            date=when,
            place=self._place(where, raw.get("place"), sentence),
            status=status,
            assessments=assessments,
            confidence=1.0,
        )

    def _check_codes(self, where: str, kind: str, modes: list[str], contexts: tuple[str, ...]) -> None:
        if kind not in self.facts.scheme.types:
            self._note(where, "unknown type")
            return
        for mode in modes:
            if not self.facts.scheme.has_mode(kind, mode):
                self._note(where, f"{kind} has no mode {mode!r}")
        for context in contexts:
            if context not in self.facts.scheme.contexts:
                self._note(where, f"unknown context {context!r}")

    def _ids(self, where: str, keys: str) -> tuple[str, ...]:
        return tuple(i for i in (self._id(where, k) for k in keys.split()) if i)

    def _assessment(self, where: str, raw: str) -> Assessment | None:
        m = re.fullmatch(r"(\S+) ([+\-?])(?: (\w+))?(?: @(\S+))?", raw)
        if m is None:
            self._note(where, f"cannot read the assessment {raw!r}")
            return None
        who, sign, certainty, said = m.groups()
        certainty = certainty or ("unknown" if sign == "?" else "certain")
        if certainty not in get_args(Certainty):
            self._note(where, f"unknown certainty {certainty!r}")
        if said is not None and said not in self.said:
            self._note(where, f"no attribution {said!r}")
            said = None
        source = who if who in ("author", "unspecified") else self._id(where, who)
        return Assessment(
            source=source or "unspecified",
            polarity="unknown" if sign == "?" else sign,  # type: ignore[arg-type]
            certainty=cast("Certainty", certainty),
            attribution=self.said[said].id if said else None,
        )

    def _date(
        self, where: str, raw: dict[str, Any], sentence: Span, status: Status
    ) -> tuple[str | None, EventDate | None]:
        key, stated = raw.get("time"), raw.get("date")
        time = self.times.get(key) if key else None
        if key and time is None:
            self._note(where, f"no time {key!r}")
        if isinstance(stated, list):
            first, last, grain, basis = stated
            return time.id if time else None, EventDate(
                first=day(first), last=day(last), grain=grain, basis=basis
            )
        if stated in ("doc", "now"):
            return None, self._by_tense(status, now=stated == "now")
        if stated is not None:
            self._note(where, f"cannot read the date {stated!r}")
        if time is None:
            return None, None
        inside = sentence.start <= time.start < sentence.end
        return time.id, EventDate(
            first=time.first, last=time.last, grain=time.grain, basis="text" if inside else "inherited"
        )

    def _by_tense(self, status: Status, *, now: bool) -> EventDate:
        """Return what the day of publication says: on it, up to it, or from it on."""
        day = self.article.day
        if now:
            return EventDate(first=day, last=day, grain="day", basis="document")
        if status in ("planned", "foreseen", "requested"):
            return EventDate(first=day, last=None, grain="open", basis="document")
        return EventDate(first=None, last=day, grain="open", basis="document")

    def _place(self, where: str, key: str | None, sentence: Span) -> str | None:
        if key is None:
            return None
        found = self.places.get(key, [])
        if not found:
            self._note(where, f"no place {key!r}")
            return None
        inside = [p for p in found if sentence.start <= p.start < sentence.end]
        before = [p for p in found if p.start < sentence.start]
        return (inside or before[-1:] or found)[0].id


def _joined(spans: Iterable[Span]) -> str:
    return " … ".join(s.text for s in spans)


def _first(a: Attribution) -> tuple[int, int, int]:
    spans = (*a.content.spans, *(a.source.spans if a.source else ()), *(a.cue.spans if a.cue else ()))
    start = min((s.start for s in spans), default=0)
    ends = [s.end for s in a.content.spans]
    return start, -max(ends, default=0), a.cue.spans[0].start if a.cue and a.cue.spans else 0


def _holds(outer: Passage, inner: Passage) -> bool:
    return all(any(o.start <= s.start and s.end <= o.end for o in outer.spans) for s in inner.spans)


def _check_status(status: Status, stands: tuple[Assessment, ...], note: Callable[[str], None]) -> None:
    """Say where a status and the assessments that it rests on do not agree."""
    author = {a.polarity for a in stands if a.source == "author"}
    others = {a.polarity for a in stands if a.source != "author"}
    every = author | others
    if not stands:
        note("no assessment")
    expected = {
        "asserted": "+" in author and "-" not in others,
        "attributed": "+" in others and "-" not in every and "+" not in author,
        "contested": "+" in every and "-" in every,
        "denied": "-" in others and "+" not in every and "-" not in author,
        "negated": "-" in author,
        "planned": not author & {"-"} and ("+" in every or "unknown" in every),
        "foreseen": not author & {"-"},
        "requested": "unknown" in every and "+" not in every,
    }
    if status not in expected:
        note(f"unknown status {status!r}")
    elif not expected[status]:
        note(f"status {status!r} does not follow from {[(a.source, a.polarity) for a in stands]}")


def build(path: Path, facts: Facts) -> tuple[Coding | None, list[str]]:
    """Return the coding of annotation file *path*, and what is wrong with it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        return None, [f"{path.name}: {error}"]
    builder = Builder(path.stem, raw, facts)
    coding = builder.build()
    if not builder.wrong:
        msgspec.json.decode(msgspec.json.encode(coding), type=Coding)
    return coding, builder.wrong


def encoded(coding: Coding) -> bytes:
    """Return *coding* as it is kept: JSON, indented, with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(coding), indent=1) + b"\n"


def main() -> int:
    """Build all records, or with ``--check`` say which differ from what is there."""
    check = "--check" in sys.argv[1:]
    facts = read_facts(ANNOTATION)
    wrong: list[str] = []
    for path in sorted(ANNOTATION.glob("*.toml")):
        coding, faults = build(path, facts)
        wrong += faults
        if coding is None or faults:
            continue
        out = HERE / f"{path.stem}.json"
        made = encoded(coding)
        if check and (not out.is_file() or out.read_bytes() != made):
            wrong.append(f"{out.name}: is not what its annotation gives; run evals/corpus_build.py")
        elif not check:
            out.write_bytes(made)
    print("\n".join(wrong) or "all records are sound")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
