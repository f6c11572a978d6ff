"""Sign in and out."""

import logging

from bot.console.routing import NEXT, Route
from bot.console.visit import Page, Redirect, Result, Visit
from knowledge.database.sessions import LOCKED_FOR, MAX_FAILURES
from knowledge.database.users import Role

HOME = "/console"

log = logging.getLogger(__name__)


def form(visit: Visit) -> Result:
    """Name and password; who is signed in already goes on."""
    to = _inside(visit.query.get(NEXT, ""))
    return Redirect(to) if visit.session else _page(visit, "", to)


def sign_in(visit: Visit) -> Result:
    """Let a person in who knows the password; each sign-in begins a session of its own."""
    name, to = visit.text("name").strip().lower(), _inside(visit.text(NEXT))
    if not visit.parts.attempts.take(visit.address):
        log.warning("too many failed sign-ins from %s", visit.address)
        return _page(visit, name, to, "too_many", 429)
    token = visit.parts.sessions.sign_in(name, visit.text("password"), visit.address)
    if token is None:
        return _page(visit, name, to, "wrong", 403)
    visit.parts.attempts.succeeded(visit.address)
    if visit.session:
        visit.parts.sessions.sign_out(visit.cookie)
    return Redirect(to, cookie=token)


def sign_out(visit: Visit) -> Redirect:
    """End the session."""
    visit.parts.sessions.sign_out(visit.cookie)
    return Redirect("/console/sign-in", said="signing_in.signed_out", cookie="")


def _page(visit: Visit, name: str, to: str, wrong: str = "", status: int = 200) -> Page:
    minutes = LOCKED_FOR.seconds // 60
    return Page(
        "sign_in",
        {
            "name": name,
            "to": to,
            "wrong": wrong,
            "failures": MAX_FAILURES,
            "minutes": minutes,
            "nobody": visit.parts.users.none(),
        },
        status,
    )


def _inside(address: str) -> str:
    """An address of the console, and no other site's."""
    inside = address == HOME or address.startswith((f"{HOME}/", f"{HOME}?"))
    return address if inside and address.isprintable() else HOME


ROUTES = [
    Route("GET", "/console/sign-in", form, None),
    Route("POST", "/console/sign-in", sign_in, None),
    Route("POST", "/console/sign-out", sign_out, Role.EDITOR),
]
