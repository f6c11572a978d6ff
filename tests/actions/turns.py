"""Turns as Rasa hands them to an action, and what an action did with one."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.turn import reply_of
from tests.bot.contract import check_reply


def turn(
    text: str,
    *,
    intent: str = "",
    confidence: float = 0.9,
    entities: dict[str, Any] | None = None,
    previous: str | None = None,
    page: Any = None,
) -> Tracker:
    """A tracker whose last message is `text`; `previous` is the conversation's language, `page` the page's."""
    ranked = {"name": intent, "confidence": confidence}
    message = {
        "text": text,
        "intent": ranked,
        "intent_ranking": [ranked] if intent else [],
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "metadata": {"lang": page},
    }
    return Tracker("me", {"lang": previous}, message, [], False, None, {}, None)


def reply_to(action: Action, tracker: Tracker) -> dict[str, Any]:
    """Run an action; its one reply, checked, whose language it remembers."""
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, tracker, {})
    [message] = dispatcher.messages
    reply = reply_of(message["text"], message)
    check_reply(reply)
    assert [(event["event"], event["name"], event["value"]) for event in events] == [("slot", "lang", reply["lang"])]
    return reply
