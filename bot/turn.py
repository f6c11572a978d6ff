"""What a turn gives: replies in their wire form, or a failure that still has words for the person."""

from typing import Any

ReplyJson = dict[str, Any]
"""A reply as in docs/protocol.md."""


class TurnFailedError(Exception):
    """Something broke inside; nothing of the turn was saved. `reply` says so to the person."""

    def __init__(self, reply: ReplyJson) -> None:
        super().__init__("the turn failed")
        self.reply = reply


def reply_of(text: str, data: dict[str, Any]) -> ReplyJson:
    """A reply from the text and data of a Rasa response, or of a stored bot event."""
    return {"text": text, **(data.get("custom") or {})}
