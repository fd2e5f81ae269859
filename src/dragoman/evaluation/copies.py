"""Near-duplicate texts: are pairs of articles taken for copies of each other or not, against labelled pairs.

The set is silver: a pair is a copy (``dup``) if half of the shorter text's shingles stand in the longer one.
Other pairs share some (``partial``), or tell the same event in other words. Articles go through the store as
in `dragoman add`, so that candidates which the index misses count as missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.errors import SourceError
from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result
from dragoman.records import Coding
from dragoman.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.coding import Coder

COPY = "dup"


def evaluate(coder: Coder, path: Path) -> Result:
    """Score pairs; the articles are in the file beside *path* whose name ends in ``articles``.

    Raises:
        SourceError: if there is no such file.
    """
    pairs = gold.rows(path, "id", "a", "b", "label")
    beside = path.with_name(path.name.replace("pairs", "articles"))
    if beside == path:
        message = (
            f"{path}: give the file of pairs, named ..._pairs.jsonl; its articles are in ..._articles.jsonl"
        )
        raise SourceError(message)
    result = Result("copies", path.stem)
    with Store.open(":memory:") as store:
        for row in gold.rows(beside, "id", "text"):
            store.add(Coding(article=gold.article(row), recipe=coder.recipe))
        linked = store.copies()
    counts = []
    for pair in pairs:
        found = (str(pair["a"]), str(pair["b"])) in linked
        wanted = pair["label"] == COPY
        counts.append(Counts(found and wanted, found, wanted))
        result.item(
            str(pair["id"]), right=found == wanted, note=f"{pair['a']} and {pair['b']}: {pair['label']}"
        )
    result.scores.append(scores.f1("pairs of copies", counts))
    return result
