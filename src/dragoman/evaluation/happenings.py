"""Happenings against gold: which events of a corpus are one, and which articles report one main happening.

Two kinds of gold. Codings with a table ``happening, article, event`` beside them (``happenings.tsv``): the
gold events are linked, so that only the linking is scored, by pairs. Articles with the cluster they belong to
(``cluster``): they are read, added and grouped by their main happening, and scored by B-cubed F1 beside a
clusterer by TF-IDF cosine at the threshold that is best for it on this very set.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING

from dragoman.errors import SourceError
from dragoman.evaluation import gold, scores, tfidf
from dragoman.evaluation.scores import Counts, Result
from dragoman.happenings import main_happenings
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragoman.coding import Coder
    from dragoman.evaluation.scores import Score
    from dragoman.records import Article, Coding

    Key = tuple[str, str]
    Pair = tuple[float, float]

TABLE = "happenings.tsv"
PIECES = "galaxy_pieces.toml"
THRESHOLDS = tuple(n / 100 for n in range(10, 42, 2))
_DAY = re.compile(r"(20[01]\d)[/-]([01]\d)[/-]([0-3]\d)(?!\d)")


def evaluate(coder: Coder, path: Path) -> Result:
    """Score the gold in *path*: a table of happenings, the folder it lies in, or articles with clusters.

    Raises:
        SourceError: if there is none of these.
    """
    table = path / TABLE if path.is_dir() else path
    if table.name == TABLE or path.is_dir():
        return _events(table, gold.codings(table.parent), coder)
    return _articles(coder, gold.rows(path, "id", "text", "cluster"), Result("happenings", path.stem))


# Events of a corpus ---------------------------------------------------------------------------------------


def labels(table: Path, known: Iterable[Key]) -> dict[Key, str]:
    """Return the happening of every known event; one that the table does not name is alone.

    Raises:
        SourceError: if the table is not there or names an event twice, or one that there is not.
    """
    if not table.is_file():
        message = f"{table}: no such table; its columns are happening, article and event"
        raise SourceError(message)
    found = {key: "#".join(key) for key in known}
    named: set[Key] = set()
    for number, line in enumerate(table.read_text("utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if line.startswith("#") or not line.strip() or cells == ["happening", "article", "event"]:
            continue
        key = (cells[1], cells[2]) if len(cells) == 3 else ("", "")
        if key not in found or key in named:
            message = (
                f"{table} line {number}: no such event, or named twice; columns are happening, article, event"
            )
            raise SourceError(message)
        named.add(key)
        found[key] = cells[0]
    return found


def _events(table: Path, codings: Sequence[Coding], coder: Coder) -> Result:
    """Score pairs of events of different articles, with the gold events and with our own."""
    result = Result("happenings", table.parent.name)
    wanted = labels(table, [(c.article.id, e.id) for c in codings for e in c.events])
    found = _linked(codings)
    result.scores.append(_pairs("pairs, gold events given", wanted, found, result))
    ours = {c.article.id: coder.code(c.article) for c in codings}
    matched = {(c.article.id, a): (c.article.id, b) for c in codings for a, b in match(c, ours[c.article.id])}
    linked = _linked(list(ours.values()))
    whole = {
        key: linked.get(matched[key], -1 - n) if key in matched else -1 - n for n, key in enumerate(wanted)
    }
    result.scores.append(_pairs("pairs, own events", wanted, whole, None))
    return result


def _linked(codings: Sequence[Coding]) -> dict[Key, int]:
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        return store.partition()


def match(wanted: Coding, found: Coding) -> list[tuple[str, str]]:
    """Pair gold events with ours: of one type, with one trigger or else in one sentence."""
    ranked = [
        (0 if (w.trigger.start, w.event_type) == (f.trigger.start, f.event_type) else 1, i, j)
        for i, w in enumerate(wanted.events)
        for j, f in enumerate(found.events)
        if w.event_type == f.event_type
        and w.sentence.start < f.sentence.end
        and f.sentence.start < w.sentence.end
    ]
    pairs = scores.pair_up(ranked)
    return [(wanted.events[i].id, found.events[j].id) for i, j in pairs]


def _pairs(
    measure: str, wanted: Mapping[Key, object], found: Mapping[Key, object], result: Result | None
) -> Score:
    """Return pair F1 over events of different articles; the interval is over happenings."""
    units: dict[object, Counts] = defaultdict(lambda: Counts(0, 0, 0))
    for a, b in combinations(sorted(wanted), 2):
        want, have = wanted[a] == wanted[b], found[a] == found[b]
        if a[0] == b[0] or not (want or have):
            continue
        unit = wanted[a] if want else wanted[min(a, b)]
        c = units[unit]
        units[unit] = Counts(c.right + (want and have), c.predicted + have, c.gold + want)
        if result is not None:
            note = f"{wanted[a]}: {'missed' if want else 'joined wrongly'}"
            result.item(f"{a[0]}#{a[1]}={b[0]}#{b[1]}", right=want == have, note=note)
    return scores.f1(measure, list(units.values()))


# Articles by main happening -------------------------------------------------------------------------------


def _articles(coder: Coder, rows: Sequence[gold.Row], result: Result) -> Result:
    found = {str(r["id"]): _article(r) for r in rows}
    wanted = _wanted(rows)
    with Store.open(":memory:") as store:
        for article in found.values():
            store.add(coder.code(article))
        ours = _by_article(main_happenings(store))
    texts = {key: f"{a.title or ''}\n{a.text}" for key, a in found.items()}
    cosines = tfidf.likeness(texts)
    theirs = max(
        (_by_article(tfidf.clusters(texts, cosines, least)) for least in THRESHOLDS),
        key=lambda c: bcubed(_shares(wanted, c)),
    )
    mine, base = _shares(wanted, ours), _shares(wanted, theirs)
    for key, (p, r) in zip(wanted, mine, strict=True):
        note = f"{wanted[key]}: precision {p:.2f}, recall {r:.2f}: {found[key].title}"
        result.item(key, right=p == r == 1.0, note=note)
    result.scores += [_score("B-cubed, by main happening", mine), _score("B-cubed, TF-IDF at its best", base)]
    lead = [(*a, *b) for a, b in zip(mine, base, strict=True)]
    result.scores.append(
        scores.mean(
            "points above TF-IDF at its best",
            lead,
            lambda s: bcubed([x[:2] for x in s]) - bcubed([x[2:] for x in s]),
        )
    )
    return result


def _article(row: gold.Row) -> Article:
    """Return a row as an article. Where only the day of crawling is known, the day is the URL's."""
    day = (
        gold.iso(row.get("crawl_date")) if row.get("file") == "handpicked" else _day_in(row.get("url") or "")
    )
    return replace(gold.article(row), published=day, published_grain="day" if day else None, language="en")


