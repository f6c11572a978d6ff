"""Times as staff read them: Hong Kong's."""

import datetime

from knowledge.opening_hours import HONG_KONG


def in_hong_kong(at: datetime.datetime) -> datetime.datetime:
    """A time as the tables keep it, UTC without a zone, in Hong Kong."""
    return at.replace(tzinfo=datetime.UTC).astimezone(HONG_KONG)


def shown(at: datetime.datetime) -> str:
    """The same, to the minute."""
    return f"{in_hong_kong(at):%Y-%m-%d %H:%M}"
