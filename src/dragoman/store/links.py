"""A new coding in; out comes the store with its article among its copies and its events in their happenings.

Runs inside the transaction that adds the coding. Pairs are compared once, when the later one comes; the
groups around them are then made anew from all their links, so that they do not depend on the order.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dragoman.codebook import linking
from dragoman.linking import copies, partition, reports, rules, stories
from dragoman.linking.reports import Report
from dragoman.store import decisions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from dragoman.linking.rules import Relation
    from dragoman.records import Article, Coding

VERSION = 2
"""Of the rules in `dragoman.linking`: another number makes every store compare anew."""

TABLES = (
    "linked",
    "decided",
    "report_links",
    "report_keys",
    "reports",
    "happenings",
    "story_links",
    "story_keys",
    "stories",
    "copies",
    "copy_links",
    "fingerprints",
)
"""All that linking makes, the dependent ones first."""

_facts = msgspec.json.Decoder(Report)
_weights = msgspec.json.Decoder(dict[str, float])


OF_PAIRS = ("copy_links", "story_links")
OF_ARTICLES = ("fingerprints", "copies", "stories", "story_keys", *OF_PAIRS)
"""What two texts have in common: it depends on nothing but them."""


class Numbered(NamedTuple):
    """The happenings that the reports of an article were of, before it was compared again."""

    by_event: dict[tuple[int, str], int]
    by_words: dict[tuple[str, str, str], int]

    def number(self, coding: int, report: Report) -> int | None:
        """Return what *report* was of: known by its event, in another coding by its type and words."""
        words = (report.event_type, report.sentence, report.trigger)
        return self.by_event.get((coding, report.event), self.by_words.get(words))


class Stale(NamedTuple):
    """A coding that has not been compared with the others: its key and its article's."""

    coding: int
    article: int


@cache
def version() -> str:
    """Return what the links depend on: the rules' version and their table."""
    table = files("dragoman.codebook").joinpath(linking.FILE).read_bytes()
    return f"{VERSION}-{hashlib.sha256(table).hexdigest()[:12]}"


def stale(db: sqlite3.Connection) -> list[Stale]:
    """Return the current codings that have not been compared by today's rules, the oldest first."""
    found = db.execute(
        "SELECT k.coding, c.article FROM current_codings AS k JOIN codings AS c ON c.key = k.coding"
        " LEFT JOIN linked AS n ON n.coding = k.coding AND n.rules = ?"
        " WHERE n.coding IS NULL ORDER BY k.coding",
        (version(),),
    )
    return [Stale(*row) for row in found]


def is_linked(db: sqlite3.Connection, coding: int) -> bool:
    """Tell whether *coding* has been compared by today's rules."""
    found = db.execute("SELECT 1 FROM linked WHERE coding = ? AND rules = ?", (coding, version()))
    return found.fetchone() is not None


def outdated(db: sqlite3.Connection) -> bool:
    """Tell whether links of other rules are there."""
    return db.execute("SELECT 1 FROM linked WHERE rules <> ? LIMIT 1", (version(),)).fetchone() is not None


def clear(db: sqlite3.Connection) -> None:
    """Take out all that linking has made."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")


def link(db: sqlite3.Connection, coding_key: int, article_key: int, coding: Coding) -> None:
    """Compare *coding*, the current one of its article, as it is corrected, with all that is there."""
    before = _numbers(db, coding.article.id)
    touched = _forget(db, coding.article.id, coding_key, article_key)
    relations = _relate(db, article_key, coding.article)
    found = [(_insert_report(db, coding_key, article_key, report), report) for report in reports.of(coding)]
    fresh = dict(found)
    for key, report in fresh.items():
        if (number := before.number(coding_key, report)) is not None:
            db.execute("UPDATE reports SET happening = ? WHERE key = ?", (number, key))
    links = _compare(db, fresh, article_key, relations)
    db.executemany("INSERT OR REPLACE INTO report_links VALUES (?, ?, ?, ?)", links)
    decisions.decide(db, coding.article.id)
    _group(db, [*fresh, *touched])
    db.execute("INSERT OR REPLACE INTO linked VALUES (?, ?)", (coding_key, version()))


def regroup(db: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Group the reports of *articles* anew, by what people have decided on them since."""
    names = list(articles)
    for name in names:
        decisions.decide(db, name)
    found = db.execute(
        "SELECT r.key FROM reports AS r JOIN articles AS a ON a.key = r.article"
        " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY r.key",
        (json.dumps(names),),
    )
    _group(db, [row[0] for row in found])


