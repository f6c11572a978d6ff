"""The page and the widget, as people use them."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.runtime import Runtime
from tests.web.conftest import OpenPage


async def ask(page: Page, text: str) -> None:
    await page.locator("ambassador-chat textarea").fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("question", "tag", "heard"),
    [
        ("How do I enrol for the Contactless e-Channel?", "en", "Source:"),
        ("非觸式e-道點樣登記?", "zh-Hant-HK", "資料來源"),
        ("非触式e-道怎样登记？", "zh-Hans", "资料来源"),
    ],
)
async def test_an_answer_comes_in_the_language_of_the_question_with_its_source(
    open_page: OpenPage, question: str, tag: str, heard: str
) -> None:
    page = await open_page()
    await ask(page, question)
    reply = page.locator("ambassador-chat .message.assistant").last
    await expect(reply).to_contain_text(heard)
    await expect(reply).to_have_attribute("lang", tag)


async def test_a_person_in_trouble_sees_a_telephone_link_to_1868(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "My passport was stolen in Bangkok")
    await expect(page.locator("ambassador-chat .distress a[href^='tel:']").first).to_be_visible()
    await expect(page.locator("ambassador-chat .distress")).to_contain_text("1868")


async def test_a_choice_is_pressed_and_answered(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "visa")
    choice = page.locator("ambassador-chat button.choice").first
    title = await choice.locator("span").first.inner_text()
    await choice.click()
    await expect(page.locator("ambassador-chat .message.user").last).to_contain_text(title)
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("Source:")
    await expect(choice).to_have_attribute("aria-disabled", "true")


async def test_the_language_switch_changes_the_page_without_a_reload(open_page: OpenPage) -> None:
    page = await open_page()
    await page.get_by_role("button", name="繁").or_(page.get_by_role("radio", name="繁")).first.click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hant-HK")
    await expect(page.locator("ambassador-chat textarea")).to_have_attribute("placeholder", "請輸入問題")


async def test_the_conversation_is_there_after_a_reload(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "thank you")
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("welcome")
    before = await page.locator("ambassador-chat .message.user").all_inner_texts()
    await page.reload()
    await expect(page.locator("ambassador-chat .message.user")).to_have_count(len(before))
    await expect(page.locator("ambassador-chat .message.user").last).to_contain_text("thank you")


async def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = await open_page()
    box = page.locator("ambassador-chat textarea")
    for _ in range(30):
        if await box.evaluate("box => box.getRootNode().activeElement === box"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.type("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("Ambassador")
    assert await box.evaluate("box => box.getRootNode().activeElement === box")


async def test_what_people_type_is_never_markup(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "<img src=x onerror=alert(1)> passport")
    await expect(page.locator("ambassador-chat .message.user").last).to_contain_text("<img src=x")
    assert await page.locator("ambassador-chat .message img").count() == 0


@pytest.mark.parametrize("width", [320, 390])
async def test_a_phone_needs_no_sideways_scrolling(open_page: OpenPage, width: int) -> None:
    page = await open_page(width=width, height=700)
    await ask(page, "Where is Immigration Headquarters?")
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("Source:")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_axe_finds_nothing(open_page: OpenPage) -> None:
    page = await open_page(bypass_csp=True)  # axe itself brings an inline style
    await ask(page, "How do I renew my passport?")
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("Source:")
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


async def test_another_site_embeds_the_widget_with_one_line(
    open_page: OpenPage, runtime: Runtime, site: TestServer, other_site: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = str(other_site.make_url("/")).rstrip("/")
    monkeypatch.setattr(runtime, "settings", replace(runtime.settings, allowed_origins=origin))
    page = await open_page(url=f"{origin}/?server={str(site.make_url('/')).rstrip('/')}")
    await page.get_by_role("button", name="Ask Ambassador").click()
    await ask(page, "thank you")
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("welcome")
    await page.keyboard.press("Escape")
    await expect(page.locator("ambassador-chat textarea")).to_be_hidden()


async def test_an_answer_can_be_called_helpful_or_not(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "How do I renew my passport?")
    await page.get_by_role("button", name="Not helpful").click()
    await expect(page.locator("ambassador-chat .message.user").last).to_contain_text("Not helpful")
    await expect(page.locator("ambassador-chat .message.assistant").last).to_contain_text("what was wrong")
    await expect(page.get_by_role("button", name="Helpful", exact=True).first).to_have_attribute(
        "aria-disabled", "true"
    )


async def test_a_guide_is_walked_through_by_buttons(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "I don't know which visa I need")
    await page.get_by_role("button", name="Study").click()
    last = page.locator("ambassador-chat .message.assistant").last
    await expect(last).to_contain_text("student visa")
    await expect(last).to_contain_text("Source:")


async def test_a_kiosk_shows_the_way_on_a_map(open_page: OpenPage, site: TestServer) -> None:
    page = await open_page(url=f"{site.make_url('/')}?here=sample:kiosk-stand")
    await ask(page, "Where is the toilet?")
    map_ = page.locator("ambassador-chat .message.assistant img.map")
    await expect(map_).to_be_visible()
    assert await map_.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
