"""Writing an FAQ in a real browser: warned while typing, kept without asking, approved by another person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.app import create_app
from bot.console.visit import Parts
from bot.settings import Settings
from knowledge.database.drafts import DraftTable
from knowledge.database.imports import ImportTable
from knowledge.database.opening import open_database
from knowledge.drafting import written
from knowledge.exchange.files import format_of
from knowledge.store import FileStore
from tests.bot.console.conftest import PASSWORD, STAFF, NeverLoaded
from tests.knowledge.faqs import answering, faq
from tests.knowledge.test_neighbours import FAQS
from tests.web.conftest import OpenPage

TOWEL = {
    "question.en": "Where are towels sold?", "answer.en": "At the counter.", "answer.zh": "在櫃枱出售。",
    "source.title.en": "Pool", "source.title.zh": "泳池", "source.as_of": "2026-05",
}  # fmt: skip


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    monkeypatch.setattr(FileStore, "faqs", lambda _: FAQS)
    settings = Settings(
        models=tmp_path / "models",
        conversations=f"sqlite:///{tmp_path}/conversations.db",
        content=f"sqlite:///{tmp_path}/content.db",
    )
    parts = Parts(NeverLoaded(settings), open_database(settings.content))
    for user in STAFF.values():
        parts.users.add(user, PASSWORD, "tests")
    return parts


@pytest.fixture
async def site(parts: Parts) -> AsyncIterator[TestServer]:
    """Instead of the site with its model: the assistant is still loading."""
    server = TestServer(create_app(NeverLoaded(parts.settings)))
    async with server:
        yield server


async def come_in(page: Page, who: str, site: TestServer, path: str) -> None:
    await page.locator("#name").fill(who)
    await page.locator("#password").fill(PASSWORD)
    await page.locator("main button").click()
    await page.goto(str(site.make_url(path)))


def box(name: str) -> str:
    return f'[id="{name}"]'


async def write(page: Page) -> None:
    for name, text in TOWEL.items():
        await page.locator(box(name)).fill(text)
    await page.locator("#topic").select_option("fees")


async def test_a_clerk_is_warned_while_typing_and_an_approver_publishes(
    open_page: OpenPage, site: TestServer, parts: Parts
) -> None:
    page = await open_page("/console/sign-in?lang=zh-Hant")
    await come_in(page, "editor", site, "/console/faqs/new")
    await page.locator(box("question.zh")).press_sequentially("可以借毛巾嗎")
    await expect(page.locator("#neighbours .fault a")).to_have_attribute("href", "/console/faqs/towel")
    await expect(page.locator("#warned")).to_contain_text("1")
    await page.locator(box("question.zh")).fill("毛巾喺邊度買？")
    await expect(page.locator("#neighbours .fault")).to_have_count(0)
    await write(page)
    await expect(page.locator("[data-simplified=answer]")).to_have_text("在柜台出售。")
    bubble = page.locator("faq-preview[data-lang=zh-Hans] .bubble")
    await expect(bubble.locator(".text")).to_have_text("在柜台出售。")
    await expect(bubble.locator(".source")).to_contain_text("2026年5月")

    await expect(page).to_have_url(site.make_url("/console/drafts/1").human_repr())  # it was saved by itself
    await page.reload()
    await expect(page.locator(box("answer.zh"))).to_have_value("在櫃枱出售。")
    await page.get_by_role("button", name="提交審批").click()
    await expect(page.locator(".said")).to_contain_text("須由另一位人員審批")
    await expect(page.get_by_role("button", name="批准並發布")).to_have_count(0)

    other = await open_page("/console/sign-in?lang=en")
    await come_in(other, "approver", site, "/console/approvals")
    await other.get_by_role("link", name="Where are towels sold?").click()
    await other.get_by_label("Approve all the same").check()
    await other.get_by_label("Why it is right all the same").fill("tried by hand")
    await other.get_by_role("button", name="Approve and publish").click()
    await expect(other.locator(".said")).to_contain_text("Approved")
    assert parts.faqs.get("towels-sold")


async def test_the_other_language_is_marked_until_it_is_found_right(open_page: OpenPage, site: TestServer) -> None:
    page = await open_page("/console/sign-in?lang=en")
    await come_in(page, "editor", site, "/console/faqs/locker/edit")
    await page.locator(box("answer.en")).fill("HK$20")
    tick = page.locator('[name="still_right.zh"]')
    await expect(tick).to_be_visible()
    await tick.check()
    await page.locator(box("answer.en")).fill("HK$25")
    await expect(tick).not_to_be_checked()
    await expect(page.locator("[data-stale-tag=zh]")).to_be_visible()


async def test_what_was_typed_outlives_the_session(browser: Browser, site: TestServer, parts: Parts) -> None:
    page = await (await browser.new_context(locale="en-GB")).new_page()  # being refused is told as an error
    await page.goto(str(site.make_url("/console/sign-in?lang=en")))
    await come_in(page, "editor", site, "/console/faqs/new")
    with parts.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM session")
    await page.locator(box("question.en")).fill("Where are towels sold?")
    await page.get_by_role("button", name="Save draft").first.click()
    await expect(page.locator("#status")).to_contain_text("signed out")
    again = await page.context.new_page()
    await again.goto(str(site.make_url("/console/sign-in")))
    await come_in(again, "editor", site, "/console")
    await page.get_by_role("button", name="Save draft").first.click()
    await expect(page.locator(".said")).to_contain_text("The draft is saved.")
    await expect(page.locator(box("question.en"))).to_have_value("Where are towels sold?")
    await page.context.close()


@pytest.mark.parametrize(
    "path", ["/console/faqs/locker/edit", "/console/approvals", "/console/approvals/1", "/console/imports/1"]
)
async def test_axe_finds_nothing(open_page: OpenPage, site: TestServer, parts: Parts, path: str) -> None:
    table = DraftTable(parts.database, ["fees"])
    assert parts.faqs.all()
    begun = table.create(written(FAQS[1]), "editor", 1)
    table.submit(begun.id, 1, "editor")
    ImportTable(parts.database).submit("pool.csv", [answering(FAQS[0], "HK$18"), faq("senior")], "editor")
    page = await open_page("/console/sign-in?lang=en", bypass_csp=True)
    await come_in(page, "approver", site, path)
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


async def test_a_file_waits_until_another_person_approves_it(
    open_page: OpenPage, site: TestServer, parts: Parts, tmp_path: Path
) -> None:
    file = tmp_path / "pool.xlsx"
    file.write_bytes(format_of("pool.xlsx").write([answering(FAQS[0], "HK$18"), faq("senior")]))
    page = await open_page("/console/sign-in?lang=zh-Hant")
    await come_in(page, "editor", site, "/console/exchange")
    await page.locator("#file").set_input_files(file)
    await page.get_by_role("button", name="檢視將有的更改").click()
    await expect(page.locator("ins")).to_contain_text("18")
    await page.get_by_role("button", name="提交審批").click()
    await expect(page.locator(".said")).to_contain_text("等候另一位同事審批")
    await expect(page.get_by_role("button", name="批准")).to_have_count(0)
    await page.context.close()
    page = await open_page("/console/sign-in?lang=en")
    await come_in(page, "approver", site, "/console/approvals")
    await page.get_by_role("link", name="pool.xlsx").click()
    assert parts.faqs.get("senior") is None
    await page.get_by_role("button", name="Approve and publish").click()
    await expect(page.locator(".tag.good").first).to_have_text("approved")
    assert parts.faqs.get("senior") == faq("senior")
    await page.context.close()
