"""Names and cue words of the gazetteer as entities, and as features of the whole text."""

from itertools import combinations
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    FEATURE_TYPE_SENTENCE,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import ConfiguredComponent
from language import gazetteer
from language.pipeline import analyse


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class GazetteerFeaturizer(ConfiguredComponent):
    """Tells the classifier what kinds of words meet in a text: a place abroad and a loss, a loss at home.

    One feature for each list and one for each pair of lists that occur together.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._name = config[FEATURIZER_CLASS_ALIAS]
        self._weight = config["weight"]
        labels = gazetteer.labels()
        columns = [*((label,) for label in labels), *combinations(labels, 2)]
        self._columns = {column: number for number, column in enumerate(columns)}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weight`: the value of a feature that is there, against counts of 1 for a word."""
        return {FEATURIZER_CLASS_ALIAS: "gazetteer", "weight": 1.0}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features only: what training examples say of entities stays."""
        for message in training_data.training_examples:
            self._featurize(message)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Entities and features."""
        for message in messages:
            found = self._featurize(message)
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _featurize(self, message: Message) -> list[dict[str, Any]]:
        text = message.get(TEXT)
        if not text:
            return []
        spans = gazetteer.find(analyse(text))
        seen = sorted({span.label_ for span in spans})
        columns = sorted(self._columns[column] for column in (*((label,) for label in seen), *combinations(seen, 2)))
        row = scipy.sparse.csr_matrix(
            (np.full(len(columns), self._weight), columns, (0, len(columns))), shape=(1, len(self._columns))
        )
        features = Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name)
        message.add_features(features)
        return [
            {
                ENTITY_ATTRIBUTE_TYPE: span.label_,
                ENTITY_ATTRIBUTE_VALUE: span.text,
                ENTITY_ATTRIBUTE_START: span.start_char,
                ENTITY_ATTRIBUTE_END: span.end_char,
            }
            for span in spans
        ]
