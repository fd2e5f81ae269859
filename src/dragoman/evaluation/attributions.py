"""Attributions against gold: cue, source and content, as PolNeAR and PARC are scored.

Tokens are runs of word characters, or single other marks. A span holds a token when they share a character.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Counts, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.records import Article, Attribution, Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
ROLES = ("source", "cue", "content")
Pairs: TypeAlias = list[tuple[int, int]]
Pieces: TypeAlias = tuple[Pairs, Pairs, Pairs]


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution as sets of token numbers; ``words`` are the source's tokens that are words."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    words: frozenset[int]


class Tokens:
    """The tokens of a text, found by character offsets."""

    def __init__(self, text: str) -> None:
        """Cut *text* into tokens."""
        self.text = text
        spans = [m.span() for m in _TOKEN.finditer(text)]
        self.starts = [s for s, _ in spans]
        self.ends = [e for _, e in spans]

    def inside(self, pieces: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Return the numbers of the tokens that share a character with one of *pieces*."""
        out: set[int] = set()
        for start, end in pieces:
            first = bisect.bisect_right(self.ends, start)
            out.update(range(first, bisect.bisect_left(self.starts, end)))
        return frozenset(out)

    def told(self, source: Pairs, cue: Pairs, content: Pairs) -> Told:
        """Return an attribution by its pieces."""
        src = self.inside(source)
        words = frozenset(i for i in src if _is_word(self.text[self.starts[i]]))
        return Told(src, self.inside(cue), self.inside(content), words)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _pieces(spans: Sequence[Span]) -> Pairs:
    return [(s.start, s.end) for s in spans]


def outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Return those of *found* that lie in no other's content."""
    return [a for a in found if a.within is None]


def _align(want: list[Told], got: list[Told]) -> list[tuple[int, int]]:
    """Pair gold with predicted, best first: same cue, shared cue, or (without a cue) shared content."""
    ranked = []
    for i, g in enumerate(want):
        for j, p in enumerate(got):
            shared = len(g.content & p.content)
            if g.cue and p.cue:
                if not g.cue & p.cue:
                    continue
                level = 2 if g.cue == p.cue else 1
            elif shared:
                level = 0
            else:
                continue
            ranked.append((-level, -shared, -len(g.source & p.source), i, j))
    return scores.pair_up(ranked)


def _count(want: list[Told], got: list[Told]) -> dict[str, Counts]:
    pairs = [(want[i], got[j]) for i, j in _align(want, got)]
    cues = Counter(g.cue for g in want if g.cue) & Counter(p.cue for p in got if p.cue)
    sourced = (sum(bool(p.source) for p in got), sum(bool(g.source) for g in want))
    out = {
        "cue exact": Counts(
            sum(cues.values()), sum(bool(p.cue) for p in got), sum(bool(g.cue) for g in want)
        ),
        "source exact": Counts(sum(bool(g.source) and g.source == p.source for g, p in pairs), *sourced),
        "source exact (words)": Counts(sum(bool(g.words) and g.words == p.words for g, p in pairs), *sourced),
        "content tokens": Counts(
            sum(len(g.content & p.content) for g, p in pairs),
            sum(len(p.content) for p in got),
            sum(len(g.content) for g in want),
        ),
        "all exact": Counts(
            sum((g.source, g.cue, g.content) == (p.source, p.cue, p.content) for g, p in pairs),
            len(got),
            len(want),
        ),
    }
    for role in ROLES:
        in_gold = frozenset[int]().union(*(getattr(g, role) for g in want))
        in_found = frozenset[int]().union(*(getattr(p, role) for p in got))
        out[f"{role}, by token"] = Counts(len(in_gold & in_found), len(in_found), len(in_gold))
    return out


def evaluate(coder: Coder, path: Path) -> Result:
    """Score attributions against PolNeAR's form or against codings of ours.

    PolNeAR is flat: what is said inside the content of another attribution it never marks, so only our
    outermost attributions are scored against it.
    """
    result = Result(task="attributions", gold=path.name)
    ours = gold.is_codings(path)
    documents: list[dict[str, Counts]] = []
    for article, pieces in _gold(path):
        tokens = Tokens(article.text)
        found = coder.code(article).attributions
        want = [tokens.told(*p) for p in pieces]
        got = [tokens.told(*spans_of(a)) for a in (found if ours else outermost(found))]
        documents.append(_count(want, got))
        _items(article, pieces, _right(want, got), result)
    for measure in documents[0]:
        result.scores.append(scores.f1(measure, [d[measure] for d in documents]))
    macro = [[d[f"{role}, by token"] for role in ROLES] for d in documents]

    def statistic(sample: Sequence[list[Counts]]) -> float:
        each = [scores.f1_of([d[k] for d in sample]) for k in range(len(ROLES))]
        return sum(each) / len(each)

    result.scores.append(scores.mean("token macro-F1", macro, statistic))
    return result


def _right(want: list[Told], got: list[Told]) -> dict[int, bool]:
    """Return, for each gold attribution that is found, whether cue and source are exact."""
    return {i: want[i].cue == got[j].cue and want[i].words == got[j].words for i, j in _align(want, got)}


def _items(article: Article, pieces: Sequence[Pieces], right: dict[int, bool], result: Result) -> None:
    for number, (_, cue, content) in enumerate(pieces):
        start, end = (cue or content or [(0, 0)])[0]
        shown = "cue or source is another" if number in right else "not found"
        note = f"{article.text[start:end][:40]!r} at {start}: {shown}"
        result.item(f"{article.id}#{number}", right=right.get(number, False), note=note)


def _gold(path: Path) -> list[tuple[Article, list[Pieces]]]:
    if gold.is_codings(path):
        return [(c.article, [spans_of(a) for a in c.attributions]) for c in gold.codings(path)]
    return [
        (
            gold.article(row),
            [(_spans(a, "source"), _spans(a, "cue"), _spans(a, "content")) for a in row["attributions"]],
        )
        for row in gold.rows(path, "id", "text", "attributions")
    ]


def spans_of(a: Attribution) -> Pieces:
    """Return the pieces of source, cue and content."""
    return (
        _pieces(a.source.spans) if a.source else [],
        _pieces(a.cue.spans) if a.cue else [],
        _pieces(a.content.spans),
    )


def _spans(row: gold.Row, role: str) -> Pairs:
    return [(s, e) for s, e in row.get(f"{role}_spans") or []]
