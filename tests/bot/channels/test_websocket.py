"""The WebSocket: order of frames, resuming without loss or repetition, and whatever else is sent."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.websocket import MAX_FRAME_BYTES, MAX_ID_CHARS
from bot.runtime import Runtime
from tests.bot.conftest import Client
from tests.bot.contract import check_error, check_reply

Frame = dict[str, Any]
SECONDS = 15
"""After which a frame that does not come fails the test; far more than any takes."""
VAGUE = ("visa", "fee", "office", "identity card", "e-Channel", "when can I collect it", "how long")


class Chat:
    """A client of the protocol: counts nothing, repeats nothing, only sends and receives."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.session = ""

    async def send(self, **frame: Any) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def receive(self) -> Frame:
        frame: Frame = await self.socket.receive_json(timeout=SECONDS)
        if frame["type"] == "error":
            check_error({"error": frame["error"]})
        if frame["type"] == "reply":
            check_reply(frame["reply"])
        return frame

    async def hello(self, session: str | None = None, last_seq: int = 0) -> list[Frame]:
        """The events that the welcome brings."""
        await self.send(type="hello", session=session, last_seq=last_seq)
        welcome = await self.receive()
        assert welcome["type"] == "welcome"
        self.session = welcome["session"]
        events: list[Frame] = welcome["events"]
        return events

    async def ask(self, text: str, id_: str | None = None, **more: Any) -> list[Frame]:
        """One turn; its frames up to the reply, or up to the error."""
        await self.send(type="message", id=id_ or uuid.uuid4().hex, text=text, **more)
        frames = [await self.receive()]
        while frames[-1]["type"] not in ("reply", "error"):
            frames.append(await self.receive())
        return frames


@asynccontextmanager
async def connected(client: Client, **options: Any) -> AsyncIterator[Chat]:
    async with client.ws_connect("/ws/chat", **options) as socket:
        yield Chat(socket)


@pytest.fixture
async def chat(client: Client) -> AsyncIterator[Chat]:
    """A client in a conversation that has begun."""
    async with connected(client) as chat:
        await chat.hello()
        yield chat


async def history(client: Client, session: str) -> list[Frame]:
    """All events of a conversation, as a client that has seen none gets them."""
    async with connected(client) as chat:
        events = await chat.hello(session)
        assert chat.session == session
        return events


async def test_a_new_client_gets_a_token_that_nobody_guesses(client: Client) -> None:
    tokens = set()
    for _ in range(3):
        async with connected(client) as chat:
            assert await chat.hello() == []
            tokens.add(chat.session)
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 20


async def test_a_hello_needs_nothing_but_its_type(client: Client) -> None:
    async with connected(client) as chat:
        await chat.send(type="hello")
        assert (await chat.receive())["events"] == []


async def test_a_turn_is_thinking_then_user_then_reply(chat: Chat) -> None:
    thinking, user, reply = await chat.ask("How do I renew my passport?", "one")
    assert thinking == {"type": "thinking", "id": "one"}
    assert user == {"type": "user", "seq": user["seq"], "id": "one", "text": "How do I renew my passport?"}
    assert (reply["type"], reply["id"]) == ("reply", "one")
    assert reply["reply"]["kind"] == "answer"
    assert reply["reply"]["topic"] == "passport_application"


async def test_seq_only_grows(chat: Chat) -> None:
    seqs = [frame["seq"] for text in ("hello", "visa", "多謝") for frame in await chat.ask(text) if "seq" in frame]
    assert len(seqs) == 6
    assert seqs == sorted(set(seqs))


async def test_a_second_client_sees_what_the_first_saw(client: Client, chat: Chat) -> None:
    seen = [frame for text in ("hello", "visa") for frame in await chat.ask(text) if "seq" in frame]
    assert await history(client, chat.session) == seen


@pytest.mark.parametrize("seen", [0, 1, 2, 3, 4])
async def test_a_client_gets_exactly_the_events_after_the_last_it_saw(client: Client, chat: Chat, seen: int) -> None:
    events = [frame for text in ("hello", "visa") for frame in await chat.ask(text) if "seq" in frame]
    async with connected(client) as again:
        missed = await again.hello(chat.session, last_seq=events[seen - 1]["seq"] if seen else 0)
    assert missed == events[seen:]


