"""What waits for staff, and how the last days went, counted by the database."""

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.database.audit import utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import DRAFT, ENQUIRY, FEEDBACK, IMPORT, MODEL
from knowledge.hong_kong import begins
from knowledge.validity import DAY

WEEK = datetime.timedelta(days=7)
KINDS = {"answer": "answered", "choices": "offered", "fallback": "declined"}
"""What became of an enquiry, by the kind of its first reply; other kinds are no enquiries."""


@dataclass(frozen=True)
class Waiting:
    """Counts of what somebody should look at."""

    to_approve: int
    """Submitted by other people."""
    submitted: int
    """Submitted by oneself."""
    drafts: int
    """Begun by oneself, and not submitted yet."""
    returned: int
    """Begun by oneself, and sent back."""
    unanswered: int
    """In the last seven days, and not settled."""
    unhelpful: int
    """Answers of the last seven days that were not helpful."""


@dataclass(frozen=True)
class Model:
    """The last training."""

    state: str
    made_at: datetime.datetime
    """UTC."""
    share: float
    note: str


@dataclass(frozen=True)
class Day:
    """Enquiries of one day in Hong Kong."""

    date: datetime.date
    answered: int
    offered: int
    declined: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.answered + self.offered + self.declined


class Overview:
    """Counts what there is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, who: str) -> Waiting:
        """For one of the staff."""
        since = utc_now() - WEEK
        mine = sa.and_(DRAFT.c.state == "draft", DRAFT.c.author == who)
        sent_back = DRAFT.c.decided_by.is_not(None)
        unanswered = sa.and_(ENQUIRY.c.kind == "fallback", ENQUIRY.c.settled.is_(None), ENQUIRY.c.at >= since)
        with self._database.reading() as connection:
            return Waiting(
                to_approve=_submitted(connection, who, by_others=True),
                submitted=_submitted(connection, who, by_others=False),
                drafts=_count(connection, DRAFT, mine, sa.not_(sent_back)),
                returned=_count(connection, DRAFT, mine, sent_back),
                unanswered=_count(connection, ENQUIRY, unanswered),
                unhelpful=_count(connection, FEEDBACK, FEEDBACK.c.kind == "unhelpful", FEEDBACK.c.at >= since),
            )

    def model(self) -> Model | None:
        """The training that began last; None before the first one."""
        query = sa.select(MODEL).order_by(MODEL.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else Model(row.state, row.made_at, row.share, row.note)

    def days(self, last: datetime.date, count: int) -> list[Day]:
        """Enquiries of `count` days in Hong Kong up to `last`, the earliest first."""
        dates = [last - DAY * back for back in reversed(range(count))]
        midnights = [begins(date) for date in [*dates, last + DAY]]
        number = sa.case(*((ENQUIRY.c.at < end, place) for place, end in enumerate(midnights[1:])))
        days = (
            sa.select(number.label("day"), ENQUIRY.c.kind)
            .where(ENQUIRY.c.at >= midnights[0], ENQUIRY.c.at < midnights[-1], ENQUIRY.c.kind.in_(KINDS))
            .subquery()
        )
        query = sa.select(days.c.day, days.c.kind, sa.func.count().label("count")).group_by(days.c.day, days.c.kind)
        with self._database.reading() as connection:
            counts = {(row["day"], KINDS[row["kind"]]): row["count"] for row in connection.execute(query).mappings()}
        return [
            Day(date, **{kind: counts.get((place, kind), 0) for kind in KINDS.values()})
            for place, date in enumerate(dates)
        ]


def _submitted(connection: sa.engine.Connection, who: str, *, by_others: bool) -> int:
    """Drafts, and files of FAQs."""

    def of(table: sa.Table) -> int:
        by = table.c.submitted_by
        return _count(connection, table, table.c.state == "submitted", by != who if by_others else by == who)

    return of(DRAFT) + of(IMPORT)


def _count(connection: sa.engine.Connection, table: sa.Table, *where: object) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())
