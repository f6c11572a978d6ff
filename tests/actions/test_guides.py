"""Guided help as Rasa runs it: an answer is validated, a question asked, the outcome told."""

from typing import Any

import pytest
from rasa_sdk import Action

from actions import guides
from actions.forms import ActionGoBack, ActionNoForm, ActionStartOver, ActionStop, ActionWhyAsk
from knowledge.store import FileStore
from tests.actions.turns import reply_to, run, turn

pytestmark = pytest.mark.usefixtures("release")

BY_NAME: dict[str, type[Action]] = {action().name(): action for action in guides.ACTIONS}
VISA = next(guide for guide in FileStore().guides() if guide.id == "visa")
FIXED = FileStore().fixed_replies()
IN_FORM: dict[str, Any] = {"loop": "visa_form"}
AT_PURPOSE = {"requested_slot": "visa_purpose"}


def validated(text: str, *, slots: dict[str, Any] | None = None, **more: Any) -> tuple[dict[str, Any], list[str]]:
    """The slots that the validation set, and what it said."""
    replies, set_, _ = run(BY_NAME["validate_visa_form"](), turn(text, slots=slots or AT_PURPOSE, **IN_FORM, **more))
    return {name: value for name, value in set_.items() if name != "lang"}, [reply["text"] for reply in replies]


def test_every_guide_has_its_actions() -> None:
    for guide in FileStore().guides():
        assert f"validate_{guide.form}" in BY_NAME
        assert {f"action_ask_{slot}" for slot in guide.slots} <= BY_NAME.keys()


@pytest.mark.parametrize("text", ["study", "讀書", "读书", "I want to study", "我想嚟香港讀書", "3"])
def test_an_answer_in_words_or_by_number_fills_the_slot(text: str) -> None:
    set_, said = validated(text)
    assert set_["visa_purpose"] == "study"
    assert said == []


def test_a_pressed_option_fills_its_slot_and_the_next_question_is_open() -> None:
    set_, _ = validated("/inform", intent="inform", entities={"slot": "visa_purpose", "value": "extend"})
    assert set_ == {"visa_purpose": "extend", "requested_slot": "visa_status"}


@pytest.mark.parametrize(
    "entities",
    [{}, {"slot": "visa_purpose", "value": "moon"}, {"slot": "other", "value": "study"}, {"slot": "visa_purpose"}],
)
def test_a_pressed_option_that_is_none_is_asked_again(entities: dict[str, str]) -> None:
    set_, said = validated("/inform", intent="inform", entities=entities)
    assert set_ == {"visa_purpose": None, "requested_slot": "visa_purpose"}
    assert said == [FIXED["flow_reask"].en]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how much is a passport?", "fees"),
        ("my son was arrested in Bangkok", "distress_assistance"),
        ("why do you ask", "why_ask"),
        ("back", "go_back"),
        ("thanks", "thank"),
    ],
)
def test_what_is_no_answer_leaves_the_form_to_others(text: str, intent: str) -> None:
    set_, said = validated(text, intent=intent)
    assert set(set_) == {"requested_slot"}  # nothing of the form: Rasa sets it aside
    assert said == []


@pytest.mark.parametrize("text", ["blue", "唔知呀", "asdf"])
def test_a_few_words_that_are_no_option_are_asked_again(text: str) -> None:
    set_, said = validated(text, intent="nlu_fallback")
    assert set_["visa_purpose"] is None
    assert len(said) == 1


def test_the_message_that_begins_a_guide_may_answer_already() -> None:
    set_, _ = validated("which visa do I need, I want to study", slots={"requested_slot": None})
    assert set_["visa_purpose"] == "study"


def test_after_an_interruption_nothing_is_taken_for_an_answer() -> None:
    before = [{"event": "user", "text": "study fees?"}, {"event": "action", "name": "action_enquiry"}]
    tracker = turn("study", slots=AT_PURPOSE, **IN_FORM)
    tracker.events = [*before[:1], *before[1:]]
    _, set_, _ = run(BY_NAME["validate_visa_form"](), tracker)
    assert set_ == {"requested_slot": "visa_purpose"}


