"""Scores, readers of gold, floors and pins; the page of figures that the gate writes."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import msgspec
import pytest
from click.testing import CliRunner

from dragoman.cli import main
from dragoman.errors import SettingsError, SourceError
from dragoman.evaluation import TASKS, evaluate, gold, intervals, resolving, scores
from dragoman.evaluation.assessments import happened, presented
from dragoman.evaluation.attributions import Tokens
from dragoman.evaluation.events import sentence
from dragoman.evaluation.happenings import bcubed, labels
from dragoman.evaluation.scores import Counts, Result, Score
from dragoman.records import Article

if TYPE_CHECKING:
    from types import ModuleType

    from dragoman.codebook import Codebook
    from dragoman.coding import Coder

ROOT = Path(__file__).parents[1]
EVALS = ROOT / "evals"


@pytest.fixture
def pins(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The gate's module of floors and pins, which is no part of the package."""
    monkeypatch.syspath_prepend(str(EVALS))
    return importlib.import_module("pins")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The gate's module of sets and pages."""
    monkeypatch.syspath_prepend(str(EVALS))
    return importlib.import_module("pages")


def nobody(codebook: Codebook | None = None) -> Coder:
    """Return what stands for a coder where no text is read."""
    return cast("Coder", SimpleNamespace(codebook=codebook))


def a_line(path: Path, row: object) -> Path:
    """Write *row* as JSON lines, and return the path."""
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def by_measure(result: Result) -> dict[str, Score]:
    """Return the scores of a result by name."""
    return {s.measure: s for s in result.scores}


# Scores -------------------------------------------------------------------------------------------------


def test_f1_is_micro_averaged_over_documents():
    """Two documents count by their items, not one each."""
    score = scores.f1("x", [Counts(1, 1, 1), Counts(0, 3, 1)])
    assert (score.precision, score.recall, score.value, score.n) == (25.0, 50.0, 33.3, 2)


def test_interval_holds_the_value_and_is_the_same_every_time():
    """The bootstrap has a fixed seed, and its interval lies around the value."""
    outcomes = [True] * 60 + [False] * 40
    first, second = scores.share("x", outcomes), scores.share("x", outcomes)
    assert first == second
    assert 45 < first.low < first.value == 60.0 < first.high < 75


def test_one_document_has_no_interval():
    """From one document nothing is known about others."""
    assert (scores.ratio("x", [[True, False]]).low, scores.ratio("x", [[True, False]]).high) == (0.0, 100.0)


def test_ratio_counts_outcomes_and_resamples_documents():
    """A document with many outcomes weighs more, and the interval is wider than if they stood alone."""
    clustered = scores.ratio("x", [[True] * 20, [False] * 20, [True] * 20, [False] * 20])
    alone = scores.share("x", ([True] * 20 + [False] * 20) * 2)
    assert clustered.value == alone.value == 50.0
    assert clustered.n == 80
    assert clustered.high - clustered.low > alone.high - alone.low


def test_no_items_give_no_crash():
    """An empty set scores nothing, with the widest interval."""
    assert scores.share("x", []).value == scores.f1("x", []).value == 0.0
    assert scores.ratio("x", []).n == 0


def test_items_of_one_name_are_kept_apart():
    """A second item of the same name gets a number."""
    result = Result(task="times", gold="x")
    for right in (True, False, False):
        result.item("a", right=right, note="n")
    assert result.items == {"a": True, "a~2": False, "a~3": False}
    assert set(result.notes) == {"a~2", "a~3"}


# Gold ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ('{"id": 1}\n{"id"', "line 2: not JSON"),
        ('{"id": 1}\n[1]\n', "record 1: no text"),
        ('[{"id": 1}', "not JSON"),
        ("\x00\x01\x02", "line 1: not JSON"),
    ],
)
def test_bad_gold_names_the_place(tmp_path, content, words):
    """What can't be read as gold is one error that names the line or record."""
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        gold.rows(path, "id", "text")


