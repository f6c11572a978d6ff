"""Set right what people mistype, for matching only; what they see stays as they wrote it.

English words one or two letters off, Chinese characters that sound like the right ones (speech
recognition, input by sound), and the several spellings of Cantonese words and of English in a hurry.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import ToJyutping
from pypinyin import lazy_pinyin
from symspellpy import SymSpell, Verbosity

from language import gazetteer
from language.script import fold

DICTIONARY = Path(__file__).parent / "dictionary"
SHORTEST = 4
"""English words of fewer letters are left alone: too many words are one letter apart."""
TWO_ERRORS_FROM = 8
"""From this many letters a word may be two off."""
COMMON = 1_000_000
"""A word this frequent in general English is no misspelling (symspellpy's list counts a corpus of books and web)."""
LONGEST = 4
REMEMBERED = 10_000
"""Words of visitors whose right spelling is kept: bounded, since anybody may send new ones."""

Sound = tuple[str, ...]


def dictionary_lines(name: str) -> list[str]:
    """The entries of a file in `dictionary/`: one a line, `#` starts a comment."""
    lines = (DICTIONARY / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def variants() -> dict[str, str]:
    """Folded spelling → the spelling that stands for it."""
    return {fold(typed): fold(standard) for typed, standard in map(str.split, dictionary_lines("variants"))}


@cache
def _english() -> SymSpell:
    words = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    names = " ".join(entry for label in gazetteer.labels() for entry in gazetteer.entries(label))
    for word in (*dictionary_lines("english"), *re.findall(rf"[a-z]{{{SHORTEST},}}", names)):
        words.create_dictionary_entry(word, 1)
    return words


@cache
def _frequencies() -> dict[str, int]:
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {word: int(count) for word, count in map(str.split, text.splitlines())}


def is_english(word: str) -> bool:
    """Whether a lower-case word is one of the field, of the gazetteer's names, or in an English dictionary."""
    return word in _english().words or word in _frequencies()


@lru_cache(REMEMBERED)
def correct_word(word: str) -> str:
    """A lower-case English word, set right if it is unknown and near to a word of the field."""
    words = _english()
    if len(word) < SHORTEST or word in words.words or _frequencies().get(word, 0) >= COMMON:
        return word
    errors = 2 if len(word) >= TWO_ERRORS_FROM else 1
    near = [found for found in words.lookup(word, Verbosity.CLOSEST, errors) if found.term[0] == word[0]]
    return str(near[0].term) if near else word


def correct_run(run: str, words: Sequence[str]) -> str:
    """Folded Chinese characters, cut into `words`; those that sound like a word of the field become it.

    Only neighbours of which one is a single character are looked at. The length stays.
    """
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    corrected = list(run)
    done = 0
    for first, last in _windows(words):
        start, end = starts[first], starts[last]
        if start < done:
            continue
        typed = run[start:end]
        if typed in _everyday():
            continue
        meant = next(
            (w for sound in _sounds_typed(typed) for w in _by_sound().get(sound, ()) if _is_near(typed, w)), typed
        )
        if meant != typed:
            corrected[start:end] = meant
            done = end
    return "".join(corrected)


def _windows(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Neighbouring words of two to LONGEST characters together, the longest first from each place."""
    for first in range(len(words)):
        ends = []
        length = 0
        for last in range(first, len(words)):
            length += len(words[last])
            if length > LONGEST:
                break
            if last > first and any(len(word) == 1 for word in words[first : last + 1]):
                ends.append(last + 1)
        for end in reversed(ends):
            yield first, end


def _is_near(typed: str, word: str) -> bool:
    """One character is right, and what is changed is no everyday word by itself."""
    wrong = [a for a, b in zip(typed, word, strict=True) if a != b]
    return 0 < len(wrong) < len(typed) and _everyday().isdisjoint(wrong)


@cache
def _everyday() -> frozenset[str]:
    return frozenset(map(fold, dictionary_lines("everyday")))


@cache
def _by_sound() -> dict[Sound, list[str]]:
    words: defaultdict[Sound, list[str]] = defaultdict(list)
    for line in (*dictionary_lines("official_terms"), *dictionary_lines("everyday")):
        word = fold(line)
        if 1 < len(word) <= LONGEST:
            for sound in _sounds(word):
                if word not in words[sound]:
                    words[sound].append(word)
    return dict(words)


def _sounds_typed(text: str) -> tuple[Sound, Sound]:
    """As `_sounds`, each character read by itself: it was picked for its sound, and this is ten times faster."""
    mandarin, cantonese = zip(*map(_sound_of_character, text), strict=True)
    return ("cmn", *mandarin), ("yue", *cantonese)


@lru_cache(REMEMBERED)
def _sound_of_character(char: str) -> tuple[str, str]:
    (_, mandarin), (_, cantonese) = _sounds(char)
    return mandarin, cantonese


def _sounds(text: str) -> tuple[Sound, Sound]:
    """Syllables without tones, in Putonghua and in Cantonese; sounds that many people do not tell apart are one.

    A character of several readings has the one that it has in this word.
    """
    mandarin = tuple(_merge(s, (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))) for s in lazy_pinyin(text))
    cantonese = tuple(
        _merge((syllable or char).rstrip("123456"), (("eng", "ing"), ("gwo", "go")), initial_n=True)
        for char, syllable in ToJyutping.get_jyutping_list(text)
    )
    return ("cmn", *mandarin), ("yue", *cantonese)


def _merge(syllable: str, pairs: Sequence[tuple[str, str]], initial_n: bool = False) -> str:
    for sound, same in pairs:
        syllable = syllable.replace(sound, same)
    if initial_n:
        syllable = syllable.removeprefix("ng")
        syllable = "l" + syllable[1:] if syllable.startswith("n") else syllable
    return syllable
