"""From what a page function gives to a response: templates, cookies, and headers that let nobody keep or embed it."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp_jinja2
from aiohttp import web

from bot.console import texts
from bot.console.menu import MENU
from bot.console.times import stamp
from bot.console.visit import Download, Json, Page, Redirect, Result, Visit
from bot.proxy import Seen
from knowledge.database.users import Role
from language.detect import LANGS, Lang

SESSION_COOKIE = "ambassador_console"
LANG_COOKIE = "ambassador_console_lang"
TAGS: dict[Lang, str] = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans"}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with none at all, browsers hide from us that a form is ours
    "X-Frame-Options": "DENY",  # browsers too old for frame-ancestors
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Asked:
    """A request, as far as a response needs it."""

    request: web.Request
    lang: Lang
    seen: Seen
    visit: Visit | None = None
    """Not there where it failed early."""


def respond(asked: Asked, result: Result) -> web.StreamResponse:
    """The response."""
    response: web.Response
    if isinstance(result, Json):
        response = web.json_response(result.value, status=result.status, dumps=partial(json.dumps, ensure_ascii=False))
    elif isinstance(result, Download):
        response = web.Response(body=result.data, content_type=result.content_type)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(result.name)}"
    elif isinstance(result, Redirect):
        response = web.Response(status=303, headers={"Location": _with_said(result)})
        if result.cookie is not None:
            _set_session(asked, response, result.cookie)
    else:
        response = web.Response(text=_render(asked, result), content_type="text/html", status=result.status)
    response.headers.update(HEADERS)
    if asked.request.query.get("lang") in LANGS:
        age = 365 * 24 * 3600
        response.set_cookie(LANG_COOKIE, asked.lang, max_age=age, samesite="Lax", httponly=True, path="/console")
    return response


def _with_said(redirect: Redirect) -> str:
    if not redirect.said:
        return redirect.to
    address, mark, fragment = redirect.to.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'said': redirect.said})}{mark}{fragment}"


def _set_session(asked: Asked, response: web.Response, token: str) -> None:
    if token:
        response.set_cookie(
            SESSION_COOKIE, token, httponly=True, samesite="Strict", path="/console", secure=asked.seen.secure
        )
    else:
        response.del_cookie(SESSION_COOKIE, path="/console")


def _render(asked: Asked, page: Page) -> str:
    request, visit = asked.request, asked.visit
    said = request.query.get("said", "")
    session = visit.session if visit else None
    context: dict[str, Any] = {
        "lang": asked.lang,
        "tag": TAGS[asked.lang],
        "tags": TAGS,
        "say": partial(texts.say, asked.lang),
        "visit": visit,
        "user": session.user if session else None,
        "csrf": session.csrf if session else "",
        "Role": Role,
        "hong_kong": stamp,
        "menu": MENU,
        "here": request.path,
        "answers_a_form": request.method == "POST",
        "query": {key: value for key, value in request.query.items() if key not in ("lang", "said")},
        "said": texts.say(asked.lang, said) if _may_be_said(said) else "",
    }
    template = aiohttp_jinja2.get_env(request.app).get_template(f"console/{page.template}.html")
    return template.render({**context, **page.context})


def _may_be_said(name: str) -> bool:
    return texts.knows(name) and "{" not in texts.all_texts()[name].en
