"""The terms of the index as features of Rasa's classifier."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.lexical_featurizer import LexicalFeaturizer

EXAMPLES = ["renew my passport", "passport renewal fee", "換領護照", "護照收費幾多", "renew a visa"]
CONFIG = LexicalFeaturizer.get_default_config() | {"weight": 2.0}


@pytest.fixture
def parts(tmp_path: Path) -> tuple[LocalModelStorage, Resource]:
    return LocalModelStorage(tmp_path), Resource("lexical")


@pytest.fixture
def trained(parts: tuple[LocalModelStorage, Resource]) -> LexicalFeaturizer:
    featurizer = LexicalFeaturizer(CONFIG, *parts)
    featurizer.train(TrainingData([Message.build(text=text, intent="any") for text in EXAMPLES]))
    return featurizer


def vector(featurizer: LexicalFeaturizer, text: str) -> Any:
    (message,) = featurizer.process([Message({TEXT: text})])
    return message.get_sparse_features(TEXT)[1].features.toarray()[0]


def test_a_vector_is_as_long_as_the_weight(trained: LexicalFeaturizer) -> None:
    assert np.linalg.norm(vector(trained, "my passport")) == pytest.approx(2)


def test_spellings_of_one_word_have_one_vector(trained: LexicalFeaturizer) -> None:
    assert np.allclose(vector(trained, "護照"), vector(trained, "护照"))
    assert np.allclose(vector(trained, "pasport"), vector(trained, "Passport"))


def test_unknown_words_have_no_features(trained: LexicalFeaturizer) -> None:
    assert not vector(trained, "№ 99").any()


def test_a_message_without_text_is_passed_over(trained: LexicalFeaturizer) -> None:
    (message,) = trained.process([Message({})])
    assert message.features == []


def test_what_was_trained_is_loaded(trained: LexicalFeaturizer, parts: tuple[LocalModelStorage, Resource]) -> None:
    loaded = LexicalFeaturizer.load(CONFIG, *parts, None)
    assert np.allclose(vector(loaded, "renew 護照"), vector(trained, "renew 護照"))
