"""Encoders from anywhere: the trained one, a plain sentence-transformers folder, none."""

import os
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.transformer import Transformer
from sentence_transformers.sentence_transformer.modules.pooling import Pooling
from transformers import BertConfig, BertModel, BertTokenizer

from knowledge.encoder.loading import Encoder, load_encoder
from knowledge.errors import NotBuiltError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pool", "visa", "fee", "renew", "the"]


@pytest.fixture(scope="module")
def plain_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of one small layer with pooling, as any model of the hub is saved."""
    bare = tmp_path_factory.mktemp("bert")
    BertTokenizer(vocab={word: number for number, word in enumerate(WORDS)}).save_pretrained(bare)
    config = BertConfig(  # type: ignore[no-untyped-call]
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(bare)  # type: ignore[no-untyped-call]
    folder = tmp_path_factory.mktemp("plain")
    SentenceTransformer(modules=[Transformer(str(bare)), Pooling(16)], device="cpu").save(str(folder))
    return folder


def lengths(encoder: Encoder, *texts: str) -> list[float]:
    return [float(length) for length in np.linalg.norm(encoder.encode(list(texts)), axis=1)]


def test_a_plain_model_folder_is_loaded(plain_folder: Path) -> None:
    encoder = load_encoder(str(plain_folder))
    vectors = encoder.encode(["renew the visa", "the pool fee", "renew the visa"])
    assert encoder.dimension == 16
    assert vectors.shape == (3, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors[0], vectors[2], atol=1e-6)
    assert not np.allclose(vectors[0], vectors[1], atol=1e-3)
    assert lengths(encoder, "renew the visa") == pytest.approx([1])


def test_the_trained_encoder_is_loaded(encoder: Encoder) -> None:
    vectors = encoder.encode(["When does the pool open?", "泳池幾點開門？"])
    assert vectors.shape == (2, encoder.dimension)
    assert vectors.dtype == np.float32
    assert lengths(encoder, "When does the pool open?", "泳池") == pytest.approx([1, 1])


def test_a_text_of_unknown_words_has_no_length(encoder: Encoder) -> None:
    assert lengths(encoder, "？！", "♪♪") == [0, 0]


@pytest.mark.parametrize("name", ["absent", "sentence-transformers/all-MiniLM-L6-v2"])
def test_no_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotBuiltError) as error:
        load_encoder(name)
    for part in (name, "ambassador train", "AMBASSADOR_ENCODER", "AMBASSADOR_HUB"):
        assert part in str(error.value)


@pytest.mark.parametrize("file", [None, "modules.json", "config.json"])
def test_a_folder_that_is_no_model_is_named(tmp_path: Path, file: str | None) -> None:
    if file:
        (tmp_path / file).write_text("{", encoding="utf-8")
    with pytest.raises(NotBuiltError) as error:
        load_encoder(str(tmp_path))
    assert str(tmp_path) in str(error.value)


@pytest.mark.parametrize("before", [None, "0"])
def test_loading_leaves_the_environment_as_it_was(
    plain_folder: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    if before is None:
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    else:
        monkeypatch.setenv("HF_HUB_OFFLINE", before)
    load_encoder(str(plain_folder))
    assert os.environ.get("HF_HUB_OFFLINE") == before
