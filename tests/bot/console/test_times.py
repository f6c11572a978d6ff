"""Times are shown as clocks in Hong Kong have them."""

import datetime

from bot.console.times import stamp


def test_the_evening_in_utc_is_the_next_morning() -> None:
    assert stamp(datetime.datetime(2026, 6, 30, 16, 5, 59)) == "2026-07-01 00:05"
