"""Gives free-standing quotes to those who speak them, mostly by surface: the words around the marks.

The verb may follow the quote, precede it or split it; a quote with no verb of its own goes on with the
speech before it, in the same paragraph or, where the marks say so, in the next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.attributions import clauses
from dragoman.attributions.scene import ENDS, QUOTE_MARKS, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.attributions.quotes import Quote
    from dragoman.attributions.scene import Piece, Scene
    from dragoman.codebook.cues import Cue
    from dragoman.documents import Token

REPORTED = frozenset({"assert", "deny", "allege", "confirm", "retract"})
"""The stances for which a quote is looked into: its speaker tells what somebody else says."""

FARTHEST = 30
"""How many tokens may lie between a quote and the verb that carries it."""


def give(scene: Scene, findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings* with the free-standing quotes added, as content of old findings or new ones."""
    by_anchor: dict[int, Finding] = {}
    for f in findings:
        old = by_anchor.get(f.anchor)
        if old is None or sum(b - a for a, b in f.content) > sum(b - a for a, b in old.content):
            by_anchor[f.anchor] = f
    spoken: dict[int, list[Piece]] = {}
    last: int | None = None
    before: Quote | None = None
    for quote in scene.outer:
        verb = _carrier(scene, quote, spoken)
        if verb is not None:
            spoken.setdefault(verb.i, []).append((quote.start, quote.end))
            _speak(scene, verb, by_anchor, spoken)
            last = verb.i
        elif last is not None and before is not None and _goes_on(scene, quote, before, by_anchor[last]):
            spoken[last].append((quote.start, quote.end))
            by_anchor[last] = by_anchor[last].saying([(quote.start, quote.end)])
        elif (found := _after_colon(scene, quote)) is not None:
            last = found.anchor
            spoken[last] = [(quote.start, quote.end)]
            _take_away(scene, quote, found.anchor, by_anchor)
            by_anchor[last] = found
        elif not _is_scare(scene, quote):
            last = None
        if last is not None and (quote.start, quote.end) in spoken[last]:
            before = quote
    return [f for f in by_anchor.values() if _is_reported(scene, f)]


