"""What a question names: documents, places, floors, sections, people's status, ages, dates, countries, languages."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import ConfiguredComponent
from language import entities
from language.pipeline import analyse


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityExtractor(ConfiguredComponent):
    """Adds the entities of language/entities.yml and its rules; values are the same in every language."""

    def __init__(self, config: dict[str, Any]) -> None:
        pass

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set."""
        return {}

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                found = [
                    {
                        ENTITY_ATTRIBUTE_TYPE: entity.kind,
                        ENTITY_ATTRIBUTE_VALUE: entity.value,
                        ENTITY_ATTRIBUTE_START: entity.start,
                        ENTITY_ATTRIBUTE_END: entity.end,
                    }
                    for entity in entities.find(analyse(text))
                ]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
