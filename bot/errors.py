"""Errors of the web side: one JSON shape, from one function.

{"error": {"code": "bad_json", "message": "…", "detail"?: "…"}}
"""

import logging
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

log = logging.getLogger(__name__)


class ApiError(Exception):
    """A request that cannot be served, with the status and what is wrong."""

    def __init__(self, status: int, code: str, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail

    def body(self) -> dict[str, Any]:
        """The one shape."""
        return error_body(self.code, self.message, self.detail)


def error_body(code: str, message: str, detail: str | None = None) -> dict[str, Any]:
    """The one error shape; `code` is for programs and stays, `message` is for people and may change."""
    error = {"code": code, "message": message}
    return {"error": error if detail is None else {**error, "detail": detail}}


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure leaves in the one shape; what went wrong inside is logged, never shown."""
    try:
        return await handler(request)
    except ApiError as error:
        return web.json_response(error.body(), status=error.status)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = (error.reason or "error").lower().replace(" ", "_")
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        return web.json_response(error_body(code, error.reason), status=error.status, headers=headers)
    except Exception:
        log.exception("a request failed: %s %s", request.method, request.path)
        return web.json_response(error_body("internal", "Something went wrong on our side."), status=500)
