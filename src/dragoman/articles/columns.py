"""What the columns of somebody else's table are to us: the map that ``--columns`` gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.articles.ready import NoArticle
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

OURS = ("text", "title", "published", "publisher", "url", "id", "language")
ALIASES = {"date": "published"}
EXAMPLE = "--columns text=body,title=headline,date=pubdate"
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Our names to theirs; what isn't named has our name. A dot goes into an object (``text=story.body``)."""

    theirs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Columns:
        """Return the map that *text* writes as ``ours=theirs,...``.

        Raises:
            SettingsError: if it is no such list, or names something that is not ours.

        >>> Columns.parse("text=body,date=pubdate").theirs
        {'text': 'body', 'published': 'pubdate'}
        """
        found: dict[str, str] = {}
        for part in text.split(","):
            ours, sign, theirs = (x.strip() for x in part.partition("="))
            ours = ALIASES.get(ours, ours)
            if not sign or not theirs:
                message = f"--columns has {part.strip()!r}; write it like {EXAMPLE}"
                raise SettingsError(message)
            if ours not in OURS:
                message = f"--columns has {ours!r}, which is none of {', '.join(OURS)}"
                raise SettingsError(message)
            found[ours] = theirs
        return cls(found)

    def name(self, ours: str) -> str:
        """Return their name of one of our fields."""
        return self.theirs.get(ours, ours)

    def pick(self, row: Mapping[str, object]) -> dict[str, object]:
        """Return what *row* holds of our fields, by our names."""
        found = {ours: _value(row, self.name(ours)) for ours in OURS}
        if found["published"] is None and "published" not in self.theirs:
            found["published"] = row.get("date")
        return {k: v for k, v in found.items() if v is not None}

    def check(self, names: Iterable[str]) -> None:
        """Raise NoArticle if a table whose columns are *names* has no text, or lacks one that was named."""
        there = list(names)
        for ours in ("text", *self.theirs):
            if self.name(ours) not in there:
                shown = ", ".join(there[:SHOWN]) + (", ..." if len(there) > SHOWN else "")
                message = f"it has no column {self.name(ours)!r}; its columns are {shown}"
                raise NoArticle(f"{message}; say which is which: {EXAMPLE}")  # noqa: EM102


def _value(row: Mapping[str, object], name: str) -> object:
    if name in row:
        return row[name]
    value: object = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
