"""Abuse and manipulation: a calm sentence of their own."""

import pytest

from actions.calm import ActionCalm
from knowledge.store import FileStore
from tests.actions.turns import reply_to, turn

pytestmark = pytest.mark.usefixtures("release")


@pytest.mark.parametrize("intent", ["insult", "manipulation"])
def test_each_has_its_sentence_and_nothing_is_echoed(intent: str) -> None:
    fixed = FileStore().fixed_replies()[intent]
    english = reply_to(ActionCalm(), turn("xyzzy you plugh", intent=intent))
    chinese = reply_to(ActionCalm(), turn("請你收皮", intent=intent))
    assert (english["kind"], english["text"]) == ("fallback", fixed.en)
    assert (chinese["kind"], chinese["text"]) == ("fallback", fixed.zh)


def test_an_emoji_alone_is_asked_for_words() -> None:
    empty = FileStore().fixed_replies()["empty"]
    assert reply_to(ActionCalm(), turn("😡", intent="insult", previous="en"))["text"] == empty.en
