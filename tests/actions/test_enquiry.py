"""Enquiries and pressed choices, as the action server runs them."""

from typing import Any

import pytest

from actions.enquiry import ActionChoice, ActionEnquiry
from bot.release import Release
from knowledge.database.feedback import FeedbackStore
from knowledge.store import FileStore
from tests.actions.turns import reply_to, run, turn

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


def test_what_was_answered_is_kept_for_the_next_turn() -> None:
    _, slots, _ = run(ActionEnquiry(), turn("How do I renew my passport?"))
    assert slots["context"]["topic"] == "passport_application"
    assert slots["context"]["question"] == "How do I renew my passport?"
    assert slots["failures"] == 0


CONTEXT = {"answer_id": ANSWER, "question": "How do I renew my passport?", "topic": "passport_application"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how much is it?", "passport-application-fee"),
        ("咁要幾錢", "passport-application-fee"),
        ("how long does it take?", "passport-application-time-collection"),
    ],
)
def test_a_follow_up_is_about_the_last_answer(text: str, expected: str) -> None:
    reply = reply_to(ActionEnquiry(), turn(text, intent="follow_up", slots={"context": CONTEXT}))
    assert (reply["kind"], reply["answer_id"]) == ("answer", expected)


@pytest.mark.parametrize("text", ["How do I register a birth?", "打風會唔會照開門？", "typhoon 8, is the office open?"])
def test_a_question_of_its_own_is_not_about_the_last_answer(text: str) -> None:
    alone = reply_to(ActionEnquiry(), turn(text))
    after = reply_to(ActionEnquiry(), turn(text, slots={"context": CONTEXT}))
    assert after["topic"] == alone["topic"]


def test_a_correction_changes_the_last_question() -> None:
    tracker = turn("no, I meant the ID card", intent="correction", slots={"context": CONTEXT})
    assert str(reply_to(ActionEnquiry(), tracker)["topic"]).startswith("id_card")


OFFERED = [
    {"title": "How do I apply for an e-Visa?", "answer_id": "e-visa-apply"},
    {"title": "How do I renew my passport?", "answer_id": ANSWER},
]


@pytest.mark.parametrize("text", ["2", "the second one", "第二個", "passport", "last one please"])
def test_a_choice_is_picked_by_number_or_word(text: str) -> None:
    assert reply_to(ActionEnquiry(), turn(text, slots={"offered": OFFERED}))["answer_id"] == ANSWER


def test_two_failures_in_a_row_are_told_who_can_help() -> None:
    fixed = FileStore().fixed_replies()
    nonsense = turn("what is the capital of France", intent="out_of_scope", confidence=0.99, slots={"failures": 1})
    [reply], slots, _ = run(ActionEnquiry(), nonsense)
    assert (reply["kind"], reply["text"], slots["failures"]) == ("fallback", fixed["two_failures"].en, 0)


def test_where_a_lost_document_turns_out_to_be_abroad_help_comes_first() -> None:
    context = {"answer_id": "passport-lost-replace", "question": "I lost my passport", "topic": "passport_lost"}
    reply = reply_to(ActionEnquiry(), turn("in Tokyo", slots={"context": context}))
    assert reply["kind"] == "distress"


def told_by(kind: str) -> list[dict[str, Any]]:
    """The turn before: what was said was of this kind."""
    said = {"event": "bot", "text": "…", "data": {"custom": {"kind": kind}}}
    return [{"event": "user", "text": "…"}, said]


@pytest.mark.parametrize(("before", "kind"), [("distress", "distress"), ("answer", "fallback")])
def test_who_was_just_in_trouble_hears_of_help_rather_than_of_no_answer(before: str, kind: str) -> None:
    unclear = turn("佢而家喺差館", intent="out_of_scope", confidence=0.99, events=told_by(before))
    reply = reply_to(ActionEnquiry(), unclear)
    assert reply["kind"] == kind


def test_the_reason_why_an_answer_did_not_help_is_kept(kept: FeedbackStore) -> None:
    tracker = turn(
        "it rambled like my uncle Bob", intent="out_of_scope", confidence=0.99, slots={"feedback_on": ANSWER}
    )
    assert reply_to(ActionEnquiry(), tracker)["kind"] == "smalltalk"
    assert [(f.kind, f.answer_id, f.reason) for f in kept.all()] == [
        ("unhelpful", ANSWER, "it rambled like my uncle Bob")
    ]


def test_a_question_after_unhelpful_feedback_is_answered(kept: FeedbackStore) -> None:
    reply = reply_to(ActionEnquiry(), turn("How do I renew my passport?", slots={"feedback_on": ANSWER}))
    assert reply["kind"] == "answer"
    assert kept.all() == []


@pytest.mark.parametrize(
    ("text", "sentence"), [("my HKID is [HKID]", "personal_data"), ("申請はどこでできますか", "other_language")]
)
def test_what_asks_nothing_it_could_answer_is_no_failure(text: str, sentence: str) -> None:
    fixed = FileStore().fixed_replies()
    [reply], slots, _ = run(ActionEnquiry(), turn(text, previous="en", slots={"failures": 1}))
    assert (reply["text"] in (fixed[sentence].en, fixed[sentence].zh), slots["failures"]) == (True, 0)
