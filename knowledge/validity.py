"""When an FAQ may be told, and when somebody has to look at it again; days are Hong Kong's.

A date may be as inexact as `2026` or `2026-06`. What begins then begins on its first day; what ends or is to be
reviewed then has until its last.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

from knowledge.content import Faq, PartialDate

NOTICE = datetime.timedelta(days=30)
"""How long before its day something is due."""
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """What has to be done about an FAQ, and until when."""

    kind: Literal["review", "expiry"]
    day: datetime.date
    """The last day to review it; the first day on which it is no longer told."""
    over: bool
    """The review should have been; it is no longer told."""


def first_day(date: PartialDate) -> datetime.date:
    """Of the day, month or year that is meant."""
    return datetime.date.fromisoformat(f"{date}-01-01"[:10])


def last_day(date: PartialDate) -> datetime.date:
    """Of the day, month or year that is meant."""
    first = first_day(date)
    if len(date) == len("2026-06-11"):
        return first
    if first.month == 12 or len(date) == len("2026"):
        return first.replace(month=12, day=31)
    return first.replace(month=first.month + 1) - DAY


def starts(faq: Faq) -> datetime.date | None:
    """The first day on which it is told; None: since ever."""
    return first_day(faq.effective_from) if faq.effective_from else None


def ends(faq: Faq) -> datetime.date | None:
    """The first day on which it is no longer told: an exact day itself, of a month or year the day after it."""
    if not faq.expires_on:
        return None
    last = last_day(faq.expires_on)
    exact = last == first_day(faq.expires_on)
    return last if exact or last == datetime.date.max else last + DAY


def expired(faq: Faq, day: datetime.date) -> bool:
    """It is no longer told."""
    end = ends(faq)
    return end is not None and end <= day


def ahead(faq: Faq, day: datetime.date) -> bool:
    """It is not told yet."""
    start = starts(faq)
    return start is not None and start > day


def in_force(faq: Faq, day: datetime.date) -> bool:
    """It may be told on that day."""
    return not ahead(faq, day) and not expired(faq, day)


def deadline(faq: Faq, day: datetime.date) -> Due | None:
    """Its review or its end, whichever comes first; None where it has neither."""
    found = []
    if (end := ends(faq)) is not None:
        found.append(Due("expiry", end, over=end <= day))
    if faq.review_by:
        last = last_day(faq.review_by)
        found.append(Due("review", last, over=last < day))
    return min(found, key=lambda one: one.day, default=None)


def due(faq: Faq, day: datetime.date) -> Due | None:
    """The deadline that is over or comes within the time of notice; None where nothing is due on that day."""
    first = deadline(faq, day)
    return first if first and first.day - day <= NOTICE else None
