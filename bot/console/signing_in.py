"""Sign in and out."""

from bot.console.routing import NEXT, Route
from bot.console.visit import Page, Redirect, Result, Visit
from knowledge.database.users import Role


def form(visit: Visit) -> Page:
    """Name and password."""
    return Page("sign_in", {"name": "", "wrong": False, "to": _inside(visit.query.get(NEXT, ""))})


def sign_in(visit: Visit) -> Result:
    """Let a person in who knows the password."""
    name, to = visit.text("name").strip(), _inside(visit.text(NEXT))
    token = visit.parts.users.sign_in(name, visit.text("password"))
    if token is None:
        return Page("sign_in", {"name": name, "wrong": True, "to": to}, 403)
    return Redirect(to, cookie=token)


def sign_out(visit: Visit) -> Redirect:
    """End the session."""
    visit.parts.users.sign_out(visit.cookie)
    return Redirect("/console/sign-in", cookie="")


def _inside(address: str) -> str:
    """An address of the console, and no other site's."""
    return address if address == "/console" or address.startswith(("/console/", "/console?")) else "/console"


ROUTES = [
    Route("GET", "/console/sign-in", form, None),
    Route("POST", "/console/sign-in", sign_in, None),
    Route("POST", "/console/sign-out", sign_out, Role.EDITOR),
]
