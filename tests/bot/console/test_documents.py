"""Reports in the console: what is previewed is what is quoted; who may publish; versions, withdrawal, the log."""

import io
from typing import Any

import pytest
from aiohttp.web import FileField
from multidict import CIMultiDict, CIMultiDictProxy

from bot.console import documents
from bot.console.visit import Page, Parts, Redirect, RefusedError
from knowledge.database.reports import ReportTable
from knowledge.database.users import Role
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.knowledge.documents.samples import PAGE, PAGE_ZH

FIELDS = {
    "title_en": "Sample Report 2019",
    "title_zh": "2019年樣本報告",
    "as_of": "2019-12",
    "url": "https://samples.example/2019",
    "id": "",
}
TEXT = "# Purple lanterns\n\nIn 2019 nobody lit a purple lantern.\nThey were green."


def upload(name: str, data: bytes) -> FileField:
    return FileField("file", name, io.BufferedReader(io.BytesIO(data)), "", CIMultiDictProxy(CIMultiDict()))


def page_of(result: Any, status: int = 200) -> Page:
    assert isinstance(result, Page)
    assert result.status == status, [fault.said for fault in result.context.get("faults", [])]
    return result


def published(visit: MakeVisit, parts: Parts, **changes: str) -> str:
    """The id of a report that an approver published."""
    form = {**FIELDS, "en": TEXT, "seen": "", **changes}
    result = documents.publish(visit("approver", form=form))
    assert isinstance(result, Redirect), result
    return result.to.rpartition("/")[2]


@pytest.fixture
def table(parts: Parts) -> ReportTable:
    return ReportTable(parts.database)


def test_a_file_is_previewed_and_nothing_is_kept(visit: MakeVisit, table: ReportTable) -> None:
    form = {**FIELDS, "file": upload("report.html", PAGE)}
    page = page_of(documents.preview(visit("editor", form=form)))
    quotes = [passage.quote("en") for section in page.context["sections"] for passage in section.passages]
    assert any("4,210 purple lanterns" in quote for quote in quotes)
    assert [section.heading.en for section in page.context["sections"]] == ["Purple lanterns", "Repairs", "Visitors"]
    assert "We use cookies. Accept Accept all cookies" in page.context["draft"].left_out
    assert page.context["draft"].text.en.startswith("# Sample Report 2019")
    assert table.latest() == []


def test_two_files_stand_beside_each_other(visit: MakeVisit) -> None:
    form = {**FIELDS, "file": upload("en.html", PAGE), "other": upload("zh.html", PAGE_ZH)}
    page = page_of(documents.preview(visit("editor", form=form)))
    counts = page.context["counts"]
    assert counts["one"] == 0
    assert counts["both"] == counts["passages"] > 0


def test_what_is_pasted_is_read(visit: MakeVisit) -> None:
    page = page_of(documents.preview(visit("editor", form={**FIELDS, "pasted": "Lanterns\n\nThey were all green."})))
    assert page.context["draft"].text.en == "## Lanterns\n\nThey were all green."


def test_the_title_comes_from_the_file(visit: MakeVisit) -> None:
    form = {**FIELDS, "title_en": "", "file": upload("report.html", PAGE)}
    page = page_of(documents.preview(visit("editor", form=form)))
    assert page.context["draft"].values["title_en"] == "Sample Report 2019"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title_en": ""}, "title_en"),
        ({"title_zh": " "}, "title_zh"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": "2019-13"}, "as_of"),
        ({"as_of": "last year"}, "as_of"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "url"),
        ({"id": "Sample Report"}, "id"),
        ({"id": "new"}, "id"),
        ({"en": ""}, "file"),
        ({"en": "# Only a heading"}, "text_en"),
    ],
)
@pytest.mark.parametrize("page", [documents.preview, documents.publish])
def test_a_fault_is_named_at_its_field_and_nothing_typed_is_lost(
    visit: MakeVisit, table: ReportTable, page: Any, changes: dict[str, str], named: str
) -> None:
    form = {**FIELDS, "en": TEXT, "seen": "", **changes}
    shown = page_of(page(visit("approver", form=form)), 400)
    assert named in shown.context["fault_of"]
    assert all(shown.context["draft"].values[name] == form[name].strip() for name in FIELDS)
    assert shown.context["draft"].text.en == form["en"]
    assert table.latest() == []


@pytest.mark.parametrize(("lang", "said"), [("en", "is no PDF"), ("zh-Hant", "並非PDF"), ("zh-Hans", "并非PDF")])
def test_a_refusal_is_told_in_the_language_of_the_page(visit: MakeVisit, lang: str, said: str) -> None:
    form = {**FIELDS, "file": upload("report.pdf", b"no PDF at all")}
    shown = page_of(documents.preview(visit("editor", form=form, lang=lang)), 400)
    assert said in shown.context["fault_of"]["file"]


def test_published_is_quoted_and_in_the_log(visit: MakeVisit, parts: Parts, table: ReportTable) -> None:
    key = published(visit, parts, note="report.html")
    (report,) = table.live()
    assert (key, report.text.en, report.as_of) == ("sample-report-2019", TEXT, "2019-12")
    assert report.unofficial is None
    ((_, entry),) = parts.audit.entries(action="report.")
    assert (entry.who, entry.action, entry.subject) == ("approver", "report.added", key)
    assert entry.detail == {"version": 1, "note": "report.html"}


