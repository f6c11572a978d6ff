"""Find a name in what people write: the longest one wins, in English, Traditional or Simplified Chinese."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from language.script import fold

_LATIN = re.compile(r"[a-z0-9]")
_GAP = re.compile(r"[\s\-]+")


class NameFinder:
    """Names and what they stand for; where two things bear one name, the first one given has it."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._value_of: dict[str, str] = {}
        for value, said in names.items():
            for name in said:
                self._value_of.setdefault(_plain(name), value)

    def find(self, text: str) -> str | None:
        """What the longest name in `text` stands for; of two equally long ones the earlier."""
        folded = fold(text)
        matches = ((name, pattern.search(folded)) for name, pattern in self._patterns)
        found = [(-len(name), match.start(), name) for name, match in matches if match]
        return self._value_of[min(found)[2]] if found else None

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(name, re.compile(_as_pattern(name))) for name in self._value_of]


def _plain(name: str) -> str:
    return _GAP.sub(" ", fold(name).strip())


def _as_pattern(name: str) -> str:
    pattern = re.escape(name).replace(r"\ ", r"[\s\-]?")
    if _LATIN.match(name[0]):
        pattern = rf"(?<![a-z0-9]){pattern}"
    return rf"{pattern}(?:s|es)?(?![a-z0-9])" if _LATIN.match(name[-1]) else pattern
