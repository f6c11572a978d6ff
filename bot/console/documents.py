"""Reports whose passages are quoted: add, preview, replace, withdraw."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, NamedTuple

from bot.console.routing import Route
from bot.console.texts import say
from bot.console.visit import Page, Redirect, RefusedError, Result, Visit
from knowledge.content import DATE, MAX_ID_CHARS, REPORT_ID, TEXT_LANGS, URL, Report, Text, in_calendar
from knowledge.database.reports import ReportTable, ReportVersion, Saved
from knowledge.database.users import Role
from knowledge.documents.document import MAX_CHARS, Document
from knowledge.documents.faults import DocumentError
from knowledge.documents.marking import Marked, language_of, mark
from knowledge.documents.preparing import report_id, report_of
from knowledge.documents.reading import SUFFIXES, read_document
from knowledge.passages import Passage, cut
from knowledge.reply import in_language
from knowledge.store import FileStore
from language.detect import Lang

LIST = "/console/documents"
FIELDS = ("title_en", "title_zh", "as_of", "url", "id")
UPLOADS = ("file", "other")
PASTED = "pasted"
SAID: dict[Saved, str] = {
    "added": "documents.said_added",
    "replaced": "documents.said_replaced",
    "same": "documents.said_same",
}


@dataclass(frozen=True)
class Fault:
    """Something that has to be mended before it can be published."""

    name: str
    """Of the field."""
    said: str
    """In the language of the page."""


@dataclass(frozen=True)
class Draft:
    """The form, as it was filled in."""

    values: dict[str, str]
    text: Text = field(default_factory=Text)
    unofficial: bool = False
    left_out: tuple[str, ...] = ()
    converted: bool = False
    note: str = ""
    """Names of the files it came from."""

    @property
    def key(self) -> str:
        """The id it will have."""
        return (self.values["id"] or report_id(self.values["title_en"])).replace("_", "-")

    def report(self) -> Report:
        """To be published; only where there are no faults."""
        values = {name: self.values[name] for name in ("as_of", "url")}
        title = {"en": self.values["title_en"], "zh": self.values["title_zh"]}
        unofficial = "zh" if self.unofficial else None
        return report_of({**values, "id": self.key, "title": title, "text": self.text, "unofficial": unofficial})


class Section(NamedTuple):
    """Passages below one heading."""

    heading: Text
    passages: list[Passage]


def documents(visit: Visit) -> Page:
    """Every report, live or withdrawn."""
    latest = _table(visit).latest()
    live = {one.report.key for one in latest if one.live}
    files = [report for report in FileStore().reports() if report.key not in live]
    return Page(
        "documents",
        {
            "in_lang": _in(visit.lang),
            "files": [(one, cut(one)) for one in files],
            "added": [(o, cut(o.report)) for o in latest],
        },
    )


def new(visit: Visit) -> Page:
    """An empty form; `?replace=ID` has what is known of a report."""
    values = dict.fromkeys(FIELDS, "")
    if id_ := visit.query.get("replace"):
        values |= _known(visit, id_)
    return _form(visit, Draft(values), [])


def preview(visit: Visit) -> Page:
    """What would be published of what was sent: passages, and what has to be mended."""
    draft, faults = _draft(visit)
    return _form(visit, draft, faults, status=400 if faults else 200)


def publish(visit: Visit) -> Result:
    """Quote it from now on; the form again where something has to be mended, or is not what was looked at."""
    draft, faults = _draft(visit)
    table = _table(visit)
    if not faults and visit.text("seen") != _seen(table, draft.key):
        faults = [Fault("id", say(visit.lang, "documents.fault_seen"))]
    if faults:
        return _form(visit, draft, faults, status=400)
    saved = table.save(draft.report(), visit.user.name, draft.note)
    visit.parts.runtime.refresh()
    return Redirect(f"{LIST}/{draft.key}", said=SAID[saved])


def document(visit: Visit) -> Page:
    """One report: its versions, what was done to it, and the passages of one version."""
    history = _history(visit)
    shown = _version(history, visit.path.get("version"))
    log = [entry for _, entry in visit.parts.audit.entries(subject=shown.report.key, action="report.")]
    context = {
        "in_lang": _in(visit.lang),
        "history": history[::-1],
        "log": log,
        "shown": shown,
        "live": any(one.live for one in history),
    }
    return Page("document", {**context, **_shown(cut(shown.report))})


def withdraw(visit: Visit) -> Result:
    """Quote it no more."""
    shown = _version(_history(visit), None)
    reason = visit.text("reason").strip()
    if not reason:
        raise RefusedError(400, "documents.fault_reason")
    _table(visit).withdraw(shown.report.key, visit.user.name, reason)
    visit.parts.runtime.refresh()
    return Redirect(f"{LIST}/{shown.report.key}", said="documents.said_withdrawn")


def publish_again(visit: Visit) -> Redirect:
    """An old version becomes the newest one."""
    shown = _version(_history(visit), visit.path["version"])
    note = say("en", "documents.again_note", version=shown.version)
    saved = _table(visit).save(shown.report, visit.user.name, note)
    visit.parts.runtime.refresh()
    return Redirect(f"{LIST}/{shown.report.key}", said=SAID[saved])


def _table(visit: Visit) -> ReportTable:
    return ReportTable(visit.parts.database)


def _history(visit: Visit) -> list[ReportVersion]:
    history = _table(visit).history(visit.path["id"])
    if not history:
        raise RefusedError(404, "documents.not_there")
    return history


def _version(history: Sequence[ReportVersion], number: str | None) -> ReportVersion:
    """That version; without a number the live one, or the last."""
    if number is None:
        return next((one for one in history if one.live), history[-1])
    found = next((one for one in history if str(one.version) == number), None)
    if found is None:
        raise RefusedError(404, "documents.not_there")
    return found


def _known(visit: Visit, id_: str) -> dict[str, str]:
    """What the form begins with to replace a report."""
    reports = [one.report for one in _table(visit).latest()] + FileStore().reports()
    for report in reports:
        if report.key == id_:
            title = {"title_en": report.title.en, "title_zh": report.title.zh}
            return {**title, "as_of": report.as_of, "url": report.url, "id": report.key}
    raise RefusedError(404, "documents.not_there")


def _draft(visit: Visit) -> tuple[Draft, list[Fault]]:
    """What was sent: the text as it was edited, or else what the files say."""
    values = {name: " ".join(visit.text(name).split()) for name in FIELDS}
    text = Text(en=visit.text("en").strip(), zh=visit.text("zh").strip())
    left_out = tuple(filter(None, visit.text("left_out").split("\n")))
    draft = Draft(
        values, text, bool(visit.text("unofficial")), left_out, bool(visit.text("converted")), visit.text("note")
    )
    faults: list[Fault] = []
    if not (text.en or text.zh):
        try:
            draft = _read(visit, draft)
        except DocumentError as error:
            faults = [Fault("file", in_language(visit.lang, error.said.en, error.said.zh))]
        else:
            if not (draft.text.en or draft.text.zh):
                faults = [Fault("file", say(visit.lang, "documents.fault_file"))]
    elif not cut_text(text):
        faults = [Fault("text_en" if text.en else "text_zh", say(visit.lang, "documents.fault_only_headings"))]
    elif max(len(text.en), len(text.zh)) > MAX_CHARS:
        faults = [Fault("text_en", say(visit.lang, "documents.fault_long", most=MAX_CHARS))]
    return draft, [*_faults(visit.lang, draft.values), *faults]


def cut_text(text: Text) -> list[Passage]:
    """The passages of a marked text, whatever the report is called."""
    fields: dict[str, Any] = {"title": {"en": "–", "zh": "–"}, "url": "https://example.org", "as_of": "2000"}
    return cut(report_of({**fields, "id": "preview", "text": text}))


def _read(visit: Visit, draft: Draft) -> Draft:
    """With the text of the files or of what was pasted, and the title that they give themselves."""
    read: list[Document] = []
    names: list[str] = []
    for upload in map(visit.file, UPLOADS):
        if upload:
            read.append(read_document(upload.filename, upload.file.read()))
            names.append(upload.filename)
    if not read and (pasted := visit.text(PASTED)).strip():
        read.append(read_document("text.txt", pasted.encode()))
    if not read:
        return draft
    marked: Marked = mark(read)
    titles = {f"title_{language_of(one.title)}": one.title for one in read if one.title}
    values = {name: value or titles.get(name, "") for name, value in draft.values.items()}
    note = ", ".join(names)
    return replace(
        draft, values=values, text=marked.text, left_out=marked.left_out, converted=marked.converted, note=note
    )


def _faults(lang: Lang, values: dict[str, str]) -> list[Fault]:
    """What is missing or cannot be."""
    checks = {
        "title_en": bool(values["title_en"]),
        "title_zh": bool(values["title_zh"]),
        "as_of": bool(re.match(DATE, values["as_of"])) and in_calendar(values["as_of"]),
        "url": bool(re.match(URL, values["url"])),
        "id": not values["title_en"] or _is_id(values["id"] or report_id(values["title_en"])),
    }
    return [Fault(name, say(lang, f"documents.fault_{name}")) for name, right in checks.items() if not right]


def _is_id(id_: str) -> bool:
    return len(id_) <= MAX_ID_CHARS - 5 and bool(re.match(REPORT_ID, id_)) and id_ != "new"


def _seen(table: ReportTable, key: str) -> str:
    """The version that the one to be published would replace."""
    return next((str(one.version) for one in table.history(key) if one.live), "")


def _form(visit: Visit, draft: Draft, faults: Sequence[Fault], status: int = 200) -> Page:
    has_text = bool(draft.text.en or draft.text.zh)
    context: dict[str, Any] = {
        "draft": draft,
        "faults": faults,
        "fault_of": {fault.name: fault.said for fault in faults},
        "has_text": has_text,
        "suffixes": ",".join(SUFFIXES),
        "seen": _seen(_table(visit), draft.key) if draft.key else "",
    }
    preview = _shown(cut_text(draft.text) if has_text else [])
    return Page("documents_form", {**context, **preview}, status)


def _shown(passages: Sequence[Passage]) -> dict[str, Any]:
    """Passages by sections, as they will be quoted, with their numbers."""
    sections = [Section(heading, list(group)) for heading, group in groupby(passages, key=lambda p: p.section)]
    both = sum(len(passage.sentences[0].langs) == len(TEXT_LANGS) for passage in passages)
    counts = {"passages": len(passages), "sections": len(sections), "both": both, "one": len(passages) - both}
    return {"sections": sections, "counts": counts}


def _in(lang: Lang) -> Callable[[Text], str]:
    """For templates: a text in the language of the page."""
    return lambda text: in_language(lang, text.shown("en"), text.shown("zh"))


ROUTES: list[Route] = [
    Route("GET", LIST, documents, Role.EDITOR),
    Route("GET", f"{LIST}/new", new, Role.EDITOR),
    Route("POST", f"{LIST}/new", preview, Role.EDITOR),
    Route("POST", LIST, publish, Role.APPROVER),
    Route("GET", f"{LIST}/{{id}}", document, Role.EDITOR),
    Route("GET", f"{LIST}/{{id}}/versions/{{version}}", document, Role.EDITOR),
    Route("POST", f"{LIST}/{{id}}/versions/{{version}}", publish_again, Role.APPROVER),
    Route("POST", f"{LIST}/{{id}}/withdraw", withdraw, Role.APPROVER),
]
