"""What every action does: the language of the turn, and a reply in Rasa's form."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from bot.turn import reply_of
from knowledge.reply import Button, Reply, ReplySource
from tests.actions.turns import turn
from tests.bot.contract import check_reply


def lang_of(tracker: Tracker) -> str:
    return Turn(CollectingDispatcher(), tracker).lang


@pytest.mark.parametrize(
    ("text", "previous", "page", "lang"),
    [
        ("How do I renew my passport?", None, None, "en"),
        ("How do I renew my passport?", "zh-Hans", "zh-Hant", "en"),
        ("怎樣換領護照？", "en", "en", "zh-Hant"),
        ("怎样换领护照？", "zh-Hant", None, "zh-Hans"),
        ("你好", "zh-Hans", None, "zh-Hans"),
        ("你好", None, "zh-Hans", "zh-Hans"),
        ("你好", "en", None, "zh-Hant"),
        ("123", "zh-Hant", "en", "zh-Hant"),
        ("123", None, "zh-Hans", "zh-Hans"),
        ("123", None, None, "en"),
        ("123", None, "fr", "en"),
        ("123", None, ["zh-Hans"], "en"),
        ("", None, "zh-Hant", "zh-Hant"),
    ],
)
def test_the_message_decides_then_the_conversation_then_the_page(
    text: str, previous: str | None, page: Any, lang: str
) -> None:
    assert lang_of(turn(text, previous=previous, page=page)) == lang


@pytest.mark.parametrize("previous", ["en", "zh-Hant", "zh-Hans"])
def test_a_pressed_choice_has_no_language_of_its_own(previous: str) -> None:
    assert lang_of(turn('/choose{"answer_id": "passport-application-how"}', previous=previous)) == previous


@pytest.mark.parametrize(
    "tracker",
    [
        Tracker("me", {}, {}, [], False, None, {}, None),
        Tracker("me", {}, {"text": None, "metadata": None}, [], False, None, {}, None),
    ],
    ids=["nothing", "nulls"],
)
def test_a_turn_without_a_message_has_a_language_all_the_same(tracker: Tracker) -> None:
    assert lang_of(tracker) == "en"


def test_a_sent_reply_reaches_rasa_whole_and_its_language_is_remembered() -> None:
    reply = Reply(
        "Which one?",
        "choices",
        "zh-Hans",
        topic="fees",
        confidence=0.75,
        source=ReplySource("A title", "2024-05", section="A section"),
        buttons=[Button("One", "/choose", "fees"), Button("Two", "/choose")],
        speech="Which one? One, two.",
    )
    dispatcher = CollectingDispatcher()
    sent = Turn(dispatcher, turn("which"))
    sent.send(reply)
    assert sent.events() == [SlotSet("lang", "zh-Hans")]
    [message] = dispatcher.messages
    assert message["text"] == "Which one?"
    assert message["buttons"] == [{"title": "One", "payload": "/choose"}, {"title": "Two", "payload": "/choose"}]
    rebuilt = reply_of(message["text"], message)
    assert rebuilt == reply.to_json()
    check_reply(rebuilt)


@pytest.mark.parametrize(
    ("wish", "text", "lang"),
    [
        ("zh-Hant", "How do I renew my passport?", "zh-Hant"),
        ("en", "怎樣換領護照？", "en"),
        ("zh-Hant", "怎样换领护照？", "zh-Hans"),
        ("zh-Hans", "ok", "zh-Hans"),
    ],
)
def test_a_wished_language_outlasts_the_message(wish: str, text: str, lang: str) -> None:
    assert lang_of(turn(text, slots={"wished_lang": wish})) == lang


def test_a_form_that_was_interrupted_goes_on() -> None:
    interrupted = Turn(CollectingDispatcher(), turn("how much is it", loop="visa_form"))
    interrupted.set(failures=0)
    assert interrupted.events() == [SlotSet("failures", 0), ActiveLoop("visa_form")]


def test_a_form_that_is_left_forgets_its_answers() -> None:
    left = Turn(CollectingDispatcher(), turn("stop", loop="visa_form"))
    events = left.leave_form(["visa_purpose"])
    assert events == [SlotSet("visa_purpose", None), SlotSet("requested_slot", None), ActiveLoop(None)]
