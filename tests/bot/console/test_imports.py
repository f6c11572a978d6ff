"""What another person says to a file of FAQs."""

import re

import msgspec
import pytest

from bot.console import imports
from bot.console.plan import plan_of
from bot.console.visit import Page, Parts, Redirect, RefusedError
from knowledge.database.faqs import faqs_fingerprint
from knowledge.database.imports import Import, ImportTable
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.knowledge.faqs import answering, faq

CHANGED = answering(faq("adult"), "HK$18")


@pytest.fixture
def file(parts: Parts) -> Import:
    """Brought by the editor: one change, one new FAQ."""
    return ImportTable(parts.database).submit("pool.xlsx", [CHANGED, faq("senior")], "editor", "for summer")


def deciding(visit: MakeVisit, parts: Parts, file: Import, who: str = "approver", **form: str) -> Page | Redirect:
    form = {"do": "approve", "looked_at": faqs_fingerprint(parts.faqs.all()), **form}
    result = imports.decide(visit(who, form=form, path={"number": str(file.id)}))
    assert isinstance(result, Page | Redirect)
    return result


async def test_an_approver_sees_it_among_what_waits_and_approves_it(
    console: Client, parts: Parts, file: Import
) -> None:
    await sign_in(console, "approver")
    home = await (await console.get("/console")).text()
    assert re.search(r"/console/approvals[^>]*>(\s|<[^>]*>)*1\b", home)
    assert f'href="/console/imports/{file.id}"' in await (await console.get("/console/approvals")).text()
    page = await (await console.get(f"/console/imports/{file.id}")).text()
    for text in ("pool.xlsx", "for summer", "Chan Tai Man", "<del>", "What about senior?"):
        assert text in page
    form = dict(re.findall(r'<input type="hidden" name="(csrf|looked_at)" value="([^"]*)"', page))
    response = await console.post(f"/console/imports/{file.id}", data={**form, "do": "approve"})
    assert response.status == 200
    assert (parts.faqs.get("adult"), parts.faqs.get("senior")) == (CHANGED, faq("senior"))
    assert "/console/imports/" in await (await console.get("/console/approvals")).text()


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("who", ["editor", "approver"])
async def test_the_page_is_there_in_every_language(console: Client, file: Import, who: str, lang: str) -> None:
    await sign_in(console, who)
    response = await console.get(f"/console/imports/{file.id}?lang={lang}")
    assert response.status == 200
    assert ('value="approve"' in await response.text()) == (who == "approver")


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_neither_an_editor_nor_who_brought_it_approves(visit: MakeVisit, parts: Parts, who: str) -> None:
    file = ImportTable(parts.database).submit("pool.xlsx", [CHANGED], who)
    with pytest.raises(RefusedError) as error:
        deciding(visit, parts, file, who)
    assert error.value.status == 403
    assert parts.faqs.get("adult") == faq("adult")


def test_what_is_approved_is_answered_at_once(
    visit: MakeVisit, parts: Parts, file: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[str] = []
    monkeypatch.setattr(type(parts.runtime), "ready", property(lambda _: True))
    monkeypatch.setattr(parts.runtime, "refresh", lambda: answers.extend(one.answer.en for one in parts.faqs.all()))
    assert deciding(visit, parts, file) == Redirect(f"/console/imports/{file.id}", said="approvals.approved")
    assert "HK$18" in answers


async def test_the_log_leads_to_it(console: Client, file: Import) -> None:
    await sign_in(console, "administrator")
    page = await (await console.get("/console/audit")).text()
    assert "Chan Tai Man" in page
    assert f'href="/console/imports/{file.id}"' in page


def test_what_was_withdrawn_counts_only_where_it_comes_back(visit: MakeVisit, parts: Parts) -> None:
    parts.faqs.withdraw("child", "ann")
    double = msgspec.structs.replace(faq("child"), question=faq("adult").question)
    left, back = (plan_of(visit(), [double], come_back=come_back) for come_back in (False, True))
    assert (left.nothing, left.claims) == (True, [])
    assert (back.nothing, [claim.other for claim in back.claims]) == (False, ["adult", "adult"])


def test_what_changed_meanwhile_is_looked_at_again(visit: MakeVisit, parts: Parts, file: Import) -> None:
    page = deciding(visit, parts, file, looked_at="something older")
    assert isinstance(page, Page)
    assert (page.status, page.context["problem"]) == (409, "imports.changed_meanwhile")
    assert parts.faqs.get("adult") == faq("adult")


def test_not_to_take_it_needs_a_reason(visit: MakeVisit, parts: Parts, file: Import) -> None:
    page = deciding(visit, parts, file, do="return")
    assert isinstance(page, Page)
    assert page.status == 422
    assert deciding(visit, parts, file, do="return", comment="wrong fee") == Redirect(
        "/console/approvals", said="imports.returned"
    )
    after = ImportTable(parts.database).get(file.id)
    assert after
    assert (after.state, after.comment) == ("returned", "wrong fee")


def test_who_brought_it_takes_it_back(visit: MakeVisit, parts: Parts, file: Import) -> None:
    taken = deciding(visit, parts, file, "editor", do="return")
    assert taken == Redirect("/console/approvals", said="imports.taken_back")
    page = deciding(visit, parts, file)
    assert isinstance(page, Page)
    assert (page.status, page.context["problem"]) == (409, "imports.decided_meanwhile")


@pytest.mark.parametrize("number", ["99", "x", "²", "1" * 30])
def test_a_file_that_there_is_not_is_not_found(visit: MakeVisit, number: str) -> None:
    with pytest.raises(RefusedError) as error:
        imports.look(visit(path={"number": number}))
    assert error.value.status == 404
