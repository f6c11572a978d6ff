"""From request to page: who gets in, whose form is taken, in which language it is."""

import re

from tests.bot.conftest import Client
from tests.bot.console.conftest import sign_in


async def test_a_stranger_is_sent_to_sign_in_and_back(console: Client) -> None:
    response = await console.get("/console", allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/console/sign-in?next=%2Fconsole"


async def test_signing_in_leads_to_the_page_and_out_again(console: Client) -> None:
    await sign_in(console, "editor")
    page = await (await console.get("/console")).text()
    assert "Good day, Chan Tai Man" in page
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    await console.post("/console/sign-out", data={"csrf": csrf.group(1)})
    assert (await console.get("/console", allow_redirects=False)).status == 303


async def test_a_form_without_the_sessions_token_is_refused(console: Client) -> None:
    await sign_in(console, "editor")
    response = await console.post("/console/sign-out", data={"csrf": "another"})
    assert response.status == 403
    assert "nothing was changed" in await response.text()
    assert (await console.get("/console", allow_redirects=False)).status == 200


async def test_pages_come_in_the_language_that_was_chosen(console: Client) -> None:
    page = await (await console.get("/console/sign-in?lang=zh-Hans")).text()
    assert '<html lang="zh-Hans">' in page
    assert "登录" in page or "登入" in page
    assert '<html lang="zh-Hans">' in await (await console.get("/console/sign-in")).text()
