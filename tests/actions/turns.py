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
    here: str = "",
    slots: dict[str, Any] | None = None,
    loop: str | None = None,
    events: list[dict[str, Any]] | None = None,
) -> Tracker:
    """A tracker whose last message is `text`; `previous` is the conversation's language, `page` the page's."""
    ranked = {"name": intent, "confidence": confidence}
    message = {
        "text": text,
        "intent": ranked,
        "intent_ranking": [ranked] if intent else [],
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "metadata": {"lang": page, "here": here},
    }
    user = {"event": "user", "text": text}
    active = {"name": loop} if loop else {}
    return Tracker(
        "me", {"lang": previous, **(slots or {})}, message, [*(events or []), user], False, None, active, None
    )


def run(action: Action, tracker: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any], list[dict[str, Any]]]:
    """Run an action: its replies, checked; the slots it set; its other events."""
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, tracker, {})
    replies = [reply_of(message["text"], message) for message in dispatcher.messages]
    for reply in replies:
        check_reply(reply)
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return replies, slots, [event for event in events if event["event"] != "slot"]


def reply_to(action: Action, tracker: Tracker) -> dict[str, Any]:
    """Run an action; its one reply, whose language it remembers."""
    [reply], slots, _ = run(action, tracker)
    assert slots["lang"] == reply["lang"]
    return reply
