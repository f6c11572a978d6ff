"""Plain text and Markdown: paragraphs are divided by empty lines; short lines without a full stop are headings."""

import re
from collections.abc import Iterator
from itertools import groupby

from knowledge.documents.document import MAX_CHARS, Block, Document, clean, looks_like_heading, tidy
from knowledge.documents.encoding import decode
from knowledge.documents.faults import DocumentError
from knowledge.marked_text import BULLET

MAX_LINE = 500
"""A line with more characters is prose, and its marks are not looked for."""

_MARKED = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"\s*(=+|-+)\s*\Z")
_ITEM = re.compile(r"\s*(?:[-*+•‧·●▪◦]\s+|\(?\d{1,2}[.)]\s+)(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]{0,200})\]\([^)\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)")


def read(name: str, data: bytes) -> Document:
    """The document in a text. Raises DocumentError."""
    text = decode(name, data).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if len(text) > MAX_CHARS:
        raise DocumentError("too_long", name=name, chars=len(text), most=MAX_CHARS)
    lines = [_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line)) for line in text.split("\n")]
    spaced = any(not line.strip() for line in lines)
    marked = any(map(_marked, lines))
    pieces = (list(piece) for is_text, piece in groupby(lines, key=lambda line: bool(line.strip())) if is_text)
    if not spaced:  # a paragraph on every line
        pieces = ([line] for line in lines)
    blocks = tidy(block for piece in pieces for block in _blocks(piece, marked=marked))
    return Document(next((block.text for block in blocks if block.heading), ""), blocks)


def _marked(line: str) -> re.Match[str] | None:
    return _MARKED.match(line.strip()) if len(line) <= MAX_LINE else None


def _blocks(lines: list[str], *, marked: bool) -> Iterator[Block]:
    """Of what stands between two empty lines; in a text that marks headings none are guessed."""
    if len(lines) == 2 and _UNDERLINE.match(lines[1]):
        yield Block(lines[0], 1 if "=" in lines[1] else 2)
        return
    alone = len(lines) == 1 and not marked and not _ITEM.match(lines[0])
    if alone and looks_like_heading(lines[0].strip()):
        yield Block(lines[0], 2)
        return
    begun: list[str] = []
    for line in lines:
        if heading := _marked(line):
            yield from _lists(begun)
            begun = []
            yield Block(heading[2], len(heading[1]))
        else:
            begun.append(line)
    yield from _lists(begun)


def _lists(lines: list[str]) -> list[Block]:
    """Prose and items of lists; a line that begins no item goes on with what was begun."""
    begun: list[tuple[bool, list[str]]] = []
    for line in lines:
        if item := _ITEM.match(line):
            begun.append((True, [line[item.end() :]]))
        elif begun:
            begun[-1][1].append(line)
        else:
            begun.append((False, [line]))
    return [Block(BULLET * listed + clean("\n".join(text))) for listed, text in begun]
