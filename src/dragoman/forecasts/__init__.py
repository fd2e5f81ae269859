"""Store and two countries in, a `Forecast` out: what the coming month or quarter may bring, with its chances.

Kept in the store with the day of issue, and scored when its time has come.
"""

from dragoman.forecasts.issue import HORIZONS, Forecast, Horizon, Measure, issue, keep
from dragoman.forecasts.models import Law
from dragoman.forecasts.scoring import Report, Scored, score

__all__ = ["HORIZONS", "Forecast", "Horizon", "Law", "Measure", "Report", "Scored", "issue", "keep", "score"]