# Articles -------------------------------------------------------------------------------------------------


def _relate(db: sqlite3.Connection, key: int, article: Article) -> dict[int, Relation]:
    """Return how other articles stand to this one, by key: copies, and those on one matter."""
    found: dict[int, Relation] = dict.fromkeys(_stories(db, key, article), "story")
    return found | dict.fromkeys(_copies(db, key, article.text), "copy")


def _copies(db: sqlite3.Connection, key: int, text: str) -> list[int]:
    """Return the articles that copy this one or are copied by it; what is there already is not made again."""
    if db.execute("SELECT 1 FROM copies WHERE article = ?", (key,)).fetchone() is None:
        whole = copies.shingles(text)
        sample = copies.sample(whole)
        shared = db.execute(
            "SELECT f.article, count(*), (SELECT count(*) FROM json_each(?1)) FROM fingerprints AS f"
            " WHERE f.shingle IN (SELECT value FROM json_each(?1)) GROUP BY f.article",
            (json.dumps(sample),),
        ).fetchall()
        db.executemany("INSERT INTO fingerprints VALUES (?, ?)", ((s, key) for s in sample))
        links = []
        for other, common, mine in shared:
            if other != key and _hinted(db, other, common, mine, len(whole)):
                (its,) = db.execute("SELECT text FROM articles WHERE key = ?", (other,)).fetchone()
                share = copies.contained(whole, copies.shingles(its))
                if share >= copies.COPY:
                    links += [(key, other, share), (other, key, share)]
        db.executemany("INSERT OR REPLACE INTO copy_links VALUES (?, ?, ?)", links)
        _join_copies(db, key)
    return [row[0] for row in db.execute("SELECT other FROM copy_links WHERE article = ?", (key,))]


def _hinted(db: sqlite3.Connection, other: int, common: int, mine: int, whole: int) -> bool:
    """Tell whether enough of the sample is shared to compare the texts."""
    (its,) = db.execute("SELECT length(text) / 6 FROM articles WHERE key = ?", (other,)).fetchone()
    # What two samples can share is a part of the shorter text, thinned out unless both are kept whole.
    shorter = min(whole, its)
    thinned = shorter if max(whole, its) <= copies.WHOLE else shorter / copies.SAMPLE
    return bool(common >= copies.HINT * min(mine, thinned))


def _join_copies(db: sqlite3.Connection, key: int) -> None:
    """Do for the new article *key* what `name_copies` does, by the names of the groups it joins."""
    found = db.execute(
        "SELECT DISTINCT c.original FROM copy_links AS k JOIN copies AS c ON c.article = k.other"
        " WHERE k.article = ?",
        (key,),
    )
    groups = [row[0] for row in found]
    name = min([key, *groups])
    db.executemany(
        "UPDATE copies SET original = ?1 WHERE original = ?2 AND ?1 <> ?2", ((name, g) for g in groups)
    )
    db.execute("INSERT INTO copies VALUES (?, ?)", (key, name))


def name_copies(db: sqlite3.Connection, seeds: Sequence[int]) -> None:
    """Give all that hang together with *seeds* by copying the lowest of their keys as original."""
    edges: set[tuple[int, int]] = set()
    nodes = dict.fromkeys(seeds)
    for node in (walk := list(nodes)):
        for (other,) in db.execute("SELECT other FROM copy_links WHERE article = ?", (node,)):
            edges.add((min(node, other), max(node, other)))
            if other not in nodes:
                nodes[other] = None
                walk.append(other)
    for group in partition.components(nodes, edges):
        db.executemany("INSERT OR REPLACE INTO copies VALUES (?, ?)", ((n, min(group)) for n in group))


