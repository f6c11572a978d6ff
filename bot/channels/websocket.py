"""`/ws/chat`: the same replies with message ids and sequence numbers, so that a client can resume."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, cast

from aiohttp import WSMsgType, web

from bot.errors import ApiError, error_body
from bot.proxy import seen
from bot.runtime import RUNTIME, Runtime
from bot.turn import TurnFailedError, reply_of, storable
from language.detect import LANGS, Lang

if TYPE_CHECKING:
    from bot.conversations import StoredEvent

MAX_FRAME_BYTES = 64 * 1024
WEB = "web-"
"""How the senders of this channel begin."""
MAX_ID_CHARS = 64
TOKEN_BYTES = 24
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_ID = re.compile(rf"[\x20-\x7e]{{1,{MAX_ID_CHARS}}}")
Frame = dict[str, Any]


async def chat(request: web.Request) -> web.WebSocketResponse:
    """One connection; the conversation outlives it."""
    _check_origin(request)
    runtime = request.app[RUNTIME]
    _ = runtime.assistant  # not ready: say so before the handshake
    socket = web.WebSocketResponse(heartbeat=30, max_msg_size=MAX_FRAME_BYTES)
    await socket.prepare(request)
    connection = Connection(socket, runtime, request.app[TURNS])
    async for frame in _frames(socket):
        try:
            await connection.take(frame)
        except ApiError as error:
            await connection.send({"type": "error", **_id_of(frame), **error.body()})
    return socket


def _check_origin(request: web.Request) -> None:
    """Browsers name the page's site: only our own and the allowed ones may chat."""
    origin = request.headers.get("Origin")
    settings = request.app[RUNTIME].settings
    host = seen(request, settings.proxies).host
    own = (f"http://{host}", f"https://{host}")
    if origin and origin not in own and origin not in settings.origins:
        raise ApiError(403, "origin_not_allowed", "This site may not embed the assistant.", "setting: allowed_origins")


async def _frames(socket: web.WebSocketResponse) -> AsyncIterator[Frame]:
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            try:
                frame = json.loads(message.data)
            except (ValueError, RecursionError):
                frame = None
            if isinstance(frame, dict):
                yield frame
                continue
        elif message.type is not WSMsgType.BINARY:
            continue
        await socket.send_json({"type": "error", **error_body("bad_frame", "A frame must be a JSON object, as text.")})


class Turns:
    """Turns under way, so that a message sent again after a reconnection is not answered twice."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, str], asyncio.Task[Any]] = {}

    async def once(self, key: tuple[str, str], turn: Callable[[], Any]) -> None:
        """Run `turn`, or wait for the same one; a closing connection does not stop it."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(turn())
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        await asyncio.shield(task)


TURNS = web.AppKey("turns", Turns)


class Connection:
    """The server's side of one socket."""

    def __init__(self, socket: web.WebSocketResponse, runtime: Runtime, turns: Turns) -> None:
        self._socket = socket
        self._runtime = runtime
        self._conversations = runtime.conversations
        self._turns = turns
        self._sender: str | None = None
        self._seq = 0
        self._answering: str | None = None
        """Id of the message that the next replies belong to."""

    async def send(self, frame: Frame) -> None:
        """To the client, if it is still there."""
        if not self._socket.closed:
            await self._socket.send_str(json.dumps(frame, ensure_ascii=False))

    async def take(self, frame: Frame) -> None:
        """A frame of the client. Raises ApiError for one that cannot be taken."""
        match frame.get("type"):
            case "hello":
                await self._hello(frame)
            case "message":
                await self._message(frame)
            case _:
                raise ApiError(400, "unknown_type", "`type` must be hello or message.")

    async def _hello(self, frame: Frame) -> None:
        session, last_seq = frame.get("session"), frame.get("last_seq", 0)
        if not isinstance(last_seq, int) or isinstance(last_seq, bool) or not 0 <= last_seq < 2**63:
            raise ApiError(422, "wrong_type", "`last_seq` must be a number from 0.")
        if not (isinstance(session, str) and _TOKEN.fullmatch(session)):
            session, last_seq = secrets.token_urlsafe(TOKEN_BYTES), 0
        self._sender, self._seq = _sender_of(session), 0
        events = self._new_events(self._sender)  # from the start: which message a reply belongs to
        unseen = [event for event in events if event["seq"] > last_seq]
        await self.send({"type": "welcome", "session": session, "events": unseen})

    async def _message(self, frame: Frame) -> None:
        sender = self._sender
        if sender is None:
            raise ApiError(400, "no_hello", "The first frame must be hello.")
        id_, text, title = frame.get("id"), frame.get("text"), frame.get("title", "")
        if not isinstance(id_, str) or not _ID.fullmatch(id_):
            raise ApiError(422, "bad_id", f"`id` must be 1 to {MAX_ID_CHARS} letters, digits or signs of ASCII.")
        if not isinstance(text, str) or not isinstance(title, str):
            raise ApiError(422, "wrong_type", "`text` and `title` must be strings.")
        text, title = storable(text), storable(title)
        lang = cast(Lang, frame["lang"]) if frame.get("lang") in LANGS else None
        here = frame["here"] if isinstance(frame.get("here"), str) else ""
        assistant = self._runtime.assistant  # each turn's own: what answers changes while people are connected
        if refusal := assistant.refuse(text, lang) or assistant.refuse(title or text, lang):
            raise ApiError(422, "not_taken", refusal["text"])
        await self.send({"type": "thinking", "id": id_})

        async def turn() -> None:
            if not self._conversations.has_message(sender, id_):
                await assistant.reply(sender, text, lang=lang, here=here, message_id=id_, title=title)

        try:
            await self._turns.once((sender, id_), turn)
        except TurnFailedError as failure:
            raise ApiError(500, "failed", failure.reply["text"]) from failure
        for event in self._new_events(sender):
            await self.send(event)

    def _new_events(self, sender: str) -> list[Frame]:
        events = self._conversations.events_after(sender, self._seq)
        return [self._event(event) for event in events if not _is_hidden(event)]

    def _event(self, event: "StoredEvent") -> Frame:
        self._seq = event.seq
        if event.type == "user":
            self._answering = event.data.get("message_id")
            shown = (event.data.get("metadata") or {}).get("title") or event.data.get("text")
            return {"type": "user", "seq": event.seq, "id": self._answering, "text": shown}
        reply = reply_of(event.data.get("text") or "", event.data.get("data") or {})
        return {"type": "reply", "seq": event.seq, "id": self._answering, "reply": reply}


def _sender_of(session: str) -> str:
    """Web conversations have a name space of their own: no REST `sender` is long and random by accident."""
    return f"{WEB}{session}"


def _is_hidden(event: "StoredEvent") -> bool:
    """Rasa stores a session start as a message of the user."""
    return event.type == "user" and event.data.get("text") == "/session_start"


def _id_of(frame: Frame) -> Frame:
    id_ = frame.get("id")
    return {"id": id_} if isinstance(id_, str) and _ID.fullmatch(id_) else {}
