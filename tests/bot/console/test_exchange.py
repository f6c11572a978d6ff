"""Files in the console: taken away whole; brought back in two steps, by an approver, and never over what changed."""

import base64
import io
import re
import zipfile
from typing import Any

import pytest
from aiohttp import FormData
from openpyxl import Workbook

from bot.console import exchange
from bot.console.visit import Download, Page, Parts, Redirect, RefusedError
from knowledge.database.audit import AuditLog
from knowledge.database.faqs import faqs_fingerprint
from knowledge.exchange.as_csv import write as as_csv
from knowledge.exchange.files import format_of
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.knowledge.faqs import answering, faq

CHANGED = answering(faq("adult"), "HK$18")
NEW = faq("senior")


def confirming(visit: MakeVisit, parts: Parts, faqs: Any, **form: str) -> Any:
    data = base64.urlsafe_b64encode(format_of("a.yml").write(faqs)).decode()
    form = {"name": "a.yml", "data": data, "looked_at": faqs_fingerprint(parts.faqs.all()), **form}
    return exchange.confirm(visit("approver", form=form))


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
    return dict(re.findall(r'<input type="hidden" name="(csrf|name|looked_at|data)" value="([^"]*)"', page))


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
async def test_a_file_is_looked_at_and_then_taken_in(console: Client, parts: Parts, kind: str) -> None:
    await sign_in(console, "approver")
    before = parts.faqs.all()
    status, page = await send(console, f"a.{kind}", format_of(f"a.{kind}").write([faq("child"), CHANGED, NEW]))
    assert status == 200
    for text in ("New: 1 · changed: 1 · coming back: 0 · the same: 1", "senior"):
        assert text in page
    assert marked(page) == [("del", "17"), ("ins", "18")]
    assert parts.faqs.all() == before
    response = await console.post("/console/exchange/confirm", data=hidden(page))
    assert "The file is imported" in await response.text()
    assert (parts.faqs.get("adult"), parts.faqs.get("senior")) == (CHANGED, NEW)
    last = parts.faqs.history("adult")[-1]
    assert (last.author, last.note) == ("approver", f"from a.{kind}")
    assert [len(parts.faqs.history(id_)) for id_ in ("adult", "child", "senior")] == [2, 1, 1]
    ((_, entry), *_) = AuditLog(parts.database).entries(action="faq.")
    assert (entry.who, entry.action, entry.detail) == (
        "approver", "faq.imported", {"new": ["senior"], "changed": ["adult"]}
    )  # fmt: skip