@pytest.mark.parametrize("task", TASKS)
def test_every_task_refuses_gold_of_no_known_form(tmp_path, task):
    """Records without anything that the task knows are an error, never a traceback."""
    path = a_line(tmp_path / "gold.jsonl", {"id": "1", "text": "Nothing is marked.", "other": 1})
    with pytest.raises(SourceError, match=r"gold\.jsonl|record 1"):
        evaluate(nobody(), task, path)


def test_unknown_task_names_the_known():
    """A task that is not there gets the list of those that are."""
    with pytest.raises(SettingsError, match="actors, assessments, attributions"):
        evaluate(nobody(), "verbs", ROOT)


def test_dates_of_gold_come_in_three_forms():
    """Day first and times of day are read; what is no date is None."""
    assert [gold.iso(d) for d in ("2009-02-03", "03-02-2009", "2009-02-03T10:00:00", None, "2009")] == [
        "2009-02-03",
        "2009-02-03",
        "2009-02-03",
        None,
        None,
    ]


def test_plover_sentence_is_read_in_both_forms():
    """PLOVER's own form and ours with ``events`` give the same: old names of types and countries mapped."""
    parties = {"source": [{"code": "JAP"}, {"code": "USAGOV"}], "target": []}
    own = sentence({"id": "a", "text": "t", "event": "DEMAND", **parties})
    ours = {"event": "DEMAND", "sources": parties["source"], "targets": []}
    assert own == sentence({"id": "a", "text": "t", "events": [ours]})
    assert (own.kind, own.sources, own.mutual) == ("REQUEST", frozenset({"JPN", "USA"}), True)


def test_tokens_are_found_by_any_shared_character():
    """A span is widened to whole tokens, and marks are tokens of their own."""
    tokens = Tokens('He said: "No."')
    assert tokens.inside([(4, 6)]) == {1}
    assert tokens.inside([(7, 8), (9, 14)]) == {2, 3, 4, 5, 6}
    assert tokens.inside([(2, 3)]) == set()


# Readings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind", "why"),
    [
        ("at 5 pm", "time", "clock"),
        ("30 minutes", "duration", "length"),
        ("next monday", "date", "typed"),
        ("3 business days", "daterange", "office"),
        ("03/04/2018", "date", "order"),
        ("13/04/2018", "date", None),
        ("two months ago", "date", None),
    ],
)
def test_what_newspapers_do_not_write_is_left_out(words, kind, why):
    """Each rule of what is not asked has its reason."""
    assert intervals.left_out({"text": words, "type": kind}) == why


def test_factuality_has_two_readings():
    """A plan is certain as presented, and has not happened."""
    from dragoman.assessments import Judgement  # noqa: PLC0415

    plan = Judgement(polarity="+", certainty="certain", mood="planned", reasons=())
    done = replace(plan, mood="done")
    assert presented(plan) == presented(done) == happened(done) == 3.0
    assert happened(plan) < 0
    assert presented(replace(done, polarity="-")) == -3.0


def test_phrases_are_scored_by_country_and_sector(codebook):
    """Country and sector both right; a phrase that needs its context is not asked."""
    rows: list[gold.Row] = [
        {
            "id": "1",
            "actor": "the French army",
            "date": None,
            "expected": {"country": "FRA", "code_1": "MIL"},
        },
        {
            "id": "2",
            "actor": "the French army",
            "date": None,
            "expected": {"country": "FRA", "code_1": "GOV"},
        },
        {"id": "3", "actor": "a lamp", "date": None, "expected": {"none": True}},
        {"id": "4", "actor": "the party", "context": "Chile", "date": None, "expected": {"country": "CHL"}},
    ]
    result = resolving.evaluate(nobody(codebook), rows, Result(task="actors", gold="x"))
    assert result.items == {"1": True, "2": False, "3": True}
    assert by_measure(result)["country, where there is one"].value == 100.0


@pytest.mark.model
def test_our_own_codings_as_gold_score_full_marks(coder, tmp_path):
    """What the program itself writes, taken as gold, scores 100 on every task and measure."""
    articles = [c.article for c in gold.codings(EVALS / "corpus")[:2]]
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(coder.code(a)) for a in articles))
    # Assessments read triggers of planned acts as they stand; the others have gold of their own.
    for task in set(TASKS) - {"assessments", "claims", "copies", "happenings"}:
        result = evaluate(coder, task, path)
        assert result.scores
        assert {s.measure: s.value for s in result.scores if s.value != 100.0} == {}, task
        assert all(result.items.values()), task


