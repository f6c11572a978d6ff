"""`POST /webhooks/rest/webhook`: takes and gives what Rasa's own REST channel does."""

import json
from typing import Any, cast

from aiohttp import web
from aiohttp.web import RequestPayloadError

from bot.errors import ApiError
from bot.runtime import RUNTIME
from bot.turn import ReplyJson, TurnFailedError, storable
from language.detect import LANGS, Lang

MAX_SENDER_CHARS = 128


async def webhook(request: web.Request) -> web.Response:
    """One turn: `{"sender", "message", "metadata"?}` → a list of messages."""
    body = await _json_object(request)
    sender = _string(body, "sender", default="default")
    text = _string(body, "message")
    if not sender or len(sender) > MAX_SENDER_CHARS:
        raise ApiError(422, "bad_sender", f"`sender` must have 1 to {MAX_SENDER_CHARS} characters.")
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    hint, here = metadata.get("lang"), metadata.get("here")
    lang = cast(Lang, hint) if hint in LANGS else None
    assistant = request.app[RUNTIME].assistant
    refusal = assistant.refuse(text, lang)
    if refusal:
        replies = [refusal]
    else:
        try:
            replies = await assistant.reply(sender, text, lang=lang, here=here if isinstance(here, str) else "")
        except TurnFailedError as failure:
            replies = [failure.reply]
    return web.json_response([_message(sender, reply) for reply in replies], dumps=_dumps)


def _message(sender: str, reply: ReplyJson) -> dict[str, Any]:
    custom = dict(reply)
    message: dict[str, Any] = {"recipient_id": sender, "text": custom.pop("text")}
    if reply["buttons"]:
        message["buttons"] = [{"title": b["title"], "payload": b["payload"]} for b in reply["buttons"]]
    if "image" in reply:
        message["image"] = reply["image"]
    return {**message, "custom": custom}


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


async def _json_object(request: web.Request) -> dict[str, Any]:
    try:
        raw = await request.read()
    except RequestPayloadError as error:
        raise ApiError(400, "bad_body", "The body is not what its headers say.") from error
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "bad_json", "The body is not valid JSON in UTF-8.", str(error)[:200]) from error
    if not isinstance(body, dict):
        raise ApiError(400, "bad_json", 'The body must be a JSON object: {"sender": "…", "message": "…"}.')
    return body


def _string(body: dict[str, Any], key: str, default: str | None = None) -> str:
    value = body.get(key)
    value = default if value is None else value
    if value is None:
        raise ApiError(422, "missing_field", f"`{key}` is missing.")
    if not isinstance(value, str):
        raise ApiError(422, "wrong_type", f"`{key}` must be a string.")
    return storable(value)
