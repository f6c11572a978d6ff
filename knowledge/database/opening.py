"""Open the content database: made where it is missing, brought up to date where it is old."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge.database.sqlite import make_folder, write_ahead
from knowledge.errors import DatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 1961
"""Of PostgreSQL's advisory locks, the one that writers of content take."""
PATIENCE = 60
"""Seconds to wait for another process that writes to SQLite."""


class Database:
    """Connections, one a block, each in a transaction that is committed at the end of it, whole or not at all."""

    def __init__(self, url: str) -> None:
        """Raises DatabaseError for an address that cannot be."""
        try:
            self._name = repr(sa.engine.make_url(url))  # without the password
            self._engine = _engine(url)
        except (sa.exc.ArgumentError, ImportError, OSError) as error:
            raise DatabaseError(f"the content database cannot be opened: {error}; see AMBASSADOR_CONTENT") from error

    @contextmanager
    def reading(self) -> Iterator[sa.engine.Connection]:
        """Sees one state, and waits for nobody. Raises DatabaseError."""
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.engine.Connection]:
        """One writer at a time, whatever the process. Raises DatabaseError."""
        with self._explained(), self._engine.execution_options(writes=True).begin() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            reason = str(error.orig).strip() or type(error.orig).__name__
            raise DatabaseError(
                f"the content database {self._name} does not answer: {reason}; see AMBASSADOR_CONTENT"
            ) from error


def open_database(url: str) -> Database:
    """The database at a SQLAlchemy address, with the present tables. Raises DatabaseError."""
    database = Database(url)
    with database.reading() as connection:
        current = _revision(connection)
    if current != head():
        with database.writing() as connection:
            _migrate(connection)
    return database


def head() -> str:
    """The last migration: they are named as their revisions, in order."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _engine(url: str) -> sa.engine.Engine:
    make_folder(url)
    if not url.startswith("sqlite"):
        return sa.create_engine(url, future=True, poolclass=sa.pool.NullPool)
    engine = sa.create_engine(url, future=True, poolclass=sa.pool.NullPool, connect_args={"timeout": PATIENCE})
    write_ahead(engine)
    sa.event.listen(engine, "connect", _own_transactions)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _own_transactions(connection: Any, _record: Any) -> None:
    # the driver would begin a transaction only at the first change, when what was read may be old
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: sa.engine.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _revision(connection: sa.engine.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar())


def _migrate(connection: sa.engine.Connection) -> None:
    from alembic import command  # a second to import: only where there is something to do
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseError(f"the content database was made by a newer version of the program: {error}") from error
