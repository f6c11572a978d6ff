"""Entities that answers and forms need: what a word stands for, whatever the language it is written in.

Names come from entities.yml, countries from CLDR's list. English ones are matched by spaCy on the normalised
tokens, Chinese ones character by character, since a word may be cut in many ways (換護照 is one word). Floors,
ages and dates come from rules.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from babel import Locale
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from language.pipeline import analyse, count_words, pipeline
from language.script import HAN, fold

NAMES = Path(__file__).with_name("entities.yml")
CLDR_LOCALES = ("en", "zh_Hant_HK", "zh_Hans")
AT_HOME = frozenset({"HK", "ZZ"})
"""Territories that are no answer to "which country": Hong Kong, and CLDR's unknown region."""
COUNTRY_NICKNAMES = {
    "CN": ("the mainland", "mainland", "mainland china", "內地", "大陸", "國內", "中國大陸"),
    "GB": ("uk", "britain", "england", "英國"),
    "US": ("usa", "the us", "america", "美國"),
    "KR": ("korea", "韓國"),
    "AE": ("uae", "dubai", "杜拜", "迪拜"),
    "MO": ("macau", "macao", "澳門"),
}
KINDS = ("document", "place", "section", "status", "language", "country", "floor", "age", "date")

_OF = "/"
"""Between kind and value in a label."""
_HAN = re.compile(f"[{HAN}]")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = r"(\d{1,3}|[零一二两三四五六七八九十]{1,4})"
_ORDINALS = ["ground", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"[一二三四五六日天]"


class Entity(NamedTuple):
    """A stretch of the text and what it stands for."""

    kind: str
    value: str
    start: int
    end: int


def number_of(text: str) -> int:
    """`16`, `十六` and `二十` as numbers; folded Chinese numerals below one hundred."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in text))
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def _floor(match: re.Match[str]) -> str:
    named = next(group for group in match.groups() if group)
    if named in _ORDINALS:
        named = str(_ORDINALS.index(named))
    return "G" if named in ("0", "g", "地") else str(number_of(named))


def _age(match: re.Match[str]) -> str:
    return str(number_of(next(group for group in match.groups() if group)))


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        "floor",
        re.compile(
            rf"(?<![\w/])(\d{{1,2}}|g) ?/ ?f\b|(?<!\w)(\d{{1,2}})f\b|(?<![\d.]){_NUMBER} ?楼|(地)(?:下(?![室铁])|面层)"
            rf"|\b(\d{{1,2}})(?:st|nd|rd|th)? floor\b|\b({'|'.join(_ORDINALS)}) floor\b|\b(?:floor|level) (\d{{1,2}})\b"
        ),
        _floor,
    ),
    (
        "age",
        re.compile(
            rf"{_NUMBER} ?岁|\b(?:aged?|age of) (\d{{1,3}})\b|\b(\d{{1,3}})[ -]?(?:years?[ -]?old|yrs? old|yo\b|y/o)"
        ),
        _age,
    ),
    (
        "date",
        re.compile(
            r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?: \d{{4}})?\b"
            rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?"
            rf"|(?:\d{{4}}年)?(?:{_NUMBER}月)(?:{_NUMBER}[日号])?|\d{{4}}年"
            r"|\b(?:today|tonight|tomorrow|yesterday|this week|next week|last week|this month|next month|last month)\b"
            r"|\b(?:next|this|last|on) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
            rf"|(?:今|听|明|后|琴|昨|寻)(?:日|天|晚|朝)|(?:今|下|上|呢)(?:个)?(?:星期|礼拜|周|月){_DAY}?|(?:星期|礼拜|周){_DAY}"
        ),
        lambda match: match.group(),
    ),
)


@cache
def _english() -> PhraseMatcher:
    nlp = pipeline()
    matcher = PhraseMatcher(nlp.vocab, attr="NORM")
    for label, form in _forms():
        if not _HAN.search(form):
            matcher.add(label, [nlp(form)])
    return matcher


@cache
def _chinese() -> tuple[re.Pattern[str], dict[str, str]]:
    labels = {fold(form): label for label, form in _forms() if _HAN.search(form)}
    longest_first = sorted(labels, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), labels


def _forms() -> Iterator[tuple[str, str]]:
    return ((f"{kind}{_OF}{value}", form) for kind, value, forms in _names() for form in forms)


def _names() -> Iterator[tuple[str, str, list[str]]]:
    names: dict[str, dict[str, list[str]]] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    for kind, values in names.items():
        for value, forms in values.items():
            yield kind, value, forms
    territories = [Locale.parse(locale).territories for locale in CLDR_LOCALES]
    for code in sorted(territories[0]):
        if code.isalpha() and code not in AT_HOME:
            official = {str(names_in[code]) for names_in in territories if code in names_in} - {"US"}  # “help us”
            yield "country", code, sorted(official | set(COUNTRY_NICKNAMES.get(code, ())))


def _named(label: str, start: int, end: int) -> Entity:
    kind, _, value = label.partition(_OF)
    return Entity(kind, value, start, end)


def find(doc: Doc) -> list[Entity]:
    """The entities of `doc` in the order of the text; of overlapping names in one language the longest.

    Countries are ISO 3166 codes, floors and ages numbers (`G` for the ground floor), dates as written.
    """
    named = [
        _named(span.label_, span.start_char, span.end_char) for span in filter_spans(_english()(doc, as_spans=True))
    ]
    pattern, labels = _chinese()
    # a token of Chinese characters is as long as its normal form, where misspelt ones are set right
    normal = "".join((t.norm_ if len(t.norm_) == len(t) else fold(t.text)) + t.whitespace_ for t in doc)
    named += [_named(labels[match.group()], *match.span()) for match in pattern.finditer(normal)]
    folded = fold(doc.text)
    ruled = [
        Entity(kind, value_of(match), *match.span())
        for kind, pattern, value_of in _RULES
        for match in pattern.finditer(folded)
    ]
    return sorted(named + ruled, key=lambda entity: (entity.start, entity.end))


_ONLY_AN_AGE = re.compile(
    r"(?:i am|i'm|im|he is|he's|she is|she's|my son is|my daughter is|age|aged|about|我|佢|今年|大约|大概)*\s*"
    rf"{_NUMBER}\s*(?:岁|啦|喇|了|years?|now)?"
)


def age_in(text: str) -> int | None:
    """The first age of `text`, where it may be nothing but a number."""
    folded = fold(text).strip(" .,!。，！").replace("廿", "二十").replace("卅", "三十")
    age = next((pattern.search(folded) for kind, pattern, _ in _RULES if kind == "age"), None)
    if age:
        return int(_age(age))
    alone = _ONLY_AN_AGE.fullmatch(folded)
    return number_of(alone[1]) if alone else None


def is_bare_name(text: str) -> bool:
    """Whether `text` names a subject and asks nothing: one word, or the name of a document."""
    return count_words(text) == 1 or is_name_of("document", text)


def is_name_of(kind: str, text: str) -> bool:
    """Whether `text` is one name of this kind and nothing else: `identity card`."""
    stripped = text.strip(" .,!?。，！？")
    return any(e.kind == kind and text[e.start : e.end].strip() == stripped for e in find(analyse(text)))
