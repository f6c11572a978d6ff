"""Texts are encoded once."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from knowledge.encoder.loading import Encoder, Vectors, load_encoder
from knowledge.encoder.vector_cache import CachingEncoder, VectorCache


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


class CountingEncoder(Encoder):
    """A loaded model that remembers what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self._loaded = load_encoder(str(folder))
        self.dimension = self._loaded.dimension
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        self.asked += [text for text in texts if text != CachingEncoder.PROBE]
        return self._loaded.encode(texts)


@pytest.fixture
def model(encoder_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(encoder_folder, tmp_path / "model"))


def encoded(model: Path, folder: Path, texts: list[str]) -> list[str]:
    """Which of `texts` the model had to encode; what is given is the same in any case."""
    counting = CountingEncoder(model)
    vectors = CachingEncoder(str(model), counting, folder).encode(texts)
    assert np.allclose(vectors, load_encoder(str(model)).encode(texts).reshape(len(texts), counting.dimension))
    return counting.asked


def test_a_model_on_disk_encodes_a_text_once(model: Path, tmp_path: Path) -> None:
    assert encoded(model, tmp_path / "vectors", ["locker size", "泳池"]) == ["locker size", "泳池"]
    assert encoded(model, tmp_path / "vectors", ["泳池", "sauna", "locker size"]) == ["sauna"]
    assert encoded(model, tmp_path / "vectors", []) == []


def test_a_changed_model_encodes_all_anew(model: Path, tmp_path: Path) -> None:
    encoded(model, tmp_path / "vectors", ["locker size"])
    weights = next(model.rglob("*.safetensors"))
    table = load_file(weights)
    save_file({**table, "scale": table["scale"] * table["scale"]}, weights)  # as large as before
    assert encoded(model, tmp_path / "vectors", ["locker size"]) == ["locker size"]
    assert len(list((tmp_path / "vectors").iterdir())) == 1


def test_another_model_has_vectors_of_its_own(model: Path, tmp_path: Path) -> None:
    encoded(model, tmp_path / "vectors", ["locker size"])
    other = Path(shutil.copytree(model, tmp_path / "other"))
    assert encoded(other, tmp_path / "vectors", ["locker size"]) == ["locker size"]
