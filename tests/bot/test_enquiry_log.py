"""Turns become rows for staff: each once, whatever the order in which they are stored, and whoever copies them."""

import datetime
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import enquiry_log
from bot.conversations import Conversations
from bot.enquiry_log import LATE, Projection
from bot.stored_events import EVENTS, Line, StoredEvents
from knowledge.database.enquiries import Enquiry, EnquiryTable
from knowledge.database.opening import open_database

NOW = 1_800_000_000.0


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/conversations.db"


@pytest.fixture
def conversations(url: str) -> Iterator[Conversations]:
    opened = Conversations(url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def enquiries(tmp_path: Path) -> EnquiryTable:
    return EnquiryTable(open_database(f"sqlite:///{tmp_path}/content.db"))


@pytest.fixture
def projection(url: str, enquiries: EnquiryTable) -> Projection:
    return Projection(StoredEvents(url), enquiries)


def asked(text: str, intent: str = "fees", **metadata: Any) -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 0.9}, timestamp=NOW, metadata=metadata)


def replied(kind: str = "answer", after: float = 0.25, **custom: Any) -> BotUttered:
    data = {"kind": kind, "lang": "en", "topic": None, "answer_id": None, "confidence": 0.5, **custom}
    return BotUttered("said", {"custom": data, "buttons": custom.get("buttons")}, timestamp=NOW + after)


async def store(conversations: Conversations, sender: str, *events: Event) -> None:
    """Add events to a conversation, in one transaction."""
    tracker = await conversations.retrieve(sender) or DialogueStateTracker.from_events(sender, [])
    for event in events:
        tracker.update(event)
    await conversations.save(tracker)


def rows(enquiries: EnquiryTable) -> list[Enquiry]:
    """The oldest first."""
    return enquiries.get(enquiries.known(0))[::-1]


def texts(enquiries: EnquiryTable) -> list[str]:
    return [row.text for row in rows(enquiries)]


async def test_a_turn_is_a_row(conversations: Conversations, projection: Projection, enquiries: EnquiryTable) -> None:
    answer = replied(topic="fees", answer_id="adult", confidence=0.93, lang="zh-Hant")
    turn = asked("護照幾錢", lang="en", here="", title="")
    await store(conversations, "web-abc", ActionExecuted("action_listen"), turn, SlotSet("lang", "en"), answer)
    await store(conversations, "web-abc", replied("fallback", after=0.3))
    assert projection.run() == 1
    [row] = rows(enquiries)
    at = datetime.datetime.fromtimestamp(NOW, datetime.UTC).replace(tzinfo=None)
    assert row == Enquiry(2, at, "web-abc", "web", "護照幾錢", "zh-Hant", "answer", "fees", "adult", 0.93, 250.0)


async def test_a_second_look_finds_nothing_new(
    url: str, conversations: Conversations, projection: Projection, enquiries: EnquiryTable
) -> None:
    await store(conversations, "a", asked("one"), replied())
    assert [projection.run(), projection.run()] == [1, 0]
    assert Projection(StoredEvents(url), enquiries).run() == 0
    await store(conversations, "a", asked("two"), replied())
    assert [projection.run(), Projection(StoredEvents(url), enquiries).run()] == [1, 0]
    assert texts(enquiries) == ["one", "two"]


async def test_conversations_that_interleave_keep_their_replies(
    conversations: Conversations, projection: Projection, enquiries: EnquiryTable
) -> None:
    await store(conversations, "a", asked("of a"))
    await store(conversations, "b", asked("of b"))
    await store(conversations, "b", replied(answer_id="for-b"))
    assert projection.run() == 1
    await store(conversations, "c", asked("of c"), replied(answer_id="for-c"))
    assert projection.run() == 1
    await store(conversations, "a", replied(answer_id="for-a"))
    assert projection.run() == 1
    assert [(row.conversation, row.text, row.answer_id) for row in rows(enquiries)] == [
        ("a", "of a", "for-a"),
        ("b", "of b", "for-b"),
        ("c", "of c", "for-c"),
    ]


async def test_what_was_never_replied_to_is_no_turn(
    conversations: Conversations, projection: Projection, enquiries: EnquiryTable
) -> None:
    await store(conversations, "a", asked("failed"))
    await store(conversations, "a", asked("again"), replied())
    assert projection.run() == 1
    assert texts(enquiries) == ["again"]


