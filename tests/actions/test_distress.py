"""The actions for a person in trouble."""

import pytest

from actions.distress import ActionDistress, ActionDistressOutcome
from knowledge.store import FileStore
from tests.actions.turns import reply_to, run, turn

pytestmark = pytest.mark.usefixtures("release")

FIXED = FileStore().fixed_replies()


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("I was arrested in Tokyo", "en", "arrest"),
        ("my passport was stolen in Paris", "en", "lost_document"),
        ("my husband is in hospital in Seoul", "en", "health"),
        ("please help me I am abroad", "en", "general"),
        ("我喺東京俾人拉咗", "zh-Hant", "arrest"),
        ("我老公在首爾入了醫院", "zh-Hant", "health"),
        ("爸爸喺台北過咗身", "zh-Hant", "death"),
    ],
)
def test_1868_comes_first_and_then_the_advice_that_fits(text: str, lang: str, kind: str) -> None:
    reply = reply_to(ActionDistress(), turn(text, intent="distress_assistance", confidence=0.4))
    assert (reply["kind"], reply["lang"], reply["confidence"]) == ("distress", lang, 0.4)
    assert "1868" in reply["text"].splitlines()[0]
    advice = FIXED[f"distress_advice_{kind}"]
    assert (advice.en if lang == "en" else advice.zh) in reply["text"]


@pytest.mark.parametrize("text", ["", "😀", "/distress_assistance"])
def test_a_turn_without_words_gets_the_general_advice(text: str) -> None:
    reply = reply_to(ActionDistress(), turn(text, intent="distress_assistance", previous="zh-Hant"))
    assert reply["lang"] == "zh-Hant"
    assert FIXED["distress_advice_general"].zh in reply["text"]


def test_whatever_form_was_going_on_ends_and_what_was_told_is_not_asked_again() -> None:
    tracker = turn("I lost my passport in Macau", intent="distress_assistance", loop="visa_form")
    _, slots, others = run(ActionDistress(), tracker)
    assert [event["name"] for event in others] == [None]
    assert (slots["distress_place"], slots["distress_kind"]) == ("macao", "lost_document")
    assert slots["requested_slot"] is None


@pytest.mark.parametrize("place", ["mainland", "macao", "elsewhere", "hong_kong", "unknown"])
def test_the_outcome_fits_place_and_kind_and_keeps_nothing(place: str) -> None:
    told = {"distress_place": place, "distress_kind": "stranded"}
    [reply], slots, _ = run(ActionDistressOutcome(), turn("no money", slots=told, loop="distress_form"))
    assert reply["kind"] == "distress"
    assert FIXED[f"distress_in_{place}"].en in reply["text"]
    assert FIXED["distress_advice_stranded"].en in reply["text"]
    assert "1868" in reply["text"]
    assert (slots["distress_place"], slots["distress_kind"]) == (None, None)


@pytest.mark.parametrize(("text", "kind"), [("the urgent one", "answer"), ("stolen in Tokyo", "distress")])
def test_a_choice_may_sound_like_trouble(text: str, kind: str) -> None:
    ids = {"passport-application-urgent": "Can I get a passport urgently?", "passport-lost-replace": "Stolen in Tokyo"}
    offered = [{"answer_id": answer_id, "title": title} for answer_id, title in ids.items()]
    tracker = turn(text, intent="distress_assistance", slots={"offered": offered})
    [reply], slots, _ = run(ActionDistress(), tracker)
    assert reply["kind"] == kind
    assert slots["distress_told"]  # no form has to ask
