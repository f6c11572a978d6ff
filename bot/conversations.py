"""Conversations, kept in Rasa's SQLTrackerStore; every stored event has a number that only grows."""

import json
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

from knowledge.database.sqlite import make_folder, write_ahead

Row = SQLTrackerStore.SQLEvent
# without it, SQLite gives the numbers of deleted events at the end a second time
Row.__table__.dialect_options["sqlite"]["autoincrement"] = True


@dataclass(frozen=True)
class StoredEvent:
    """A message of the user or the assistant, as stored."""

    seq: int
    type: str
    """`user` or `bot`."""
    data: dict[str, Any]


class Conversations(SQLTrackerStore):
    """Rasa's store, and a view of it by sequence number for channels that resume."""

    def __init__(self, url: str) -> None:
        make_folder(url)
        super().__init__(domain=Domain.empty(), host=url)
        write_ahead(self.engine)

    def events_after(self, sender: str, seq: int) -> list[StoredEvent]:
        """Messages of a conversation with a higher number, in order."""
        with self.session_scope() as session:
            rows = session.query(Row.id, Row.type_name, Row.data).filter(
                Row.sender_id == sender, Row.id > seq, Row.type_name.in_(("user", "bot"))
            )
            return [StoredEvent(id_, type_, json.loads(data)) for id_, type_, data in rows.order_by(Row.id)]

    def has_message(self, sender: str, message_id: str) -> bool:
        """Whether a message of the user with this id is stored."""
        with self.session_scope() as session:
            rows = session.query(Row.data).filter(
                Row.sender_id == sender,
                Row.type_name == "user",
                Row.data.contains(json.dumps(message_id), autoescape=True),
            )
            return any(json.loads(data).get("message_id") == message_id for (data,) in rows)
