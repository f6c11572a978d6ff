"""Training data from the published FAQs: their wordings teach Rasa, so that staff never touch its files."""

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.store import FileStore


class FaqImporter(TrainingDataImporter):
    """Every wording of an FAQ is an example of the intent that its topic belongs to.

    Stands beside Rasa's own file importer in config.yml.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        self.config_file = config_file

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All wordings of all FAQs, both languages."""
        store = FileStore()
        topics = store.topics()
        examples = [
            Message.build(text=text, intent=intent)
            for faq in store.faqs()
            if (intent := topics[faq.topic].intent)
            for text in faq.wordings
        ]
        return TrainingData(examples)

    def get_domain(self) -> Domain:
        """Nothing: domain.yml has the intents."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Nothing: nlu_data/ has the rules."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing."""
        return StoryGraph([])

    def get_config(self) -> dict[str, object]:
        """Nothing: config.yml is read by Rasa's own importer."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """The configuration file that Rasa was given."""
        return self.config_file
