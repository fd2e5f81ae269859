"""Actors against gold: country and sector of phrases, offices on a day, pronouns, and our own codings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragoman import actors
from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Actor, Coding


def evaluate(coder: Coder, path: Path) -> Result:
    """Score actors against whichever of the known forms *path* has."""
    result = Result(task="actors", gold=path.name)
    if gold.is_codings(path):
        return _codings(coder, gold.codings(path), result)
    rows = gold.rows(path)
    if "expected" in rows[0]:
        return _phrases(coder, rows, result)
    if "pronoun" in rows[0] or "Pronoun" in rows[0]:
        return _pronouns(coder, rows, result)
    return _offices(coder, rows, result)


def _codings(coder: Coder, want: list[Coding], result: Result) -> Result:
    """Score mentions: found, and among those found the right country and sector."""
    found: list[Counts] = []
    country: list[bool] = []
    sector: list[bool] = []
    for g in want:
        got = coder.code(g.article)
        here = {(m.start, m.end): a for a in got.actors for m in a.mentions}
        there = {(m.start, m.end): a for a in g.actors for m in a.mentions}
        pairs = [(a, _overlapping(here, span)) for span, a in there.items()]
        for span in there:
            result.items[f"{g.article.id}@{span[0]}"] = _overlapping(here, span) is not None
        hit = [(a, b) for a, b in pairs if b is not None]
        found.append(Counts(len(hit), len(here), len(there)))
        country.extend(a.country == b.country for a, b in hit)
        sector.extend(a.sector == b.sector for a, b in hit if a.sector)
    result.scores.append(scores.f1("mention found (overlap)", found))
    result.scores.append(scores.share("country right, of those found", country))
    result.scores.append(scores.share("sector right, of those found", sector))
    return result


def _overlapping(table: dict[tuple[int, int], Actor], span: tuple[int, int]) -> Actor | None:
    if span in table:
        return table[span]
    return next((a for (s, e), a in table.items() if s < span[1] and span[0] < e), None)


def _phrases(coder: Coder, rows: list[gold.Row], result: Result) -> Result:
    """Score actor phrases out of context: country and sector both right."""
    both: list[bool] = []
    country: list[bool] = []
    for row in rows:
        want = row["expected"]
        if not {"country", "code_1", "none"} & set(want):
            continue
        got = actors.resolve(coder.codebook, row["actor"], _day(row["date"]))
        place = got.country if got else None
        sector = got.sectors[0] if got and got.sectors else None
        right_place = (want.get("country") or None) == place if "country" in want else True
        right_sector = (want.get("code_1") or None) == sector if want.get("code_1") else True
        if "none" in want:
            right_place = right_sector = place is None
        if want.get("country"):
            country.append(right_place)
        both.append(right_place and right_sector)
        result.items[row["id"]] = both[-1]
    result.scores.append(scores.share("country and sector", both))
    result.scores.append(scores.share("country, where there is one", country))
    return result


def _offices(coder: Coder, rows: list[gold.Row], result: Result) -> Result:
    """Score name and day against the country and an office of that person on that day."""
    right: list[bool] = []
    answered: list[bool] = []
    for row in rows:
        day = _day(row.get("date") or row.get("start"))
        got = actors.resolve(coder.codebook, row["person"], day)
        answered.append(got is not None and got.country is not None)
        if answered[-1]:
            assert got is not None
            want = row["country"]
            right.append(want in (got.country, coder.codebook.who.country_of(want) and got.country))
        result.items[row["id"]] = bool(answered[-1] and right[-1])
    result.scores.append(scores.share("answered", answered))
    result.scores.append(scores.share("country right when answered", right))
    return result


def _pronouns(coder: Coder, rows: list[gold.Row], result: Result) -> Result:
    """Score a pronoun's antecedent: F1 over both candidate names, as GAP does."""
    counts: list[Counts] = []
    for row in rows:
        coding = coder.code(gold.article(row))
        start, end = row["pronoun"]
        holder = next(
            (a for a in coding.actors if any(m.start < end and start < m.end for m in a.mentions)), None
        )
        got = [
            holder is not None and any(m.start < e and s < m.end for m in holder.mentions)
            for s, e in (row["a"], row["b"])
        ]
        want = [row["a_coref"], row["b_coref"]]
        counts.append(Counts(sum(g and w for g, w in zip(got, want, strict=True)), sum(got), sum(want)))
        result.items[row["id"]] = got == want
    result.scores.append(scores.f1("pronoun to name", counts))
    return result


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
