"""Conversations in the SQLite file: they survive, stay apart, and hold no personal data."""

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversations import Conversations
from bot.runtime import Runtime


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new folder/conversations.db"


@pytest.fixture
def conversations(url: str) -> Iterator[Conversations]:
    opened = Conversations(url)
    yield opened
    opened.engine.dispose()


async def save(conversations: Conversations, sender: str, *texts: str) -> None:
    """Add one turn for each text to what is stored."""
    tracker = await conversations.retrieve(sender) or DialogueStateTracker.from_events(sender, [])
    for text in texts:
        tracker.update(UserUttered(text))
        tracker.update(BotUttered(f"answer to {text}", {"custom": {"kind": "answer"}}))
    await conversations.save(tracker)


def said(conversations: Conversations, sender: str, after: int = 0) -> list[str]:
    return [event.data["text"] for event in conversations.events_after(sender, after)]


async def test_a_turn_is_stored_in_order_with_its_kind_and_data(conversations: Conversations) -> None:
    await save(conversations, "me", "one", "two")
    events = conversations.events_after("me", 0)
    assert [event.type for event in events] == ["user", "bot", "user", "bot"]
    assert [event.data["text"] for event in events] == ["one", "answer to one", "two", "answer to two"]
    assert events[1].data["data"]["custom"] == {"kind": "answer"}


async def test_numbers_only_grow_over_all_conversations(conversations: Conversations) -> None:
    for turn in range(3):
        for sender in ("me", "you"):
            await save(conversations, sender, f"{turn}")
    numbers = {sender: [event.seq for event in conversations.events_after(sender, 0)] for sender in ("me", "you")}
    assert all(len(n) == 6 and n == sorted(set(n)) for n in numbers.values())
    assert not set(numbers["me"]) & set(numbers["you"])


@pytest.mark.parametrize("message_id", ["1", 'with "quotes"', "100%", "under_score"])
async def test_a_message_is_found_by_its_own_id_only(conversations: Conversations, message_id: str) -> None:
    tracker = DialogueStateTracker.from_events("me", [UserUttered("hello", message_id=message_id)])
    await conversations.save(tracker)
    await save(conversations, "you", message_id)  # the id as words, not as an id
    assert conversations.has_message("me", message_id)
    assert not conversations.has_message("you", message_id)
    assert not conversations.has_message("me", "another")


async def test_events_after_a_number_leave_out_that_number(conversations: Conversations) -> None:
    await save(conversations, "me", "one", "two")
    events = conversations.events_after("me", 0)
    for position, event in enumerate(events):
        assert conversations.events_after("me", event.seq) == events[position + 1 :]


def test_an_unknown_conversation_has_no_events(conversations: Conversations) -> None:
    assert conversations.events_after("nobody", 0) == []


async def test_conversations_survive_reopening_the_file(url: str, conversations: Conversations) -> None:
    await save(conversations, "me", "one", "護照 😀")
    before = conversations.events_after("me", 0)
    conversations.engine.dispose()
    reopened = Conversations(url)
    assert reopened.events_after("me", 0) == before
    await save(reopened, "me", "three")
    added = reopened.events_after("me", before[-1].seq)
    assert [event.data["text"] for event in added] == ["three", "answer to three"]
    reopened.engine.dispose()


async def test_two_processes_may_have_the_file_open(url: str, conversations: Conversations) -> None:
    other = Conversations(url)
    await save(conversations, "me", "one")
    await save(other, "you", "two")
    assert said(other, "me") == ["one", "answer to one"]
    assert said(conversations, "you") == ["two", "answer to two"]
    other.engine.dispose()


@pytest.mark.parametrize("sender", ["ME", "me ", " me", "m%", "me\x00", "ｍｅ", "' OR '1'='1"])
async def test_senders_that_look_alike_never_mix(conversations: Conversations, sender: str) -> None:
    await save(conversations, "me", "mine")
    await save(conversations, sender, "theirs")
    assert said(conversations, "me") == ["mine", "answer to mine"]
    assert said(conversations, sender) == ["theirs", "answer to theirs"]


async def test_conversations_at_the_same_time_never_mix(runtime: Runtime) -> None:
    senders = [f"at-once-{uuid.uuid4()}" for _ in range(4)]
    asked = {sender: [f"hello {number} {turn}" for turn in range(3)] for number, sender in enumerate(senders)}

    async def converse(sender: str) -> None:
        for text in asked[sender]:
            await runtime.assistant.reply(sender, text)

    await asyncio.gather(*map(converse, senders))
    for sender in senders:
        events = runtime.conversations.events_after(sender, 0)
        shown = [e.data["text"] for e in events if e.type == "user" and not e.data["text"].startswith("/session")]
        assert shown == asked[sender]
        assert sum(event.type == "bot" for event in events) == 3


async def test_turns_of_one_conversation_at_the_same_time_are_all_kept(runtime: Runtime) -> None:
    sender = f"at-once-{uuid.uuid4()}"
    texts = {f"hello {turn}" for turn in range(4)}
    await asyncio.gather(*(runtime.assistant.reply(sender, text) for text in texts))
    events = runtime.conversations.events_after(sender, 0)
    assert texts <= {event.data["text"] for event in events if event.type == "user"}
    assert sum(event.type == "bot" for event in events) == 4


def database_bytes(runtime: Runtime) -> bytes:
    """Everything that lies on the disk: the file and its write-ahead log."""
    database = Path(runtime.settings.conversations.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in sorted(database.parent.glob(f"{database.name}*")))


@pytest.mark.parametrize(
    ("personal", "mask"),
    [
        ("A123456(3)", "[HKID]"),
        ("a1234563", "[HKID]"),
        ("+852 9123 4567", "[phone]"),
        ("91234567", "[phone]"),
        ("+44 20 7946 0018", "[phone]"),
        ("chan.tai-man+immd@example.com", "[email]"),
        ("4111 1111 1111 1111", "[card]"),
        ("K12345678", "[passport]"),
    ],
)
@pytest.mark.parametrize("where", ["question", "title", "payload"])
async def test_personal_data_never_reaches_the_file(runtime: Runtime, where: str, personal: str, mask: str) -> None:
    sender, marker = f"private-{uuid.uuid4()}", f"marker{uuid.uuid4().hex}"
    sentence = f"{marker} my number is {personal} thanks"
    text = f'/choose{{"answer_id": "{sentence}"}}' if where == "payload" else "hello" if where == "title" else sentence
    await runtime.assistant.reply(sender, text, title=sentence if where == "title" else "")
    stored = database_bytes(runtime)
    assert f"{marker} my number is {mask}".encode() in stored
    assert f"{marker} my number is {personal}".encode() not in stored
    assert personal.encode() not in stored


async def test_telephone_numbers_of_the_department_stay_readable(runtime: Runtime) -> None:
    sender = f"public-{uuid.uuid4()}"
    await runtime.assistant.reply(sender, "Is 2824 6111 the hotline?")
    assert "Is 2824 6111 the hotline?" in [e.data["text"] for e in runtime.conversations.events_after(sender, 0)]