def _stories(db: sqlite3.Connection, key: int, article: Article) -> list[int]:
    """Return the articles on the same matter."""
    if db.execute("SELECT 1 FROM stories WHERE article = ?", (key,)).fetchone() is None:
        weights = stories.weigh(article)
        keys, day = stories.keys(weights), article.day
        number = day.toordinal() if day else 0
        window = (number - stories.DAYS, number + stories.DAYS) if day else (0, date.max.toordinal())
        found = db.execute(
            "SELECT s.article, s.weights FROM stories AS s WHERE s.article IN ("
            " SELECT article FROM story_keys WHERE word IN (SELECT value FROM json_each(?))"
            " AND (day = 0 OR day BETWEEN ? AND ?) GROUP BY article HAVING count(*) >= ?)",
            (json.dumps(keys), *window, stories.SHARED),
        ).fetchall()
        links = []
        for other, its in found:
            likeness = stories.alike(weights, _weights.decode(its))
            if likeness >= stories.FAINT:
                links += [(key, other, likeness), (other, key, likeness)]
        db.execute(
            "INSERT INTO stories VALUES (?, ?, ?)",
            (key, day.isoformat() if day else None, msgspec.json.encode(weights)),
        )
        db.executemany("INSERT INTO story_keys VALUES (?, ?, ?)", ((w, number, key) for w in keys))
        db.executemany("INSERT INTO story_links VALUES (?, ?, ?)", links)
    near = "SELECT other FROM story_links WHERE article = ? AND likeness >= ?"
    return [row[0] for row in db.execute(near, (key, stories.ALIKE))]


def _numbers(db: sqlite3.Connection, article_id: str) -> Numbered:
    found = Numbered({}, {})
    rows = db.execute(
        "SELECT r.coding, r.event, r.happening, r.facts"
        " FROM reports AS r JOIN articles AS a ON a.key = r.article"
        " WHERE a.id = ? AND r.happening IS NOT NULL ORDER BY r.key",
        (article_id,),
    )
    for coding, event, number, facts in rows:
        report = _facts.decode(facts)
        found.by_event[coding, event] = number
        found.by_words.setdefault((report.event_type, report.sentence, report.trigger), number)
    return found


def _forget(db: sqlite3.Connection, article_id: str, coding_key: int, article_key: int) -> list[int]:
    """Take out what older codings and versions of an article brought; return the reports left beside them."""
    old = [
        row[0]
        for row in db.execute(
            "SELECT r.key FROM reports AS r JOIN articles AS a ON a.key = r.article WHERE a.id = ?",
            (article_id,),
        )
    ]
    touched = _beside(db, old)
    for table, column in (
        ("report_links", "report"),
        ("report_links", "other"),
        ("report_keys", "report"),
        ("decided", "report"),
        ("decided", "other"),
    ):
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((key,) for key in old))
    db.executemany("DELETE FROM reports WHERE key = ?", ((key,) for key in old))
    db.execute(
        "DELETE FROM linked WHERE coding <> ? AND coding IN (SELECT c.key FROM codings AS c"
        " JOIN articles AS a ON a.key = c.article WHERE a.id = ?)",
        (coding_key, article_id),
    )
    versions = db.execute("SELECT key FROM articles WHERE id = ? AND key <> ?", (article_id, article_key))
    for (version_key,) in versions.fetchall():
        _forget_article(db, version_key)
    return touched


def _forget_article(db: sqlite3.Connection, key: int) -> None:
    others = [row[0] for row in db.execute("SELECT other FROM copy_links WHERE article = ?", (key,))]
    for table in OF_PAIRS:
        db.execute(f"DELETE FROM {table} WHERE article = ?1 OR other = ?1", (key,))
    for table in ("copies", "stories", "story_keys", "fingerprints"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (key,))
    name_copies(db, others)


def _beside(db: sqlite3.Connection, old: Collection[int]) -> list[int]:
    """Return the other reports of the happenings that *old* are of."""
    found = db.execute(
        "SELECT key FROM reports WHERE happening IN (SELECT happening FROM reports"
        " WHERE key IN (SELECT value FROM json_each(?)))",
        (json.dumps(list(old)),),
    )
    return [row[0] for row in found if row[0] not in set(old)]


# Events ---------------------------------------------------------------------------------------------------


def _insert_report(db: sqlite3.Connection, coding: int, article: int, report: Report) -> int:
    key = db.execute(
        "INSERT INTO reports (coding, event, article, facts) VALUES (?, ?, ?, ?)",
        (coding, report.event, article, msgspec.json.encode(report)),
    ).lastrowid
    assert key is not None  # a row was inserted
    db.executemany("INSERT INTO report_keys VALUES (?, ?)", ((k, key) for k in reports.keys(report)))
    return key


