"""What people said of an answer, and that a person was wanted: kept for staff beside the conversations."""

import datetime
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from knowledge.database.sqlite import make_folder

Kind = Literal["helpful", "unhelpful", "person"]

_METADATA = sa.MetaData()
_FEEDBACK = sa.Table(
    "feedback",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("answer_id", sa.String(255)),
    sa.Column("reason", sa.Text),
)


@dataclass(frozen=True)
class Feedback:
    """One line of it."""

    at: datetime.datetime
    """UTC."""
    conversation: str
    kind: Kind
    answer_id: str | None
    """The answer it is about; None where there was none, and for `person`."""
    reason: str | None
    """In the person's words, personal data masked."""


class FeedbackStore:
    """A table of its own in the conversations' database."""

    def __init__(self, url: str) -> None:
        make_folder(url)
        self._engine = sa.create_engine(url)
        _METADATA.create_all(self._engine)

    def add(self, conversation: str, kind: Kind, answer_id: str | None, reason: str | None = None) -> None:
        """Store one; it is there when this returns."""
        at = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        values = {"at": at, "conversation": conversation, "kind": kind, "answer_id": answer_id, "reason": reason}
        with self._engine.begin() as connection:
            connection.execute(_FEEDBACK.insert().values(values))

    def all(self) -> list[Feedback]:
        """Everything, the oldest first."""
        columns = [column for column in _FEEDBACK.columns if column.name != "id"]
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(_FEEDBACK.c.id))
            return [Feedback(*row) for row in rows]
