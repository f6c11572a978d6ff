"""A real Chromium, and the real server in this process."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from bot.app import create_app
from bot.runtime import Runtime

OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("browser tests need Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def site(runtime: Runtime) -> AsyncIterator[TestServer]:
    server = TestServer(create_app(runtime))
    async with server:
        yield server


@pytest.fixture
async def open_page(browser: Browser, site: TestServer) -> AsyncIterator[OpenPage]:
    """Opens a page of the site in a fresh profile; a script error or a blocked resource fails the test."""
    faults: list[str] = []
    contexts = []

    async def open_(
        path: str = "/?lang=en",
        url: str | None = None,
        width: int = 1280,
        height: int = 800,
        bypass_csp: bool = False,
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", bypass_csp=bypass_csp
        )
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        await page.goto(url or str(site.make_url(path)))
        return page

    yield open_
    for context in contexts:
        await context.close()
    assert not faults


@pytest.fixture
async def other_site() -> AsyncIterator[TestServer]:
    """A page of someone else that embeds the widget; `?server=` is where from."""

    async def page(request: web.Request) -> web.Response:
        script = f'<script type="module" src="{request.query["server"]}/static/ambassador.js"></script>'
        body = f"<!doctype html><html lang=en><link rel=icon href='data:,'><h1>Elsewhere</h1>{script}"
        return web.Response(text=body, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", page)])
    server = TestServer(app)
    async with server:
        yield server
