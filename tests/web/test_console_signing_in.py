"""Staff in a real Chromium: sign in, change the password, sign out; no model is needed."""

import datetime
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.app import create_app
from bot.console import texts
from bot.console.routing import PARTS
from bot.console.visit import Parts
from bot.settings import Settings
from knowledge.database.audit import utc_now
from knowledge.database.sessions import SessionTable
from knowledge.database.users import Role, User
from knowledge.store import FileStore
from language.detect import Lang
from tests.bot.console.conftest import NeverLoaded
from tests.knowledge.faqs import faq

PASSWORD = "correct horse battery staple"  # noqa: S105 (of made-up people)
NEW = "seven quiet lanterns at noon"
BOSS = User("boss", "黃嘉欣 Wong Ka Yan", Role.ADMINISTRATOR)

Visit = Callable[..., Awaitable[Page]]


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TestServer]:
    """The application over a database of the test's own, with one administrator."""
    monkeypatch.setattr(FileStore, "faqs", lambda _: [faq("adult")])
    runtime = NeverLoaded(Settings(models=tmp_path / "models", content=f"sqlite:///{tmp_path}/content.db"))
    server = TestServer(create_app(runtime))
    async with server:
        parts_of(server).users.add(BOSS, PASSWORD, "tests")
        yield server


@pytest.fixture
async def visit(browser: Browser, office: TestServer) -> AsyncIterator[Visit]:
    """Opens a page in a fresh profile; a script error or something that the policy blocks fails the test."""
    faults: list[str] = []
    contexts = []

    async def open_(path: str, width: int = 1280, scheme: str = "light", bypass_csp: bool = False) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=bypass_csp,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Policy" in message.text else None)
        await page.goto(path if path.startswith("http") else str(office.make_url("/")).rstrip("/") + path)
        return page

    yield open_
    for context in contexts:
        await context.close()
    assert not faults


def parts_of(server: TestServer) -> Parts:
    return server.app[PARTS]


async def sign_in(page: Page, password: str = PASSWORD) -> None:
    """As a person does, without the mouse."""
    await page.locator("#name").fill("boss")
    await page.keyboard.press("Tab")
    await page.keyboard.type(password)
    await page.keyboard.press("Enter")


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.id || document.activeElement.className"))


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
async def test_sign_in_change_the_password_sign_out(visit: Visit, lang: Lang) -> None:
    def say(name: str, **values: object) -> str:
        return texts.say(lang, name, **values)

    page = await visit(f"/console/audit?lang={lang}")
    await expect(page.get_by_role("heading", name=say("signing_in.title"))).to_be_visible()
    await sign_in(page, "a wrong password")
    await expect(page.get_by_role("alert")).to_have_text(say("signing_in.wrong", failures=5, minutes=15))
    assert await page.locator("#name").input_value() == "boss"
    assert await focused(page) == "password"
    await sign_in(page)
    await expect(page.get_by_role("heading", name=say("audit.title"))).to_be_visible()  # the page that was asked for

    await page.get_by_role("link", name=BOSS.display).first.click()
    for label, typed in (("old", PASSWORD), ("new", "short"), ("repeated", "short")):
        await page.get_by_label(say(f"accounts.password_{label}"), exact=True).fill(typed)
    await page.keyboard.press("Enter")
    fault = page.get_by_role("alert").get_by_role("link")
    await expect(fault).to_have_text(say("accounts.too_short", chars=12))
    assert await focused(page) == "faults"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await focused(page) == "new-password"
    for label, typed in (("old", PASSWORD), ("new", NEW), ("repeated", NEW)):
        await page.get_by_label(say(f"accounts.password_{label}"), exact=True).fill(typed)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text(say("accounts.password_changed"))
    assert await focused(page) == "said"

    await page.get_by_role("button", name=say("console.sign_out")).click()
    await expect(page.get_by_role("status")).to_have_text(say("signing_in.signed_out"))
    await page.go_back()
    await page.goto(re.sub(r"/console.*", "/console", page.url))
    await expect(page.get_by_role("button", name=say("signing_in.sign_in"))).to_be_visible()
    await sign_in(page)
    await expect(page.get_by_role("alert")).to_be_visible()
    await sign_in(page, NEW)
    await expect(page.get_by_role("button", name=say("console.sign_out"))).to_be_visible()


