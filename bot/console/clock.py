"""Times as the office has them."""

import datetime

from knowledge.opening_hours import HONG_KONG


def hong_kong(at: datetime.datetime) -> str:
    """A time of the tables (UTC, without a zone) on a clock in Hong Kong, to the minute."""
    return f"{at.replace(tzinfo=datetime.UTC).astimezone(HONG_KONG):%Y-%m-%d %H:%M}"


def utc(day: datetime.date) -> datetime.datetime:
    """When a day begins in Hong Kong, as the tables keep it."""
    begin = datetime.datetime.combine(day, datetime.time(), HONG_KONG)
    return begin.astimezone(datetime.UTC).replace(tzinfo=None)
