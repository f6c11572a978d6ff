"""Which language a turn is in: `en`, `zh-Hant` or `zh-Hans`; whether it is Cantonese or mixed."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from language.script import HAN

Lang = Literal["en", "zh-Hant", "zh-Hans"]
LANGS: tuple[Lang, ...] = get_args(Lang)

_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_ENGLISH_FUNCTION_WORD = re.compile(
    r"\b(a|about|an|and|are|can|could|do|does|for|from|has|have|how|i|in|is|it|me|my|of|on|please|should|tell|the|to"
    r"|was|what|when|where|which|who|why|will|with|would|you)\b",
    re.IGNORECASE,
)
# Characters that carry a Chinese sentence; a Chinese name inside an English sentence has none.
_CHINESE_FUNCTION_CHAR = re.compile("[的了嗎吗呢是我你他她要在有不想請请怎哪什麼么幾几點点問问可會会去]")
_CANTONESE_CHAR = re.compile(
    "[喺嘅咗唔冇嚟哋啲咁佢冧嗰乜咩噉攞搵揾俾畀睇瞓嘢啱嘥㗎喎囉喇咪仲諗谂嗱冚掂靚啦]|係咪|而家|依家|邊度|边度|點樣|點算|點解|幾時|邊個|唔該|使唔使"
)


@dataclass(frozen=True)
class Detection:
    """What a text tells about its language."""

    lang: Lang | None
    """None where the text has no words to tell by (digits, emoji)."""
    certain: bool
    """False for Chinese whose characters are the same in both scripts, and for a lone English word."""
    cantonese: bool
    mixed: bool
    """Chinese with English words in it."""


@cache
def _only_in(char: str, codec: str, other: str) -> bool:
    def encodes(name: str) -> bool:
        try:
            char.encode(name)
        except UnicodeEncodeError:
            return False
        return True

    return encodes(codec) and not encodes(other)


def detect(text: str) -> Detection:
    """Look at characters and function words only: fast, and sure even for two-word questions."""
    han = _HAN.findall(text)
    english_words = _LATIN_WORD.findall(text)
    function_words = _ENGLISH_FUNCTION_WORD.findall(text)
    cantonese = bool(_CANTONESE_CHAR.search(text))
    carries_chinese = cantonese or bool(_CHINESE_FUNCTION_CHAR.search(text))
    if not han or (len(function_words) >= 2 and not carries_chinese):
        has_words = bool(english_words) or any(c.isalpha() for c in text)
        # people who write Chinese type `visa` or `hello` too
        return Detection("en" if has_words else None, len(text.split()) > 1, False, False)
    # A character of only one of the two national character sets belongs to that script.
    simplified = sum(_only_in(c, "gb2312", "big5") for c in han)
    traditional = sum(_only_in(c, "big5", "gb2312") for c in han)
    lang: Lang = "zh-Hans" if simplified > traditional else "zh-Hant"
    return Detection(lang, simplified != traditional, cantonese, bool(english_words))


def reply_language(text: str, previous: Lang | None = None, hint: Lang | None = None) -> Lang:
    """The language to answer `text` in.

    Where the text alone cannot tell, the conversation so far decides, then the page's language.
    """
    seen = detect(text)
    if seen.lang is None:
        return previous or hint or "en"
    if not seen.certain:
        for known in (previous, hint):
            if known and (seen.lang == "en" or known != "en"):
                return known
    return seen.lang
