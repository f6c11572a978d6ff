"""Accounts of staff, for administrators; and one's own password."""

from collections.abc import Callable

from bot.console.routing import Route
from bot.console.visit import Page, Redirect, RefusedError, Result, Visit
from knowledge.database import passwords
from knowledge.database.users import MAX_DISPLAY_CHARS, Account, Role, User
from knowledge.errors import AccountError

LIST = "/console/accounts"
FIELDS = {
    "bad_name": "name",
    "name_taken": "name",
    "bad_display": "display",
    "own_role": "role",
    "last_administrator": "role",
    "wrong_password": "old-password",
    "differ": "repeated-password",
}
"""Which field a reason belongs to; others are the new password's."""
VALUES = {"chars": passwords.MIN_CHARS, "display_chars": MAX_DISPLAY_CHARS}


def accounts(visit: Visit) -> Page:
    """Everybody, and a form for one more."""
    return _list(visit, {"name": "", "display": "", "role": Role.EDITOR.word})


def add(visit: Visit) -> Result:
    """Make an account, and show its first password this once."""
    typed = {name: visit.text(name).strip() for name in ("name", "display", "role")}
    password = passwords.made_up()
    try:
        user = User(typed["name"].lower(), typed["display"], Role.of(typed["role"]), must_change=True)
        visit.parts.users.add(user, password, visit.user.name)
    except AccountError as error:
        return _list(visit, typed, error.reason)
    return _shown_once(visit, user.name, password)


def account(visit: Visit) -> Page:
    """One of them."""
    there = _account(visit)
    return _one(there, {"display": there.user.display, "role": there.user.role.word})


def change(visit: Visit) -> Result:
    """Another name to show, another role."""
    there = _account(visit)
    typed = {"display": visit.text("display").strip(), "role": visit.text("role") or there.user.role.word}
    name, by, users = there.user.name, visit.user.name, visit.parts.users
    try:
        users.change(name, by, display=typed["display"], role=Role.of(typed["role"]))
    except AccountError as error:
        return _one(there, typed, error.reason)
    return Redirect(f"{LIST}/{name}", said="accounts.changed")


def reset(visit: Visit) -> Result:
    """A new first password, shown this once; the account is unlocked."""
    there, password = _account(visit), passwords.made_up()
    if there.user.name == visit.user.name:
        return Redirect("/console/password")
    visit.parts.users.reset_password(there.user.name, password, visit.user.name)
    return _shown_once(visit, there.user.name, password)


def deactivate(visit: Visit) -> Result:
    """Let somebody in no more."""
    return _set_active(visit, False, "accounts.deactivated")


def activate(visit: Visit) -> Result:
    """Let them in again."""
    return _set_active(visit, True, "accounts.activated")


def password(visit: Visit) -> Page:
    """The form for one's own."""
    return _password(visit)


def change_password(visit: Visit) -> Result:
    """One's own password; every other session of the person ends."""
    old, new = visit.text("old-password"), visit.text("new-password")
    if new != visit.text("repeated-password"):
        return _password(visit, "differ")
    try:
        token = visit.parts.sessions.change_password(visit.user.name, old, new, visit.address)
    except AccountError as error:
        return _password(visit, error.reason)
    return Redirect("/console", said="accounts.password_changed", cookie=token)


def _list(visit: Visit, typed: dict[str, str], wrong: str = "") -> Page:
    everybody = sorted(visit.parts.users.all(), key=lambda there: not there.user.active)  # stable: by name within
    return Page("accounts", {"accounts": everybody, "typed": typed, **_faults(wrong)}, 422 if wrong else 200)


def _one(there: Account, typed: dict[str, str], wrong: str = "") -> Page:
    return Page("account", {"account": there, "typed": typed, **_faults(wrong)}, 422 if wrong else 200)


def _password(visit: Visit, wrong: str = "") -> Page:
    context = {"must_change": visit.user.must_change, **_faults(wrong)}
    return Page("password", context, 422 if wrong else 200)


def _shown_once(visit: Visit, name: str, new: str) -> Page:
    there = visit.parts.users.get(name)
    return Page("account_password", {"account": there, "password": new})


def _faults(wrong: str) -> dict[str, object]:
    field = FIELDS.get(wrong, "new-password") if wrong else ""
    return {"wrong": wrong, "wrong_field": field, "values": VALUES}


def _set_active(visit: Visit, active: bool, said: str) -> Result:
    there = _account(visit)
    _explained(lambda: visit.parts.users.set_active(there.user.name, active, visit.user.name))
    return Redirect(f"{LIST}/{there.user.name}", said=said)


def _explained(action: Callable[[], None]) -> None:
    try:
        action()
    except AccountError as error:
        raise RefusedError(409, f"accounts.{error.reason}", **VALUES) from error


def _account(visit: Visit) -> Account:
    there = visit.parts.users.get(visit.path["name"])
    if there is None:
        raise RefusedError(404, "accounts.unknown")
    return there


ROUTES = [
    Route("GET", LIST, accounts, Role.ADMINISTRATOR),
    Route("POST", LIST, add, Role.ADMINISTRATOR),
    Route("GET", LIST + "/{name}", account, Role.ADMINISTRATOR),
    Route("POST", LIST + "/{name}", change, Role.ADMINISTRATOR),
    Route("POST", LIST + "/{name}/password", reset, Role.ADMINISTRATOR),
    Route("POST", LIST + "/{name}/deactivate", deactivate, Role.ADMINISTRATOR),
    Route("POST", LIST + "/{name}/activate", activate, Role.ADMINISTRATOR),
    Route("GET", "/console/password", password, Role.EDITOR),
    Route("POST", "/console/password", change_password, Role.EDITOR),
]
