"""Accounts as administrators keep them, and one's own password."""

import re
from collections.abc import Callable

import pytest

from bot.console import accounts, texts
from bot.console.visit import Page, Parts, Redirect, RefusedError, Visit
from knowledge.database.sessions import SessionTable
from knowledge.database.users import Role, User
from tests.bot.conftest import Client
from tests.bot.console.conftest import PASSWORD, STAFF, MakeVisit, sign_in, token

NEW = "seven quiet lanterns at noon"
NEWCOMER = {"name": "ho.mei", "display": "何美 Ho Mei", "role": "approver"}
HOSTILE = "<img src=x onerror=alert(1)>\"'"


def user(parts: Parts, name: str) -> User:
    account = parts.users.get(name)
    assert account is not None
    return account.user


def change_own(visit: MakeVisit, old: str, new: str, repeated: str) -> Page | Redirect:
    form = {"old-password": old, "new-password": new, "repeated-password": repeated}
    result = accounts.change_password(visit("editor", form=form))
    assert isinstance(result, Page | Redirect)
    return result


def test_an_account_is_added_with_a_password_that_is_shown_once(visit: MakeVisit, parts: Parts) -> None:
    page = accounts.add(visit("administrator", form=NEWCOMER))
    assert isinstance(page, Page)
    assert page.template == "account_password"
    assert user(parts, "ho.mei") == User("ho.mei", "何美 Ho Mei", Role.APPROVER, must_change=True)
    assert parts.sessions.sign_in("ho.mei", page.context["password"])
    (entry,) = [entry for _, entry in parts.audit.entries(action="user.added", subject="ho.mei")]
    assert entry.who == "administrator"


@pytest.mark.parametrize(
    ("typed", "wrong", "field"),
    [
        ({"name": "editor"}, "name_taken", "name"),
        ({"name": "Ho Mei"}, "bad_name", "name"),
        ({"name": ""}, "bad_name", "name"),
        ({"display": " "}, "bad_display", "display"),
        ({"display": "x" * 81}, "bad_display", "display"),
    ],
)
def test_what_cannot_be_is_shown_at_its_field_with_what_was_typed(
    visit: MakeVisit, typed: dict[str, str], wrong: str, field: str
) -> None:
    form = {**NEWCOMER, **typed}
    page = accounts.add(visit("administrator", form=form))
    assert isinstance(page, Page)
    assert (page.status, page.context["wrong"], page.context["wrong_field"]) == (422, wrong, field)
    assert page.context["typed"] == {name: value.strip() for name, value in form.items()}


def test_name_and_role_are_changed(visit: MakeVisit, parts: Parts) -> None:
    form = {"display": "Chan Siu Man", "role": "approver"}
    result = accounts.change(visit("administrator", path={"name": "editor"}, form=form))
    assert result == Redirect("/console/accounts/editor", said="accounts.changed")
    assert user(parts, "editor") == User("editor", "Chan Siu Man", Role.APPROVER)


def test_ones_own_name_is_changed_and_not_ones_role(visit: MakeVisit, parts: Parts) -> None:
    accounts.change(visit("administrator", path={"name": "administrator"}, form={"display": "Wong"}))
    assert user(parts, "administrator").display == "Wong"
    form = {"display": "Another", "role": "editor"}
    page = accounts.change(visit("administrator", path={"name": "administrator"}, form=form))
    assert isinstance(page, Page)
    assert page.context["wrong"] == "own_role"
    assert user(parts, "administrator") == User("administrator", "Wong", Role.ADMINISTRATOR)


def test_a_new_first_password_lets_in_until_it_is_changed(visit: MakeVisit, parts: Parts) -> None:
    page = accounts.reset(visit("administrator", path={"name": "editor"}))
    assert isinstance(page, Page)
    assert parts.sessions.sign_in("editor", PASSWORD) is None
    assert parts.sessions.sign_in("editor", page.context["password"])
    assert user(parts, "editor").must_change
    assert accounts.reset(visit("administrator", path={"name": "administrator"})) == Redirect("/console/password")
    assert parts.sessions.sign_in("administrator", PASSWORD)


def test_an_account_is_deactivated_and_activated(visit: MakeVisit, parts: Parts) -> None:
    accounts.deactivate(visit("administrator", path={"name": "editor"}))
    assert not user(parts, "editor").active
    accounts.activate(visit("administrator", path={"name": "editor"}))
    assert user(parts, "editor").active
    with pytest.raises(RefusedError, match="own_account"):
        accounts.deactivate(visit("administrator", path={"name": "administrator"}))
    assert user(parts, "administrator").active


@pytest.mark.parametrize("page", [accounts.account, accounts.change, accounts.reset, accounts.deactivate])
@pytest.mark.parametrize("name", ["nobody", "\0", "<b>"])
def test_an_account_that_is_not_there(visit: MakeVisit, page: Callable[[Visit], object], name: str) -> None:
    with pytest.raises(RefusedError, match=r"accounts\.unknown"):
        page(visit("administrator", path={"name": name}))


