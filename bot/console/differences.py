"""What differs between two texts: word by word, Chinese character by character."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from language.script import HAN

MAX_PAIRS = 4_000_000
"""Of pieces that are compared: beyond it lines are compared, and beyond that nothing."""

_PIECE = re.compile(rf"[{HAN}]|[^\W{HAN}]+|\s+|.", re.DOTALL)

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Part:
    """A stretch of text that both have, or only the second, or only the first."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The whole of both texts, in order; the same parts of a change stand removed first."""
    pieces = [_PIECE.findall(text) for text in (before, after)]
    if len(pieces[0]) * len(pieces[1]) > MAX_PAIRS:
        pieces = [text.splitlines(keepends=True) for text in (before, after)]
    if len(pieces[0]) * len(pieces[1]) > MAX_PAIRS:
        pieces = [[before], [after]]
    return list(_parts(*pieces))


def _parts(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        if tag == "equal":
            yield Part("same", old)
            continue
        if old:
            yield Part("removed", old)
        if new:
            yield Part("added", new)
