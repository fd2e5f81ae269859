"""Gives free-standing quotes to those who speak them, mostly by surface: the words around the marks.

The verb may follow the quote, precede it or split it; a quote with no verb of its own goes on with the
speech before it, in the same paragraph or, where the marks say so, in the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.attributions import carriers, clauses, stretches
from dragoman.attributions.scene import QUOTE_MARKS, Finding

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from dragoman.attributions.quotes import Quote
    from dragoman.attributions.scene import Piece, Scene
    from dragoman.documents import Token

REPORTED = frozenset({"assert", "deny", "allege", "confirm", "retract"})
"""The stances for which a quote is looked into: its speaker tells what somebody else says."""


def give(scene: Scene, findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings* with the free-standing quotes added, as content of old findings or new ones."""
    talk = _Talk(scene)
    for f in findings:
        old = talk.by_anchor.get(f.anchor)
        if old is None or _size(f) > _size(old):
            talk.by_anchor[f.anchor] = f
    talk.busy = {scene.segment[anchor] for anchor in talk.by_anchor}
    for quote in scene.outer:
        talk.hear(quote)
    return [f for f in talk.by_anchor.values() if _is_reported(scene, f)]


def _size(finding: Finding) -> int:
    return sum(end - start for start, end in finding.content)


@dataclass(slots=True)
class _Talk:
    """The quotes heard so far: who spoke last, in which finding, and what waits for a speaker."""

    scene: Scene
    by_anchor: dict[int, Finding] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    spoken: dict[int, list[Piece]] = field(default_factory=dict)
    last: int | None = None
    before: Quote | None = None
    waiting: list[Quote] = field(default_factory=list)

    def hear(self, quote: Quote) -> None:
        """Give *quote* to its speaker, if he can be told."""
        scene, piece = self.scene, (quote.start, quote.end)
        verb = carriers.carrier(scene, quote, self.spoken)
        if verb is not None:
            ahead = [(q.start, q.end) for q in self._that_lead_to(quote)]
            self.spoken.setdefault(verb.i, []).extend([*ahead, piece])
            _speak(scene, verb, self.by_anchor, self.spoken)
            self._at(verb.i, quote)
        elif self._goes_on(quote):
            assert self.last is not None  # somebody has to speak before he can go on
            self.spoken[self.last].append(piece)
            self.by_anchor[self.last] = self.by_anchor[self.last].saying([piece])
            self._at(self.last, quote)
        elif (found := _after_colon(scene, quote, self.by_anchor)) is not None:
            self.spoken[found.anchor] = [piece]
            _take_away(scene, quote, found.anchor, self.by_anchor)
            self.by_anchor[found.anchor] = found
            self._at(found.anchor, quote)
        elif not carriers.is_scare(scene, quote):
            self.last = None
            self.waiting = [*self._that_lead_to(quote), quote] if quote.goes_on else []

    def _at(self, anchor: int, quote: Quote) -> None:
        self.last, self.before, self.waiting = anchor, quote, []

    def _that_lead_to(self, quote: Quote) -> list[Quote]:
        """Return the quotes that wait and whose last goes on, paragraph after paragraph, in *quote*."""
        at = self.scene.paragraph_at
        near = self.waiting and at(self.waiting[-1].start) + 1 == at(quote.start)
        return self.waiting if near and self.scene.bounds[at(quote.start)][0] == quote.start else []

    def _goes_on(self, quote: Quote) -> bool:
        """Say whether *quote* goes on with the speech before it."""
        if self.last is None or self.before is None:
            return False
        return _continues(self.scene, quote, self.before, self.by_anchor[self.last], self.busy)


