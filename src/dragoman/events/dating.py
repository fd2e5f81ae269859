"""Times and places in, an event's own date and place out: by syntax first, then from the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import EventDate

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dragoman.documents import Document
    from dragoman.records import Article, Place, Time

_LOCATIVE = "in at near outside inside around across off along within throughout on through"
LOCATIVE = frozenset(_LOCATIVE.split())


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

    def _opening(self, trigger: int, times: list[Time]) -> Time | None:
        """Return the time that "when" takes up at the head of a clause ("in May, when they met")."""
        clause = _clause(self._doc, trigger)
        for kid in self._doc.children(clause, "advmod"):
            if kid.lower == "when" and kid.i:
                k = kid.i - 1
                while k and not self._doc.tokens[k].text[0].isalnum():
                    k -= 1
                before = self._doc.tokens[k]
                return next((t for t in times if t.start < before.end and before.start < t.end), None)
        return None

    def last_of(self, time: Time) -> Time:
        """Return the time that closes the range *time* opens, or *time* itself ("from May 2 to May 4")."""
        return self._by_id.get(time.until or "", time)

    def of(self, trigger: int, support: int | None) -> tuple[Time | None, str]:
        """Return the time of the event whose predicate is *trigger*, and the rule that found it.

        A time that hangs on the predicate (or on the verb that supports it) is its own. Failing that, a
        single time in the sentence that hangs on no other clause than the predicate's is taken.
        """
        around = self._by_sentence.get(self._doc.tokens[trigger].sent, [])
        opened = self._opening(trigger, [time for _, _, time in around])
        if opened is not None:
            return opened, "time:when"
        for wanted in (trigger, support):
            if wanted is None:
                continue
            own = [(abs(head - trigger), time) for head, owner, time in around if owner == wanted]
            if own:
                return min(own, key=lambda pair: pair[0])[1], "time:own"
        clause = _clause(self._doc, trigger)
        near = [(abs(h - trigger), t) for h, owner, t in around if _clause(self._doc, owner) == clause]
        if near:
            return min(near, key=lambda pair: pair[0])[1], "time:clause"
        for above in _same_act(self._doc, clause):
            near = [(abs(h - trigger), t) for h, owner, t in around if _clause(self._doc, owner) == above]
            if near:
                return min(near, key=lambda pair: pair[0])[1], "time:above"
        return None, ""


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


def date_of(
    time: Time | None, article: Article, *, done: bool = True, until: Time | None = None
) -> EventDate | None:
    """Return the widest interval that the text supports: the time's own; else up to the day of publication.

    *until* is the time that closes a range which *time* opens.

    Without a time, an act told as done lies before the article came out: no first day, the last is the
    article's; one still to come lies after it. Without that day either there is nothing to say.
    """
    if time is not None:
        last = (until or time).last
        return EventDate(first=time.first, last=last, grain=time.grain, basis="text")
    if article.day is None:
        return None
    if done:
        return EventDate(first=None, last=article.day, grain="open", basis="document")
    return EventDate(first=article.day, last=None, grain="open", basis="document")


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
