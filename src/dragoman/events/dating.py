"""Times and places in, an event's own date and place out: by syntax first, then from the sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from dragoman.records import EventDate, Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dragoman.codebook.frames import Frames
    from dragoman.documents import Document, Token
    from dragoman.records import Article, Event, Place, Time

Told = Literal["done", "now", "ahead"]

_LOCATIVE = "in at near outside inside around across off along within throughout on through"
LOCATIVE = frozenset(_LOCATIVE.split())


_HELD = frozenset({"at", "during", "in"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_MODAL = frozenset(["will", "would", "shall", "should", "may", "might", "can", "could", "must"])
_ALONG = frozenset({"when", "while", "as"})
_TAKING_UP = frozenset({"he", "she", "they", "it", "him", "her", "them"})
_DAYS = frozenset({"day", "daypart", "hour", "minute", "second"})


class Calendar:
    """The times of a document, by the sentence they stand in and the predicate they hang on."""

    def __init__(self, doc: Document, times: Sequence[Time]) -> None:
        """Index *times* by the token that heads each."""
        self._doc = doc
        self._by_id = {t.id: t for t in times}
        self._by_sentence: dict[int, list[tuple[int, int, Time]]] = {}
        for time in times:
            if time.type not in ("DATE", "TIME") or (time.first is None and time.last is None):
                continue
            tokens = doc.tokens_in(time.start, time.end)
            if not tokens:
                continue
            head = doc.root_of(tokens.start, tokens.stop)
            owner = _owner(doc, head)
            self._by_sentence.setdefault(doc.tokens[head].sent, []).append((head, owner, time))

    def _opening(self, clause: int, times: list[Time]) -> Time | None:
        """Return the time that "when" takes up at the head of a clause ("in May, when they met")."""
        for kid in self._doc.children(clause, "advmod"):
            if kid.lower == "when" and kid.i:
                k = kid.i - 1
                while k and not self._doc.tokens[k].text[0].isalnum():
                    k -= 1
                before = self._doc.tokens[k]
                return next((t for t in times if t.start < before.end and before.start < t.end), None)
        return None

    def continued(self, trigger: int) -> Time | None:
        """Return the day of the sentence before, where the predicate only tells on ("He thanked her").

        It does where it stands in the simple past with a pronoun as subject or object, in the same paragraph.
        """
        root = self._main(trigger)
        return None if root is None else self._day_before(root, trigger)

    def _main(self, trigger: int) -> Token | None:
        """Return the main verb of the predicate's sentence if the predicate is part of that clause."""
        clause = self._doc.tokens[_clause(self._doc, trigger)]
        first = self._doc.first_conjunct(clause.i)
        return first if first.dep == "ROOT" and _simple_past(self._doc, clause) else None

    def _day_before(self, root: Token, trigger: int) -> Time | None:
        doc = self._doc
        taken = doc.children(root.i, "nsubj", "nsubjpass", "dobj")
        first = doc.sentence(root.i).first
        if not first or not _simple_past(doc, root) or self._by_sentence.get(root.sent):
            return None
        if not any(k.lower in _TAKING_UP and k.tag == "PRP" for k in taken):
            return None
        if "\n" in doc.text[doc.tokens[first - 1].end : doc.tokens[first].start]:
            return None
        before = doc.sentence(first - 1)
        main = next((t for t in doc.tokens[before.first : before.last] if t.dep == "ROOT"), None)
        if main is None or not _simple_past(doc, main):
            return None
        time, _ = self.of(main.i, None)
        if time is not None:
            return time if time.grain in _DAYS else None
        return self._day_before(main, trigger)

    def last_of(self, time: Time) -> Time:
        """Return the time that closes the range *time* opens, or *time* itself ("from May 2 to May 4")."""
        return self._by_id.get(time.until or "", time)

    def goes_on(self, trigger: int, time: Time) -> bool:
        """Tell whether *time* only opens what has gone on from it: "has shipped arms since August"."""
        verb = _clause(self._doc, trigger)
        if not any(k.lemma == "have" for k in self._doc.children(verb, "aux")):
            return False
        tokens = self._doc.tokens_in(time.start, time.end)
        before = self._doc.tokens[tokens.start - 1] if tokens.start else None
        return self._doc.tokens[tokens.start].lower == "since" or (
            before is not None and before.lower == "since"
        )

    def of(self, trigger: int, support: int | None) -> tuple[Time | None, str]:
        """Return the time of the event whose predicate is *trigger*, and the rule that found it.

        A time that hangs on the predicate (or on the verb that supports it) is its own. Failing that, a
        single time in the sentence that hangs on no other clause than the predicate's is taken.
        """
        around = self._by_sentence.get(self._doc.tokens[trigger].sent, [])
        clause = _clause(self._doc, trigger)
        everything = [time for _, _, time in around]
        opened = self._opening(clause, everything)
        if opened is not None:
            return opened, "time:when"
        for wanted in (trigger, support):
            if wanted is None:
                continue
            own = [(abs(head - trigger), time) for head, owner, time in around if owner == wanted]
            if own:
                return _nearest(own), "time:own"
        around = [it for it in around if not _names_another(self._doc, it[0], it[1])]
        near = [(abs(h - trigger), t) for h, owner, t in around if _clause(self._doc, owner) == clause]
        if near:
            return _nearest(near), "time:clause"
        for above in _same_act(self._doc, clause):
            opened = self._opening(above, everything)
            if opened is not None:
                return opened, "time:when"
            near = [(abs(h - trigger), t) for h, owner, t in around if _clause(self._doc, owner) == above]
            if near:
                return _nearest(near), "time:above"
        for below in _along(self._doc, clause):
            near = [(abs(h - trigger), t) for h, owner, t in around if _clause(self._doc, owner) == below]
            if near:
                return _nearest(near), "time:along"
        return None, ""


