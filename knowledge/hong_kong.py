"""Hong Kong's time beside the tables', which keep UTC without a zone."""

import datetime

from knowledge.opening_hours import HONG_KONG


def today() -> datetime.date:
    """The day in Hong Kong."""
    return datetime.datetime.now(HONG_KONG).date()


def local(at: datetime.datetime) -> datetime.datetime:
    """A moment of the tables, in Hong Kong."""
    return at.replace(tzinfo=datetime.UTC).astimezone(HONG_KONG)


def begins(day: datetime.date) -> datetime.datetime:
    """When a day begins in Hong Kong, as the tables keep it."""
    midnight = datetime.datetime.combine(day, datetime.time(), HONG_KONG)
    return midnight.astimezone(datetime.UTC).replace(tzinfo=None)
