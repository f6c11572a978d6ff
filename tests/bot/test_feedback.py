"""What staff will read: kept when it is said, and after a restart."""

import datetime
from pathlib import Path

import pytest

from bot.feedback import FeedbackStore


def test_what_is_added_is_there_after_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'conversations.db'}"
    before = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    FeedbackStore(url).add("a", "helpful", "passport-fee")
    FeedbackStore(url).add("b", "unhelpful", None, "太長")
    first, second = FeedbackStore(url).all()
    assert (first.conversation, first.kind, first.answer_id, first.reason) == ("a", "helpful", "passport-fee", None)
    assert (second.conversation, second.kind, second.answer_id, second.reason) == ("b", "unhelpful", None, "太長")
    assert before <= first.at <= second.at


@pytest.mark.parametrize("reason", ["", "'; DROP TABLE feedback; --", "😀" * 5000])
def test_whatever_is_said_is_kept_as_it_is(tmp_path: Path, reason: str) -> None:
    store = FeedbackStore(f"sqlite:///{tmp_path / 'conversations.db'}")
    store.add("a", "unhelpful", "x", reason)
    assert [feedback.reason for feedback in store.all()] == [reason]
