"""Training data from the content.

Topics are intents, and the wordings of their FAQs are the examples; guides are forms.
"""

from copy import deepcopy
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import open_store
from bot.nlu.intent_classifier import ANSWER_ID
from bot.settings import Settings
from knowledge.guides import Guide
from knowledge.store import FileStore

ENQUIRY = "action_enquiry"
KEPT = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
"""A slot that the actions fill and read; Rasa takes such a description apart."""


def _topics() -> list[str]:
    """Topics that are asked about: small talk has intents of its own."""
    return sorted(topic.id for topic in FileStore().topics().values() if topic.facts)


def _actions(guide: Guide) -> list[str]:
    """Of actions/guides.py: validate an answer, ask each question, tell the outcome."""
    return [f"validate_{guide.form}", *(f"action_ask_{slot}" for slot in guide.slots), f"action_{guide.id}_outcome"]


def _rules(guide: Guide) -> list[dict[str, Any]]:
    """How the form begins, and what follows when nothing is open any more."""
    begin: dict[str, Any] = {
        "rule": f"guide, {guide.id}",
        "steps": [{"intent": guide.intent}, {"action": guide.form}, {"active_loop": guide.form}],
    }
    end: dict[str, Any] = {
        "rule": f"guide, {guide.id}, outcome",
        "condition": [{"active_loop": guide.form}],
        "steps": [
            {"action": guide.form},
            {"active_loop": None},
            {"slot_was_set": [{"requested_slot": None}]},
            {"action": f"action_{guide.id}_outcome"},
        ],
    }
    return [end] if guide.intent is None else [begin, end]


class ContentImporter(TrainingDataImporter):
    """Every topic is an intent whose rule is the enquiry action; every wording of its FAQs is an example.

    Every guide is a form whose slots are its questions.

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
            [
                Message({TEXT: text, INTENT: faq.topic, ANSWER_ID: faq.id})
                for faq in open_store(Settings.load()).faqs()
                for text in faq.wordings
            ]
        )

    def get_domain(self) -> Domain:
        """The intents and forms; domain.yml has the rest."""
        guides = FileStore().guides()
        return Domain.from_dict(
            {
                "version": "3.1",
                "intents": _topics(),
                "forms": {guide.form: {"required_slots": guide.slots} for guide in guides},
                "slots": {slot: deepcopy(KEPT) for guide in guides for slot in guide.slots},
                "actions": [action for guide in guides for action in _actions(guide)],
            }
        )

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """A rule for each topic and two for each guide; nlu_data/rules.yml has the others."""
        rules: list[dict[str, Any]] = [
            {"rule": f"enquiry, {topic}", "steps": [{"intent": topic}, {"action": ENQUIRY}]} for topic in _topics()
        ]
        rules += [rule for guide in FileStore().guides() for rule in _rules(guide)]
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
