"""The pretrained encoder, the real one."""

import numpy as np

from knowledge.encoder import universal


def test_what_means_the_same_is_near_in_two_languages() -> None:
    texts = ["Where can I renew my passport?", "我可以在哪裏續領護照？", "It is raining heavily today."]
    passport, chinese, rain = universal.encode(texts)
    assert passport @ chinese > passport @ rain + 0.2


def test_vectors_are_unit_and_the_same_every_time() -> None:
    first, again = (universal.encode(["visa", "簽證幾錢"]) for _ in range(2))
    assert first.shape == (2, universal.DIMENSION)
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-4)
    assert np.array_equal(first, again)


def test_spellings_of_one_word_have_one_vector() -> None:
    traditional, simplified = universal.encode(["護照", "护照"])
    assert np.allclose(traditional, simplified)
