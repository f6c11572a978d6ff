"""Moves within guided help: back, start over, why do you ask, stop."""

from actions.enquiry import enquire, took_choice
from actions.turn import REQUESTED_SLOT, Events, Turn, TurnAction, desk
from language.asking import asks
from language.pipeline import count_words

FEW_WORDS = 4


class ActionGoBack(TurnAction):
    """The question before."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_go_back"

    def take(self, turn: Turn) -> Events:
        """The last answer is forgotten; the form asks for it again."""
        if took_choice(turn):
            return turn.events()
        guide = desk().guide_of(turn.loop)
        if guide is None:
            return _nothing_going_on(turn)
        before = guide.last_answered(guide.relevant(guide.told(turn.slot)))
        if before is None:
            turn.send(desk().speaker.say("flow_back_at_start", turn.lang, "flow"))
        else:
            turn.set(**dict.fromkeys(guide.slots[guide.slots.index(guide.slot(before)) :]))
        return turn.events()


class ActionStartOver(TurnAction):
    """From the beginning."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_start_over"

    def take(self, turn: Turn) -> Events:
        """All answers of the form are forgotten; without one, what the conversation was about."""
        if took_choice(turn):  # “the first one”
            return turn.events()
        guide = desk().guide_of(turn.loop)
        turn.send(desk().speaker.say("flow_restarted" if guide else "fresh_start", turn.lang, "flow"))
        turn.set(offered=None, context=None, failures=0, **dict.fromkeys(guide.slots if guide else []))
        return turn.events()


class ActionStop(TurnAction):
    """Enough of the form."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_stop"

    def take(self, turn: Turn) -> Events:
        """It ends, and forgets what it was told."""
        guide = desk().guide_of(turn.loop)
        if guide is None:
            turn.send(desk().speaker.say("go_on", turn.lang, "smalltalk"))
            return turn.events()
        left = "flow_stopped" if guide.intent else "distress_left"
        turn.send(desk().speaker.say(left, turn.lang, "flow"))
        turn.set(offered=None)
        return turn.leave_form(guide.slots)


class ActionWhyAsk(TurnAction):
    """Why the form asks this."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_why_ask"

    def take(self, turn: Turn) -> Events:
        """The reason that the guide gives; then it asks again."""
        guide, requested = desk().guide_of(turn.loop), turn.slot(REQUESTED_SLOT)
        if guide is None or requested not in guide.slots:
            return _nothing_going_on(turn)
        turn.send(desk().speaker.why(guide, guide.question(requested), turn.lang))
        return turn.events()


class ActionNoForm(TurnAction):
    """An answer was pressed whose form is over."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_no_form"

    def take(self, turn: Turn) -> Events:
        """Says so."""
        return _nothing_going_on(turn)


def _nothing_going_on(turn: Turn) -> Events:
    if asks(turn.text) or count_words(turn.text) > FEW_WORDS:  # taken for a move, it may well ask something
        return enquire(turn)
    turn.send(desk().speaker.say("flow_none", turn.lang, "flow"))
    return turn.events()
