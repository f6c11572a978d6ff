"""Pages for people, their texts, and the headers that keep them safe."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import ApiError
from bot.runtime import RUNTIME
from language.detect import LANGS, Lang
from language.script import to_simplified

WEB = Path(__file__).parent / "web"
TEMPLATES = (WEB / "templates", Path(__file__).parent / "console" / "templates")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def set_up(app: web.Application) -> None:
    """Templates, the page and the texts."""
    aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined)
    app.add_routes([web.get("/", index), web.get("/texts/{lang}.json", texts)])


@cache
def page_texts(lang: Lang) -> dict[str, Any]:
    """Every sentence of the pages in one language; Simplified is converted."""
    file = WEB / "texts" / f"{'en' if lang == 'en' else 'zh-Hant'}.json"
    text = file.read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(to_simplified(text) if lang == "zh-Hans" else text))


async def index(request: web.Request) -> web.Response:
    """The page at `/`; `?lang=` chooses its language, `?here=` says where a kiosk stands."""
    asked = request.query.get("lang")
    lang = asked if asked in LANGS else preferred_language(request.headers.get("Accept-Language", ""))
    context = {
        "lang": lang,
        "t": page_texts(lang),
        "texts": {known: page_texts(known) for known in LANGS},
        "here": request.query.get("here", ""),
        "max_message_chars": request.app[RUNTIME].settings.max_message_chars,
    }
    return aiohttp_jinja2.render_template("index.html", request, context)


async def texts(request: web.Request) -> web.Response:
    """The widget's texts; any site that embeds it may read them."""
    lang = request.match_info["lang"]
    if lang not in LANGS:
        raise ApiError(404, "unknown_language", f"There are texts in {', '.join(LANGS)}.")
    return web.json_response(page_texts(lang), dumps=lambda t: json.dumps(t, ensure_ascii=False))


def preferred_language(accept_language: str) -> Lang:
    """The browser's first language, as one of ours."""
    first = accept_language.split(",")[0].strip().lower()
    if not first.startswith("zh"):
        return "en"
    return "zh-Hans" if any(part in first for part in ("hans", "-cn", "-sg")) else "zh-Hant"


@web.middleware
async def security_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A strict policy on everything; the widget's modules and texts may be loaded from other sites."""
    response = await handler(request)
    if response.prepared:  # a WebSocket has sent its headers
        return response
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    if request.path.startswith(("/static/", "/texts/", "/places/")):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = "no-cache"
    return response
