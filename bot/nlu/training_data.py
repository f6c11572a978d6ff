"""Training data that Rasa takes as it is."""

from uuid import uuid4

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class UncomparedTrainingData(TrainingData):
    """Never the same as any other, and with no example twice.

    Rasa hashes all examples with all their features after every component, to skip what did not change:
    with twenty thousand examples that takes longer than the training, which begins anew in any case.
    """

    @classmethod
    def of(cls, data: TrainingData) -> "UncomparedTrainingData":
        """The same examples."""
        return cls(
            data.training_examples, data.entity_synonyms, data.regex_features, data.lookup_tables, data.responses
        )

    @staticmethod
    def sanitize_examples(examples: list[Message]) -> list[Message]:
        """Rasa hashes them all once more, to drop what is there twice."""
        return examples

    def fingerprint(self) -> str:
        """Another one each time."""
        return uuid4().hex
