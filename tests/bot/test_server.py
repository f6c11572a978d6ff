"""`ambassador serve` as a process: it answers, is killed in the middle of a turn, and goes on where it was."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from bot.release import Release
from tests.bot.contract import check_messages, check_reply
from tests.processes import SECONDS, free_port, running

Frame = dict[str, Any]
SERVE = (sys.executable, "-m", "bot.cli", "serve")


async def send(socket: ClientWebSocketResponse, **frame: Any) -> None:
    await socket.send_str(json.dumps(frame))


async def receive(socket: ClientWebSocketResponse) -> Frame:
    frame: Frame = await socket.receive_json(timeout=SECONDS)
    if frame["type"] == "reply":
        check_reply(frame["reply"])
    return frame


async def ask(socket: ClientWebSocketResponse, id_: str, text: str) -> list[Frame]:
    """The events of one turn."""
    await send(socket, type="message", id=id_, text=text)
    frames = [await receive(socket) for _ in ("thinking", "user", "reply")]
    assert [frame["type"] for frame in frames] == ["thinking", "user", "reply"]
    return frames[1:]


async def hello(socket: ClientWebSocketResponse, session: str | None = None, last_seq: int = 0) -> Frame:
    await send(socket, type="hello", session=session, last_seq=last_seq)
    welcome = await receive(socket)
    assert welcome["type"] == "welcome"
    return welcome


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "AMBASSADOR_PORT": str(free_port()),
        "AMBASSADOR_CONVERSATIONS": f"sqlite:///{tmp_path}/conversations.db",
        "AMBASSADOR_LOG_LEVEL": "DEBUG",
    }


async def test_a_killed_server_goes_on_where_it_was(release: Release, environment: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{environment['AMBASSADOR_PORT']}"
    async with ClientSession(address) as client:
        async with running(*SERVE, environment=environment) as server:
            await server.prints("Ready.")
            assert (await client.get("/readyz")).status == 200
            response = await client.post("/webhooks/rest/webhook", json={"message": "zebrafish: renew my passport"})
            check_messages(await response.json())
            async with client.ws_connect("/ws/chat") as socket:
                session = (await hello(socket))["session"]
                events = await ask(socket, "first", "谢谢 zebrafish")
                await ask_bad_payload(socket)
                events = (await history(client, session))["events"]
                await send(socket, type="message", id="cut off", text="怎样换领护照？")
                assert (await receive(socket))["type"] == "thinking"
                await server.kill()
        first_output = server.output
        async with running(*SERVE, environment=environment) as server:
            await server.prints("Ready.")
            async with client.ws_connect("/ws/chat") as socket:
                welcome = await hello(socket, session, events[-1]["seq"])
                assert welcome["session"] == session
                missed = welcome["events"]
                # a message that never came back as a `user` event is sent again
                if not missed:
                    missed = await ask(socket, "cut off", "怎样换领护照？")
                assert [(event["type"], event["id"]) for event in missed] == [("user", "cut off"), ("reply", "cut off")]
                assert missed[1]["reply"]["topic"] == "passport_application"
                # what was said before the cut still counts
                later = await ask(socket, "later", "???")
                assert later[1]["reply"]["lang"] == "zh-Hans"
            assert (await history(client, session))["events"] == events + missed + later
        assert "zebrafish" not in first_output + server.output


async def ask_bad_payload(socket: ClientWebSocketResponse) -> None:
    """A payload that Rasa warns about, with the text that no log may hold."""
    _, reply = await ask(socket, "bad payload", "/choose{zebrafish}")
    assert reply["reply"]["kind"] == "fallback"


async def history(client: ClientSession, session: str) -> Frame:
    async with client.ws_connect("/ws/chat") as socket:
        return await hello(socket, session)
