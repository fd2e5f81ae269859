"""Tables in, pictures out: SVG or PNG files, drawn without a browser or a network.

Colours are told apart by the colour-blind and in grey: co-operation stands above the line and conflict below,
words are light and deeds are dark, and signs have shapes of their own. The one room that imports matplotlib.
"""

from dragoman.plots.claims import claims
from dragoman.plots.files import checked
from dragoman.plots.forecast import forecast
from dragoman.plots.series import series
from dragoman.plots.timeline import timeline

__all__ = ["checked", "claims", "forecast", "series", "timeline"]
