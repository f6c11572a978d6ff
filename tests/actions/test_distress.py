"""The action for a person in trouble."""

import pytest

from actions.distress import ActionDistress
from tests.actions.turns import reply_to, turn

pytestmark = pytest.mark.usefixtures("release")


@pytest.mark.parametrize(
    ("text", "lang", "advice"),
    [
        ("I was arrested in Tokyo", "en", "Arrested or detained"),
        ("my passport was stolen in Paris", "en", "Passport lost or stolen"),
        ("my husband is in hospital in Seoul", "en", "Accident, illness or a death"),
        ("please help me I am abroad", "en", "Say where you are"),
        ("我喺東京俾人拉咗", "zh-Hant", "被捕或被扣留"),
        ("我老公在首爾入了醫院", "zh-Hant", "意外、患病"),
        ("我在巴黎被偷了护照", "zh-Hans", "遗失或被偷护照"),
    ],
)
def test_1868_comes_first_and_then_the_advice_that_fits(text: str, lang: str, advice: str) -> None:
    reply = reply_to(ActionDistress(), turn(text, intent="distress_assistance", confidence=0.4))
    assert (reply["kind"], reply["lang"], reply["confidence"]) == ("distress", lang, 0.4)
    assert "1868" in reply["text"].splitlines()[0]
    assert advice in reply["text"]


@pytest.mark.parametrize("text", ["", "😀", "/distress_assistance"])
def test_a_turn_without_words_gets_the_general_advice(text: str) -> None:
    reply = reply_to(ActionDistress(), turn(text, intent="distress_assistance", previous="zh-Hant"))
    assert reply["lang"] == "zh-Hant"
    assert "請說明身在何處" in reply["text"]
