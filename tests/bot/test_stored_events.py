"""Rasa's table of events, read without Rasa, on both databases that Rasa may keep it in."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversations import Conversations
from bot.enquiry_log import Projection
from bot.stored_events import Line, StoredEvents
from knowledge.database.enquiries import EnquiryTable
from knowledge.database.opening import open_database
from tests.knowledge.database.conftest import postgresql, server, sqlite, url  # noqa: F401 (fixtures)


@pytest.fixture
def conversations(url: str) -> Iterator[Conversations]:  # noqa: F811
    opened = Conversations(url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def events(conversations: Conversations, url: str) -> StoredEvents:  # noqa: F811
    return StoredEvents(url)


async def write(conversations: Conversations, sender: str, *texts: str) -> None:
    tracker = await conversations.retrieve(sender) or DialogueStateTracker.from_events(sender, [])
    for text in texts:
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered(text, timestamp=1.5))
        tracker.update(BotUttered(f"to {text}", {"custom": {"kind": "answer"}}, timestamp=2.0))
    await conversations.save(tracker)


async def test_messages_are_read_as_rasa_stored_them(conversations: Conversations, events: StoredEvents) -> None:
    assert events.there()
    await write(conversations, "a", "護照", "two")
    await write(conversations, "b", "three")
    lines = events.lines(0, 100)
    assert lines[:2] == [Line(2, "a", "user"), Line(3, "a", "bot")]
    assert [line.sender for line in lines] == ["a"] * 4 + ["b"] * 2
    assert events.lines(3, 2) == lines[2:4]
    assert [(m.type, m.timestamp, m.data["text"]) for m in events.of("a", limit=9)] == [
        ("user", 1.5, "護照"),
        ("bot", 2.0, "to 護照"),
        ("user", 1.5, "two"),
        ("bot", 2.0, "to two"),
    ]
    whole = events.of("a", limit=9)
    assert events.of("a", limit=2) == whole[2:]
    assert events.of("a", before=whole[2].number, limit=9) == whole[:2]
    assert events.since("a", whole[1].number, limit=2) == whole[1:3]
    assert events.messages([whole[0].number, 10**6]) == {whole[0].number: whole[0]}


async def test_numbers_go_on_where_they_were_elsewhere(conversations: Conversations, events: StoredEvents) -> None:
    await write(conversations, "a", "one")
    assert not events.go_on_after(3)
    assert events.go_on_after(500)
    await write(conversations, "a", "two")
    assert [message.number > 500 for message in events.of("a", limit=9)] == [False, False, True, True]
    assert [line.sender for line in events.lines(0, 9)] == ["a"] * 4
    highest = events.of("a", limit=1)[0].number
    assert not events.go_on_after(highest)


async def test_numbers_never_go_back(conversations: Conversations, events: StoredEvents) -> None:
    await write(conversations, "a", "one", "two")
    with conversations.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM events"))
    events.go_on_after(2)
    await write(conversations, "a", "three")
    assert min(line.number for line in events.lines(0, 9)) > 6


async def test_conversations_and_content_may_share_a_database(
    conversations: Conversations,
    events: StoredEvents,
    url: str,  # noqa: F811
) -> None:
    enquiries = EnquiryTable(open_database(url))
    await write(conversations, "a", "one", "two")
    assert [Projection(events, enquiries).run(), Projection(events, enquiries).run()] == [2, 0]
    assert [row.text for row in enquiries.get(enquiries.known(0))] == ["two", "one"]
