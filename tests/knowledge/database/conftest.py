"""Real databases, an empty one for each test: SQLite, and PostgreSQL where a server can be reached."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from knowledge.database.faqs import FaqTable
from knowledge.database.opening import open_database

SERVER = os.environ.get("AMBASSADOR_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1/postgres")
MISSING = (
    f"no PostgreSQL answers at {SERVER.rpartition('@')[2]}: `apt-get install postgresql`, and name it in "
    "AMBASSADOR_TEST_POSTGRESQL as postgresql://user:password@host/database; the user must be able to make databases"
)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The address of a database that is not there yet, nor its folder."""
    return f"sqlite:///{tmp_path / 'new' / 'content.db'}"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a database of this test run's own on a real server."""
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 10})
    name = f"content_{uuid.uuid4().hex}"
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except sa.exc.OperationalError:
        pytest.skip(MISSING)
    yield sa.engine.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def postgresql(server: str) -> Iterator[str]:
    """An address that leads to an empty schema: it stands for a database, and is made in no time."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    name = f"test_{uuid.uuid4().hex}"
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    url = sa.engine.make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Each test runs on both."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def table(url: str) -> FaqTable:
    """The FAQs of an empty database."""
    return FaqTable(open_database(url))
