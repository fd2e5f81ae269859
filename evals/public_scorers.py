"""Checks that our scores are those of the public scorers: writes predictions, runs both, compares.

    python evals/public_scorers.py [--shared ../shared] [--cache .cache/parses] [--out FOLDER]

The scorers are programs of their own (score_attribution.py and so on); figures are compared to a tenth of a
point. With --out the predictions stay, in the form that the scorers read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.codebook import Codebook
from dragoman.coding import Coder
from dragoman.evaluation import attributions, evaluate, events, gold
from dragoman.evaluation.parses import KeptParses
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A set, the scorer's options, and where the scorer has each of our measures."""

    task: str
    gold: str
    scorer: str
    options: tuple[str, ...] = ()
    measures: Mapping[str, tuple[str, ...]]


TIMES = {
    "value": ("value", "f1"),
    "relaxed extent": ("relaxed", "f1"),
    "strict extent": ("strict", "f1"),
    "type": ("type", "f1"),
}
PLACES = {
    "found": ("recognition_overlap", "f1"),
    "found, same extent": ("recognition_exact", "f1"),
    "within 161 km, of those found": ("acc_km_recognised",),
    "right country, of those found": ("country_recognised",),
}
CHECKS = (
    Check(
        task="events",
        gold="plover/gsr_cameo_gold.json",
        scorer="score_plover.py",
        options=("--quiet", "--json", "-"),
        measures={
            "type, classic view": ("category_micro", "f1"),
            "directed triple (type, from, to)": ("triples", "directed", "f1"),
            "sentences without any event": ("sentences_without_event",),
        },
    ),
    Check(
        task="attributions",
        gold="polnear/dev.jsonl",
        scorer="score_attribution.py",
        options=("--json-only",),
        measures={
            "cue exact": ("cue_exact", "f1"),
            "source exact": ("source_exact", "f1"),
            "source exact (words)": ("source_words", "f1"),
            "content tokens": ("content_tokens", "f1"),
            "all exact": ("all_exact", "f1"),
            "token macro-F1": ("token_macro_f1",),
        },
    ),
    Check(
        task="times",
        gold="timex/meantime.jsonl",
        scorer="score_timex.py",
        options=("--json-only", "--lines", "6", "--skip-creation-time"),
        measures=TIMES,
    ),
    Check(
        task="times",
        gold="timex/wikiwars.jsonl",
        scorer="score_timex.py",
        options=("--json-only",),
        measures=TIMES,
    ),
    Check(
        task="places",
        gold="geo/geowebnews.jsonl",
        scorer="score_places.py",
        options=("--json-only", "--literal", "--gold-country", "geo/geowebnews_country.json"),
        measures=PLACES,
    ),
    Check(
        task="places",
        gold="geo/geovirus.jsonl",
        scorer="score_places.py",
        options=("--json-only",),
        measures=PLACES,
    ),
)


def event_lines(coder: Coder, path: Path) -> Iterator[Line]:
    """Yield the classic view of each gold sentence."""
    for row in map(events.sentence, gold.rows(path)):
        found: list[Line] = [
            {"event_type": e.kind, "source": list(e.sources), "target": list(e.targets)}
            for e in events.classic(coder.code(row.article))
        ]
        yield {"id": row.article.id, "events": found}


def attribution_lines(coder: Coder, path: Path) -> Iterator[Line]:
    """Yield the outermost attributions: PolNeAR marks none within others."""
    roles = ("source_spans", "cue_spans", "content_spans")
    for row in gold.rows(path):
        found = attributions.outermost(coder.code(gold.article(row)).attributions)
        told: list[Line] = [dict(zip(roles, attributions.spans_of(a), strict=True)) for a in found]
        yield {"id": row["id"], "attributions": told}


def time_lines(coder: Coder, path: Path) -> Iterator[Line]:
    """Yield the times."""
    for row in gold.rows(path):
        found = coder.code(gold.article(row)).times
        timex: list[Line] = [
            {"start": t.start, "end": t.end, "type": t.type, "value": t.value or ""} for t in found
        ]
        yield {"id": row["id"], "timex": timex}


def place_lines(coder: Coder, path: Path) -> Iterator[Line]:
    """Yield the places."""
    for row in gold.rows(path):
        found = coder.code(gold.article(row)).places
        places: list[Line] = [
            {"start": p.start, "end": p.end, "lat": p.lat, "lon": p.lon, "country": _country(p.country)}
            for p in found
        ]
        yield {"id": row["id"], "places": places}


def _country(code: str | None) -> str | None:
    return "XKX" if code == "KOS" else code


LINES: dict[str, Callable[[Coder, Path], Iterator[Line]]] = {
    "events": event_lines,
    "attributions": attribution_lines,
    "times": time_lines,
    "places": place_lines,
}


def main() -> None:
    """Compare, and exit with code 1 if a figure differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/parses"))
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    coder = Coder(KeptParses(chosen.cache), Codebook.load(), Settings())
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        same = [compare(coder, check, chosen.shared, folder) for check in CHECKS]
    sys.exit(0 if all(same) else 1)


def compare(coder: Coder, check: Check, shared: Path, folder: Path) -> bool:
    """Print both figures of every measure of *check*; return whether all are the same."""
    path = shared / "gold" / check.gold
    predicted = folder / f"{check.task}-{path.stem}.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in LINES[check.task](coder, path))
    options = [str(shared / "gold" / o) if o.endswith(".json") else o for o in check.options]
    command = [sys.executable, str(shared / "scorers" / check.scorer), str(path), str(predicted), *options]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    scale = 100 if check.task == "events" else 1
    same = True
    for score in evaluate(coder, check.task, path).scores:
        where = check.measures.get(score.measure)
        if where is None:
            continue
        value = theirs
        for key in where:
            value = value[key]
        agrees = abs(scale * value - score.value) < 0.0501
        same &= agrees
        mark = "same" if agrees else "DIFFERS"
        print(f"{mark:8}{check.gold:28}{score.measure:36}{score.value:7.1f}{scale * value:9.2f}")
    return same


if __name__ == "__main__":
    main()
