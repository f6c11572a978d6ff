"""What visitors wrote and what was done about it: a row a turn, copied from the conversations."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import ENQUIRY, FEEDBACK
from knowledge.errors import ContentError

Settling = Literal["variant", "faq", "dismissed"]
"""Attached to an FAQ as a wording; a reason to write or change an FAQ; none of our business."""

LOW_CONFIDENCE = 0.8
"""An answer with a lower chance of being right is looked at by staff: of such answers more than one in five is wrong,
and they are few (the chances are calibrated: docs/evaluation.md)."""
TIME_TO_CHOOSE = datetime.timedelta(minutes=10)
"""Choices that nobody has taken for so long are not taken."""
MOST = 10_000
"""Enquiries that are looked at together, the newest."""
CHUNK = 500
"""Values in one statement; databases have limits."""


@dataclass(frozen=True)
class Enquiry:
    """One turn: what was written, and what the first reply was."""

    event: int
    """Number of the message among the conversations' events."""
    at: datetime.datetime
    """UTC."""
    conversation: str
    channel: str
    """`web`, `kiosk` or `rest`."""
    text: str
    """As it was shown; personal data masked."""
    lang: str
    kind: str
    """Of the reply; `smalltalk` where nothing was asked, whatever was said to it."""
    topic: str | None
    answer_id: str | None
    confidence: float
    milliseconds: float


@dataclass(frozen=True)
class Unanswered:
    """An enquiry that staff should look at."""

    enquiry: Enquiry
    unhelpful: bool
    """The answer was marked as not helpful."""
    reasons: tuple[str, ...] = ()
    """Why, in the person's words."""


class EnquiryTable:
    """Writes turns once; reads what staff should look at. Every method raises DatabaseError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self) -> int:
        """The highest number of an event that is here; 0 where nothing is."""
        with self._database.reading() as connection:
            return int(connection.execute(sa.select(sa.func.max(ENQUIRY.c.event))).scalar() or 0)

    def known(self, after: int) -> set[int]:
        """The numbers that are here and higher than `after`."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(ENQUIRY.c.event).where(ENQUIRY.c.event > after)).scalars())

    def add(self, enquiries: Sequence[Enquiry]) -> int:
        """Write those that are not here yet, whoever else writes them too; how many."""
        numbers = [enquiry.event for enquiry in enquiries]
        with self._database.writing() as connection:
            query = sa.select(ENQUIRY.c.event).where(ENQUIRY.c.event.in_(numbers))
            there = set(connection.execute(query).scalars())
            new = [vars(enquiry) for enquiry in enquiries if enquiry.event not in there]
            if new:
                connection.execute(ENQUIRY.insert(), new)
        return len(new)

    def get(self, events: Iterable[int]) -> list[Enquiry]:
        """Those with these numbers, the newest first."""
        with self._database.reading() as connection:
            found = [row for some in _chunks(events) for row in connection.execute(_rows(ENQUIRY.c.event.in_(some)))]
        return [_enquiry(row) for row in sorted(found, key=lambda row: -row.event)]

    def unanswered(self, now: datetime.datetime) -> list[Unanswered]:
        """What was not answered, answered with little confidence, offered and not taken, or did not help.

        The newest first, at most MOST; what staff have settled is not among it, nor small talk and distress.
        """
        with self._database.reading() as connection:
            reasons = _marked_unhelpful(connection)
            wanted = sa.or_(
                ENQUIRY.c.kind == "fallback",
                sa.and_(ENQUIRY.c.kind == "answer", ENQUIRY.c.confidence < LOW_CONFIDENCE),
                sa.and_(ENQUIRY.c.kind == "choices", ENQUIRY.c.at < now - TIME_TO_CHOOSE, ~_was_chosen_from()),
                ENQUIRY.c.event.in_(_unhelpful().with_only_columns([sa.func.max(ENQUIRY.c.event)])),
            )
            # a payload without the title that was on its button is no wording of a person
            query = _rows(ENQUIRY.c.settled.is_(None), ENQUIRY.c.text.notlike("/%"), wanted)
            rows = connection.execute(query.order_by(ENQUIRY.c.event.desc()).limit(MOST))
            return [Unanswered(_enquiry(row), row.event in reasons, tuple(reasons.get(row.event, ()))) for row in rows]

    def settle(self, events: Iterable[int], how: Settling, who: str, **detail: Any) -> int:
        """Take enquiries off the list; how many. Raises ContentError where all of them are off it already."""
        numbers, now = sorted(set(events)), utc_now()
        with self._database.writing() as connection:
            settled = _update(
                connection, numbers, ENQUIRY.c.settled.is_(None), settled=how, settled_by=who, settled_at=now
            )
            if not settled:
                raise ContentError("somebody else has dealt with these questions already")
            record(connection, who, "enquiry.settled", str(settled[0]), how=how, events=settled, **detail)
            return len(settled)

    def reopen(self, events: Iterable[int], who: str) -> int:
        """Put enquiries back on the list; how many. Raises ContentError where all of them are on it."""
        numbers = sorted(set(events))
        with self._database.writing() as connection:
            back = _update(
                connection, numbers, ENQUIRY.c.settled.is_not(None), settled=None, settled_by=None, settled_at=None
            )
            if not back:
                raise ContentError("these questions are on the list already")
            record(connection, who, "enquiry.reopened", str(back[0]), events=back)
            return len(back)

    def settled(self, events: Iterable[int]) -> set[int]:
        """Which of these are off the list."""
        with self._database.reading() as connection:
            return {
                number
                for some in _chunks(events)
                for number in connection.execute(
                    sa.select(ENQUIRY.c.event).where(ENQUIRY.c.event.in_(some), ENQUIRY.c.settled.is_not(None))
                ).scalars()
            }


