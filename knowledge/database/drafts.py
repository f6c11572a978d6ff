"""FAQs that are being written, and the four eyes that they pass before people are told.

draft → submitted → approved
  ↑  ↘      │
  │   discarded
  └─────────┘ returned
"""

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from knowledge.content import ID, MAX_ID_CHARS, Faq
from knowledge.database.audit import record, utc_now
from knowledge.database.faqs import last_within, live_within, save_within
from knowledge.database.opening import Database
from knowledge.database.tables import DRAFT, FAQ, REVISION, USER
from knowledge.drafting import Written, faults, finished
from knowledge.errors import DraftError

State = Literal["draft", "submitted", "approved", "discarded"]
SITTING = datetime.timedelta(minutes=10)
"""What one person saves by the way within it is one line of the audit log."""


@dataclass(frozen=True)
class Draft:
    """One FAQ being written, or how that ended."""

    id: int
    faq: str
    """The id that it has or will have; empty where none was given yet."""
    base: int | None
    """The revision it began from; None: a new FAQ."""
    written: Written
    writers: tuple[str, ...]
    """Who wrote, changed or submitted it: none of them may approve it."""
    state: State
    version: int
    author: str
    made_at: datetime.datetime
    changed_by: str
    changed_at: datetime.datetime
    submitted_by: str | None
    submitted_at: datetime.datetime | None
    decided_by: str | None
    decided_at: datetime.datetime | None
    comment: str
    """What the last person said of it."""

    @property
    def name(self) -> str:
        """As the audit log calls it."""
        return self.faq or f"draft {self.id}"


class _Record(msgspec.Struct):
    """What the column `record` holds."""

    written: Written
    writers: list[str]


class DraftTable:
    """Every step is one transaction, with its line of the audit log.

    What changes a draft names the `version` that the person has seen. Raises DraftError for what cannot be done.
    """

    def __init__(self, database: Database, topics: Collection[str]) -> None:
        """`topics`: the ids that there are."""
        self._database = database
        self._topics = topics

    def get(self, id_: int) -> Draft | None:
        """A draft, whatever its state."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(DRAFT).where(DRAFT.c.id == id_)).first()
        return None if row is None else _draft(row)

    def having(self, *states: State, limit: int = 1000) -> list[Draft]:
        """Those in one of the states, the last changed first."""
        query = sa.select(DRAFT).where(DRAFT.c.state.in_(states)).order_by(DRAFT.c.changed_at.desc(), DRAFT.c.id.desc())
        with self._database.reading() as connection:
            return [_draft(row) for row in connection.execute(query.limit(limit))]

    def open_of(self, faq: str) -> Draft | None:
        """The draft of an FAQ that is neither approved nor discarded."""
        with self._database.reading() as connection:
            return _open_of(connection, faq)

    def create(self, written: Written, who: str, base: int | None = None) -> Draft:
        """Begin one: a new FAQ, or a change of revision `base`. DraftError `another` where one was begun already."""
        with self._database.writing() as connection:
            id_ = _id(written)
            if base is not None and _open_of(connection, id_):
                raise DraftError("another")
            now = utc_now()
            values = {
                "faq": id_,
                "base": base,
                "record": _write(written, [who]),
                "state": "draft",
                "version": 1,
                "author": who,
                "made_at": now,
                "changed_by": who,
                "changed_at": now,
                "comment": "",
            }
            (number,) = connection.execute(DRAFT.insert().values(**values)).inserted_primary_key
            draft = _get(connection, number)
            record(connection, who, "draft.made", draft.name, draft=number, base=base)
            return draft

    def save(self, id_: int, version: int, written: Written, who: str, *, by_the_way: bool = False) -> Draft:
        """Save what was written; `by_the_way`: not asked for, and logged once a sitting."""
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "draft")
            id_of_faq = before.faq if before.base is not None else _id(written)
            texts = {**written.texts, "id": id_of_faq} if before.base is not None else written.texts
            values = {
                "faq": id_of_faq,
                "record": _write(Written(texts, written.still_right), _with(before.writers, who)),
                "changed_by": who,
                "changed_at": utc_now(),
            }
            draft = _change(connection, before, values)
            same_sitting = before.changed_by == who and utc_now() - before.changed_at < SITTING
            if not (by_the_way and same_sitting):
                record(connection, who, "draft.saved", draft.name, draft=id_, version=draft.version)
            return draft

    def rebase(self, id_: int, version: int, who: str) -> Draft:
        """Go on from what is live now: the person has seen how it differs from what the draft began from."""
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "draft")
            base = last_within(connection, before.faq)
            draft = _change(connection, before, {"base": base, "changed_by": who, "changed_at": utc_now()})
            record(connection, who, "draft.rebased", draft.name, draft=id_, base=base)
            return draft

    def submit(self, id_: int, version: int, who: str, note: str = "") -> Draft:
        """Ask for another person's approval. DraftError `incomplete` where something is wrong with it."""
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "draft")
            self._complete(connection, before)
            values = {
                "record": _write(before.written, _with(before.writers, who)),
                "state": "submitted",
                "submitted_by": who,
                "submitted_at": utc_now(),
                "comment": note,
            }
            draft = _change(connection, before, values)
            record(connection, who, "draft.submitted", draft.name, draft=id_, note=note)
            return draft

    def give_back(self, id_: int, version: int, who: str, comment: str) -> Draft:
        """To be written on: an approver says why, or a writer takes it back."""
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "submitted")
            values = {"state": "draft", "decided_by": who, "decided_at": utc_now(), "comment": comment}
            draft = _change(connection, before, values)
            record(connection, who, "draft.returned", draft.name, draft=id_, comment=comment)
            return draft

    def discard(self, id_: int, version: int, who: str) -> Draft:
        """Let it be; it stays readable."""
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "draft")
            draft = _change(connection, before, {"state": "discarded", "decided_by": who, "decided_at": utc_now()})
            record(connection, who, "draft.discarded", draft.name, draft=id_)
            return draft

    def take_up(self, id_: int, version: int, who: str) -> Draft:
        """Go on with one that was discarded. DraftError `another` where a change of the FAQ is begun already."""
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "discarded")
            if before.base is not None and _open_of(connection, before.faq):
                raise DraftError("another")
            draft = _change(connection, before, {"state": "draft", "decided_by": None, "decided_at": None})
            record(connection, who, "draft.taken_up", draft.name, draft=id_)
            return draft

    def approve(self, id_: int, version: int, who: str, note: str = "", **detail: Any) -> int:
        """Tell people from now on; the number of the new revision. `detail` goes into the audit log.

        DraftError: `own` for one of its writers, `live_changed` where another revision came after the draft's base,
        `incomplete` where it can no longer be published.
        """
        with self._database.writing() as connection:
            before = _check(connection, id_, version, "submitted")
            if who in before.writers:
                raise DraftError("own")
            if last_within(connection, before.faq) != before.base:
                raise DraftError("live_changed")
            faq = self._complete(connection, before)
            number = save_within(connection, faq, ", ".join(before.writers), note)
            _change(connection, before, {"state": "approved", "decided_by": who, "decided_at": utc_now()})
            record(connection, who, "faq.approved", faq.id, draft=id_, revision=number, note=note, **detail)
            return number

    def names(self) -> dict[str, str]:
        """What people are called, by the name they sign in with."""
        with self._database.reading() as connection:
            return {row.name: row.display for row in connection.execute(sa.select(USER.c.name, USER.c.display))}

    def base_of(self, draft: Draft) -> Faq | None:
        """The FAQ that a draft began from."""
        with self._database.reading() as connection:
            return _base(connection, draft)

    def _complete(self, connection: sa.engine.Connection, draft: Draft) -> Faq:
        live = live_within(connection)
        if faults(draft.written, _base(connection, draft), self._topics, live):
            raise DraftError("incomplete")
        return finished(draft.written, self._topics)


