"""Small talk: one fixed sentence for each intent."""

import pytest

from actions.smalltalk import ActionSmalltalk
from knowledge.store import FileStore
from tests.actions.turns import reply_to, turn

pytestmark = pytest.mark.usefixtures("release")

INTENTS = ["greet", "thank", "goodbye", "about_assistant", "human_help"]


@pytest.mark.parametrize("intent", INTENTS)
def test_each_intent_has_its_own_sentence_in_both_languages(intent: str) -> None:
    fixed = FileStore().fixed_replies()[intent]
    english = reply_to(ActionSmalltalk(), turn("hello there", intent=intent))
    chinese = reply_to(ActionSmalltalk(), turn("請問", intent=intent))
    assert (english["kind"], english["topic"], english["text"]) == ("smalltalk", "smalltalk", fixed.en)
    assert (chinese["lang"], chinese["text"]) == ("zh-Hant", fixed.zh)


def test_a_turn_without_an_intent_is_greeted() -> None:
    assert reply_to(ActionSmalltalk(), turn("hello"))["text"] == FileStore().fixed_replies()["greet"].en
