"""Bytes of a text or web page → characters."""

import codecs
import re

from charset_normalizer import from_bytes

from knowledge.documents.faults import DocumentError

_NAMED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,20})""", re.I
)
_WIDER = {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8"}
"""What files say, and what they mean: Hong Kong's characters, and those that Windows adds."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
HEAD = 4096
"""Bytes in which a page must name its encoding."""
MAX_ODD = 0.01
"""Share of characters that no text has, from which on it is something else."""


def decode(name: str, data: bytes) -> str:
    """The text. Raises DocumentError where no encoding fits, or what comes out is no text."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        return _checked(name, text)
    best = from_bytes(data).best()
    if best is None:
        raise DocumentError("not_text" if b"\0" in data[:HEAD] else "encoding", name=name)
    return _checked(name, str(best))


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    found = _NAMED.search(data[:HEAD])
    named = [_wider((found[1] or found[2]).decode("ascii"))] if found else []
    return ["utf-8", *named, "big5hkscs"] if not named or named == ["utf-8"] else [*named, "utf-8"]


def _wider(encoding: str) -> str:
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"
    return _WIDER.get(known, known)


def _checked(name: str, text: str) -> str:
    odd = sum((char < " " and char not in "\t\n\r\f\v") or char == "\ufffd" for char in text)
    if odd > MAX_ODD * len(text):
        raise DocumentError("not_text", name=name)
    return text
