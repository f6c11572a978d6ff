"""From a request to a page function and back: who is it, may they, is the form theirs; rendering; safe headers."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web import FileField
from multidict import MultiDictProxy

from bot.console import texts
from bot.console.menu import MENU
from bot.console.visit import Download, Json, Page, Parts, Redirect, RefusedError, Result, Visit
from bot.errors import ApiError
from bot.pages import preferred_language
from knowledge.database.opening import open_database
from knowledge.database.users import Role, Session
from knowledge.errors import KnowledgeError
from language.detect import LANGS, Lang

SESSION_COOKIE = "ambassador_console"
LANG_COOKIE = "ambassador_console_lang"
MAX_FORM_BYTES = 25 * 1024 * 1024
"""Reports come as files."""
NEXT = "next"
PARTS = web.AppKey("console_parts", Parts)
TAGS: dict[Lang, str] = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans"}


@dataclass(frozen=True)
class Route:
    """An address and the function behind it; without a role it is open to everybody."""

    method: str
    path: str
    page: Callable[[Visit], Result]
    role: Role | None


def add_routes(app: web.Application, routes: Sequence[Route]) -> None:
    """Let `app` serve them."""
    for route in routes:
        app.router.add_route(route.method, route.path, _handler(route))


def parts_of(app: web.Application) -> Parts:
    """What the pages work with; the database is opened when the first page is asked for."""
    from bot.runtime import RUNTIME

    runtime = app[RUNTIME]
    return Parts(runtime, open_database(runtime.settings.content))


def _handler(route: Route) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        lang = _language(request)
        visit: Visit | None = None
        try:
            parts = request.app[PARTS]
            cookie = request.cookies.get(SESSION_COOKIE, "")
            session = await asyncio.to_thread(parts.users.session, cookie) if cookie else None
            visit = Visit(
                parts,
                lang,
                session,
                dict(request.match_info),
                dict(request.query),
                cookie=cookie,
                address=request.remote or "",
            )
            if (refused := _refused(request, route, session)) is not None:
                return refused
            if request.method == "POST":
                visit = replace(visit, form=await _form(request, session))
            result = await asyncio.to_thread(route.page, visit)
        except RefusedError as error:
            result = Page("refused", {"reason": texts.say(lang, error.said, **error.values)}, error.status)
        except KnowledgeError as error:
            result = Page("refused", {"reason": str(error)}, 409)
        except ApiError as error:
            result = Page("refused", {"reason": error.message}, error.status)
        return _response(request, visit, lang, result)

    return handle


def _refused(request: web.Request, route: Route, session: Session | None) -> web.Response | None:
    """Where the person must go first; RefusedError for somebody who may not."""
    if route.role is None:
        return None
    if session is None:
        to = "/console/sign-in"
        if request.method == "GET":
            to += "?" + urlencode({NEXT: request.path_qs})
        return web.Response(status=303, headers={"Location": to})
    if session.user.must_change and request.path not in ("/console/password", "/console/sign-out"):
        return web.Response(status=303, headers={"Location": "/console/password"})
    if session.user.role < route.role:
        raise RefusedError(403, "console.not_your_role")
    return None


async def _form(request: web.Request, session: Session | None) -> "MultiDictProxy[str | FileField]":
    """The form, if it was sent by a page of ours: its token is the session's; before signing in, its origin is ours."""
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        raise RefusedError(403, "console.not_our_form")
    try:
        form = await request.clone(client_max_size=MAX_FORM_BYTES).post()
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "console.too_large", megabytes=MAX_FORM_BYTES // 1024 // 1024) from None
    except (ValueError, AssertionError):
        raise RefusedError(400, "console.bad_form") from None
    token = form.get("csrf") or request.headers.get("X-CSRF-Token")
    if session and token != session.csrf:
        raise RefusedError(403, "console.not_our_form")
    return cast("MultiDictProxy[str | FileField]", form)


def _response(request: web.Request, visit: Visit | None, lang: Lang, result: Result) -> web.StreamResponse:
    response: web.Response
    if isinstance(result, Json):
        response = web.json_response(result.value, status=result.status, dumps=partial(json.dumps, ensure_ascii=False))
    elif isinstance(result, Download):
        response = web.Response(body=result.data, content_type=result.content_type)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(result.name)}"
    elif isinstance(result, Redirect):
        to = result.to
        if result.said:
            to += ("&" if "?" in to else "?") + urlencode({"said": result.said})
        response = web.Response(status=303, headers={"Location": to})
        if result.cookie is not None:
            _set_session(request, response, result.cookie)
    else:
        html = _render(request, visit, lang, result)
        response = web.Response(text=html, content_type="text/html", status=result.status)
    response.headers["Cache-Control"] = "no-store"
    if request.query.get("lang") in LANGS:
        response.set_cookie(LANG_COOKIE, lang, max_age=365 * 24 * 3600, samesite="Lax", httponly=True, path="/console")
    return response


def _set_session(request: web.Request, response: web.Response, token: str) -> None:
    if not token:
        response.del_cookie(SESSION_COOKIE, path="/console")
        return
    secure = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
    response.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="Strict", path="/console", secure=secure)


def _render(request: web.Request, visit: Visit | None, lang: Lang, page: Page) -> str:
    said = request.query.get("said", "")
    context: dict[str, Any] = {
        "lang": lang,
        "tag": TAGS[lang],
        "tags": TAGS,
        "say": partial(texts.say, lang),
        "visit": visit,
        "user": visit.session.user if visit and visit.session else None,
        "csrf": visit.session.csrf if visit and visit.session else "",
        "Role": Role,
        "menu": MENU,
        "here": request.path,
        "query": {key: value for key, value in request.query.items() if key not in ("lang", "said")},
        "said": texts.say(lang, said) if texts.knows(said) and "{" not in texts.all_texts()[said].en else "",
    }
    template = aiohttp_jinja2.get_env(request.app).get_template(f"console/{page.template}.html")
    return template.render({**context, **page.context})


def _language(request: web.Request) -> Lang:
    for known in (request.query.get("lang"), request.cookies.get(LANG_COOKIE)):
        if known in LANGS:
            return known
    return preferred_language(request.headers.get("Accept-Language", ""))