@pytest.mark.parametrize("broken_after", ["message", "thinking", "user", "reply"])
@pytest.mark.parametrize("earlier_turns", [0, 1])
async def test_a_dropped_connection_loses_nothing_and_repeats_nothing(
    client: Client, broken_after: str, earlier_turns: int
) -> None:
    async with connected(client) as before:
        await before.hello()
        events = [frame for _ in range(earlier_turns) for frame in await before.ask("hello") if "seq" in frame]
        await before.send(type="message", id="mine", text="How do I renew my passport?")
        kind = "message"
        while kind != broken_after:
            frame = await before.receive()
            kind = frame["type"]
            events += [frame] if "seq" in frame else []
        # no closing handshake: as when the network is gone
        assert before.socket._conn
        before.socket._conn.close()
    async with connected(client) as after:
        events += await after.hello(before.session, max((event["seq"] for event in events), default=0))
        assert after.session == before.session
        if not any(event["id"] == "mine" and event["type"] == "user" for event in events):
            events += [frame for frame in await after.ask("How do I renew my passport?", "mine") if "seq" in frame]
    mine = [event for event in events if event["id"] == "mine"]
    assert [event["type"] for event in mine] == ["user", "reply"]
    assert [event["seq"] for event in events] == sorted({event["seq"] for event in events})
    assert await history(client, before.session) == events


async def test_a_conversation_without_a_message_yet_is_resumed_too(client: Client, chat: Chat) -> None:
    async with connected(client) as again:
        assert await again.hello(chat.session) == []
        assert again.session == chat.session


async def test_the_same_id_sent_again_is_answered_once(client: Client, chat: Chat) -> None:
    await chat.ask("hello", "same")
    await chat.send(type="message", id="same", text="hello")
    await chat.ask("visa", "other")
    assert [event["id"] for event in await history(client, chat.session)] == ["same", "same", "other", "other"]


async def test_the_same_id_sent_again_at_once_is_answered_once(client: Client, chat: Chat) -> None:
    for _ in range(3):
        await chat.send(type="message", id="same", text="hello")
    await chat.ask("visa", "other")
    while (await chat.receive())["id"] != "other":
        pass
    assert [event["id"] for event in await history(client, chat.session)] == ["same", "same", "other", "other"]


async def test_the_same_id_on_two_connections_at_once_is_answered_once(client: Client, chat: Chat) -> None:
    await chat.ask("hello", "first")
    async with connected(client) as other:
        await other.hello(chat.session)
        for each in (chat, other):
            await each.send(type="message", id="same", text="How do I renew my passport?")
        # both are told that it is being worked on, and both get the answer
        types = [[(await each.receive())["type"] for _ in range(3)] for each in (chat, other)]
        assert types[0] == ["thinking", "user", "reply"]
        assert types[1][0] == "thinking"
    events = await history(client, chat.session)
    assert [event["id"] for event in events] == ["first", "first", "same", "same"]


async def test_the_same_id_in_two_conversations_is_two_messages(client: Client, chat: Chat) -> None:
    async with connected(client) as other:
        await other.hello()
        mine, theirs = await chat.ask("hello", "same"), await other.ask("你好", "same")
    assert mine[-1]["reply"]["lang"] == "en"
    assert theirs[-1]["reply"]["lang"] == "zh-Hant"


async def test_many_conversations_at_once_stay_apart(client: Client) -> None:
    async def converse(name: str) -> list[Frame]:
        async with connected(client) as chat:
            await chat.hello()
            for turn in range(3):
                await chat.ask(f"hello from {name} {turn}", f"{name}-{turn}")
            return await history(client, chat.session)

    names = ["one", "two", "three", "four"]
    for name, events in zip(names, await asyncio.gather(*map(converse, names)), strict=True):
        assert [event["id"] for event in events] == [f"{name}-{turn}" for turn in range(3) for _ in ("user", "reply")]
        assert all(name in event["text"] for event in events if event["type"] == "user")


async def test_a_pressed_button_shows_its_title_and_gives_its_answer(client: Client, chat: Chat) -> None:
    offers = [(await chat.ask(text))[-1]["reply"] for text in VAGUE]
    button = next(offer for offer in offers if offer["kind"] == "choices")["buttons"][0]
    _, user, reply = await chat.ask(button["payload"], title=button["title"])
    assert user["text"] == button["title"]
    assert reply["reply"]["kind"] == "answer"
    assert reply["reply"]["answer_id"] in button["payload"]
    assert (await history(client, chat.session))[-2:] == [user, reply]


