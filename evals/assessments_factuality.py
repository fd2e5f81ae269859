"""Scores `assessments.judge` on factuality gold: Pearson's r, mean error, F1 of "not certain or not true".

    python evals/assessments_factuality.py GOLD.jsonl... [--cache FOLDER] [--errors N]

GOLD holds one predicate a line: ``sentence``, ``predicate_span`` and ``score`` (-3 to 3), or ``token_text``
and ``predicate_token`` (CommitmentBank), or ``certainty`` and ``polarity`` in place of the score (MEANTIME).

Two questions are asked in these sets, so there are two monotone readings of a judgement. MEANTIME asks how
surely the act is presented, whenever it happens: "will sign" is certain. UDS asks whether it happened: "will
sign" has not.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from dragoman import assessments
from dragoman.codebook import Codebook, factuality
from dragoman.codebook.tables import Faults
from dragoman.evaluation.parses import KeptParses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.assessments import Judgement

CERTAIN = {"certain": 3.0, "probable": 2.0, "possible": 1.0, "unknown": 0.0}
PRESENTED = frozenset({"done", "planned", "foreseen"})
# Sooner a purpose ("flew to Oslo to sign") than a prediction, sooner that than a timetable or a demand.
HAPPENED = {"foreseen": -0.75, "requested": -1.5, "conditional": -0.5, "question": -0.5}
PLANNED = {"certain": -1.5, "probable": 0.0, "possible": -0.5, "unknown": -0.5}
NOT = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One predicate with its gold score."""

    id: str
    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One predicate as judged."""

    item: Item
    judgement: Judgement
    predicted: float


def presented(j: Judgement) -> float:
    """Return how surely the act is presented as true, whatever its time: MEANTIME's question."""
    sign = {"+": 1.0, "-": -1.0, "unknown": 0.0}[j.polarity]
    return sign * CERTAIN[j.certainty] if j.mood in PRESENTED else 0.0


def happened(j: Judgement) -> float:
    """Return how surely it has happened: UDS's question."""
    if j.mood == "planned":
        return PLANNED[j.certainty] if j.polarity != "-" else NOT
    if j.mood != "done":
        return HAPPENED[j.mood]
    return {"+": CERTAIN[j.certainty], "-": NOT, "unknown": 0.0}[j.polarity]


def read(path: Path) -> list[Item]:
    """Return the items of a gold file."""
    with path.open(encoding="utf-8") as lines:
        found = (json.loads(line) for line in lines if line.strip())
        return [_item(row) for row in found if "predicate_span" in row or "token_text" in row]


def _item(row: dict[str, Any]) -> Item:
    if "predicate_span" in row:
        text = row["sentence"]
        start, end = row["predicate_span"]
    else:
        text = row["token_text"]
        words = text.split(" ")
        start = len(" ".join(words[: row["predicate_token"]])) + 1
        end = start + len(words[row["predicate_token"]])
    return Item(id=row["id"], text=text, start=start, end=end, score=_gold(row))


def _gold(row: dict[str, Any]) -> float:
    if "score" in row:
        return float(row["score"])
    sign = {"POS": 1.0, "NEG": -1.0}.get(row["polarity"] or "", 0.0)
    return sign * {"CERTAIN": 3.0, "PROBABLE": 1.5, "POSSIBLE": 0.75}.get(row["certainty"] or "", 0.0)


def judge(
    items: Sequence[Item], parser: KeptParses, codebook: Codebook, *, asks_presented: bool
) -> list[Scored]:
    """Judge every item."""
    out = []
    for item in items:
        doc = parser.parse(item.text)
        place = doc.tokens_in(item.start, item.end)
        head = doc.root_of(place.start, place.stop) if place else 0
        j = assessments.judge(doc, codebook, head)
        out.append(Scored(item=item, judgement=j, predicted=presented(j) if asks_presented else happened(j)))
    return out


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    """Return Pearson's r; nan where one side never varies."""
    n = len(pairs)
    mx, my = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xy = sum((x - mx) * (y - my) for x, y in pairs)
    xx, yy = sum((x - mx) ** 2 for x, _ in pairs), sum((y - my) ** 2 for _, y in pairs)
    return xy / math.sqrt(xx * yy) if xx and yy else math.nan


def f1_not_certain(scored: Sequence[Scored]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of "not certain or not true", in per cent."""
    gold = [s.item.score < 3.0 for s in scored]
    said = [s.predicted < 3.0 for s in scored]
    hit = sum(g and p for g, p in zip(gold, said, strict=True))
    precision = 100 * hit / max(1, sum(said))
    recall = 100 * hit / max(1, sum(gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _errors(scored: Sequence[Scored], number: int) -> None:
    worst = sorted(scored, key=lambda s: -abs(s.predicted - s.item.score))[:number]
    for s in worst:
        a, b, t = s.item.start, s.item.end, s.item.text
        rules = "; ".join(r.rule.removeprefix("factuality: ") for r in s.judgement.reasons)
        shown = f"{t[max(0, a - 110) : a]}[[{t[a:b]}]]{t[b : b + 60]}"
        print(f"  {s.item.score:5.2f} {s.predicted:5.2f} {shown}  <{rules}>")


def main() -> None:
    """Score the sets named on the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    options.add_argument("--errors", type=int, default=0)
    chosen = options.parse_args()
    parser, faults = KeptParses(chosen.cache), Faults()
    words = factuality.load(files("dragoman.codebook"), faults)
    faults.stop()
    book = cast("Codebook", SimpleNamespace(factuality=words))
    for path in chosen.gold:
        scored = judge(read(path), parser, book, asks_presented="meantime" in path.name)
        pairs = [(s.predicted, s.item.score) for s in scored]
        mae = sum(abs(a - b) for a, b in pairs) / len(pairs)
        p, r, f = f1_not_certain(scored)
        print(
            f"{path.stem:26} n={len(pairs):5} r={pearson(pairs):.3f} mae={mae:.3f} "
            f"not-certain P={p:.1f} R={r:.1f} F1={f:.1f}"
        )
        _errors(scored, chosen.errors)


if __name__ == "__main__":
    main()
