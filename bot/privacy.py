"""Mask personal data before anything is stored, logged or looked at by a model."""

import re
from collections.abc import Callable

import phonenumbers
from stdnum import luhn

from language.placeholders import CARD, EMAIL, HKID, PASSPORT, PHONE
from language.script import fold

_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_HKID = re.compile(r"(?<![a-z0-9])([a-z]{1,2})\s?(\d{6})\s?[(]?\s?([0-9a])\s?[)]?(?![a-z0-9])")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_PASSPORT = re.compile(r"(?<![a-z0-9])(?:[hk][a-z]?\d{8}|[a-z]{1,2}\d{7,8}|\d{9})(?![a-z0-9])")


def is_hkid(prefix: str, digits: str, check: str) -> bool:
    """Whether a Hong Kong identity card number has the right check digit.

    Letters count A = 10 … Z = 35 (a missing first letter 36), weights 9 down to 2, modulo 11; a check of 10 is A.
    """
    letters = [36, *(ord(c) - ord("a") + 10 for c in prefix.lower())][-2:]
    values = [*letters, *map(int, digits)]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    expected = -total % 11
    return check.lower() == ("a" if expected == 10 else str(expected))


class Masker:
    """Replaces personal data by a word in square brackets; `public` numbers stay readable."""

    def __init__(self, public: set[str]) -> None:
        self._public = {re.sub(r"\D", "", number) for number in public}

    def mask(self, text: str) -> str:
        """E-mail, identity card (valid check digit only), payment card, telephone, passport numbers."""
        text = _replace(text, _EMAIL, EMAIL)
        text = _replace(text, _HKID, HKID, lambda match: is_hkid(*match.groups()))
        text = _replace(text, _CARD, CARD, lambda match: luhn.is_valid(re.sub(r"\D", "", match.group())))
        text = self._mask_telephones(text)
        return _replace(text, _PASSPORT, PASSPORT)

    def _mask_telephones(self, text: str) -> str:
        # Hong Kong numbers need no prefix; others are recognised by theirs.
        for match in reversed(list(phonenumbers.PhoneNumberMatcher(fold(text), "HK"))):
            digits = str(match.number.national_number)
            if digits not in self._public:
                text = f"{text[: match.start]}{PHONE}{text[match.end :]}"
        return text


def _replace(
    text: str,
    pattern: re.Pattern[str],
    word: str,
    is_personal: Callable[[re.Match[str]], bool] = lambda _: True,
) -> str:
    # Folding keeps positions, so full-width digits and letters are found too.
    for match in reversed(list(pattern.finditer(fold(text)))):
        if is_personal(match):
            text = f"{text[: match.start()]}{word}{text[match.end() :]}"
    return text
