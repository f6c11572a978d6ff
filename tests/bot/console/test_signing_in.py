"""Signing in and out over HTTP: cookies, lock-out, proxies, the first account."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import create_app
from bot.console.attempts import LIMIT
from bot.console.routing import PARTS
from bot.console.visit import Parts
from bot.settings import Settings
from knowledge.database.audit import AuditLog
from knowledge.database.users import Role, User
from tests.bot.conftest import Client
from tests.bot.console.conftest import PASSWORD, NeverLoaded, origin, sign_in, token

FORWARDED = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "console.example",
    "Origin": "https://console.example",
}


@pytest.fixture
async def behind_proxy(settings: Settings, parts: Parts) -> AsyncIterator[Client]:
    """The application, told that connections from this machine are a proxy's."""
    trusting = replace(settings, trusted_proxies="127.0.0.1")
    async with TestClient(TestServer(create_app(NeverLoaded(trusting)))) as client:
        yield client


async def attempt(client: Client, name: str, password: str, **headers: str) -> tuple[int, str]:
    form = {"name": name, "password": password}
    response = await client.post("/console/sign-in", data=form, headers=headers, allow_redirects=False)
    return response.status, await response.text()


async def test_signing_in_leads_to_the_page_and_out_again(console: Client) -> None:
    await sign_in(console, "editor")
    page = await (await console.get("/console")).text()
    assert "Chan Tai Man" in page
    response = await console.post("/console/sign-out", data={"csrf": await token(console)})
    assert "You have signed out" in await response.text()
    assert (await console.get("/console", allow_redirects=False)).status == 303


async def test_a_token_that_was_signed_out_is_worth_nothing(console: Client) -> None:
    await sign_in(console, "editor")
    cookie = console.session.cookie_jar.filter_cookies(console.make_url("/console"))["ambassador_console"].value
    await console.post("/console/sign-out", data={"csrf": await token(console)})
    response = await console.get("/console", headers={"Cookie": f"ambassador_console={cookie}"}, allow_redirects=False)
    assert response.status == 303


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(console: Client) -> None:
    form = {"name": "editor", "password": PASSWORD}
    response = await console.post("/console/sign-in", data=form, allow_redirects=False)
    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/console"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # this one did not come over https


async def test_each_sign_in_ends_the_session_before(console: Client) -> None:
    await sign_in(console, "editor")
    old = await token(console)
    cookie = console.session.cookie_jar.filter_cookies(console.make_url("/console"))["ambassador_console"].value
    await sign_in(console, "editor")
    assert await token(console) != old
    assert console.app[PARTS].sessions.find(cookie) is None


async def test_who_is_signed_in_already_goes_on(console: Client) -> None:
    await sign_in(console, "editor")
    response = await console.get("/console/sign-in?next=/console/faqs", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/console/faqs")


@pytest.mark.parametrize("name", ["Editor", " EDITOR "])
async def test_a_name_may_be_typed_in_capitals(console: Client, name: str) -> None:
    assert (await attempt(console, name, PASSWORD))[0] == 303


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/console/faqs?x=1", "/console/faqs?x=1"),
        ("/console?said=x", "/console?said=x"),
        ("", "/console"),
        ("https://evil.example/", "/console"),
        ("//evil.example/console/", "/console"),
        ("/consoleevil", "/console"),
        ("/console/\r\nSet-Cookie: x=y", "/console"),
    ],
)
async def test_signing_in_leads_nowhere_else(console: Client, asked: str, led: str) -> None:
    form = {"name": "editor", "password": PASSWORD, "next": asked}
    response = await console.post("/console/sign-in", data=form, allow_redirects=False)
    assert response.headers["Location"] == led


async def test_wrong_unknown_and_locked_read_alike(console: Client, parts: Parts) -> None:
    parts.users.add(User("gone", "Gone", Role.EDITOR, active=False), PASSWORD, "tests")
    pages = {}
    for name in ("editor", "nobody", "gone"):
        for _ in range(6):
            status, page = await attempt(console, name, "wrong")
            assert status == 403
        pages[name] = re.sub(r'value="\w+"', "", page)
    pages["right"] = re.sub(r'value="\w+"', "", (await attempt(console, "editor", PASSWORD))[1])
    assert len(set(pages.values())) == 1
    assert "Name or password are wrong, or the account is locked" in pages["editor"]
    log = [
        (entry.subject, entry.detail["address"]) for _, entry in AuditLog(parts.database).entries(action="user.locked")
    ]
    assert log == [("editor", "127.0.0.1")]


async def test_an_address_that_tries_many_names_is_stopped(console: Client, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(LIMIT):
        assert (await attempt(console, f"name-{number}", "wrong"))[0] == 403
    status, page = await attempt(console, "editor", PASSWORD)
    assert status == 429
    assert "too many failed attempts" in page
    assert "127.0.0.1" in caplog.text
    assert "name-" not in caplog.text


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "\0", "x" * 5000])
async def test_a_hostile_name_does_nothing(console: Client, hostile: str) -> None:
    status, page = await attempt(console, hostile, hostile)
    assert status == 403
    assert "<script>alert" not in page


async def test_a_trusted_proxy_says_who_comes_and_how(behind_proxy: Client, parts: Parts) -> None:
    form = {"name": "editor", "password": PASSWORD}
    response = await behind_proxy.post("/console/sign-in", data=form, headers=FORWARDED, allow_redirects=False)
    assert response.status == 303
    assert "Secure" in response.headers["Set-Cookie"]
    (entry,) = [entry for _, entry in AuditLog(parts.database).entries(action="user.signed_in")]
    assert entry.detail == {"address": "192.0.2.7"}


async def test_the_origin_is_held_against_the_address_that_the_proxy_has(behind_proxy: Client) -> None:
    status, _ = await attempt(behind_proxy, "editor", PASSWORD, **{**FORWARDED, "Origin": "https://evil.example"})
    assert status == 403
    status, _ = await attempt(behind_proxy, "editor", PASSWORD, **{**FORWARDED, **origin(behind_proxy)})
    assert status == 403


async def test_the_limit_counts_the_people_behind_the_proxy(behind_proxy: Client) -> None:
    for number in range(LIMIT):
        await attempt(behind_proxy, f"name-{number}", "wrong", **FORWARDED)
    assert (await attempt(behind_proxy, "editor", PASSWORD, **FORWARDED))[0] == 429
    assert (await attempt(behind_proxy, "editor", PASSWORD, **{**FORWARDED, "X-Forwarded-For": "192.0.2.8"}))[0] == 303


async def test_nobody_else_is_believed(console: Client, parts: Parts) -> None:
    headers = {name: value for name, value in FORWARDED.items() if name != "Origin"}
    form = {"name": "editor", "password": PASSWORD}
    response = await console.post("/console/sign-in", data=form, headers=headers, allow_redirects=False)
    assert "Secure" not in response.headers["Set-Cookie"]
    (entry,) = [entry for _, entry in AuditLog(parts.database).entries(action="user.signed_in")]
    assert entry.detail == {"address": "127.0.0.1"}
    assert (await attempt(console, "editor", PASSWORD, **FORWARDED))[0] == 403


async def test_where_there_is_no_account_it_says_how_to_make_one(settings: Settings) -> None:
    async with TestClient(TestServer(create_app(NeverLoaded(settings)))) as client:
        page = await (await client.get("/console")).text()
        assert "ambassador user add NAME --role administrator" in page
        parts = client.app[PARTS]
        parts.users.add(User("boss", "Boss", Role.ADMINISTRATOR), PASSWORD, "tests")
        assert "ambassador user add" not in await (await client.get("/console")).text()
