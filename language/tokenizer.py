"""One spaCy tokenizer for English, Chinese and sentences that mix both."""

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import jieba
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from language import gazetteer
from language.script import HAN, fold

TOKENIZER_NAME = "ambassador.mixed_tokenizer.v1"
DICTIONARY = Path(__file__).parent / "dictionary"

_TOKEN = re.compile(
    r"(?P<address>https?://\S+|www\.[\w./-]+|[\w.+-]+@[\w-]+\.[\w.-]+)"
    # e-道, e-Visa, i-Bonnie: a name is one word however its parts are joined
    r"|(?P<name>(?<![a-z0-9])[ei][ -]?(?:visas?|channels?|passports?|道|签证|bonnie|ambassador)(?![a-z]))"
    r"|(?P<number>\d{4}[ -]\d{4}(?!\d)|\d+(?:[.,:/]\d+)*)"
    r"|(?P<latin>[^\W\d_" + HAN + r"][^\W_" + HAN + r"]*(?:['’-][^\W_" + HAN + r"]+)*)"
    r"|(?P<han>[" + HAN + r"]+)"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


def dictionary_words(name: str) -> list[str]:
    """The words of a file in `dictionary/`: one a line, `#` starts a comment."""
    lines = (DICTIONARY / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _segmenter() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    listed = [entry for label in gazetteer.labels() for entry in gazetteer.entries(label)]
    for word in (*dictionary_words("official_terms"), *dictionary_words("cantonese"), *listed):
        segmenter.add_word(fold(word))
    return segmenter


def word_frequency(word: str) -> int:
    """How often a folded Chinese word occurs in the segmenter's dictionary; 0 if it is not there."""
    segmenter = _segmenter()
    segmenter.initialize()
    return int(segmenter.FREQ.get(word, 0))


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Cut `text` into (kind, start, end); the pieces cover it without a gap."""
    folded = fold(text)
    for match in _TOKEN.finditer(folded):
        if match.lastgroup != "han":
            yield match.lastgroup or "other", match.start(), match.end()
            continue
        start = match.start()
        # HMM guesses new words from Mandarin habits and mis-cuts Cantonese
        for word in _segmenter().cut(match.group(), HMM=False):
            yield "han", start, start + len(word)
            start += len(word)


class MixedTokenizer:
    """spaCy tokenizer: text → Doc whose text is the original, character for character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokens that cover the text without a gap."""
        words: list[str] = []
        spaces: list[bool] = []
        for kind, start, end in pieces(text):
            piece = text[start:end]
            if kind == "space" and words and not spaces[-1] and piece.startswith(" "):
                spaces[-1] = True  # spaCy keeps the first space with the word before it
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers(TOKENIZER_NAME)  # type: ignore[untyped-decorator]
def create_mixed_tokenizer() -> Callable[[Language], MixedTokenizer]:
    """Factory under the name spaCy's own configuration uses."""
    return lambda nlp: MixedTokenizer(nlp.vocab)
