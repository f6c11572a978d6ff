"""Which of the offered answers a message picks: by number, or by a word that only one of them has."""

import re
from collections.abc import Sequence

from language.ordinals import ordinal
from language.pipeline import count_words, lexical_terms
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
    return shares.index(best) if 2 * best > len(said - common) and shares.count(best) == 1 else None


def _words(text: str) -> set[str]:
    return {term for term in lexical_terms(text) if not term.endswith("~")}
