"""Guided help as Rasa's forms: for each guide of the content, actions that validate, ask and tell the outcome."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import REQUESTED_SLOT, Events, Turn, desk, now
from knowledge.context import Context
from knowledge.guides import Guide, GuideQuestion
from knowledge.reply import in_language
from knowledge.store import FileStore
from language.asking import asks
from language.pipeline import count_words

DISTRESS = "distress_assistance"
NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope", "follow_up", "correction", "affirm", "deny", "inform", "insult", "")
"""Intents of a message that may be meant as an answer to the question, though it is none that was understood."""
MOVES = (
    *("go_back", "start_over", "stop", "why_ask", "repeat", "simpler", "switch_language"),
    *("human_help", "greet", "thank", "goodbye", "about_assistant", "helpful", "unhelpful", "choose"),
)
"""Intents that are never meant as an answer."""
FEW_WORDS = 4


class GuideAction(Action, ABC):
    """An action of one guide; concrete ones are made of the content below."""

    @property
    @abstractmethod
    def guide(self) -> Guide:
        """Which; an attribute of the concrete class. Its name in the domain: see bot/nlu/importer.py."""


class ValidateAnswer(GuideAction):
    """What the message answers; nothing, and the form is set aside for what else the message may be."""

    def name(self) -> str:
        """Rasa's name for the validation of a form."""
        return f"validate_{self.guide.form}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The answers that were understood, and the question that is open now."""
        turn = Turn(dispatcher, tracker)
        answers: dict[str, str | None] = {}
        if not _interrupted(tracker, self.guide.form):
            requested = tracker.get_slot(REQUESTED_SLOT)
            open_question = self.guide.question(requested) if requested in self.guide.slots else None
            answers = self._answers(turn, open_question)
            if not answers and open_question and self._meant_as_answer(turn):
                turn.send(desk().speaker.say("flow_reask", turn.lang, "flow"))
                answers = {open_question.slot: None}
        told = {slot: value for slot, value in {**self.guide.told(turn.slot), **answers}.items() if value}
        following = self.guide.next_question(self.guide.relevant(told))
        set_ = [SlotSet(f"{self.guide.id}_{slot}", value) for slot, value in answers.items()]
        return [*set_, SlotSet(REQUESTED_SLOT, following and self.guide.slot(following))]

    def _answers(self, turn: Turn, open_question: GuideQuestion | None) -> dict[str, str | None]:
        if turn.intent == "inform":
            slot, value = (turn.entity("slot") or "").removeprefix(f"{self.guide.id}_"), turn.entity("value")
            return {slot: value} if self.guide.takes(slot, value) else {}
        if open_question is None:  # the message that began it may answer already
            return dict(self.guide.understand(turn.text))
        value = open_question.exactly(turn.text)
        if value is None:
            if asks(turn.text) or turn.intent in MOVES or (turn.intent == DISTRESS and self.guide.intent):
                return {}
            value = open_question.understand(turn.text, now().date())
        others = self.guide.understand(turn.text, {**self.guide.told(turn.slot), open_question.slot: value or ""})
        return {**others, open_question.slot: value} if value else {}

    def _meant_as_answer(self, turn: Turn) -> bool:
        """A few words that ask nothing and are no move; in the form about trouble, whatever is said of it."""
        if asks(turn.text) or turn.intent in MOVES:
            return False
        if turn.intent == DISTRESS:
            return not self.guide.intent
        return turn.intent in NOT_UNDERSTOOD or count_words(turn.text) <= FEW_WORDS


class AskQuestion(GuideAction):
    """One question of a guide with its options as buttons."""

    question: ClassVar[GuideQuestion]

    def name(self) -> str:
        """Rasa's name for the question about a slot."""
        return f"action_ask_{self.guide.slot(self.question)}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The question; before the first one, what this is about."""
        turn = Turn(dispatcher, tracker)
        begins = _just_begun(tracker) and not _interrupted(tracker, self.guide.form)
        reply = desk().speaker.ask(self.guide, self.question, turn.lang, begins=begins)
        turn.send(reply)
        turn.set(offered=reply.offered)
        return turn.kept()


class TellOutcome(GuideAction):
    """The summary: what follows from the answers, with source and date."""

    def name(self) -> str:
        """After the guide."""
        return f"action_{self.guide.id}_outcome"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The outcome; the answers are forgotten."""
        turn = Turn(dispatcher, tracker)
        outcome = self.guide.outcome(self.guide.relevant(self.guide.told(turn.slot)))
        reply = desk().speaker.outcome(self.guide, outcome, turn.lang)
        turn.send(reply)
        about = in_language(turn.lang, self.guide.title.en, self.guide.title.zh)
        context = Context(outcome.related[0], about, reply.topic).to_slot() if outcome.related else None
        turn.set(offered=reply.offered, context=context, failures=0)
        return turn.leave_form(self.guide.slots)


def _interrupted(tracker: Tracker, form: str) -> bool:
    """Whether another action has replied to the message already: then the form only asks again."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in (form, "action_listen", "action_extract_slots"):
            return True
    return False


def _just_begun(tracker: Tracker) -> bool:
    """Whether the form became active with this message."""
    for event in reversed(tracker.events):
        if event["event"] == "active_loop":
            return True
        if event["event"] == "user":
            return False
    return False


def _concrete(base: Any, guide: Guide, **values: Any) -> type[GuideAction]:
    name = "".join((base.__name__, *(part.title() for part in (guide.id, *(q.slot for q in values.values())))))
    return type(name, (base,), {"guide": guide, "__module__": __name__, "__doc__": base.__doc__, **values})


def _actions_of(guide: Guide) -> list[type[GuideAction]]:
    asking = [_concrete(AskQuestion, guide, question=question) for question in guide.questions]
    telling = [_concrete(TellOutcome, guide)] if guide.outcomes else []
    return [_concrete(ValidateAnswer, guide), *asking, *telling]


# Rasa finds actions as subclasses of Action that are alive, with nothing to give to their constructors.
ACTIONS = [action for guide in FileStore().guides() for action in _actions_of(guide)]
