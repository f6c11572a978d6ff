"""The classifier as Rasa calls it."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_classifier import ANSWER_ID, IntentClassifier

EXAMPLES = [
    ("fee one", "fees", "fee"),
    ("fee two", "fees", "waiver"),
    ("visa one", "visas", "visa"),
    ("hi", "hi", None),
]
KINDS = {"sparse": ("sparse",), "dense": ("dense",), "both": ("sparse", "dense")}
RESOURCE = Resource("classifier")


def messages(kind: str) -> list[Message]:
    """Each with a feature of its own."""
    made = []
    for number, (text, intent, answer_id) in enumerate(EXAMPLES):
        message = Message({TEXT: text, INTENT: intent, ANSWER_ID: answer_id})
        row = 3 * np.eye(len(EXAMPLES), dtype=np.float32)[[number]]
        for of in KINDS[kind]:
            values = scipy.sparse.csr_matrix(row) if of == "sparse" else row
            message.add_features(Features(values, FEATURE_TYPE_SENTENCE, TEXT, of))
        made.append(message)
    return made


@pytest.fixture(params=KINDS)
def trained(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[IntentClassifier, str]:
    """Trained, and loaded from what it wrote: a pipeline may make features of one kind alone."""
    config = IntentClassifier.get_default_config() | {"epochs": 60, "learning_rate": 1e-2, "ranking_length": 2}
    storage, context = LocalModelStorage(tmp_path), ExecutionContext(GraphSchema({}))
    IntentClassifier.create(config, storage, RESOURCE, context).train(TrainingData(messages(request.param)))
    return IntentClassifier.load(config, storage, RESOURCE, context), request.param


def test_intents_and_answers_are_ranked(trained: tuple[IntentClassifier, str]) -> None:
    classifier, kind = trained
    understood = classifier.process(messages(kind))
    assert [message.get("intent")["name"] for message in understood] == [intent for _, intent, _ in EXAMPLES]
    for message, (_, _, answer_id) in zip(understood, EXAMPLES, strict=True):
        ranking, answers = message.get("intent_ranking"), message.get("answer_ranking")
        assert ranking[0] == message.get("intent")
        assert [len(ranking), len(answers)] == [2, 2]
        assert ranking[0]["confidence"] > ranking[1]["confidence"]
        assert answer_id in (None, answers[0]["name"])


def test_a_message_without_a_text_is_left_alone(trained: tuple[IntentClassifier, str]) -> None:
    [message] = trained[0].process([Message({})])
    assert message.get("intent") is None
