"""Conversations as staff look through them: what is known of each from its enquiries and its feedback."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.database.opening import Database
from knowledge.database.tables import ENQUIRY, FEEDBACK
from language.script import fold

MOST_SEARCHED = 50_000
"""Messages that a search of texts looks at, the newest: databases cannot fold scripts."""
READ_AT_ONCE = 2_000
WORST = ("distress", "fallback", "choices", "answer", "flow", "smalltalk")
"""Kinds of replies, what staff should see first coming first."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; a conversation is found where one of its messages is all of it."""

    since: datetime.datetime | None = None
    """UTC, as is `until`."""
    until: datetime.datetime | None = None
    """Not included."""
    lang: str = ""
    kind: str = ""
    topic: str = ""
    channel: str = ""
    unhelpful: bool = False
    text: str = ""
    """In the message, whatever its case, width and script."""


@dataclass(frozen=True)
class Talk:
    """One conversation."""

    event: int
    """Number of its first message: its name where people see it, for the sender's may be a telephone number."""
    sender: str
    first: datetime.datetime
    """UTC, as is `last`."""
    last: datetime.datetime
    text: str
    """The first message."""
    lang: str
    """Of the first message."""
    turns: int
    langs: tuple[str, ...]
    channel: str
    """Of the first message."""
    worst: str
    """Kind of reply."""
    helpful: int
    unhelpful: int
    person: int
    """How often a person was asked for."""
    found: int
    """Number of the newest message that is what was looked for."""


class TalkTable:
    """Reads them. Every method raises DatabaseError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, wanted: Wanted, limit: int, before: int | None = None) -> list[Talk]:
        """The newest first; `before` goes on after the one that was `found` there."""
        with self._database.reading() as connection:
            if wanted.text:
                found = _search(connection, wanted, limit, before)
            else:
                last = sa.func.max(ENQUIRY.c.event)
                query = sa.select(ENQUIRY.c.conversation, last).where(*_where(wanted)).group_by(ENQUIRY.c.conversation)
                if before is not None:
                    query = query.having(last < before)
                rows = connection.execute(query.order_by(last.desc()).limit(limit))
                found = {row[0]: row[1] for row in rows}
            return _talks(connection, found)

    def sender_of(self, event: int) -> str | None:
        """Who wrote a message; None where there is no such message."""
        with self._database.reading() as connection:
            query = sa.select(ENQUIRY.c.conversation).where(ENQUIRY.c.event == event)
            sender = connection.execute(query).scalar()
        return None if sender is None else str(sender)

    def topics(self) -> list[str]:
        """Those that something was asked about."""
        with self._database.reading() as connection:
            query = sa.select(ENQUIRY.c.topic).where(ENQUIRY.c.topic.is_not(None)).distinct()
            return sorted(connection.execute(query).scalars())


def _where(wanted: Wanted) -> list[Any]:
    where: list[Any] = []
    if wanted.since:
        where.append(ENQUIRY.c.at >= wanted.since)
    if wanted.until:
        where.append(ENQUIRY.c.at < wanted.until)
    for name in ("lang", "kind", "topic", "channel"):
        if value := getattr(wanted, name):
            where.append(ENQUIRY.c[name] == value)
    if wanted.unhelpful:
        said = sa.select(FEEDBACK.c.conversation).where(FEEDBACK.c.kind == "unhelpful")
        where.append(ENQUIRY.c.conversation.in_(said))
    return where


def _search(connection: sa.engine.Connection, wanted: Wanted, limit: int, before: int | None) -> dict[str, int]:
    """The newest message of each conversation that holds the text; below `before`, and not above it in any."""
    sought, found, passed = fold(wanted.text.strip()), dict[str, int](), set[str]()
    query = sa.select(ENQUIRY.c.event, ENQUIRY.c.conversation, ENQUIRY.c.text).where(*_where(wanted))
    query = query.order_by(ENQUIRY.c.event.desc()).limit(MOST_SEARCHED)
    for row in connection.execution_options(yield_per=READ_AT_ONCE).execute(query):
        if row.conversation in found or row.conversation in passed or sought not in fold(row.text):
            continue
        if before is not None and row.event >= before:
            passed.add(row.conversation)
            continue
        found[row.conversation] = row.event
        if len(found) == limit:
            break
    return found


def _talks(connection: sa.engine.Connection, found: dict[str, int]) -> list[Talk]:
    here = ENQUIRY.c.conversation.in_(list(found))
    totals = sa.select(
        ENQUIRY.c.conversation,
        sa.func.min(ENQUIRY.c.event).label("event"),
        sa.func.min(ENQUIRY.c.at).label("first"),
        sa.func.max(ENQUIRY.c.at).label("last"),
        sa.func.count().label("turns"),
    )
    totals = totals.where(here).group_by(ENQUIRY.c.conversation).subquery()
    query = sa.select(totals, ENQUIRY.c.text, ENQUIRY.c.lang, ENQUIRY.c.channel)
    rows = connection.execute(query.join(ENQUIRY, ENQUIRY.c.event == totals.c.event)).all()
    kinds, langs, said = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set), defaultdict[Any, int](int)
    columns = (ENQUIRY.c.conversation, ENQUIRY.c.kind, ENQUIRY.c.lang)
    for row in connection.execute(sa.select(*columns).where(here).distinct()):
        kinds[row.conversation].add(row.kind)
        langs[row.conversation].add(row.lang)
    count = sa.select(FEEDBACK.c.conversation, FEEDBACK.c.kind, sa.func.count().label("number"))
    count = count.where(FEEDBACK.c.conversation.in_(list(found))).group_by(FEEDBACK.c.conversation, FEEDBACK.c.kind)
    for row in connection.execute(count):
        said[row.conversation, row.kind] = row.number
    talks = [
        Talk(
            event=row.event,
            sender=row.conversation,
            first=row.first,
            last=row.last,
            text=row.text,
            lang=row.lang,
            turns=row.turns,
            langs=tuple(sorted(langs[row.conversation])),
            channel=row.channel,
            worst=min(kinds[row.conversation], key=lambda kind: WORST.index(kind) if kind in WORST else len(WORST)),
            helpful=said[row.conversation, "helpful"],
            unhelpful=said[row.conversation, "unhelpful"],
            person=said[row.conversation, "person"],
            found=found[row.conversation],
        )
        for row in rows
    ]
    return sorted(talks, key=lambda talk: -talk.found)
