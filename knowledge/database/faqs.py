"""The FAQs in the database, and all that they ever were."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from knowledge.content import Faq
from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import FAQ, REVISION
from knowledge.errors import ChangedError, ContentError, DatabaseError

STARTER = "starter files"
"""The author of what an empty database is filled with."""


@dataclass(frozen=True)
class Revision:
    """One change of one FAQ."""

    number: int
    """From 1, for each FAQ."""
    faq: Faq | None
    """As it was from then on; None: withdrawn."""
    author: str
    at: datetime.datetime
    """UTC."""
    note: str


@dataclass(frozen=True)
class Changes:
    """What saving many does; ids in the order given."""

    new: list[str]
    """Withdrawn ones that come back are among them."""
    changed: list[str]
    same: list[str]


def faqs_fingerprint(faqs: Iterable[Faq]) -> str:
    """A hash of what FAQs say, whatever their order."""
    return hashlib.sha256(msgspec.json.encode(sorted(faqs, key=lambda faq: faq.id))).hexdigest()


class FaqTable:
    """Reads what is live; writes revisions, each block of them whole or not at all.

    Every method raises DatabaseError where the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """Where they are kept."""
        return self._database

    def is_empty(self) -> bool:
        """Nothing was ever saved here."""
        with self._database.reading() as connection:
            return _is_empty(connection)

    def fill_if_empty(self, starter: Sequence[Faq]) -> bool:
        """Save `starter` where nothing was ever saved; whether it was. Of several processes at once, one does."""
        with self._database.writing() as connection:
            if not _is_empty(connection):
                return False
            _save(connection, starter, STARTER, "")
            return True

    def all(self) -> list[Faq]:
        """What is live: by topic, within it in the order in which they were made."""
        with self._database.reading() as connection:
            return sorted(_live(connection).values(), key=lambda faq: faq.topic)  # databases sort each in its own way

    def get(self, id_: str) -> Faq | None:
        """What is live under an id."""
        with self._database.reading() as connection:
            return _live(connection, FAQ.c.id == id_).get(id_)

    def save(self, faq: Faq, author: str, note: str = "") -> int:
        """Save one, new or changed; the number of its revision."""
        with self._database.writing() as connection:
            return save_within(connection, faq, author, note)

    def save_all(self, faqs: Sequence[Faq], author: str, note: str = "") -> Changes:
        """Save those that are new or changed, all of them or, whatever happens, none; the audit log says which."""
        with self._database.writing() as connection:
            changes = save_all_within(connection, faqs, author, note)
            if changes.new or changes.changed:
                record(connection, author, "faq.imported", note, new=changes.new, changed=changes.changed)
            return changes

    def compare(self, faqs: Iterable[Faq]) -> Changes:
        """What `save_all` would do."""
        with self._database.reading() as connection:
            return _compare(_live(connection), faqs)

    def withdraw(self, id_: str, author: str, note: str = "", looked_at: int | None = None) -> int:
        """Tell people no more; the number of the revision that says so. Raises ContentError if it is not live.

        `looked_at` is the revision that somebody decided to withdraw; ChangedError where another one is live by now.
        """
        with self._database.writing() as connection:
            row = connection.execute(sa.select(FAQ.c.number, FAQ.c.live).where(FAQ.c.id == id_)).first()
            if row is None or row.live is None:
                raise ContentError(f"there is no FAQ {id_} to withdraw; `ambassador faq list` prints their ids")
            if looked_at is not None and looked_at != row.live:
                raise ChangedError(f"{id_} was changed in the meantime; look at it again")
            number = _last(connection, id_) + 1
            connection.execute(REVISION.insert(), [_revision(row.number, number, None, author, note)])
            connection.execute(FAQ.update().where(FAQ.c.number == row.number).values(live=None))
            record(connection, author, "faq.withdrawn", id_, revision=row.live, note=note)
            return number

    def history(self, id_: str) -> list[Revision]:
        """Every revision of an FAQ, the first one first; none where there never was such an FAQ."""
        columns = [column for column in REVISION.columns if column.name != "faq"]
        query = sa.select(*columns).join(FAQ, FAQ.c.number == REVISION.c.faq).where(FAQ.c.id == id_)
        with self._database.reading() as connection:
            return [
                Revision(
                    row.number, None if row.record is None else read_faq(id_, row.record), row.author, row.at, row.note
                )
                for row in connection.execute(query.order_by(REVISION.c.number))
            ]


def save_within(connection: sa.engine.Connection, faq: Faq, author: str, note: str = "") -> int:
    """`FaqTable.save` as part of a transaction of somebody else's."""
    _save(connection, [faq], author, note)
    return _last(connection, faq.id)


