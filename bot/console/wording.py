"""Numbers, dates and times as readers of each language write them."""

import datetime
from dataclasses import dataclass

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from bot.console import texts
from bot.console.times import LOCALES
from knowledge.database.figures import Period
from language.detect import Lang

_SECOND = 1000
"""Milliseconds."""


@dataclass(frozen=True)
class Wording:
    """For readers of one language."""

    lang: Lang

    def say(self, name: str, /, **values: object) -> str:
        """A sentence of the texts."""
        return texts.say(self.lang, name, **values)

    def count(self, name: str, n: int) -> str:
        """So many of something: `<name>_one` or `<name>_many` of the texts."""
        return self.say(f"{name}_one" if n == 1 else f"{name}_many", n=self.number(n))

    def number(self, value: float) -> str:
        """With its thousands apart, and one decimal at most."""
        return str(format_decimal(value, format="#,##0.#", locale=LOCALES[self.lang]))

    def percent(self, share: float | None) -> str:
        """Whole percent; as far as it is clear, one that is not all and not nothing is not said to be so."""
        if share is None:
            return "–"
        if 0 < share < 0.005:
            return "<1%"
        if 0.995 <= share < 1:
            return ">99%"
        return f"{share * 100:.0f}%"

    def day(self, day: datetime.date) -> str:
        """As in `3 Nov`."""
        return str(format_skeleton("MMMd", day, locale=LOCALES[self.lang]))

    def date(self, day: datetime.date) -> str:
        """As in `3 November 2026`."""
        return str(format_date(day, "long", locale=LOCALES[self.lang]))

    def days(self, period: Period) -> str:
        """As in `3 November 2026 to 9 November 2026`."""
        first, last = self.date(period.first), self.date(period.last)
        return first if first == last else self.say("figures.of_days", first=first, last=last)

    def duration(self, milliseconds: float | None) -> str:
        """In milliseconds below a second, in seconds from there on."""
        if milliseconds is None:
            return "–"
        if milliseconds < _SECOND:
            return self.say("figures.milliseconds", n=f"{milliseconds:.0f}")
        return self.say("figures.seconds", n=self.number(milliseconds / _SECOND))
