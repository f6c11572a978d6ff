"""docs/facts.md as the tests read it, and the checkable details of a text in one form for both languages.

Claims that the facts tag `[G]` alone, with no page behind them, are left out: no answer may rest on them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parents[2] / "docs" / "facts.md"

_SECTION = re.compile(r"^## (?P<number>T\d\d) `(?P<topic>\w+)`.*?(?=^## |^# |\Z)", re.MULTILINE | re.DOTALL)
_REFERENCE = re.compile(r"\bT\d\d\b")
_SHARED = ("T03", "T04", "T24", "T54", "T56")
"""Sections that any answer may draw on: whom to call, headquarters, emergencies, booking, fees."""
_AKIN = {
    "age_friendly": ("T32",),
    "hq_floors": ("T06",),
    "id_card_registration": ("T10",),
    "marriage_registration": ("T12",),
    "marriage_registries": ("T05",),
}
"""Sections of one subject that do not refer to each other."""
_GUESS_TAG = "`[G]`"
_CLAIM_START = re.compile(r"[.;:] |[(|`→]|^\s*- ", re.MULTILINE)

_TELEPHONE = re.compile(r"(?<![\d,.])\d{4} \d{4}(?!\d)|(?<![\d,.$])(?:1868|999|110|119|120|122)(?!\d|[.,]\d)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[\w./?=&%-]+", re.ASCII)
_SHORT_LINK = re.compile(r"(?<=[ ,])/[\w./-]+", re.ASCII)
_NUMBER = re.compile(r"(?<![\d,.])(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<unit> million|萬)?")

_AMOUNT = re.compile(r"HK\$(?P<first>[\d,.]*\d)(?P<unit> million)?(?: to (?P<last>[\d,]*\d))?")
_AMOUNT_ZH = re.compile(r"(?:(?P<first>[\d,]+)至)?(?P<last>[\d,.]+)(?P<unit>萬)?港元")
_UNITS = {None: 1, " million": 1_000_000, "萬": 10_000}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?:(?<!\d)(?P<day>\d{1,2}) )?\b(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)"
    r" (?P<year>(?:19|20)\d\d)\b"
)
_DATE_ZH = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_DATE_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?\b", re.ASCII)
_YEAR = re.compile(r"(?<![\d.,$])(?:19|20)\d\d(?![\d.]\d|,\d|港元)")

_TIME = re.compile(
    r"(?<![\d.,])(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?!\d)| ?(?=am\b|pm\b|noon\b)) ?(?P<part>am\b|pm\b|noon\b)?"
    r"|(?P<midnight>midnight)"
)
_TIME_ZH = re.compile(
    r"(?P<part>上午|早上|凌晨|下午|晚上|正午|中午|午夜)?(?P<hour>\d{1,2})時(?:(?P<minute>\d{1,2})分)?"
)
_ENGLISH_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CHINESE_NUMBERS = ("零", "一", "二兩", "三", "四", "五", "六", "七", "八", "九", "十")
_MONTHS_ZH = re.compile(r"\d{1,2}(?:至\d{1,2})?月")

SAME_IN_BOTH = ("telephones", "amounts", "dates", "years", "times")
"""Fields of Details that never differ between the languages."""

Date = tuple[int, ...]
"""(year, month) or (year, month, day)."""


@dataclass(frozen=True)
class Details:
    """What somebody would act on."""

    telephones: frozenset[str]
    addresses: frozenset[str]
    amounts: frozenset[int]
    dates: frozenset[Date]
    years: frozenset[int]
    times: frozenset[str]
    numbers: frozenset[float]
    """All others: floors, street numbers, ages, days."""


def details(text: str) -> Details:
    """The details of an answer in English or Chinese."""
    plain = _ADDRESS.sub(" ", text)
    without_telephones = _TELEPHONE.sub(" ", plain)
    rest = without_telephones
    for pattern in (_AMOUNT, _AMOUNT_ZH, _DATE, _DATE_ZH, _MONTHS_ZH, _YEAR, _TIME, _TIME_ZH):
        rest = pattern.sub(" ", rest)
    return Details(
        frozenset(_TELEPHONE.findall(plain)),
        frozenset(plain_address(address) for address in _ADDRESS.findall(text)),
        frozenset(_amounts(text)),
        frozenset(_dates(without_telephones)),
        frozenset(int(year) for year in _YEAR.findall(without_telephones)),
        frozenset(_times(without_telephones)),
        frozenset(_numbers(rest)),
    )


def spelled_numbers(text: str) -> set[float]:
    """Small numbers written as words: three, 三."""
    words = {word for word in re.findall("[a-z]+", text.lower()) if word in _ENGLISH_NUMBERS}
    return {float(_ENGLISH_NUMBERS.index(word)) for word in words} | {
        float(value) for value, chars in enumerate(_CHINESE_NUMBERS) if any(char in text for char in chars)
    }


def plain_address(address: str) -> str:
    """A web address without scheme, `www.` and closing stops; an e-mail address as it is."""
    return re.sub(r"^https?://", "", address.lower()).removeprefix("www.").rstrip("./")


def _amounts(text: str) -> Iterator[int]:
    for match in (*_AMOUNT.finditer(text), *_AMOUNT_ZH.finditer(text)):
        for digits in (match["first"], match["last"]):
            if digits:
                yield round(float(digits.replace(",", "")) * _UNITS[match["unit"]])


def _numbers(text: str) -> Iterator[float]:
    for match in _NUMBER.finditer(text):
        yield float(match["digits"].replace(",", "")) * _UNITS[match["unit"]]


def _dates(text: str) -> Iterator[Date]:
    for match in (*_DATE.finditer(text), *_DATE_ZH.finditer(text), *_DATE_ISO.finditer(text)):
        name = match["month"]
        month = int(name) if name.isdecimal() else _MONTHS.index(name[:3].lower()) + 1
        yield (int(match["year"]), month, *([int(match["day"])] if match["day"] else []))


def _times(text: str) -> Iterator[str]:
    for match in _TIME.finditer(text):
        if match["midnight"]:
            yield "24:00"
        else:
            yield _clock(int(match["hour"]), match["minute"], afternoon=match["part"] == "pm")
    part = None
    for match in _TIME_ZH.finditer(text):
        part = match["part"] or part
        if part == "午夜":
            yield "24:00"
        else:
            yield _clock(int(match["hour"]), match["minute"], afternoon=part in ("下午", "晚上"))


def _clock(hour: int, minute: str | None, *, afternoon: bool) -> str:
    return f"{hour + 12 if afternoon and hour < 12 else hour}:{int(minute or 0):02}"


@dataclass(frozen=True)
class Section:
    """A section of the facts, or several read together."""

    text: str

    @property
    def _without_addresses(self) -> str:
        return _ADDRESS.sub(" ", self.text)

    def has_telephone(self, telephone: str) -> bool:
        """Also the short codes."""
        return re.search(rf"(?<![\d,.]){telephone}(?!\d|[.,]\d)", self._without_addresses) is not None

    def has_address(self, address: str) -> bool:
        """Web or e-mail address in its plain form; `/cec` after `www.immd.gov.hk/fdh` is an address too."""
        addresses = {plain_address(known) for known in _ADDRESS.findall(self.text)}
        for link in _SHORT_LINK.findall(self.text):
            addresses |= {plain_address(f"{host}{link}") for host in ("www.immd.gov.hk", "www.gov.hk")}
        return address in addresses

    def has_amount(self, amount: int) -> bool:
        """Tables give amounts without HK$."""
        return self.has_number(amount) or amount in set(_amounts(self.text))

    def has_number(self, number: float) -> bool:
        """Anywhere, as a number of its own."""
        return number in set(_numbers(self._without_addresses))

    def has_date(self, date: Date) -> bool:
        """A month is there when one of its days is."""
        return any(known[: len(date)] == date for known in _dates(self._without_addresses))

    def has_year(self, year: int) -> bool:
        """Alone or in a date."""
        return str(year) in _YEAR.findall(self._without_addresses)

    def has_time(self, time: str) -> bool:
        """In the 24-hour clock."""
        return time in set(_times(self._without_addresses))


def shown(text: str) -> str:
    """The facts without claims tagged `[G]`: each is cut from its beginning (a stop, a bracket, a cell) to the tag."""
    while (tag := text.find(_GUESS_TAG)) >= 0:
        claim_end = len(text[:tag].rstrip(" .*)"))
        starts = [match.end() for match in _CLAIM_START.finditer(text, max(0, claim_end - 400), claim_end)]
        text = f"{text[: starts[-1] if starts else claim_end]} {text[tag + len(_GUESS_TAG) :]}"
    return text


@cache
def _sections() -> dict[str, tuple[str, str]]:
    """Number → (topic, text)."""
    facts = FACTS.read_text(encoding="utf-8")
    return {m["number"]: (m["topic"], shown(m.group())) for m in _SECTION.finditer(facts)}


@cache
def facts_for(topic: str) -> Section:
    """The section of a topic, the sections it refers to, and those that any answer may draw on."""
    own = next(number for number, (name, _) in _sections().items() if name == topic)
    wanted = {own, *_SHARED, *_AKIN.get(topic, ()), *_REFERENCE.findall(_sections()[own][1])}
    return Section("\n".join(text for number, (_, text) in _sections().items() if number in wanted))


@cache
def all_facts() -> Section:
    """Every section."""
    return Section("\n".join(text for _, text in _sections().values()))


def not_in(facts: Section, stated: Details) -> list[str]:
    """The details that the facts do not hold."""
    checks: list[tuple[Iterable[Any], Callable[[Any], bool]]] = [
        (stated.telephones, facts.has_telephone),
        (stated.addresses, facts.has_address),
        (stated.amounts, facts.has_amount),
        (stated.dates, facts.has_date),
        (stated.years, facts.has_year),
        (stated.times, facts.has_time),
        (stated.numbers, facts.has_number),
    ]
    return [str(value) for values, holds in checks for value in values if not holds(value)]
