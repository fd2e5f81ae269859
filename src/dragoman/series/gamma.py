"""The logarithm of the gamma function for arrays: numpy has none, and it is no reason to bring in scipy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_SHIFT = 8


def log_gamma(x: npt.ArrayLike) -> Floats:
    """Return ln Γ(x) for positive *x*, by Stirling's series after a shift; exact to about 1e-12.

    >>> [round(float(v), 6) for v in log_gamma([0.5, 1, 5])] == [0.572365, 0.0, 3.178054]
    True
    """
    z = np.array(x, dtype=np.float64)
    low = np.zeros_like(z)
    for step in range(_SHIFT):
        low += np.log(z + step)
    z = z + _SHIFT
    inverse = 1 / (z * z)
    series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / z
    found: Floats = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series - low
    return found