@pytest.mark.parametrize("more", [{}, {"title": "My card A123456(3)"}], ids=["text", "title"])
async def test_personal_data_comes_back_masked(chat: Chat, more: dict[str, str]) -> None:
    _, user, _ = await chat.ask("My card A123456(3)", **more)
    assert user["text"] == "My card [HKID]"


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
async def test_the_language_of_the_page_is_a_hint(chat: Chat, lang: str) -> None:
    assert (await chat.ask("???", lang=lang))[-1]["reply"]["lang"] == lang


@pytest.mark.parametrize("lang", ["fr", "", 5, None, ["en"], {}])
async def test_a_language_that_is_none_is_passed_over(chat: Chat, lang: object) -> None:
    assert (await chat.ask("hello", lang=lang))[-1]["reply"]["lang"] == "en"


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "x" * 5000], ids=["empty", "blank", "wide blank", "long"])
async def test_a_message_that_cannot_be_taken_is_an_error_and_not_stored(client: Client, chat: Chat, text: str) -> None:
    await chat.ask("hello", "before")
    [error] = await chat.ask(text, "mine")
    assert (error["type"], error["id"], error["error"]["code"]) == ("error", "mine", "not_taken")
    assert {event["id"] for event in await history(client, chat.session)} == {"before"}


@pytest.mark.parametrize(
    "junk",
    ["", "hello", "{", "[]", "null", "5", '"hello"', "[" * 20_000, "\x00", "9" * 10_000],
    ids=lambda junk: ascii(junk)[:20],
)
async def test_a_frame_that_is_no_json_object_is_an_error_and_the_connection_stays(chat: Chat, junk: str) -> None:
    await chat.socket.send_str(junk)
    assert (await chat.receive())["error"]["code"] == "bad_frame"
    assert (await chat.ask("hello"))[-1]["type"] == "reply"


@pytest.mark.parametrize("junk", [b"", b"\x00\xff", b'{"type": "hello"}'])
async def test_a_binary_frame_is_an_error_and_the_connection_stays(chat: Chat, junk: bytes) -> None:
    await chat.socket.send_bytes(junk)
    assert (await chat.receive())["error"]["code"] == "bad_frame"
    assert (await chat.ask("hello"))[-1]["type"] == "reply"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({}, "unknown_type"),
        ({"type": None}, "unknown_type"),
        ({"type": ["hello"]}, "unknown_type"),
        ({"type": "welcome"}, "unknown_type"),
        ({"type": "hello", "last_seq": "1"}, "wrong_type"),
        ({"type": "hello", "last_seq": -1}, "wrong_type"),
        ({"type": "hello", "last_seq": 1.5}, "wrong_type"),
        ({"type": "hello", "last_seq": True}, "wrong_type"),
        ({"type": "hello", "last_seq": None}, "wrong_type"),
        ({"type": "hello", "last_seq": 2**63}, "wrong_type"),
        ({"type": "hello", "last_seq": float("inf")}, "wrong_type"),
        ({"type": "message", "text": "hello"}, "bad_id"),
        ({"type": "message", "text": "hello", "id": 5}, "bad_id"),
        ({"type": "message", "text": "hello", "id": ""}, "bad_id"),
        ({"type": "message", "text": "hello", "id": "x" * (MAX_ID_CHARS + 1)}, "bad_id"),
        ({"type": "message", "id": "one"}, "wrong_type"),
        ({"type": "message", "id": "one", "text": None}, "wrong_type"),
        ({"type": "message", "id": "one", "text": ["hello"]}, "wrong_type"),
        ({"type": "message", "id": "one", "text": "hello", "title": 5}, "wrong_type"),
    ],
    ids=lambda value: str(value)[:50],
)
async def test_a_frame_with_a_wrong_value_is_an_error_and_the_connection_stays(
    chat: Chat, frame: Frame, code: str
) -> None:
    await chat.send(**frame)
    error = await chat.receive()
    assert (error["type"], error["error"]["code"]) == ("error", code)
    if "one" in frame.values():
        assert error["id"] == "one"
    assert (await chat.ask("hello"))[-1]["type"] == "reply"


async def test_keys_it_does_not_know_are_passed_over(chat: Chat) -> None:
    assert (await chat.ask("hello", seq=5, reply={}, metadata=[1]))[-1]["type"] == "reply"


async def test_an_id_may_be_as_long_as_the_limit(chat: Chat) -> None:
    frames = await chat.ask("hello", "x" * MAX_ID_CHARS)
    assert {frame["id"] for frame in frames} == {"x" * MAX_ID_CHARS}


async def test_a_message_before_hello_is_an_error(client: Client) -> None:
    async with connected(client) as chat:
        [error] = await chat.ask("hello")
        assert error["error"]["code"] == "no_hello"
        assert await chat.hello() == []