@pytest.mark.parametrize(("lang", "zh"), [("en", False), ("zh-Hant", True)])
def test_a_question_is_asked_with_its_options(lang: str, zh: bool) -> None:
    question = VISA.questions[0]
    reply = reply_to(BY_NAME["action_ask_visa_purpose"](), turn("…", previous=lang, **IN_FORM))
    assert reply["kind"] == "flow"
    assert reply["text"] == (question.ask.zh if zh else question.ask.en)
    assert [b["title"] for b in reply["buttons"]] == [o.title.zh if zh else o.title.en for o in question.options]
    assert reply["speech"].endswith(reply["buttons"][-1]["title"])


def test_the_first_question_says_what_follows() -> None:
    tracker = turn("which visa do I need", **IN_FORM)
    tracker.events.append({"event": "active_loop", "name": "visa_form"})
    assert reply_to(BY_NAME["action_ask_visa_purpose"](), tracker)["text"].startswith(VISA.intro.en)


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_the_outcome_has_its_source_and_the_answers_are_forgotten(lang: str) -> None:
    [reply], slots, others = run(
        BY_NAME["action_visa_outcome"](), turn("…", previous=lang, slots={"visa_purpose": "study"}, **IN_FORM)
    )
    assert (reply["kind"], reply["topic"], reply["lang"]) == ("answer", "study_dependant_visa", lang)
    assert reply["source"]["as_of"]
    assert slots["visa_purpose"] is None
    assert [event["name"] for event in others] == [None]


def test_back_forgets_the_last_answer_and_all_after_it() -> None:
    known = {"visa_purpose": "extend", "visa_status": "visitor", "visa_days_left": None}
    replies, slots, others = run(ActionGoBack(), turn("back", intent="go_back", slots=known, **IN_FORM))
    assert replies == []  # the form asks
    assert slots["visa_status"] is None
    assert "visa_purpose" not in slots
    assert [event["name"] for event in others] == ["visa_form"]


def test_back_at_the_first_question_says_so() -> None:
    assert reply_to(ActionGoBack(), turn("back", intent="go_back", **IN_FORM))["text"] == FIXED["flow_back_at_start"].en


def test_starting_over_forgets_everything_and_goes_on() -> None:
    known = {"visa_purpose": "extend", "visa_status": "visitor"}
    [reply], slots, others = run(ActionStartOver(), turn("start over", intent="start_over", slots=known, **IN_FORM))
    assert reply["text"] == FIXED["flow_restarted"].en
    assert all(slots[slot] is None for slot in VISA.slots)
    assert [event["name"] for event in others] == ["visa_form"]


def test_starting_over_without_a_form_forgets_what_it_was_about() -> None:
    [reply], slots, _ = run(ActionStartOver(), turn("start over", intent="start_over", slots={"context": {"a": 1}}))
    assert (reply["text"], slots["context"]) == (FIXED["fresh_start"].en, None)


def test_why_is_answered_by_the_guide() -> None:
    reply = reply_to(ActionWhyAsk(), turn("why do you ask", intent="why_ask", slots=AT_PURPOSE, **IN_FORM))
    assert reply["text"] == VISA.questions[0].why.en


@pytest.mark.parametrize(("loop", "sentence"), [("visa_form", "flow_stopped"), ("distress_form", "distress_left")])
def test_stopping_ends_the_form(loop: str, sentence: str) -> None:
    [reply], _, others = run(ActionStop(), turn("stop", intent="stop", loop=loop))
    assert reply["text"] == FIXED[sentence].en
    assert [event["name"] for event in others] == [None]


@pytest.mark.parametrize("action", [ActionGoBack, ActionWhyAsk, ActionNoForm])
def test_moves_of_a_form_that_is_not_going_on_are_told_so(action: type[Action]) -> None:
    assert reply_to(action(), turn("back", intent="why_ask"))["text"] == FIXED["flow_none"].en
