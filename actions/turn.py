"""What every action does: know the language of the turn, send a reply in Rasa's form."""

from functools import cache
from typing import Any, Literal, cast

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.release import Release
from bot.settings import Settings
from knowledge.answer import Answerer
from knowledge.reply import Reply
from language.detect import LANGS, Lang, reply_language

LANG_SLOT = "lang"


@cache
def answerer() -> Answerer:
    """The knowledge of the current release; opened once a process."""
    return Release.current(Settings.load()).open_answerer()


def turn_language(tracker: Tracker) -> Lang:
    """The language to answer in: the message decides, then the conversation, then the page."""
    message = tracker.latest_message
    text = message.get("text") or ""
    previous = tracker.get_slot(LANG_SLOT)
    if text.startswith("/"):  # a pressed choice has no language of its own
        text = ""
    return reply_language(text, previous, _known((message.get("metadata") or {}).get("lang")))


def _known(lang: Any) -> Lang | None:
    return cast(Lang, lang) if lang in LANGS else None


def say(
    dispatcher: CollectingDispatcher, tracker: Tracker, kind: Literal["fallback", "smalltalk"]
) -> list[dict[str, Any]]:
    """Send the sentence of knowledge/replies.yml that has the intent's name; emoji alone are asked for words."""
    message = tracker.latest_message
    lang = turn_language(tracker)
    if not any(char.isalnum() for char in message.get("text") or ""):
        return send(dispatcher, answerer().say("empty", lang, "fallback"))
    return send(dispatcher, answerer().say(message["intent"]["name"] or "greet", lang, kind))


def send(dispatcher: CollectingDispatcher, reply: Reply) -> list[dict[str, Any]]:
    """Utter `reply` and remember its language; what an action's `run` returns."""
    custom = reply.to_json()
    text = custom.pop("text")
    buttons = [{"title": b["title"], "payload": b["payload"]} for b in custom["buttons"]]
    dispatcher.utter_message(text=text, buttons=buttons, json_message=custom)
    return [SlotSet(LANG_SLOT, reply.lang)]
