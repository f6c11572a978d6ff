"""Rasa's table of events as it lies in the database: read without Rasa, which takes ten seconds to import."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.database.sqlite import make_folder

EVENTS = sa.Table(
    "events",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255)),
    sa.Column("type_name", sa.String(255)),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
SESSION_START = "session_start"
"""Rasa stores the beginning of a session as a message of the user with this intent."""
MARK = "numbering"

_IS_MESSAGE = sa.and_(
    EVENTS.c.type_name.in_(("user", "bot")), sa.func.coalesce(EVENTS.c.intent_name, "") != SESSION_START
)


@dataclass(frozen=True)
class Line:
    """Of a message, what tells its place: cheap to read."""

    number: int
    sender: str
    type: str
    """`user` or `bot`."""


@dataclass(frozen=True)
class Message:
    """A message of the user or the assistant, whole."""

    number: int
    type: str
    timestamp: float
    """Seconds since 1970."""
    data: dict[str, Any]


class StoredEvents:
    """Messages by number; of all conversations, or of one. Raises sqlalchemy.exc.DBAPIError."""

    def __init__(self, url: str) -> None:
        make_folder(url)
        self._engine = sa.create_engine(url, future=True, poolclass=sa.pool.NullPool)

    def there(self) -> bool:
        """Whether anything was ever stored."""
        with self._engine.connect() as connection:
            return bool(sa.inspect(connection).has_table(EVENTS.name))

    def lines(self, after: int, limit: int) -> list[Line]:
        """Messages of all conversations with a higher number, in order."""
        query = sa.select(EVENTS.c.id, EVENTS.c.sender_id, EVENTS.c.type_name).where(EVENTS.c.id > after, _IS_MESSAGE)
        with self._engine.connect() as connection:
            return [Line(*row) for row in connection.execute(query.order_by(EVENTS.c.id).limit(limit))]

    def messages(self, numbers: Iterable[int]) -> dict[int, Message]:
        """Messages by their numbers; of those that there are."""
        with self._engine.connect() as connection:
            return {message.number: message for message in _read(connection, EVENTS.c.id.in_(list(numbers)))}

    def of(self, sender: str, *, before: int | None = None, limit: int) -> list[Message]:
        """The last messages of a conversation, in order; with lower numbers than `before`."""
        where = [EVENTS.c.sender_id == sender, *([EVENTS.c.id < before] if before is not None else [])]
        with self._engine.connect() as connection:
            return _read(connection, *where, order=EVENTS.c.id.desc(), limit=limit)[::-1]

    def since(self, sender: str, number: int, *, limit: int) -> list[Message]:
        """The messages of a conversation from a number on, in order."""
        with self._engine.connect() as connection:
            return _read(connection, EVENTS.c.sender_id == sender, EVENTS.c.id >= number, limit=limit)

    def go_on_after(self, number: int) -> bool:
        """Let new events have higher numbers than `number`; whether that was still to do.

        Numbers begin anew where conversations are kept in another database than before.
        """
        with self._engine.begin() as connection:
            last = connection.execute(sa.select(sa.func.max(EVENTS.c.id))).scalar() or 0
            if last >= number:
                return False
            if connection.dialect.name == "postgresql":
                sequence = sa.func.pg_get_serial_sequence(EVENTS.name, "id")
                # never backwards: deleted events are no reason to give their numbers again
                ahead = sa.select(sa.func.setval(sequence, sa.func.greatest(number, sa.func.nextval(sequence))))
                connection.execute(ahead)
            else:
                values = {"id": number, "sender_id": "", "type_name": MARK, "data": "{}"}
                connection.execute(EVENTS.insert().values(values))
            return True


def _read(
    connection: sa.engine.Connection, *where: Any, order: Any = EVENTS.c.id, limit: int | None = None
) -> list[Message]:
    columns = (EVENTS.c.id, EVENTS.c.type_name, EVENTS.c.timestamp, EVENTS.c.data)
    rows = connection.execute(sa.select(*columns).where(_IS_MESSAGE, *where).order_by(order).limit(limit))
    return [Message(id_, type_, timestamp or 0.0, json.loads(data)) for id_, type_, timestamp, data in rows]
