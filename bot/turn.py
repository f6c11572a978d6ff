"""What a turn gives: replies in their wire form, or a failure that still has words for the person."""

from typing import Any

ReplyJson = dict[str, Any]
"""A reply as in docs/protocol.md."""


class TurnFailedError(Exception):
    """Something broke inside; nothing of the turn was saved. `reply` says so to the person."""

    def __init__(self, reply: ReplyJson) -> None:
        super().__init__("the turn failed")
        self.reply = reply


def storable(text: str) -> str:
    """`text` without lone halves of surrogate pairs, which are no characters and cannot be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


def reply_of(text: str, data: dict[str, Any]) -> ReplyJson:
    """A reply from the text and data of a Rasa response, or of a stored bot event."""
    return {"text": text, **(data.get("custom") or {})}
