"""An enquiry: the knowledge answers, offers choices or declines."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import answerer, send, turn_language
from knowledge.answer import intents_of
from language.placeholders import without_placeholders


class ActionEnquiry(Action):
    """Ask the knowledge."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_enquiry"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The reply to the last message; where personal data stood in it, a word about that too."""
        message = tracker.latest_message
        text, lang = message.get("text") or "", turn_language(tracker)
        reply = answerer().answer(text, lang, intents_of(message))
        events = send(dispatcher, reply)
        about_data = answerer().say("personal_data", lang, "fallback")
        if without_placeholders(text) != text and reply != about_data:
            send(dispatcher, about_data)
        return events


class ActionChoice(Action):
    """Give the answer that was chosen."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_choice"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The answer of the entity `answer_id`; a choice that is gone is declined."""
        lang = turn_language(tracker)
        answer_id = next(tracker.get_latest_entity_values("answer_id"), "")
        reply = answerer().answer_with(str(answer_id), lang) or answerer().say("fallback", lang, "fallback")
        return send(dispatcher, reply)
