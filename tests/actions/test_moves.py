"""Moves of a conversation, as the action server runs them."""

from typing import Any

import pytest

from actions.moves import ActionAffirm, ActionDeny, ActionFeedback, ActionRepeat, ActionSimpler, ActionSwitchLanguage
from knowledge.context import Context
from knowledge.database.feedback import FeedbackStore
from knowledge.store import FileStore
from language.script import to_simplified
from tests.actions.turns import reply_to, run, turn

pytestmark = pytest.mark.usefixtures("release")

ANSWER = "passport-application-how"
CONTEXT = Context(ANSWER, "How do I renew my passport?", "passport_application").to_slot()
FAQ = next(faq for faq in FileStore().faqs() if faq.id == ANSWER)
FIXED = FileStore().fixed_replies()


def said(text: str, **custom: Any) -> dict[str, Any]:
    wire = {"kind": "smalltalk", "topic": None, "answer_id": None, "lang": "en", "confidence": 1.0, "source": None}
    data = {"buttons": [], "custom": {**wire, "buttons": [], "speech": text, **custom}}
    return {"event": "bot", "text": text, "data": data}


def test_the_last_replies_are_repeated_as_they_stood() -> None:
    before = [{"event": "user", "text": "hello"}, said("One."), said("Two.")]
    replies, _, _ = run(ActionRepeat(), turn("pardon?", intent="repeat", events=before))
    assert [reply["text"] for reply in replies] == ["One.", "Two."]


def test_what_came_before_the_last_message_is_not_repeated() -> None:
    before = [{"event": "user", "text": "a"}, said("Old."), {"event": "user", "text": "b"}, said("New.")]
    assert [reply["text"] for reply in run(ActionRepeat(), turn("pardon?", events=before))[0]] == ["New."]


def test_where_nothing_was_said_nothing_is_repeated() -> None:
    assert reply_to(ActionRepeat(), turn("pardon?", intent="repeat"))["text"] == FIXED["repeat_nothing"].en


def test_a_form_repeats_its_question_by_itself() -> None:
    before = [{"event": "user", "text": "guide me"}, said("What is it for?")]
    replies, _, others = run(ActionRepeat(), turn("pardon?", events=before, loop="visa_form"))
    assert replies == []
    assert [event["name"] for event in others] == ["visa_form"]


@pytest.mark.parametrize(
    ("text", "lang"), [("simpler please", "en"), ("簡單啲講", "zh-Hant"), ("说简单一点", "zh-Hans")]
)
def test_a_simpler_answer_is_a_short_one_in_lines(text: str, lang: str) -> None:
    reply = reply_to(ActionSimpler(), turn(text, intent="simpler", slots={"context": CONTEXT}))
    whole = to_simplified(FAQ.answer.zh) if lang == "zh-Hans" else FAQ.answer.en if lang == "en" else FAQ.answer.zh
    assert (reply["kind"], reply["answer_id"], reply["lang"]) == ("answer", ANSWER, lang)
    assert 2 <= len(reply["text"].splitlines()) <= 3
    assert len(reply["text"]) < len(whole)


@pytest.mark.parametrize(
    ("text", "entity", "previous", "lang"),
    [
        ("in Chinese please", "chinese", "en", "zh-Hant"),
        ("in simplified Chinese please", "simplified_chinese", "en", "zh-Hans"),
        ("Mandarin please", "putonghua", "en", "zh-Hans"),
        ("講英文", "english", "zh-Hant", "en"),
        ("用中文", "chinese", "zh-Hans", "zh-Hans"),
        ("转用英文", "english", "zh-Hans", "en"),
        ("another language please", None, "en", "zh-Hant"),
        ("轉語言", None, "zh-Hant", "en"),
    ],
)
def test_the_last_answer_is_given_in_the_wished_language(
    text: str, entity: str | None, previous: str, lang: str
) -> None:
    entities = {"language": entity} if entity else {}
    tracker = turn(text, entities=entities, previous=previous, slots={"context": CONTEXT})
    [reply], slots, _ = run(ActionSwitchLanguage(), tracker)
    assert (reply["answer_id"], reply["lang"], slots["wished_lang"]) == (ANSWER, lang, lang)


def test_a_language_it_does_not_write_is_refused_politely() -> None:
    reply = reply_to(ActionSwitchLanguage(), turn("speak Thai please", entities={"language": "thai"}, previous="en"))
    assert (reply["kind"], reply["text"]) == ("fallback", FIXED["other_language"].en)


def test_without_an_answer_the_new_language_is_confirmed() -> None:
    reply = reply_to(ActionSwitchLanguage(), turn("講英文", entities={"language": "english"}, previous="zh-Hant"))
    assert reply["text"] == FIXED["language_switched"].en


OFFERED = [{"title": FAQ.question.en, "answer_id": ANSWER}]


def test_yes_to_one_choice_takes_it() -> None:
    assert reply_to(ActionAffirm(), turn("yes", slots={"offered": OFFERED}))["answer_id"] == ANSWER


def test_yes_to_several_asks_which_and_to_none_what() -> None:
    assert reply_to(ActionAffirm(), turn("yes", slots={"offered": OFFERED * 2}))["text"] == FIXED["choice_which"].en
    assert reply_to(ActionAffirm(), turn("yes"))["text"] == FIXED["go_on"].en


def test_no_to_the_choices_is_asked_for_other_words_and_then_told_who_helps() -> None:
    [first], slots, _ = run(ActionDeny(), turn("none of these", slots={"offered": OFFERED}))
    assert (first["text"], slots["failures"], slots["offered"]) == (FIXED["none_of_these"].en, 1, [])
    [second], slots, _ = run(ActionDeny(), turn("no", slots={"offered": OFFERED, "failures": 1}))
    assert (second["text"], slots["failures"]) == (FIXED["two_failures"].en, 0)
    assert reply_to(ActionDeny(), turn("no"))["text"] == FIXED["go_on"].en


def test_feedback_is_kept_with_the_answer_it_is_about(kept: FeedbackStore) -> None:
    helpful = turn("that was helpful", intent="helpful", slots={"context": CONTEXT})
    unhelpful = turn("that did not help", intent="unhelpful")
    assert reply_to(ActionFeedback(), helpful)["text"] == FIXED["feedback_thanks"].en
    [asked], slots, _ = run(ActionFeedback(), unhelpful)
    assert (asked["text"], slots["feedback_on"]) == (FIXED["feedback_ask_reason"].en, "")
    assert [(f.kind, f.answer_id, f.conversation) for f in kept.all()] == [
        ("helpful", ANSWER, "me"),
        ("unhelpful", None, "me"),
    ]
