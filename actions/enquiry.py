"""An enquiry: the knowledge answers, offers choices or declines."""

from actions.places import tell_nearest, tell_way
from actions.turn import Events, Turn, TurnAction, desk, feedback
from knowledge.choices import picked, without_pointing
from knowledge.context import Context, Lean
from knowledge.reply import Reply
from knowledge.understood import Understood
from language.foreign import is_foreign
from language.pipeline import count_words
from language.placeholders import without_placeholders

ON_SITE = "on_site_facilities"
WORDS_OF_A_REASON = 3
SURELY_ASKED = 0.8
"""A message so surely of one intent is a turn of its own and no reason."""
FAILURES_IN_A_ROW = 2
"""After so many, the assistant says what it can help with and who else can."""


class ActionEnquiry(TurnAction):
    """Ask the knowledge."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_enquiry"

    def take(self, turn: Turn) -> Events:
        """The reply to the last message; where personal data stood in it, a word about that too."""
        if took_choice(turn) or took_reason(turn):
            return turn.events()
        if turn.intent == ON_SITE and tell_way(turn):
            return turn.events()
        return enquire(turn)


class ActionChoice(TurnAction):
    """Give the answer that was chosen."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_choice"

    def take(self, turn: Turn) -> Events:
        """The answer of the entity `answer_id`; a choice that is gone is declined."""
        speaker = desk().speaker
        reply = speaker.answer(turn.entity("answer_id") or "", turn.lang)
        tell(turn, reply or speaker.decline(turn.lang, 1.0), failed=reply is None)
        return turn.events()


def enquire(turn: Turn) -> Events:
    """Answer the message as an enquiry, in the context of the last answer."""
    speaker = desk().speaker
    context = Context.of(turn.slot("context"))
    if context and not turn.loop and desk().distress.tells_place_of(turn.text, context.question):
        told = desk().distress.told(f"{context.question} {turn.text}")
        turn.send(desk().distress.first(told, turn.lang))
        turn.set(offered=None, context=None, failures=0)
        return turn.events()
    if desk().places.directory.asks_nearest(turn.text) and tell_nearest(turn):
        return turn.events()
    lean = Lean.of(turn.message, context)
    said = without_pointing(turn.text) if turn.slot("offered") else turn.text
    answered = desk().answerer.answer(said, turn.lang, Understood.of(turn.message), lean)
    if answered.failed and was_in_trouble(turn):
        turn.send(desk().distress.first(desk().distress.told(turn.text), turn.lang))
        return turn.events()
    tell(turn, answered.reply, answered.question, failed=answered.failed)
    about_data = speaker.say("personal_data", turn.lang, "fallback")
    if without_placeholders(turn.text) != turn.text and answered.reply != about_data:
        turn.send(about_data)
    return turn.events()


def was_in_trouble(turn: Turn) -> bool:
    """Whether 1868 was told last, and no form is open that asks for more: what follows may well tell more of it."""
    said = [(event["data"].get("custom") or {}).get("kind") for event in turn.last_replies()]
    return not turn.loop and "distress" in said


def took_choice(turn: Turn) -> bool:
    """Whether the message picks one of the answers that were offered; then it is given."""
    offered = [] if is_foreign(turn.text) else turn.slot("offered") or []
    number = picked(turn.text, [choice["title"] for choice in offered])
    reply = None if number is None else desk().speaker.answer(offered[number]["answer_id"], turn.lang)
    if reply:
        tell(turn, reply)
    return reply is not None


def took_reason(turn: Turn) -> bool:
    """Whether the message says why the last answer did not help; then it is kept."""
    about = turn.slot("feedback_on")
    if about is None or turn.text.rstrip().endswith(("?", "？")) or count_words(turn.text) < WORDS_OF_A_REASON:
        return False
    sure = float((turn.message.get("intent") or {}).get("confidence") or 0.0)
    if sure >= SURELY_ASKED and turn.intent not in ("simpler", "unhelpful", "out_of_scope"):
        return False
    feedback().add(turn.tracker.sender_id, "unhelpful", about or None, turn.text)
    turn.send(desk().speaker.say("feedback_reason_kept", turn.lang, "smalltalk"))
    turn.set(feedback_on=None)
    return True


def tell(turn: Turn, reply: Reply, question: str = "", *, failed: bool = False) -> None:
    """Send the reply to an enquiry, and keep what follow-ups, choices and failures need to know of it.

    `failed`: it does not help; the second time in a row, who else can is told instead.
    """
    speaker = desk().speaker
    failures = int(turn.slot("failures") or 0) + 1 if failed else 0
    if failures >= FAILURES_IN_A_ROW:
        failures, reply = 0, speaker.say("two_failures", turn.lang, "fallback")
    asked = question or (speaker.title(reply.answer_id, reply.lang) if reply.answer_id else "")
    context = Context(reply.answer_id, asked, reply.topic).to_slot() if reply.answer_id else None
    turn.set(failures=failures, offered=reply.offered, context=context, feedback_on=None)
    turn.send(reply)
