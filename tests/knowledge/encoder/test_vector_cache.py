"""Texts are encoded once."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.loading import Vectors
from knowledge.encoder.vector_cache import VectorCache


class Counting:
    """An encoder that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), text.count("e")] for text in texts], dtype=np.float32)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vectors" / "counting.npz"


def test_only_new_texts_are_encoded(encoder: Counting, file: Path) -> None:
    assert VectorCache(file, encoder).encode(["fee", "visa", "fee"]).tolist() == [[3, 2], [4, 0], [3, 2]]
    again = VectorCache(file, encoder).encode(["e-Visa", "fee"])
    assert again.tolist() == [[6, 1], [3, 2]]
    assert again.dtype == np.float32
    assert encoder.asked == ["fee", "visa", "e-Visa"]


def test_of_too_many_the_last_are_kept(encoder: Counting, file: Path) -> None:
    for texts in (["fee", "visa"], ["hours"], ["fee", "hours"], ["visa"]):
        VectorCache(file, encoder, most=2).encode(texts)
    assert encoder.asked == ["fee", "visa", "hours", "visa"]


def test_all_texts_of_one_time_are_kept(encoder: Counting, file: Path) -> None:
    for _ in range(2):
        VectorCache(file, encoder, most=1).encode(["fee", "visa"])
    assert encoder.asked == ["fee", "visa"]


@pytest.mark.parametrize("content", [b"", b"no vectors", b"PK\x03\x04 half"])
def test_a_broken_file_is_made_anew(encoder: Counting, file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert VectorCache(file, encoder).encode(["fee"]).tolist() == [[3, 2]]
    VectorCache(file, encoder).encode(["fee"])
    assert encoder.asked == ["fee"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]
