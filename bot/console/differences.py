"""What differs between two texts: word by word, Chinese character by character."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from language.script import HAN

MAX_PAIRS = 1_000_000
"""Of pieces that are compared: beyond it lines are compared, and beyond that nothing."""

_PIECE = re.compile(rf"[{HAN}]|[^\W{HAN}]+|\s+|.", re.DOTALL)

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Part:
    """A stretch of text that both have, or only the second, or only the first."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The whole of both texts, in order; of a change what was removed stands first."""
    pieces = [_PIECE.findall(text) for text in (before, after)]
    begin = _alike(*pieces)
    end = _alike(*(text[begin:][::-1] for text in pieces))
    old, new = (text[begin : len(text) - end] for text in pieces)
    parts = [_same(pieces[0][:begin]), *_parts(old, new), _same(pieces[0][len(pieces[0]) - end :])]
    return [part for part in parts if part.text]


def _parts(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    if len(before) * len(after) > MAX_PAIRS:
        before, after = ("".join(text).splitlines(keepends=True) for text in (before, after))
    if len(before) * len(after) > MAX_PAIRS:
        before, after = ["".join(before)], ["".join(after)]
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        if tag == "equal":
            yield Part("same", old)
        else:
            yield Part("removed", old)
            yield Part("added", new)


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """So many pieces are the same from the beginning."""
    pairs = zip(before, after, strict=False)  # the longer one has more at its end
    return next((n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after)))


def _same(pieces: Sequence[str]) -> Part:
    return Part("same", "".join(pieces))
