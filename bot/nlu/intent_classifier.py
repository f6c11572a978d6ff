"""The intent of a message, and the answer it asks for, by a small neural network on all sentence features."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, Self

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.network import UNKNOWN, Features, Matrix, Network, Schedule, Shape, train

ANSWER_ID = "answer_id"
"""Of a training example: the FAQ whose wording it is."""
INTENT_RANKING, ANSWER_RANKING = "intent_ranking", "answer_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Sets `intent` and `intent_ranking` as Rasa's classifiers do, and `answer_ranking` of FAQs likewise."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._network: Network | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """Something that makes features."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Fields of Shape and Schedule in bot/nlu/network.py; `ranking_length`: how many are told of each ranking."""
        return {
            "hidden": 256,
            "dropout": 0.5,
            "epochs": 8,
            "least_steps": 400,
            "batch": 256,
            "learning_rate": 1e-3,
            "answer_loss": 0.3,
            "balance": 0.5,
            "seed": 1961,
            "ranking_length": 20,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Called by Rasa's graph, to train."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Read what `train` wrote."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._network = Network.load(folder)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the sentence features of all examples."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        features = _features(examples)
        intents, intent_of = _numbered([example.get(INTENT) for example in examples])
        answers, answer_of = _numbered([example.get(ANSWER_ID) for example in examples])
        widths = features.sparse.shape[1], features.dense.shape[1]
        shape = Shape(*widths, intents, answers, self._config["hidden"], self._config["dropout"])
        how = Schedule(**{field.name: self._config[field.name] for field in fields(Schedule)})
        self._network = train(shape, features, intent_of, answer_of, how)
        with self._storage.write_to(self._resource) as folder:
            self._network.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing behind it learns from what it predicts."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """The rankings of each message that has a text."""
        with_text = [message for message in messages if message.get(TEXT)]
        if not with_text or self._network is None:
            return messages
        intents, answers = self._network.predict(_features(with_text))
        for message, chances, answer_chances in zip(with_text, intents, answers, strict=True):
            ranking = self._ranking(self._network.shape.intents, chances)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING, ranking, add_to_output=True)
            found = self._ranking(self._network.shape.answers, answer_chances)
            message.set(ANSWER_RANKING, found, add_to_output=True)
        return messages

    def _ranking(self, names: Sequence[str], chances: Matrix) -> list[dict[str, Any]]:
        best = np.argsort(-chances)[: self._config["ranking_length"]]
        return [{"name": names[number], "confidence": float(chances[number])} for number in best]


def _features(messages: Sequence[Message]) -> Features:
    """Sentence features of messages that have a text; a pipeline may make features of one kind alone."""
    nothing = np.zeros((len(messages), 0), dtype=np.float32)
    sparse = [scipy.sparse.vstack(rows, format="csr") for rows in _by_featurizer(messages, sparse=True)]
    dense = [np.vstack(rows) for rows in _by_featurizer(messages, sparse=False)]
    return Features(
        scipy.sparse.hstack(sparse, format="csr") if sparse else scipy.sparse.csr_matrix(nothing),
        np.hstack(dense or [nothing]).astype(np.float32),
    )


def _by_featurizer(messages: Sequence[Message], sparse: bool) -> Iterator[tuple[Any, ...]]:
    """The rows that each featurizer made, in the order of the pipeline; joining them message by message takes long."""
    wanted = TEXT, FEATURE_TYPE_SENTENCE, sparse
    return zip(
        *([f.features for f in m.features if (f.attribute, f.type, f.is_sparse()) == wanted] for m in messages),
        strict=True,
    )


def _numbered(names: Sequence[str | None]) -> tuple[list[str], list[int]]:
    """The different names, sorted, and the number of each; UNKNOWN for None."""
    different = sorted({name for name in names if name})
    numbers = {name: number for number, name in enumerate(different)}
    return different, [UNKNOWN if name is None else numbers[name] for name in names]
