"""What the embedded encoder sees in a text: words, characters, known parts of words, English word pieces."""

import re
from collections.abc import Container, Iterator
from itertools import pairwise

from language.pipeline import analyse, letter_trigrams
from language.script import HAN

_HAN = re.compile(f"[{HAN}]+")
_LONGEST_WORD = 6
CONTINUED = "##"
"""Marks a piece inside an English word, as in BERT's vocabularies."""


def encoder_terms(text: str, vocabulary: Container[str]) -> list[str]:
    """The terms of `text` that `vocabulary` holds, in order, with repetitions.

    Chinese words count twice, once as cut and once as a part of the run of characters, so that what the
    segmenter chose weighs more than what merely stands there.
    """
    terms: list[str] = []
    run = ""
    for token in analyse(text):
        norm = token.norm_
        if _HAN.fullmatch(norm):
            run += norm
            if len(norm) > 1 and norm in vocabulary:
                terms.append(norm)
            continue
        terms += _parts(run, vocabulary)
        run = ""
        for latin, han in re.findall(rf"([^\s{HAN}]+)|([{HAN}]+)", norm):
            if han:
                terms += _parts(han, vocabulary)
            else:
                terms += word_pieces(latin, vocabulary)
                terms += [trigram for trigram in letter_trigrams(latin) if trigram in vocabulary]
    terms += _parts(run, vocabulary)
    return terms + [pair for pair in word_pairs(text) if pair in vocabulary]


def content_terms(text: str) -> set[str]:
    """Terms that content adds to a vocabulary: whole words, pairs of neighbours, letter trigrams."""
    terms = set(word_pairs(text))
    previous = ""
    for token in analyse(text):
        norm = token.norm_
        if _HAN.fullmatch(norm):
            run = previous + norm
            terms.add(norm)
            terms.update(run[i : i + 2] for i in range(len(run) - 1))
            previous = norm[-1]
            continue
        previous = ""
        if norm.isascii() and norm.isalpha() and len(norm) > 2:
            terms.update(letter_trigrams(norm))
    return terms


def word_pairs(text: str) -> list[str]:
    """Neighbouring English stems: `lost_passport` is not `passport_fee`."""
    stems = [token.lemma_ for token in analyse(text) if token.norm_.isascii() and token.norm_.isalnum()]
    return [f"{first}_{second}" for first, second in pairwise(stems)]


def _parts(run: str, vocabulary: Container[str]) -> Iterator[str]:
    for start in range(len(run)):
        for end in range(start + 1, min(start + _LONGEST_WORD, len(run)) + 1):
            if run[start:end] in vocabulary:
                yield run[start:end]


def word_pieces(word: str, vocabulary: Container[str]) -> list[str]:
    """The longest known pieces from left to right; a letter that is in no piece is passed over."""
    pieces = []
    start = 0
    while start < len(word):
        prefix = CONTINUED if start else ""
        for end in range(len(word), start, -1):
            piece = prefix + word[start:end]
            if piece in vocabulary:
                pieces.append(piece)
                start = end
                break
        else:
            start += 1
    return pieces
