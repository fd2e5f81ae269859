"""Forecasts: from nothing that was published later, kept with their day, scored beside their baselines."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from dragoman import forecasts
from dragoman.errors import ForecastError
from dragoman.forecasts import models, scores
from dragoman.forecasts.models import Law
from dragoman.store import Store
from tests import neighbours

DAY = date(2030, 12, 31)


@pytest.fixture
def years():
    """A store with the four years of the two neighbours."""
    with Store.open(":memory:") as store:
        for coding in neighbours.story():
            store.add(coding)
        yield store


def law(forecast: forecasts.Forecast, name: str) -> Law:
    """Return the model's law of one measure."""
    return next(m.model for m in forecast.measures if m.name == name)


def test_a_forecast_is_a_distribution_beside_two_baselines(years):
    """Counts by quad class and the chance of a meeting, each with chances that sum to one."""
    found = forecasts.issue(years, "MDA", "EST", on=DAY)
    assert (found.first, found.last) == (date(2031, 1, 1), date(2031, 1, 31))
    assert [m.name for m in found.measures] == ["quad 1", "quad 2", "quad 3", "quad 4", "meeting"]
    for m in found.measures:
        for one in (m.model, m.persistence, m.mean):
            assert sum(one.chances) == pytest.approx(1)
            assert min(one.chances) >= 0
    assert law(found, "quad 2").mean > law(found, "quad 4").mean
    quarter = forecasts.issue(years, "MDA", "EST", horizon="quarter", on=DAY)
    assert quarter.last == date(2031, 3, 31)
    assert law(quarter, "quad 2").mean > 2 * law(found, "quad 2").mean


def test_nothing_that_was_published_later_goes_in(years):
    """The forecast of a day is the same whether or not the store knows what came."""
    whole = forecasts.issue(years, "MDA", "EST", on=DAY)
    with Store.open(":memory:") as then:
        for coding in neighbours.story():
            if (coding.article.published or "") <= DAY.isoformat():
                then.add(coding)
        assert forecasts.issue(then, "MDA", "EST", on=DAY) == whole
        # An article of the next year on what was done before is not known yet either.
        then.add(neighbours.coding(900, DAY - timedelta(days=9), "COERCE", published=DAY + timedelta(days=1)))
        assert forecasts.issue(then, "MDA", "EST", on=DAY) == whole


def test_the_order_of_the_two_does_not_matter(years):
    """A forecast is about a pair."""
    assert forecasts.issue(years, "EST", "MDA", on=DAY) == forecasts.issue(years, "MDA", "EST", on=DAY)


def test_too_little_reading_is_an_error():
    """Without weeks to look back on there is no forecast, and the message says so."""
    with Store.open(":memory:") as store:
        store.add(neighbours.coding(1, date(2031, 3, 2), "CONSULT"))
        with pytest.raises(ForecastError, match="a forecast needs 8"):
            forecasts.issue(store, "MDA", "EST", on=date(2031, 4, 1))
        with pytest.raises(ForecastError, match="read in 0 weeks"):
            forecasts.issue(store, "MDA", "EST", on=date(2030, 4, 1))


def test_the_first_forecast_of_a_day_stands_and_is_scored_when_its_time_has_come(years):
    """It is kept once, waits until something later was read, and is then scored against what came."""
    early = forecasts.issue(years, "MDA", "EST", on=date(2031, 1, 31))
    assert forecasts.keep(years, early)
    assert not forecasts.keep(years, early)
    latest = forecasts.issue(years, "MDA", "EST", on=date(2031, 12, 20))
    assert forecasts.keep(years, latest)
    report = forecasts.score(years)
    assert report.waiting == 1
    assert [s.measure for s in report.scored] == ["quad 1", "quad 2", "quad 3", "quad 4", "meeting"]
    assert {s.measure: s.came for s in report.scored} == {
        "quad 1": 0,
        "quad 2": 0,
        "quad 3": 2,
        "quad 4": 2,
        "meeting": 0,
    }
    one = next(s for s in report.scored if s.measure == "quad 4")
    assert one.model == pytest.approx(scores.crps(law(early, "quad 4"), 2))
    assert not one.late
    meeting = next(s for s in report.scored if s.measure == "meeting")
    assert meeting.model == pytest.approx(law(early, "meeting").some ** 2)
    assert forecasts.score(years, dyad=("MDA", "LVA")).scored == ()


