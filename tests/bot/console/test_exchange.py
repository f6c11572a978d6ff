"""Files in the console: taken away whole; brought back in two steps, to wait for another person."""

import io
import re
import zipfile

import msgspec
import pytest
from aiohttp import FormData
from openpyxl import Workbook

from bot.console import exchange
from bot.console.plan import SHOWN, plan_of
from bot.console.visit import Download, Page, Parts, RefusedError
from knowledge.database.imports import ImportTable
from knowledge.exchange.as_csv import write as as_csv
from knowledge.exchange.files import format_of
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.knowledge.faqs import answering, faq

CHANGED = answering(faq("adult"), "HK$18")
NEW = faq("senior")


async def csrf_of(client: Client) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', await (await client.get("/console/exchange")).text())
    assert found
    return found[1]


async def send(client: Client, name: str, data: bytes, lang: str = "en") -> tuple[int, str]:
    form = FormData({"csrf": await csrf_of(client)})
    form.add_field("file", data, filename=name)
    response = await client.post(f"/console/exchange?lang={lang}", data=form)
    return response.status, await response.text()


def marked(page: str) -> list[tuple[str, str]]:
    """What was removed and added, without the words for those who hear the page."""
    return re.findall(r"<(ins|del)>(?:<span[^>]*>[^<]*</span>)?([^<]*)<", page)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(csrf|name|data)" value="([^"]*)"', page))


@pytest.mark.parametrize("kind", exchange.KINDS)
async def test_what_is_taken_away_is_everything(console: Client, parts: Parts, kind: str) -> None:
    await sign_in(console, "editor")
    response = await console.get(f"/console/exchange/export?kind={kind}")
    assert response.status == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Disposition"].endswith(f".{kind}")
    read = format_of(f"a.{kind}").read(await response.read(), {"fees", "passport_application"})
    assert read == parts.faqs.all()


async def test_no_other_kind_is_written(console: Client) -> None:
    await sign_in(console, "editor")
    assert (await console.get("/console/exchange/export?kind=exe")).status == 404


def test_a_text_that_fits_in_no_cell_is_named(visit: MakeVisit, parts: Parts) -> None:
    parts.faqs.save(answering(faq("adult"), "x" * 40_000), "ann")
    page = exchange.export(visit(query={"kind": "xlsx"}))
    assert isinstance(page, Page)
    assert (page.status, page.context["faults"][0]["column"]) == (422, "answer.en")


@pytest.mark.parametrize("kind", exchange.KINDS)
async def test_a_file_is_looked_at_and_then_waits_for_another_person(console: Client, parts: Parts, kind: str) -> None:
    await sign_in(console, "editor")
    before = parts.faqs.all()
    status, page = await send(console, f"a.{kind}", format_of(f"a.{kind}").write([faq("child"), CHANGED, NEW]))
    assert status == 200
    for text in ("New: 1 · changed: 1 · coming back: 0 · the same: 1", "senior", "What about senior?", "HK$17"):
        assert text in page
    assert marked(page) == [("del", "17"), ("ins", "18")]
    response = await console.post("/console/exchange/submit", data={**hidden(page), "note": "for summer"})
    said = await response.text()
    assert "waits for another person" in said
    assert "for summer" in said
    assert parts.faqs.all() == before
    (file,) = ImportTable(parts.database).having("submitted")
    assert (file.name, file.submitted_by, file.back) == (f"a.{kind}", "editor", False)


async def test_questions_of_two_answers_are_named(console: Client) -> None:
    await sign_in(console, "editor")
    copy = msgspec.structs.replace(faq("copy"), question=faq("adult").question)
    _, page = await send(console, "a.yml", format_of("a.yml").write([copy]))
    assert "Questions that two answers would have then, so that it is left to chance which is given: 2" in page
    assert re.search(r"What about adult\? <code[^>]*>copy</code> <code[^>]*>adult</code>", page)


async def test_what_was_withdrawn_is_asked_about(console: Client, parts: Parts) -> None:
    parts.faqs.withdraw("child", "ann", "abolished")
    await sign_in(console, "editor")
    _, page = await send(console, "a.yml", format_of("a.yml").write([faq("child"), CHANGED]))
    assert "New: 0 · changed: 1 · coming back: 1 · the same: 0" in page
    assert "Each of them comes back" in page
    await console.post("/console/exchange/submit", data={**hidden(page), "back": "yes"})
    assert [file.back for file in ImportTable(parts.database).having("submitted")] == [True]


async def test_a_file_that_would_change_nothing_bothers_nobody(console: Client, parts: Parts) -> None:
    parts.faqs.withdraw("child", "ann", "abolished")
    await sign_in(console, "editor")
    _, page = await send(console, "a.yml", format_of("a.yml").write([faq("child"), faq("adult")]))
    response = await console.post("/console/exchange/submit", data=hidden(page))
    assert "there is nothing to import" in await response.text()
    assert ImportTable(parts.database).having("submitted") == []


async def test_a_file_that_says_what_is_so_changes_nothing(console: Client, parts: Parts) -> None:
    await sign_in(console, "approver")
    _, page = await send(console, "a.csv", as_csv(parts.faqs.all()))
    assert "there is nothing to import" in page
    assert "/console/exchange/submit" not in page


def test_much_is_shown_in_part(visit: MakeVisit, parts: Parts) -> None:
    parts.faqs.save_all([faq(f"a{number}") for number in range(150)], "ann")
    plan = plan_of(visit(), [answering(faq(f"a{number}"), "HK$18") for number in range(150)], come_back=False)
    assert (len(plan.changed), sum(bool(one.fields) for one in plan.changed)) == (150, SHOWN)


def formula() -> bytes:
    data = io.BytesIO()
    book = Workbook()
    assert book.active is not None
    book.active.append(["id", "topic"])
    book.active.append(["=1+1", "fees"])
    book.save(data)
    return data.getvalue()


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return data.getvalue()


HOSTILE = {
    "bomb.xlsx": (bomb(), "unpacked it would be", "解壓後有"),
    "formula.xlsx": (formula(), "the column is missing", "欠這一欄"),
    "no.xlsx": (b"PK\x03\x04 not really", "no XLSX workbook", "並非XLSX活頁簿"),
    "alias.yml": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "it refers to another place", "引用了另一處"),
    "tag.yml": (b"- !!python/object/apply:os.system [id]\n", "it is no FAQ", "這不是問答"),
    "broken.csv": (b'"id', "cannot be read", "無法讀取"),
    "binary.csv": (b"\xff\xfe\x00", "not UTF-8", "並非UTF-8"),
    "program.exe": (b"MZ", "of no kind that is known", "不是可以讀取的檔案類型"),
    "<b>bold<i>.yml": (b"", "there is no FAQ in it", "檔案內沒有問答"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(("lang", "title"), [("en", "is refused, and nothing is changed"), ("zh-Hant", "資料並無改動")])
async def test_what_is_hostile_or_broken_is_refused_with_a_clear_word(
    console: Client, parts: Parts, name: str, lang: str, title: str
) -> None:
    await sign_in(console, "approver")
    data, *reasons = HOSTILE[name]
    status, page = await send(console, name, data, lang)
    assert status == 422
    assert title in page
    assert [reason in page for reason in reasons] == [lang == "en", lang == "zh-Hant"]
    assert 'role="alert"' in page
    assert "<b>" not in page
    assert len(parts.faqs.all()) == 3


async def test_every_fault_has_its_place(console: Client) -> None:
    await sign_in(console, "approver")
    data = as_csv([faq("adult"), faq("child")]).replace(b"2021-05", b"2021-15").replace(b",fees,", b",sauna,", 1)
    status, page = await send(console, "a.csv", data)
    assert status == 422
    assert "Faults: 3" in page
    rows = re.findall(r'<td class="number">(\d*)</td>\s*<td><code>([^<]+)</code>', page)
    assert rows == [("2", "topic"), ("2", "source.as_of"), ("3", "source.as_of")]


async def test_no_file_is_asked_for_again(console: Client) -> None:
    await sign_in(console, "approver")
    response = await console.post("/console/exchange", data={"csrf": await csrf_of(console)})
    page = await response.text()
    assert response.status == 422
    assert "Please choose a file." in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("data", ["AAAA", "", "LSBhCg=="])
def test_a_second_step_with_another_file_is_read_anew(visit: MakeVisit, data: str) -> None:
    page = exchange.submit(visit(form={"name": "a.yml", "data": data}))
    assert isinstance(page, Page)
    assert (page.status, page.template) == (422, "exchange_faults")


@pytest.mark.parametrize("data", ["A", "ABCDE"])
def test_a_second_step_that_is_no_file_is_refused(visit: MakeVisit, data: str) -> None:
    with pytest.raises(RefusedError) as error:
        exchange.submit(visit(form={"name": "a.yml", "data": data}))
    assert error.value.status == 400


def test_what_is_exported_is_dated(visit: MakeVisit) -> None:
    download = exchange.export(visit(query={"kind": "csv"}))
    assert isinstance(download, Download)
    assert re.fullmatch(r"faq-\d{4}-\d\d-\d\d\.csv", download.name)
