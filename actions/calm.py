"""Abuse, and talk that would make the assistant something else: a calm sentence, nothing echoed."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import say


class ActionCalm(Action):
    """The sentence of `insult` or `manipulation`."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_calm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """One short reply."""
        return say(dispatcher, tracker, "fallback")
