"""A person in trouble must not be missed: a likely enough distress intent wins over likelier ones."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import ConfiguredComponent

INTENT_RANKING = "intent_ranking"
ABROAD = {"place_abroad", "trouble"}
"""Lists of language/gazetteer that are both met by somebody who says what happened where."""
PAST = {"not_now"}
"""The list of signs that it is over, planned or made up."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DistressGuard(ConfiguredComponent):
    """Promotes the intent `distress_assistance` from `threshold` on; from less where somewhere abroad is in it.

    `ambassador evaluate` shows recall and false alarms at the threshold of config.yml.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self.intent = config["intent"]
        self._threshold: float = config["threshold"]
        self._threshold_abroad: float = config["threshold_abroad"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds are set in config.yml; `threshold_abroad` is for messages with the entities ABROAD."""
        return {"intent": "distress_assistance", "threshold": 0.5, "threshold_abroad": 0.5}

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at the ranking of each message."""
        for message in messages:
            threshold = self.threshold(message)
            for intent in message.get(INTENT_RANKING, []):
                likely = intent[PREDICTED_CONFIDENCE_KEY] >= threshold
                if intent[INTENT_NAME_KEY] == self.intent and likely:
                    message.set(INTENT, intent, add_to_output=True)
        return messages

    def threshold(self, message: Message) -> float:
        """From which chance on a message is a call for help."""
        found = {entity[ENTITY_ATTRIBUTE_TYPE] for entity in message.get(ENTITIES, [])}
        return self._threshold_abroad if found >= ABROAD and found.isdisjoint(PAST) else self._threshold
