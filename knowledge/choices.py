"""Which of the offered answers a message picks: by number, or by what only one of them is about or tells."""

import re
from collections.abc import Callable, Sequence, Set
from typing import TypeVar

from language import entities
from language.answer_types import answer_types
from language.ordinals import ordinal
from language.pipeline import analyse, count_words, lexical_terms
from language.script import fold

T = TypeVar("T")

_FILLERS = re.compile(
    r"(?:嗰|那|呢|这|果)(?:一)?(?:个|项|条|题|样)|\bthe one (?:about|for|on)\b|\b(?:one|please|the|i want|i mean)\b"
)
MOST_WORDS = 4
"""A longer message asks something of its own."""


def picked(text: str, titles: Sequence[str]) -> int | None:
    """Index of the title that `text` picks; None where it picks none or several."""
    if not titles:
        return None
    if (number := ordinal(text, len(titles))) is not None:
        return number
    said = _words(_FILLERS.sub(" ", fold(text)))
    if not said or count_words(text) > MOST_WORDS:
        return None
    telling = [_words(title) for title in titles]
    common = set.intersection(*telling) if len(telling) > 1 else set()
    shares = [len(said & (words - common)) for words in telling]
    best = max(shares)
    if 2 * best > len(said - common) and shares.count(best) == 1:
        return shares.index(best)
    about = _only(titles, _things(text), _things)
    return _only(titles, answer_types(text), answer_types) if about is None else about


def _only(titles: Sequence[str], meant: Set[T], of: Callable[[str], Set[T]]) -> int | None:
    """Index of the one title that has all that is meant."""
    found = [number for number, title in enumerate(titles) if meant and meant <= of(title)]
    return found[0] if len(found) == 1 else None


def without_pointing(text: str) -> str:
    """What a message points at: `work` of “the work one”; a longer message as it is."""
    pointed = _FILLERS.sub(" ", fold(text)).strip(" ,.!?，。！？")
    return pointed if pointed and count_words(text) <= MOST_WORDS else text


def _things(text: str) -> set[tuple[str, str]]:
    """What the words stand for, whatever their language: “passport嗰個” picks 「換領護照」."""
    return {(entity.kind, entity.value) for entity in entities.find(analyse(text))}


def _words(text: str) -> set[str]:
    return {term for term in lexical_terms(text) if not term.endswith("~")}