_COLUMNS = [ENQUIRY.c[name] for name in Enquiry.__dataclass_fields__]


def _rows(*where: Any) -> Any:
    return sa.select(*_COLUMNS).where(*where)


def _enquiry(row: sa.engine.Row) -> Enquiry:
    return Enquiry(*row)


def _chunks(events: Iterable[int]) -> list[list[int]]:
    numbers = sorted(set(events))
    return [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]


def _update(connection: sa.engine.Connection, events: Iterable[int], where: Any, **values: Any) -> list[int]:
    """The numbers of those that were changed."""
    changed: list[int] = []
    for some in _chunks(events):
        query = sa.select(ENQUIRY.c.event).where(ENQUIRY.c.event.in_(some), where).order_by(ENQUIRY.c.event)
        these = list(connection.execute(query).scalars())
        if these:
            connection.execute(ENQUIRY.update().where(ENQUIRY.c.event.in_(these)).values(**values))
        changed += these
    return changed


def _was_chosen_from() -> Any:
    """The next turn gave an answer that was picked: picked answers are sure."""
    after, following = ENQUIRY.alias(), ENQUIRY.alias()
    next_event = (
        sa.select(sa.func.min(following.c.event))
        .where(following.c.conversation == ENQUIRY.c.conversation, following.c.event > ENQUIRY.c.event)
        .scalar_subquery()
    )
    return sa.exists().where(after.c.event == next_event, after.c.kind == "answer", after.c.confidence == 1.0)


def _unhelpful() -> Any:
    """Feedback with the turn it is about: the last one before it that gave the answer."""
    about = sa.and_(
        ENQUIRY.c.conversation == FEEDBACK.c.conversation,
        ENQUIRY.c.at <= FEEDBACK.c.at,
        ENQUIRY.c.kind == "answer",
        sa.or_(FEEDBACK.c.answer_id.is_(None), ENQUIRY.c.answer_id == FEEDBACK.c.answer_id),
    )
    joined = FEEDBACK.join(ENQUIRY, about)
    query = sa.select(FEEDBACK.c.id, FEEDBACK.c.reason, sa.func.max(ENQUIRY.c.event).label("event"))
    return query.select_from(joined).where(FEEDBACK.c.kind == "unhelpful").group_by(FEEDBACK.c.id, FEEDBACK.c.reason)


def _marked_unhelpful(connection: sa.engine.Connection) -> dict[int, list[str]]:
    """The reasons that were given, by the number of the turn."""
    found: dict[int, list[str]] = {}
    for row in connection.execute(_unhelpful().order_by(FEEDBACK.c.id)):
        found.setdefault(row.event, []).extend([row.reason] if row.reason else [])
    return found
