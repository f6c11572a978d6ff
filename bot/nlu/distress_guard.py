"""A person in trouble must not be missed: a likely enough distress intent wins over likelier ones."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import ConfiguredComponent

INTENT_RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DistressGuard(ConfiguredComponent):
    """Promotes the intent `distress_assistance` from `threshold` on.

    `ambassador evaluate` shows recall and false alarms at the threshold of config.yml.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self.intent = config["intent"]
        self.threshold = config["threshold"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold` is set in config.yml."""
        return {"intent": "distress_assistance", "threshold": 0.5}

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at the ranking of each message."""
        for message in messages:
            for intent in message.get(INTENT_RANKING, []):
                likely = intent[PREDICTED_CONFIDENCE_KEY] >= self.threshold
                if intent[INTENT_NAME_KEY] == self.intent and likely:
                    message.set(INTENT, intent, add_to_output=True)
        return messages
