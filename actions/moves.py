"""Moves of a conversation: say it again, say it simply, in another language, yes, no, was that helpful."""

from actions.enquiry import enquire, tell, took_choice, took_reason
from actions.turn import Events, Turn, TurnAction, desk, feedback
from knowledge.context import Context
from language.detect import Lang, detect
from language.pipeline import count_words

FEW_WORDS = 3

WRITTEN_FOR: dict[str, Lang] = {
    "english": "en",
    "cantonese": "zh-Hant",
    "traditional_chinese": "zh-Hant",
    "putonghua": "zh-Hans",
    "simplified_chinese": "zh-Hans",
}
"""Entity `language` → what its speakers read; `chinese` is written in the person's script."""


class ActionRepeat(TurnAction):
    """The last replies again."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_repeat"

    def take(self, turn: Turn) -> Events:
        """As they stood; a form asks its question again by itself."""
        again = turn.last_replies()
        for said in [] if turn.loop else again:
            turn.send_again(said)
        if not again:
            turn.send(desk().speaker.say("repeat_nothing", turn.lang, "smalltalk"))
        return turn.events()


class ActionSimpler(TurnAction):
    """The last answer in short lines."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_simpler"

    def take(self, turn: Turn) -> Events:
        """One sentence a line, the first ones only, and who can explain it."""
        if took_reason(turn):
            return turn.events()
        context = Context.of(turn.slot("context"))
        reply = context and desk().speaker.simply(context.answer_id, turn.lang)
        turn.send(reply or desk().speaker.say("repeat_nothing", turn.lang, "smalltalk"))
        return turn.events()


class ActionSwitchLanguage(TurnAction):
    """From now on in the language that is wished for."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_switch_language"

    def take(self, turn: Turn) -> Events:
        """The last answer in that language; a form asks its question again by itself."""
        wished = turn.entity("language")
        if wished is None:  # the other one
            wished = "chinese" if turn.slot("lang") == "en" else "english"
        lang = _chinese(turn) if wished == "chinese" else WRITTEN_FOR.get(wished)
        if lang is None:
            turn.send(desk().speaker.say("other_language", turn.lang, "fallback"))
            return turn.events()
        turn.set(wished_lang=lang)
        context = Context.of(turn.slot("context"))
        answer = None if turn.loop or context is None else desk().speaker.answer(context.answer_id, lang)
        turn.send(answer or desk().speaker.say("language_switched", lang, "smalltalk"))
        return turn.events()


def _chinese(turn: Turn) -> Lang:
    return "zh-Hans" if "zh-Hans" in (detect(turn.text).lang, turn.slot("lang")) else "zh-Hant"


class ActionAffirm(TurnAction):
    """Yes."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_affirm"

    def take(self, turn: Turn) -> Events:
        """To one choice: its answer; to several: which."""
        if took_choice(turn):
            return turn.events()
        offered = turn.slot("offered") or []
        reply = desk().speaker.answer(offered[0]["answer_id"], turn.lang) if len(offered) == 1 else None
        if reply:
            tell(turn, reply)
        elif count_words(turn.text) > FEW_WORDS:  # it says more than yes
            return enquire(turn)
        else:
            turn.send(desk().speaker.say("choice_which" if offered else "go_on", turn.lang, "smalltalk"))
        return turn.events()


class ActionDeny(TurnAction):
    """No."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_deny"

    def take(self, turn: Turn) -> Events:
        """None of the choices: please put it another way, or who can help; otherwise what else."""
        if turn.slot("offered"):
            tell(turn, desk().speaker.say("none_of_these", turn.lang, "fallback"), failed=True)
        elif count_words(turn.text) > FEW_WORDS:  # it says more than no
            return enquire(turn)
        else:
            turn.send(desk().speaker.say("go_on", turn.lang, "smalltalk"))
        return turn.events()


class ActionFeedback(TurnAction):
    """Whether the last answer helped: kept for staff."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_feedback"

    def take(self, turn: Turn) -> Events:
        """Thanks; where it did not help, why not, if the person likes to say."""
        helpful = turn.intent == "helpful"
        context = Context.of(turn.slot("context"))
        answer_id = turn.entity("answer_id") or (context.answer_id if context else None)
        feedback().add(turn.tracker.sender_id, "helpful" if helpful else "unhelpful", answer_id)
        turn.set(feedback_on=None if helpful else answer_id or "")
        turn.send(desk().speaker.say("feedback_thanks" if helpful else "feedback_ask_reason", turn.lang, "smalltalk"))
        return turn.events()