@pytest.mark.model
def test_lost_labels_lower_the_score(coder, tmp_path):
    """Gold with a label more than is found has a recall below 100, and the item is named."""
    article = Article(id="a", text="Kim visited Moscow on Monday.", published="2024-01-19")
    mine = coder.code(article)
    more = replace(mine.times[0], id="t9", start=0, end=3, text="Kim")
    path = tmp_path / "gold.jsonl"
    path.write_bytes(msgspec.json.encode(replace(mine, times=(*mine.times, more))))
    result = evaluate(coder, "times", path)
    assert by_measure(result)["value"].recall == 50.0
    assert result.items == {"a@0": False, f"a@{mine.times[0].start}": True}


# Many articles ------------------------------------------------------------------------------------------


def corpus(folder: Path, *names: str) -> Path:
    """Copy articles of the corpus with their lines of the table of happenings, and return the folder."""
    source = EVALS / "corpus"
    for name in names:
        (folder / f"{name}.json").write_bytes((source / f"{name}.json").read_bytes())
    lines = (source / "happenings.tsv").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.split("\t")[1:2] in ([n] for n in ("article", *names))]
    (folder / "happenings.tsv").write_text("\n".join(kept) + "\n", "utf-8")
    return folder


HERALD, COURIER = "2024-01-17-herald-choe-in-moscow", "2024-01-17-courier-choe-in-moscow"


@pytest.mark.model
def test_happenings_of_two_copies_are_found(coder, tmp_path):
    """Of two papers with one wire text, what they have in common is joined, and no more."""
    result = evaluate(coder, "happenings", corpus(tmp_path, HERALD, COURIER))
    given = by_measure(result)["pairs, gold events given"]
    assert (given.precision, given.n) == (100.0, 12)
    assert given.recall is not None
    assert given.recall > 90
    assert by_measure(result)["pairs, own events"].value < 100


@pytest.mark.model
def test_claims_of_an_article_against_its_gold(coder, tmp_path):
    """Asserters and deniers are counted by claim; a claim that is not found is named with what is missing."""
    result = evaluate(coder, "claims", corpus(tmp_path, COURIER))
    assert set(by_measure(result)) == {"asserters, of all claims", "deniers, of all claims"}
    assert by_measure(result)["deniers, of all claims"].n == 2
    assert all("not " in note for note in result.notes.values())


def test_a_table_of_happenings_names_its_faults(tmp_path):
    """An event that is not there, or is named twice, is told by line."""
    table = tmp_path / "happenings.tsv"
    known = [("a", "e1"), ("b", "e1")]
    table.write_text("happening\tarticle\tevent\nvisit\ta\te1\n", "utf-8")
    assert labels(table, known) == {("a", "e1"): "visit", ("b", "e1"): "b#e1"}
    for line in ("visit\ta\te9", "visit\ta\te1\nother\ta\te1", "visit a e1"):
        table.write_text(f"{line}\n", "utf-8")
        with pytest.raises(SourceError, match="no such event, or named twice"):
            labels(table, known)
    with pytest.raises(SourceError, match="no such table"):
        labels(tmp_path / "none.tsv", known)