def _compare(
    db: sqlite3.Connection, fresh: dict[int, Report], article: int, relations: dict[int, Relation]
) -> list[tuple[int, int, float, str]]:
    """Return rows, each link in both directions, for what the *fresh* reports have in common with others."""
    out: list[tuple[int, int, float, str]] = []

    def enter(a: int, b: int, x: Report, y: Report, relation: Relation) -> None:
        if found := rules.judge(x, y, relation):
            grounds = json.dumps(found.grounds, ensure_ascii=False)
            out.extend(((a, b, found.score, grounds), (b, a, found.score, grounds)))

    for (a, x), (b, y) in combinations(fresh.items(), 2):
        enter(a, b, x, y, "same")
    known = {
        key: (row, _facts.decode(facts)) for key, row, facts in _candidates(db, fresh, article, relations)
    }
    by_key: dict[str, set[int]] = {}
    pairs = db.execute(
        "SELECT key, report FROM report_keys WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({k for x in fresh.values() for k in reports.keys(x)})),),
    )
    for key, other in pairs:
        by_key.setdefault(key, set()).add(other)
    near = {key for key, (row, _) in known.items() if row in relations}
    for a, x in fresh.items():
        for b in sorted((near | {o for k in reports.keys(x) for o in by_key.get(k, ())}) & known.keys()):
            enter(a, b, x, known[b][1], relations.get(known[b][0], "apart"))
    return out


def _candidates(
    db: sqlite3.Connection, fresh: dict[int, Report], article: int, relations: dict[int, Relation]
) -> Iterable[tuple[int, int, bytes]]:
    """Return key, article and facts of the reports of other articles that may be of the same happenings."""
    keys = sorted({k for x in fresh.values() for k in reports.keys(x)})
    return db.execute(
        "SELECT key, article, facts FROM reports WHERE article <> ?1 AND (key IN ("
        " SELECT report FROM report_keys WHERE key IN (SELECT value FROM json_each(?2)))"
        " OR article IN (SELECT value FROM json_each(?3)))",
        (article, json.dumps(keys), json.dumps(sorted(relations))),
    ).fetchall()


def _group(db: sqlite3.Connection, seeds: Sequence[int]) -> None:
    """Make anew the groups of all reports that hang together with *seeds*, and number them."""
    links: dict[tuple[int, int], float] = {}
    nodes = dict.fromkeys(seeds)
    for node in (walk := list(nodes)):
        for other, score in db.execute("SELECT other, score FROM report_links WHERE report = ?", (node,)):
            links[min(node, other), max(node, other)] = score
            if other not in nodes:
                nodes[other] = None
                walk.append(other)
        for other in decisions.beside(db, node):
            if other not in nodes:
                nodes[other] = None
                walk.append(other)
    rows = db.execute(
        "SELECT key, happening, facts FROM reports WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(nodes)),),
    ).fetchall()
    before = {key: happening for key, happening, _ in rows}
    facts = {key: _facts.decode(found) for key, _, found in rows}
    decided = decisions.among(db, facts)
    groups = partition.agree(
        list(facts),
        links,
        order=lambda key: facts[key].order,
        clash=lambda a, b: rules.clash(facts[a], facts[b]) is not None,
        together=decided.together,
        apart=decided.apart,
    )
    _number(db, groups, before)


def _number(db: sqlite3.Connection, groups: list[list[int]], before: dict[int, int | None]) -> None:
    """Give each group the lowest number that its members had and no other group has taken, or a new one."""

    def lowest(group: list[int]) -> int:
        return min((n for key in group if (n := before[key]) is not None), default=2**62)

    now: dict[int, int] = {}
    for group in sorted(groups, key=lambda g: (lowest(g), g)):
        free = sorted({n for key in group if (n := before[key]) is not None} - set(now.values()))
        number = free[0] if free else db.execute("INSERT INTO happenings DEFAULT VALUES").lastrowid
        assert number is not None  # a row was inserted
        now |= dict.fromkeys(group, number)
    db.executemany(
        "UPDATE reports SET happening = ? WHERE key = ?",
        ((number, key) for key, number in now.items() if before[key] != number),
    )
    for key, number in before.items():
        if number is not None and number not in now.values():
            db.execute('UPDATE happenings SET "into" = ? WHERE key = ?', (now[key], number))
