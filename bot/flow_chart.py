"""The guides drawn as flows: their questions from top to bottom, when each is asked, and where they end."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from knowledge.guides import Condition, Guide, GuideQuestion

COLUMN, GAP, PADDING = 380, 28, 12
LINE = 17
CHARS = 46
"""Of the ordinary text, in a line of a box."""
INK, SOFT, PAPER, WALL, END = "#12233a", "#5a6b7f", "#eef3f8", "#3c5068", "#ffe08a"
FONT = "system-ui, 'Noto Sans', sans-serif"


class Line(NamedTuple):
    """One line of text in a box."""

    text: str
    bold: bool = False
    soft: bool = False


def draw(guides: Sequence[Guide], file: Path) -> None:
    """One SVG of all guides, side by side."""
    columns = [list(_boxes(guide)) for guide in guides]
    height = max(sum(_height(box) + GAP for box in boxes) for boxes in columns) + 2 * GAP
    width = len(guides) * (COLUMN + GAP) + GAP
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "role": "img"})
    svg.attrib |= {"font-family": FONT, "font-size": "13"}
    SubElement(svg, "title").text = "Guided help, question by question"
    SubElement(svg, "rect", width="100%", height="100%", fill="#ffffff")
    for number, (guide, boxes) in enumerate(zip(guides, columns, strict=True)):
        x, y = GAP + number * (COLUMN + GAP), GAP
        _text(svg, x, y + 4, Line(guide.title.en, bold=True))
        y += GAP
        for index, box in enumerate(boxes):
            if index:
                SubElement(svg, "path", d=f"M {x + COLUMN / 2} {y - GAP} v {GAP - 7}", stroke=WALL)
                SubElement(svg, "path", d=f"M {x + COLUMN / 2 - 5} {y - 8} h 10 l -5 7 z", fill=WALL)
            last = index == len(boxes) - 1
            SubElement(
                svg, "rect", x=str(x), y=str(y), width=str(COLUMN), height=str(_height(box)), rx="10",
                fill=END if last else PAPER, stroke=WALL,
            )  # fmt: skip
            for row, line in enumerate(box):
                _text(svg, x + PADDING, y + PADDING + LINE * (row + 0.75), line)
            y += _height(box) + GAP
    file.write_bytes(tostring(svg, encoding="utf-8"))


def _boxes(guide: Guide) -> Iterator[list[Line]]:
    for question in guide.questions:
        yield _question(guide, question)
    topics = dict.fromkeys(outcome.topic or guide.topic for outcome in guide.outcomes)
    yield [
        Line("Summary with its source" if topics else "Advice for place and trouble, and 1868", bold=True),
        *(Line(f"→ {topic}") for topic in topics),
    ]


def _question(guide: Guide, question: GuideQuestion) -> list[Line]:
    condition = [Line(text, soft=True) for text in wrap(_words(guide, question.when), CHARS)]
    asked = [Line(text, bold=True) for text in wrap(question.ask.en, CHARS - 6)]
    bullets = [f"• {option.title.en}" for option in question.options]
    options = [Line(text) for bullet in bullets for text in wrap(bullet, CHARS, subsequent_indent="   ")]
    return [*condition, *asked, *options]


def _words(guide: Guide, when: Condition) -> str:
    """A condition in words: `only if permanent resident or visitor; 11 to 17`."""
    titles = {(q.slot, option.value): option.title.en for q in guide.questions for option in q.options}
    parts = [" or ".join(titles[slot, value] for value in values) for slot, values in when.items()]
    return "only if " + "; ".join(parts) if parts else ""


def _height(box: list[Line]) -> int:
    return LINE * len(box) + 2 * PADDING


def _text(svg: Element, x: float, y: float, line: Line) -> None:
    colour, weight = SOFT if line.soft else INK, "bold" if line.bold else "normal"
    text = SubElement(svg, "text", {"x": f"{x:g}", "y": f"{y:g}", "fill": colour, "font-weight": weight})
    text.text = line.text
