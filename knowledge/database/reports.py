"""Reports that staff added, and every version of them."""

import datetime
from dataclasses import dataclass
from typing import Literal

import msgspec
import sqlalchemy as sa

from knowledge.content import Report
from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import REPORT
from knowledge.errors import ContentError, DatabaseError

Saved = Literal["added", "replaced", "same"]


@dataclass(frozen=True)
class ReportVersion:
    """A report as it was once published."""

    report: Report
    version: int
    """From 1, for each report."""
    live: bool
    """People are told from it now."""
    author: str
    at: datetime.datetime
    """UTC."""
    note: str
    """Where it came from."""


class ReportTable:
    """Reads what is live; writes versions. A report has one id, whether it is written with hyphens or underscores.

    Every method raises DatabaseError where the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def live(self) -> list[Report]:
        """What people are told from, by id."""
        with self._database.reading() as connection:
            return [one.report for one in _versions(connection, REPORT.c.live)]

    def latest(self) -> list[ReportVersion]:
        """Of every report the version that is live, or the last one where none is; by id."""
        with self._database.reading() as connection:
            versions = _versions(connection)
        latest = {one.report.key: one for one in sorted(versions, key=lambda one: (one.live, one.version))}
        return [latest[key] for key in sorted(latest)]

    def history(self, id_: str) -> list[ReportVersion]:
        """Every version of a report, the first one first; none where there never was such a report."""
        with self._database.reading() as connection:
            return _versions(connection, REPORT.c.id == _key(id_))

    def would(self, report: Report) -> Saved:
        """What `save` would do."""
        with self._database.reading() as connection:
            return _compare(report, _versions(connection, REPORT.c.id == report.key))

    def save(self, report: Report, author: str, note: str = "") -> Saved:
        """Tell people from it, in place of the version that is live; nothing where that says the same."""
        with self._database.writing() as connection:
            there = _versions(connection, REPORT.c.id == report.key)
            saved = _compare(report, there)
            if saved == "same":
                return saved
            version = max((one.version for one in there), default=0) + 1
            connection.execute(REPORT.update().where(REPORT.c.id == report.key).values(live=False))
            values = {"id": report.key, "version": version, "live": True, "author": author, "at": utc_now()}
            connection.execute(REPORT.insert().values(record=msgspec.json.encode(report).decode(), note=note, **values))
            record(connection, author, f"report.{saved}", report.key, version=version, note=note)
            return saved

    def withdraw(self, id_: str, author: str, reason: str = "") -> int:
        """Tell people from it no more; the number of the version. Raises ContentError if none is live."""
        with self._database.writing() as connection:
            mine = sa.and_(REPORT.c.id == _key(id_), REPORT.c.live)
            version = connection.execute(sa.select(REPORT.c.version).where(mine)).scalar()
            if version is None:
                raise ContentError(f"there is no report {id_} to withdraw; `ambassador report list` prints their ids")
            connection.execute(REPORT.update().where(mine).values(live=False))
            record(connection, author, "report.withdrawn", _key(id_), version=version, reason=reason)
            return int(version)


def _key(id_: str) -> str:
    return id_.replace("_", "-")


def _compare(report: Report, there: list[ReportVersion]) -> Saved:
    live = next((one for one in there if one.live), None)
    if live is None:
        return "added"
    return "same" if live.report == report else "replaced"


def _versions(connection: sa.engine.Connection, *where: object) -> list[ReportVersion]:
    query = sa.select(REPORT).where(*where).order_by(REPORT.c.id, REPORT.c.version)
    versions = [
        ReportVersion(_read(row.id, row.record), row.version, row.live, row.author, row.at, row.note)
        for row in connection.execute(query)
    ]
    return sorted(versions, key=lambda one: (one.report.key, one.version))  # databases sort each in its own way


def _read(id_: str, text: str) -> Report:
    try:
        return msgspec.json.decode(text, type=Report)
    except msgspec.ValidationError as error:
        raise DatabaseError(f"the content database holds something under {id_} that is no report: {error}") from error