def _day_in(url: str) -> str | None:
    found = _DAY.search(url)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _wanted(rows: Sequence[gold.Row]) -> dict[str, str]:
    """Return each article's cluster; background is alone, or with what tells the same."""
    table = tomllib.loads(files("dragoman.evaluation").joinpath(PIECES).read_text("utf-8"))
    other = {piece: f"background {piece}" for piece in table["alone"]}
    other |= {piece: name for name, pieces in table["together"].items() for piece in pieces}
    return {str(r["id"]): other.get(str(r["id"]), str(r["cluster"])) for r in rows}


def _by_article(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    return {key: group[0] for group in groups for key in group}


def _shares(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[Pair]:
    """Return each article's share of right ones in its cluster, and of found ones in its gold."""
    mine, gold_of = defaultdict(set), defaultdict(set)
    for key in wanted:
        mine[found[key]].add(key)
        gold_of[wanted[key]].add(key)
    out = []
    for key in wanted:
        a, b = mine[found[key]], gold_of[wanted[key]]
        out.append((len(a & b) / len(a), len(a & b) / len(b)))
    return out


def bcubed(pairs: Sequence[Pair]) -> float:
    """Return the B-cubed F1 of articles' (precision, recall), in percent.

    >>> bcubed([(1.0, 0.5), (1.0, 0.5)])
    66.66666666666667
    """
    p, r = (sum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1))
    return 200 * p * r / (p + r)


def _score(measure: str, pairs: Sequence[Pair]) -> Score:
    p, r = (round(100 * sum(pair[i] for pair in pairs) / len(pairs), 1) for i in (0, 1))
    return replace(scores.mean(measure, pairs, bcubed), precision=p, recall=r)
