"""Fixtures with plain names. The model is loaded once a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as examples

from dragoman import documents
from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.exports.codes import Codes
from dragoman.settings import Settings
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.documents.parser import SpacyParser
    from tests.server import Site

# A busy machine is no fault: nothing here is timed.
examples.register_profile("untimed", deadline=None)
examples.load_profile("untimed")


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    """The language model; tests that use it carry ``@pytest.mark.model``."""
    return documents.load()


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    """The codebook that ships with dragoman."""
    return Codebook.load()


@pytest.fixture(scope="session")
def codes() -> Codes:
    """The tables of codes that exports use."""
    return Codes.load()


@pytest.fixture
def codes_at_hand(codes: Codes, monkeypatch: pytest.MonkeyPatch) -> Codes:
    """The same, for every export in a test, without reading the tables anew."""
    monkeypatch.setattr(Codes, "load", lambda: codes)
    return codes


@pytest.fixture(scope="session")
def coder(parser: SpacyParser, codebook: Codebook) -> Coder:
    """A coder with default settings."""
    return Coder(parser, codebook, Settings())


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server of the tests' own."""
    with serving() as found:
        yield found