def test_a_forecast_as_known_on_a_past_day_is_told_apart(years):
    """What was made after its day of issue is marked when it is scored."""
    forecasts.keep(years, forecasts.issue(years, "MDA", "EST", on=date(2020, 1, 1) + timedelta(days=4000)))
    late = forecasts.score(years)
    made = date.today() > late.scored[0].issued
    assert [s.late for s in late.scored] == [made] * 5


def test_the_model_lies_between_its_baselines():
    """Steady counts are foreseen as their mean; after a lasting break it leaves the mean behind."""
    steady = [1, 2, 1, 0, 2, 1, 1, 2, 0, 1] * 6
    ones = [1.0] * 60
    assert models.forecast(steady, ones, 4).mean == pytest.approx(4.4, rel=0.15)
    broken = [1, 0, 1, 0, 0, 1] * 8 + [6, 5, 7, 6] * 6
    weights = [1.0] * len(broken)
    model, mean = models.forecast(broken, weights, 4).mean, models.historical(broken, weights, 4).mean
    assert mean < 10 < 17 < model < 27


def test_weeks_that_were_not_read_say_nothing():
    """A gap in reading does not make the future quiet."""
    counts, read = [2, 1, 3, 2] * 6, [1.0] * 24
    gap = models.forecast([*counts, *[0] * 24], [*read, *[0.0] * 24], 4)
    quiet = models.forecast([*counts, *[0] * 24], [1.0] * 48, 4)
    assert gap.mean > 6
    assert quiet.mean < 2
    assert models.historical([*counts, *[0] * 24], [*read, *[0.0] * 24], 4).mean == pytest.approx(
        8.1, abs=0.2
    )


def test_uneven_counts_make_a_wider_law():
    """Counts that come in bursts leave more open than even ones with the same mean."""
    even, bursts = [2, 2, 1, 3] * 15, [0, 0, 0, 8] * 15
    ones = [1.0] * 60
    one, other = models.forecast(even, ones, 1), models.forecast(bursts, ones, 1)
    assert other.quantile(0.95) - other.quantile(0.05) > one.quantile(0.95) - one.quantile(0.05)


def test_crps_is_what_its_definition_says():
    """It is the mean distance to what came, less half the mean distance of two draws."""
    chances = np.array([0.1, 0.3, 0.4, 0.2])
    for came in (0, 2, 6):
        k = np.arange(4)
        apart = np.abs(k - came) @ chances - 0.5 * chances @ np.abs(k[:, None] - k[None, :]) @ chances
        assert scores.crps(Law(tuple(chances)), came) == pytest.approx(apart)


def test_quantiles_and_scores_at_the_edges():
    """A sure law has one quantile; a sure chance that came true has no loss; a mean has its interval."""
    sure = Law((0.0, 0.0, 1.0))
    assert [sure.quantile(q) for q in (0.05, 0.5, 0.95)] == [2, 2, 2]
    assert (scores.brier(1.0, True), scores.brier(1.0, False)) == (0.0, 1.0)
    assert scores.within(sure, 2, 0.9)
    assert not scores.within(sure, 3, 0.9)
    quantiles = [Law((0.2, 0.3, 0.5)).quantile(q) for q in (0.1, 0.2, 0.4, 0.5, 0.9)]
    assert quantiles == [0, 0, 1, 1, 2]
    assert all(x <= y for x, y in pairwise(quantiles))
    found = scores.mean([1.0, 2.0, 3.0, 4.0], ["a", "a", "b", "b"])
    assert (found.value, found.low, found.high, found.n) == (2.5, 1.5, 3.5, 4)
