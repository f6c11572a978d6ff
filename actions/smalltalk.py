"""Greetings, thanks, questions about the assistant itself, abuse: a calm sentence each."""

from typing import Literal

from actions.turn import Events, Turn, TurnAction, desk, feedback, now


class ActionSmalltalk(TurnAction):
    """The sentence of the intent."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_smalltalk"

    def take(self, turn: Turn) -> Events:
        """One short reply; who says goodbye leaves the form that is going on."""
        events = _say_intent(turn, "smalltalk")
        guide = desk().guide_of(turn.loop)
        return turn.leave_form(guide.slots) if guide and turn.intent == "goodbye" else events


class ActionCalm(TurnAction):
    """The sentence of `insult` or `manipulation`: abuse, and talk that would make the assistant something else."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_calm"

    def take(self, turn: Turn) -> Events:
        """One short reply that echoes nothing."""
        return _say_intent(turn, "fallback")


class ActionPerson(TurnAction):
    """A person is wanted: the hotline and whether it is open, and the counter; kept for staff."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_person"

    def take(self, turn: Turn) -> Events:
        """One reply."""
        feedback().add(turn.tracker.sender_id, "person", None)
        state = desk().hours.say("enquiry_hotline", turn.lang, now())
        turn.send(desk().speaker.say("human_help", turn.lang, "smalltalk", state=state))
        return turn.events()


def _say_intent(turn: Turn, kind: Literal["smalltalk", "fallback"]) -> Events:
    """The sentence of knowledge/replies.yml that has the intent's name."""
    turn.send(desk().speaker.say(turn.intent or "greet", turn.lang, kind))
    return turn.events()
