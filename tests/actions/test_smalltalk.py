"""Small talk: one fixed sentence for each intent."""

import pytest

from actions.smalltalk import ActionCalm, ActionPerson, ActionSmalltalk
from knowledge.store import FileStore
from tests.actions.turns import reply_to, turn

pytestmark = pytest.mark.usefixtures("release")

INTENTS = ["greet", "thank", "goodbye", "about_assistant"]


@pytest.mark.parametrize("intent", INTENTS)
def test_each_intent_has_its_own_sentence_in_both_languages(intent: str) -> None:
    fixed = FileStore().fixed_replies()[intent]
    english = reply_to(ActionSmalltalk(), turn("hello there", intent=intent))
    chinese = reply_to(ActionSmalltalk(), turn("請問", intent=intent))
    assert (english["kind"], english["topic"], english["text"]) == ("smalltalk", "smalltalk", fixed.en)
    assert (chinese["lang"], chinese["text"]) == ("zh-Hant", fixed.zh)


def test_a_turn_without_an_intent_is_greeted() -> None:
    assert reply_to(ActionSmalltalk(), turn("hello"))["text"] == FileStore().fixed_replies()["greet"].en


@pytest.mark.parametrize("intent", ["insult", "manipulation"])
def test_abuse_has_its_sentence_and_nothing_is_echoed(intent: str) -> None:
    fixed = FileStore().fixed_replies()[intent]
    english = reply_to(ActionCalm(), turn("xyzzy you plugh", intent=intent))
    chinese = reply_to(ActionCalm(), turn("請你收皮", intent=intent))
    assert (english["kind"], english["text"]) == ("fallback", fixed.en)
    assert (chinese["kind"], chinese["text"]) == ("fallback", fixed.zh)


def test_an_emoji_alone_is_asked_for_words() -> None:
    empty = FileStore().fixed_replies()["empty"]
    assert reply_to(ActionCalm(), turn("😡", intent="insult", previous="en"))["text"] == empty.en


@pytest.mark.parametrize(("text", "now"), [("a person please", "now"), ("我想搵職員", "現")])
def test_who_wants_a_person_hears_the_hotline_and_whether_it_is_open(text: str, now: str) -> None:
    reply = reply_to(ActionPerson(), turn(text, intent="human_help"))
    assert reply["kind"] == "smalltalk"
    assert all(word in reply["text"] for word in ("2824 6111", "1868", now))