async def test_the_last_messages_need_not_be_enquiries(
    url: str, conversations: Conversations, enquiries: EnquiryTable
) -> None:
    await store(conversations, "a", asked("one"), replied())
    await store(conversations, "a", asked("/session_start", "session_start"), replied())
    await store(conversations, "evaluate-en-1", asked("judged"), replied())
    await store(conversations, "b", asked("waits"))
    for _ in range(2):
        Projection(StoredEvents(url), enquiries).run()
    assert texts(enquiries) == ["one"]
    await store(conversations, "b", replied())
    assert Projection(StoredEvents(url), enquiries).run() == 1


async def test_a_transaction_that_ends_late_is_not_missed(
    url: str, conversations: Conversations, enquiries: EnquiryTable
) -> None:
    """PostgreSQL gives numbers when events are added, and shows them when the transaction ends."""
    now = [0.0]
    projection = Projection(StoredEvents(url), enquiries, clock=lambda: now[0])
    await store(conversations, "late", asked("late"), replied())
    late = take_away(conversations, 1, 2)
    await store(conversations, "early", asked("early"), replied())
    assert projection.run() == 1
    now[0] += LATE / 2
    assert projection.run() == 0
    put_back(conversations, late)
    assert projection.run() == 1
    assert texts(enquiries) == ["late", "early"]


async def test_a_new_process_finds_what_ended_late(
    url: str, conversations: Conversations, enquiries: EnquiryTable
) -> None:
    await store(conversations, "late", asked("late"), replied())
    late = take_away(conversations, 1, 2)
    await store(conversations, "early", asked("early"), replied())
    Projection(StoredEvents(url), enquiries).run()
    put_back(conversations, late)
    assert Projection(StoredEvents(url), enquiries).run() == 1


async def test_what_is_long_done_is_not_read_again(
    url: str, conversations: Conversations, enquiries: EnquiryTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, read = [0.0], list[int]()
    events = StoredEvents(url)
    lines: Callable[[int, int], list[Line]] = events.lines

    def counting(after: int, limit: int) -> list[Line]:
        read.append(after)
        return lines(after, limit)

    monkeypatch.setattr(events, "lines", counting)
    projection = Projection(events, enquiries, clock=lambda: now[0])
    await store(conversations, "a", asked("one"), replied())
    projection.run()
    now[0] += LATE
    projection.run()
    projection.run()
    assert read[-1] == 2
    assert read[0] == 0


def take_away(conversations: Conversations, *numbers: int) -> list[dict[str, Any]]:
    with conversations.engine.begin() as connection:
        taken = [dict(row) for row in connection.execute(sa.select(EVENTS).where(EVENTS.c.id.in_(numbers)))]
        connection.execute(EVENTS.delete().where(EVENTS.c.id.in_(numbers)))
    assert len(taken) == len(numbers)
    return taken


def put_back(conversations: Conversations, events: list[dict[str, Any]]) -> None:
    with conversations.engine.begin() as connection:
        connection.execute(EVENTS.insert(), events)


@pytest.mark.parametrize(
    ("sender", "here", "channel"),
    [("web-abc", "", "web"), ("web-abc", "sample:lobby", "kiosk"), ("+852", "", "rest"), ("k", "a:b", "kiosk")],
)
async def test_the_channel_is_told_by_sender_and_place(
    conversations: Conversations,
    projection: Projection,
    enquiries: EnquiryTable,
    sender: str,
    here: str,
    channel: str,
) -> None:
    await store(conversations, sender, asked("one", here=here), replied())
    projection.run()
    assert [row.channel for row in rows(enquiries)] == [channel]


async def test_a_pressed_button_is_what_stood_on_it(
    conversations: Conversations, projection: Projection, enquiries: EnquiryTable
) -> None:
    button = {"title": "What does it cost?", "payload": '/choose{"answer_id": "adult"}'}
    await store(conversations, "web-a", asked(button["payload"], "choose", title="Fees"), replied())
    await store(conversations, "rest", asked("fees"), replied("choices", buttons=[button]))
    await store(conversations, "rest", asked(button["payload"], "choose"), replied())
    await store(conversations, "rest", asked('/choose{"answer_id": "gone"}', "choose"), replied())
    projection.run()
    assert texts(enquiries) == ["Fees", "fees", "What does it cost?", '/choose{"answer_id": "gone"}']


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("Can I bring my dog?", "out_of_scope", "fallback"),
        ("可以帶狗嗎", "out_of_scope", "fallback"),
        ("you are useless", "insult", "smalltalk"),
        ("No", "deny", "smalltalk"),
        ("唔係", "deny", "smalltalk"),
        ("No, I want to know about dogs and cats", "deny", "fallback"),
        ("???", "nlu_fallback", "smalltalk"),
        ("my HKID is [HKID]", "out_of_scope", "smalltalk"),
        ("the officer of [phone] told me to bring my old passport, why?", "out_of_scope", "fallback"),
    ],
)
async def test_a_fallback_that_declines_nothing_is_small_talk(
    conversations: Conversations, projection: Projection, enquiries: EnquiryTable, text: str, intent: str, kind: str
) -> None:
    await store(conversations, "a", asked(text, intent), replied("fallback"))
    projection.run()
    assert [row.kind for row in rows(enquiries)] == [kind]


