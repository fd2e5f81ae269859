"""How sure a coding is: what lowers it, what it leaves out, and what a bad table says."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook import confidence as table
from dragoman.codebook.tables import Faults
from dragoman.confidence import surely
from dragoman.records import Article

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Coding


def coded(coder: Coder, text: str) -> Coding:
    """The coding of *text*."""
    return coder.code(Article(id="x", text=text, published="2024-01-19", published_grain="day"))


def test_a_plan_is_less_sure_than_a_reproach(coder):
    """What is planned is oftener no event than what was said."""
    done = coded(coder, "Japan accused China of spying.").events[0]
    planned = coded(coder, "Japan plans to invite the Chinese president.").events[0]

    assert 0 < planned.confidence < done.confidence < 1


def test_the_least_confidence_leaves_out_the_doubtful(coder):
    """Events below it go, the others stay; without one, all stay."""
    coding = coded(coder, "Japan accused China of spying. Japan plans to invite the Chinese president.")
    sure = max(e.confidence for e in coding.events)

    assert {e.confidence for e in surely(coding, sure).events} == {sure}
    assert len(surely(coding, sure).events) < len(coding.events)
    assert surely(coding, None) == coding


def test_a_bad_table_names_what_is_wrong(tmp_path: Path):
    """A missing figure and one that is no number are both told."""
    good = files("dragoman.codebook").joinpath(table.FILE).read_text(encoding="utf-8")
    (tmp_path / table.FILE).write_text(
        good.replace("ahead", "behind").replace("ACCUSE = 0.7", 'ACCUSE = "much"')
    )
    faults = Faults()

    table.read(tmp_path, faults)

    told = " ".join(faults.found)
    assert "ahead" in told
    assert "ACCUSE is a number" in told
