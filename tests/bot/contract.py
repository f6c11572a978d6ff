"""docs/protocol.md as JSON schemas: what tests hold every reply, message and error against."""

from typing import Any

import jsonschema

_TEXT = {"type": "string", "minLength": 1}
_TEXT_OR_NULL = {"type": ["string", "null"], "minLength": 1}


def _exactly(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_SOURCE = _exactly(
    {"title": _TEXT, "section": _TEXT, "url": _TEXT, "as_of": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}},
    "section",
    "url",
)
_WITHOUT_TEXT = {
    "kind": {"enum": ["answer", "choices", "fallback", "distress", "flow", "smalltalk"]},
    "topic": _TEXT_OR_NULL,
    "answer_id": _TEXT_OR_NULL,
    "lang": {"enum": ["en", "zh-Hant", "zh-Hans"]},
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "source": {"anyOf": [_SOURCE, {"type": "null"}]},
    "buttons": {"type": "array", "items": _exactly({"title": _TEXT, "payload": _TEXT, "topic": _TEXT}, "topic")},
    "image": {"type": "string", "pattern": "^/places/"},
    "speech": _TEXT,
}
_REPLY = _exactly({"text": _TEXT, **_WITHOUT_TEXT}, "image")
_MESSAGE = _exactly(
    {
        "recipient_id": {"type": "string"},
        "text": _TEXT,
        "buttons": {"type": "array", "minItems": 1, "items": _exactly({"title": _TEXT, "payload": _TEXT})},
        "image": {"type": "string"},
        "custom": _exactly(_WITHOUT_TEXT, "image"),
    },
    "buttons",
    "image",
)
_MESSAGES = {"type": "array", "minItems": 1, "items": _MESSAGE}
_ERROR = _exactly(
    {
        "error": _exactly(
            {"code": {"type": "string", "pattern": "^[a-z_]+$"}, "message": _TEXT, "detail": _TEXT}, "detail"
        )
    }
)


def check_reply(reply: object) -> None:
    """A reply, as the WebSocket carries it."""
    jsonschema.validate(reply, _REPLY)


def check_messages(messages: object) -> None:
    """What the REST channel answers a message with."""
    jsonschema.validate(messages, _MESSAGES)


def check_error(body: object) -> None:
    """The one error shape."""
    jsonschema.validate(body, _ERROR)
