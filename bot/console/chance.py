"""What may be chance: intervals of 95 % for shares, counts and percentiles, and whether a change lies within them."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Z = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""
Z_OF_MANY = 3.290527
"""99.9 %: where the largest changes of many are picked, some would pass the other by chance."""
SMOOTHING = 5
"""Added to both counts of a ratio: from 1 to 3 is no trebling to speak of."""


@dataclass(frozen=True)
class Share:
    """A part of a whole, as in 86 of 100."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, which holds for small counts and at 0 and 1 too; all there is for nothing."""
        return self.interval_at(Z)

    def interval_at(self, z: float) -> tuple[float, float]:
        """The same for so many standard deviations."""
        if not self.whole:
            return 0.0, 1.0
        n, p = self.whole, self.part / self.whole
        middle = p + z * z / (2 * n)
        reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = ((middle + side * reach) / (1 + z * z / n) for side in (-1, 1))
        return max(0.0, low), min(1.0, high)

    def differs(self, other: "Share") -> bool:
        """Whether the interval of the difference leaves out 0 (Newcombe's, from the two of Wilson)."""
        if self.value is None or other.value is None:
            return False
        (low, high), (other_low, other_high) = self.interval, other.interval
        difference = self.value - other.value
        below = sqrt((self.value - low) ** 2 + (other_high - other.value) ** 2)
        above = sqrt((high - self.value) ** 2 + (other.value - other_low) ** 2)
        return difference - below > 0 or difference + above < 0


def counts_differ(now: int, before: int, z: float = Z) -> bool:
    """Whether two counts of equally long periods differ: of all that was counted, half is not a likely part."""
    low, high = Share(now, now + before).interval_at(z)
    return not low <= 0.5 <= high


def rise(now: int, before: int) -> float:
    """How many times as many as before, smoothed: 1 where nothing changed."""
    return (now + SMOOTHING) / (before + SMOOTHING)


def percentile(values: NDArray[np.float64], share: float) -> float | None:
    """The value that `share` of them do not exceed; None of nothing."""
    return float(np.quantile(values, share)) if len(values) else None


def percentiles_differ(now: NDArray[np.float64], before: NDArray[np.float64], share: float) -> bool:
    """Whether the intervals of a percentile, between order statistics, lie apart."""
    if not len(now) or not len(before):
        return False
    (low, high), (other_low, other_high) = (_between(values, share) for values in (now, before))
    return low > other_high or high < other_low


def _between(values: NDArray[np.float64], share: float) -> tuple[float, float]:
    n = len(values)
    reach = Z * sqrt(n * share * (1 - share))
    ranks = np.clip([np.floor(n * share - reach) - 1, np.ceil(n * share + reach)], 0, n - 1).astype(int)
    low, high = np.sort(values)[ranks]
    return float(low), float(high)
