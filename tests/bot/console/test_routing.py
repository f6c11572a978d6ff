"""From request to page: who gets in, whose form is taken, what nobody loses, in which language it is."""

import datetime
import html
import json
import logging
import re
from dataclasses import replace

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.app import create_app
from bot.console import home
from bot.console.app import AREAS
from bot.console.routing import PARTS, Route
from bot.console.visit import Page, Parts, Visit
from bot.settings import Settings
from knowledge.database.audit import utc_now
from knowledge.database.sessions import SessionTable
from knowledge.database.users import Role
from knowledge.errors import ContentError, DatabaseError
from tests.bot.conftest import Client
from tests.bot.console.conftest import NeverLoaded, origin, sign_in, token

ROUTES = [route for area in AREAS for route in area.ROUTES]
GUARDED = [route for route in ROUTES if route.role is not None]
ROLES = {"editor": Role.EDITOR, "approver": Role.APPROVER, "administrator": Role.ADMINISTRATOR}
NEWCOMER = {"name": "ho.mei", "display": "</textarea><script>alert(1)</script>\nHo Mei", "role": "editor"}


def filled(route: Route) -> str:
    """Its address, with something in every variable part."""
    return re.sub(r"\{\w+(?::[^{}]*)?\}", "1", route.path)


def parts_of(client: Client) -> Parts:
    return client.app[PARTS]


@pytest.fixture
async def hour(console: Client) -> list[datetime.datetime]:
    """The time by which sessions end; the test moves it."""
    now = [utc_now()]
    parts_of(console).sessions = SessionTable(parts_of(console).database, clock=lambda: now[0])
    return now


def test_only_the_sign_in_page_is_open_to_everybody() -> None:
    assert {route.path for route in ROUTES if route.role is None} == {"/console/sign-in"}


def test_every_change_is_a_post() -> None:
    assert {route.method for route in ROUTES} <= {"GET", "POST"}


async def test_a_stranger_is_let_in_nowhere(console: Client) -> None:
    for route in GUARDED:
        response = await console.request(route.method, filled(route), data={"x": "1"}, allow_redirects=False)
        assert response.status == 303, route
        assert response.headers["Location"].startswith("/console/sign-in"), route


@pytest.mark.parametrize("who", ["editor", "approver"])
async def test_a_lower_role_is_refused(console: Client, who: str) -> None:
    await sign_in(console, who)
    form = {"csrf": await token(console)}
    above = [route for route in GUARDED if route.role is not None and route.role > ROLES[who]]
    assert above
    for route in above:
        response = await console.request(route.method, filled(route), data=form, allow_redirects=False)
        assert response.status == 403, route
        assert "Your account may not do this" in await response.text(), route


@pytest.mark.parametrize("wrong", ["another", "", "字"])
async def test_no_form_is_taken_without_the_sessions_token(console: Client, wrong: str) -> None:
    await sign_in(console, "administrator")
    for route in GUARDED:
        if route.method != "POST":
            continue
        for headers in ({}, origin(console), {"X-CSRF-Token": "another"}):
            form = {"csrf": wrong, "name": "x", "note": "y"}
            response = await console.post(filled(route), data=form, headers=headers, allow_redirects=False)
            assert response.status == 403, route


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Referer": "https://evil.example/console/"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_no_form_of_another_site_is_taken(console: Client, headers: dict[str, str]) -> None:
    for path in ("/console/sign-in", "/console/sign-out", "/console/password"):  # even before signing in
        response = await console.post(path, data={"name": "editor"}, headers=headers, allow_redirects=False)
        assert response.status == 403
        assert "nothing was changed" in await response.text()
    await sign_in(console, "editor")
    form = {"csrf": await token(console), "note": "typed"}
    response = await console.post("/console/sign-out", data=form, headers=headers, allow_redirects=False)
    assert response.status == 403
    assert "typed" not in await response.text()
    assert (await console.get("/console", allow_redirects=False)).status == 200


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, "origin"], ids=str)
async def test_forms_of_our_own_pages_are_taken(console: Client, headers: dict[str, str] | str) -> None:
    await sign_in(console, "editor")
    form = {"csrf": await token(console)}
    sent = origin(console) if isinstance(headers, str) else headers
    response = await console.post("/console/sign-out", data=form, headers=sent, allow_redirects=False)
    assert response.status == 303


async def test_a_script_sends_the_token_in_a_header(console: Client) -> None:
    await sign_in(console, "editor")
    headers = {"X-CSRF-Token": await token(console)}
    response = await console.post("/console/sign-out", headers=headers, allow_redirects=False)
    assert response.status == 303