@pytest.mark.parametrize(
    "session",
    ["unknown", "", "x" * 10_000, "default", "' OR 1=1 --", "\x00", "智能大使", 5, ["a"], {"a": 1}, True],
    ids=lambda session: ascii(session)[:20],
)
async def test_an_unknown_session_begins_a_new_conversation(client: Client, session: Any) -> None:
    async with connected(client) as chat:
        assert await chat.hello(session, last_seq=3) == []
        assert chat.session != session
        assert len(chat.session) >= 20


async def test_a_conversation_of_the_rest_channel_is_not_resumed_by_its_sender(client: Client) -> None:
    sender = f"rest-{uuid.uuid4()}"
    await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": "hello"})
    async with connected(client) as chat:
        assert await chat.hello(sender) == []
        assert chat.session != sender


@pytest.mark.parametrize("field", ["id", "text", "title", "lang", "type", "other"])
async def test_half_a_surrogate_pair_does_no_harm(chat: Chat, field: str) -> None:
    frame = {"type": "message", "id": "one", "text": "hello", field: "\ud800"}
    await chat.send(**frame)
    await chat.receive()
    await chat.send(type="message", id="after", text="hello")
    while (frame := await chat.receive()).get("id") != "after" or frame["type"] != "reply":
        pass


@pytest.mark.parametrize(
    "origin",
    ["https://other.example", "https://a.example.other.example", "null", "http://[::1", "127.0.0.1", "file://"],
)
async def test_a_page_of_another_site_is_refused(
    client: Client, runtime: Runtime, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    monkeypatch.setattr(runtime, "settings", replace(runtime.settings, allowed_origins="https://a.example"))
    response = await client.get("/ws/chat", headers={"Origin": origin})
    body = await response.json()
    check_error(body)
    assert (response.status, body["error"]["code"]) == (403, "origin_not_allowed")
    with pytest.raises(WSServerHandshakeError):
        await client.ws_connect("/ws/chat", headers={"Origin": origin})


async def test_our_own_page_is_accepted(client: Client) -> None:
    origin = f"http://{client.host}:{client.port}"
    async with connected(client, headers={"Origin": origin}) as chat:
        assert await chat.hello() == []


@pytest.mark.parametrize("allowed", ["https://a.example", "https://b.example, https://a.example/"])
async def test_an_allowed_site_is_accepted(
    client: Client, runtime: Runtime, monkeypatch: pytest.MonkeyPatch, allowed: str
) -> None:
    monkeypatch.setattr(runtime, "settings", replace(runtime.settings, allowed_origins=allowed))
    async with connected(client, headers={"Origin": "https://a.example"}) as chat:
        assert await chat.hello() == []


async def test_an_oversized_frame_closes_the_connection_and_loses_nothing(client: Client, chat: Chat) -> None:
    events = [frame for frame in await chat.ask("hello") if "seq" in frame]
    await chat.send(type="message", id="big", text="x" * MAX_FRAME_BYTES)
    closing = await chat.socket.receive(timeout=SECONDS)
    assert (closing.type, closing.data) == (WSMsgType.CLOSE, 1009)
    assert await history(client, chat.session) == events


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
SURROGATES = st.text(st.characters(categories=["Cs", "Lu", "Lo", "Nd"]), max_size=8)
FRAMES = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("message"), "id": SURROGATES | st.text(), "text": SURROGATES | st.text(max_size=20)},
        optional={"title": JSON | SURROGATES, "lang": JSON},
    ),
    st.fixed_dictionaries({"type": st.just("message")}, optional={"id": JSON, "text": JSON, "title": JSON}),
    st.dictionaries(st.sampled_from(["type", "id", "text", "seq"]), JSON),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(frames=st.lists(FRAMES, min_size=1, max_size=5))
async def test_after_whatever_frames_a_question_is_still_answered(client: Client, frames: list[Frame]) -> None:
    async with connected(client) as chat:
        await chat.hello()
        for frame in frames:
            await chat.send(**frame)
        await chat.send(type="message", id="last question", text="hello")
        while (frame := await chat.receive()).get("id") != "last question" or frame["type"] != "reply":
            assert frame["type"] in ("error", "thinking", "user", "reply")


@pytest.mark.parametrize("session", ["\ud800", "\udfff" * 200], ids=["short", "long"])
async def test_half_a_surrogate_pair_as_session_begins_a_new_conversation(client: Client, session: str) -> None:
    async with connected(client) as chat:
        assert await chat.hello(session) == []
        assert chat.session != session
