"""What changed in a text: Chinese by characters, other scripts by words."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from language.script import HAN

MAX_PAIRS = 1_000_000
"""Comparing takes its time for every pair of pieces; longer texts are shown one after the other."""

_PIECE = re.compile(rf"[{HAN}]|[^\W{HAN}]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A stretch of text."""

    kind: Literal["same", "added", "removed"]
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The parts of both texts in order; of what was replaced, the old stands before the new."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    begin = _alike(old, new)
    end = _alike(old[begin:][::-1], new[begin:][::-1])
    parts = [
        Part("same", "".join(old[:begin])),
        *_between(old[begin : len(old) - end], new[begin : len(new) - end]),
        Part("same", "".join(old[len(old) - end :])),
    ]
    return [part for part in parts if part.text]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces are the same from the beginning on."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    if len(old) * len(new) > MAX_PAIRS:
        yield from (Part("removed", "".join(old)), Part("added", "".join(new)))
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(old[old_from:old_to]))
        else:
            yield Part("removed", "".join(old[old_from:old_to]))
            yield Part("added", "".join(new[new_from:new_to]))
