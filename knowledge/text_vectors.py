"""The vectors of an index's texts in memory, to score what a search found."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from knowledge.encoder.loading import Vectors
from knowledge.lexical import SparseVector

DENSE, LEXICAL, TERMS = "dense.npy", "lexical.npz", "terms.npy"


class TextVectors:
    """A row a text."""

    def __init__(self, dense: Vectors, lexical: scipy.sparse.csr_matrix, terms: NDArray[np.int64]) -> None:
        """`terms` are the terms of the columns of `lexical`, in ascending order."""
        self._dense = dense
        self._lexical = lexical
        self._terms = terms

    @classmethod
    def of(cls, dense: Vectors, lexical: Sequence[SparseVector]) -> Self:
        """Of as many rows of `dense` as vectors in `lexical`."""
        found = np.array([term for vector in lexical for term in vector], dtype=np.int64)
        terms, columns = np.unique(found, return_inverse=True)
        weights = np.array([weight for vector in lexical for weight in vector.values()], dtype=np.float32)
        starts = np.cumsum([0, *map(len, lexical)])
        return cls(dense, scipy.sparse.csr_matrix((weights, columns, starts), shape=(len(lexical), len(terms))), terms)

    def scores(
        self, rows: Sequence[int], dense: Vectors, lexical: SparseVector
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Dot products of some texts with a question's vectors: dense, lexical."""
        asked = np.fromiter(lexical, dtype=np.int64)
        columns = np.searchsorted(self._terms, asked)
        known = columns < len(self._terms)
        known[known] = self._terms[columns[known]] == asked[known]
        query = np.zeros(len(self._terms))
        query[columns[known]] = np.fromiter(lexical.values(), dtype=np.float64)[known]
        return self._dense[rows] @ dense, np.asarray(self._lexical[rows] @ query)

    def save(self, folder: Path) -> None:
        """Write into `folder`."""
        np.save(folder / DENSE, self._dense)
        scipy.sparse.save_npz(folder / LEXICAL, self._lexical, compressed=False)
        np.save(folder / TERMS, self._terms)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        return cls(np.load(folder / DENSE), scipy.sparse.load_npz(folder / LEXICAL), np.load(folder / TERMS))
