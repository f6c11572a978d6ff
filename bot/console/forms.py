"""Forms: taken only from pages of ours, and what is typed is offered again where a session ended meanwhile."""

import hmac
from dataclasses import dataclass
from enum import Enum
from typing import cast
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.web import FileField
from multidict import MultiDictProxy

from bot.console.visit import RefusedError
from knowledge.database.users import Session

Form = MultiDictProxy[str | FileField]

MAX_FORM_BYTES = 25 * 1024 * 1024
"""Reports come as files."""
MAX_STRANGERS_BYTES = 256 * 1024
"""Of somebody whom we never knew."""
TOKEN_FIELD = "csrf"  # noqa: S105 (a name)
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105
SECRET = "password"  # noqa: S105
"""A form with such a field is never offered again: what is in it stands on no page."""


class Sender(Enum):
    """Whose page sent a request, as far as the browser says; a page cannot make it say something else."""

    OURS = "ours"
    UNKNOWN = "unknown"
    """No browser of the last years: a program, which carries nobody else's cookie."""
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Typed:
    """What a form held, to be sent once more."""

    fields: list[tuple[str, str]]
    files: list[tuple[str, str]]
    """Field, and the name of the file: it has to be chosen again."""

    @property
    def texts(self) -> list[str]:
        """What a person may have written, to be read on a page."""
        return [text for _, text in self.fields if len(text) > 20 or "\n" in text]


def sender(request: web.Request, host: str) -> Sender:
    """Whether a page at `host` sent it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return Sender.OURS if site in ("same-origin", "none") else Sender.FOREIGN
    for header in ("Origin", "Referer"):
        if header in request.headers:
            return Sender.OURS if _host(request.headers[header]) == _plain(host) else Sender.FOREIGN
    return Sender.UNKNOWN


async def read(request: web.Request, limit: int) -> Form:
    """The fields and files. Raises RefusedError for one that is too large or none at all."""
    try:
        form = await request.clone(client_max_size=limit).post()
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "console.too_large", megabytes=max(1, limit // 1024 // 1024)) from None
    except (ValueError, AssertionError, LookupError):  # LookupError: an encoding that there is not
        raise RefusedError(400, "console.bad_form") from None
    return cast(Form, form)


def carries_token(request: web.Request, form: Form, session: Session) -> bool:
    """Whether it came from a page that was made for this session."""
    token = form.get(TOKEN_FIELD) or request.headers.get(TOKEN_HEADER) or ""
    return isinstance(token, str) and hmac.compare_digest(token.encode(errors="replace"), session.csrf.encode())


def typed(form: Form) -> Typed | None:
    """What can be offered again; None where there is nothing, or a secret among it."""
    if any(SECRET in name for name in form):
        return None
    fields = [(name, value) for name, value in form.items() if isinstance(value, str) and name != TOKEN_FIELD]
    files = [(name, value.filename) for name, value in form.items() if isinstance(value, FileField) and value.filename]
    return Typed(fields, files) if fields or files else None


def _host(address: str) -> str:
    try:
        return _plain(urlsplit(address).netloc)
    except ValueError:
        return ""


def _plain(host: str) -> str:
    """Without the port where it is a usual one."""
    return host.lower().removesuffix(":443").removesuffix(":80")
