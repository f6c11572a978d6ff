"""Read a file of any kind that is known."""

from collections.abc import Callable
from pathlib import PurePath

from knowledge.documents import from_docx, from_html, from_pdf, from_text
from knowledge.documents.document import MAX_CHARS, Document
from knowledge.documents.faults import DocumentError

MAX_BYTES = 20_000_000
"""A yearly report with its pictures has about half of it."""

_READERS: dict[str, Callable[[str, bytes], Document]] = {
    ".pdf": from_pdf.read,
    ".docx": from_docx.read,
    ".html": from_html.read,
    ".htm": from_html.read,
    ".xhtml": from_html.read,
    ".txt": from_text.read,
    ".text": from_text.read,
    ".md": from_text.read,
    ".markdown": from_text.read,
}
SUFFIXES = tuple(_READERS)
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How an old Word document, and a .docx with a password, begin."""


def read_document(name: str, data: bytes) -> Document:
    """The headings and paragraphs of a file; `name` tells its kind. Raises DocumentError, saying what to do."""
    shown = PurePath(name.replace("\\", "/")).name or name
    suffix = PurePath(shown).suffix.lower()
    if suffix == ".doc" or data.startswith(_OLE):
        raise DocumentError("old_word", name=shown)
    if suffix not in _READERS:
        raise DocumentError("kind", name=shown)
    if len(data) > MAX_BYTES:
        raise DocumentError("too_large", name=shown, megabytes=MAX_BYTES // 1_000_000)
    if not data.strip():
        raise DocumentError("nothing", name=shown)
    document = _READERS[suffix](shown, data)
    if not any(char.isalpha() for char in document.text):
        raise DocumentError("nothing", name=shown)
    if (chars := len(document.text)) > MAX_CHARS:
        raise DocumentError("too_long", name=shown, chars=chars, most=MAX_CHARS)
    return document
