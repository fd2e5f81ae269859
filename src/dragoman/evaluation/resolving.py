"""Phrases and names out of context against gold: country and sector, and the office held on a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING

from dragoman import actors
from dragoman.codebook.who.lexicon import fold
from dragoman.errors import SourceError
from dragoman.evaluation import gold, scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook import Codebook
    from dragoman.coding import Coder
    from dragoman.evaluation.scores import Result

# NGEC's spellings; its codes for what is unknown or no actor stand for none.
COUNTRIES = {"XKX": "KOS", "": None}
SECTORS = {"HLH": "MED", "JNK": "", "UNK": "", "????": ""}
MADE = date(2023, 1, 1)
"""What NGEC's "today" is, roughly: the day the set was made."""

FORMER = "ELI"
"""The sector of those who held an office once: the role is told, and is over."""

# Heads of state and government, foreign and defence ministers: whom a table of offices should hold. Not
# premiers of provinces, speakers who are called presidents, junior ministers.
_TOP = re.compile(
    r"\b(president|prime minister|premier|chancellor|taoiseach|king|queen|emperor|emir|sultan|monarch"
    r"|head of state|head of government|foreign minister|minister of foreign|minister for foreign|external"
    r"|defen[cs]e|secretary of state|foreign secretary|supreme leader|chairman of the council of ministers"
    r")\b",
    re.IGNORECASE,
)
_NOT_TOP = re.compile(
    r"\b(vice|deputy|former|parliament|parliamentary|senate|assembly|governor|chamber|house|court|bank"
    r"|council(?! of min)|treasury|premier of|chief|advis[eo]r"
    r"|assistant|assisting|associate|staff|office|in charge"
    r"|home affairs|counsell?or|duchy|head of the|.kim of"
    r"|secretary of state for(?! (foreign|defen[cs]e))|caixa"
    r"|defen[cs]e (equipment|materiel|and space|industr\w+))\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile("foreign|external|state|international relations", re.IGNORECASE)
_MONTH = re.compile(r"\d{4}-\d{2}")
_TURNED = re.compile(r"(.+), (.+ of the)")
_MAIN = frozenset(
    [
        "president",
        "minister",
        "king",
        "queen",
        "emperor",
        "emir",
        "chancellor",
        "premier",
        "secretary",
        "sultan",
    ]
)


def evaluate(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score phrases (with ``expected``), or persons on a day (``roles_held``, or ``role`` and ``start``).

    Raises:
        SourceError: if the records are of no such form.
    """
    if {"actor", "expected"} <= set(rows[0]):
        return _phrases(coder.codebook, rows, result)
    if {"person", "roles_held"} <= set(rows[0]):
        return _on_a_day(coder.codebook, rows, result)
    if {"person", "role", "start"} <= set(rows[0]):
        return _first_day(coder.codebook, rows, result)
    message = f"{result.gold}: neither codings, pronouns, phrases nor persons; is this gold for another task?"
    raise SourceError(message)


def _phrases(codebook: Codebook, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score phrases: country and sector, where the gold has them. What needs its context is left out."""
    both: list[bool] = []
    either: list[bool] = []
    placed: list[bool] = []
    stateless: list[bool] = []
    for row in rows:
        want = row["expected"]
        if row.get("context") or not {"country", "code_1", "none"} & set(want):
            continue
        got = actors.resolve(codebook, row["actor"], _day(row.get("date")))
        wanted = None if want.get("none") else COUNTRIES.get(want.get("country"), want.get("country"))
        asked = "country" in want or bool(want.get("none"))
        country = not asked or wanted == got.country
        sector = "code_1" not in want or _sector(want["code_1"]) == _sector(got.sector)
        among = "code_1" not in want or _sector(want["code_1"]) in ({_sector(s) for s in got.sectors} or {""})
        both.append(country and sector)
        either.append(country and among)
        if asked:
            (placed if wanted else stateless).append(country)
        note = f"{row['actor']!r} {wanted} {want.get('code_1')}: {got.country} {'/'.join(got.sectors)}"
        result.item(row["id"], right=both[-1], note=note)
    result.scores.append(scores.share("country and sector", both))
    result.scores.append(scores.share("country and one of the sectors", either))
    result.scores.append(scores.share("country, where there is one", placed))
    result.scores.append(scores.share("no country, where there is none", stateless))
    return result


def _sector(code: str | None) -> str:
    return SECTORS.get(code or "", code or "")


def _first_day(codebook: Codebook, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score foreign ministers on their first day."""
    codes = {name: c.code for c in codebook.who.countries.values() for name in (c.name, *c.names)}
    country: list[bool] = []
    office: list[bool] = []
    for row in rows:
        got = actors.resolve(codebook, row["person"], _day(row["start"]))
        wanted = codes.get(row["country"]) or codebook.who.country_of(_TURNED.sub(r"\2 \1", row["country"]))
        country.append(got.country is not None and got.country == wanted)
        office.append(country[-1] and any(_FOREIGN.search(r) for r in got.roles))
        note = f"{row['person']} {row['start']}: {got.country} {got.role}"
        result.item(row["id"], right=office[-1], note=note)
    result.scores.append(scores.share("country and office", office))
    result.scores.append(scores.share("country", country))
    return result


def _on_a_day(codebook: Codebook, rows: Sequence[gold.Row], result: Result) -> Result:
    """Score persons on a day: country and an office held then; whose tenure is over holds that no more."""
    office: dict[bool, list[bool]] = {True: [], False: []}
    country: dict[bool, list[bool]] = {True: [], False: []}
    answered: list[bool] = []
    true: list[bool] = []
    over: list[bool] = []
    for row in rows:
        got = actors.resolve(codebook, row["person"], _day(row["date"]))
        held = row["roles_held"]
        note = f"{row['person']} {row['date']} {held}: {got.country} {got.role}"
        if not (row["in_office"] and held):
            seed = [row["seed_role"]]
            over.append(got.sector == FORMER or not any(_same_office(r, seed) for r in got.roles))
            result.item(row["id"], right=over[-1], note=note)
            continue
        right = got.country == COUNTRIES.get(row["country"], row["country"])
        top = any(_TOP.search(h) and not _NOT_TOP.search(h) for h in held)
        answered.append(got.country is not None)
        if answered[-1]:
            true.append(right)
        country[top].append(right)
        office[top].append(right and any(_same_office(r, held) for r in got.roles))
        result.item(row["id"], right=office[top][-1], note=note)
    result.scores.append(scores.share("country and office, heads and main ministers", office[True]))
    result.scores.append(scores.share("country, heads and main ministers", country[True]))
    result.scores.append(scores.share("country and office, all others", office[False]))
    result.scores.append(scores.share("country, all others", country[False]))
    result.scores.append(scores.share("answered", answered))
    result.scores.append(scores.share("country right, of those answered", true))
    result.scores.append(scores.share("not in office after the tenure", over))
    return result


def _same_office(role: str, held: Sequence[str]) -> bool:
    """Whether *role* and one of the roles *held* share a main word."""
    words = set(re.findall(r"\w+", fold(role)))
    return any(words & set(re.findall(r"\w+", fold(h))) & _MAIN or fold(h) == fold(role) for h in held)


def _day(text: str | None) -> date | None:
    """Return the date that the gold gives, in one of its forms, or None."""
    if not text or text == "None":
        return None
    if text.lower() == "today":
        return MADE
    if _MONTH.fullmatch(text):  # a month alone: its last day, by when a tenure that began in it had begun
        year, month = (int(p) for p in text.split("-"))
        return date(year, month, monthrange(year, month)[1])
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