def _simple_past(doc: Document, verb: Token) -> bool:
    """Tell whether a verb stands in the simple past: "met", "was met", "did not meet"."""
    helpers = doc.children(verb.i, "aux", "auxpass")
    if any(k.lemma == "have" or k.lower in _MODAL for k in helpers):
        return False
    return verb.tag == "VBD" or any(k.tag == "VBD" for k in helpers)


def _names_another(doc: Document, head: int, owner: int) -> bool:
    """Tell whether the time at *head* is part of a noun's name and dates that alone: "the 2020 election"."""
    if doc.tokens[owner].pos in ("VERB", "AUX"):
        return False
    return doc.tokens[head].dep in ("compound", "nummod", "amod", "nmod", "poss")


def _nearest(near: Sequence[tuple[int, Time]]) -> Time:
    """Return the nearest time; "now" ("aged 22 now") only where there is no other."""
    return min(near, key=lambda pair: (pair[1].value == "PRESENT_REF", pair[0]))[1]


def _owner(doc: Document, head: int) -> int:
    """Return the predicate that a time hangs on: the nearest verb or event noun above it."""
    i = head
    for above in doc.ancestors(head):
        if above.pos in ("VERB", "AUX"):
            return above.i
        if above.pos == "NOUN" and doc.tokens[i].dep in ("poss", "prep", "amod", "compound", "nmod"):
            # "Tuesday's talks", "the meeting on Tuesday"; "on" under the noun
            return above.i
        i = above.i
    return i


def _clause(doc: Document, i: int) -> int:
    """Return the verb that heads the clause of token *i*."""
    token = doc.tokens[i]
    if token.pos in ("VERB", "AUX"):
        return i
    for above in doc.ancestors(i):
        if above.pos in ("VERB", "AUX"):
            return above.i
        i = above.i
    return i


def _same_act(doc: Document, clause: int) -> list[int]:
    """Return the clauses whose time holds for *clause* too: what it complements without saying it."""
    out: list[int] = []
    token = doc.tokens[clause]
    while token.dep in ("xcomp", "conj", "acl", "advcl", "pcomp", "relcl") and token.head != token.i:
        if token.dep in ("relcl", "pcomp"):
            break
        token = doc.tokens[token.head]
        if token.pos in ("VERB", "AUX"):
            out.append(token.i)
    return out


def _along(doc: Document, clause: int) -> list[int]:
    """Return the clauses below that say what went on meanwhile: "asked for it when he came in July"."""
    return [
        kid.i
        for kid in doc.children(clause, "advcl")
        if any(k.lower in _ALONG for k in doc.children(kid.i, "advmod", "mark"))
    ]


def told(doc: Document, trigger: int, support: int | None) -> Told:
    """Return whether the predicate at *trigger*, or the verb that carries it, stands in the present tense.

    Only the article's own present is "now": under a verb of the past ("said that", "we condemn," he said) it
    is the present of that day.
    """
    verb = doc.tokens[trigger if support is None else support]
    if verb.pos == "ADJ":
        verb = doc.tokens[verb.head]
    if verb.pos not in ("VERB", "AUX") or not _is_present(doc, verb):
        return "done"
    above = [t for t in doc.ancestors(verb.i) if t.pos in ("VERB", "AUX")]
    return "now" if all(_is_present(doc, t) for t in above) else "done"


