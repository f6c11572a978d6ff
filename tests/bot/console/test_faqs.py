"""The FAQs in the console: found, looked at, compared, withdrawn."""

import re
from typing import Any

import pytest

from bot.console import faqs
from bot.console.times import stamp
from bot.console.visit import Page, Parts, Redirect, RefusedError
from knowledge.database.audit import AuditLog
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.knowledge.database.test_library import add_draft
from tests.knowledge.faqs import answering, faq


async def fetch(client: Client, path: str, status: int = 200) -> str:
    response = await client.get(path, allow_redirects=False)
    assert response.status == status
    return await response.text()


def withdrawing(visit: MakeVisit, who: str = "approver", **form: str) -> Any:
    form = {"reason": "abolished", "revision": "1", **form}
    return faqs.withdraw(visit(who, path={"id": "adult"}, form=form))


async def test_the_list_shows_both_languages_and_leads_to_each(console: Client) -> None:
    await sign_in(console, "editor")
    page = await fetch(console, "/console/faqs")
    for text in (
        '<html lang="en">',
        "What about adult?",
        "adult點呀？",
        'href="/console/faqs/adult"',
        "1–3 of 3",
        "Applying for a passport",
    ):
        assert text in page
    assert "What about child?" not in await fetch(console, "/console/faqs?q=adult")
    assert "There is nothing like that." in await fetch(console, "/console/faqs?q=nothing")


async def test_the_list_is_there_in_chinese(console: Client) -> None:
    await sign_in(console, "editor")
    page = await fetch(console, "/console/faqs?lang=zh-Hant&sort=-question&state=live")
    for text in ("第 1 至 3 項，共 3 項", "使用中", "申請護照", 'aria-sort="descending"'):
        assert text in page


async def test_what_is_typed_is_no_markup(console: Client, parts: Parts) -> None:
    parts.faqs.save(answering(faq("adult"), "<script>alert(1)</script>"), "<b>ann</b>", "<i>note</i>")
    await sign_in(console, "editor")
    page = await fetch(console, "/console/faqs/adult?from=1&to=2") + await fetch(console, "/console/faqs?q=<u>")
    assert not re.search(r"<(script|b|i|u)>", page)
    assert "&lt;script&gt;" in page


async def test_an_faq_has_its_history_in_hong_kong_time(console: Client, parts: Parts) -> None:
    parts.faqs.save(answering(faq("adult"), "HK$18"), "ann", "new fee")
    await sign_in(console, "approver")
    page = await fetch(console, "/console/faqs/adult")
    for text in ('<html lang="en">', "HK$18", "17港元", "new fee", "starter files", "Restore revision 1 as a draft"):
        assert text in page
    assert "Restore revision 2" not in page
    assert stamp(parts.faqs.history("adult")[1].at) in page


async def test_restoring_asks_the_editor_for_a_draft_of_that_revision(console: Client, parts: Parts) -> None:
    parts.faqs.save(answering(faq("adult"), "HK$18"), "ann")
    await sign_in(console, "editor")
    page = await fetch(console, "/console/faqs/adult")
    form = re.search(r'<form method="post" action="/console/faqs/adult/edit">(.*?)</form>', page, re.DOTALL)
    assert form
    assert '<input type="hidden" name="revision" value="1">' in form[1]
    assert 'name="csrf"' in form[1]


def test_two_revisions_are_compared(visit: MakeVisit, parts: Parts) -> None:
    parts.faqs.save(answering(faq("adult"), "HK$18"), "ann")
    parts.faqs.save(answering(faq("adult"), "HK$19"), "ann")
    page = faqs.one(visit(path={"id": "adult"}, query={"from": "1", "to": "3"}))
    assert isinstance(page, Page)
    comparison = page.context["comparison"]
    assert [(change.field, [(part.kind, part.text) for part in change.parts]) for change in comparison.changes] == [
        ("answer_en", [("same", "HK$"), ("removed", "17"), ("added", "19")])
    ]
    page = faqs.one(visit(path={"id": "adult"}))
    assert isinstance(page, Page)
    assert page.context["comparison"] is None


@pytest.mark.parametrize("query", [{"from": "1"}, {"from": "1", "to": "9"}, {"from": "x", "to": "1"}])
def test_revisions_that_are_not_there_are_not_compared(visit: MakeVisit, query: dict[str, str]) -> None:
    with pytest.raises(RefusedError) as error:
        faqs.one(visit(path={"id": "adult"}, query=query))
    assert error.value.status == 404


