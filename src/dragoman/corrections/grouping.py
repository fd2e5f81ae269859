"""Merges and splits in, pairs of reports out that are to be together or apart. The later word wins."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dragoman.corrections.records import Correction, Handle


class Decided(NamedTuple):
    """What is decided on two reports, by which correction."""

    together: bool
    correction: int


def decide(
    corrections: Iterable[Correction], report: Callable[[Handle], int | None]
) -> dict[tuple[int, int], Decided]:
    """Return what *corrections*, in the order in which they were made, decide on each pair of reports.

    *report* gives the key of the report that a handle means; None where there is none now. The lower key
    comes first in a pair.
    """
    out: dict[tuple[int, int], Decided] = {}
    for one in corrections:
        mine, others = ([k for h in hs if (k := report(h)) is not None] for hs in (one.together, one.apart))
        for pair, together in _pairs(mine, others):
            out[pair] = Decided(together, one.id)
    return out


def _pairs(mine: Sequence[int], others: Sequence[int]) -> Iterator[tuple[tuple[int, int], bool]]:
    for a, b in combinations(sorted(set(mine)), 2):
        yield (a, b), True
    for a, b in product(mine, others):
        if a != b:
            yield (min(a, b), max(a, b)), False
