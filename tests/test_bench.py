"""What the bench adds up and writes, on figures made up here: nothing is timed."""

from __future__ import annotations

import importlib
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The bench, which is no part of the package."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("reading")


def test_page_tells_medians_and_ratios(reading):
    """Each part has its median, its range, and its ratio to the bare model of the same round."""
    rounds = [
        reading.Round(bare=100.0, parse=110.0, rooms={"events": 10.0}),
        reading.Round(bare=200.0, parse=220.0, rooms={"events": 20.0}),
        reading.Round(bare=300.0, parse=330.0, rooms={"events": 60.0}),
    ]
    lines = reading.page(rounds, 7, 9000, {"import dragoman": (0.02, 0.01)}).split("\n")
    assert "| bare model | 200.0 | 100.0 to 300.0 | 5,000 | 1.00 |" in lines
    assert "| of it: events | 20.0 | 10.0 to 60.0 | 50,000 | 0.10 |" in lines
    assert "| `Coder.code`, all | 240.0 | 120.0 to 390.0 | 4,167 | 1.20 |" in lines
    assert "| import dragoman | 0.02 | 0.01 |" in lines


def test_time_of_inner_work_counts_once(reading, monkeypatch):
    """What a watched function calls that is watched too is not counted for both."""
    clock = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr(time, "process_time", lambda: next(clock))
    watch = reading.Watch(Counter())
    inner = watch.on("inner", lambda: None)
    watch.on("outer", inner)()
    assert watch.spent == {"inner": 3.0, "outer": 7.0}


def test_rooms_are_those_that_the_coder_calls(reading):
    """Every function that the bench watches is there, and the coder's module calls it by that name."""
    source = (Path(__file__).parents[1] / "src" / "dragoman" / "coding.py").read_text(encoding="utf-8")
    for _, module, function in reading.ROOMS:
        assert callable(getattr(module, function))
        assert f"{module.__name__.rpartition('.')[2]}.{function}(" in source


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The other bench."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("searching")


def test_the_99th_of_a_hundred(searching):
    """One in a hundred may be slower; of few values it is the slowest."""
    assert searching.p99([*range(1, 101)]) == 99
    assert searching.p99([3.0, 1.0]) == 3.0


def test_page_of_searches_tells_them_from_timelines(searching):
    """Each question has its row, and both kinds have one for all."""
    words = [searching.Took(clock, clock / 2) for clock in (1.0, 3.0, 2.0)]
    took = {"search: a word": words, "timeline: a pair": [searching.Took(40.0, 30.0)]}
    lines = searching.page(took, (2000, 2100), 9000).split("\n")
    assert "| search: a word | 3 | 2.0 | 3.0 | 3.0 | 1.5 |" in lines
    assert "| all timelines | 1 | 40.0 | 40.0 | 40.0 | 30.0 |" in lines
    assert "A store of 2,000 articles grew to 2,100 (9,000 events) while it was asked:" in lines


def test_articles_are_made_of_the_sentences_of_others(searching):
    """As many as wanted, each with an id of its own, and no sentence that was not there."""
    text = (
        "The minister arrived in Tallinn on a Monday in March. The talks about gas went on until the evening."
    )
    found = searching.enough([searching.Article(id="a", text=text)], 4, random.Random(1))
    assert [a.id for a in found] == ["a", "made-0", "made-1", "made-2"]
    assert all(part.strip(".") in text for a in found for part in a.text.split(". "))
