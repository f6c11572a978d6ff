"""Whether a message is in a language that the assistant does not read: anything but English and Chinese."""

import re
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from language import gazetteer
from language.script import HAN, fold
from language.spelling import correct_word, is_english, variants
from language.tokenizer import pieces

ENGLISH = "en"
WRITTEN_IN_LATIN = ("tl", "id", "ms", "jv", "vi", "fr", "es", "de", "pt", "it", "nl", "tr")
"""Languages of Hong Kong's helpers, residents and visitors that could be taken for English."""
KNOWN_SHARE = 0.5
"""With more than this share of known English words a text is English, whatever else is in it."""
ENGLISH_CHANCE = 0.2
"""Below this chance of English, as the identifier sees it, a text with few known words is foreign."""
SHORTEST_NAME = 3
LONG_WORD = 7
"""From this many letters a word that is nearly English is English misspelt."""

_HAN = re.compile(f"[{HAN}]")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages([ENGLISH, *WRITTEN_IN_LATIN])
    return identifier


@cache
def _is_of_another_script(char: str) -> bool:
    return char.isalpha() and not _HAN.match(char) and not unicodedata.name(char, "LATIN").startswith("LATIN")


def _is_known(word: str) -> bool:
    # short foreign words are often a letter away from English ones
    misspelt = len(word) >= LONG_WORD and correct_word(word) != word
    return misspelt or word in variants() or is_english(word) or word in _place_names() or _is_joined(word)


@cache
def _place_names() -> frozenset[str]:
    """Words of Hong Kong's: `Siu Lun`, `Wan Chai`; not the shortest: Tai Po's `po` is a word elsewhere."""
    names = " ".join(gazetteer.entries("place_hong_kong"))
    return frozenset(re.findall(rf"[a-z]{{{SHORTEST_NAME},}}", fold(names)))


def _is_joined(word: str) -> bool:
    """`self-service`; a foreign word in front of an English one, `mag-renew`, is none."""
    parts = word.split("-")
    return len(parts) > 1 and all(len(part) > 1 and is_english(part) for part in parts)


def is_foreign(text: str) -> bool:
    """True for Thai, Japanese, Hindi, Urdu and so on by their script, for Tagalog, Indonesian and so on by words.

    A text with any Chinese in it is Chinese unless most letters are of another script; unknown words alone,
    such as names and typing errors, do not make a text foreign.
    """
    letters = [char for char in text if char.isalpha()]
    if sum(map(_is_of_another_script, letters)) * 2 > len(letters):
        return True
    if not letters or _HAN.search(text):
        return False
    words = [piece for piece in pieces(text) if piece.kind in ("latin", "name")]
    known = sum(piece.kind == "name" or _is_known(fold(text[piece.start : piece.end])) for piece in words)
    if len(words) < 2 or known > KNOWN_SHARE * len(words):
        return False
    chances = dict(_identifier().rank(text))
    return float(chances[ENGLISH]) < ENGLISH_CHANCE
