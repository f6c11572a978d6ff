"""Which days a report is of, from the address of the page."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.database.figures import Period
from knowledge.hong_kong import local

CHOICES = ("7", "30", "90", "this_month", "last_month", "dates")
USUAL = "30"
LONGEST = 366
"""Days."""


@dataclass(frozen=True)
class Asked:
    """What was chosen, as it was typed."""

    choice: str
    first: str
    last: str
    period: Period | None
    """None where `fault` says why."""
    fault: str = ""
    """A sentence of the texts."""
    fields: tuple[str, ...] = ()
    """The form's fields that are at fault."""


def asked(query: Mapping[str, str], now: datetime.datetime) -> Asked:
    """The period that an address names; `now` is UTC."""
    choice = query.get("period", USUAL)
    if choice not in CHOICES:
        choice = USUAL
    today = local(now).date()
    if choice == "dates":
        return _dates(query.get("from", "").strip(), query.get("to", "").strip(), today, now)
    first, last = _days(choice, today)
    return Asked(choice, first.isoformat(), last.isoformat(), Period.of(first, last, now))


def _days(choice: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    begun = today.replace(day=1)
    if choice == "this_month":
        return begun, today
    if choice == "last_month":
        last = begun - datetime.timedelta(days=1)
        return last.replace(day=1), last
    return today - datetime.timedelta(days=int(choice) - 1), today


def _dates(first: str, last: str, today: datetime.date, now: datetime.datetime) -> Asked:
    days = _date(first), _date(last)
    unread = tuple(name for name, day in zip(("from", "to"), days, strict=True) if day is None)
    if days[0] is None or days[1] is None:
        return Asked("dates", first, last, None, "figures.no_date", unread)
    if days[0] > days[1]:
        return Asked("dates", first, last, None, "figures.wrong_order", ("from", "to"))
    if days[0] > today:
        return Asked("dates", first, last, None, "figures.in_future", ("from",))
    end = min(days[1], today)
    if (end - days[0]).days >= LONGEST:
        return Asked("dates", first, last, None, "figures.too_long", ("from", "to"))
    return Asked("dates", first, last, Period.of(days[0], end, now))


def _date(text: str) -> datetime.date | None:
    try:
        day = datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
    return day if 2000 <= day.year <= 9000 else None  # further off, the sums with days fail
