"""FAQs as files: take them away, bring them back."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from bot.console.fields import Change, changes
from bot.console.routing import Route
from bot.console.topics import topics
from bot.console.visit import Download, Page, Redirect, RefusedError, Result, Visit
from knowledge.content import Faq
from knowledge.database.faqs import faqs_fingerprint
from knowledge.database.users import Role
from knowledge.errors import ChangedError
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
SHOWN = 100
"""Faults, and FAQs of each kind, that a page shows one by one."""
MAX_NAME_CHARS = 200


@dataclass(frozen=True)
class Changed:
    """An FAQ that the file changes."""

    faq: Faq
    changes: list[Change]


@dataclass(frozen=True)
class Plan:
    """What a file would do to what is live."""

    new: list[Faq]
    back: list[Faq]
    """They were withdrawn."""
    changed: list[Changed]
    same: int
    looked_at: str
    """Fingerprint of what is live."""

    @property
    def nothing(self) -> bool:
        """It would change nothing."""
        return not (self.new or self.back or self.changed)


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


def confirm(visit: Visit) -> Result:
    """Do it, if what is live is what it was when somebody looked."""
    name, data = visit.text("name")[-MAX_NAME_CHARS:], _data(visit.text("data"))
    try:
        faqs = format_of(name).read(data, topics())
    except ExchangeError as error:
        return _faults(visit.lang, "exchange.not_read", name, error.faults)
    back = bool(visit.text("back"))
    left_out = set() if back else _withdrawn(visit)
    wanted = [faq for faq in faqs if faq.id not in left_out]
    try:
        done = visit.parts.faqs.save_all(wanted, visit.user.name, f"from {name}", visit.text("looked_at"))
    except ChangedError:
        return _plan(visit, name, data, faqs, back=back, meanwhile=True)
    if not done.new and not done.changed:
        return Redirect("/console/exchange", said="exchange.nothing_done")
    visit.parts.runtime.refresh()
    return Redirect("/console/faqs?sort=-changed", said="exchange.done")


def _plan(
    visit: Visit, name: str, data: bytes, faqs: Sequence[Faq], *, back: bool = False, meanwhile: bool = False
) -> Page:
    entries = visit.parts.library.read().entries
    live = {entry.faq.id: entry.faq for entry in entries if entry.live}
    withdrawn = {entry.faq.id for entry in entries if not entry.live}
    changed = [faq for faq in faqs if faq.id in live and live[faq.id] != faq]
    plan = Plan(
        [faq for faq in faqs if faq.id not in live and faq.id not in withdrawn],
        [faq for faq in faqs if faq.id in withdrawn],
        [Changed(faq, changes(live[faq.id], faq) if place < SHOWN else []) for place, faq in enumerate(changed)],
        sum(faq == live.get(faq.id) for faq in faqs),
        faqs_fingerprint(live.values()),
    )
    context = {
        "name": name,
        "data": base64.urlsafe_b64encode(data).decode(),
        "plan": plan,
        "back": back,
        "meanwhile": meanwhile,
        "shown": SHOWN,
    }
    return Page("exchange_plan", context, 409 if meanwhile else 200)


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


def _withdrawn(visit: Visit) -> set[str]:
    return {entry.faq.id for entry in visit.parts.library.read().entries if not entry.live}


def _data(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, UnicodeEncodeError):
        raise RefusedError(400, "console.bad_form") from None


ROUTES = [
    Route("GET", "/console/exchange", choose, Role.EDITOR),
    Route("GET", "/console/exchange/export", export, Role.EDITOR),
    Route("POST", "/console/exchange", look, Role.APPROVER),
    Route("POST", "/console/exchange/confirm", confirm, Role.APPROVER),
]
