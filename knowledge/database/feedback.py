"""What people said of an answer, and that a person was wanted: kept for staff."""

import datetime
from dataclasses import astuple, dataclass
from typing import Literal

import sqlalchemy as sa

from knowledge.database.audit import utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import FEEDBACK

Kind = Literal["helpful", "unhelpful", "person"]

_COLUMNS = [column for column in FEEDBACK.columns if column.name != "id"]


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
    """Adds to it and reads it. Every method raises DatabaseError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation: str, kind: Kind, answer_id: str | None, reason: str | None = None) -> None:
        """Store one; it is there when this returns."""
        values = {"at": utc_now(), "conversation": conversation, "kind": kind, "answer_id": answer_id, "reason": reason}
        with self._database.writing() as connection:
            connection.execute(FEEDBACK.insert().values(values))

    def all(self) -> list[Feedback]:
        """Everything, the oldest first."""
        with self._database.reading() as connection:
            return _read(connection)

    def of(self, conversations: list[str]) -> list[Feedback]:
        """Of some conversations, the oldest first."""
        with self._database.reading() as connection:
            return _read(connection, FEEDBACK.c.conversation.in_(conversations))

    def carry_over(self, conversations: str) -> int:
        """Take in what an earlier version kept beside the conversations, at a SQLAlchemy address; how many lines.

        Doing it again changes nothing: the old table stays, and what is here already is left alone. Raises
        sqlalchemy.exc.DBAPIError where the conversations cannot be read.
        """
        before = _kept_before(conversations)
        if not before:
            return 0
        with self._database.writing() as connection:
            here = {astuple(feedback) for feedback in _read(connection)}
            new = [feedback for feedback in before if astuple(feedback) not in here]
            if new:
                connection.execute(FEEDBACK.insert(), [vars(feedback) for feedback in new])
        return len(new)


def _read(connection: sa.engine.Connection, *where: sa.sql.ColumnElement[bool]) -> list[Feedback]:
    rows = connection.execute(sa.select(*_COLUMNS).where(*where).order_by(FEEDBACK.c.at, FEEDBACK.c.id))
    return [Feedback(*row) for row in rows]


def _kept_before(url: str) -> list[Feedback]:
    engine = sa.create_engine(url, future=True, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return _read(connection) if sa.inspect(connection).has_table(FEEDBACK.name) else []