def test_taking_in_makes_answers_fresh(visit: MakeVisit, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[str] = []
    monkeypatch.setattr(parts.runtime, "refresh", lambda: answers.extend(one.answer.en for one in parts.faqs.all()))
    assert confirming(visit, parts, [CHANGED]) == Redirect("/console/faqs?sort=-changed", said="exchange.done")
    assert "HK$18" in answers
    answers.clear()
    assert confirming(visit, parts, [CHANGED]) == Redirect("/console/exchange", said="exchange.nothing_done")
    assert answers == []


async def test_an_editor_cannot_bring_files(console: Client, parts: Parts) -> None:
    await sign_in(console, "editor")
    assert "Only approvers" in await (await console.get("/console/exchange")).text()
    status, _ = await send(console, "a.yml", format_of("a.yml").write([NEW]))
    assert status == 403
    form = {"csrf": await csrf_of(console), "name": "a.yml", "data": "", "looked_at": ""}
    assert (await console.post("/console/exchange/confirm", data=form)).status == 403
    assert parts.faqs.get("senior") is None


async def test_a_change_meanwhile_is_not_lost(console: Client, parts: Parts) -> None:
    await sign_in(console, "approver")
    _, page = await send(console, "a.yml", format_of("a.yml").write([CHANGED]))
    parts.faqs.save(answering(faq("adult"), "HK$99"), "ben")
    response = await console.post("/console/exchange/confirm", data=hidden(page))
    again = await response.text()
    assert response.status == 409
    assert "nothing was imported" in again
    assert marked(again) == [("del", "99"), ("ins", "18")]
    assert [one.author for one in parts.faqs.history("adult")] == ["starter files", "ben"]
    await console.post("/console/exchange/confirm", data=hidden(again))
    assert parts.faqs.get("adult") == CHANGED


def test_without_having_looked_nothing_is_taken_in(visit: MakeVisit, parts: Parts) -> None:
    page = confirming(visit, parts, [CHANGED], looked_at="")
    assert isinstance(page, Page)
    assert (page.status, page.context["meanwhile"]) == (409, True)
    assert parts.faqs.get("adult") == faq("adult")


async def test_what_was_withdrawn_comes_back_only_if_somebody_says_so(console: Client, parts: Parts) -> None:
    parts.faqs.withdraw("child", "ann", "abolished")
    await sign_in(console, "approver")
    _, page = await send(console, "a.yml", format_of("a.yml").write([faq("child"), CHANGED]))
    assert "New: 0 · changed: 1 · coming back: 1 · the same: 0" in page
    assert "Each of them comes back" in page
    assert 'name="back" value="yes">' in page
    await console.post("/console/exchange/confirm", data=hidden(page))
    assert (parts.faqs.get("child"), parts.faqs.get("adult")) == (None, CHANGED)
    _, page = await send(console, "a.yml", format_of("a.yml").write([faq("child"), CHANGED]))
    await console.post("/console/exchange/confirm", data={**hidden(page), "back": "yes"})
    assert parts.faqs.get("child") == faq("child")


def test_what_is_withdrawn_meanwhile_does_not_come_back_unseen(visit: MakeVisit, parts: Parts) -> None:
    looked_at = faqs_fingerprint(parts.faqs.all())
    parts.faqs.withdraw("child", "ann")
    page = confirming(visit, parts, [faq("child")], back="yes", looked_at=looked_at)
    assert isinstance(page, Page)
    assert [one.id for one in page.context["plan"].back] == ["child"]
    assert page.context["back"]
    assert parts.faqs.get("child") is None


async def test_a_file_that_says_what_is_so_changes_nothing(console: Client, parts: Parts) -> None:
    await sign_in(console, "approver")
    _, page = await send(console, "a.csv", as_csv(parts.faqs.all()))
    assert "there is nothing to import" in page
    assert "/console/exchange/confirm" not in page


def test_much_is_shown_in_part_and_taken_in_whole(visit: MakeVisit, parts: Parts) -> None:
    parts.faqs.save_all([faq(f"a{number}") for number in range(150)], "ann")
    changed = [answering(faq(f"a{number}"), "HK$18") for number in range(150)]
    page = confirming(visit, parts, changed, looked_at="")
    assert isinstance(page, Page)
    plan = page.context["plan"]
    assert (len(plan.changed), sum(bool(one.changes) for one in plan.changed)) == (150, exchange.SHOWN)
    confirming(visit, parts, changed)
    assert {parts.faqs.history(f"a{number}")[-1].author for number in range(150)} == {"approver"}


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
def test_a_second_step_with_another_file_is_read_anew(visit: MakeVisit, parts: Parts, data: str) -> None:
    page = confirming(visit, parts, [NEW], data=data)
    assert isinstance(page, Page)
    assert (page.status, page.template) == (422, "exchange_faults")


@pytest.mark.parametrize("data", ["A", "ABCDE"])
def test_a_second_step_that_is_no_file_is_refused(visit: MakeVisit, parts: Parts, data: str) -> None:
    with pytest.raises(RefusedError) as error:
        confirming(visit, parts, [NEW], data=data)
    assert error.value.status == 400


def test_what_is_exported_is_dated(visit: MakeVisit) -> None:
    download = exchange.export(visit(query={"kind": "csv"}))
    assert isinstance(download, Download)
    assert re.fullmatch(r"faq-\d{4}-\d\d-\d\d\.csv", download.name)
