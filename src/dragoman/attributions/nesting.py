"""Findings in, `Attribution` records out: in text order, with kind, actor, and what each lies within."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.actors import at_heads
from dragoman.attributions.denials import stance_of
from dragoman.records import Attribution, Dropped, Found, Passage, Reason, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.attributions.scene import Finding, Piece, Scene
    from dragoman.records import Actor, QuoteKind


def order(scene: Scene, findings: Iterable[Finding], actors: Sequence[Actor]) -> Found[Attribution]:
    """Return the records of *findings*, and those set aside since another says the same."""
    kept: list[Finding] = []
    dropped: list[Dropped] = []
    cues: set[tuple[int, ...]] = set()
    doc = scene.doc
    for f in sorted(findings, key=lambda f: (f.cue[0], -len(f.cue), f.anchor)):
        if f.cue in cues:
            start, end = doc.tokens[f.cue[0]].start, doc.tokens[f.cue[-1]].end
            dropped.append(
                Dropped(room="attributions", start=start, end=end, why="a second reading of the same cue")
            )
            continue
        cues.add(f.cue)
        kept.append(f)
    within = _within(scene, kept)
    who = at_heads(doc, actors)
    records = tuple(
        _record(scene, f, f"s{n}", None if w is None else f"s{w + 1}", who)
        for n, (f, w) in enumerate(zip(kept, within, strict=True), start=1)
    )
    return Found(kept=records, dropped=tuple(dropped))


def untangle(scene: Scene, findings: Iterable[Finding]) -> list[Finding]:
    """Set right a chain that the parser turned round: "an official said that it leaks, the daily reported".

    The last clause reports all before it, and is no part of what the official said.
    """
    out = list(findings)
    together: dict[int, list[int]] = {}
    for n, f in enumerate(out):
        if f.rule.startswith("verb:") and f.content:
            together.setdefault(scene.segment[f.anchor], []).append(n)
    for group in together.values():
        for k in group:
            for n in group:
                if n != k:
                    _turn(scene, out, n, k)
    return out


def _turn(scene: Scene, out: list[Finding], n: int, k: int) -> None:
    """Make finding *n* part of what finding *k* reports, if *k* closes the sentence of both."""
    first, last = out[n], out[k]
    cue, end = scene.doc.tokens[last.cue[0]].start, last.content[-1][1]
    at = scene.doc.tokens[first.anchor]
    if end > cue or at.start >= last.content[0][0] or not any(a < end < cue < b for a, b in first.content):
        return
    out[n] = replace(first, content=tuple((a, min(b, end)) for a, b in first.content if a < end))
    out[k] = replace(last, content=((scene.doc.tokens[scene.opening(at.i)].start, end),))


def _record(
    scene: Scene, f: Finding, name: str, within: str | None, who: dict[int, tuple[str, ...]]
) -> Attribution:
    doc = scene.doc
    cue = _cue_pieces(scene, f.cue)
    speakers = _actors_of(scene, f.head, who)
    spans = tuple(doc.cut(a, b) for a, b in f.source)
    anchor = doc.tokens[f.anchor]
    return Attribution(
        id=name,
        source=Source(spans=spans, text=_joined(spans), actor=speakers[0] if speakers else None)
        if spans
        else None,
        cue=_passage(scene, cue),
        content=_passage(scene, f.content),
        kind=_kind(scene, f),
        stance=stance_of(scene, f),
        within=within,
        addressee=None if f.addressee is None else doc.text[slice(*f.addressee)],
        reasons=(Reason(rule=f.rule, start=anchor.start, end=anchor.end),),
    )


def _actors_of(scene: Scene, head: int | None, who: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the actors that the head of a source stands for.

    Else those of its apposition, of the noun that "who" takes up, or of the author of a statement.
    """
    if head is None:
        return ()
    doc = scene.doc
    names = [head, *(k.i for k in doc.children(head, "appos"))]
    token = doc.tokens[head]
    if token.lower in {"who", "which", "that"} and doc.tokens[token.head].dep == "relcl":
        names.append(doc.tokens[token.head].head)
    if token.lower in scene.cues.media or token.lower in scene.cues.nouns:
        names += [k.i for k in doc.children(head, "poss")]
        by = (p for p in doc.children(head, "prep") if p.lower in {"by", "from"})
        names += [k.i for p in by for k in doc.children(p.i, "pobj")]
    return next((who[i] for i in names if i in who), ())


def _cue_pieces(scene: Scene, tokens: tuple[int, ...]) -> list[Piece]:
    out: list[Piece] = []
    doc = scene.doc
    previous = -2
    for i in tokens:
        t = doc.tokens[i]
        if previous == i - 1:
            out[-1] = (out[-1][0], t.end)
        else:
            out.append((t.start, t.end))
        previous = i
    return out


def _passage(scene: Scene, where: Iterable[Piece]) -> Passage:
    spans = tuple(scene.doc.cut(a, b) for a, b in where)
    return Passage(spans=spans, text=_joined(spans))


def _joined(spans: tuple[Span, ...]) -> str:
    return " … ".join(s.text for s in spans)


def _kind(scene: Scene, f: Finding) -> QuoteKind:
    """Direct: every word in quotation marks; mixed: some; indirect: none. Quotes around the cue count not."""
    cue = scene.doc.tokens[f.anchor].start
    inside = total = 0
    for a, b in f.content:
        for i in scene.doc.tokens_in(a, b):
            t = scene.doc.tokens[i]
            if not t.text[:1].isalnum():
                continue
            total += 1
            inside += any(
                q.start < t.start < q.end and not q.start <= cue < q.end for q in scene.around(t.start)
            )
    return "indirect" if not inside else "direct" if inside == total else "mixed"


def _within(scene: Scene, findings: list[Finding]) -> list[int | None]:
    """Return for each finding the number of the one whose content is the least that holds its cue."""
    starts = [scene.doc.tokens[f.anchor].start for f in findings]
    held: dict[int, list[tuple[int, int, int]]] = {}
    for n, f in enumerate(findings):
        for a, b in f.content:
            held.setdefault(scene.paragraph_at(a), []).append((a, b, n))
    out: list[int | None] = []
    for n, at in enumerate(starts):
        holders = [
            (b - a, k)
            for a, b, k in held.get(scene.paragraph_at(at), ())
            if a <= at < b and k != n and not any(c <= starts[k] < d for c, d in findings[n].content)
        ]
        out.append(min(holders)[1] if holders else None)
    return [None if _circles(out, n) else w for n, w in enumerate(out)]


def _circles(within: list[int | None], n: int) -> bool:
    """Say whether following *within* from *n* comes back to it: then the parser has crossed its clauses."""
    at, steps = within[n], 0
    while at is not None and at != n and steps < len(within):
        at, steps = within[at], steps + 1
    return at is not None
