"""Which days an address names."""

import datetime

import pytest

from bot.console.periods import asked

NOW = datetime.datetime(2026, 11, 30, 17)
"""UTC: in Hong Kong it is one o'clock on 1 December."""


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "2026-11-02", "2026-12-01"),
        ({"period": "7"}, "2026-11-25", "2026-12-01"),
        ({"period": "90"}, "2026-09-03", "2026-12-01"),
        ({"period": "this_month"}, "2026-12-01", "2026-12-01"),
        ({"period": "last_month"}, "2026-11-01", "2026-11-30"),
        ({"period": "another"}, "2026-11-02", "2026-12-01"),
        ({"period": "dates", "from": "2026-03-01", "to": "2026-03-31"}, "2026-03-01", "2026-03-31"),
        ({"period": "dates", "from": "2026-11-20", "to": "2027-03-31"}, "2026-11-20", "2026-12-01"),
    ],
)
def test_periods(query: dict[str, str], first: str, last: str) -> None:
    period = asked(query, NOW).period
    assert period
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.until <= NOW


@pytest.mark.parametrize(
    ("first", "last", "fault", "fields"),
    [
        ("", "", "figures.no_date", ("from", "to")),
        ("2026-02-30", "2026-03-01", "figures.no_date", ("from",)),
        ("2026-03-01", "0001-01-01", "figures.no_date", ("to",)),
        ("2026-03-02", "2026-03-01", "figures.wrong_order", ("from", "to")),
        ("2026-12-02", "2026-12-03", "figures.in_future", ("from",)),
        ("2025-11-01", "2026-11-30", "figures.too_long", ("from", "to")),
    ],
)
def test_dates_that_cannot_be(first: str, last: str, fault: str, fields: tuple[str, ...]) -> None:
    refused = asked({"period": "dates", "from": first, "to": last}, NOW)
    assert (refused.period, refused.fault, refused.fields) == (None, fault, fields)
    assert (refused.first, refused.last) == (first, last)
