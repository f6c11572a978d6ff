"""The application on a real port, over the assistant that is loaded once."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import create_app
from bot.runtime import Runtime

Client = TestClient[web.Request, web.Application]


@pytest.fixture(scope="session")
async def client(runtime: Runtime) -> AsyncIterator[Client]:
    """An HTTP client of the whole application."""
    async with TestClient(TestServer(create_app(runtime.settings, runtime))) as connected:
        yield connected