def _after_colon(scene: Scene, quote: Quote, spoken: Container[int]) -> Finding | None:
    """Return the subject of a clause with no verb of saying as the speaker of the quote after its colon.

    The envoy opposed the plan: "It is dead." The whole "took the floor:" is the cue, unless its verb is one
    of *spoken*, the cues there are.
    """
    doc = scene.doc
    inside = doc.tokens_in(quote.start, quote.end)
    colon = inside.start - 1
    if colon < 1 or doc.tokens[colon].text != ":" or len(inside) < 5:
        return None
    for i in range(scene.opening(colon), colon):
        token = doc.tokens[i]
        who = doc.child(i, "nsubj") if token.pos in {"VERB", "AUX"} and token.dep != "relcl" else None
        if who is None or who.i > i:
            continue
        if (
            who.pos != "PROPN"
            and who.lower not in {"he", "she", "they"}
            and who.lower not in scene.cues.speakers
        ):
            return None
        source = stretches.source_tokens(scene, who.i, without=[i])
        words = clauses.cue_tokens(doc, i)
        near = (
            colon - i < 9
            and min(words) > who.i
            and not any(scene.quote_at(doc.tokens[k].start) for k in words)
        )
        return Finding(
            anchor=colon,
            cue=tuple(range(min(words), colon + 1)) if near and i not in spoken else (colon,),
            source=stretches.stretch(doc, source),
            content=((quote.start, quote.end),),
            entry=scene.cues.marks[":"][0],
            rule="quote:colon",
            head=who.i,
        )
    return None


def _take_away(scene: Scene, quote: Quote, colon: int, by_anchor: dict[int, Finding]) -> None:
    """Cut off *quote* where the parser made it part of what the clause before the colon says."""
    end = scene.doc.tokens[colon - 1].end
    for anchor, f in list(by_anchor.items()):
        same = scene.segment[anchor] == scene.segment[colon]
        if same and anchor < colon and all(quote.start <= a and b <= quote.end for a, b in f.content):
            del by_anchor[anchor]
        elif anchor < colon and any(a < end < quote.start <= b for a, b in f.content):
            cut = tuple((a, end if a < end < quote.start <= b else b) for a, b in f.content)
            by_anchor[anchor] = replace(f, content=cut)


def _is_reported(scene: Scene, finding: Finding) -> bool:
    """Say whether the speaker of a quote reports what another says in it.

    "I think", "we hope" and the like are the speaker's own stand, which the attribution of the quote covers.
    """
    doc = scene.doc
    if scene.quote_at(doc.tokens[finding.anchor].start) is None:
        return True
    if finding.entry.stance not in REPORTED or finding.head is None:
        return False
    who = doc.tokens[finding.head]
    return who.pos == "PROPN" or who.lower in scene.cues.speakers


def _speak(scene: Scene, verb: Token, by_anchor: dict[int, Finding], spoken: dict[int, list[Piece]]) -> None:
    """Make *verb* carry the quotes it has been given, and nothing that the parser made up around them."""
    doc = scene.doc
    entry = carriers.speech_entry(scene, verb)
    assert entry is not None  # a carrier is chosen by its entry
    said = tuple(sorted(spoken[verb.i]))
    first = doc.tokens_in(*said[0])
    head = _speaker(scene, verb)
    cue = {*clauses.cue_tokens(doc, verb.i), *range(verb.i, verb.i + len(entry.words))}
    cue.update(clauses.between(scene, verb, list(first)))
    end = max(cue) + 1
    if end < len(doc.tokens) and doc.tokens[end].text == ":":
        cue.add(end)
    cue -= {i for a, b in said for i in doc.tokens_in(a, b)}
    said = _with_the_rest(scene, verb, said, by_anchor)
    source: tuple[Piece, ...] = ()
    if head is not None:
        quoted = [i for a, b in said for i in doc.tokens_in(a, b)]
        tokens = stretches.source_tokens(scene, head.i, without=[verb.i, *cue])
        tokens = [i for i in tokens if i not in set(quoted) and i not in cue]
        while tokens and doc.tokens[tokens[-1]].text in QUOTE_MARKS:
            tokens.pop()
        if tokens:
            source = ((doc.tokens[tokens[0]].start, doc.tokens[tokens[-1]].end),)
    to = doc.child(verb.i, "dobj", "dative") if "who" in entry.frames else None
    old = by_anchor.get(verb.i)
    made = Finding(
        anchor=verb.i,
        cue=tuple(sorted(cue)),
        source=source,
        content=said,
        entry=entry,
        rule=f"quote:{entry.lemma}",
        head=head.i if head else None,
        addressee=(doc.tokens[to.left].start, doc.tokens[to.right].end) if to and to.i > verb.i else None,
    )
    if old is not None and old.source and not source:
        made = replace(made, source=old.source, head=old.head)
    by_anchor[verb.i] = made


