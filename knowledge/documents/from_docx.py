"""Word documents: headings by their styles, lists, tables row by row."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.documents.document import Block, Document, clean, looks_like_heading, tidy
from knowledge.documents.faults import DocumentError
from knowledge.marked_text import BULLET, CELL

MAX_UNPACKED = 100_000_000
"""Bytes of all parts together: text and pictures of a long report."""
MAX_TEXT = 30_000_000
"""Bytes of the parts that are XML: what is parsed."""
MAX_PARTS = 5_000

_HEADING = re.compile(r"heading (\d)", re.I)
_CONTENTS = re.compile(r"toc \d|table of (contents|figures)", re.I)
_TEXT, _TAB, _BREAKS, _FALLBACK = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr")), "Fallback"


def read(name: str, data: bytes) -> Document:
    """The document in a .docx. Raises DocumentError; what would unpack too large is not unpacked."""
    _check_archive(name, data)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document))
    except Exception as error:  # a broken document makes python-docx raise whatever its parts happen to raise
        raise DocumentError("not_docx", name=name) from error
    said = tidy(block for block, contents in blocks if not contents)
    if not any(block.heading for block in said):
        said = tuple(_guessed(block) for block in said)
    if not said and document.inline_shapes:
        raise DocumentError("only_pictures", name=name)
    title = clean(document.core_properties.title or "") or next((block.text for block in said if block.heading), "")
    return Document(title, said, tuple(dict.fromkeys(clean(block.text) for block, contents in blocks if contents)))


def _check_archive(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocumentError("not_docx", name=name) from error
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if len(parts) > MAX_PARTS or xml > MAX_TEXT or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise DocumentError("bomb", name=name, megabytes=MAX_UNPACKED // 1_000_000)
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("encrypted", name=name)


def _blocks(document: Any) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it belongs to the table of contents."""
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield Block("\n".join(_rows(part))), False
        elif isinstance(part, Paragraph):
            style = (part.style.name if part.style else "") or ""
            text = _text(part._p)
            heading = 1 if style == "Title" else int(found[1]) if (found := _HEADING.match(style)) else 0
            if heading or not _is_item(part, style):
                yield Block(clean(text), heading), bool(_CONTENTS.match(style))
            else:
                yield Block(BULLET + clean(text)), False


def _is_item(paragraph: Paragraph, style: str) -> bool:
    properties = paragraph._p.pPr
    return style.startswith("List") or (properties is not None and properties.numPr is not None)


def _text(element: Any) -> str:
    """What is read in a paragraph: with insertions under review, without deletions."""
    said: list[str] = []
    for part in element.iter(_TEXT, _TAB, *_BREAKS):
        if any(above.tag.endswith(_FALLBACK) for above in part.iterancestors()):
            continue  # a second rendering of the same drawing, for old programs
        said.append(part.text or "" if part.tag == _TEXT else "\n" if part.tag in _BREAKS else " ")
    return "".join(said)


def _rows(table: Table) -> Iterator[str]:
    for row in table._tbl.tr_lst:
        cells = (clean(" ".join(_text(p) for p in cell.iter(qn("w:p")))) for cell in row.tc_lst)
        yield CELL.join(cell for cell in cells if cell)


def _guessed(block: Block) -> Block:
    """A document without styles has headings all the same."""
    return Block(block.text, 2) if "\n" not in block.text and looks_like_heading(block.text) else block
