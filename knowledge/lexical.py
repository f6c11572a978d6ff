"""The lexical half of the index: BM25 as sparse vectors."""

import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from language.pipeline import lexical_terms

K1 = 1.2
B = 0.4
"""Weaker than the usual 0.75: wordings are short, and their length says little about them."""

SparseVector = dict[int, float]


def term_id(term: str) -> int:
    """A stable 32-bit number for a term; collisions are rarer than one in 100,000 term pairs."""
    return zlib.crc32(term.encode())


@dataclass(frozen=True)
class Lexicon:
    """Document counts of terms, from which query and document weights follow."""

    documents: int
    mean_length: float
    counts: dict[int, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lexicon":
        """Count the terms of all texts."""
        return cls(0, 0.0, {}).with_texts(texts)

    def with_texts(self, texts: Iterable[str]) -> "Lexicon":
        """The same with more texts counted."""
        counts = Counter(self.counts)
        documents, total = self.documents, self.documents * self.mean_length
        for text in texts:
            terms = lexical_terms(text)
            counts.update({term_id(term) for term in terms})
            documents += 1
            total += len(terms)
        return Lexicon(documents, total / max(1, documents), dict(counts))

    def idf(self, term: int) -> float:
        """Inverse document frequency; a term never seen weighs most."""
        count = self.counts.get(term, 0)
        return math.log1p((self.documents - count + 0.5) / (count + 0.5))

    def document_vector(self, text: str) -> SparseVector:
        """Saturated term frequencies."""
        terms = Counter(term_id(term) for term in lexical_terms(text))
        length = sum(terms.values()) / self.mean_length
        return {term: n * (K1 + 1) / (n + K1 * (1 - B + B * length)) for term, n in terms.items()}

    def query_vector(self, text: str) -> SparseVector:
        """Term weights, scaled so that the dot product with a document is the share of the query it covers.

        1 means every term stands in the document (as often as an average text has it); terms that no
        text holds lower it, so that a question about something else scores low.
        """
        terms = Counter(term_id(term) for term in lexical_terms(text))
        weights = {term: n * self.idf(term) for term, n in terms.items()}
        whole = sum(weights.values()) or 1.0
        return {term: weight / whole for term, weight in weights.items()}

    def unknown_share(self, text: str) -> float:
        """How much of a text is terms that no text of the base has, 0 to 1."""
        terms = [term_id(term) for term in lexical_terms(text)]
        return sum(term not in self.counts for term in terms) / len(terms) if terms else 1.0

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps([self.documents, self.mean_length, list(self.counts.items())]), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        """Read what `save` wrote."""
        documents, mean_length, counts = json.loads(path.read_text(encoding="utf-8"))
        return cls(documents, mean_length, dict(counts))


def dot(left: SparseVector, right: SparseVector) -> float:
    """Dot product of two sparse vectors."""
    return sum(weight * right.get(term, 0.0) for term, weight in left.items())
