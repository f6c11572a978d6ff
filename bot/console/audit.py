"""Who changed what: the log in plain words, by person, kind, subject and day; and as a file."""

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from bot.console import texts
from bot.console.numbers import whole
from bot.console.routing import Route
from bot.console.times import stamp
from bot.console.visit import Download, Page, Visit
from knowledge.database.audit import Entry
from knowledge.database.users import Role
from knowledge.exchange.table import guarded
from knowledge.hong_kong import begins
from language.detect import Lang

ADDRESS = "/console/audit"
PER_PAGE = 50
PER_BLOCK = 1000
MAX_ROWS = 100_000
"""Of a file; a spreadsheet takes ten times as many. The newest are in it."""
FILTERS = ("who", "action", "about", "since", "until")
PLACES = {
    "faq": "/console/faqs/{subject}",
    "draft": "/console/drafts/{draft}",
    "import": "/console/imports/{import}",
    "report": "/console/documents",
    "model": "/console/models",
    "enquiry": "/console/learning",
    "user": "/console/accounts/{subject}",
}
"""Where to look at what something was done to, by the first part of the action."""

Part = tuple[str, str]
"""Of a sentence: `text`, `who` or `subject`, and the words."""


@dataclass(frozen=True)
class Line:
    """An entry, ready to be read."""

    at: str
    parts: list[Part]
    link: str
    """To the subject; empty where there is nothing to see."""
    details: list[tuple[str, str]]


def log(visit: Visit) -> Page:
    """A page of the log, the newest first."""
    query, wrong = _filters(visit.query)
    number = whole(visit.query.get("before", ""))
    entries = visit.parts.audit.entries(**query, limit=PER_PAGE + 1, before=number)
    shown = entries[:PER_PAGE]
    names = _names(visit)
    asked = {name: visit.query[name] for name in FILTERS if visit.query.get(name)}
    older = urlencode({**asked, "before": shown[-1][0]}) if len(entries) > PER_PAGE else ""
    context = {
        "lines": [_line(visit, entry, names) for _, entry in shown],
        "asked": {name: visit.query.get(name, "") for name in FILTERS},
        "wrong": wrong,
        "people": [(who, names.get(who, who)) for who in visit.parts.audit.people()],
        "kinds": _kinds(visit),
        "older": older,
        "newest": urlencode(asked) if number is not None else None,
        "file": urlencode(asked),
    }
    return Page("audit", context, 422 if wrong else 200)


def file(visit: Visit) -> Download:
    """What the filters let through, as CSV."""
    query, _ = _filters(visit.query)
    names, written = _names(visit), io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([texts.say(visit.lang, f"audit.{name}") for name in COLUMNS])
    for entry in _all(visit, query):
        line = _line(visit, entry, names)
        details = "; ".join(f"{label}: {value}" for label, value in line.details)
        sentence = "".join(words for _, words in line.parts)
        cells = (line.at, entry.who, entry.action, entry.subject, sentence, details)
        writer.writerow(map(guarded, cells))
    return Download("audit.csv", "text/csv", written.getvalue().encode("utf-8-sig"))


COLUMNS = ("at", "who", "action", "subject", "what", "details")
"""Of the file, as the texts call them."""


def _all(visit: Visit, query: dict[str, Any]) -> Iterator[Entry]:
    before = None
    for _ in range(MAX_ROWS // PER_BLOCK):
        entries = visit.parts.audit.entries(**query, limit=PER_BLOCK, before=before)
        yield from (entry for _, entry in entries)
        if len(entries) < PER_BLOCK:
            return
        before = entries[-1][0]


def _filters(asked: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What to ask the log for, and the fields that hold no date."""
    query: dict[str, Any] = {name: asked.get(name, "").replace("\0", "").strip() for name in ("who", "action", "about")}
    wrong = []
    for name, later in (("since", 0), ("until", 1)):
        if not asked.get(name):
            continue
        try:
            query[name] = begins(datetime.date.fromisoformat(asked[name]) + datetime.timedelta(days=later))
        except (ValueError, OverflowError):
            wrong.append(name)
    return query, wrong


def _names(visit: Visit) -> dict[str, str]:
    """How people are shown, by account; two of one name are told apart."""
    users = [account.user for account in visit.parts.users.all()]
    shown = [user.display for user in users]
    return {
        user.name: user.display if shown.count(user.display) == 1 else f"{user.display} ({user.name})" for user in users
    }


def _kinds(visit: Visit) -> list[Part]:
    """What can be chosen: whole areas, and each thing that was ever done."""
    done = visit.parts.audit.actions()
    areas = sorted({action.partition(".")[0] for action in done})
    kinds = []
    for area in areas:
        kinds.append((f"{area}.", _word(visit.lang, f"area_{area}", area)))
        kinds += [(action, f"— {_what(visit.lang, action)}") for action in done if action.startswith(f"{area}.")]
    return kinds


def _what(lang: Lang, action: str) -> str:
    """A kind of action without anybody in it."""
    return _word(lang, f"kind_{action.replace('.', '_')}", action)


def _word(lang: Lang, name: str, otherwise: str) -> str:
    return texts.say(lang, f"audit.{name}") if texts.knows(f"audit.{name}") else otherwise


def _line(visit: Visit, entry: Entry, names: dict[str, str]) -> Line:
    area = entry.action.partition(".")[0]
    subject = names.get(entry.subject, entry.subject) if area == "user" else entry.subject
    who = names.get(entry.who, _word(visit.lang, f"who_{entry.who.replace(' ', '_')}", entry.who))
    name = f"audit.{entry.action.replace('.', '_')}"
    sentence = texts.say(visit.lang, name if texts.knows(name) else "audit.other", who="\1", subject="\2", action="\3")
    marks = {"\1": ("who", who), "\2": ("subject", subject), "\3": ("text", entry.action)}
    details = [
        (_word(visit.lang, f"detail_{key}", key), _shown(visit.lang, entry.action, value))
        for key, value in entry.detail.items()
    ]
    return Line(stamp(entry.at), list(_parts(sentence, marks)), _link(visit, area, entry), details)


def _parts(sentence: str, marks: dict[str, Part]) -> Iterator[Part]:
    text = ""
    for sign in sentence:
        if sign in marks:
            yield from [("text", text)] if text else []
            yield marks[sign]
            text = ""
        else:
            text += sign
    yield from [("text", text)] if text else []


def _link(visit: Visit, area: str, entry: Entry) -> str:
    place = PLACES.get(area, "")
    if area == "user" and not visit.may(Role.ADMINISTRATOR):
        return ""
    try:
        parts = {key: quote(str(value), safe="") for key, value in {**entry.detail, "subject": entry.subject}.items()}
        return place.format(**parts)
    except KeyError:
        return ""


def _shown(lang: Lang, action: str, value: Any) -> str:
    """A detail in words."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "—"
    if value is None or value == "":
        return "—"
    is_word = isinstance(value, bool) or action in ("user.added", "user.role")
    return _word(lang, f"value_{str(value).lower()}", str(value)) if is_word else str(value)


ROUTES = [
    Route("GET", ADDRESS, log, Role.APPROVER),
    Route("GET", ADDRESS + ".csv", file, Role.APPROVER),
]
