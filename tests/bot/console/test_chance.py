"""Intervals against values that others published or that can be worked out by hand."""

import numpy as np
import pytest

from bot.console.chance import Share, counts_differ, percentile, percentiles_differ, rise


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=0.00005)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)
    assert not Share(0, 0).differs(Share(5, 5))


def test_shares_differ_where_the_interval_of_the_difference_leaves_out_nought() -> None:
    # Newcombe 1998, method 10: 56/70 and 48/80 differ by 0.0524 to 0.3339; 9/10 and 3/10 by 0.1705 to 0.8090
    assert Share(56, 70).differs(Share(48, 80))
    assert Share(3, 10).differs(Share(9, 10))
    assert not Share(5, 56).differs(Share(0, 29))  # -0.0381 to 0.1926
    assert not Share(0, 10).differs(Share(0, 20))


def test_counts_differ_beyond_chance_only() -> None:
    assert counts_differ(120, 80)
    assert not counts_differ(110, 100)
    assert not counts_differ(3, 0)
    assert not counts_differ(0, 0)
    assert counts_differ(0, 6)


def test_a_rise_from_little_is_smoothed() -> None:
    assert rise(3, 1) == pytest.approx(8 / 6)
    assert rise(0, 0) == 1


def test_percentiles() -> None:
    slow, fast = np.arange(100.0, 200.0), np.arange(100.0)
    assert percentile(np.arange(101.0), 0.95) == 95
    assert percentile(np.empty(0), 0.5) is None
    assert percentiles_differ(slow, fast, 0.5)
    assert not percentiles_differ(fast, fast + 5, 0.95)
    assert not percentiles_differ(fast, np.empty(0), 0.5)
    assert not percentiles_differ(np.array([1.0]), np.array([1.0, 2.0]), 0.95)
