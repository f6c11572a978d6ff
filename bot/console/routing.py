"""From a request to a page function and back: who is it, may they, is the form theirs; what went wrong inside."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.console import texts
from bot.console.forms import (
    MAX_FORM_BYTES,
    MAX_STRANGERS_BYTES,
    TOKEN_HEADER,
    Form,
    Sender,
    carries_token,
    read,
    sender,
    typed,
)
from bot.console.rendering import LANG_COOKIE, SESSION_COOKIE, Asked, respond
from bot.console.visit import Json, Page, Parts, Redirect, RefusedError, Result, Visit
from bot.errors import ApiError, error_body
from bot.pages import preferred_language
from bot.proxy import seen
from bot.runtime import RUNTIME
from knowledge.database.opening import open_database
from knowledge.database.users import Role
from knowledge.errors import DatabaseError, KnowledgeError
from language.detect import LANGS, Lang

NEXT = "next"
SIGN_IN = "/console/sign-in"
PASSWORD = "/console/password"  # noqa: S105 (an address)
SIGN_OUT = "/console/sign-out"
PARTS = web.AppKey("console_parts", Parts)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Route:
    """An address and the function behind it; without a role it is open to everybody."""

    method: str
    path: str
    page: Callable[[Visit], Result]
    role: Role | None


@dataclass
class _Call(Asked):
    """A request on its way."""

    sender: Sender = field(kw_only=True)

    @property
    def by_script(self) -> bool:
        """Asked for by a script of a page: it is told in JSON what is wrong."""
        headers = self.request.headers
        return TOKEN_HEADER in headers or headers.get("Sec-Fetch-Dest") == "empty"

    @property
    def by_a_person(self) -> bool:
        """Somebody is there: a page that asks again and again by itself does not keep a session alive."""
        return self.request.method != "GET" or not self.by_script


def add_routes(app: web.Application, routes: Sequence[Route]) -> None:
    """Let `app` serve them."""
    for route in routes:
        app.router.add_route(route.method, route.path, _handler(route))


def add_last_route(app: web.Application) -> None:
    """What no route serves: a page that says so. To be added after all others."""
    app.router.add_route("*", "/console/{rest:.*}", _handler(Route("*", "", _not_there, None)))


def parts_of(app: web.Application) -> Parts:
    """What the pages work with; the database is opened when the application is made."""
    runtime = app[RUNTIME]
    return Parts(runtime, open_database(runtime.settings.content))


def _not_there(visit: Visit) -> Result:
    if visit.path["rest"] == "":
        return Redirect("/console")
    raise RefusedError(404, "console.not_there")


def _handler(route: Route) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        as_seen = seen(request, request.app[PARTS].settings.proxies)
        call = _Call(request, _language(request), as_seen, sender=sender(request, as_seen.host))
        try:
            result = await _result(call, route)
        except RefusedError as error:
            result = _refusal(call, error.status, error.said, texts.say(call.lang, error.said, **error.values))
        except DatabaseError:
            log.exception("the database does not answer: %s %s", request.method, request.path)
            result = _refusal(call, 503, "database_away", texts.say(call.lang, "console.database_away"))
        except KnowledgeError as error:
            result = _refusal(call, 409, "refused", str(error))
        except ApiError as error:
            name = f"console.{error.code}"
            message = texts.say(call.lang, name) if texts.knows(name) else error.message
            result = _refusal(call, error.status, error.code, message)
        except Exception:
            result = _failure(call)
        try:
            return respond(call, result)
        except Exception:  # a template that fails
            return respond(call, _failure(call))

    return handle


async def _result(call: _Call, route: Route) -> Result:
    """What the page function gives, if the person may have it."""
    request, parts = call.request, call.request.app[PARTS]
    cookie = request.cookies.get(SESSION_COOKIE, "")
    session = await asyncio.to_thread(parts.sessions.find, cookie, seen=call.by_a_person) if cookie else None
    visit = call.visit = Visit(
        parts,
        call.lang,
        session,
        dict(request.match_info),
        dict(request.query),
        cookie=cookie,
        address=call.seen.address,
    )
    if request.method == "POST" and call.sender is Sender.FOREIGN:
        log.warning("a form came from another site than %s; behind a proxy, see trusted_proxies", call.seen.host)
        raise RefusedError(403, "console.not_our_form")
    if route.role is not None:
        if session is None:
            return await _without_session(call)
        if session.user.must_change and request.path not in (PASSWORD, SIGN_OUT):
            return Redirect(PASSWORD)
        if session.user.role < route.role:
            raise RefusedError(403, "console.not_your_role")
    if request.method == "POST":
        form = await read(request, MAX_STRANGERS_BYTES if session is None else MAX_FORM_BYTES)
        if session and route.role is not None and not carries_token(request, form, session):
            return _of_another_session(call, form)
        visit = replace(visit, form=form)
    return await asyncio.to_thread(route.page, visit)


async def _without_session(call: _Call) -> Result:
    """To sign in first; what was typed is kept on the page until then."""
    request = call.request
    if call.by_script:
        return Json(error_body("ended", texts.say(call.lang, "console.ended")), 401)
    if request.method != "POST":
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            # a link on another site: the browser keeps the cookie back until a page of ours asks
            return Page("arriving", {"to": request.path_qs})
        return Redirect(f"{SIGN_IN}?{urlencode({NEXT: request.path_qs})}")
    cookie = request.cookies.get(SESSION_COOKIE, "")
    known = bool(cookie) and await asyncio.to_thread(request.app[PARTS].sessions.was_one, cookie)
    form = typed(await read(request, MAX_FORM_BYTES if known else MAX_STRANGERS_BYTES))
    if form is None or call.sender is not Sender.OURS:
        return Redirect(SIGN_IN, said="console.ended" if cookie else "")
    return Page("ended", {"typed": form, "action": request.path_qs, "sign_in": SIGN_IN}, 401)


def _of_another_session(call: _Call, sent: Form) -> Result:
    """The page is older than the session: a person looks at it and sends it again; other sites' are refused."""
    form = typed(sent)
    if form is None or call.by_script or call.sender is not Sender.OURS:
        raise RefusedError(403, "console.not_our_form")
    return Page("again", {"typed": form, "action": call.request.path_qs}, 403)


def _refusal(call: _Call, status: int, code: str, message: str) -> Result:
    return Json(error_body(code, message), status) if call.by_script else Page("refused", {"reason": message}, status)


def _failure(call: _Call) -> Result:
    """What went wrong inside is logged under a number, and the person is told the number."""
    number = secrets.token_hex(4)
    log.exception("a page failed (%s): %s %s", number, call.request.method, call.request.path)
    return _refusal(call, 500, "internal", texts.say(call.lang, "console.failed", number=number))


def _language(request: web.Request) -> Lang:
    for known in (request.query.get("lang"), request.cookies.get(LANG_COOKIE)):
        if known in LANGS:
            return known
    return preferred_language(request.headers.get("Accept-Language", ""))
