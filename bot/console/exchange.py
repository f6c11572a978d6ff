"""FAQs as files: take them away, bring them back for another person's approval."""

import base64
import binascii
from collections.abc import Sequence

from bot.console.imports import imports
from bot.console.plan import SHOWN, plan_of
from bot.console.routing import Route
from bot.console.topics import topics
from bot.console.visit import Download, Page, Redirect, RefusedError, Result, Visit
from knowledge.content import Faq
from knowledge.database.users import Role
from knowledge.exchange.faults import ExchangeError, Fault
from knowledge.exchange.files import MAX_BYTES, format_of
from knowledge.hong_kong import today
from knowledge.reply import in_language
from language.detect import Lang

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "yml": "application/yaml",
}
MAX_NAME_CHARS = 200


def choose(_: Visit) -> Page:
    """Which file to take away or to bring back."""
    return Page("exchange", {"kinds": KINDS, "megabytes": MAX_BYTES // 1_000_000, "fault": ""})


def export(visit: Visit) -> Result:
    """What is live, as a file of the kind in `?kind=`."""
    kind = visit.query.get("kind", "")
    if kind not in KINDS:
        raise RefusedError(404, "exchange.no_such_kind")
    name = f"faq-{today()}.{kind}"
    try:
        return Download(name, KINDS[kind], format_of(name).write(visit.parts.faqs.all()))
    except ExchangeError as error:
        return _faults(visit.lang, "exchange.not_written", name, error.faults)


def look(visit: Visit) -> Page:
    """What a file would change; nothing is changed yet."""
    file = visit.file("file")
    if file is None:
        context = {"kinds": KINDS, "megabytes": MAX_BYTES // 1_000_000, "fault": "exchange.no_file"}
        return Page("exchange", context, 422)
    name, data = file.filename[-MAX_NAME_CHARS:], file.file.read(MAX_BYTES + 1)
    try:
        faqs = format_of(name).read(data, topics())
    except ExchangeError as error:
        return _faults(visit.lang, "exchange.not_read", name, error.faults)
    return _plan(visit, name, data, faqs)


def submit(visit: Visit) -> Result:
    """Ask another person to approve it."""
    name, data = visit.text("name")[-MAX_NAME_CHARS:], _data(visit.text("data"))
    try:
        faqs = format_of(name).read(data, topics())
    except ExchangeError as error:
        return _faults(visit.lang, "exchange.not_read", name, error.faults)
    note, back = visit.text("note").strip().replace("\0", ""), bool(visit.text("back"))
    if plan_of(visit, faqs, come_back=back).nothing:
        return Redirect("/console/exchange", said="exchange.nothing")
    file = imports(visit).submit(name, faqs, visit.user.name, note, back=back)
    return Redirect(f"/console/imports/{file.id}", said="exchange.submitted")


def _plan(visit: Visit, name: str, data: bytes, faqs: Sequence[Faq]) -> Page:
    context = {
        "name": name,
        "data": base64.urlsafe_b64encode(data).decode(),
        "plan": plan_of(visit, faqs, come_back=True),  # as far as it may be wanted
        "shown": SHOWN,
    }
    return Page("exchange_plan", context)


def _faults(lang: Lang, title: str, name: str, faults: Sequence[Fault]) -> Page:
    lines = [
        {
            "row": fault.row,
            "column": fault.column,
            "reason": in_language(lang, fault.problem.reason.en, fault.problem.reason.zh),
            "mend": in_language(lang, fault.problem.mend.en, fault.problem.mend.zh),
        }
        for fault in faults[:SHOWN]
    ]
    return Page("exchange_faults", {"title": title, "name": name, "faults": lines, "count": len(faults)}, 422)


def _data(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, UnicodeEncodeError):
        raise RefusedError(400, "console.bad_form") from None


ROUTES = [
    Route("GET", "/console/exchange", choose, Role.EDITOR),
    Route("GET", "/console/exchange/export", export, Role.EDITOR),
    Route("POST", "/console/exchange", look, Role.EDITOR),
    Route("POST", "/console/exchange/submit", submit, Role.EDITOR),
]