def _after_colon(scene: Scene, quote: Quote) -> Finding | None:
    """Return the subject of a clause with no verb of saying as the speaker of the quote after its colon.

    The envoy opposed the plan: "It is dead."
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
        source = clauses.source_tokens(scene, who.i, without=[i])
        return Finding(
            anchor=colon,
            cue=(colon,),
            source=clauses.stretch(doc, source),
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


def _is_scare(scene: Scene, quote: Quote) -> bool:
    """Say whether *quote* marks a few words inside a sentence rather than speech."""
    words = scene.doc.tokens_in(quote.inner, quote.last)
    return len(words) < 6 and scene.doc.text[quote.last - 1] not in ",.?!"


def _carrier(scene: Scene, quote: Quote, spoken: dict[int, list[Piece]]) -> Token | None:
    inside = scene.doc.tokens_in(quote.start, quote.end)
    if not inside:
        return None
    lead = _before(scene, quote, inside)
    if lead is not None and (
        lead.i not in spoken or lead.i >= inside.start - 2 or _split(scene, quote, lead)
    ):
        return lead
    return _after(scene, quote, inside)


def _split(scene: Scene, quote: Quote, verb: Token) -> bool:
    return scene.doc.text[: quote.start].rstrip().endswith((",", ":", "—", "–"))


def _before(scene: Scene, quote: Quote, inside: range) -> Token | None:
    """Return the verb that leads up to *quote*: he said: "..."; he said, "..."; he said "..."."""
    doc = scene.doc
    at = inside.start - 1
    if at < 0 or scene.segment[at] != scene.segment[inside.start]:
        return None
    mark = doc.tokens[at].text
    reach = FARTHEST if mark in {":", ","} else 1
    if mark in {":", ","}:
        at -= 1
    elif mark.lower() == "that":
        at, reach = at - 1, 1
    elif not _stands_alone(scene, quote, inside):
        return None
    for i in range(at, max(-1, at - reach), -1):
        token = doc.tokens[i]
        if scene.segment[i] != scene.segment[inside.start] or scene.quote_at(token.start) is not None:
            return None
        entry = _speech_entry(scene, token)
        if entry is not None:
            if mark != ":" and _has_object(scene, token, entry):
                return None
            if mark == "," and not _only_adjuncts(scene, i, at):
                return None
            return token
    return None


def _has_object(scene: Scene, verb: Token, entry: Cue) -> bool:
    """Say whether *verb*, which may say its object, has one that is no quote: welcomed the visit."""
    if "who" in entry.frames:
        return False
    obj = scene.doc.child(verb.i, "dobj")
    return (
        obj is not None
        and obj.i > verb.i
        and scene.quote_at(obj.start) is None
        and obj.lower not in {"it", "this"}
    )


def _only_adjuncts(scene: Scene, verb: int, at: int) -> bool:
    """Say whether all between *verb* and *at* hangs on the verb and is no clause of its own."""
    doc = scene.doc
    return not any(verb < k.i <= at for k in doc.children(verb, "ccomp", "conj"))


def _stands_alone(scene: Scene, quote: Quote, inside: range) -> bool:
    """Say whether *quote*, with no comma or colon before it, is a whole utterance."""
    after = scene.doc.text[quote.end : quote.end + 1]
    ends = scene.doc.text[quote.last - 1] in ".,?!" or after in ".,;?!" or not after
    return len(inside) > 4 and ends


def _after(scene: Scene, quote: Quote, inside: range) -> Token | None:
    """Return the verb that follows *quote*: "...," said Peskov; "...?" he asked."""
    doc = scene.doc
    start = inside.stop
    if start >= len(doc.tokens) or not scene.same_paragraph(quote.start, doc.tokens[start].start):
        return None
    final = doc.text[quote.last - 1]
    comma = final in ",—–-" or doc.tokens[start].text in {",", "—", "–", "-", "--"}
    asking = final in "?!…"
    sloppy = doc.tokens[start].text[:1].islower() and final in "."
    sloppy = sloppy or _speech_entry(scene, doc.tokens[start]) is not None
    if not (comma or asking or sloppy):
        return None
    reach = FARTHEST if comma else 8
    segment = scene.segment[start]
    for i in range(start, min(len(doc.tokens), start + reach)):
        token = doc.tokens[i]
        if scene.segment[i] != segment or token.text in ENDS or scene.quote_at(token.start) is not None:
            return None
        entry = _speech_entry(scene, token)
        if entry is None or _has_object(scene, token, entry) or not _has_speaker(scene, token, start):
            continue
        if (
            not comma
            and doc.child(i, "ccomp", "dobj") is not None
            and not doc.tokens[start].text[:1].islower()
        ):
            kid = doc.child(i, "ccomp", "dobj")
            if kid is not None and kid.i > i and not (kid.dep == "dobj" and "who" in entry.frames):
                return None
        return token
    return None


def _has_speaker(scene: Scene, verb: Token, start: int) -> bool:
    doc = scene.doc
    own = doc.child(verb.i, "nsubj")
    if own is not None and own.i >= start and own.lower not in {"who", "which", "that"}:
        return True
    following = doc.tokens[verb.i + 1] if verb.i + 1 < len(doc.tokens) else None
    if following is not None and following.pos in {"PROPN", "PRON", "DET", "NOUN"} and verb.i - start <= 2:
        return True
    before = doc.tokens[verb.i - 1]
    return verb.i > start and before.pos in {"PRON", "PROPN", "NOUN"} and before.i >= start


def _speech_entry(scene: Scene, token: Token) -> Cue | None:
    if token.pos not in {"VERB", "AUX"} and not (
        token.pos in {"NOUN", "PROPN"} and token.lower.endswith("ed")
    ):
        return None
    for entry in scene.cues.verbs.get(token.lower, ()):
        if "quote" not in entry.frames:
            continue
        following = scene.doc.tokens[token.i + 1 : token.i + len(entry.words)]
        if tuple(t.lower for t in following) == entry.words[1:]:
            return entry
    return None


def _speak(scene: Scene, verb: Token, by_anchor: dict[int, Finding], spoken: dict[int, list[Piece]]) -> None:
    """Make *verb* carry the quotes it has been given, and nothing that the parser made up around them."""
    doc = scene.doc
    entry = _speech_entry(scene, verb)
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
        tokens = clauses.source_tokens(scene, head.i, without=[verb.i, *cue])
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
    while first + 1 < stop and doc.tokens[first].lower in clauses.LOOSE:
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


def _goes_on(scene: Scene, quote: Quote, before: Quote, finding: Finding) -> bool:
    """Say whether *quote* goes on with the speech of *finding*, whose last quote is *before*."""
    if before.goes_on:
        return scene.paragraph_at(quote.start) == scene.paragraph_at(before.start) + 1
    doc = scene.doc
    if not scene.same_paragraph(before.start, quote.start):
        return False
    inside = doc.tokens_in(quote.start, quote.end)
    if inside and all(
        doc.tokens[i].lower in clauses.LOOSE for i in range(doc.tokens_in(0, before.end).stop, inside.start)
    ):
        return True
    if not inside or (inside.start and scene.segment[inside.start - 1] == scene.segment[inside.start]):
        return False
    end = max(before.end, doc.tokens[finding.cue[-1]].end)
    between = range(doc.tokens_in(before.start, end).stop, inside.start)
    numbers = {scene.segment[i] for i in between}
    return len(numbers - {scene.segment[finding.anchor]}) == 0
