"""The classifier against scikit-learn's own fit."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.nlu.intent_classifier import IntentClassifier, fit

RNG = np.random.default_rng(7)
LABELS = [f"intent {number}" for number in RNG.integers(0, 4, 240)]
CENTRES = {label: RNG.normal(size=42) for label in sorted(set(LABELS))}
FEATURES = np.array([CENTRES[label] + RNG.normal(size=42) for label in LABELS])
SPARSE, DENSE = scipy.sparse.csr_matrix(np.where(FEATURES[:, :30] > 0.8, FEATURES[:, :30], 0)), FEATURES[:, 30:]
TOGETHER = np.hstack([SPARSE.toarray(), DENSE])


def model() -> LogisticRegression:
    return LogisticRegression(max_iter=500, tol=1e-6, class_weight="balanced")


@pytest.fixture(scope="module")
def fitted() -> LogisticRegression:
    return fit(model(), SPARSE, DENSE.astype(np.float32), LABELS)


def test_it_finds_what_scikit_learn_finds(fitted: LogisticRegression) -> None:
    theirs = model().fit(TOGETHER, LABELS)
    assert list(fitted.classes_) == list(theirs.classes_)
    assert np.allclose(fitted.predict_proba(TOGETHER), theirs.predict_proba(TOGETHER), atol=0.01)


def test_it_is_the_same_every_time(fitted: LogisticRegression) -> None:
    again = fit(model(), SPARSE, DENSE.astype(np.float32), LABELS)
    assert np.array_equal(again.coef_, fitted.coef_)


def test_steps_are_bounded() -> None:
    short = LogisticRegression(max_iter=3, class_weight="balanced")
    assert fit(short, SPARSE, DENSE.astype(np.float32), LABELS).n_iter_ <= 3


@pytest.mark.parametrize("kind", ["sparse", "dense"])
def test_one_kind_of_features_is_enough(kind: str, tmp_path: Path) -> None:
    examples = [Message.build(text=text, intent=text.split()[0]) for text in ("fee one", "fee two", "visa one")]
    for number, example in enumerate(examples):
        row = np.eye(3, dtype=np.float32)[[number]]
        values = scipy.sparse.csr_matrix(row) if kind == "sparse" else row
        example.add_features(Features(values, FEATURE_TYPE_SENTENCE, TEXT, "test"))
    config = IntentClassifier.get_default_config()
    classifier = IntentClassifier(config, "classifier", LocalModelStorage(tmp_path), Resource("classifier"))
    classifier.train(TrainingData(examples))
    classifier.process(examples)
    assert [example.get("intent")["name"] for example in examples] == ["fee", "fee", "visa"]
