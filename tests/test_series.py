"""The index of two countries: what counts, how surely, when it changed, and what was not read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dragoman.codebook import series as codebook
from dragoman.codebook.tables import Faults
from dragoman.records import Assessment, EventDate
from dragoman.series import Index, breaks, index, rates
from dragoman.series.gamma import log_gamma
from dragoman.store import Store
from tests import neighbours
from tests.codings import visit
from tests.test_timeline import OTHER_WORDS, with_event, with_text

if TYPE_CHECKING:
    from dragoman.records import Coding
    from dragoman.series.index import Tally


def made(*codings: Coding, **options: object) -> Index:
    """Return the index of Moldova and Estonia from a store with *codings*."""
    with Store.open(":memory:") as store:
        for coding in codings:
            store.add(coding)
        return index(store, "MDA", "EST", **options)  # type: ignore[arg-type]


def told(found: Index, n: int = 0) -> Tally:
    """Return the undirected tally of what is told in a point."""
    return found.points[n].readings["told"].undirected


@pytest.fixture(scope="module")
def years():
    """A store with the four years of the two neighbours."""
    with Store.open(":memory:") as store:
        for coding in neighbours.story():
            store.add(coding)
        yield store


def test_a_point_counts_happenings_by_class_type_level_and_direction():
    """One visit is one happening of each of its kinds, by the country that made it."""
    minister = visit()
    minister = replace(
        minister, actors=(replace(minister.actors[0], role="Foreign Minister"), minister.actors[1])
    )
    found = made(minister)
    (point,) = found.points
    tally = told(found)
    assert (point.period, tally.total.count, tally.quads[1].count, tally.quads[4].count) == (
        "2031-03",
        1,
        1,
        0,
    )
    assert (tally.types["CONSULT"].count, tally.levels["minister"].count) == (1, 1)
    assert (tally.cooperation.count, tally.conflict.count) == (1, 0)
    directed = point.readings["told"].directed
    assert {k: t.total.count for k, t in directed.items()} == {"MDA>EST": 1, "EST>MDA": 0, "together": 0}
    assert tally.plover.mean == 4.0
    assert tally.goldstein.mean == 1.9
    assert tally.total.happenings == ("1",)


def test_two_papers_tell_one_happening_and_carry_it():
    """It counts once, and as what two independent sources carry."""
    one = made(visit("a", publisher="Baltic Wire"), with_text("b", "Prut Post", OTHER_WORDS))
    assert told(one).total.count == 1
    assert one.points[0].readings["corroborated"].undirected.total.count == 1
    alone = made(visit("a"))
    assert alone.points[0].readings["corroborated"].undirected.total.count == 0
    assert told(one).total.expected > told(alone).total.expected


def test_what_is_not_done_is_counted_apart_or_not_at_all():
    """Contested happenings have a reading of their own; denied and planned ones are told of apart."""
    denied = (Assessment(source="a2", polarity="-", certainty="certain"),)
    found = made(
        neighbours.coding(1, date(2031, 3, 2), "CONSULT"),
        neighbours.coding(2, date(2031, 3, 9), "ACCUSE", status="contested"),
        with_event(neighbours.coding(3, date(2031, 3, 12), "COERCE"), status="denied", assessments=denied),
        neighbours.coding(4, date(2031, 3, 20), "AID", status="planned"),
    )
    point = found.points[0]
    assert {k: p.undirected.total.count for k, p in point.readings.items()} == {
        "told": 1,
        "contested": 1,
        "corroborated": 0,
    }
    assert dict(found.aside) == {"denied": 1, "planned": 1}


def test_what_both_do_to_a_third_is_nothing_between_them():
    """Two countries that accuse a third have not accused each other; two that meet it have met."""
    base = neighbours.coding(1, date(2031, 3, 2), "ACCUSE")
    third = replace(base.actors[0], id="a3", name="Latvia", country="LVA")
    joint = with_event(replace(base, actors=(*base.actors, third)), actors=("a1", "a2"), recipients=("a3",))
    assert dict(made(joint).aside) == {"not between the two": 1}
    talks = with_event(joint, event_type="CONSULT", quad_class=1)
    assert made(talks).points[0].readings["told"].directed["together"].total.count == 1


def test_periods_without_happenings_have_rows_and_gaps_are_marked(years):
    """Each month has its row; a month of which nothing was read is no month of peace."""
    found = index(years, "MDA", "EST")
    assert len(found.points) == 48
    calm = next(p for p in found.points if p.period == "2028-02")
    unread = next(p for p in found.points if p.period == "2030-07")
    assert (calm.gap, calm.readings["told"].undirected.total.count) == (None, 0)
    assert calm.readings["told"].undirected.total.high == pytest.approx(3.0, abs=0.2)
    assert unread.gap == "unread"
    assert unread.readings["told"].undirected.total.high is None
    assert (calm.read.either, calm.read.dyad, calm.read.share, unread.read.either) == (1, 0, 0.0, 0)
    assert len(index(years, "MDA", "EST", by="week", until=date(2028, 12, 31)).points) == 52
    assert (
        len(index(years, "MDA", "EST", by="day", since=date(2030, 1, 1), until=date(2030, 1, 31)).points)
        == 31
    )


def test_little_reading_is_marked_too():
    """A month with a small part of the usual number of articles is thin."""
    busy = [neighbours.other_news(n, date(2031, 1 + n // 10, 1 + n % 10)) for n in range(30)]
    found = made(*busy, neighbours.other_news(40, date(2031, 4, 5)))
    assert [p.gap for p in found.points] == [None, None, None, "thin"]


def test_copies_are_read_once():
    """One text in two papers is one article that was read."""
    long = " ".join(f"Sentence {n} of Lupu in Tallinn on Monday." for n in range(30))
    copies = [
        replace(c, article=replace(c.article, text=c.article.text + " " + long))
        for c in (visit("a"), visit("b"))
    ]
    assert made(*copies).points[0].read.either == 1


def test_what_is_dated_too_widely_is_in_no_point():
    """A happening of some day in a year is in no month; one of some day in a month is in no week."""
    year = EventDate(first=date(2031, 1, 1), last=date(2031, 12, 31), grain="year", basis="text")
    month = EventDate(first=date(2031, 3, 1), last=date(2031, 3, 31), grain="month", basis="text")
    undated = with_event(neighbours.coding(3, date(2031, 3, 2), "AID"), date=None)
    wide = with_event(neighbours.coding(1, date(2031, 3, 2), "CONSULT"), date=year)
    some = with_event(neighbours.coding(2, date(2031, 3, 2), "ACCUSE"), date=month)
    unpublished = replace(undated, article=replace(undated.article, published=None))
    assert dict(made(wide, some, unpublished).aside) == {"without a date": 1, "dated too widely": 1}
    assert told(made(wide, some, unpublished)).total.count == 1
    assert dict(made(wide, some, unpublished, by="week").aside) == {
        "without a date": 1,
        "dated too widely": 2,
    }


def test_what_no_text_dates_is_counted_when_it_was_first_told():
    """It is in the period of the first report, marked, and left out where only dated ones are asked for."""
    known = EventDate(first=None, last=date(2031, 5, 3), grain="day", basis="document")
    coding = with_event(neighbours.coding(1, date(2031, 5, 2), "AID"), date=known)
    (point,) = made(coding).points
    assert (point.period, point.by_report, point.readings["told"].undirected.total.count) == ("2031-05", 1, 1)
    left = made(coding, dated=True)
    assert (told(left).total.count, dict(left.aside)) == (0, {"dated by their report alone": 1})
    begun = EventDate(first=date(2031, 4, 7), last=None, grain="day", basis="text")
    from_then = made(with_event(coding, date=begun), since=date(2031, 4, 1))
    assert [told(from_then, n).total.count for n in (0, 1)] == [1, 0]


def test_nothing_later_is_known():
    """As known on a day, what was published afterwards is neither counted nor read."""
    first = neighbours.coding(1, date(2031, 3, 2), "CONSULT")
    later = neighbours.coding(2, date(2031, 3, 4), "ACCUSE", published=date(2031, 5, 1))
    known = made(first, later, as_known_on=date(2031, 3, 31))
    assert [(p.period, p.read.either) for p in known.points] == [("2031-03", 1)]
    assert told(known).total.count == 1
    assert told(made(first, later)).total.count == 2
    assert (
        made(
            replace(first, article=replace(first.article, published=None)), as_known_on=date(2032, 1, 1)
        ).points
        == ()
    )


def test_attention_is_divided_out_where_asked():
    """Ten happenings in a hundred articles are as many as one in ten."""
    news = [neighbours.other_news(n, date(2031, 3, 1 + n)) for n in range(19)]
    found = made(neighbours.coding(1, date(2031, 3, 2), "CONSULT"), *news, attention=True)
    total = told(found).total
    assert total.per_100 is not None
    assert total.per_100[0] == pytest.approx(total.expected * 5, abs=0.01)
    assert total.per_100[1] < total.per_100[0] < total.per_100[2]
    assert told(made(*news)).total.per_100 is None


def test_intervals_widen_with_few_and_with_doubtful_happenings():
    """The rate and the mean are less sure where less is there, or less sure."""
    few, many = rates.mean_score((4.0,) * 3, (0.95,) * 3), rates.mean_score((4.0,) * 30, (0.95,) * 30)
    doubtful = rates.mean_score((4.0,) * 30, (0.4,) * 30)
    assert few.high - few.low > doubtful.high - doubtful.low > many.high - many.low
    sure, unsure = rates.rate((0.95,) * 8), rates.rate((0.5,) * 16)
    assert (unsure.high - unsure.low) > (sure.high - sure.low)
    assert codebook.load().chance("attributed", 0.9, 1) < codebook.load().chance("attributed", 0.9, 3)


@pytest.mark.parametrize(("rate", "chance"), [(0.5, 0.9), (4.0, 0.6), (12.0, 0.9)])
def test_intervals_hold_what_is_true(rate, chance):
    """In nine of ten simulated months the interval of the rate holds the true one."""
    held = 0
    for run in range(300):
        count = int(np.random.default_rng(run).poisson(rate / chance))
        found = rates.rate((chance,) * count)
        held += found.low <= rate <= found.high
    assert held / 300 > 0.88


def test_the_mean_score_is_held_even_when_few_are_seen():
    """Three happenings of a hostile year, and the interval holds the mean of the year."""
    scores = np.array([-9.0, -5.0, -3.0, 4.0])
    held = 0
    for run in range(300):
        drawn = np.random.default_rng(run).choice(scores, 3, p=[0.2, 0.4, 0.3, 0.1])
        found = rates.mean_score(tuple(float(s) for s in drawn), (1.0,) * 3)
        held += found.low <= float(scores @ [0.2, 0.4, 0.3, 0.1]) <= found.high
    assert held / 300 > 0.88


def test_the_gamma_function_is_right():
    """Factorials and a half come out as they are known."""
    known = np.log([1.0, 1.0, 2.0, 6.0, 24.0, 120.0])
    assert log_gamma(np.arange(1.0, 7.0)) == pytest.approx(known, abs=1e-10)
    assert float(log_gamma(0.5)) == pytest.approx(0.5 * np.log(np.pi), abs=1e-10)


def test_series_without_a_break_seldom_show_one():
    """At the level of 5 in 100, few of a hundred even and uneven series show a break."""
    alarms = 0
    for run in range(100):
        rng = np.random.default_rng(run)
        counts = rng.poisson(2.0 if run % 2 else rng.gamma(0.7, 3.0, 40), 40)
        alarms += bool(breaks.find(counts.tolist(), [1.0] * 40, kind="counts", level=0.05, seed=run))
    assert alarms <= 10


def test_breaks_are_found_within_their_interval():
    """A rate that quadruples is found, and lies within the interval, in nine of ten series."""
    inside = 0
    for run in range(60):
        rng = np.random.default_rng(run)
        counts = rng.poisson(np.where(np.arange(48) < 24, 1.0, 4.0)).astype(float)
        found = breaks.find(counts.tolist(), [1.0] * 48, kind="counts", level=0.05, seed=run)
        inside += any(b.low <= 24 <= b.high for b in found)
    assert inside >= 54


def test_what_rises_and_falls_again_has_two_breaks():
    """A stretch in the middle is seen, though both ends are alike."""
    counts = [1.0, 0, 1, 2, 0, 1, 1, 0, 1, 2, 7, 8, 6, 9, 7, 8, 1, 0, 2, 1, 1, 0, 1, 2, 0, 1]
    found = breaks.find(counts, [1.0] * len(counts), kind="counts", level=0.05)
    assert [b.at for b in found] == [10, 16]


def test_more_reading_is_no_change():
    """Where exposure doubles and the rate does not, nothing has changed."""
    counts = [2.0, 3, 1, 2, 3, 2, 2, 1, 20, 22, 18, 21, 19, 20, 23, 20]
    articles = [1.0] * 8 + [10.0] * 8
    assert breaks.find(counts, articles, kind="counts", level=0.05) == []
    assert [b.at for b in breaks.find(counts, [1.0] * 16, kind="counts", level=0.05)] == [8]


def test_reading_more_is_no_change_where_attention_is_divided_out():
    """A store that takes in eight times the news from some month on shows no change for that alone."""
    codings, number = [], 0
    for month in range(24):
        first = date(2029 + month // 12, month % 12 + 1, 1)
        busy = month >= 12
        for n in range(8 if busy else 1):
            number += 1
            codings.append(neighbours.coding(number, first.replace(day=1 + 3 * n), "AID"))
        codings += [
            neighbours.other_news(month * 30 + n, first.replace(day=1 + n)) for n in range(8 if busy else 1)
        ]
    assert "2030-01" in {c.period for c in made(*codings).changes}
    assert made(*codings, attention=True).changes == ()


def test_the_known_turns_are_found(years):
    """The visit, the treaty and the break are changes of level, with the happenings that made them."""
    found = index(years, "MDA", "EST")
    by = {(c.track, c.period): c for c in found.changes}
    assert {p for _, p in by} == {"2029-01", "2030-01", "2031-01"}
    closer, treaty, over = (by["cooperation", p] for p in ("2029-01", "2030-01", "2031-01"))
    assert closer.before < 0.5 < 2 < closer.after < 3 < treaty.after
    assert over.after == 0
    assert by["balance", "2031-01"].after < 0 < by["balance", "2031-01"].before
    assert all(c.p <= 0.05 / 3 and c.earliest <= c.period <= c.latest for c in found.changes)
    types = {n: d for p in found.points for k, c in told_types(p).items() for n in c for d in [k]}
    assert {types[n] for n in by["balance", "2030-01"].happenings} <= {"AID", "COOPERATE"}
    assert {types[n] for n in by["conflict", "2031-01"].happenings} <= {"ACCUSE", "COERCE", "SANCTION"}
    # What has ceased is shown by the last of it.
    assert set(over.happenings) <= set(told(found, 35).total.happenings) | set(
        told(found, 34).total.happenings
    )


def told_types(point):
    """Return the happenings of each type that a point tells."""
    return {k: c.happenings for k, c in point.readings["told"].undirected.types.items()}


def test_a_gap_in_reading_is_no_change(years):
    """A stretch of which nothing was read neither ends nor begins anything."""
    silent = [c for c in neighbours.story() if not "2029-04" <= (c.article.published or "")[:7] <= "2029-10"]
    assert {c.period for c in made(*silent).changes} == {"2029-01", "2030-01", "2031-01"}


def test_sentences_are_computed_with_their_evidence(years):
    """The month of the break is the worst of all that was read, and has the first expulsion."""
    found = index(years, "MDA", "EST", until=date(2031, 1, 31))
    worst = next(s for s in found.sentences if s.kind == "worse")
    assert worst.text.startswith("In 2031-01 on worse terms than in any month since 2028-01")
    assert "nothing was read for 1 of the months" in worst.text
    assert set(worst.happenings) == set(told(found, -1).total.happenings)
    firsts = {s.text for s in found.sentences if s.kind == "first"}
    assert "The first ACCUSE since 2028-10-02: 2031-01-02." in firsts
    assert any(t.startswith("The first COERCE in all that was read since 2028-01") for t in firsts)
    closer = index(years, "MDA", "EST", until=date(2030, 1, 31)).sentences
    assert closer[0].kind == "closer"


def test_doubt_makes_no_sentence():
    """A month whose happenings may as well be false is not said to be closer than others."""
    calm = [neighbours.other_news(n, date(2031, 1 + n, 3)) for n in range(6)]
    sure = [neighbours.coding(n, date(2031, 6, 2 + n), "AID") for n in range(2)]
    doubtful = [
        neighbours.coding(n, date(2031, 6, 2 + n), "AID", status="attributed", confidence=0.3)
        for n in range(2)
    ]
    assert any(s.kind == "closer" for s in made(*calm, *sure).sentences)
    assert not any(s.kind == "closer" for s in made(*calm, *doubtful).sentences)


def test_the_table_of_beliefs_is_checked(tmp_path):
    """A belief that is no chance, or about another status, is a fault of the codebook."""
    bad = "[belief]\nasserted = 2\n[coding]\nfurther_source = 0.5\nleast_doubt = 0\n[reading]\nthin = 0.2\n"
    (tmp_path / "series.toml").write_text(bad)
    faults = Faults()
    codebook.read(tmp_path, faults)
    with pytest.raises(Exception, match="belief") as caught:
        faults.stop()
    assert "asserted is 2" in str(caught.value)
