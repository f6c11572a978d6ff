"""Someone is in trouble outside Hong Kong: the 1868 channels first, then what fits place and kind of trouble."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.enquiry import took_choice
from actions.turn import REQUESTED_SLOT, Events, Turn, desk
from knowledge.context import Context
from language import gazetteer
from language.pipeline import analyse


class ActionDistress(Action):
    """1868, the other ways to reach the unit, and what to do now."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_distress"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One short, calm reply, whatever form was going on; what the message tells is not asked again."""
        turn = Turn(dispatcher, tracker)
        if not _tells_trouble(turn.text) and took_choice(turn):  # “the urgent one”
            turn.set(distress_told=True)
            return turn.events()
        confidence = float((turn.message.get("intent") or {}).get("confidence") or 1.0)
        help_ = desk().distress
        before = Context.of(turn.slot("context"))
        told = {**(help_.told(before.question) if before else {}), **help_.told(turn.text)}
        all_told = all(question.slot in told for question in help_.guide.questions)
        turn.send(help_.first(told, turn.lang, confidence))
        turn.set(failures=0, offered=None, context=None, distress_told=all_told)
        turn.set(**{help_.guide.slot(question): told.get(question.slot) for question in help_.guide.questions})
        return [*turn.kept(), {"event": "slot", "name": REQUESTED_SLOT, "value": None}, ActiveLoop(None)]


def _tells_trouble(text: str) -> bool:
    return bool({"trouble", "place_abroad"} & {span.label_ for span in gazetteer.find(analyse(text))})


class ActionDistressOutcome(Action):
    """The advice that fits what was told."""

    def name(self) -> str:
        """After the form of knowledge/guides/distress.yml."""
        return "action_distress_outcome"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Advice for kind and place, and 1868 again; nothing that was told is kept."""
        turn = Turn(dispatcher, tracker)
        help_ = desk().distress
        turn.send(help_.advice(help_.guide.told(turn.slot), turn.lang))
        turn.set(offered=None)
        return turn.leave_form(help_.guide.slots)