def _get(connection: sa.engine.Connection, id_: int) -> Draft:
    row = connection.execute(sa.select(DRAFT).where(DRAFT.c.id == id_)).first()
    if row is None:
        raise DraftError("missing")
    return _draft(row)


def _check(connection: sa.engine.Connection, id_: int, version: int, state: State) -> Draft:
    draft = _get(connection, id_)
    if draft.version != version:
        raise DraftError("old_version")
    if draft.state != state:
        raise DraftError("state")
    return draft


def _change(connection: sa.engine.Connection, before: Draft, values: dict[str, Any]) -> Draft:
    update = DRAFT.update().where(DRAFT.c.id == before.id)
    connection.execute(update.values(**values, version=before.version + 1))
    return _get(connection, before.id)


def _open_of(connection: sa.engine.Connection, faq: str) -> Draft | None:
    query = sa.select(DRAFT).where(DRAFT.c.faq == faq, DRAFT.c.state.in_(("draft", "submitted"))).order_by(DRAFT.c.id)
    row = connection.execute(query).first() if faq else None
    return None if row is None else _draft(row)


def _base(connection: sa.engine.Connection, draft: Draft) -> Faq | None:
    """What was said at the draft's base; where that withdrew the FAQ, what was said before."""
    if draft.base is None:
        return None
    query = (
        sa.select(REVISION.c.record)
        .join(FAQ, FAQ.c.number == REVISION.c.faq)
        .where(FAQ.c.id == draft.faq, REVISION.c.number <= draft.base, REVISION.c.record.is_not(None))
        .order_by(REVISION.c.number.desc())
    )
    found = connection.execute(query).scalar()
    return None if found is None else msgspec.json.decode(found, type=Faq)


def _id(written: Written) -> str:
    """The id of the texts, where it can be one."""
    id_ = written.texts.get("id", "").strip()
    return id_ if len(id_) <= MAX_ID_CHARS and re.search(ID, id_) else ""


def _with(writers: Collection[str], who: str) -> list[str]:
    return list(dict.fromkeys([*writers, who]))


def _write(written: Written, writers: list[str]) -> str:
    return msgspec.json.encode(_Record(written, writers)).decode()


def _draft(row: sa.engine.Row) -> Draft:
    kept = msgspec.json.decode(row.record, type=_Record)
    fields = {name: getattr(row, name) for name in DRAFT.columns.keys() if name != "record"}  # noqa: SIM118
    return Draft(**fields, written=kept.written, writers=tuple(kept.writers))