def test_the_same_again_changes_nothing(visit: MakeVisit, parts: Parts, table: ReportTable) -> None:
    key = published(visit, parts)
    result = documents.publish(visit("approver", form={**FIELDS, "en": TEXT, "seen": "1"}))
    assert isinstance(result, Redirect)
    assert result.said == "documents.said_same"
    assert [one.version for one in table.history(key)] == [1]


def test_a_new_version_takes_the_place_of_the_old(visit: MakeVisit, parts: Parts, table: ReportTable) -> None:
    key = published(visit, parts)
    form = page_of(documents.new(visit("editor", query={"replace": key}))).context["draft"].values
    assert {name: form[name] for name in FIELDS if name != "id"} == {n: FIELDS[n] for n in FIELDS if n != "id"}
    assert published(visit, parts, **form, en=TEXT + "\nNow red.", seen="1") == key
    assert [(one.version, one.live) for one in table.history(key)] == [(1, False), (2, True)]
    old = page_of(documents.document(visit("editor", path={"id": key, "version": "1"})))
    assert "Now red" not in old.context["sections"][0].passages[0].quote("en")
    assert [entry.action for entry in old.context["log"]] == ["report.replaced", "report.added"]


def test_what_was_published_meanwhile_is_not_replaced_unseen(
    visit: MakeVisit, parts: Parts, table: ReportTable
) -> None:
    key = published(visit, parts)
    form = {**FIELDS, "en": TEXT + "\nMine.", "seen": ""}
    shown = page_of(documents.publish(visit("approver", form=form)), 400)
    assert shown.context["draft"].text.en.endswith("Mine.")
    assert shown.context["seen"] == "1"
    assert len(table.history(key)) == 1


def test_withdrawn_with_a_reason_and_back_again(visit: MakeVisit, parts: Parts, table: ReportTable) -> None:
    key = published(visit, parts)
    with pytest.raises(RefusedError):
        documents.withdraw(visit("approver", path={"id": key}, form={"reason": " "}))
    assert len(table.live()) == 1
    documents.withdraw(visit("approver", path={"id": key}, form={"reason": "out of date"}))
    assert table.live() == []
    assert parts.audit.entries(action="report.withdrawn")[0][1].detail["reason"] == "out of date"
    documents.publish_again(visit("approver", path={"id": key, "version": "1"}))
    assert [one.version for one in table.history(key) if one.live] == [2]


@pytest.mark.parametrize("path", [{"id": "nothing"}, {"id": "sample-report-2019", "version": "7"}])
def test_what_is_not_there_is_not_found(visit: MakeVisit, parts: Parts, path: dict[str, str]) -> None:
    published(visit, parts)
    with pytest.raises(RefusedError) as error:
        documents.document(visit("editor", path=path))
    assert error.value.status == 404


def test_changes_are_for_approvers() -> None:
    changing = {route.path: route.role for route in documents.ROUTES if route.method == "POST"}
    preview = changing.pop("/console/documents/new")
    assert preview == Role.EDITOR
    assert set(changing.values()) == {Role.APPROVER}


async def test_the_whole_story_over_http(console: Client, visit: MakeVisit, parts: Parts) -> None:
    await sign_in(console, "approver")
    page = await (await console.get("/console/documents/new")).text()
    csrf = page.partition('name="csrf" content="')[2].partition('"')[0]
    form = {**FIELDS, "csrf": csrf, "file": io.BytesIO(PAGE)}
    hostile = {**form, "file": io.BytesIO(b"<p>An <b>odd</b> &lt;script&gt;alert(1)&lt;/script&gt; sentence.</p>")}
    for sent, shown in ((form, "4,210 purple lanterns"), (hostile, "&lt;script&gt;")):
        data = _multipart(sent)
        answer = await console.post("/console/documents/new", data=data)
        assert answer.status == 200
        text = await answer.text()
        assert shown in text
        assert "<script>alert" not in text
    answer = await console.post("/console/documents", data=_multipart({**FIELDS, "csrf": csrf, "seen": "", "en": TEXT}))
    assert answer.status == 200
    assert "answered from it now" in await answer.text()
    listed = await (await console.get("/console/documents?lang=zh-Hant")).text()
    assert "2019年樣本報告" in listed
    assert "系統自帶" in listed
    assert (await console.get("/console/documents/sample-report-2019/versions/1")).status == 200


async def test_an_editor_is_told_that_only_an_approver_can_publish(console: Client) -> None:
    await sign_in(console, "editor")
    page = await (await console.get("/console/documents/new?lang=en")).text()
    assert "only an approver can publish" in page
    assert "/console/documents/new" in page


def _multipart(fields: dict[str, Any]) -> Any:
    from aiohttp import FormData

    data = FormData()
    for name, value in fields.items():
        if isinstance(value, io.BytesIO):
            data.add_field(name, value.getvalue(), filename="report.html", content_type="text/html")
        else:
            data.add_field(name, value, content_type="text/plain")
    return data