def test_ones_own_password_is_changed(visit: MakeVisit, parts: Parts) -> None:
    result = change_own(visit, PASSWORD, NEW, NEW)
    assert isinstance(result, Redirect)
    assert result.cookie
    session = parts.sessions.find(result.cookie)
    assert session is not None
    assert session.user == STAFF["editor"]
    assert parts.sessions.sign_in("editor", NEW)


@pytest.mark.parametrize(
    ("typed", "wrong", "field"),
    [
        (("wrong", NEW, NEW), "wrong_password", "old-password"),
        ((PASSWORD, NEW, NEW + "x"), "differ", "repeated-password"),
        ((PASSWORD, "short", "short"), "too_short", "new-password"),
        ((PASSWORD, "password1234", "password1234"), "obvious", "new-password"),
        ((PASSWORD, PASSWORD, PASSWORD), "same", "new-password"),
        ((PASSWORD, "x" * 2000, "x" * 2000), "too_long", "new-password"),
        ((PASSWORD, "editor editor 12", "editor editor 12"), "is_name", "new-password"),
    ],
)
def test_a_password_that_cannot_be_is_explained_and_never_shown(
    visit: MakeVisit, parts: Parts, typed: tuple[str, str, str], wrong: str, field: str
) -> None:
    page = change_own(visit, *typed)
    assert isinstance(page, Page)
    assert (page.status, page.context["wrong"], page.context["wrong_field"]) == (422, wrong, field)
    assert texts.knows(f"accounts.{wrong}")
    assert not any(secret in str(page.context) for secret in (PASSWORD, NEW, "password1234", "x" * 2000))
    assert parts.sessions.sign_in("editor", PASSWORD)


async def test_a_first_password_is_changed_before_anything_else(console: Client, parts: Parts) -> None:
    parts.users.reset_password("editor", PASSWORD, "administrator")
    await sign_in(console, "editor")
    response = await console.get("/console", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/console/password")
    page = await (await console.get("/console")).text()
    assert "Somebody else chose your password" in page
    form = {"csrf": await token(console), "old-password": PASSWORD, "new-password": NEW, "repeated-password": NEW}
    page = await (await console.post("/console/password", data=form)).text()
    assert "Your password was changed" in page
    assert "Chan Tai Man" in page
    assert (await console.get("/console", allow_redirects=False)).status == 200


async def test_other_sessions_end_with_the_password(console: Client, parts: Parts) -> None:
    elsewhere = parts.sessions.sign_in("editor", PASSWORD)
    assert elsewhere
    await sign_in(console, "editor")
    form = {"csrf": await token(console), "old-password": PASSWORD, "new-password": NEW, "repeated-password": NEW}
    await console.post("/console/password", data=form)
    assert SessionTable(parts.database).find(elsewhere) is None
    assert (await console.get("/console", allow_redirects=False)).status == 200


async def test_a_role_counts_at_once(console: Client, parts: Parts) -> None:
    await sign_in(console, "approver")
    assert (await console.get("/console/audit")).status == 200
    parts.users.change("approver", "administrator", role=Role.EDITOR)
    assert (await console.get("/console/audit", allow_redirects=False)).status == 303
    await sign_in(console, "approver")
    assert (await console.get("/console/audit")).status == 403


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
async def test_names_are_never_markup(console: Client, parts: Parts, lang: str) -> None:
    parts.users.add(User("hostile", HOSTILE, Role.EDITOR), PASSWORD, "administrator")
    parts.users.change("administrator", "administrator", display=HOSTILE)
    await sign_in(console, "administrator")
    for path in ("/console", "/console/accounts", "/console/accounts/hostile", "/console/password", "/console/audit"):
        page = await (await console.get(path, params={"lang": lang})).text()
        assert "<img" not in page, path
        assert "&lt;img src=x onerror=alert(1)&gt;&#34;&#39;" in page, path
    form = {"csrf": await token(console), "name": HOSTILE, "display": HOSTILE, "role": "editor"}
    page = await (await console.post("/console/accounts", data=form)).text()
    assert "<img" not in page
    assert 'aria-invalid="true"' in page


async def test_the_page_of_a_new_password_shows_it_and_the_list_does_not(console: Client) -> None:
    await sign_in(console, "administrator")
    form = {"csrf": await token(console), **NEWCOMER}
    page = await (await console.post("/console/accounts", data=form)).text()
    shown = re.search(r'<code translate="no">([a-z0-9-]{19})</code>', page)
    assert shown
    assert shown.group(1) not in await (await console.get("/console/accounts")).text()
    assert shown.group(1) not in await (await console.get("/console/audit.csv")).text()


async def test_a_role_that_there_is_not_is_refused(console: Client) -> None:
    await sign_in(console, "administrator")
    form = {"csrf": await token(console), **NEWCOMER, "role": "king"}
    assert (await console.post("/console/accounts", data=form)).status == 409


def test_every_reason_has_a_sentence() -> None:
    for reason in (*accounts.FIELDS, "too_short", "too_long", "is_name", "obvious", "same", "unknown", "own_account"):
        assert texts.knows(f"accounts.{reason}"), reason
        texts.say("en", f"accounts.{reason}", **accounts.VALUES)
