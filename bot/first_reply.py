"""The first reply to a question, as the rules of nlu_data/rules.yml give it, without holding a conversation.

Many questions are understood together and answered one after another: several times as fast as turns.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from knowledge.desk import Desk
from knowledge.opening_hours import HONG_KONG
from knowledge.reply import Reply
from knowledge.understood import Understood
from language.detect import Lang, reply_language

DISTRESS = "distress_assistance"
CALM = ("insult", "manipulation")
SMALLTALK = ("about_assistant", "goodbye", "greet", "thank")
PERSON = "human_help"


def first_reply(desk: Desk, text: str, parsed: Mapping[str, Any], understood: Understood | None = None) -> Reply:
    """To a message of which Rasa made `parsed`; `understood` where an enquiry is to know something else of it."""
    lang = reply_language(text)
    fixed = without_search(desk, str(parsed["intent"]["name"]), text, lang)
    return fixed or desk.answerer.answer(text, lang, understood or Understood.of(parsed)).reply


def without_search(desk: Desk, intent: str, text: str, lang: Lang) -> Reply | None:
    """The reply to what is no enquiry; None for an enquiry."""
    if intent == DISTRESS:
        return desk.distress.first(desk.distress.told(text), lang)
    if intent in SMALLTALK:
        return desk.speaker.say(intent, lang, "smalltalk")
    if intent == PERSON:
        state = desk.hours.say("enquiry_hotline", lang, datetime.datetime.now(HONG_KONG))
        return desk.speaker.say(intent, lang, "smalltalk", state=state)
    if intent in CALM:
        return desk.speaker.say(intent, lang, "fallback")
    return None
