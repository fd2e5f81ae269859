"""What dragoman is made of is told, and what is told is what the lock holds."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def supply():
    """The script, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("supply", ROOT / ".ci" / "supply.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["supply"] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_of_licences_names_what_the_lock_holds(supply):
    """`make licences` was run after the lock was changed."""
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    told = {(row[0].removeprefix("| "), row[1]) for row in rows}
    packages = supply.locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert {(p.name, p.version) for p in packages} <= told
    assert len(packages) > 50


def test_every_licence_is_one_that_fits(supply):
    """A package under another licence is found before it is shipped with."""
    for package in supply.locked((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        supply.licence(package.name)  # raises for another


def test_a_licence_that_does_not_fit_is_refused(supply, monkeypatch):
    """The copyleft of a whole program, and words that say nothing."""
    for words in ("GPL-3.0-only", "Proprietary", "MIT AND AGPL-3.0-only"):
        told = supply.metadata.metadata("click")
        del told["License-Expression"]
        del told["Classifier"]
        told["License-Expression"] = words
        monkeypatch.setattr(supply.metadata, "metadata", lambda name, told=told: told)
        with pytest.raises(ValueError, match="not among those"):
            supply.licence("click")
        monkeypatch.undo()


def test_the_bill_of_materials_holds_each_package_with_its_hashes(supply):
    """As the lock has them: nothing without a hash can be installed."""
    packages = supply.locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    parts = supply.sbom(packages)["components"]
    assert len(parts) == len(packages)
    assert all(p["hashes"] for p in parts)
    assert all(len(h["content"]) == 64 for p in parts for h in p["hashes"])
