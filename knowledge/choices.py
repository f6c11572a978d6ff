"""Which of the offered answers a message picks: by number, or by what only one of them is about."""

import re
from collections.abc import Sequence

from language import entities
from language.ordinals import ordinal
from language.pipeline import analyse, count_words, lexical_terms
from language.script import fold

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
    meant = _things(text)
    about_it = [number for number, title in enumerate(titles) if meant and meant <= _things(title)]
    return about_it[0] if len(about_it) == 1 else None


def without_pointing(text: str) -> str:
    """What a message points at: `work` of “the work one”; a longer message as it is."""
    pointed = _FILLERS.sub(" ", fold(text)).strip(" ,.!?，。！？")
    return pointed if pointed and count_words(text) <= MOST_WORDS else text


def _things(text: str) -> set[tuple[str, str]]:
    """What the words stand for, whatever their language: “passport嗰個” picks 「換領護照」."""
    return {(entity.kind, entity.value) for entity in entities.find(analyse(text))}


def _words(text: str) -> set[str]:
    return {term for term in lexical_terms(text) if not term.endswith("~")}
