"""Actors against gold: mentions with country and sector in our own codings, pronouns, phrases and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.evaluation import gold, resolving, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Actor, Coding

FEMININE = frozenset({"she", "her", "hers", "herself"})


def evaluate(coder: Coder, path: Path) -> Result:
    """Score actors against whichever of the known forms *path* has."""
    result = Result(task="actors", gold=path.name)
    if gold.is_codings(path):
        return _codings(coder, gold.codings(path), result)
    rows = gold.rows(path, "id")
    if "pronoun" in rows[0]:
        return _pronouns(coder, rows, result)
    if "events" in rows[0]:
        return _sides(coder, rows, result)
    return resolving.evaluate(coder, rows, result)


def _codings(coder: Coder, want: Sequence[Coding], result: Result) -> Result:
    """Score mentions: found, and among those found the right country and sector, and the same actor.

    Where a visit goes ("in Amman") is a mention of kind place; it is for the rooms that follow, and the
    gold has none.
    """
    found: list[Counts] = []
    country: list[list[bool]] = []
    sector: list[list[bool]] = []
    links: list[Counts] = []
    for g in want:
        got = coder.code(g.article)
        here = {(m.start, m.end): a for a in got.actors for m in a.mentions if m.kind != "place"}
        there = {(m.start, m.end): a for a in g.actors for m in a.mentions if m.kind != "place"}
        pairs = _pair(sorted(there), sorted(here))
        hits = [(there[w], here[f]) for w, f in pairs.items()]
        found.append(Counts(len(pairs), len(here), len(there)))
        country.append([a.country == b.country for a, b in hits])
        sector.append([a.sector == b.sector for a, b in hits if a.sector])
        links.append(_links(there, here, pairs))
        for span in sorted(there):
            b = here[pairs[span]] if span in pairs else None
            right = b is not None and b.country == there[span].country
            shown = "not found" if b is None else f"{b.country}, not {there[span].country}"
            note = f"{g.article.text[slice(*span)]!r}: {shown}"
            result.item(f"{g.article.id}@{span[0]}", right=right, note=note)
    result.scores.append(scores.f1("mention found", found))
    result.scores.append(scores.ratio("country right, of those found", country))
    result.scores.append(scores.ratio("sector right, of those found", sector))
    result.scores.append(scores.f1("same actor (pairs of mentions)", links))
    return result


def _pair(want: list[tuple[int, int]], got: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Pair gold mentions with ours, one to one: the same extent first, then the most shared."""
    ranked = [
        (w != g, max(w[0], g[0]) - min(w[1], g[1]), i, j)
        for i, w in enumerate(want)
        for j, g in enumerate(got)
        if w[0] < g[1] and g[0] < w[1]
    ]
    return {want[i]: got[j] for i, j in scores.pair_up(ranked)}


def _links(
    there: dict[tuple[int, int], Actor],
    here: dict[tuple[int, int], Actor],
    pairs: dict[tuple[int, int], tuple[int, int]],
) -> Counts:
    """Count pairs of mentions, found in both, that are of one actor."""
    both = sorted(pairs)
    gold = found = right = 0
    for k, a in enumerate(both):
        for b in both[:k]:
            wanted = there[a].id == there[b].id
            said = here[pairs[a]].id == here[pairs[b]].id
            gold += wanted
            found += said
            right += wanted and said
    return Counts(right, found, gold)


def _pronouns(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score a pronoun's antecedent: F1 over both candidate names, as GAP does, and by gender."""
    counts: dict[bool, list[Counts]] = {True: [], False: []}
    both: list[Counts] = []
    for row in rows:
        found = coder.code(gold.article(row)).actors
        start, end = row["pronoun"]
        holders = _at(found, start, end)
        got = [bool(holders & _at(found, *row[name])) for name in ("a", "b")]
        want = [row["a_coref"], row["b_coref"]]
        both.append(Counts(sum(g and w for g, w in zip(got, want, strict=True)), sum(got), sum(want)))
        counts[row["text"][start:end].lower() in FEMININE].append(both[-1])
        shown = [n for n, g in zip(row["names"][1:], got, strict=True) if g]
        result.item(row["id"], right=got == want, note=f"{row['names'][0]} at {start}: {shown}")
    result.scores.append(scores.f1("pronoun to name", both))
    result.scores.append(scores.f1("pronoun to name, feminine", counts[True]))
    result.scores.append(scores.f1("pronoun to name, masculine", counts[False]))
    return result


def _sides(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score PLOVER's marked sources and targets: a mention on the words, and of an actor with the country."""
    found: list[list[bool]] = []
    right: list[list[bool]] = []
    for row in rows:
        actors = coder.code(gold.article(row)).actors
        here: list[bool] = []
        same: list[bool] = []
        for side, (start, end) in _marked(row["events"][0]):
            want = gold.country(side.get("code"))
            if want is None:
                continue
            holders = _at(actors, start, end)
            got = {gold.country(a.country) for a in actors if a.id in holders}
            here.append(bool(holders))
            same.append(want in got)
            shown = "/".join(sorted(c or "?" for c in got)) or "not found"
            note = f"{row['text'][start:end]!r} {want}: {shown}"
            result.item(f"{row['id']}@{start}", right=same[-1], note=note)
        found.append(here)
        right.append(same)
    result.scores.append(scores.ratio("country right, of sources and targets", right))
    result.scores.append(scores.ratio("found, of sources and targets", found))
    return result


def _marked(event: gold.Row) -> list[tuple[gold.Row, tuple[int, int]]]:
    """Return sources and targets with their spans; not all have one."""
    sources = zip(event["sources"], event["spans"]["source"], strict=False)
    targets = zip(event["targets"], event["spans"]["target"], strict=False)
    return [*sources, *targets]


def _at(found: Sequence[Actor], start: int, end: int) -> set[str]:
    return {a.id for a in found if any(m.start < end and start < m.end for m in a.mentions)}