async def test_a_reply_that_says_nothing_of_itself_is_kept_all_the_same(
    conversations: Conversations, projection: Projection, enquiries: EnquiryTable
) -> None:
    await store(conversations, "a", asked("護照"), BotUttered("said", timestamp=NOW - 1))
    assert projection.run() == 1
    [row] = rows(enquiries)
    assert (row.lang, row.kind, row.confidence, row.milliseconds) == ("zh-Hant", "fallback", 0.0, 0.0)


async def test_conversations_in_a_new_database_go_on_with_new_numbers(
    tmp_path: Path, conversations: Conversations, projection: Projection, enquiries: EnquiryTable
) -> None:
    for number in range(3):
        await store(conversations, "a", asked(f"old {number}"), replied())
    projection.run()
    other = Conversations(f"sqlite:///{tmp_path}/other.db")
    elsewhere = Projection(StoredEvents(f"sqlite:///{tmp_path}/other.db"), enquiries)
    assert elsewhere.run() == 0
    await store(other, "a", asked("new"), replied())
    assert elsewhere.run() == 1
    assert texts(enquiries) == ["old 0", "old 1", "old 2", "new"]
    other.engine.dispose()


async def test_numbers_of_deleted_events_are_not_given_again(conversations: Conversations) -> None:
    await store(conversations, "a", asked("one"), replied())
    take_away(conversations, 1, 2)
    await store(conversations, "b", asked("two"), replied())
    assert [event.seq for event in conversations.events_after("b", 0)] == [3, 4]


async def test_before_anything_is_stored_there_is_nothing_to_do(tmp_path: Path, enquiries: EnquiryTable) -> None:
    assert Projection(StoredEvents(f"sqlite:///{tmp_path}/none/conversations.db"), enquiries).run() == 0


async def test_ten_thousand_turns_are_copied_soon_enough(
    conversations: Conversations, projection: Projection, enquiries: EnquiryTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several readings, with turns that begin in one and end in another."""
    monkeypatch.setattr(enquiry_log, "AT_ONCE", 999)
    parsed = {"intent": {"name": "fees", "confidence": 0.9}, "intent_ranking": [{"name": "a" * 30}] * 60}
    turn = asked("one").as_dict() | {"parse_data": parsed}
    write_many(conversations, 10_000, turn, replied().as_dict())
    started = time.monotonic()
    assert projection.run() == 10_000
    first = time.monotonic() - started
    assert projection.run() == 0
    assert time.monotonic() - started - first < first
    assert len(enquiries.known(0)) == 10_000


def write_many(conversations: Conversations, turns: int, turn: dict[str, Any], reply: dict[str, Any]) -> None:
    lines = {"user": json.dumps(turn), "bot": json.dumps(reply)}
    events = [
        {"sender_id": f"web-{n % 100}", "type_name": kind, "timestamp": NOW, "intent_name": None, "data": lines[kind]}
        for start in range(0, turns, 100)
        for kind in ("user", "bot")
        for n in range(start, start + 100)
    ]
    with conversations.engine.begin() as connection:
        connection.execute(EVENTS.insert(), events)
