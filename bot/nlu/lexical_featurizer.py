"""The terms of a text, weighted by how rare they are, as sparse features: the same terms as the index searches by."""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from language.pipeline import lexical_terms

TERMS_FILE = "terms.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LexicalFeaturizer(SparseFeaturizer, GraphComponent):
    """One sparse sentence feature: TF-IDF of stems, characters, pairs of characters and letter trigrams."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config[FEATURIZER_CLASS_ALIAS], config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizer = self._new_vectorizer()

    def _new_vectorizer(self, vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer=lexical_terms, sublinear_tf=True, min_df=self._config["min_count"], vocabulary=vocabulary
        )

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`min_count`: texts a term must stand in; `weight`: length of a text's vector."""
        return {FEATURIZER_CLASS_ALIAS: "lexical", "min_count": 2, "weight": 1.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Any numbers will do."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LexicalFeaturizer":
        """Called by Rasa's graph, to train."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Count the terms of all examples."""
        self._vectorizer.fit([message.get(TEXT) for message in training_data.training_examples if message.get(TEXT)])
        with self._model_storage.write_to(self._resource) as folder:
            terms = {"vocabulary": self._vectorizer.vocabulary_, "idf": self._vectorizer.idf_.tolist()}
            (folder / TERMS_FILE).write_text(json.dumps(terms, ensure_ascii=False, default=int), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LexicalFeaturizer":
        """Read what `train` wrote."""
        featurizer = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            terms = json.loads((folder / TERMS_FILE).read_text(encoding="utf-8"))
        featurizer._vectorizer = featurizer._new_vectorizer(terms["vocabulary"])
        featurizer._vectorizer.idf_ = np.array(terms["idf"])
        return featurizer

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features of all examples, in one go."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features."""
        with_text = [message for message in messages if message.get(TEXT)]
        if with_text:
            rows = self._vectorizer.transform([message.get(TEXT) for message in with_text]) * self._config["weight"]
            for number, message in enumerate(with_text):
                self.add_features_to_message(None, rows[number], TEXT, message)
        return messages
