"""PDFs: lines as they stand on the pages, joined into paragraphs; larger lines are headings."""

import io
import math
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from knowledge.documents.document import Block, Document, clean, looks_like_heading, tidy
from knowledge.documents.faults import DocumentError
from knowledge.marked_text import BULLET

MAX_PAGES = 400
"""A yearly report has about 150."""
MAX_SECONDS = 120.0
MAX_CONTENT = 10_000_000
"""Bytes of one page's drawing: a page of text has a few thousand, one with a map perhaps a million."""
EDGE = 3
"""So many lines at the top and the foot of a page may be its header and footer."""
LARGER = 1.12
"""A heading's letters are so much larger than those of most of the text."""
WIDE_GAP = 1.45
"""A paragraph begins after so many times the usual distance of lines."""
FULL = 0.75
"""A line that ends a sentence and is shorter than this share of the longest ends its paragraph."""

_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,7})\s*(?:頁|页|(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.I
)
_ITEM = re.compile(r"[•‧·●▪◦■□➢➤✓*\uf000-\uf0ff]\s*|[-–]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;。！？：；][\"'”’」』）)]*\Z")


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    """Of its letters, in points."""
    y: float
    page: int


def read(name: str, data: bytes) -> Document:
    """The document in a PDF. Raises DocumentError."""
    if b"%PDF-" not in data[:1024]:
        raise DocumentError("not_pdf", name=name)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # many are locked against changes only
            raise DocumentError("encrypted", name=name)
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise DocumentError("too_many_pages", name=name, pages=pages, most=MAX_PAGES)
        lines = list(_lines(name, reader))
        title = clean(str((reader.metadata and reader.metadata.title) or ""))
    except DocumentError:
        raise
    except DependencyError as error:
        raise DocumentError("encrypted", name=name) from error
    except (PyPdfError, Exception) as error:  # a broken PDF makes pypdf raise whatever its parts happen to raise
        raise DocumentError("broken_pdf", name=name) from error
    if not lines:
        raise DocumentError("only_pictures" if pages else "nothing", name=name)
    kept, left_out = _without_edges(lines, pages)
    blocks = tidy(_paragraphs(kept))
    return Document(title or next((block.text for block in blocks if block.heading), ""), blocks, left_out)


def _lines(name: str, reader: PdfReader) -> Iterator[_Line]:
    deadline = time.monotonic() + MAX_SECONDS
    for number, page in enumerate(reader.pages):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) <= MAX_CONTENT:
            yield from _lines_of(page, number)
        if time.monotonic() > deadline:
            raise DocumentError("too_slow", name=name, seconds=int(MAX_SECONDS))


def _lines_of(page: Any, number: int) -> Iterator[_Line]:
    lines: list[_Line] = []
    begun: list[tuple[str, float, float]] = []

    def end_line() -> None:
        text = clean("".join(text for text, _, _ in begun))
        if text:
            _, size, y = max(begun, key=lambda part: len(part[0].strip()))
            lines.append(_Line(text, size, y, number))
        begun.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, font_size: float | None) -> None:
        scale = math.sqrt(abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])))
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        first, *others = text.split("\n")
        begun.append((first, (font_size or 0.0) * scale, y))
        for other in others:
            end_line()
            begun.append((other, (font_size or 0.0) * scale, y))

    page.extract_text(visitor_text=visit)
    end_line()
    yield from lines


def _without_edges(lines: list[_Line], pages: int) -> tuple[list[_Line], tuple[str, ...]]:
    """Without headers, footers and page numbers: what stands at the edge of many pages, whatever its numbers."""
    edges: list[list[_Line]] = []
    for number in range(pages):
        own = [line for line in lines if line.page == number]
        edges.append([*own[:EDGE], *own[EDGE:][-EDGE:]])
    often = Counter(shape for edge in edges for shape in {_shape(line.text) for line in edge})
    most = max(3, 0.4 * pages)
    gone = {
        id(line)
        for edge in edges
        for line in edge
        if often[_shape(line.text)] >= most or _PAGE_NUMBER.fullmatch(line.text)
    }
    return [line for line in lines if id(line) not in gone], tuple(
        dict.fromkeys(line.text for line in lines if id(line) in gone and not _PAGE_NUMBER.fullmatch(line.text))
    )


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _paragraphs(lines: list[_Line]) -> Iterator[Block]:
    if not lines:
        return
    body = _usual(lines)
    gap = _usual_gap(lines, body)
    longest = max((len(line.text) for line in lines if line.size <= LARGER * body), default=1)
    begun: list[_Line] = []
    for line in lines:
        if begun and _begins(begun[-1], line, body, gap, longest):
            yield _block(begun, body)
            begun = []
        begun.append(line)
    yield _block(begun, body)


def _usual(lines: Iterable[_Line]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _usual_gap(lines: list[_Line], body: float) -> float:
    gaps = [
        before.y - line.y
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.y - line.y < 3 * max(body, 1)
    ]
    return median(gaps) if gaps else 1.2 * body


def _begins(before: _Line, line: _Line, body: float, gap: float, longest: int) -> bool:
    """Whether a paragraph begins with `line`."""
    if _ITEM.match(line.text) or abs(before.size - line.size) > 0.05 * max(before.size, line.size):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    if before.page != line.page:
        return ended or line.size > LARGER * body or len(before.text) < FULL * longest
    if before.y - line.y > WIDE_GAP * gap or before.y < line.y - gap:  # a wide gap, or the next column
        return before.y > line.y or ended
    return ended and len(before.text) < FULL * longest


def _block(lines: list[_Line], body: float) -> Block:
    text = clean("\n".join(line.text for line in lines))
    if item := _ITEM.match(text):
        return Block(BULLET + text[item.end() :])
    larger = lines[0].size > LARGER * body
    heading = larger and len(lines) <= 3 and any(map(str.isalpha, text))
    if not heading and len(lines) == 1:
        heading = looks_like_heading(text) and not text[0].islower()
    return Block(text, (1 if lines[0].size > 1.5 * body else 2) if heading else 0)
