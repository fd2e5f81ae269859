"""Store and two countries in, a `Forecast` out: what the coming month or quarter may bring, with its chances.

Kept in the store with the day of issue, and scored when its time has come.
"""

from dragoman.forecasts.issue import HORIZONS, Forecast, Measure, issue, keep
from dragoman.forecasts.scoring import Report, Scored, score

__all__ = ["HORIZONS", "Forecast", "Measure", "Report", "Scored", "issue", "keep", "score"]
