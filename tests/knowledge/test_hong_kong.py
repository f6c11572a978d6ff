"""Hong Kong's days and hours beside the tables' UTC."""

import datetime

from knowledge.hong_kong import begins, local


def test_the_evening_in_utc_is_the_next_morning() -> None:
    assert f"{local(datetime.datetime(2026, 6, 30, 16, 5)):%Y-%m-%d %H:%M}" == "2026-07-01 00:05"


def test_a_day_begins_the_afternoon_before() -> None:
    assert begins(datetime.date(2027, 1, 1)) == datetime.datetime(2026, 12, 31, 16)
