"""Scores are dot products, of the texts that are asked for and in their order."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.lexical import SparseVector, dot
from knowledge.text_vectors import TextVectors

LEXICAL: list[SparseVector] = [{7: 0.5, 90: 2.0}, {}, {7: 1.0, 4_000_000_000: 0.25}]
DENSE = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
QUERY = np.array([0.8, 0.6], dtype=np.float32)


@pytest.mark.parametrize("asked", [{7: 0.4, 90: 0.1}, {4_000_000_000: 1.0, 5: 0.3, 4_100_000_000: 0.2}, {}])
@pytest.mark.parametrize("rows", [[2, 0], [1], [0, 1, 2], []])
def test_scores(asked: SparseVector, rows: list[int], tmp_path: Path) -> None:
    TextVectors.of(DENSE, LEXICAL).save(tmp_path)
    for vectors in (TextVectors.of(DENSE, LEXICAL), TextVectors.load(tmp_path)):
        dense, lexical = vectors.scores(rows, QUERY, asked)
        assert dense.tolist() == pytest.approx([float(DENSE[row] @ QUERY) for row in rows])
        assert lexical.tolist() == pytest.approx([dot(asked, LEXICAL[row]) for row in rows])