def _with_the_rest(
    scene: Scene, verb: Token, said: tuple[Piece, ...], by_anchor: dict[int, Finding]
) -> tuple[Piece, ...]:
    """Add the words of the same sentence that a quote only completes.

    Voters "want peace," he said. In the north, he said, "we have none."
    """
    doc = scene.doc
    start, end = said[0]
    first = doc.tokens_in(start, end)[0]
    opening = scene.opening(first)
    if opening == first or any(opening <= anchor < first for anchor in by_anchor if anchor != verb.i):
        return said
    if verb.i > first:
        before = doc.tokens[first - 1]
        if before.text in {",", ":", ";", "—", "–", "-", "--"} or before.text in QUOTE_MARKS:
            return said
        return ((_start(scene, opening, first), end), *said[1:])
    head = _speaker(scene, verb)
    clause = min(verb.i, head.left if head is not None and head.left > opening else verb.i)
    if (
        clause <= opening + 1
        or doc.tokens[clause - 1].text != ","
        or not doc.text[start + 1 : start + 3].islower()
    ):
        return said
    fronted = (_start(scene, opening, clause), doc.tokens[clause - 2].end)
    return (fronted, *said) if scene.quote_at(fronted[0]) is None and fronted[0] < fronted[1] else said


def _start(scene: Scene, first: int, stop: int) -> int:
    """Return where the content begins: at token *first*, or after an "and" or "but" there."""
    doc = scene.doc
    while first + 1 < stop and doc.tokens[first].lower in stretches.LOOSE:
        first += 1
    return doc.tokens[first].start


def _speaker(scene: Scene, verb: Token) -> Token | None:
    """Return the head of the speaker's name: the subject, or the words right after or before the verb."""
    doc = scene.doc
    if clauses.is_passive(doc, verb.i):
        by = doc.child(verb.i, "agent")
        return doc.child(by.i, "pobj") if by is not None else None
    subj = clauses.subject(doc, verb.i)
    if subj is not None and scene.quote_at(subj.start) is None:
        return subj
    for k in doc.children(verb.i, "dobj", "attr", "npadvmod", "appos", "oprd", "ccomp", "intj", "dep"):
        if verb.i < k.i <= verb.i + 8 and k.pos in {"PROPN", "NOUN", "PRON"}:
            return k
    if verb.i and doc.tokens[verb.i - 1].pos in {"PRON", "PROPN", "NOUN"}:
        k = doc.tokens[verb.i - 1]
        while k.head == k.i - 1 or (k.dep == "compound" and k.head < verb.i and k.head != k.i):
            k = doc.tokens[k.head]
        if scene.quote_at(k.start) is None:
            return k
    return None


def _continues(scene: Scene, quote: Quote, before: Quote, finding: Finding, busy: set[int]) -> bool:
    """Say whether *quote* goes on with the speech of *finding*, whose last quote is *before*.

    One sentence may stand between if nobody says anything in it, by the sentences in *busy*.
    """
    if before.goes_on:
        return scene.paragraph_at(quote.start) == scene.paragraph_at(before.start) + 1
    doc = scene.doc
    if not scene.same_paragraph(before.start, quote.start):
        return False
    inside = doc.tokens_in(quote.start, quote.end)
    if inside and all(
        doc.tokens[i].lower in stretches.LOOSE for i in range(doc.tokens_in(0, before.end).stop, inside.start)
    ):
        return True
    if not inside or (inside.start and scene.segment[inside.start - 1] == scene.segment[inside.start]):
        return False
    end = max(before.end, doc.tokens[finding.cue[-1]].end)
    between = range(doc.tokens_in(before.start, end).stop, inside.start)
    told = {scene.segment[i] for i in between} - {scene.segment[finding.anchor]}
    return len(told) <= 1 and told.isdisjoint(busy)
