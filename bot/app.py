"""The aiohttp application: channels, health, pages."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from bot import maps, pages
from bot.channels import rest, websocket
from bot.console import app as console
from bot.enquiry_log import keep_up
from bot.errors import error_body, errors_as_json
from bot.freshness import keep_fresh
from bot.runtime import RUNTIME, Runtime

MAX_BODY_BYTES = 64 * 1024
STATIC = Path(__file__).parent / "web" / "static"


def create_app(runtime: Runtime) -> web.Application:
    """The whole application; a `runtime` that is loaded already is used as it is."""
    app = web.Application(middlewares=[pages.security_headers, errors_as_json], client_max_size=MAX_BODY_BYTES)
    app[RUNTIME] = runtime
    app[websocket.TURNS] = websocket.Turns()
    app.cleanup_ctx.append(_work_in_background)
    app.cleanup_ctx.append(keep_up)
    pages.set_up(app)
    maps.set_up(app)
    console.set_up(app)
    app.add_routes(
        [
            web.get("/healthz", _alive),
            web.get("/readyz", _ready),
            web.post("/webhooks/rest/webhook", rest.webhook),
            web.get("/ws/chat", websocket.chat),
            web.get("/static/{name}", _static),
        ]
    )
    return app


async def _work_in_background(app: web.Application) -> AsyncIterator[None]:
    runtime = app[RUNTIME]
    tasks = [asyncio.create_task(keep_fresh(runtime))]
    if not runtime.ready:
        tasks.append(asyncio.create_task(runtime.load()))
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _static(request: web.Request) -> web.FileResponse:
    """A file of the page or the widget; the folder is flat."""
    file = STATIC / request.match_info["name"]
    if file.parent != STATIC or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file)


async def _alive(_: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "alive"})


async def _ready(request: web.Request) -> web.Response:
    """Model and index are loaded, or why not."""
    runtime = request.app[RUNTIME]
    if runtime.ready:
        return web.json_response({"status": "ready", "model": runtime.release and runtime.release.fingerprint})
    if runtime.failure:
        return web.json_response(error_body("not_loadable", "The model could not be loaded; see the log."), status=503)
    return web.json_response(error_body("not_ready", "The assistant is still loading."), status=503)
