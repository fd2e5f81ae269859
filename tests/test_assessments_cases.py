"""Passages of our own, one construction each: status, who asserts and who denies, from text to answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.evaluation import evaluate

if TYPE_CHECKING:
    from dragoman.coding import Coder

CASES = Path(__file__).parent / "cases" / "assessments.tsv"
JUDGED = re.compile(r"(\w+)(?: \+([^-]+?))?(?: -(.+))?")


def rows() -> list[list[str]]:
    """The cases as three columns."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def place(text: str, words: str) -> str | dict[str, int]:
    """Where *words* stand in *text*, or themselves for the author and the unspecified."""
    if words in {"author", "unspecified"}:
        return words
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def passage(name: str, marked: str, judged: str) -> dict[str, Any]:
    """A case in the format of ``evals/assessments``."""
    text, triggers = "", []
    for part in re.split(r"(\[[^\]]+\])", marked):
        words = part.strip("[]")
        if part.startswith("["):
            triggers.append({"start": len(text), "end": len(text) + len(words), "text": words})
        text += words
    events = []
    for trigger, answer in zip(triggers, judged.split("; "), strict=True):
        match = JUDGED.fullmatch(answer)
        assert match is not None, f"{answer!r} is no judgement"
        stands = [
            {"source": place(text, words), "polarity": polarity}
            for polarity, group in (("+", match[2]), ("-", match[3]))
            for words in (group or "").split("|")
            if words
        ]
        events.append({"trigger": trigger, "status": match[1], "assessments": stands})
    return {"id": name, "text": text, "trap": False, "events": events}


@pytest.mark.model
def test_every_case_comes_out_as_judged(coder: Coder, tmp_path: Path):
    """Each passage gets its status, and exactly those who assert and deny."""
    gold = tmp_path / "cases.jsonl"
    cases = [passage(f"{n} {name}", text, judged) for n, (name, text, judged) in enumerate(rows())]
    gold.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    result = evaluate(coder, "assessments", gold)
    assert result.notes == {}
    assert len(result.items) > len(cases)
