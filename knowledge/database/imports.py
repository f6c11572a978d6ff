"""Files of FAQs, and the four eyes that they pass before people are told.

submitted → approved
    ↘
      returned
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from knowledge.content import Faq
from knowledge.database.audit import record, utc_now
from knowledge.database.faqs import Changes, save_all_within, withdrawn_within
from knowledge.database.opening import Database
from knowledge.database.tables import IMPORT
from knowledge.errors import DraftError

State = Literal["submitted", "approved", "returned"]


@dataclass(frozen=True)
class Import:
    """A file that somebody brought, and what became of it."""

    id: int
    name: str
    """Of the file."""
    back: bool
    """FAQs that were withdrawn come back with it."""
    state: State
    submitted_by: str
    submitted_at: datetime.datetime
    decided_by: str | None
    decided_at: datetime.datetime | None
    comment: str
    """What the last person said of it."""


_COLUMNS = [column for column in IMPORT.columns if column.name != "record"]


class ImportTable:
    """Every step is one transaction, with its line of the audit log. Raises DraftError for what cannot be done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id_: int) -> Import | None:
        """A file, whatever its state."""
        with self._database.reading() as connection:
            return _find(connection, id_)

    def faqs(self, id_: int) -> list[Faq]:
        """What is in it."""
        with self._database.reading() as connection:
            return _faqs(connection, id_)

    def having(self, *states: State, limit: int = 1000) -> list[Import]:
        """Those in one of the states, the last ones first."""
        query = sa.select(*_COLUMNS).where(IMPORT.c.state.in_(states)).order_by(IMPORT.c.id.desc())
        with self._database.reading() as connection:
            return [Import(**row._mapping) for row in connection.execute(query.limit(limit))]

    def submit(self, name: str, faqs: Sequence[Faq], who: str, note: str = "", *, back: bool = False) -> Import:
        """Ask for another person's approval of all that is in a file."""
        values = {
            "name": name,
            "record": msgspec.json.encode(faqs).decode(),
            "back": back,
            "state": "submitted",
            "submitted_by": who,
            "submitted_at": utc_now(),
            "comment": note,
        }
        with self._database.writing() as connection:
            (number,) = connection.execute(IMPORT.insert().values(**values)).inserted_primary_key
            record(connection, who, "import.submitted", name, **{"import": number}, note=note)
            return _get(connection, number)

    def give_back(self, id_: int, who: str, comment: str) -> Import:
        """Not to be told: an approver says why, or the person who brought it takes it back."""
        with self._database.writing() as connection:
            before = _check(connection, id_)
            after = _decide(connection, before, "returned", who, comment)
            record(connection, who, "import.returned", before.name, **{"import": id_}, comment=comment)
            return after

    def approve(self, id_: int, who: str, looked_at: str, note: str = "") -> Changes:
        """Tell people from now on all that is in it.

        `looked_at` is the fingerprint of what was live when the person looked; ChangedError where it is another one by
        now. DraftError `own` for the person who submitted it.
        """
        with self._database.writing() as connection:
            before = _check(connection, id_)
            if who == before.submitted_by:
                raise DraftError("own")
            left_out = set() if before.back else withdrawn_within(connection)
            faqs = [faq for faq in _faqs(connection, id_) if faq.id not in left_out]
            said = "\n".join(filter(None, [f"from {before.name}", before.comment, note]))
            changes = save_all_within(connection, faqs, before.submitted_by, said, looked_at)
            _decide(connection, before, "approved", who, note)
            detail = {"import": id_, "new": changes.new, "changed": changes.changed}
            record(connection, who, "import.approved", before.name, **detail)
            return changes


def _find(connection: sa.engine.Connection, id_: int) -> Import | None:
    row = connection.execute(sa.select(*_COLUMNS).where(IMPORT.c.id == id_)).first()
    return None if row is None else Import(**row._mapping)


def _get(connection: sa.engine.Connection, id_: int) -> Import:
    if (found := _find(connection, id_)) is None:
        raise DraftError("missing")
    return found


def _faqs(connection: sa.engine.Connection, id_: int) -> list[Faq]:
    written = connection.execute(sa.select(IMPORT.c.record).where(IMPORT.c.id == id_)).scalar()
    if written is None:
        raise DraftError("missing")
    return msgspec.json.decode(written, type=list[Faq])


def _check(connection: sa.engine.Connection, id_: int) -> Import:
    before = _get(connection, id_)
    if before.state != "submitted":
        raise DraftError("state")
    return before


def _decide(connection: sa.engine.Connection, before: Import, state: State, who: str, comment: str) -> Import:
    values: dict[str, Any] = {"state": state, "decided_by": who, "decided_at": utc_now()}
    if comment:
        values["comment"] = comment
    connection.execute(IMPORT.update().where(IMPORT.c.id == before.id).values(**values))
    return _get(connection, before.id)
