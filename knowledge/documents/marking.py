"""Documents → a marked text in one language or both: one sentence a line, what was said before left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.content import Text, TextLang
from knowledge.documents.document import Block, Document
from knowledge.documents.faults import DocumentError
from knowledge.marked_text import LINE
from knowledge.passages import split_sentences
from language.detect import detect
from language.script import HAN, to_traditional

_LETTER = {"en": re.compile("[A-Za-z]"), "zh": re.compile(f"[{HAN}]")}
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile("[A-Za-z]+")
_STOPS = re.compile(r"(?<=[。！？])(?![。！？」』”’）)])|(?<=[。！？][」』”’）)])(?![」』”’）)])")
_STOPS_AND_HALVES = re.compile(rf"{_STOPS.pattern}|(?<=；)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Hon|Rev|St|No|Nos|Vol|Fig|Ltd|Co|Inc|vs|cf|i\.e|e\.g)|\b[A-Z])\.\Z"
)
"""What a sentence does not end with, though a capital follows."""
MOST_JOINED = 1_000
"""Characters of a sentence: what is longer is a list of initials."""
SAMPLE = 20_000
"""Characters that tell the script."""


@dataclass(frozen=True)
class Marked:
    """A text ready to be looked through, and what is not in it."""

    text: Text
    left_out: tuple[str, ...]
    converted: bool = False
    """It was in Simplified Chinese, and is in Traditional now."""


def mark(documents: Sequence[Document], lang: TextLang | None = None) -> Marked:
    """The text of one document, or of one in each language; `lang` is that of the first, told by its letters if None.

    Raises DocumentError for two of one language, and where nothing is left that could be quoted.
    """
    langs = [lang if lang and number == 0 else language_of(one.text) for number, one in enumerate(documents)]
    if len(set(langs)) < len(langs):
        raise DocumentError("one_language")
    texts: dict[str, str] = {}
    left_out: dict[str, None] = {}
    converted = False
    for one, its in zip(documents, langs, strict=True):
        left_out |= dict.fromkeys(one.left_out)
        simplified = its == "zh" and detect(one.text[:SAMPLE]).lang == "zh-Hans"
        converted |= simplified
        blocks = [Block(to_traditional(b.text), b.heading) for b in one.blocks] if simplified else one.blocks
        text, repeated = _marked(blocks, its, halves=len(documents) == 1)
        if not re.search(r"^(?!#)\S", text, re.MULTILINE):
            raise DocumentError("no_sentence", name=one.title or "–")
        left_out |= dict.fromkeys(repeated)
        texts[its] = text
    return Marked(Text(**texts), tuple(left_out), converted)


def language_of(text: str) -> TextLang:
    """The language that most of a text is in: a character weighs as much as a word."""
    return "zh" if len(_HAN.findall(text)) > len(_WORD.findall(text)) else "en"


def sentences(paragraph: str, lang: TextLang, *, halves: bool = True) -> list[str]:
    """Of one line of prose; `halves`: Chinese ones end at a semicolon too."""
    if lang == "zh":
        return [part.strip() for part in (_STOPS_AND_HALVES if halves else _STOPS).split(paragraph) if part.strip()]
    joined: list[str] = []
    for part in split_sentences(paragraph):
        if joined and len(joined[-1]) < MOST_JOINED and _ABBREVIATED.search(joined[-1][-8:]):
            joined[-1] += " " + part
        else:
            joined.append(part)
    return joined


def _marked(blocks: Sequence[Block], lang: TextLang, *, halves: bool) -> tuple[str, list[str]]:
    """The marked text, and what was left out: repeated sentences, and lines without a letter of the language."""
    seen: set[str] = set()
    left_out: list[str] = []

    def lines_of(block: Block) -> Iterator[str]:
        for line in block.text.split("\n"):
            for said in [line] if LINE.search(line) else sentences(line, lang, halves=halves):
                if (said in seen and not LINE.search(said)) or not (LINE.search(said) or _LETTER[lang].search(said)):
                    left_out.append(said)
                else:
                    seen.add(said)
                    yield said.lstrip("#").lstrip()

    parts: list[str] = []
    for block in blocks:
        if block.heading and _LETTER[lang].search(block.text):
            parts.append("#" * min(block.heading, 6) + " " + block.text.lstrip("# "))
        elif block.heading:
            left_out.append(block.text)
        elif lines := "\n".join(filter(None, lines_of(block))):
            parts.append(lines)
    while parts and parts[-1].startswith("#"):
        left_out.append(parts.pop().lstrip("# "))
    return "\n\n".join(parts), left_out
