"""Marked texts: what a document says, as it is stored, shown and edited before it is published.

`# ` begins a heading, an empty line ends a paragraph, every other line is one sentence. Items of a list
begin with `•`, cells of a table's row are divided by ` | `. Two languages are paired section by section,
paragraph by paragraph and sentence by sentence, as far as their numbers agree; the rest stays in the
language that it is in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.content import Text

BULLET = "• "
CELL = " | "
"""Between the cells of a table's row."""
LINE = re.compile(rf"\A{BULLET}|{re.escape(CELL)}")
"""An item of a list, or a row of a table: not joined to its neighbours."""
_HEADING = re.compile(r"#{1,6}\s*(?=\S)")
PASSAGE_CHARS = 520
"""A passage takes whole sentences up to about this many English characters: short enough to be read out."""


@dataclass(frozen=True)
class Part:
    """A heading, or the sentences of a paragraph, in one language."""

    lines: tuple[str, ...]
    heading: bool = False


class Pairs(NamedTuple):
    """A heading, or the sentences of a paragraph, in the languages that there are.

    A heading without sentences ends a section that has no successor.
    """

    sentences: Sequence[Text]
    heading: bool = False


class _Section(NamedTuple):
    heading: Part | None
    paragraphs: list[Part]


def read_marked(text: str) -> list[Part]:
    """The headings and paragraphs of a marked text."""
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        paragraph: list[str] = []
        for line in filter(None, (" ".join(line.split()) for line in block.split("\n"))):
            if mark := _HEADING.match(line):
                parts += [Part(tuple(paragraph))] if paragraph else []
                parts.append(Part((line[mark.end() :],), heading=True))
                paragraph = []
            else:
                paragraph.append(line)
        parts += [Part(tuple(paragraph))] if paragraph else []
    return parts


def pair(text: Text) -> list[Pairs]:
    """Both languages side by side as far as they go together; all of each is there, in its order."""
    en, zh = (_sections(read_marked(one)) for one in (text.en, text.zh))
    if len(en) != len(zh):
        return [*_alone(en, "en"), Pairs((), heading=True), *_alone(zh, "zh")]
    return [block for pairs in zip(en, zh, strict=True) for block in _section(*pairs)]


def _sections(parts: list[Part]) -> list[_Section]:
    """What is below each heading; headings with nothing below them are no sections."""
    sections = [_Section(None, [])]
    for part in parts:
        if part.heading:
            sections.append(_Section(part, []))
        else:
            sections[-1].paragraphs.append(part)
    return [section for section in sections if section.paragraphs]


def _alone(sections: list[_Section], lang: str) -> Iterator[Pairs]:
    for heading, paragraphs in sections:
        if heading:
            yield Pairs(_only(heading, lang), heading=True)
        for paragraph in paragraphs:
            yield Pairs(_only(paragraph, lang))


def _section(en: _Section, zh: _Section) -> Iterator[Pairs]:
    if en.heading or zh.heading:
        yield Pairs([Text(en=_line(en.heading), zh=_line(zh.heading))], heading=True)
    if len(en.paragraphs) == len(zh.paragraphs):
        for pairs in zip(en.paragraphs, zh.paragraphs, strict=True):
            yield Pairs(_paragraph(*pairs))
    else:
        for lang, section in (("en", en), ("zh", zh)):
            yield from (Pairs(_only(paragraph, lang)) for paragraph in section.paragraphs)


def _paragraph(en: Part, zh: Part) -> list[Text]:
    if len(en.lines) == len(zh.lines):
        return [Text(en=e, zh=z) for e, z in zip(en.lines, zh.lines, strict=True)]
    # a paragraph that is one passage is quoted whole: its sentences need not be paired one by one
    whole = Text(en=" ".join(en.lines), zh="".join(zh.lines))
    if len(whole.en) <= PASSAGE_CHARS and not any(map(LINE.search, (*en.lines, *zh.lines))):
        return [whole]
    return [*_only(en, "en"), *_only(zh, "zh")]


def _only(part: Part, lang: str) -> list[Text]:
    return [Text(**{lang: line}) for line in part.lines]


def _line(heading: Part | None) -> str:
    return heading.lines[0] if heading else ""
