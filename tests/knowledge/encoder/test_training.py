"""Training on the made-up base: what means the same comes to lie together, the same way every time."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.loading import Encoder, load_encoder
from knowledge.encoder.training import Group, same_meaning, train_encoder
from tests.knowledge.conftest import FAQS

GROUPS: list[Group] = [
    [wording for lang in ("en", "zh") for wording in (record["question"][lang], *record["variants"][lang])]
    for record in FAQS
]


def test_texts_of_one_meaning_become_a_group() -> None:
    pairs = [("a", "one"), ("b", "two"), ("a", "eins"), ("a", "one"), ("c", "three"), ("c", "three")]
    assert same_meaning(pairs) == [["one", "eins"]]


def test_every_text_lies_nearer_to_its_own_group(encoder: Encoder) -> None:
    vectors = [encoder.encode(list(group)) for group in GROUPS]
    centres = np.stack([group.mean(0) for group in vectors])
    for number, group in enumerate(vectors):
        nearest = (group @ centres.T).argmax(1)
        assert list(nearest) == [number] * len(group)


def test_the_two_languages_meet(encoder: Encoder) -> None:
    en = encoder.encode([record["question"]["en"] for record in FAQS])
    zh = encoder.encode([record["question"]["zh"] for record in FAQS])
    assert list((en @ zh.T).argmax(1)) == list(range(len(FAQS)))


def test_the_same_groups_give_the_same_vectors(encoder: Encoder, encoder_folder: Path, tmp_path: Path) -> None:
    texts = [text for group in GROUPS for text in group]
    for name in ("first", "second"):
        train_encoder(GROUPS, tmp_path / name)
    first, second = (load_encoder(str(tmp_path / name)).encode(texts) for name in ("first", "second"))
    assert np.array_equal(first, second)


def test_progress_grows_to_the_whole(tmp_path: Path) -> None:
    seen: list[float] = []
    train_encoder(GROUPS[:2], tmp_path, seen.append)
    assert seen == sorted(seen)
    assert seen[0] > 0
    assert seen[-1] == pytest.approx(1)
