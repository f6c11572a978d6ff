"""The network on made-up features: some that decide alone, and two that decide only together."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse

from bot.nlu.network import UNKNOWN, Features, Network, Schedule, Shape, train

RNG = np.random.default_rng(7)
ROWS = 400
HOW = Schedule(epochs=30, batch=32, learning_rate=3e-3, answer_loss=0.3, balance=0.5, seed=1)

BITS = RNG.integers(0, 2, (ROWS, 2))
TOGETHER = (BITS[:, 0] != BITS[:, 1]).astype(int)
"""Neither bit tells it alone."""
NOISE = RNG.normal(size=(ROWS, 6)).astype(np.float32)
FEATURES = Features(scipy.sparse.csr_matrix(np.hstack([BITS, 1 - BITS]) * 3.0), NOISE)
ANSWERS = [UNKNOWN if number % 3 else int(BITS[number, 0]) for number in range(ROWS)]


def shape(features: Features, answers: int = 2) -> Shape:
    names = [f"answer {number}" for number in range(answers)]
    return Shape(features.sparse.shape[1], features.dense.shape[1], ["alike", "different"], names, 32, 0.2)


def alike(one: Network, other: Network) -> bool:
    return all(map(np.array_equal, one.predict(FEATURES), other.predict(FEATURES)))


@pytest.fixture(scope="module")
def network() -> Network:
    return train(shape(FEATURES), FEATURES, TOGETHER.tolist(), ANSWERS, HOW)


def test_it_sees_which_features_meet(network: Network) -> None:
    intents, _ = network.predict(FEATURES)
    assert (intents.argmax(1) == TOGETHER).mean() > 0.95
    assert np.allclose(intents.sum(1), 1, atol=1e-5)


def test_answers_are_learnt_from_the_examples_that_have_one(network: Network) -> None:
    _, answers = network.predict(FEATURES)
    assert (answers.argmax(1) == BITS[:, 0]).mean() > 0.95


def test_it_is_the_same_every_time(network: Network) -> None:
    again = train(shape(FEATURES), FEATURES, TOGETHER.tolist(), ANSWERS, HOW)
    assert alike(again, network)


def test_training_leaves_the_random_numbers_of_others_alone() -> None:
    import torch

    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    train(shape(FEATURES), FEATURES, TOGETHER.tolist(), ANSWERS, Schedule(1, 32, 1e-3, 0.3, 0.5, 1))
    assert torch.equal(torch.rand(1), expected)


def test_a_rare_intent_is_not_drowned() -> None:
    """Balance weighs examples of rare intents up."""
    intents = [int(number % 20 == 0) for number in range(ROWS)]
    hint = np.array(intents)[:, np.newaxis] * 0.5 + RNG.normal(scale=0.5, size=(ROWS, 1))
    features = Features(scipy.sparse.csr_matrix((ROWS, 0)), hint.astype(np.float32))
    rare = [
        train(shape(features, 0), features, intents, [UNKNOWN] * ROWS, Schedule(20, 32, 3e-3, 0.3, balance, 1))
        .predict(features)[0][:, 1]
        .mean()
        for balance in (0.0, 1.0)
    ]
    assert rare[1] > 2 * rare[0]


def test_what_is_saved_is_loaded(network: Network, tmp_path: Path) -> None:
    network.save(tmp_path)
    loaded = Network.load(tmp_path)
    assert loaded.shape == network.shape
    assert alike(loaded, network)


def test_a_small_set_is_gone_through_until_there_were_enough_steps() -> None:
    few = Schedule(epochs=1, batch=ROWS, learning_rate=3e-3, answer_loss=0.3, balance=0.5, seed=1)
    enough = replace(few, least_steps=300)
    rights = [
        (train(shape(FEATURES), FEATURES, TOGETHER.tolist(), ANSWERS, how).predict(FEATURES)[0].argmax(1) == TOGETHER)
        for how in (few, enough)
    ]
    assert rights[1].mean() > 0.95 > rights[0].mean()
