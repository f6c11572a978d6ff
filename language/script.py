"""Scripts: fold text into one form for matching, and render Traditional Chinese as Simplified.

Folding keeps the length of the text, so that a position in the folded text is a position in the
original; what people see always stays as it was written.
"""

import unicodedata
from functools import cache

from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
"""Chinese characters, as the inside of a regular-expression class."""


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


_COMMON_PLANE = 0xFFFF


class _FoldTable(dict[int, str]):
    """A `str.translate` table that works out each character once."""

    def __missing__(self, code: int) -> str:
        char = unicodedata.normalize("NFKC", chr(code))
        if len(char) != 1:  # e.g. ㎡: keep, so that offsets stay true
            char = chr(code)
        lower = char.lower()
        char = lower if len(lower) == 1 else char
        simplified = _converter("hk2s").convert(char)
        # some Cantonese characters have a formal simplification outside the common plane that nobody types
        folded = simplified if len(simplified) == 1 and ord(simplified) <= _COMMON_PLANE else char
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """One form for matching: half-width, lower case, Simplified; same length as `text`."""
    return text.translate(_FOLD)


@cache
def to_simplified(text: str) -> str:
    """Hong Kong Traditional Chinese in Simplified characters, wording unchanged."""
    return str(_converter("hk2s").convert(text))


def to_traditional(text: str) -> str:
    """Simplified Chinese in the Traditional characters of Hong Kong, wording unchanged."""
    return str(_converter("s2hk").convert(text))
