"""Every FAQ there ever was, with what it is now and who is at work on it: what staff choose from."""

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.content import Faq
from knowledge.database.faqs import read_faq
from knowledge.database.opening import Database
from knowledge.database.tables import DRAFT, FAQ, REVISION


@dataclass(frozen=True)
class OpenDraft:
    """Somebody's work that is not decided on yet."""

    number: int
    faq: str
    """The id that the FAQ has or will have."""
    submitted: bool
    returned: bool
    """It was submitted, and another person sent it back."""
    author: str
    changed_at: datetime.datetime
    """UTC."""
    question: tuple[str, str]
    """English and Chinese, as far as they are written."""
    topic: str


@dataclass(frozen=True)
class Entry:
    """One FAQ."""

    faq: Faq
    """As people are told, or were told last."""
    live: int | None
    """The revision that people are told; None: withdrawn."""
    changed_at: datetime.datetime
    """UTC."""
    changed_by: str
    drafts: list[OpenDraft]


@dataclass(frozen=True)
class Shelf:
    """What there is."""

    entries: list[Entry]
    """In the order in which they were made."""
    new: list[OpenDraft]
    """Drafts of FAQs that never were."""


class Library:
    """Reads FAQs and drafts together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Shelf:
        """Everything, in one state."""
        with self._database.reading() as connection:
            drafts = defaultdict(list)
            for draft in _open_drafts(connection):
                drafts[draft.faq].append(draft)
            entries = [
                Entry(read_faq(row.id, row.record), row.live, row.at, row.author, drafts.pop(row.id, []))
                for row in connection.execute(_entries())
            ]
        return Shelf(entries, [draft for new in drafts.values() for draft in new])

    def drafts_of(self, id_: str) -> list[OpenDraft]:
        """Those of one FAQ that are not decided on yet."""
        with self._database.reading() as connection:
            return _open_drafts(connection, DRAFT.c.faq == id_)


def _entries() -> sa.sql.Select:
    numbers = (
        sa.select(
            REVISION.c.faq,
            sa.func.max(REVISION.c.number).label("last"),
            sa.func.max(sa.case((REVISION.c.record.is_not(None), REVISION.c.number))).label("told"),
        )
        .group_by(REVISION.c.faq)
        .subquery()
    )
    told, last = REVISION.alias("told_revision"), REVISION.alias("last_revision")
    return (
        sa.select(FAQ.c.id, FAQ.c.live, told.c.record, last.c.at, last.c.author)
        .join(numbers, numbers.c.faq == FAQ.c.number)
        .join(told, sa.and_(told.c.faq == FAQ.c.number, told.c.number == sa.func.coalesce(FAQ.c.live, numbers.c.told)))
        .join(last, sa.and_(last.c.faq == FAQ.c.number, last.c.number == numbers.c.last))
        .order_by(FAQ.c.number)
    )


def _open_drafts(connection: sa.engine.Connection, *where: object) -> list[OpenDraft]:
    query = sa.select(DRAFT).where(DRAFT.c.state.in_(("draft", "submitted")), *where).order_by(DRAFT.c.id)
    return [_draft(row) for row in connection.execute(query)]


def _draft(row: sa.engine.Row) -> OpenDraft:
    fields = json.loads(row.record)
    submitted = row.state == "submitted"
    return OpenDraft(
        row.id,
        row.faq,
        submitted,
        not submitted and row.decided_by is not None,
        row.author,
        row.changed_at,
        (_text(fields, "question", "en"), _text(fields, "question", "zh")),
        _text(fields, "topic"),
    )


def _text(fields: Any, *path: str) -> str:
    """A field of an unfinished record; empty where it is not written yet."""
    for name in path:
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields if isinstance(fields, str) else ""
