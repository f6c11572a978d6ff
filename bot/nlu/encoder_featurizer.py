"""A sentence encoder's vector of a text as dense features: what words the training data lacks are near to."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import ConfiguredComponent
from bot.settings import Settings
from knowledge.encoder import universal
from knowledge.encoder.loading import Encoder, Vectors, load_encoder
from knowledge.encoder.training import BASE
from knowledge.encoder.vector_cache import FOLDER


@cache
def _base_encoder() -> Encoder:
    return load_encoder(str(BASE))


ENCODERS: Final[dict[str, Callable[[list[str], Path | None], Vectors]]] = {
    "base": lambda texts, _: _base_encoder().encode(texts),
    "universal": universal.encode,
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(ConfiguredComponent):
    """One sentence feature: the unit vector, times `scale`."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._name = config[FEATURIZER_CLASS_ALIAS]
        self._encode = ENCODERS[config["encoder"]]
        self._scale = config["scale"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: one of ENCODERS; `scale`: a unit vector's numbers are small beside counts of words."""
        return {FEATURIZER_CLASS_ALIAS: "encoder", "encoder": "base", "scale": 2.0}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features of all examples, in one go; a slow encoder's vectors are kept for the next training."""
        self._featurize(training_data.training_examples, Settings.load().models / FOLDER)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Features of messages as they come."""
        self._featurize(messages)
        return messages

    def _featurize(self, messages: list[Message], kept: Path | None = None) -> None:
        messages = [message for message in messages if message.get(TEXT)]
        if not messages:
            return
        vectors = self._encode([message.get(TEXT) for message in messages], kept) * self._scale
        for message, vector in zip(messages, vectors, strict=True):
            features = Features(vector.astype(np.float32)[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._name)
            message.add_features(features)
