"""Moments as people in Hong Kong write them; the tables keep UTC."""

import datetime
from collections.abc import Mapping

from babel.dates import format_date, format_datetime

from knowledge.hong_kong import local
from language.detect import Lang

LOCALES: Mapping[Lang, str] = {"en": "en_GB", "zh-Hant": "zh_Hant_HK", "zh-Hans": "zh_Hans_CN"}


def stamp(at: datetime.datetime) -> str:
    """Day and minute, in figures alone."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def moment(at: datetime.datetime, lang: Lang) -> str:
    """Day and minute."""
    return str(
        format_datetime(local(at), "d MMM yyyy, HH:mm" if lang == "en" else "y年M月d日 HH:mm", locale=LOCALES[lang])
    )


def day(at: datetime.datetime, lang: Lang) -> str:
    """The day only."""
    pattern = "d MMM yyyy" if lang == "en" else "y年M月d日"
    return str(format_date(local(at).date(), pattern, locale=LOCALES[lang]))
