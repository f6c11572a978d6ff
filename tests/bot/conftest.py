"""Shared parts: the application on a real port over the assistant that is loaded once, and its log."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import logs
from bot.app import create_app
from bot.runtime import Runtime
from tests.bot.pool import pool_desk, pool_store  # noqa: F401 (fixtures)

Client = TestClient[web.Request, web.Application]


@pytest.fixture(scope="session")
async def client(runtime: Runtime) -> AsyncIterator[Client]:
    """An HTTP client of the whole application."""
    async with TestClient(TestServer(create_app(runtime))) as connected:
        yield connected


@pytest.fixture
def logging_restored() -> Iterator[None]:
    """For tests that configure logging anew: as it was, afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logs.configure("WARNING")
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def log_at_debug(logging_restored: None, caplog: pytest.LogCaptureFixture) -> Callable[[], None]:
    """To be called in the test, where `capfd` reads: logging as `log_level = DEBUG` has it, and for `caplog` too."""

    def begin() -> None:
        logs.configure("DEBUG")
        logging.getLogger().addHandler(caplog.handler)

    return begin
