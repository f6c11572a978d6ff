"""What answers keeps up with the database: content at once, another model without a failed turn."""

import asyncio
import shutil
from collections.abc import Iterator

import msgspec
import pytest

from bot.release import Release
from bot.runtime import Runtime
from bot.turn import ReplyJson
from knowledge.content import Bilingual, Faq, Source, Wordings
from knowledge.database.audit import utc_now
from knowledge.database.faqs import FaqTable
from knowledge.database.models import ModelTable
from knowledge.database.opening import open_database
from knowledge.database.store import open_table
from knowledge.database.tables import MODEL

PETS = Faq(
    id="sample-pets",
    topic="headquarters",
    question=Bilingual(en="May I bring my dog into an office?", zh="我可以帶狗進入辦事處嗎？"),
    variants=Wordings(en=["are pets allowed in the office"], zh=["帶隻狗入去得唔得"]),
    answer=Bilingual(en="Sample: pets wait outside.", zh="樣本：寵物請留在外面。"),
    source=Source(title="Sample", as_of="2026"),
    owner="tests",
)
RENEW = "How do I renew my passport?"


@pytest.fixture
def own(own_runtime: Runtime) -> Runtime:
    return own_runtime


@pytest.fixture
def table(own: Runtime) -> Iterator[FaqTable]:
    """Its FAQs; as they were, afterwards."""
    table = open_table(own.settings.content)
    before = table.all()
    yield table
    table.save_all(before, "tests")
    for faq in table.all():
        if faq.id not in {kept.id for kept in before}:
            table.withdraw(faq.id, "tests")
    own.keep_up()


async def ask(runtime: Runtime, text: str) -> ReplyJson:
    first, *_ = await runtime.assistant.reply(f"runtime-{text}", text)
    return first


def put_in_force(runtime: Runtime, fingerprint: str) -> None:
    with open_database(runtime.settings.content).writing() as connection:
        connection.execute(MODEL.delete())
        values = {
            "release": fingerprint,
            "state": "live",
            "made_by": "tests",
            "made_at": utc_now(),
            "live_at": utc_now(),
        }
        connection.execute(MODEL.insert().values(**values, step="", share=1.0, note=""))


async def test_an_faq_of_another_process_is_answered_and_withdrawn(own: Runtime, table: FaqTable) -> None:
    """Of something that nobody could answer before; no model was trained in between."""
    assert (await ask(own, PETS.question.en))["kind"] == "fallback"
    table.save(PETS, "ann")
    own.keep_up()
    for wording in PETS.wordings:
        reply = await ask(own, wording)
        assert (reply["kind"], reply["answer_id"]) == ("answer", PETS.id), wording
    assert (await ask(own, RENEW))["answer_id"] == "passport-application-how"
    table.withdraw(PETS.id, "ann")
    own.keep_up()
    assert (await ask(own, PETS.question.en))["kind"] == "fallback"


async def test_a_changed_answer_is_told_at_once(own: Runtime, table: FaqTable) -> None:
    faq = table.get("passport-application-how")
    assert faq
    table.save(msgspec.structs.replace(faq, answer=Bilingual(en="Sample: changed.", zh=faq.answer.zh)), "ann")
    own.refresh()
    assert (await ask(own, RENEW))["text"] == "Sample: changed."


async def test_a_turn_ends_at_the_desk_where_it_began(own: Runtime, table: FaqTable) -> None:
    before = own.assistant
    table.withdraw("passport-application-how", "ann")
    own.refresh()
    assert own.assistant is not before
    replies = await before.reply("runtime-before", RENEW)
    assert replies[0]["answer_id"] == "passport-application-how"
    assert (await ask(own, RENEW))["answer_id"] != "passport-application-how"


async def test_another_model_is_swapped_in_and_no_turn_fails(own: Runtime) -> None:
    current = Release.in_force(own.settings)
    other = Release("0123456789abcdef", own.settings)
    shutil.copytree(current.folder, other.folder)
    shutil.copy(current.rasa_model, other.rasa_model)
    kinds: list[str] = []

    async def chat() -> None:
        while True:
            (first, *_) = await own.assistant.reply(f"swapping-{len(kinds)}", RENEW)
            kinds.append(first["kind"])
            await asyncio.sleep(0.01)  # a turn alone never gives way

    chatting = asyncio.create_task(chat())
    put_in_force(own, other.fingerprint)
    await asyncio.to_thread(own.keep_up)
    chatting.cancel()
    await asyncio.gather(chatting, return_exceptions=True)
    assert Release.in_force(own.settings) == other
    assert own.release == other
    assert (await ask(own, RENEW))["kind"] == "answer"
    assert set(kinds) == {"answer"}


@pytest.mark.parametrize("spoil", ["missing", "of other files"])
async def test_a_model_that_cannot_be_used_does_not_take_over(own: Runtime, spoil: str) -> None:
    before = own.release
    if spoil == "of other files":
        other = Release("fedcba9876543210", own.settings)
        assert before
        shutil.copytree(before.folder, other.folder)
        shutil.copy(before.rasa_model, other.rasa_model)
        (other.folder / "files.txt").write_text("another", encoding="utf-8")
    put_in_force(own, "fedcba9876543210")
    own.keep_up()
    assert own.release == before
    assert (await ask(own, RENEW))["kind"] == "answer"


async def test_nothing_is_done_where_nothing_changed(own: Runtime) -> None:
    before = own.assistant
    own.keep_up()
    assert own.assistant is before


def test_the_model_that_answers_can_be_gone_back_to(own: Runtime) -> None:
    """Wherever it came from, it stands among the models."""
    put_in_force(own, "fedcba9876543210")
    again = Runtime(own.settings)
    again.load_now()
    assert again.release
    live = ModelTable(open_database(own.settings.content)).live()
    assert live
    assert live.release == again.release.fingerprint


def test_before_it_is_loaded_there_is_nothing_to_refresh(own: Runtime) -> None:
    Runtime(own.settings).refresh()
    Runtime(own.settings).keep_up()
