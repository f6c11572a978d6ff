"""A document that was read: headings and paragraphs, and what was left out of it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.marked_text import BULLET, LINE
from language.script import HAN

MAX_CHARS = 600_000
"""Of text: three long books. More would make the index of answers slow to take up, and nobody could look it through."""
MAX_HEADING_CHARS = 120
"""What is longer is a paragraph, whatever it is marked as."""

_CJK = rf"[{HAN}\u3001-\u303f\uff00-\uffef]"
_BREAK = re.compile(rf"(?<={_CJK})\n(?={_CJK})|(?<=[a-z])[-\u2010]\n(?=[a-z])")
"""A line's end within Chinese text, or within a word that was hyphenated: nothing stands for it."""
_SOFT = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
"""Soft hyphens, zero-width spaces, marks of direction."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LOOKS_LIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
"""Ligatures and radicals that fonts of PDFs give in place of letters and characters."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or the lines of a list or table."""

    text: str
    """Prose in one line; items of a list begin with BULLET, cells of a table's row are divided by CELL, a line each."""
    heading: int = 0
    """Its level from 1; 0 for what is none."""


@dataclass(frozen=True)
class Document:
    """What a file says, in its order."""

    title: str
    """As the file names itself; empty where it does not."""
    blocks: tuple[Block, ...]
    left_out: tuple[str, ...] = ()
    """Menus, page headers, page numbers: each once."""

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(block.text for block in self.blocks)


def clean(text: str) -> str:
    """One line: spaces made plain, what cannot be seen gone, words that a line's end cut in two joined."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _LOOKS_LIKE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = _CONTROL.sub("", _SOFT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
    return _BREAK.sub("", lines).replace("\n", " ")


def tidy(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Without empty blocks; a list belongs to the line that announces it, and neighbouring items to one list."""
    tidied: list[tuple[list[str], int]] = []
    for block in blocks:
        lines = [line for line in map(clean, block.text.split("\n")) if line.strip("•|#- ")]
        if not lines:
            continue
        before, level = tidied[-1] if tidied else ([], 0)
        listed = lines[0].startswith(BULLET)
        if before and listed and not level and (before[-1].startswith(BULLET) or before[-1][-1] in ":："):
            before += lines
        else:
            is_heading = len(lines) == 1 and len(lines[0]) <= MAX_HEADING_CHARS
            tidied.append((lines, block.heading if is_heading else 0))
    return tuple(Block("\n".join(lines), heading) for lines, heading in tidied)


def looks_like_heading(text: str) -> bool:
    """A short line that does not end as a sentence does, for files that mark no headings."""
    short = len(text) <= (40 if re.search(_CJK, text) else 90)
    return short and not LINE.search(text) and text[-1] not in ".!?,;:。！？，；：、…" and any(map(str.isalpha, text))
