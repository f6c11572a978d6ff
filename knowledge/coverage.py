"""How far an answer speaks of what a question speaks of.

A question beside an answer shares its subject and may still ask what the answer does not say: how many lifts
a building has, beside how large it is. One text does not show that; all texts of an answer together do.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.loading import Encoder, Vectors
from language.pipeline import stems

WORDS, VECTORS = "words.json", "words.npy"


@dataclass(frozen=True)
class Coverage:
    """What an answer has of a question, each 0 to 1."""

    words: float
    """Share of the question's words, rare ones counting more, that the answer's texts have or have something like."""
    answer_type: float
    """How alike the kind of answer is that it wants and that the answer's own questions want; a passage has none."""


class AnswerWords:
    """The words of the texts of each answer, with their vectors."""

    def __init__(self, words: Sequence[str], vectors: Vectors, answers: Mapping[str, NDArray[np.int32]]) -> None:
        """`words`: stems. `vectors`: a row a word. `answers`: numbers of the words of each answer."""
        self._number = {word: number for number, word in enumerate(words)}
        self._vectors = vectors
        self._answers = dict(answers)

    @classmethod
    def of(cls, texts: Mapping[str, Iterable[str]], encoder: Encoder) -> Self:
        """Of the texts of each answer."""
        return cls([], np.zeros((0, encoder.dimension), np.float32), {}).changed(texts, encoder)

    def changed(self, texts: Mapping[str, Iterable[str]], encoder: Encoder) -> Self:
        """The same with other texts for some answers; only words that are new are encoded."""
        found = {id_: [stems(text) for text in some] for id_, some in texts.items()}
        forms = {stem: form for some in found.values() for words in some for stem, form in words.items()}
        new = sorted(forms.keys() - self._number.keys())
        words = [*self._number, *new]
        # encoded as they are written: a stem may be no word, or another one
        vectors = np.vstack([self._vectors, encoder.encode([forms[word] for word in new])]) if new else self._vectors
        number = {word: row for row, word in enumerate(words)}
        rows = {id_: {number[stem] for words in some for stem in words} for id_, some in found.items()}
        answers = {id_: np.array(sorted(some), np.int32) for id_, some in rows.items()}
        return type(self)(words, vectors, {**self._answers, **answers})

    def covered(self, text: str, answer_id: str, rarity: Callable[[str], float], encoder: Encoder) -> float:
        """Share of the words of `text`, weighed by `rarity` (above 0), that the answer has or has something like."""
        words = stems(text)
        rows = self._answers.get(answer_id)
        if not words or rows is None or not len(rows):
            return 0.0
        nearest = (self._encoded(words, encoder) @ self._vectors[rows].T).max(axis=1).clip(0.0, 1.0)
        own = set(rows.tolist())
        nearest[[self._number.get(word) in own for word in words]] = 1.0  # also where the encoder knows no such word
        weights = np.array([rarity(word) for word in words])
        return float(weights @ nearest / weights.sum())

    def _encoded(self, words: Mapping[str, str], encoder: Encoder) -> Vectors:
        rows = [self._number.get(word) for word in words]
        vectors = np.zeros((len(words), encoder.dimension), np.float32)
        known = [place for place, row in enumerate(rows) if row is not None]
        vectors[known] = self._vectors[[row for row in rows if row is not None]]
        if unknown := [place for place, row in enumerate(rows) if row is None]:
            forms = list(words.values())
            vectors[unknown] = encoder.encode([forms[place] for place in unknown])
        return vectors

    def save(self, folder: Path) -> None:
        """Write into `folder`."""
        answers = {id_: rows.tolist() for id_, rows in self._answers.items()}
        (folder / WORDS).write_text(json.dumps([list(self._number), answers], ensure_ascii=False), encoding="utf-8")
        np.save(folder / VECTORS, self._vectors)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        words, answers = json.loads((folder / WORDS).read_text(encoding="utf-8"))
        rows = {id_: np.array(numbers, np.int32) for id_, numbers in answers.items()}
        return cls(words, np.load(folder / VECTORS), rows)
