"""Moments as people in Hong Kong write them; the tables keep UTC."""

import datetime

from babel.dates import format_date, format_datetime

from knowledge.opening_hours import HONG_KONG
from language.detect import Lang

_LOCALES: dict[Lang, str] = {"en": "en_GB", "zh-Hant": "zh_Hant_HK", "zh-Hans": "zh_Hans_CN"}


def in_hong_kong(at: datetime.datetime) -> datetime.datetime:
    """A moment of the tables, with its zone."""
    return at.replace(tzinfo=datetime.UTC).astimezone(HONG_KONG)


def shown(at: datetime.datetime) -> str:
    """Day and minute, in figures alone."""
    return f"{in_hong_kong(at):%Y-%m-%d %H:%M}"


def moment(at: datetime.datetime, lang: Lang) -> str:
    """Day and minute."""
    return str(
        format_datetime(
            in_hong_kong(at), "d MMM yyyy, HH:mm" if lang == "en" else "y年M月d日 HH:mm", locale=_LOCALES[lang]
        )
    )


def day(at: datetime.datetime, lang: Lang) -> str:
    """The day only."""
    pattern = "d MMM yyyy" if lang == "en" else "y年M月d日"
    return str(format_date(in_hong_kong(at).date(), pattern, locale=_LOCALES[lang]))


def utc(date: datetime.date, *, end: bool = False) -> datetime.datetime:
    """When a day of Hong Kong begins, or the next one, as the tables keep it."""
    start = datetime.datetime.combine(date + datetime.timedelta(days=end), datetime.time(), HONG_KONG)
    return start.astimezone(datetime.UTC).replace(tzinfo=None)
