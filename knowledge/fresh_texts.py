"""Texts that an index takes up without being built anew: those of answers that changed since."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse

from knowledge.encoder.loading import Vectors
from knowledge.lexical import SparseVector


class FreshTexts:
    """Vectors of a few texts in memory; all of them are compared with a question."""

    def __init__(self, dense: Vectors, lexical: Sequence[SparseVector]) -> None:
        """`dense` has a row for each text, `lexical` a vector."""
        self._dense = dense
        terms = sorted({term for vector in lexical for term in vector})
        self._column = {term: column for column, term in enumerate(terms)}
        rows = [
            (row, self._column[term], weight) for row, vector in enumerate(lexical) for term, weight in vector.items()
        ]
        row, column, weight = zip(*rows, strict=True) if rows else ((), (), ())
        self._lexical = scipy.sparse.csr_matrix((weight, (row, column)), shape=(len(lexical), len(terms)))

    def scores(self, dense: Vectors, lexical: SparseVector) -> tuple[Vectors, Vectors]:
        """Dense and lexical score of each text for a question's vectors, as the index scores its own."""
        query = np.zeros(len(self._column))
        for term, weight in lexical.items():
            if (column := self._column.get(term)) is not None:
                query[column] = weight
        return self._dense @ dense, np.asarray(self._lexical @ query)
