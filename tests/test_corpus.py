"""Our corpus: every record sound, every label at its words, and the samples read as the records say."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec
import pytest

from dragoman import articles
from dragoman.records import Article, Coding, Refused, Span, Status
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.codebook import Codebook

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "evals" / "corpus"
SAMPLES = ROOT / "samples"
FILES = sorted(CORPUS.glob("*.json"))


def coding(path: Path) -> Coding:
    """Return the record in *path*, checked against the types of the records."""
    return msgspec.json.decode(path.read_bytes(), type=Coding)


def spans(record: Coding) -> Iterator[tuple[int, int, str]]:
    """Yield every span of *record* with the words that it says stand there."""
    mentions = [m for a in record.actors for m in a.mentions]
    yield from ((t.start, t.end, t.text) for t in record.times)
    yield from ((p.start, p.end, p.text) for p in record.places)
    yield from ((m.start, m.end, m.text) for m in mentions)
    pieces: list[Span] = [s for e in record.events for s in (e.sentence, e.trigger)]
    for a in record.attributions:
        for part in (a.source, a.cue, a.content):
            pieces += part.spans if part else ()
    yield from ((s.start, s.end, s.text) for s in pieces)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_label_is_at_its_words(path: Path):
    """A record decodes, and each of its spans cuts exactly its words out of the text."""
    record = coding(path)
    for start, end, words in spans(record):
        assert words
        assert record.article.text[start:end] == words


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_ids_are_single_and_known(path: Path):
    """No id is given twice, and whatever a record points to is in it."""
    record = coding(path)
    ids = Counter(a.id for a in record.actors)
    ids.update(t.id for t in record.times)
    ids.update(p.id for p in record.places)
    ids.update(a.id for a in record.attributions)
    ids.update(e.id for e in record.events)
    assert max(ids.values()) == 1
    used = {i for e in record.events for i in (*e.actors, *e.recipients, *e.participants, e.time, e.place)}
    used |= {s.attribution for e in record.events for s in e.assessments}
    used |= {s.source for e in record.events for s in e.assessments} - {"author", "unspecified"}
    used |= {i for a in record.attributions for i in (a.within, a.addressee)}
    used |= {a.source.actor for a in record.attributions if a.source}
    assert used - {None} <= set(ids)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_codes_are_those_of_the_codebook(path: Path, codebook: Codebook):
    """Types, modes, contexts, sectors and what follows from them are the codebook's."""
    record, scheme = coding(path), codebook.scheme
    for e in record.events:
        assert e.event_type in scheme.types
        assert all(scheme.has_mode(e.event_type, m) for m in e.event_mode)
        assert set(e.contexts) <= set(scheme.contexts)
        assert e.quad_class == scheme.quad(e.event_type)
        assert e.score == scheme.score(e.event_type, e.event_mode)
        assert e.actors, "an event without a stated actor is not coded"
    for a in record.actors:
        assert set(a.sectors) <= set(scheme.sectors)
        assert a.sector == (a.sectors[0] if a.sectors else None)


def test_all_types_and_statuses_occur(codebook: Codebook):
    """The corpus has each of the 16 types and each status."""
    events = [e for path in FILES for e in coding(path).events]
    assert {e.event_type for e in events} == set(codebook.scheme.types)
    assert {e.status for e in events} == set(get_args(Status))


def test_readme_counts_what_is_there():
    """The table in the corpus's README has the numbers of the records."""
    records = [coding(path) for path in FILES]
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    said = {
        "articles, words": f"{len(records)}, {sum(len(r.article.text.split()) for r in records):,}",
        "actors, mentions": f"{sum(len(r.actors) for r in records)}, "
        f"{sum(len(a.mentions) for r in records for a in r.actors):,}",
        "times, places": f"{sum(len(r.times) for r in records)}, {sum(len(r.places) for r in records)}",
        "attributions": f"{sum(len(r.attributions) for r in records)}",
        "events": f"{sum(len(r.events) for r in records)}",
    }
    for row, numbers in said.items():
        assert f"| {row} | {numbers}" in readme
    statuses = Counter(e.status for r in records for e in r.events)
    for status, n in statuses.items():
        assert f"{status} {n}" in readme


def test_records_are_what_the_annotation_gives():
    """Nobody has changed a record without its annotation, or the other way round."""
    script = ROOT / "evals" / "corpus_build.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_samples_read_as_the_records_say():
    """Each raw sample gives the article that was annotated: text, title, publisher, date, language."""
    read = list(articles.read([str(SAMPLES)], settings=Settings()))
    assert not [r for r in read if isinstance(r, Refused)]
    found = {a.title: a for a in read if isinstance(a, Article)}
    wanted = [coding(path).article for path in FILES]
    assert len(found) == len(wanted) >= 18
    for gold in wanted:
        assert gold.title in found, gold.id
        got = found[gold.title]
        for name in ("text", "publisher", "published", "published_grain", "language", "url"):
            assert getattr(got, name) == getattr(gold, name), (gold.id, name)
