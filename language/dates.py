"""A date that a person wrote out, as a day: “5 December”, “2026-12-05”, 「12月5號」, 「下個月」."""

import datetime
import re

from dateutil import parser
from dateutil.relativedelta import relativedelta

from language.entities import number_of
from language.script import fold

_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_CHINESE = re.compile(rf"(?:(\d{{4}})年)?{_NUMBER}月(?:{_NUMBER}[日号])?")
_WRITTEN = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,? \d{4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?!\d)(?:st|nd|rd|th)?(?:,? \d{4})?"
)
_WITH_YEAR = re.compile(r"\d{4}|[/.]\d{2}$")
_RELATIVE = {
    r"today|今日|今天": relativedelta(),
    r"tomorrow|听日|明天|明日": relativedelta(days=1),
    r"yesterday|琴日|寻日|昨天": relativedelta(days=-1),
    r"next week|下(?:个)?(?:星期|礼拜|周)": relativedelta(weeks=1),
    r"last week|上(?:个)?(?:星期|礼拜|周)": relativedelta(weeks=-1),
    r"next month|下(?:个)?月": relativedelta(months=1),
    r"last month|上(?:个)?月": relativedelta(months=-1),
}


def date_in(text: str, today: datetime.date) -> datetime.date | None:
    """The first date of `text`; one without a year is the nearest to come."""
    folded = fold(text)
    for words, distance in _RELATIVE.items():
        if re.search(words, folded):
            return _after(today, distance)
    try:
        if match := _CHINESE.search(folded):
            year, month, day = match.groups()
            return _coming(int(year or today.year), number_of(month), number_of(day or "1"), bool(year), today)
        if match := _WRITTEN.search(folded):
            written, year_first = match[0], match[0][:4].isdigit()
            found: datetime.datetime = parser.parse(written, dayfirst=not year_first, default=_midnight(today))
            return _coming(found.year, found.month, found.day, bool(_WITH_YEAR.search(written)), today)
    except ValueError:  # 31 February
        return None
    return None


def _coming(year: int, month: int, day: int, whole: bool, today: datetime.date) -> datetime.date:
    date = datetime.date(year, month, day)
    return date if whole or date >= today else _after(date, relativedelta(years=1))


def _after(date: datetime.date, distance: relativedelta) -> datetime.date:
    later: datetime.date = date + distance
    return later


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)
