"""Conversations as staff look through them: found, shown whole, and nobody's name in them."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.console import conversations as area
from bot.console.conversations import A_PAGE, Asked, Judged, Said, conversation, conversations
from bot.console.visit import Page, Parts, RefusedError
from bot.enquiry_log import Projection
from bot.stored_events import EVENTS, StoredEvents
from knowledge.database.enquiries import EnquiryTable
from knowledge.database.feedback import FeedbackStore
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in

START = datetime.datetime(2026, 2, 28, 15, 59, tzinfo=datetime.UTC).timestamp()
"""A minute before midnight in Hong Kong."""
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7 * 7 }}"
SENDER = "+852 9123 4567"

Write = Callable[..., None]


@pytest.fixture
def write(parts: Parts) -> Write:
    """Adds turns to a conversation as Rasa stores them, and copies them for staff."""
    engine = sa.create_engine(parts.settings.conversations, future=True)
    EVENTS.create(engine)
    projection = Projection(StoredEvents(parts.settings.conversations), EnquiryTable(parts.database), clock=lambda: 0.0)

    def add(sender: str, text: str, reply: str = "said", at: float = START, **other: Any) -> None:
        metadata = {"title": other.pop("title", ""), "here": ""}
        buttons = other.pop("buttons", [])
        custom = {"kind": "answer", "lang": "en", "topic": "fees", "answer_id": "adult", "confidence": 0.93, **other}
        intent = {"name": "fees", "confidence": 0.876}
        asked = {"text": text, "metadata": metadata, "parse_data": {"intent": intent}}
        said = {"text": reply, "data": {"custom": custom, "buttons": buttons}}
        with engine.begin() as connection:
            for kind, data, after in (("user", asked, 0.0), ("bot", said, 0.5)):
                values = {"sender_id": sender, "type_name": kind, "timestamp": at + after, "data": json.dumps(data)}
                connection.execute(EVENTS.insert().values(values))
        projection.run()

    return add


def rows(page: Page) -> list[Any]:
    return [talk for talk, _ in page.context["rows"]]


def lines(page: Page) -> list[Asked | Said | Judged]:
    found: list[Asked | Said | Judged] = page.context["lines"]
    return found


def test_a_conversation_is_shown_as_it_was(visit: MakeVisit, parts: Parts, write: Write) -> None:
    button = {"title": "What about child?", "payload": '/choose{"answer_id": "child"}'}
    source = {"title": "Pool", "as_of": "2021-05"}
    write(SENDER, "passport?", "It costs", buttons=[button], source=source)
    write("another", "not mine")
    write(SENDER, button["payload"], "gone", kind="fallback", topic=None, answer_id="withdrawn", at=START + 90)
    FeedbackStore(parts.database).add(SENDER, "unhelpful", "adult", "太長")
    first, answer, pressed, declined, judged = lines(conversation(visit(path={"event": "1"})))
    assert first == Asked(1, "28 Feb 2026, 23:59", "passport?", False, "fees", 88)
    assert isinstance(answer, Said)
    assert (answer.text, answer.reply, answer.topic, answer.sure) == ("It costs", "answer", "Fees", 93)
    assert (answer.is_faq, answer.source, answer.buttons) == (True, "Pool · 2021-05", ["What about child?"])
    assert isinstance(pressed, Asked)
    assert (pressed.text, pressed.pressed, pressed.at) == ("What about child?", True, "1 Mar 2026, 00:00")
    assert isinstance(declined, Said)
    assert (declined.reply, declined.is_faq) == ("fallback", False)
    assert isinstance(judged, Judged)
    assert (judged.said, judged.reason) == ("unhelpful", "太長")


def test_any_message_leads_to_its_conversation(visit: MakeVisit, write: Write) -> None:
    write("a", "one")
    write("b", "two")
    write("a", "three")
    texts = [
        [line.text for line in lines(conversation(visit(path={"event": n}))) if isinstance(line, Asked)] for n in "135"
    ]
    assert texts == [["one", "three"], ["two"], ["one", "three"]]


@pytest.mark.parametrize("event", ["2", "99", "x", "-1", "9" * 300, SENDER])
def test_what_is_no_conversation_is_refused(visit: MakeVisit, write: Write, event: str) -> None:
    write(SENDER, "one")
    with pytest.raises(RefusedError, match="gone"):
        conversation(visit(path={"event": event}))


def test_a_long_conversation_comes_in_pages(visit: MakeVisit, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area, "MESSAGES", 4)
    for number in range(5):
        write("a", f"turn {number}", at=START + number)

    def shown(event: int, **query: str) -> tuple[list[str], Any, bool]:
        page = conversation(visit(path={"event": str(event)}, query=query))
        asked = [line.text for line in lines(page) if isinstance(line, Asked)]
        return asked, page.context["earlier"], page.context["later"]

    assert shown(9) == (["turn 3", "turn 4"], 7, False)
    assert shown(9, before="7") == (["turn 1", "turn 2"], 3, True)
    assert shown(9, before="3") == (["turn 0"], None, True)
    assert shown(3) == (["turn 1", "turn 2"], 3, True)  # the one that was asked for is among them
    assert shown(9, before="2147483647") == (["turn 3", "turn 4"], 7, False)


def test_messages_that_are_no_longer_kept_are_not_missed(visit: MakeVisit, parts: Parts, write: Write) -> None:
    write("a", "one")
    with sa.create_engine(parts.settings.conversations, future=True).begin() as connection:
        EVENTS.drop(connection)
    assert lines(conversation(visit(path={"event": "1"}))) == []
    assert [talk.text for talk in rows(conversations(visit()))] == ["one"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["late", "one"]),
        ({"since": "2026-03-01"}, ["late"]),
        ({"until": "2026-02-28"}, ["one"]),
        ({"since": "2026-02-28", "until": "2026-03-01"}, ["late", "one"]),
        ({"language": "zh-Hant"}, ["late"]),
        ({"language": "xx", "kind": "xx", "channel": "xx"}, ["late", "one"]),
        ({"kind": "fallback"}, ["late"]),
        ({"topic": "fees"}, ["one"]),
        ({"topic": "nothing"}, []),
        ({"channel": "web"}, ["late"]),
        ({"unhelpful": "1"}, ["one"]),
        ({"text": "ＬＡＴＥ"}, ["late"]),
        ({"text": "  "}, ["late", "one"]),
    ],
)
def test_conversations_are_found(
    visit: MakeVisit, parts: Parts, write: Write, query: dict[str, str], found: list[str]
) -> None:
    write(SENDER, "one")
    write("web-abc", "late", kind="fallback", topic=None, lang="zh-Hant", at=START + 60)
    FeedbackStore(parts.database).add(SENDER, "unhelpful", "adult")
    assert [talk.text for talk in rows(conversations(visit(query=query)))] == found


@pytest.mark.parametrize("day", ["31.12.2026", "2026-13-01", "9999-12-31", "<script>"])
def test_a_day_that_is_none_is_named(visit: MakeVisit, write: Write, day: str) -> None:
    write(SENDER, "one")
    page = conversations(visit(query={"until": day}))
    assert (page.status, page.context["faults"], rows(page)) == (422, ["until"], [])


def test_pages_of_the_list_follow_each_other(visit: MakeVisit, write: Write) -> None:
    for number in range(A_PAGE + 2):
        write(f"web-{number}", f"turn {number}")
    first = conversations(visit(query={"kind": "answer"}))
    assert (len(rows(first)), first.context["more"]) == (A_PAGE, "kind=answer&before=5")
    second = conversations(visit(query={"kind": "answer", "before": "5"}))
    assert ([talk.text for talk in rows(second)], second.context["more"]) == (["turn 1", "turn 0"], "")


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
async def test_senders_are_never_shown_and_hostile_words_stay_words(
    console: Client, parts: Parts, write: Write, lang: str
) -> None:
    write(
        SENDER,
        HOSTILE,
        HOSTILE,
        kind="fallback",
        buttons=[{"title": HOSTILE, "payload": "/x"}],
        source={"title": HOSTILE},
    )
    write("web-secret", "救命", kind="distress", lang="zh-Hant", topic=HOSTILE)
    write("web-secret", '/choose{"answer_id": "x"}', title=HOSTILE)
    said = FeedbackStore(parts.database)
    said.add(SENDER, "unhelpful", None, HOSTILE)
    said.add(SENDER, "helpful", "adult")
    said.add("web-secret", "person", None)
    await sign_in(console, "editor")
    for path in ("", f"?text={HOSTILE}", "?unhelpful=1", "/1", "/3", "/3?before=5", "?since=x&until=y"):
        response = await console.get(
            f"/console/conversations{path}", params={"lang": lang} if "?" not in path else None
        )
        page = await response.text()
        assert response.status == (422 if "since" in path else 200), path
        assert SENDER not in page
        assert "9123" not in page
        assert "web-secret" not in page
        assert "<script>alert" not in page
        assert "<img" not in page
    assert "&lt;script&gt;" in await (await console.get("/console/conversations/1")).text()
