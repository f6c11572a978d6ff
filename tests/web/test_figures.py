"""The report as people see it, in a real Chromium, without a model."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.app import create_app
from bot.console.visit import Parts
from bot.settings import Settings
from tests.bot.console.conftest import PASSWORD, NeverLoaded, parts, settings
from tests.made_up_enquiries import insert, made_up

__all__ = ["parts", "settings"]
"""Fixtures."""


@pytest.fixture
async def figures(browser: Browser, settings: Settings, parts: Parts) -> AsyncIterator[Page]:
    """An editor's page of the last 30 days; a script error or a blocked resource fails the test."""
    insert(parts.database, *made_up(60, 60))
    faults: list[str] = []
    async with TestServer(create_app(NeverLoaded(settings))) as server:
        context = await browser.new_context(base_url=str(server.make_url("/")), bypass_csp=False)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        await page.goto("/console/sign-in?lang=en")
        await page.fill("[name=name]", "editor")
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/console")
        await page.goto("/console/figures")
        yield page
        await context.close()
    assert not faults


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(figures: Page, lang: str, scheme: str) -> None:
    context = await figures.context.browser.new_context(  # type: ignore[union-attr]
        bypass_csp=True,  # axe itself brings an inline style
        storage_state=await figures.context.storage_state(),
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = await context.new_page()
    await page.goto(f"{figures.url}?lang={lang}")
    for details in await page.locator("details").all():
        await details.evaluate("details => details.open = true")
    results = await Axe().run(page)
    await context.close()
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
async def test_a_phone_needs_no_sideways_scrolling(figures: Page, lang: str) -> None:
    await figures.set_viewport_size({"width": 390, "height": 844})
    await figures.goto(f"/console/figures?lang={lang}")
    await figures.locator("figure details summary").first.click()
    assert await figures.evaluate("document.documentElement.scrollWidth") <= 390


async def test_bars_have_the_size_of_what_they_stand_for(figures: Page) -> None:
    figure = figures.locator("figure", has=figures.get_by_role("heading", name="Languages"))
    await expect(figure.get_by_role("img", name="Languages")).to_be_visible()
    tracks, marks = figure.locator(".track"), figure.locator("svg.chart .mark")
    full = await tracks.first.evaluate("track => track.getBoundingClientRect().width")
    widths = await marks.evaluate_all("marks => marks.map(mark => mark.getBoundingClientRect())")
    top = min(box["top"] for box in widths)
    assert sum(box["width"] for box in widths if abs(box["top"] - top) < 1) == pytest.approx(full, rel=0.02)


async def test_a_period_is_chosen_and_its_file_taken_away(figures: Page) -> None:
    await figures.get_by_role("link", name="Last 7 days").click()
    await expect(figures.get_by_role("link", name="Last 7 days")).to_have_attribute("aria-current", "true")
    async with figures.expect_download() as download:
        await figures.get_by_role("link", name="Topics as CSV").click()
    assert (await download.value).suggested_filename.startswith("ambassador-topics-")


async def test_paper_has_the_figures_and_nothing_to_press(figures: Page) -> None:
    await figures.emulate_media(media="print")
    await expect(figures.locator(".headlines")).to_be_visible()
    for gone in (".bar", ".periods", "#print", ".away >> nth=0"):
        await expect(figures.locator(gone)).to_be_hidden()
