"""Greetings, thanks, questions about the assistant itself, abuse: a calm sentence each."""

from typing import Literal

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Events, Turn, desk, feedback, now


class ActionSmalltalk(Action):
    """The sentence of the intent."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_smalltalk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One short reply; who says goodbye leaves the form that is going on."""
        turn = Turn(dispatcher, tracker)
        events = _say_intent(turn, "smalltalk")
        guide = desk().guide_of(turn.loop)
        return turn.leave_form(guide.slots) if guide and turn.intent == "goodbye" else events


class ActionCalm(Action):
    """The sentence of `insult` or `manipulation`: abuse, and talk that would make the assistant something else."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_calm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One short reply that echoes nothing."""
        return _say_intent(Turn(dispatcher, tracker), "fallback")


class ActionPerson(Action):
    """A person is wanted: the hotline and whether it is open, and the counter; kept for staff."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One reply."""
        turn = Turn(dispatcher, tracker)
        feedback().add(tracker.sender_id, "person", None)
        state = desk().hours.say("enquiry_hotline", turn.lang, now())
        turn.send(desk().speaker.say("human_help", turn.lang, "smalltalk", state=state))
        return turn.events()


def _say_intent(turn: Turn, kind: Literal["smalltalk", "fallback"]) -> Events:
    """The sentence of knowledge/replies.yml that has the intent's name; emoji alone are asked for words."""
    speaker = desk().speaker
    if any(char.isalnum() for char in turn.text):
        turn.send(speaker.say(turn.intent or "greet", turn.lang, kind))
    else:
        turn.send(speaker.say("empty", turn.lang, "fallback"))
    return turn.events()