def test_copies_are_scored_by_pairs(tmp_path):
    """A copy that is found, one that is missed and a pair that is none."""
    text = " ".join(f"The envoy of province {n} spoke about {n * 7} farms near the river." for n in range(20))
    articles = {
        "a": text,
        "b": text + " End.",
        "c": "Something else was said by others in town.",
        "d": "More.",
    }
    rows = [{"id": name, "text": words} for name, words in articles.items()]
    (tmp_path / "x_articles.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    pairs = [("1", "a", "b", "dup"), ("2", "a", "c", "dup"), ("3", "c", "d", "partial")]
    path = tmp_path / "x_pairs.jsonl"
    told = [json.dumps(dict(zip(("id", "a", "b", "label"), pair, strict=True))) for pair in pairs]
    path.write_text("\n".join(told), "utf-8")
    coder = cast("Coder", SimpleNamespace(recipe="r"))
    result = evaluate(coder, "copies", path)
    assert result.items == {"1": True, "2": False, "3": True}
    (score,) = result.scores
    assert (score.precision, score.recall) == (100.0, 50.0)


@pytest.mark.model
def test_articles_are_scored_by_main_happening(coder, tmp_path):
    """Two papers on one visit, and one article on something else: all right, as the baseline is."""
    wanted = {COURIER: "visit", HERALD: "visit", "2024-02-16-senegal-election": "vote"}
    rows = []
    for c in gold.codings(EVALS / "corpus"):
        if c.article.id in wanted:
            day = (c.article.published or "")[:10]
            rows.append(
                {
                    "id": c.article.id,
                    "text": c.article.text,
                    "title": c.article.title,
                    "cluster": wanted[c.article.id],
                    "file": "handpicked",
                    "crawl_date": day,
                }
            )
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    result = evaluate(coder, "happenings", path)
    assert by_measure(result)["B-cubed, by main happening"].value == 100.0
    assert all(result.items.values())


def test_bcubed_counts_each_article():
    """Two clusters thrown together: recall stays whole, precision falls."""
    assert bcubed([(0.5, 1.0), (0.5, 1.0), (0.5, 1.0), (0.5, 1.0)]) == pytest.approx(66.7, abs=0.1)


# The command --------------------------------------------------------------------------------------------


def test_evaluate_tells_what_it_cannot_do(tmp_path):
    """A missing file and an unknown task are one line and exit code 1, before the model is loaded."""
    for words, told in ((["times", "nowhere.jsonl"], "no such gold"), (["verbs", "."], "unknown task")):
        result = CliRunner().invoke(main, ["evaluate", *words])
        assert result.exit_code == 1
        assert told in result.output
        assert "Traceback" not in result.output


def test_help_names_every_task():
    """The help of the command lists the tasks that there are."""
    told = main.commands["evaluate"].help
    assert told is not None
    assert all(task in told for task in TASKS)


@pytest.mark.model
def test_evaluate_prints_scores_and_errors(tmp_path):
    """JSON lines hold one measure each, then the items that are wrong; the cache holds the parses."""
    row: gold.Row = {"id": "a", "text": "Talks began on Monday.", "dct": "2024-01-19"}
    row["timex"] = [{"start": 15, "end": 21, "type": "DATE", "value": "1999-01-01"}]
    path = a_line(tmp_path / "gold.jsonl", row)
    words = ["evaluate", "times", str(path), "--errors", "5", "--cache", str(tmp_path / "kept")]
    told = CliRunner().invoke(main, [*words, "--format", "jsonl"])
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert {f["measure"]: f["value"] for f in found if "measure" in f}["relaxed extent"] == 100.0
    assert [f["item"] for f in found if "item" in f] == ["a@15"]
    assert any((tmp_path / "kept").iterdir())
    table = CliRunner().invoke(main, [*words, "--format", "table"])
    assert "relaxed extent" in table.stdout
    assert "a@15" in table.stdout


# The gate -----------------------------------------------------------------------------------------------


def measured(value: float, *, lower_is_better: bool = False) -> Score:
    """Return a score of *value*."""
    return Score(measure="m", value=value, n=9, low=0.0, high=100.0, lower_is_better=lower_is_better)


def test_floors_go_up_and_not_down(pins, tmp_path):
    """A better score raises the floor; a worse one leaves it, unless it may go lower. The file keeps it."""
    floors = pins.Floors().raised("s", [measured(50.0)], "d1", lower=False)
    assert floors.of("s") == {"m": 49.0}
    assert floors.raised("s", [measured(60.0)], "d1", lower=False).of("s") == {"m": 59.0}
    assert floors.raised("s", [measured(49.5)], "d1", lower=False).of("s") == {"m": 49.0}
    lowered = floors.raised("s", [measured(20.0)], "d2", lower=True)
    lowered.write(tmp_path / "floors.toml")
    assert pins.Floors.read(tmp_path / "floors.toml") == lowered
    assert lowered.of("s") == {"m": 19.0}


def test_errors_have_a_ceiling(pins):
    """Where lower is better the bound lies above, and goes down."""
    error = measured(10.0, lower_is_better=True)
    floors = pins.Floors().raised("s", [error], "d", lower=False)
    assert floors.of("s") == {"m": 11.0}
    assert not pins.below(error, 11.0)
    assert pins.below(replace(error, value=12.0), 11.0)
    assert floors.raised("s", [replace(error, value=12.0)], "d", lower=False).of("s") == {"m": 11.0}


def test_pins_hold_the_ids_of_what_is_wrong(pins, tmp_path):
    """Ids come back as they were written, whatever form they have, and right items are not among them."""
    items = {"a/b@12": False, "a/b@14": False, "a/b@2": True, "c#1~2": False, "plain": False}
    pins.write(tmp_path / "x.txt", items)
    assert pins.read(tmp_path / "x.txt") == {i for i, right in items.items() if not right}
    assert pins.read(tmp_path / "none.txt") == frozenset()


def test_digest_changes_with_the_gold(pins, tmp_path):
    """The digest of a folder is that of its records, by name and content."""
    (tmp_path / "a.json").write_text("1")
    first = pins.digest(tmp_path)
    (tmp_path / "notes.md").write_text("no record")
    assert pins.digest(tmp_path) == first
    (tmp_path / "a.json").write_text("2")
    assert pins.digest(tmp_path) != first


def test_figures_of_others_must_stand_in_the_readme(pages, tmp_path):
    """A figure that the README beside the gold does not have is a fault."""
    readme = tmp_path / "README.md"
    readme.write_text("| x | F1 48.3, accuracy 0.835, no event for 47 % |")
    others = tuple(pages.Other("m", "S", v) for v in (48.3, 83.5, 47.0, 50.1))
    one = pages.GoldSet("events", "x", "x.jsonl", False, "", others)
    assert pages.unquoted([one], readme) == ["events-x: S's 50.1 is not in README.md"]


def test_every_set_has_a_task_and_a_note(pages):
    """Sets are named once, with a task that exists and what to know of them; ours are there."""
    sets = pages.read_sets(EVALS / "sets.toml")
    assert len({s.key for s in sets}) == len(sets)
    for s in sets:
        assert s.task in TASKS
        assert s.note
        assert not s.ours or s.path(ROOT, ROOT).exists()


def table_of(text: str) -> list[list[str]]:
    """Return the cells of the table in a page."""
    return [[c.strip() for c in line.split("|")[1:-1]] for line in text.split("\n") if line.startswith("| ")]


def test_accuracy_page_can_be_read_back():
    """The table has a row of numbers for each pinned measure of a task that there is."""
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    table = [
        [c.strip() for c in line.strip("| ").split(" | ")] for line in text.split("\n") if line[:2] == "| "
    ]
    rows = [line for line in text.split("\n") if line.startswith("| ")][2:]
    cells = [[c.strip() for c in row.split("|")[1:-1]] for row in rows]
    assert table[0][:3] == ["task", "set", "measure"]
    assert {c[0] for c in cells} <= set(TASKS)
    for task, name, _, n, precision, recall, value, interval, _ in cells:
        low, high = map(float, interval.split(" to "))
        assert int(n) >= 0
        assert low <= float(value) <= high or int(n) < 2, (task, name)
        assert all(0 <= float(x) <= 100 for x in (precision, recall) if x)


def test_accuracy_page_is_that_of_the_pins(pins):
    """Every measure with a floor is on the page, and no score on it is below its floor."""
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    _, _, *cells = table_of(text)
    shown = {(f"{c[0]}-{c[1]}", c[2].removesuffix(" (lower is better)")): c for c in cells}
    floors = pins.Floors.read(EVALS / "floors.toml")
    assert {(key, m) for key in floors.floors for m in floors.of(key)} == set(shown)
    for (key, measure), c in shown.items():
        score = replace(measured(float(c[6])), lower_is_better=c[2].endswith("(lower is better)"))
        assert not pins.below(score, floors.of(key)[measure]), (key, measure)
