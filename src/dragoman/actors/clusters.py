"""Drafts of mentions in, Actor records out: the same key is the same actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Actor, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.documents import Document

LONGEST_REASONS = 12


def gather(doc: Document, drafts: Iterable[Draft]) -> tuple[Actor, ...]:
    """Return the actors in order of first mention."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: (d.first, d.last, d.key)):
        groups.setdefault(draft.key, []).append(draft)
    return tuple(_actor(doc, f"a{n}", group) for n, group in enumerate(groups.values(), start=1))


def _telling(draft: Draft) -> tuple[bool, bool, bool, int, int]:
    """Return how well a mention's words name the actor: names first, and no count of people if others do."""
    counted = draft.name[:1].isdigit()
    return draft.kind == "name", draft.thing == "country", not counted, len(draft.name), -draft.first


def _actor(doc: Document, id_: str, group: Sequence[Draft]) -> Actor:
    best = max(group, key=_telling)
    mentions: dict[tuple[int, int], Mention] = {}
    for draft in group:
        span = doc.span(draft.first, draft.last)
        mentions.setdefault(
            (draft.first, draft.last),
            Mention(start=span.start, end=span.end, text=span.text, kind=draft.kind),
        )
    # What a name stands for is surer than what the words around gave a noun for the same person.
    surest = sorted(group, key=lambda d: d.kind != "name")
    sectors = next((d.sectors for d in surest if d.sectors), ())
    return Actor(
        id=id_,
        name=best.name,
        kind=best.thing,
        country=next((d.country for d in surest if d.country), None),
        sector=sectors[0] if sectors else None,
        sectors=sectors,
        role=next((d.role for d in group if d.role), None),
        wikidata=next((d.wikidata for d in group if d.wikidata), None),
        mentions=tuple(mentions.values()),
        reasons=tuple(dict.fromkeys(r for d in group for r in d.reasons))[:LONGEST_REASONS],
    )
