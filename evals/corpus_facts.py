"""What the annotation of our corpus shares: its tables of actors and places, and how a mention is named.

In: ``actors.tsv`` and ``places.tsv`` in the folder of the annotation. Out: `Facts`, which
``corpus_build.py`` asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook import scheme
from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.records import MentionKind

ARTICLE_FIRST = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
NAME_PARTICLES = frozenset({"of", "the", "and", "for", "al", "s"})
COMMON_FIRST = frozenset(
    {
        "most",
        "police",
        "reporters",
        "protesters",
        "prosecutors",
        "thousands",
        "tens",
        "two",
        "five",
        "nine",
        "thirteen",
        "fourteen",
    }
)
PRONOUNS = frozenset(
    {"he", "him", "his", "himself", "she", "her", "hers", "it", "its", "itself", "they", "them", "their"}
    | {"themselves", "we", "us", "our", "ours", "i", "me", "my", "you", "your", "both", "each", "one"}
    | {"neither", "either", "other", "others", "none", "who", "whose"}
)


@dataclass(slots=True)
class Facts:
    """What the shared tables know about the actors and places of the corpus."""

    actors: dict[str, list[str]]
    places: dict[str, list[str]]
    demonyms: frozenset[str]
    capitals: frozenset[str]
    scheme: scheme.Scheme

    def kind(self, words: str, actor: str = "") -> MentionKind:
        """Return what sort of mention *words* are, for an actor of kind *actor*."""
        if words.lower() in PRONOUNS:
            return "pronoun"
        if words in self.demonyms:
            return "demonym"
        if actor == "country" and words in self.capitals:
            return "metonym"
        bare = ARTICLE_FIRST.sub("", words).split()
        lower = [w for w in bare if w[0].islower() and w not in NAME_PARTICLES]
        described = lower or bare[0].lower() in COMMON_FIRST or bare[-1][0].islower()
        return "nominal" if described else "name"


def _table(path: Path) -> dict[str, list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")][1:]
    return {c[0]: c[1:] for c in cells}


def read_facts(folder: Path) -> Facts:
    """Read the shared tables in *folder* and the codebook's scheme."""
    faults = Faults()
    book = scheme.load(files("dragoman.codebook"), faults)
    faults.stop()
    actors = _table(folder / "actors.tsv")
    return Facts(
        actors=actors,
        places=_table(folder / "places.tsv"),
        demonyms=frozenset(d for a in actors.values() for d in a[6].split("|") if d),
        capitals=frozenset(c for a in actors.values() for c in a[7].split("|") if c),
        scheme=book,
    )
