"""Someone is in trouble outside Hong Kong: the 1868 channels first."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import answerer, send, turn_language


class ActionDistress(Action):
    """1868, the other ways to reach the unit, and what to do now."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_distress"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """One short, calm reply."""
        message = tracker.latest_message
        confidence = float((message.get("intent") or {}).get("confidence") or 1.0)
        return send(dispatcher, answerer().distress(message.get("text") or "", turn_language(tracker), confidence))
