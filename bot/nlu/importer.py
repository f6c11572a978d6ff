"""Training data from the content: topics are intents, and the wordings of their FAQs are the examples."""

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.store import FileStore

ENQUIRY = "action_enquiry"


def _topics() -> list[str]:
    """Topics that are asked about: small talk has intents of its own."""
    return sorted(topic.id for topic in FileStore().topics().values() if topic.facts)


class FaqImporter(TrainingDataImporter):
    """Every topic is an intent whose rule is the enquiry action; every wording of its FAQs is an example.

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
        return TrainingData(
            [Message.build(text=text, intent=faq.topic) for faq in FileStore().faqs() for text in faq.wordings]
        )

    def get_domain(self) -> Domain:
        """The intents; domain.yml has the rest."""
        return Domain.from_dict({"intents": _topics()})

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """A rule for each topic; nlu_data/rules.yml has the others."""
        rules = [
            {"rule": f"enquiry, {topic}", "steps": [{"intent": topic}, {"action": ENQUIRY}]} for topic in _topics()
        ]
        return StoryGraph(YAMLStoryReader().read_from_parsed_yaml({"rules": rules}))

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing."""
        return StoryGraph([])

    def get_config(self) -> dict[str, object]:
        """Nothing: config.yml is read by Rasa's own importer."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """The configuration file that Rasa was given."""
        return self.config_file
