"""A database is made, brought up to date, or refused with the reason."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from knowledge.database.opening import MIGRATIONS, Database, head, open_database
from knowledge.database.tables import FAQ, METADATA
from knowledge.errors import DatabaseError
from tests.processes import PROJECT, SECONDS


def test_the_migrations_make_the_tables_that_the_code_names(url: str) -> None:
    with open_database(url).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_last_migration_is_the_one_alembic_would_run_to() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [head()]


def test_opening_again_changes_nothing(url: str) -> None:
    open_database(url)
    database = open_database(url)
    with database.writing() as connection:
        connection.execute(FAQ.insert().values(id="a", topic="fees"))
    with open_database(url).reading() as connection:
        assert connection.execute(sa.select(FAQ.c.id)).scalars().all() == ["a"]


def test_an_unfinished_block_leaves_nothing(url: str) -> None:
    database = open_database(url)

    def fail() -> None:
        with database.writing() as connection:
            connection.execute(FAQ.insert().values(id="a", topic="fees"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.reading() as connection:
        assert connection.execute(sa.select(FAQ.c.id)).scalars().all() == []


def test_a_live_revision_is_one_of_the_same_faq(url: str) -> None:
    database = open_database(url)

    def point_nowhere() -> None:
        with database.writing() as connection:
            connection.execute(FAQ.insert().values(id="a", topic="fees", live=1))

    with pytest.raises(DatabaseError):
        point_nowhere()


def test_sqlite_keeps_a_write_ahead_log(sqlite: str) -> None:
    with open_database(sqlite).reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_processes_that_open_it_at_once_do_not_break_each_other(url: str) -> None:
    code = "import sys; from knowledge.database.opening import open_database; open_database(sys.argv[1])"
    processes = [
        subprocess.Popen([sys.executable, "-c", code, url], cwd=PROJECT, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(process.communicate(timeout=SECONDS)[1], process.returncode) for process in processes] == [("", 0)] * 4
    with open_database(url).reading() as connection:
        assert connection.execute(sa.select(FAQ.c.id)).scalars().all() == []


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("nonsense", "AMBASSADOR_CONTENT"),
        ("nosuchdatabase://host/name", "AMBASSADOR_CONTENT"),
        ("sqlite:////proc/nowhere/content.db", "AMBASSADOR_CONTENT"),
        ("postgresql://someone:secret@127.0.0.1:1/name", "127.0.0.1"),
    ],
)
def test_an_address_that_cannot_be_is_named(url: str, named: str) -> None:
    with pytest.raises(DatabaseError, match=named) as error:
        open_database(url)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "content.db").write_bytes(b"no database " * 1000)
    with pytest.raises(DatabaseError, match="not a database"):
        open_database(f"sqlite:///{tmp_path / 'content.db'}")


def test_a_database_of_a_newer_program_is_left_alone(url: str) -> None:
    database = open_database(url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999_later'"))
    with pytest.raises(DatabaseError, match="newer version"):
        open_database(url)
    with Database(url).reading() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9999_later"