def save_all_within(
    connection: sa.engine.Connection, faqs: Sequence[Faq], author: str, note: str, looked_at: str | None = None
) -> Changes:
    """Save those that are new or changed, as part of a transaction of somebody else's.

    `looked_at` is the fingerprint of what was live when somebody decided to save them; ChangedError where it is
    another one by now.
    """
    live = _live(connection)
    if looked_at is not None and looked_at != faqs_fingerprint(live.values()):
        raise ChangedError("the FAQs were changed in the meantime; nothing was saved: look at them again")
    changes = _compare(live, faqs)
    kept = set(changes.same)
    _save(connection, [faq for faq in faqs if faq.id not in kept], author, note)
    return changes


def withdrawn_within(connection: sa.engine.Connection) -> set[str]:
    """Ids of what was told once and is no more, as a transaction sees it."""
    return set(connection.execute(sa.select(FAQ.c.id).where(FAQ.c.live.is_(None))).scalars())


def live_within(connection: sa.engine.Connection) -> list[Faq]:
    """What is live, as a transaction sees it."""
    return list(_live(connection).values())


def last_within(connection: sa.engine.Connection, id_: str) -> int | None:
    """Number of an FAQ's last revision, as a transaction sees it; None where there never was such an FAQ."""
    query = sa.select(FAQ.c.number).where(FAQ.c.id == id_)
    return None if connection.execute(query).first() is None else _last(connection, id_)


def _is_empty(connection: sa.engine.Connection) -> bool:
    return connection.execute(sa.select(FAQ.c.number).limit(1)).first() is None


def _live(connection: sa.engine.Connection, *where: object) -> dict[str, Faq]:
    """By id, in the order in which they were made."""
    pointed_at = sa.and_(REVISION.c.faq == FAQ.c.number, REVISION.c.number == FAQ.c.live)
    query = sa.select(FAQ.c.id, REVISION.c.record).join(REVISION, pointed_at).where(*where).order_by(FAQ.c.number)
    return {row.id: read_faq(row.id, row.record) for row in connection.execute(query)}


def _last(connection: sa.engine.Connection, id_: str) -> int:
    query = sa.select(sa.func.max(REVISION.c.number)).join(FAQ, FAQ.c.number == REVISION.c.faq).where(FAQ.c.id == id_)
    return int(connection.execute(query).scalar_one())


def _compare(live: dict[str, Faq], faqs: Iterable[Faq]) -> Changes:
    changes = Changes([], [], [])
    for faq in faqs:
        there = live.get(faq.id)
        kind = changes.new if there is None else changes.same if there == faq else changes.changed
        kind.append(faq.id)
    return changes


def _save(connection: sa.engine.Connection, faqs: Sequence[Faq], author: str, note: str) -> None:
    """A revision for each, live from now on; ids are given once."""
    if not faqs:
        return
    numbers = _numbers(connection)
    new = [{"id": faq.id, "topic": faq.topic} for faq in faqs if faq.id not in numbers]
    if new:
        connection.execute(FAQ.insert(), new)
        numbers = _numbers(connection)
    last = _last_of_each(connection)
    revisions = [
        _revision(numbers[faq.id], last.get(numbers[faq.id], 0) + 1, _write(faq), author, note) for faq in faqs
    ]
    connection.execute(REVISION.insert(), revisions)
    connection.execute(
        FAQ.update()
        .where(FAQ.c.number == sa.bindparam("faq"))
        .values(live=sa.bindparam("revision"), topic=sa.bindparam("about")),
        [
            {"faq": revision["faq"], "revision": revision["number"], "about": faq.topic}
            for revision, faq in zip(revisions, faqs, strict=True)
        ],
    )


def _numbers(connection: sa.engine.Connection) -> dict[str, int]:
    return {row.id: row.number for row in connection.execute(sa.select(FAQ.c.id, FAQ.c.number))}


def _last_of_each(connection: sa.engine.Connection) -> dict[int, int]:
    query = sa.select(REVISION.c.faq, sa.func.max(REVISION.c.number).label("last")).group_by(REVISION.c.faq)
    return {row.faq: row.last for row in connection.execute(query)}


def _revision(faq: int, number: int, written: str | None, author: str, note: str) -> dict[str, object]:
    return {"faq": faq, "number": number, "record": written, "author": author, "at": utc_now(), "note": note}


def _write(faq: Faq) -> str:
    return msgspec.json.encode(faq).decode()


def read_faq(id_: str, written: str) -> Faq:
    """An FAQ as a revision holds it. Raises DatabaseError for something that is none."""
    try:
        return msgspec.json.decode(written, type=Faq)
    except msgspec.ValidationError as error:
        raise DatabaseError(f"the content database holds something under {id_} that is no FAQ: {error}") from error
