"""Where and when, as the action server runs it."""

import datetime

import pytest

from actions import way
from actions.enquiry import ActionEnquiry
from actions.way import ActionFindFacility, ActionNearestOffice, ActionOpenNow
from knowledge.opening_hours import HONG_KONG
from tests.actions.turns import reply_to, turn

pytestmark = pytest.mark.usefixtures("release")

HERE = "sample:kiosk-stand"


@pytest.mark.parametrize(
    ("text", "topic", "named"),
    [
        ("nearest office to Mong Kok for passport", "branch_offices", "West Kowloon"),
        ("旺角附近邊度做身份證", "id_card_offices", "九龍"),
        ("离沙田最近的身份证办事处", "id_card_offices", "火炭"),
        ("where near Tuen Mun can I marry", "marriage_registries", "Tuen Mun"),
    ],
)
def test_the_nearest_office_is_told_with_its_source(text: str, topic: str, named: str) -> None:
    reply = reply_to(ActionNearestOffice(), turn(text, intent="nearest_office"))
    assert (reply["kind"], reply["topic"]) == ("answer", topic)
    assert named in reply["text"]
    assert reply["source"]["as_of"]


def test_the_errand_may_have_been_said_before() -> None:
    context = {"answer_id": "id-card-lost-how", "question": "I lost my identity card", "topic": "id_card_lost"}
    reply = reply_to(ActionNearestOffice(), turn("which office near Mong Kok", slots={"context": context}))
    assert reply["topic"] == "id_card_offices"


def test_without_a_district_it_is_an_enquiry() -> None:
    reply = reply_to(ActionNearestOffice(), turn("which offices take passport applications", intent="branch_offices"))
    assert reply["topic"] == "branch_offices"


@pytest.mark.parametrize(
    ("text", "lang", "goal"),
    [
        ("where is the toilet", "en", "toilets-g"),
        ("廁所喺邊", "zh-Hant", "toilets-g"),
        ("电梯在哪里", "zh-Hans", "lifts-g"),
    ],
)
def test_the_way_is_told_and_drawn_from_where_the_kiosk_stands(text: str, lang: str, goal: str) -> None:
    reply = reply_to(ActionFindFacility(), turn(text, here=HERE))
    assert (reply["kind"], reply["lang"], reply["topic"]) == ("answer", lang, "on_site_facilities")
    assert f"to={goal}" in reply["image"]
    assert len(reply["text"].splitlines()) > 2


def test_a_wheelchair_goes_without_steps() -> None:
    reply = reply_to(ActionFindFacility(), turn("I use a wheelchair, where is the baby-care room", here=HERE))
    assert "step_free=1" in reply["image"]
    assert "escalator up" not in reply["text"]


@pytest.mark.parametrize("here", ["", "sample:nowhere-at-all", "moon:kiosk", "headquarters:x"])
def test_an_unknown_place_gives_an_answer_all_the_same(here: str) -> None:
    assert reply_to(ActionFindFacility(), turn("where is the toilet", here=here))["topic"] == "on_site_facilities"


def test_a_question_about_facilities_finds_the_way_too() -> None:
    reply = reply_to(ActionEnquiry(), turn("Is there a baby-care room?", intent="on_site_facilities", here=HERE))
    assert reply["image"]


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-11-23 10:00", "open now"), ("2026-11-22 10:00", "closed now"), ("2026-11-23 20:00", "closed now")],
)
def test_open_or_closed_is_told_of_hotline_and_counters(at: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "now", lambda: datetime.datetime.fromisoformat(at).replace(tzinfo=HONG_KONG))
    reply = reply_to(ActionOpenNow(), turn("are you open now", intent="open_now"))
    assert reply["topic"] == "contact"
    assert reply["text"].count(words) == 2
    assert "2824 6111" in reply["text"]


def test_a_place_that_is_named_is_told() -> None:
    reply = reply_to(ActionOpenNow(), turn("is Lo Wu open now", entities={"place": "lo_wu"}))
    assert reply["topic"] == "control_points"


def test_a_place_whose_hours_are_unknown_is_an_enquiry() -> None:
    reply = reply_to(ActionOpenNow(), turn("is the Fo Tan office open now", entities={"place": "fo_tan"}))
    assert reply["answer_id"] or reply["kind"] in ("choices", "fallback")
