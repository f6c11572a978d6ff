"""What stands in a text where personal data stood."""

import re

EMAIL, HKID, CARD, PHONE, PASSPORT = "[email]", "[HKID]", "[card]", "[phone]", "[passport]"
PATTERN = "|".join(map(re.escape, (EMAIL, HKID, CARD, PHONE, PASSPORT)))

_PLACEHOLDER = re.compile(PATTERN, re.IGNORECASE)


def without_placeholders(text: str) -> str:
    """`text` with a space in the place of each."""
    return _PLACEHOLDER.sub(" ", text)