async def test_a_link_on_another_site_leads_in_without_signing_in_again(visit: Visit, office: TestServer) -> None:
    page = await visit("/console/sign-in?lang=en")
    await sign_in(page)
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    async def elsewhere(_: web.Request) -> web.Response:
        address = office.make_url("/console/accounts")
        body = f"<!doctype html><link rel=icon href='data:,'><a href='{address}'>the accounts</a>"
        return web.Response(text=body, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", elsewhere)])
    async with TestServer(app) as other:
        await page.goto(f"http://localhost:{other.port}/")  # 127.0.0.1 is another site
        await page.get_by_role("link").click()
        await expect(page.get_by_role("heading", name="Accounts", exact=True)).to_be_visible()


async def test_another_site_can_neither_post_nor_embed(visit: Visit, office: TestServer) -> None:
    page = await visit("/console/sign-in?lang=en")
    await sign_in(page)
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    base = str(office.make_url("/")).rstrip("/")

    async def elsewhere(_: web.Request) -> web.Response:
        body = f"""<!doctype html><link rel=icon href='data:,'><iframe src="{base}/console/sign-in"></iframe>
            <form method="post" action="{base}/console/sign-in"><input name="name" value="boss">
            <input name="password" value="{PASSWORD}"><button>Win a prize</button></form>"""
        return web.Response(text=body, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", elsewhere)])
    async with TestServer(app) as other:
        embedding = await page.context.new_page()
        await embedding.goto(f"http://localhost:{other.port}/")
        assert "Sign in" not in await embedding.frames[1].content()
        await embedding.get_by_role("button").click()
        await expect(embedding.get_by_role("alert")).to_contain_text("sent from another site")


async def test_nothing_typed_is_lost_when_a_session_ends(visit: Visit, office: TestServer) -> None:
    now = [utc_now()]
    parts_of(office).sessions = SessionTable(parts_of(office).database, clock=lambda: now[0])
    page = await visit("/console/accounts?lang=en")
    await sign_in(page)
    await page.get_by_label("Person's name").fill("何美 <b>Ho Mei</b>")
    await page.get_by_label("Name for signing in").fill("ho.mei")
    now[0] += datetime.timedelta(hours=2)
    await page.get_by_role("button", name="Add an account").click()
    await expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()

    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name="Sign in (opens a new tab)").click()
    tab = await opened.value
    await sign_in(tab)
    await expect(tab.get_by_role("status")).to_contain_text("Go back to the other tab")
    await tab.close()
    await page.get_by_role("button", name="Send again").click()
    await expect(page.get_by_text("You are now signed in as")).to_be_visible()
    assert parts_of(office).users.get("ho.mei") is None
    await page.get_by_role("button", name="Send again").click()
    await expect(page.get_by_role("heading", name="First password for 何美 <b>Ho Mei</b>")).to_be_visible()
    assert parts_of(office).users.get("ho.mei") is not None


async def test_the_menu_opens_by_keyboard_where_it_is_narrow(visit: Visit) -> None:
    page = await visit("/console/audit?lang=en", width=390)
    await sign_in(page)
    menu, button = page.get_by_role("navigation", name="Menu"), page.get_by_role("button", name="Menu")
    await expect(menu).to_be_hidden()
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(menu.get_by_role("link", name="Log")).to_have_attribute("aria-current", "page")
    await expect(button).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await expect(button).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_overflows(
    visit: Visit, office: TestServer, width: int, scheme: str
) -> None:
    users = parts_of(office).users
    users.add(User("ho.mei", "何美", Role.EDITOR, must_change=True), PASSWORD, "boss")
    users.add(User("gone", "X" * 80, Role.EDITOR, active=False), PASSWORD, "boss")
    page = await visit("/console/sign-in?lang=en", width=width, scheme=scheme, bypass_csp=True)
    base = page.url.partition("/console")[0]
    paths = ["accounts", "accounts/ho.mei", "password", "audit", "audit?since=x", "nowhere"]
    for path in ["sign-in", *paths]:
        if path != "sign-in":
            await page.goto(f"{base}/console/{path}")
        results = await Axe().run(page)
        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if path == "sign-in":
            await sign_in(page)
            await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
