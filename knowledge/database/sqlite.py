"""What SQLite needs and other databases do not; what is kept in it outlives a killed process."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

PREFIX = "sqlite:///"


def make_folder(url: str) -> None:
    """The folder of an SQLite address; nothing for another database."""
    if url.startswith(PREFIX):
        Path(url.removeprefix(PREFIX)).parent.mkdir(parents=True, exist_ok=True)


def write_ahead(engine: sa.engine.Engine) -> None:
    """A write-ahead log: readers do not wait, and a killed process loses nothing that was committed."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _write_ahead)
        engine.dispose()  # what was opened before


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
