"""Plain text and Markdown: paragraphs are divided by empty lines; short lines without a full stop are headings."""

import re

from knowledge.documents.document import Block, Document, clean, looks_like_heading, tidy
from knowledge.documents.encoding import decode
from knowledge.marked_text import BULLET

_EMPTY_LINE = re.compile(r"\n[ \t\u3000]*\n")
_MARKED = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"\s*(=+|-+)\s*\Z")
_ITEM = re.compile(r"\s*(?:[-*+•‧·●▪◦]\s+|\(?\d{1,2}[.)]\s+)(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\s]{0,2000}(?:\s+\"[^\"\n]{0,200}\")?\)")


def read(name: str, data: bytes) -> Document:
    """The document in a text. Raises DocumentError."""
    text = decode(name, data).replace("\r\n", "\n").replace("\r", "\n")
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    pieces = (
        re.split(r"\n[ \t\u3000]*\n", text)
        if re.search(r"\S[^\n]*\n[ \t\u3000]*\n", text.strip())
        else text.split("\n")
    )
    marked = any(_MARKED.match(piece.strip().split("\n")[0]) for piece in pieces)
    blocks = tidy(block for piece in pieces for block in _blocks(piece.strip("\n"), marked=marked))
    title = next((block.text for block in blocks if block.heading), "")
    return Document(title, blocks)


def _blocks(piece: str, *, marked: bool) -> list[Block]:
    """Of what stands between two empty lines; in a text that marks headings none are guessed."""
    lines = [line for line in piece.split("\n") if line.strip()]
    if not lines:
        return []
    if heading := _MARKED.match(lines[0].strip()):
        return [Block(heading[2], len(heading[1])), *_blocks("\n".join(lines[1:]), marked=marked)]
    if len(lines) == 2 and _UNDERLINE.match(lines[1]):
        return [Block(lines[0], 1 if "=" in lines[1] else 2)]
    if not marked and len(lines) == 1 and looks_like_heading(lines[0].strip()) and not _ITEM.match(lines[0]):
        return [Block(lines[0], 2)]
    return list(_lists(lines))


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
