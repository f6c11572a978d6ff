"""Simplified characters where there should be Traditional ones."""

from opencc import OpenCC

from language.script import to_simplified

_TO_HONG_KONG = OpenCC("s2hk")
_WRITTEN_IN_BOTH = frozenset("晒准布着周")
"""Characters of Hong Kong that are also the Simplified form of another one."""


def simplified_in(text: str) -> list[str]:
    """Characters of `text` that Hong Kong writes otherwise."""
    back = str(_TO_HONG_KONG.convert(text))
    return [
        char
        for char, other in zip(text, back, strict=True)
        if char != other and to_simplified(other) == char and char not in _WRITTEN_IN_BOTH
    ]
