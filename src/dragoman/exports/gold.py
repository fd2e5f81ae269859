"""Corrected articles in, gold out: codings as `dragoman evaluate` reads them, one a line.

An article is gold when somebody has corrected an event in it, or has said that it is right as it is. It goes
out as that person left it: the coding that counted when the last of its corrections was made, with the
corrections that stand. A coding that counts since then, and that nobody has looked at, is not gold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from dragoman.exports.reports import picks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.exports.codes import Codes
    from dragoman.exports.reports import Tally, Wanted
    from dragoman.store import Store


def lines(store: Store, wanted: Wanted, _codes: Codes, tally: Tally) -> Iterator[str]:
    """Yield one coding for each article that is gold and has a wanted event, with all its events."""
    encoder = msgspec.json.Encoder()
    for coding in store.reviewed():
        if wanted.everything or any(picks(wanted, coding, e) for e in coding.events):
            tally.rows += 1
            yield encoder.encode(replace(coding, dropped=())).decode() + "\n"
