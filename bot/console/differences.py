"""What changed in a text: Chinese by characters, other scripts by words."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from language.script import HAN

MAX_PAIRS = 4_000_000
"""Comparing takes its time for every pair of pieces; longer texts are shown one after the other."""

_PIECE = re.compile(rf"[{HAN}]|[^\W{HAN}]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A stretch of text."""

    kind: Literal["same", "added", "removed"]
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The parts of both texts in order; of what was replaced, the old stands before the new."""
    return [part for part in _parts(before, after) if part.text]


def _parts(before: str, after: str) -> Iterator[Part]:
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if before != after and len(old) * len(new) > MAX_PAIRS:
        yield from (Part("removed", before), Part("added", after))
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(old[old_from:old_to]))
        else:
            yield Part("removed", "".join(old[old_from:old_to]))
            yield Part("added", "".join(new[new_from:new_to]))
