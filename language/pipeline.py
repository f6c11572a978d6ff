"""The one spaCy pipeline: tokens, the form of each that is matched (NORM) and its stem (LEMMA)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

import snowballstemmer
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from language.script import HAN
from language.tokenizer import TOKENIZER_NAME

LATELY = 16
"""Texts whose tokens are kept: one turn looks at the same text about ten times."""

_HAN_ONLY = re.compile(f"[{HAN}]+")
_STEMMER = snowballstemmer.stemmer("english")
_STEMMED = re.compile(r"[a-z]{4,}")


@lru_cache(10_000)  # bounded: the words are those of visitors
def _stem(norm: str) -> str:
    return str(_STEMMER.stemWord(norm)) if _STEMMED.fullmatch(norm) else norm


@Language.component("stem_tokens")
def stem_tokens(doc: Doc) -> Doc:
    """`applying` and `applied` get one LEMMA."""
    for token in doc:
        if not token.is_space:
            token.lemma_ = _stem(token.norm_)
    return doc


@cache
def pipeline() -> Language:
    """Built once a process; about a second, most of it jieba's dictionary."""
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER_NAME}}})
    nlp.add_pipe("stem_tokens")
    return nlp


def _analyser(texts: int) -> Callable[[str], Doc]:
    """Remembers so many of the last texts."""
    return lru_cache(texts)(lambda text: pipeline()(text))


_analysed = _analyser(LATELY)


def analyse(text: str) -> Doc:
    """The tokens of `text`; not to be changed, since whoever asks for the same text shares them."""
    return _analysed(text)


@contextmanager
def remembering(texts: int) -> Iterator[None]:
    """Keep the tokens of so many texts meanwhile, about 5 KB each: training looks at every text again and again."""
    global _analysed
    before, _analysed = _analysed, _analyser(texts)
    try:
        yield
    finally:
        _analysed = before


def is_word(token: Token) -> bool:
    """Has a letter, a digit or a Chinese character."""
    return any(char.isalnum() for char in token.norm_)


def count_words(text: str) -> int:
    """Words, names and numbers: `visa`, `e-道` and `幾錢` are one each."""
    return sum(is_word(token) for token in analyse(text))


def stems(text: str) -> dict[str, str]:
    """Its words by their stem, in their order, each with the form it has first: `appli` → `applying`."""
    forms: dict[str, str] = {}
    for token in analyse(text):
        if is_word(token):
            forms.setdefault(token.lemma_, token.norm_)
    return forms


def normalised(text: str) -> str:
    """The text in the form that is matched, spaces and punctuation in their places."""
    return "".join(token.norm_ + token.whitespace_ for token in analyse(text))


def letter_trigrams(word: str) -> list[str]:
    """`_vi~`, `vis~`, `isa~`, `sa_~`: what a misspelt word still shares with the right one."""
    padded = f"_{word}_"
    return [f"{padded[i : i + 3]}~" for i in range(len(padded) - 2)]


def lexical_terms(text: str) -> list[str]:
    """The terms of the lexical half of the index.

    Words by their stem; for Chinese also every character and pair of neighbouring characters, since
    people cut and abbreviate words freely; for English also letter trigrams, against typing errors.
    """
    terms: list[str] = []
    run = ""
    for token in analyse(text):
        norm = token.norm_
        if _HAN_ONLY.fullmatch(norm):
            terms.extend(norm)
            if len(norm) > 2:
                terms.append(norm)
            terms.extend((run[-1:] + norm)[i : i + 2] for i in range(len(run[-1:] + norm) - 1))
            run = norm
            continue
        run = ""
        if is_word(token):
            terms.append(token.lemma_)
            if norm.isalpha() and len(norm) > 3:
                terms.extend(letter_trigrams(norm))
    return terms
