"""The clerk's whole story, in a real Chromium: from a question that nobody could answer to a model that knows it.

What the FAQs of the story say is made up, and says so.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from bot.app import create_app
from bot.console.texts import say
from bot.runtime import Runtime
from knowledge.database.models import ModelTable
from knowledge.database.opening import open_database
from knowledge.database.store import open_table
from knowledge.database.users import Role, User, UserTable
from language.detect import Lang
from tests.bot.test_runtime import PETS

PASSWORD = "a made-up pass phrase"  # noqa: S105 (of made-up people)
EDITOR, APPROVER = User("mei", "Mei (sample)", Role.EDITOR), User("ken", "Ken (sample)", Role.APPROVER)
MINUTE = 60_000.0
TRAINING = 30 * MINUTE
"""Far more than a training takes."""

SignIn = Callable[[User, Lang], Awaitable["Desk"]]


class Desk:
    """One of the staff at a page of the console, which says everything in their language."""

    def __init__(self, page: Page, lang: Lang) -> None:
        self.page = page
        self._lang = lang

    def text(self, name: str, /, **values: object) -> str:
        return say(self._lang, name, **values)

    async def press(self, name: str, **values: object) -> None:
        await self.page.get_by_role("button", name=self.text(name, **values), exact=True).first.click()

    async def follow(self, name: str) -> None:
        await self.page.get_by_role("link", name=self.text(name), exact=True).first.click()

    async def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            await self.page.locator(f"[name='{name.replace('__', '.')}']").fill(text)


@pytest.fixture(scope="module")
async def office(own_runtime: Runtime) -> AsyncIterator[TestServer]:
    """The server, with an editor and an approver."""
    users = UserTable(open_database(own_runtime.settings.content))
    for user in (EDITOR, APPROVER):
        users.add(user, PASSWORD, "tests")
    server = TestServer(create_app(own_runtime))
    async with server:
        yield server


@pytest.fixture
async def new_page(browser: Browser, office: TestServer) -> AsyncIterator[Callable[[str], Awaitable[Page]]]:
    """Opens an address in a profile of its own; a script error or a blocked resource fails the test.

    A form that is refused is no fault: the page comes with status 422, which the browser notes as an error.
    """
    faults: list[str] = []
    contexts = []

    def noted(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 422" not in message.text:
            faults.append(message.text)

    async def open_(address: str) -> Page:
        context = await browser.new_context(locale="en-GB")
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", noted)
        await page.goto(str(office.make_url(address)))
        return page

    yield open_
    for context in contexts:
        await context.close()
    assert not faults


@pytest.fixture
def sign_in(new_page: Callable[[str], Awaitable[Page]]) -> SignIn:
    async def enter(user: User, lang: Lang) -> Desk:
        desk = Desk(await new_page(f"/console/sign-in?lang={lang}"), lang)
        await desk.fill(name=user.name, password=PASSWORD)
        await desk.press("signing_in.sign_in")
        await expect(desk.page.get_by_role("button", name=desk.text("console.sign_out"))).to_be_visible()
        return desk

    return enter


async def ask(page: Page, text: str) -> None:
    await page.locator("ambassador-chat textarea").fill(text)
    await page.keyboard.press("Enter")


async def write_faq(clerk: Desk, topic: str, en: tuple[str, str, str], zh: tuple[str, str, str]) -> None:
    """Question, answer and another wording in both languages, and what an FAQ needs besides."""
    await clerk.fill(question__en=en[0], answer__en=en[1], variants__en=en[2])
    await clerk.fill(question__zh=zh[0], answer__zh=zh[1], variants__zh=zh[2])
    await clerk.page.locator("[name=topic]").select_option(topic)
    await clerk.fill(
        source__title__en="Sample", source__title__zh="樣本", source__as_of="2026-01", owner="Sample counter"
    )


async def submit(clerk: Desk) -> None:
    await clerk.press("editing.submit")
    await expect(clerk.page.locator(".said[role=status]")).to_be_visible()


async def open_submitted(approver: Desk, title: str) -> None:
    await approver.follow("menu.approvals")
    await approver.page.get_by_role("link", name=title).first.click()


async def answers_with(runtime: Runtime, fingerprint: str) -> None:
    """Wait until that model answers."""
    async with asyncio.timeout(TRAINING / 1000):
        while runtime.release is None or runtime.release.fingerprint != fingerprint:  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.1)


async def give_reason(approver: Desk, step: str) -> None:
    """Overrule or roll back, on the page of a model."""
    await approver.page.locator("summary").filter(has_text=approver.text(step)).click()
    await approver.fill(reason="Sample: to see that it can be done.")
    await approver.press(f"{step}_do")


STORIES: dict[str, tuple[Lang, Lang, str, tuple[str, str, str], tuple[str, str, str]]] = {
    "in Chinese": (
        "zh-Hant",
        "en",
        "可唔可以推部單車入去辦事處？",
        ("May I push my bicycle into an office?", "Sample: bicycles stay outside.", "is a bike let into the office"),
        ("可唔可以推部單車入去辦事處？", "樣本：單車請停泊在外面。", "推單車入辦事處得唔得"),
    ),
    "in English": (
        "en",
        "zh-Hant",
        "Is there a piano in the waiting hall?",
        ("Is there a piano in the waiting hall?", "Sample: there is no piano.", "piano while I wait"),
        ("等候大堂有冇鋼琴？", "樣本：沒有鋼琴。", "等嘅時候可唔可以彈琴"),
    ),
}


@pytest.mark.parametrize("story", STORIES)
async def test_an_unanswered_question_is_answered_within_a_second_of_its_approval(
    story: str, own_runtime: Runtime, sign_in: SignIn, new_page: Callable[[str], Awaitable[Page]]
) -> None:
    clerks, approvers, asked, en, zh = STORIES[story]
    visitor = await new_page("/?lang=en")
    await ask(visitor, asked)
    replies = visitor.locator("ambassador-chat .message.assistant")
    await expect(replies.last).to_contain_text("2824 6111")

    clerk = await sign_in(EDITOR, clerks)
    await clerk.follow("menu.learning")
    group = clerk.page.locator("form.group").filter(has_text=asked)
    while not await group.count():  # conversations are looked through every few seconds
        await asyncio.sleep(0.5)
        await clerk.page.reload()
    await group.locator("summary").last.click()
    await group.get_by_role("button", name=clerk.text("learning.new_button"), exact=True).click()

    # first somebody else's question, which the page knows: it warns of the near duplicate, in the clerk's language
    await clerk.fill(question__en="How do I renew my passport now?")
    neighbour = own_runtime.desk.speaker.title("passport-application-how", clerks)
    await expect(clerk.page.locator("#neighbours")).to_contain_text(neighbour, timeout=MINUTE)
    await expect(clerk.page.locator("#warned")).to_be_visible(timeout=MINUTE)

    await write_faq(clerk, "headquarters", en, zh)
    await submit(clerk)

    approver = await sign_in(APPROVER, approvers)
    await open_submitted(approver, en[0] if approvers == "en" else zh[0])
    await expect(approver.page.locator("main")).to_contain_text(approver.text("approvals.gate_nothing"))
    await approver.press("approvals.approve")
    approved = approver.page.locator(".said[role=status]")
    await expect(approved).to_have_text(approver.text("approvals.approved"), timeout=MINUTE)

    before = await replies.count()
    await ask(visitor, en[2] if clerks == "en" else zh[2])
    await expect(replies).to_have_count(before + 1)
    await expect(replies.last).to_contain_text("Sample:" if clerks == "en" else "樣本：")


async def test_a_copy_of_anothers_questions_with_a_wrong_answer_is_stopped(
    own_runtime: Runtime, office: TestServer, sign_in: SignIn
) -> None:
    """Once where it is submitted; and where the other one is published in between, where it would be approved."""
    copied = PETS.question.en, "Sample, and wrong: bring them all.", PETS.variants.en[0]
    copied_zh = PETS.question.zh, "樣本，而且錯誤：歡迎帶同。", PETS.variants.zh[0]
    table = open_table(own_runtime.settings.content)
    clerk = await sign_in(EDITOR, "en")
    await clerk.page.goto(str(office.make_url("/console/faqs/new")))
    await write_faq(clerk, "passport_application", copied, copied_zh)
    await submit(clerk)
    table.save(PETS, "tests")
    await asyncio.to_thread(own_runtime.refresh)

    approver = await sign_in(APPROVER, "en")
    await open_submitted(approver, PETS.question.en)
    broken = approver.page.get_by_role("table").filter(has_text=approver.text("approvals.gate_before"))
    await expect(broken).to_contain_text(PETS.variants.en[0], timeout=MINUTE)
    await expect(approver.page.get_by_role("button", name=approver.text("approvals.approve"))).to_have_count(0)
    await approver.fill(comment="Sample: these are another FAQ's questions.")
    await approver.press("approvals.return")
    await expect(approver.page.locator(".said[role=status]")).to_be_visible()

    await clerk.page.goto(str(office.make_url("/console/faqs/new")))
    await write_faq(clerk, "passport_application", copied, copied_zh)
    await clerk.press("editing.submit")
    await expect(clerk.page.locator("#faults")).to_contain_text(PETS.id)
    table.withdraw(PETS.id, "tests")


async def test_a_training_runs_to_its_end_while_visitors_chat_and_is_rolled_back(
    own_runtime: Runtime, office: TestServer, sign_in: SignIn
) -> None:
    open_table(own_runtime.settings.content).save(PETS, "tests")
    models = ModelTable(open_database(own_runtime.settings.content))
    approver = await sign_in(APPROVER, "zh-Hant")
    await approver.follow("menu.models")
    before = own_runtime.release
    kinds: list[str] = []

    async def chat() -> None:
        address = office.make_url("/webhooks/rest/webhook")
        async with aiohttp.ClientSession() as session:
            while True:
                body = {"sender": f"story-{len(kinds)}", "message": "How do I renew my passport?"}
                async with session.post(address, json=body) as response:
                    assert response.status == 200
                    kinds.append((await response.json())[0]["custom"]["kind"])
                await asyncio.sleep(0.2)

    chatting = asyncio.create_task(chat())
    await approver.press("models.train")
    await expect(approver.page.locator("progress")).to_be_visible()
    await expect(approver.page.locator("#finished")).to_be_visible(timeout=TRAINING)
    await approver.page.locator("#finished a").click()
    trained = models.all()[0]
    if trained.state == "stopped":  # close calls fall otherwise in another training: somebody looks, and decides
        await approver.page.get_by_role("link", name=approver.text("models.look", id=trained.id)).first.click()
        await give_reason(approver, "models.overrule")
    else:
        assert trained.state == "live", trained.note
    await answers_with(own_runtime, trained.release)
    assert before
    assert own_runtime.release != before
    kept = next(model for model in models.all() if model.release == before.fingerprint)
    await approver.page.goto(str(office.make_url(f"/console/models/{kept.id}")))
    await give_reason(approver, "models.roll_back")
    await answers_with(own_runtime, before.fingerprint)
    chatting.cancel()
    done = await asyncio.gather(chatting, return_exceptions=True)
    assert isinstance(done[0], asyncio.CancelledError)
    assert set(kinds) == {"answer"}
    live = models.live()
    assert live
    assert live.release == before.fingerprint
