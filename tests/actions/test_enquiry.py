"""Enquiries and pressed choices, as the action server runs them."""

from typing import Any

import pytest

from actions.enquiry import ActionChoice, ActionEnquiry
from bot.release import Release
from tests.actions.turns import reply_to, turn

pytestmark = pytest.mark.usefixtures("release")

ANSWER = "passport-application-how"


@pytest.mark.parametrize(
    ("text", "lang"),
    [("How do I renew my passport?", "en"), ("怎樣換領護照？", "zh-Hant"), ("怎样换领护照？", "zh-Hans")],
)
def test_an_enquiry_gets_the_answer_of_the_knowledge(text: str, lang: str) -> None:
    reply = reply_to(ActionEnquiry(), turn(text, intent="passport", confidence=0.95))
    assert (reply["kind"], reply["topic"], reply["lang"]) == ("answer", "passport_application", lang)


def test_an_enquiry_out_of_scope_is_declined() -> None:
    reply = reply_to(ActionEnquiry(), turn("What is the capital of France?", intent="out_of_scope", confidence=0.99))
    assert reply["kind"] == "fallback"


@pytest.mark.parametrize("text", ["", "???", "😀"])
def test_an_enquiry_without_a_word_is_asked_to_say_something(text: str) -> None:
    reply = reply_to(ActionEnquiry(), turn(text, previous="zh-Hant"))
    assert (reply["kind"], reply["lang"]) == ("fallback", "zh-Hant")
    assert "未看到你的問題" in reply["text"]


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_choice_gives_its_answer_in_the_language_of_the_conversation(release: Release, lang: str) -> None:
    payload = f'/choose{{"answer_id": "{ANSWER}"}}'
    reply = reply_to(ActionChoice(), turn(payload, intent="choose", entities={"answer_id": ANSWER}, previous=lang))
    assert (reply["kind"], reply["answer_id"], reply["lang"], reply["confidence"]) == ("answer", ANSWER, lang, 1.0)


@pytest.mark.parametrize("entities", [{}, {"answer_id": "gone"}, {"answer_id": {"a": 1}}, {"other": ANSWER}], ids=str)
def test_a_choice_that_is_gone_is_declined(entities: dict[str, Any]) -> None:
    reply = reply_to(ActionChoice(), turn("/choose", intent="choose", entities=entities, previous="zh-Hans"))
    assert (reply["kind"], reply["lang"]) == ("fallback", "zh-Hans")
