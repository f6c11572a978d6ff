"""One spaCy tokenizer for English, Chinese and sentences that mix both."""

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import jieba
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from language import gazetteer
from language.placeholders import PATTERN
from language.script import HAN, fold
from language.spelling import correct_run, correct_word, dictionary_lines, variants

LISTED_FREQUENCY = 10
"""What a word of our own lists counts for at least, so that rounding never cuts it apart."""
TOKENIZER_NAME = "ambassador.mixed_tokenizer.v1"

_JOINER = re.compile(r"[ '’-]")
_TOKEN = re.compile(
    rf"(?P<masked>{fold(PATTERN)})"
    r"|(?P<address>https?://\S+|www\.[\w./-]+|[\w.+-]+@[\w-]+\.[\w.-]+)"
    # e-道, e-Visa, i-Bonnie: a name is one word however its parts are joined
    r"|(?P<name>(?<![a-z0-9])[ei][ -]?(?:visas?|channels?|passports?|道|签证|bonnie|ambassador)(?![a-z]))"
    r"|(?P<initials>(?<![a-z0-9])(?:[a-z]\.){2,})"  # U.K.
    r"|(?P<number>\d{4}[ -]\d{4}(?!\d)|\d+(?:[.,:/]\d+)*)"
    r"|(?P<latin>[^\W\d_" + HAN + r"][^\W_" + HAN + r"]*(?:['’-][^\W_" + HAN + r"]+)*)"
    r"|(?P<han>[" + HAN + r"]+)"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


@cache
def _segmenter() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    listed = [entry for label in gazetteer.labels() for entry in gazetteer.entries(label)]
    for word in (*dictionary_lines("official_terms"), *dictionary_lines("cantonese"), *listed):
        folded = fold(word)
        segmenter.add_word(folded, max(LISTED_FREQUENCY, segmenter.suggest_freq(folded)))
    return segmenter


def word_frequency(word: str) -> int:
    """How often a folded Chinese word occurs in the segmenter's dictionary; 0 if it is not there."""
    segmenter = _segmenter()
    segmenter.initialize()
    return int(segmenter.FREQ.get(word, 0))


class Piece(NamedTuple):
    """A stretch of the text, and the form of it that is matched."""

    kind: str
    start: int
    end: int
    norm: str


def pieces(text: str) -> Iterator[Piece]:
    """Cut `text`; the pieces cover it without a gap."""
    folded = fold(text)
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or "other"
        if kind != "han":
            start, end = match.span()
            yield Piece(kind, start, end, _norm(kind, match.group(), is_name=text[start:end].istitle()))
            continue
        start = match.start()
        for word in _cut(match.group()):
            yield Piece("han", start, start + len(word), word)
            start += len(word)


def _cut(run: str) -> list[str]:
    """Words of a run of Chinese characters, as long as the run together; misspelt ones are set right."""
    words = _segment(run)
    corrected = correct_run(run, words)
    if corrected != run:
        words = _segment(corrected)
    respelt = "".join(variants().get(word, word) for word in words)
    return words if respelt == corrected else _segment(respelt)


def _segment(run: str) -> list[str]:
    # HMM guesses new words from Mandarin habits and mis-cuts Cantonese
    return [*_segmenter().cut(run, HMM=False)]


def _norm(kind: str, piece: str, is_name: bool) -> str:
    """`e-Visa`, `E visa` and `evisa` get one form; a misspelt English word the right one, unless it may be a name."""
    if kind == "masked":
        return "[]"  # what was there is no word of the question
    if kind == "initials":
        return piece.replace(".", "")
    norm = _JOINER.sub("", piece) or piece
    if kind != "latin":
        return norm
    return variants().get(norm) or (norm if is_name or not norm.isascii() else correct_word(norm))


class MixedTokenizer:
    """spaCy tokenizer: text → Doc whose text is the original, character for character; NORM is what is matched."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokens that cover the text without a gap."""
        words: list[str] = []
        spaces: list[bool] = []
        norms: list[str] = []
        for kind, start, end, norm in pieces(text):
            piece = text[start:end]
            if kind == "space" and words and not spaces[-1] and piece.startswith(" "):
                spaces[-1] = True  # spaCy keeps the first space with the word before it
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
                norms.append(norm)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token, norm in zip(doc, norms, strict=True):
            token.norm_ = norm
        return doc


@registry.tokenizers(TOKENIZER_NAME)  # type: ignore[untyped-decorator]
def create_mixed_tokenizer() -> Callable[[Language], MixedTokenizer]:
    """Factory under the name spaCy's own configuration uses."""
    return lambda nlp: MixedTokenizer(nlp.vocab)
