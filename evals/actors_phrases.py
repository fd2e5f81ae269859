"""Measures the resolver on phrases and names out of context.

    python evals/actors_phrases.py ngec ../shared/gold/actors/ngec_actor_tests.jsonl [--show]
    python evals/actors_phrases.py ministers ../shared/gold/actors/foreign_ministers.jsonl [--show]
    python evals/actors_phrases.py queries ../shared/gold/actors/actor_queries.jsonl [--show]

ngec: country and sector, where the gold has them, both right (its spellings of codes mapped to PLOVER's).
ministers: country and a foreign minister's role on the first day in office. queries: country, and a role
that shares a main word with one held on that day; heads and ministers apart from all others.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from dragoman import actors
from dragoman.codebook import Codebook
from dragoman.codebook.who.lexicon import fold

CODES = {"XKX": "KOS", "": None}
SECTORS = {"HLH": "MED", "JNK": "", "UNK": "", "????": ""}
TOP = re.compile(
    r"\b(president|prime minister|premier|chancellor|taoiseach|king|queen|emperor|emir|sultan|monarch|"
    r"head of state|head of government|foreign minister|minister of foreign|minister for foreign|external|"
    r"defen[cs]e|secretary of state|foreign secretary|supreme leader|chairman of the council of ministers)\b",
    re.IGNORECASE,
)
NOT_TOP = re.compile(r"\b(vice|deputy|former|parliament|senate|assembly|governor)\b", re.IGNORECASE)


def plain(sector: str | None) -> str:
    """Return the gold's sector as PLOVER has it; the unknown one as nothing."""
    return SECTORS.get(sector or "", sector or "")


def day(text: str | None) -> date | None:
    """Return the date that the gold gives ("today" is the day it was made, roughly), or None."""
    if not text or text == "None":
        return None
    if text.lower() == "today":
        return date(2023, 1, 1)
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def ngec(book: Codebook, items: list[dict[str, object]], *, show: bool) -> None:
    """Score phrases: country and sector where the gold has them."""
    tally: Counter[str] = Counter()
    for item in items:
        expected = item["expected"]
        assert isinstance(expected, dict)
        phrase = str(item["actor"])
        got = actors.resolve(book, phrase, day(str(item.get("date"))))
        if "country" not in expected and "code_1" not in expected and "none" not in expected:
            continue
        if item.get("context"):
            continue
        tally["n"] += 1
        country = (
            "country" not in expected or CODES.get(expected["country"], expected["country"]) == got.country
        )
        gold = plain(expected.get("code_1"))
        sectors = {plain(s) for s in got.sectors} or {""}
        sector = "code_1" not in expected or gold == plain(got.sector)
        sector_in = "code_1" not in expected or gold in sectors
        if expected.get("none"):
            country = got.country is None
        tally["country"] += country
        tally["sector"] += sector
        tally["both"] += country and sector
        tally["both, any sector"] += country and sector_in
        if show and not (country and sector):
            print(
                repr(phrase),
                item.get("date"),
                expected,
                "got",
                got.country,
                got.sectors,
                got.name,
                got.reasons,
            )
    report(tally)


def report(tally: Counter[str]) -> None:
    """Print each count as a share of n."""
    n = tally.pop("n")
    print(", ".join(f"{k} {100 * v / n:.1f} %" for k, v in tally.items()), f"(n {n})")


def ministers(book: Codebook, items: list[dict[str, object]], *, show: bool) -> None:
    """Score foreign ministers on their first day."""
    codes = {name: c.code for c in book.who.countries.values() for name in (c.name, *c.names)}
    tally: Counter[str] = Counter()
    for item in items:
        got = actors.resolve(book, str(item["person"]), day(str(item["start"])))
        gold = codes.get(str(item["country"])) or book.who.country_of(str(item["country"]))
        tally["n"] += 1
        tally["answered"] += got.country is not None
        right = got.country == gold
        tally["country"] += right
        tally["country and role"] += right and bool(
            re.search("foreign|external|state", got.role or "", re.IGNORECASE)
        )
        if show and not right:
            print(item["person"], "|", item["country"], item["role"], item["start"], "got", got)
    report(tally)


def shares_word(role: str | None, held: list[str]) -> bool:
    """Whether *role* and one of the roles *held* share a main word."""
    main = {
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
    }
    words = set(re.findall(r"\w+", fold(role or "")))
    return any(words & set(re.findall(r"\w+", fold(h))) & main or fold(h) == fold(role or "") for h in held)


def queries(book: Codebook, items: list[dict[str, object]], *, show: bool) -> None:
    """Score office holders on a day."""
    tally: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for item in items:
        held = item["roles_held"]
        assert isinstance(held, list)
        if not item["in_office"] or not held:
            continue
        top = any(TOP.search(h) and not NOT_TOP.search(h) for h in held)
        got = actors.resolve(book, str(item["person"]), day(str(item["date"])))
        count = tally[top]
        count["n"] += 1
        count["answered"] += got.country is not None
        gold = str(item["country"])
        right = got.country == CODES.get(gold, gold)
        count["country"] += right
        count["country and role"] += right and shares_word(got.role, held)
        if show and top and not (right and shares_word(got.role, held)):
            print(item["person"], item["country"], item["date"], held, "got", got.country, got.role)
    for top, count in tally.items():
        print("heads, foreign and defence ministers:" if top else "others:", end=" ")
        report(count)


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=["ngec", "ministers", "queries"])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    items = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    {"ngec": ngec, "ministers": ministers, "queries": queries}[options.task](
        Codebook.load(), items, show=options.show
    )


if __name__ == "__main__":
    main()
