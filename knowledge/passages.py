"""Cut a report into passages by its own headings, paragraphs and sentences, both languages aligned."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.content import TEXT_LANGS, Bilingual, Report, Text, TextLang
from knowledge.errors import ContentError
from knowledge.marked_text import LINE, PASSAGE_CHARS, Pairs, pair

CHARACTER = 3
"""A Chinese character takes the place of so many English ones."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=['\"‘“(]?[A-Z])")
_CLAUSE_END = {"en": re.compile(r"(?<=[,;:]) | (?=and )"), "zh": re.compile(r"(?<=[，；：])")}
CLAUSE_WORDS = 6
CLAUSE_CHARS = 10
"""A clause has at least so many English words or Chinese characters, or is joined to the next."""
_HEADING_MAX_CHARS = 90


@dataclass(frozen=True)
class Sentence:
    """One sentence of a report in the languages that it has, and the topic it is about, if any."""

    text: Text
    topic: str | None

    @property
    def size(self) -> int:
        """In English characters."""
        return len(self.text.en) or CHARACTER * len(self.text.zh)

    @property
    def langs(self) -> tuple[TextLang, ...]:
        """The languages that it has."""
        return tuple(lang for lang in TEXT_LANGS if getattr(self.text, lang))


@dataclass(frozen=True)
class Passage:
    """Neighbouring sentences of one paragraph about one topic: what is quoted as an answer."""

    id: str
    report: Report
    section: Text
    sentences: tuple[Sentence, ...]

    def best(self, lang: TextLang) -> TextLang:
        """The language in which it is quoted to a reader of `lang`."""
        return self.sentences[0].text.best(lang)

    def quote(self, lang: TextLang) -> str:
        """The passage in `best(lang)`; items of a list and rows of a table are lines of their own."""
        lang = self.best(lang)
        first, *others = (sentence.text.shown(lang) for sentence in self.sentences)
        between = " " if lang == "en" else ""
        return first + "".join(("\n" if LINE.search(text) else between) + text for text in others)

    @property
    def topic(self) -> str | None:
        """The topic its sentences share."""
        return self.sentences[0].topic


def split_sentences(paragraph: str) -> list[str]:
    """English sentences of a paragraph."""
    return _SENTENCE_END.split(paragraph.strip())


def clauses(sentence: str, lang: TextLang) -> list[str]:
    """The parts of a long sentence, to find it by one of them; none for a sentence of one part."""
    parts: list[str] = []
    joiner = " " if lang == "en" else ""
    begun = ""
    for piece in _CLAUSE_END[lang].split(sentence):
        begun = f"{begun}{joiner}{piece}".strip()
        if (len(begun.split()) >= CLAUSE_WORDS) if lang == "en" else (len(begun) >= CLAUSE_CHARS):
            parts.append(begun)
            begun = ""
    if begun and parts:
        parts[-1] += joiner + begun
    return [part.rstrip(" ,;:，；：") for part in parts] if len(parts) > 1 else []


def fold_repeats(text: str) -> list[list[str]]:
    """Paragraphs as lists of sentences; what was said before (repeated captions) is left out.

    Lines without a Latin letter (the stray 「相片」 of the web page) are no part of the English text.
    """
    seen: set[str] = set()
    paragraphs = []
    for block in re.split(r"\n\s*\n", text.strip()):
        sentences = [s for s in split_sentences(block) if re.search("[A-Za-z]", s) and s not in seen]
        new = list(dict.fromkeys(sentences))
        seen.update(new)
        if new:
            paragraphs.append(new)
    return paragraphs


def aligned_paragraphs(report: Report) -> list[list[Bilingual]]:
    """English sentences paired with the Chinese lines.

    Raises ContentError naming the first paragraph whose counts differ.
    """
    english = fold_repeats(report.text.en)
    chinese = [block.strip().splitlines() for block in re.split(r"\n\s*\n", report.text.zh.strip())]
    if len(english) != len(chinese):
        raise ContentError(
            f"report {report.id}: {len(english)} English paragraphs but {len(chinese)} Chinese ones; "
            "write one Chinese paragraph for each, divided by an empty line"
        )
    for number, (en, zh) in enumerate(zip(english, chinese, strict=True), start=1):
        if len(en) != len(zh):
            raise ContentError(
                f"report {report.id}, paragraph {number} ({en[0][:40]}…): {len(en)} English sentences but "
                f"{len(zh)} Chinese lines; write one line for each sentence"
            )
    return [
        [Bilingual(en=e, zh=z) for e, z in zip(en, zh, strict=True)] for en, zh in zip(english, chinese, strict=True)
    ]


def _is_heading(paragraph: list[Bilingual]) -> bool:
    return len(paragraph) == 1 and len(paragraph[0].en) <= _HEADING_MAX_CHARS and paragraph[0].en[-1] not in ".!?"


def _groups(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """Neighbours about one topic and in the same languages, up to PASSAGE_CHARS."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (
            sentence.topic != group[0].topic
            or sentence.langs != group[0].langs
            or sum(s.size for s in group) + sentence.size > PASSAGE_CHARS
        ):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _blocks(report: Report) -> list[Pairs]:
    """Headings and paragraphs."""
    if report.marked:
        return pair(report.text)
    return [Pairs(paragraph, heading=_is_heading(paragraph)) for paragraph in aligned_paragraphs(report)]


def cut(report: Report) -> list[Passage]:
    """The passages of a report, in order; ids are `<report>-<number>` and stay as long as the text does."""
    topic_of = [(phrase.phrase, phrase.topic) for phrase in report.topics]

    def sentence(text: Text) -> Sentence:
        return Sentence(text, next((topic for phrase, topic in topic_of if phrase in text.en), None))

    passages: list[Passage] = []
    section: Text = report.title
    for block in _blocks(report):
        if block.heading:
            section = block.sentences[0] if block.sentences else report.title
            continue
        for group in _groups(map(sentence, block.sentences)):
            passages.append(
                Passage(
                    id=f"{report.key}-{len(passages) + 1:02}", report=report, section=section, sentences=tuple(group)
                )
            )
    return passages
