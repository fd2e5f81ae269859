"""Claims against gold: who asserts and who denies each thing that is claimed to have happened.

The gold events, put together by the gold table of happenings, make the gold claims. Ours come from reading
the same articles, linking what is found, and asking for claims: a claim is compared with those of our
happenings
that hold one of its events, so what is not found or not linked counts as missed. Names count as the same if
their mentions overlap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.claims import claim
from dragoman.errors import SourceError
from dragoman.evaluation import gold, scores
from dragoman.evaluation.happenings import TABLE, labels, match
from dragoman.evaluation.scores import Counts, Result
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragoman.claims import Claim
    from dragoman.coding import Coder
    from dragoman.records import Coding, Mention
    from dragoman.store import EventRow

    Key = tuple[str, str]


def evaluate(coder: Coder, path: Path) -> Result:
    """Score the sets of asserters and deniers over the articles that lie beside a table of happenings.

    Raises:
        SourceError: if *path* is neither such a table nor its folder.
    """
    table = path / TABLE if path.is_dir() else path
    if table.name != TABLE:
        message = f"{path}: no gold for claims; give a folder of codings that holds {TABLE}"
        raise SourceError(message)
    codings = gold.codings(table.parent)
    wanted = labels(table, [(c.article.id, e.id) for c in codings for e in c.events])
    ours = {c.article.id: coder.code(c.article) for c in codings}
    matched = {(c.article.id, a): (c.article.id, b) for c in codings for a, b in match(c, ours[c.article.id])}
    known = {key: name for c in codings for key, name in _names(c, ours[c.article.id]).items()}
    gold_rows, our_rows = _rows(codings), _rows(list(ours.values()))
    by_number: dict[int | None, list[EventRow]] = {}
    for row in our_rows.values():
        by_number.setdefault(row.happening, []).append(row)
    result = Result("claims", table.parent.name)
    counts: dict[str, list[Counts]] = {"asserters": [], "deniers": []}
    for name in dict.fromkeys(wanted.values()):
        keys = [key for key, label in wanted.items() if label == name]
        made = claim([gold_rows[key] for key in keys])
        if made is None:
            continue
        numbers = {our_rows[matched[key]].happening for key in keys if key in matched}
        found = [c for n in sorted(n for n in numbers if n is not None) if (c := claim(by_number[n]))]
        wrong = []
        for side, outcomes in counts.items():
            want, have = _sources([made], side, {}), _sources(found, side, known)
            outcomes.append(Counts(len(want & have), len(have), len(want)))
            if want != have:
                wrong.append(
                    f"{side} {', '.join(sorted(have)) or 'none'}, not {', '.join(sorted(want)) or 'none'}"
                )
        result.item(name, right=not wrong, note="; ".join(wrong))
    result.scores += [scores.f1(f"{side}, of all claims", outcomes) for side, outcomes in counts.items()]
    return result


def _rows(codings: Sequence[Coding]) -> dict[Key, EventRow]:
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        numbers = set(store.partition().values())
        return {(row.article_id, row.id): row for row in store.happening_rows(numbers)}


def _names(wanted: Coding, found: Coding) -> dict[Key, str]:
    """Return, by article and our name, the name of the gold actor whose mentions cover ours best."""
    out = {}
    for ours in found.actors:
        alike = [
            (sum(_overlap(m, n) for m in ours.mentions for n in a.mentions), a.name) for a in wanted.actors
        ]
        share, name = max(alike, default=(0.0, ""))
        if share:
            out[wanted.article.id, ours.name] = name
    return out


def _overlap(m: Mention, n: Mention) -> float:
    """Return the share of the words of two mentions that is common to both."""
    common = min(m.end, n.end) - max(m.start, n.start)
    return max(0.0, common / (max(m.end, n.end) - min(m.start, n.start)))


def _sources(found: Sequence[Claim], side: str, known: Mapping[Key, str]) -> set[str]:
    """Return who stands on *side*, under the gold's names."""
    names = {}
    for c in found:
        last = {s.source: s for s in c.sayings}
        for name in c.asserters if side == "asserters" else c.deniers:
            saying = last.get(name)
            names[name] = known.get((saying.article, name), name) if saying else name
    return {name.casefold() for name in names.values()}