async def test_a_stranger_is_sent_to_sign_in_and_back(console: Client) -> None:
    response = await console.get("/console", allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/console/sign-in?next=%2Fconsole"


async def test_a_link_on_another_site_leads_to_the_page_all_the_same(console: Client) -> None:
    """The browser keeps the cookie back then; the page asks once more by itself."""
    response = await console.get('/console/audit?about="<b>', headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status == 200
    page = await response.text()
    assert 'http-equiv="refresh"' in page
    assert "<b>" not in page


async def test_a_session_that_ended_leads_to_sign_in(console: Client, hour: list[datetime.datetime]) -> None:
    await sign_in(console, "editor")
    assert (await console.get("/console", allow_redirects=False)).status == 200
    hour[0] += datetime.timedelta(hours=1)
    response = await console.get("/console", allow_redirects=False)
    assert response.headers["Location"] == "/console/sign-in?next=%2Fconsole"


async def test_the_setting_says_how_long_a_session_waits(settings: Settings, parts: Parts) -> None:
    runtime = NeverLoaded(replace(settings, console_idle_minutes=5))
    now = utc_now()
    sessions = Parts(runtime, parts.database).sessions
    cookie = sessions.sign_in("editor", "correct horse battery staple")
    assert cookie
    later = SessionTable(parts.database, sessions._idle, lambda: now + datetime.timedelta(minutes=6))
    assert later.find(cookie) is None


async def test_what_was_typed_when_a_session_ended_is_sent_after_signing_in(
    console: Client, hour: list[datetime.datetime]
) -> None:
    await sign_in(console, "administrator")
    form = {"csrf": await token(console), **NEWCOMER}
    hour[0] += datetime.timedelta(hours=2)

    response = await console.post("/console/accounts", data=form, headers=origin(console), allow_redirects=False)
    page = await response.text()
    assert response.status == 401
    assert "nothing you wrote is lost" in page
    assert form["csrf"] not in page
    assert parts_of(console).users.get("ho.mei") is None
    await sign_in(console, "administrator")

    again = resent(page)
    assert again == {**NEWCOMER, "csrf": ""}
    response = await console.post("/console/accounts", data=again, headers=origin(console), allow_redirects=False)
    page = await response.text()
    assert response.status == 403
    assert "You are now signed in as Wong Ka Yan" in page
    assert parts_of(console).users.get("ho.mei") is None  # a person has to look at it and send it

    response = await console.post("/console/accounts", data=resent(page), headers=origin(console))
    assert response.status == 200
    account = parts_of(console).users.get("ho.mei")
    assert account is not None
    assert account.user.display == "</textarea><script>alert(1)</script> Ho Mei"


def resent(page: str) -> dict[str, str]:
    """The form that is offered again, as a browser would send it; nothing in it is markup."""
    assert "<script>alert" not in page
    assert 'action="/console/accounts"' in page
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    csrf = re.search(r'<input type="hidden" name="csrf" value="([^"]*)">\n  <textarea', page)
    assert csrf
    return {"csrf": csrf.group(1)} | {name: html.unescape(value) for name, value in fields}


async def test_a_file_has_to_be_chosen_again(console: Client, hour: list[datetime.datetime]) -> None:
    await sign_in(console, "administrator")
    hour[0] += datetime.timedelta(hours=2)
    form = FormData({"title": "Annual report"})
    form.add_field("file", b"x" * 400_000, filename='"<b>.pdf', content_type="application/pdf")
    response = await console.post("/console/accounts", data=form, headers=origin(console), allow_redirects=False)
    page = await response.text()
    assert response.status == 401
    assert 'type="file" name="file"' in page
    assert 'enctype="multipart/form-data"' in page
    assert "<b>" not in page


async def test_a_stranger_cannot_send_much(console: Client) -> None:
    for path in ("/console/sign-in", "/console/accounts"):
        response = await console.post(path, data={"name": "x" * 300_000}, headers=origin(console))
        assert response.status == 413


@pytest.mark.parametrize("field", ["password", "new-password", "old-password"])
async def test_a_password_is_never_offered_again(console: Client, hour: list[datetime.datetime], field: str) -> None:
    await sign_in(console, "editor")
    form = {"csrf": "another", field: "seven quiet lanterns", "note": "kept"}
    response = await console.post("/console/password", data=form, headers=origin(console), allow_redirects=False)
    assert response.status == 403
    assert "seven quiet" not in await response.text()
    hour[0] += datetime.timedelta(hours=2)
    response = await console.post("/console/password", data=form, headers=origin(console), allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/console/sign-in?said=console.ended"


async def test_a_script_is_told_in_json(console: Client, hour: list[datetime.datetime]) -> None:
    headers = {"X-CSRF-Token": "x", "Accept-Language": "zh-HK"}
    response = await console.post("/console/accounts", data={"a": "1"}, headers=headers)
    assert (response.status, (await response.json())["error"]["code"]) == (401, "ended")
    assert "登入" in (await response.json())["error"]["message"]
    await sign_in(console, "editor")
    response = await console.post("/console/accounts", data={"a": "1"}, headers=headers)
    assert (response.status, (await response.json())["error"]["code"]) == (403, "console.not_your_role")
    response = await console.get("/console/nowhere", headers={"Sec-Fetch-Dest": "empty"})
    assert (response.status, (await response.json())["error"]["code"]) == (404, "console.not_there")


async def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    console: Client, hour: list[datetime.datetime]
) -> None:
    await sign_in(console, "editor")
    for _ in range(3):
        hour[0] += datetime.timedelta(minutes=25)
        response = await console.get("/console", headers={"Sec-Fetch-Dest": "empty"})
    assert response.status == 401


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_address_that_is_not_there_is_a_page(console: Client, method: str) -> None:
    response = await console.request(method, "/console/nowhere/at/all")
    assert response.status == 404
    assert response.content_type == "text/html"
    assert "There is no such page" in await response.text()


async def test_the_address_may_end_with_a_slash(console: Client) -> None:
    response = await console.get("/console/", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/console")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ZeroDivisionError("secret <b>"), 500, "Something went wrong on our side"),
        (DatabaseError("secret <b>"), 503, "The database does not answer"),
        (ContentError("the <b> is wrong"), 409, "the &lt;b&gt; is wrong"),
        (None, 500, "Something went wrong on our side"),
    ],
)
async def test_what_goes_wrong_inside_is_a_page_in_the_language(
    settings: Settings,
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception | None,
    status: int,
    said: str,
) -> None:
    def page(_: Visit) -> Page:
        if error is None:
            return Page("home", {"user": None})  # a template that fails
        raise error

    monkeypatch.setattr(home, "ROUTES", [Route("GET", "/console", page, Role.EDITOR)])
    async with TestClient(TestServer(create_app(NeverLoaded(settings)))) as client:
        await sign_in(client, "editor")
        with caplog.at_level(logging.CRITICAL if status == 409 else logging.ERROR):
            response = await client.get("/console")
        text = await response.text()
        assert (response.status, response.content_type) == (status, "text/html")
        assert said in text
        assert "Chan Tai Man" in text
        assert "secret" not in text
        assert "Traceback" not in text
        number = re.search(r"number: (\w{8})", text)
        if status == 500:
            assert number
            assert number.group(1) in caplog.text
        response = await client.get("/console?lang=zh-Hant")
        assert "未能完成" in await response.text()


async def test_nothing_is_kept_or_embedded(console: Client) -> None:
    await sign_in(console, "administrator")
    paths = ("/console", "/console/password", "/console/accounts", "/console/audit", "/console/audit.csv", "/console/x")
    for path in paths:
        response = await console.get(path)
        assert response.headers["Cache-Control"] == "no-store", path
        assert response.headers["X-Frame-Options"] == "DENY", path
        assert response.headers["X-Content-Type-Options"] == "nosniff", path
        assert response.headers["Referrer-Policy"] == "same-origin", path
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"], path
        assert "script-src 'self';" in response.headers["Content-Security-Policy"], path
    response = await console.get("/console/sign-in", allow_redirects=False)
    assert (response.status, response.headers["Cache-Control"]) == (303, "no-store")
    response = await console.get("/")
    assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_pages_come_in_the_language_that_was_chosen(console: Client) -> None:
    page = await (await console.get("/console/sign-in?lang=zh-Hans")).text()
    assert '<html lang="zh-Hans">' in page
    assert "登录" in page or "登入" in page
    assert '<html lang="zh-Hans">' in await (await console.get("/console/sign-in")).text()


async def test_only_whole_sentences_of_ours_are_said(console: Client) -> None:
    for said in ("console.failed", "<b>", "console.", "no.such"):
        page = await (await console.get("/console/sign-in", params={"said": said})).text()
        assert 'class="said"' not in page
    page = await (await console.get("/console/sign-in?said=signing_in.signed_out")).text()
    assert "You have signed out" in page


async def test_json_keeps_chinese(console: Client) -> None:
    response = await console.get("/console/x?lang=zh-Hant", headers={"Sec-Fetch-Dest": "empty"})
    assert "沒有這個頁面" in await response.text()
    assert json.loads(await response.text())
