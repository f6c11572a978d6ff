"""Greetings, thanks, and questions about the assistant itself."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import say


class ActionSmalltalk(Action):
    """The sentence of the intent."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_smalltalk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """One short reply."""
        return say(dispatcher, tracker, "smalltalk")
