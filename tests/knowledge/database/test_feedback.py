"""What staff will read: kept when it is said, after a restart, and when it was kept elsewhere before."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from knowledge.database.audit import utc_now
from knowledge.database.feedback import FeedbackStore
from knowledge.database.opening import head, open_database
from knowledge.database.tables import FEEDBACK

BEFORE = sa.Table(
    "feedback",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("answer_id", sa.String(255)),
    sa.Column("reason", sa.Text),
)
"""As it stood beside the conversations in an earlier version."""


def store(url: str) -> FeedbackStore:
    return FeedbackStore(open_database(url))


def write_before(url: str, *reasons: str | None) -> None:
    engine = sa.create_engine(url, future=True, poolclass=sa.pool.NullPool)
    BEFORE.create(engine)
    with engine.begin() as connection:
        for reason in reasons:
            values = {"at": utc_now(), "conversation": "old", "kind": "unhelpful", "answer_id": "a", "reason": reason}
            connection.execute(BEFORE.insert().values(values))


def test_what_is_added_is_there_after_a_restart(url: str) -> None:
    before = utc_now()
    store(url).add("a", "helpful", "passport-fee")
    store(url).add("b", "unhelpful", None, "太長")
    first, second = store(url).all()
    assert (first.conversation, first.kind, first.answer_id, first.reason) == ("a", "helpful", "passport-fee", None)
    assert (second.conversation, second.kind, second.answer_id, second.reason) == ("b", "unhelpful", None, "太長")
    assert before <= first.at <= second.at
    assert store(url).of(["b", "nobody"]) == [second]


@pytest.mark.parametrize("reason", ["", "'; DROP TABLE feedback; --", "😀" * 5000])
def test_whatever_is_said_is_kept_as_it_is(url: str, reason: str) -> None:
    kept = store(url)
    kept.add("a", "unhelpful", "x", reason)
    assert [feedback.reason for feedback in kept.all()] == [reason]


def test_what_was_kept_beside_the_conversations_is_carried_over_once(url: str, tmp_path: Path) -> None:
    conversations = f"sqlite:///{tmp_path}/conversations.db"
    write_before(conversations, None, "太長", "太長")
    kept = store(url)
    kept.add("new", "helpful", "a")
    assert [kept.carry_over(conversations), kept.carry_over(conversations)] == [3, 0]
    assert [(f.conversation, f.reason) for f in kept.all()] == [
        ("old", None),
        ("old", "太長"),
        ("old", "太長"),
        ("new", None),
    ]


def test_conversations_without_feedback_have_nothing_to_carry_over(url: str, tmp_path: Path) -> None:
    assert store(url).carry_over(f"sqlite:///{tmp_path}/conversations.db") == 0


def test_one_database_for_conversations_and_content_keeps_its_feedback(url: str, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    write_before(url, "太長")
    kept = store(url)
    assert kept.carry_over(url) == 0
    assert [feedback.reason for feedback in kept.all()] == ["太長"]
    with open_database(url).reading() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == head()
        names = {index["name"] for index in sa.inspect(connection).get_indexes(FEEDBACK.name)}
    assert names == {"ix_feedback_at", "ix_feedback_conversation"}