def _is_present(doc: Document, verb: Token) -> bool:
    helpers = doc.children(verb.i, "aux", "auxpass")
    if any(k.lower in _MODAL or k.lemma == "have" or k.tag in ("VBD", "TO") for k in helpers):
        return False
    return verb.tag in ("VBZ", "VBP") or any(k.tag in ("VBZ", "VBP") for k in helpers)


def at_meeting(doc: Document, frames: Frames, event: Event, trigger: int, earlier: Sequence[Event]) -> Event:
    """Give an event "at the talks" or "during the visit" the date of those talks, told before by their date.

    The talks are the last dated CONSULT among *earlier* that shares a party with the event.
    """
    if event.time is not None or not _meeting(doc, frames, trigger):
        return event
    parties = {*event.actors, *event.recipients}
    for met in reversed(earlier):
        if met.event_type != "CONSULT" or met.time is None or met.date is None:
            continue
        if parties.isdisjoint((*met.actors, *met.recipients)):
            continue
        reason = Reason(
            rule="time:meeting", start=met.trigger.start, end=met.trigger.end, note=met.trigger.text
        )
        date = replace(met.date, basis="inherited")
        return replace(event, time=met.time, date=date, reasons=(*event.reasons, reason))
    return event


def _meeting(doc: Document, frames: Frames, trigger: int) -> bool:
    """Tell whether the clause of *trigger* is set at a meeting known already: "at their talks"."""
    clause = _clause(doc, trigger)
    for i in (clause, *_same_act(doc, clause)):
        for prep in doc.children(i, "prep"):
            if prep.lower not in _HELD:
                continue
            for noun in doc.children(prep.i, "pobj"):
                inner = [k for p in doc.children(noun.i, "prep") for k in doc.children(p.i, "pobj")]
                for held in (noun, *inner):  # "at the start of their talks"
                    consult = any(f.event_type == "CONSULT" for f in frames.of("n", held.lemma))
                    known = any(
                        k.lower in _DEFINITE or k.dep == "poss" for k in doc.children(held.i, "det", "poss")
                    )
                    if consult and known and held.i != trigger:
                        return True
    return False


def date_of(
    time: Time | None,
    article: Article,
    *,
    told: Told = "done",
    until: Time | None = None,
    goes_on: bool = False,
) -> EventDate | None:
    """Return the widest interval that the text supports: the time's own; else what the tense says.

    *until* is the time that closes a range which *time* opens; what *goes_on* since *time* lasts up to the
    article's day.

    Without a time, an act told as done lies before the article came out: no first day, the last is the
    article's; one told in the present lies on that day, one still to come after it. Without that day either
    there is nothing to say.
    """
    if time is not None:
        last = (until or time).last
        if goes_on and article.day is not None and until in (None, time):
            last = article.day
        return EventDate(first=time.first, last=last, grain=time.grain, basis="text")
    if article.day is None:
        return None
    if told == "done":
        return EventDate(first=None, last=article.day, grain="open", basis="document")
    if told == "now":
        return EventDate(first=article.day, last=article.day, grain="day", basis="document")
    return EventDate(first=article.day, last=None, grain="open", basis="document")


def inherited(time: Time) -> EventDate:
    """Return the day of *time*, which the event takes over from another sentence."""
    return EventDate(first=time.first, last=time.last, grain=time.grain, basis="inherited")


def place_of(doc: Document, places: Sequence[Place], trigger: int, held: Collection[int]) -> Place | None:
    """Return where the event happened: a place that hangs by a locative preposition on its predicate.

    *held* are the tokens that count with the predicate: the verb that carries it, and its objects ("bombed a
    base near Homs").
    """
    best: tuple[int, int, Place] | None = None
    sent = doc.tokens[trigger].sent
    clause = _clause(doc, trigger)
    for place in places:
        tokens = doc.tokens_in(place.start, place.end)
        if not tokens or doc.tokens[tokens.start].sent != sent:
            continue
        head = doc.tokens[doc.root_of(tokens.start, tokens.stop)]
        prep = doc.tokens[head.head]
        if head.dep != "pobj" or prep.lower not in LOCATIVE:
            continue
        holder = prep.head
        if holder == trigger or holder in held:
            rank = 0
        elif holder == clause:
            rank = 1
        else:
            continue
        candidate = (rank, abs(head.i - trigger), place)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return best[2] if best else None
