"""Who changed what: written in the same transaction as the change itself, and never altered."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.database.opening import Database
from knowledge.database.tables import AUDIT


@dataclass(frozen=True)
class Entry:
    """One line of the audit log."""

    at: datetime.datetime
    """UTC."""
    who: str
    action: str
    subject: str
    detail: dict[str, Any]


def utc_now() -> datetime.datetime:
    """The time as the tables keep it: UTC, without a zone."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def record(connection: sa.engine.Connection, who: str, action: str, subject: str, **detail: Any) -> None:
    """Write one line, within the transaction of the change."""
    values = {"at": utc_now(), "who": who, "action": action, "subject": subject}
    connection.execute(AUDIT.insert().values(**values, detail=json.dumps(detail, ensure_ascii=False)))


class AuditLog:
    """Reads the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(
        self,
        *,
        who: str = "",
        action: str = "",
        subject: str = "",
        about: str = "",
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> list[tuple[int, Entry]]:
        """Numbered lines, the newest first.

        `action` may be its beginning, `about` any part of the subject in capitals or not; `since` is included and
        `until` is not (both UTC); `before` a number goes on from there.
        """
        query = sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)
        if who:
            query = query.where(AUDIT.c.who == who)
        if action:
            query = query.where(AUDIT.c.action.startswith(action, autoescape=True))
        if subject:
            query = query.where(AUDIT.c.subject == subject)
        if about:
            query = query.where(sa.func.lower(AUDIT.c.subject).contains(about.lower(), autoescape=True))
        if since is not None:
            query = query.where(AUDIT.c.at >= since)
        if until is not None:
            query = query.where(AUDIT.c.at < until)
        if before is not None:
            query = query.where(AUDIT.c.id < before)
        with self._database.reading() as connection:
            return [
                (row.id, Entry(row.at, row.who, row.action, row.subject, json.loads(row.detail)))
                for row in connection.execute(query)
            ]

    def people(self) -> list[str]:
        """Everybody who ever changed something, by name."""
        return self._different(AUDIT.c.who)

    def actions(self) -> list[str]:
        """Every kind of thing that was ever done."""
        return self._different(AUDIT.c.action)

    def _different(self, column: sa.Column) -> list[str]:
        with self._database.reading() as connection:
            return sorted(filter(None, connection.execute(sa.select(column).distinct()).scalars()))