async def test_what_never_was_is_not_found(console: Client) -> None:
    await sign_in(console, "approver")
    assert "There is no answer nothing." in await fetch(console, "/console/faqs/nothing", 404)
    await fetch(console, "/console/faqs/nothing/withdraw", 404)


def test_a_draft_of_a_new_faq_is_shown_as_a_draft(visit: MakeVisit, parts: Parts) -> None:
    number = add_draft(parts.database, faq="senior")
    assert faqs.one(visit(path={"id": "senior"})) == Redirect(f"/console/drafts/{number}")


async def test_somebodys_draft_is_offered_instead_of_another(console: Client, parts: Parts) -> None:
    number = add_draft(parts.database, faq="adult", author="ann")
    await sign_in(console, "editor")
    page = await fetch(console, "/console/faqs/adult")
    assert f'href="/console/drafts/{number}"' in page
    assert 'href="/console/faqs/adult/edit"' not in page


async def test_an_approver_withdraws_with_a_reason(console: Client, parts: Parts) -> None:
    await sign_in(console, "approver")
    page = await fetch(console, "/console/faqs/adult/withdraw")
    fields = dict(re.findall(r'name="(csrf|revision)" value="([^"]*)"', page))
    answer = await console.post("/console/faqs/adult/withdraw", data={**fields, "reason": "abolished"})
    page = await answer.text()
    assert "It is withdrawn" in page
    assert "Withdrawn by approver: abolished" in page
    assert "Restore revision 1 as a draft" in page
    assert parts.faqs.get("adult") is None
    assert "/console/faqs/adult/withdraw" not in page
    ((_, entry), *_) = AuditLog(parts.database).entries(action="faq.")
    assert (entry.who, entry.action, entry.subject, entry.detail["note"]) == (
        "approver", "faq.withdrawn", "adult", "abolished"
    )  # fmt: skip
    assert "withdrawn" in await fetch(console, "/console/faqs?state=withdrawn")
    await fetch(console, "/console/faqs/adult/withdraw", 409)


async def test_an_editor_cannot_withdraw(console: Client, parts: Parts) -> None:
    await sign_in(console, "editor")
    page = await fetch(console, "/console/faqs/adult")
    assert "/withdraw" not in page
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    form = {"csrf": csrf[1], "reason": "abolished", "revision": "1"}
    assert (await console.post("/console/faqs/adult/withdraw", data=form)).status == 403
    assert parts.faqs.get("adult")


def test_withdrawing_makes_answers_fresh(visit: MakeVisit, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    live: list[bool] = []
    monkeypatch.setattr(parts.runtime, "refresh", lambda: live.append(parts.faqs.get("adult") is not None))
    assert withdrawing(visit) == Redirect("/console/faqs/adult", said="faqs.was_withdrawn")
    assert live == [False]


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"reason": " "}, "faqs.reason_missing"),
        ({"reason": "x" * 1001}, "faqs.reason_long"),
        ({"revision": "2"}, "faqs.changed_meanwhile"),
        ({"revision": ""}, "faqs.changed_meanwhile"),
    ],
)
def test_a_withdrawal_without_a_reason_or_of_something_else_is_asked_again(
    visit: MakeVisit, parts: Parts, form: dict[str, str], fault: str
) -> None:
    page = withdrawing(visit, **form)
    assert isinstance(page, Page)
    assert (page.status, page.context["faults"], page.context["reason"]) == (
        422, [fault], form.get("reason", "abolished").strip()
    )  # fmt: skip
    assert parts.faqs.get("adult")


async def test_a_change_meanwhile_is_shown_and_the_reason_kept(console: Client, parts: Parts) -> None:
    await sign_in(console, "approver")
    page = await fetch(console, "/console/faqs/adult/withdraw")
    fields = dict(re.findall(r'name="(csrf|revision)" value="([^"]*)"', page))
    parts.faqs.save(answering(faq("adult"), "HK$18"), "ben")
    answer = await console.post("/console/faqs/adult/withdraw", data={**fields, "reason": "abolished"})
    page = await answer.text()
    assert answer.status == 422
    for text in ("nothing was withdrawn", "HK$18", 'value="2"', ">abolished</textarea>"):
        assert text in page


async def test_what_was_withdrawn_and_came_back_is_compared_with_what_was_told_before(
    console: Client, parts: Parts
) -> None:
    parts.faqs.withdraw("adult", "ann")
    parts.faqs.save(answering(faq("adult"), "HK$18"), "ann")
    await sign_in(console, "editor")
    assert "?from=1&amp;to=3#differences" in await fetch(console, "/console/faqs/adult")
    await fetch(console, "/console/faqs/adult?from=1&to=2", 404)
