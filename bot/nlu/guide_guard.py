"""A bare word names a subject and does not ask to be led through it: `visa` is an enquiry, no guided help."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import ConfiguredComponent
from bot.nlu.intent_classifier import INTENT_RANKING
from knowledge.understood import GUIDES
from language.entities import is_bare_name


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class GuideGuard(ConfiguredComponent):
    """Takes the likeliest intent that is no guide, where the message is one word or name."""

    def __init__(self, config: dict[str, Any]) -> None:
        """There is nothing to configure."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at the intent of each message."""
        for message in messages:
            intent = message.get(INTENT) or {}
            if intent.get(INTENT_NAME_KEY) in GUIDES and is_bare_name(message.get(TEXT, "")):
                others = (other for other in message.get(INTENT_RANKING, []) if other[INTENT_NAME_KEY] not in GUIDES)
                message.set(INTENT, next(others, intent), add_to_output=True)
        return messages
