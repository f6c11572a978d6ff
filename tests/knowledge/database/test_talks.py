"""Conversations are found by what staff look for, on both databases, the newest first."""

import datetime

import pytest

from knowledge.database.enquiries import EnquiryTable
from knowledge.database.feedback import FeedbackStore
from knowledge.database.opening import Database, open_database
from knowledge.database.talks import TalkTable, Wanted
from tests.knowledge.enquiries import AT, enquiry

DAY = datetime.timedelta(days=1)


@pytest.fixture
def database(url: str) -> Database:
    database = open_database(url)
    EnquiryTable(database).add(
        [
            enquiry(1, conversation="a", text="護照幾錢", lang="zh-Hant", kind="answer", topic="fees"),
            enquiry(2, conversation="b", text="Passport fee", kind="answer", topic="fees", channel="rest"),
            enquiry(3, conversation="a", text="100% sure?", at=AT + DAY),
            enquiry(4, conversation="c", text="救命", lang="zh-Hant", kind="distress", at=AT + 2 * DAY),
            enquiry(5, conversation="b", text="thanks", kind="smalltalk", at=AT + 2 * DAY),
        ]
    )
    said = FeedbackStore(database)
    said.add("a", "unhelpful", "adult")
    said.add("a", "unhelpful", "adult", "太長")
    said.add("b", "helpful", "adult")
    return database


@pytest.fixture
def talks(database: Database) -> TalkTable:
    return TalkTable(database)


def test_a_conversation_is_told_as_a_whole(talks: TalkTable) -> None:
    b, c, a = talks.find(Wanted(), 10)
    assert (a.event, a.sender, a.first, a.last, a.text, a.lang) == (1, "a", AT, AT + DAY, "護照幾錢", "zh-Hant")
    assert (a.turns, a.langs, a.worst, a.helpful, a.unhelpful) == (2, ("en", "zh-Hant"), "fallback", 0, 2)
    assert (b.turns, b.worst, b.helpful, b.channel) == (2, "answer", 1, "rest")
    assert (c.turns, c.worst, c.found) == (1, "distress", 4)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(since=AT + DAY), ["b", "c", "a"]),
        (Wanted(since=AT + 2 * DAY), ["b", "c"]),
        (Wanted(until=AT + DAY), ["b", "a"]),
        (Wanted(lang="zh-Hant"), ["c", "a"]),
        (Wanted(kind="fallback"), ["a"]),
        (Wanted(topic="fees"), ["b", "a"]),
        (Wanted(channel="rest"), ["b"]),
        (Wanted(unhelpful=True), ["a"]),
        (Wanted(text="护照"), ["a"]),
        (Wanted(text="PASSPORT"), ["b"]),
        (Wanted(text="%"), ["a"]),
        (Wanted(text="_"), []),
        (Wanted(text="passport", kind="smalltalk"), []),
        (Wanted(text="' OR 1=1 --"), []),
    ],
)
def test_it_is_found_where_one_message_is_all_that_is_wanted(
    talks: TalkTable, wanted: Wanted, found: list[str]
) -> None:
    assert [talk.sender for talk in talks.find(wanted, 10)] == found


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(text="a")])
def test_pages_follow_each_other_without_repeating(database: Database, talks: TalkTable, wanted: Wanted) -> None:
    rows = [enquiry(10 + n, conversation=f"p{n % 7}", text=f"again {n}") for n in range(40)]
    EnquiryTable(database).add(rows)
    seen: list[str] = []
    before = None
    while page := talks.find(wanted, 3, before):
        seen += [talk.sender for talk in page]
        before = page[-1].found
    assert seen[:7] == ["p4", "p3", "p2", "p1", "p0", "p6", "p5"]
    assert len(seen) == len(set(seen))


def test_a_message_leads_to_its_sender(talks: TalkTable) -> None:
    assert [talks.sender_of(number) for number in (3, 5, 99)] == ["a", "b", None]
    assert talks.topics() == ["fees"]
