"""Writing an FAQ: both languages side by side, preview, neighbours, submitting."""

import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from bot.console.drafting import (
    as_json,
    draft_of,
    drafts,
    fault_lines,
    moved,
    names,
    notices,
    previews,
    refused,
    rows,
    title_of,
    version_of,
)
from bot.console.numbers import whole
from bot.console.rendering import TAGS
from bot.console.routing import Route
from bot.console.texts import say
from bot.console.topics import topics
from bot.console.visit import Json, Page, Redirect, RefusedError, Result, Visit
from knowledge.buildings import maps
from knowledge.content import TEXT_LANGS, Faq, TextLang
from knowledge.database.drafts import Draft
from knowledge.database.users import Role
from knowledge.drafting import (
    FIELDS,
    Fault,
    Written,
    confirmed,
    faults,
    mark,
    proposed_id,
    stale,
    too_long,
    written,
)
from knowledge.errors import DraftError
from knowledge.hong_kong import local
from language.script import HAN, to_simplified

_SEVERAL_LINES = ("answer.", "variants.")
CONVERTED = ("question", "answer", "variants", "source.title")


@dataclass(frozen=True)
class Sheet:
    """What the editor shows."""

    address: str
    """Where the form goes."""
    written: Written
    base: Faq | None = None
    """What is changed; None: a new FAQ."""
    base_number: int | None = None
    draft: Draft | None = None
    """As it is saved; None: not yet."""
    faults: list[Fault] = field(default_factory=list)
    conflict: Draft | None = None
    """What somebody else saved meanwhile."""
    note: str = ""


def new(visit: Visit) -> Page:
    """A new FAQ, perhaps with its question."""
    texts = {"owner": visit.user.display}
    if question := _one_line(visit.query.get("question", "")):
        texts[f"question.{_text_lang(question)}"] = question
    return _editor(visit, Sheet("/console/faqs/new", Written(texts)))


def make_new(visit: Visit) -> Result:
    """Save a new FAQ for the first time."""
    sheet = Sheet("/console/faqs/new", _from_form(visit, None, None), note=visit.text("note"))
    return _begin(visit, sheet)


def edit(visit: Visit) -> Result:
    """Change a published FAQ: its draft, if one was begun."""
    id_ = visit.path["id"]
    if draft := drafts(visit).open_of(id_):
        return Redirect(f"/console/drafts/{draft.id}{_variant_query(visit)}")
    base, number = _last(visit, id_)
    return _editor(visit, Sheet(_edit_address(id_), _with_variant(visit, written(base)), base, number))


def make_change(visit: Visit) -> Result:
    """Save a change for the first time; one that brings an old revision back sends its number alone."""
    base, last = _last(visit, visit.path["id"])
    if revision := visit.text("revision"):
        before = written(_revision(visit, base.id, revision))
        return _begin(visit, Sheet(_edit_address(base.id), before, base, last))
    sent = whole(visit.text("base"))
    number = sent if sent is not None and 0 < sent <= last else last
    sheet = Sheet(_edit_address(base.id), _from_form(visit, base, None), base, number, note=visit.text("note"))
    return _begin(visit, sheet)


def draft(visit: Visit) -> Result:
    """Go on with a draft; one that is submitted or done is looked at where it is approved."""
    found = draft_of(visit)
    if found.state != "draft":
        return Redirect(f"/console/approvals/{found.id}")
    sheet = _sheet(visit, found)
    return _editor(visit, replace(sheet, written=_with_variant(visit, sheet.written)))


def change(visit: Visit) -> Result:
    """Save, submit, discard, or go on from what is live now."""
    found, step = draft_of(visit), visit.text("do")
    if step == "discard":
        return _discard(visit, found)
    base = drafts(visit).base_of(found)
    sheet = replace(_sheet(visit, found), written=_from_form(visit, base, found), note=visit.text("note"))
    if long := too_long(sheet.written):
        return _unsaved(visit, replace(sheet, faults=long))
    try:
        saved = drafts(visit).save(
            found.id, version_of(visit), sheet.written, visit.user.name, by_the_way=bool(visit.text("auto"))
        )
    except DraftError as error:
        return _conflict(visit, sheet, found, error)
    return _after_saving(visit, replace(_sheet(visit, saved), note=sheet.note))


def preview(visit: Visit) -> Json:
    """While somebody types: the replies, and the Chinese as it is converted."""
    now = _texts(visit)
    simplified = {stem: to_simplified(now.texts.get(f"{stem}.zh", "")) for stem in CONVERTED}
    return Json({"previews": previews(now), "simplified": simplified})


def neighbours(visit: Visit) -> Json:
    """While somebody types: what stands around it."""
    told = notices(visit, _texts(visit), visit.text("own") or None)
    warnings = sum(len(notice.lines) for notice in told if notice.tone != "hint")
    return Json({"notices": as_json(told), "warnings": warnings, "nothing": say(visit.lang, "editing.nothing_near")})


def _begin(visit: Visit, sheet: Sheet) -> Result:
    if long := too_long(sheet.written):
        return _unsaved(visit, replace(sheet, faults=long))
    try:
        saved = drafts(visit).create(sheet.written, visit.user.name, sheet.base_number)
    except DraftError as error:
        other = drafts(visit).open_of(sheet.base.id) if sheet.base else None
        if other is None:
            raise refused(error) from None
        return _conflict(visit, replace(sheet, address=_draft_address(other)), other, error)
    return _after_saving(visit, replace(_sheet(visit, saved), note=sheet.note))


def _after_saving(visit: Visit, sheet: Sheet) -> Result:
    saved = sheet.draft
    assert saved is not None  # noqa: S101 (just saved)
    if visit.text("auto"):
        return Json(
            {
                "address": _draft_address(saved),
                "version": saved.version,
                "id": saved.faq,
                "stale": _stale(sheet),
                "status": say(visit.lang, "editing.saved_at", at=f"{local(saved.changed_at):%H:%M}"),
            }
        )
    step = visit.text("do")
    try:
        if step == "rebase":
            drafts(visit).rebase(saved.id, saved.version, visit.user.name)
        elif step == "submit":
            return _submit(visit, sheet, saved)
    except DraftError as error:
        raise refused(error) from None  # what was typed is saved
    return Redirect(_draft_address(saved), said="editing.saved")


def _submit(visit: Visit, sheet: Sheet, saved: Draft) -> Result:
    found = _faults(visit, sheet)
    if found or moved(visit, saved):
        return _editor(visit, replace(sheet, faults=found), 422)
    drafts(visit).submit(saved.id, saved.version, visit.user.name, sheet.note.strip().replace("\0", ""))
    return Redirect(f"/console/approvals/{saved.id}", said="editing.submitted")


def _discard(visit: Visit, found: Draft) -> Result:
    if visit.user.name not in found.writers and not visit.may(Role.APPROVER):
        raise RefusedError(403, "editing.not_yours")
    try:
        drafts(visit).discard(found.id, version_of(visit), visit.user.name)
    except DraftError as error:
        raise refused(error) from None
    return Redirect(f"/console/approvals/{found.id}", said="editing.discarded")


def _unsaved(visit: Visit, sheet: Sheet) -> Result:
    if visit.text("auto"):
        return Json({"status": " ".join(line["text"] for line in fault_lines(visit, sheet.faults))}, 422)
    return _editor(visit, sheet, 422)


def _conflict(visit: Visit, sheet: Sheet, theirs: Draft, error: DraftError) -> Result:
    if error.reason == "missing":
        raise refused(error)
    if visit.text("auto"):
        return Json({"status": say(visit.lang, "editing.conflict_short", who=names(visit)(theirs.changed_by))}, 409)
    return _editor(visit, replace(sheet, draft=theirs, conflict=theirs), 409)


def _sheet(visit: Visit, found: Draft) -> Sheet:
    base = drafts(visit).base_of(found)
    return Sheet(_draft_address(found), found.written, base, found.base, found)


def _editor(visit: Visit, sheet: Sheet, status: int = 200) -> Page:
    draft = sheet.draft
    has_moved = draft is not None and sheet.conflict is None and moved(visit, draft) and draft.base is not None
    own = sheet.base.id if sheet.base else None
    live = visit.parts.faqs.get(own) if own and has_moved else None
    now = sheet.written
    told = notices(visit, now, own)
    return Page(
        "editing",
        {
            "sheet": sheet,
            "texts": {name: now.texts.get(name, "") for name in FIELDS},
            "title": title_of(visit, draft) if draft else "",
            "own": own,
            "version": draft.version if draft else 0,
            "faults": fault_lines(visit, sheet.faults),
            "faulty": {fault.field for fault in sheet.faults},
            "stale": _stale(sheet),
            "maps": maps(),
            "topics": sorted(topics().values(), key=lambda topic: topic.en),
            "notices": told,
            "previews": previews(now),
            "simplified": {stem: to_simplified(now.texts.get(f"{stem}.zh", "")) for stem in CONVERTED},
            "conflict": [row for row in rows(visit, sheet.conflict.written, now) if row.changed]
            if sheet.conflict
            else [],
            "moved": [row for row in rows(visit, written(sheet.base), written(live)) if row.changed]
            if live and sheet.base
            else [],
            "has_moved": has_moved,
            "live": live,
            "who": names(visit),
            "warnings": sum(len(notice.lines) for notice in told if notice.tone != "hint"),
            "tag_of": {"en": TAGS["en"], "zh": TAGS["zh-Hant"]},
        },
        status,
    )


def _stale(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """By language that may no longer be right: the mark that its tick carries, and whether it is ticked."""
    waiting, found_right = stale(sheet.written, sheet.base), confirmed(sheet.written, sheet.base)
    return {
        lang: {"mark": mark(sheet.written, lang), "confirmed": lang in found_right} for lang in [*waiting, *found_right]
    }


def _faults(visit: Visit, sheet: Sheet) -> list[Fault]:
    found = faults(sheet.written, sheet.base, topics(), visit.parts.faqs.all())
    id_ = sheet.written.texts.get("id", "")
    if sheet.base is None and not any(fault.field == "id" for fault in found) and _ever(visit, id_):
        found.append(Fault("id", "id_taken", id_))  # of one that was withdrawn
    return found


def _from_form(visit: Visit, base: Faq | None, before: Draft | None) -> Written:
    now = _texts(visit)
    if base is not None:
        return Written({**now.texts, "id": base.id}, now.still_right)
    id_ = now.texts.get("id", "")
    was = before.written.texts if before else {}
    proposed_before = proposed_id(was.get("question.en", ""), lambda id_: _ever(visit, id_))
    if not id_ or id_ == proposed_before:
        id_ = proposed_id(now.texts.get("question.en", ""), lambda id_: _ever(visit, id_)) or id_
    return Written({**now.texts, "id": id_}, now.still_right) if id_ else now


def _texts(visit: Visit) -> Written:
    texts = {name: _clean(name, visit.text(name)) for name in FIELDS}
    ticked: dict[TextLang, str] = {lang: visit.text(f"still_right.{lang}")[:64] for lang in TEXT_LANGS}
    return Written(
        {name: text for name, text in texts.items() if text}, {lang: was for lang, was in ticked.items() if was}
    )


def _clean(name: str, text: str) -> str:
    return text.replace("\0", "").strip() if name.startswith(_SEVERAL_LINES) else _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _ever(visit: Visit, id_: str) -> bool:
    """Whether an FAQ has or had this id."""
    return bool(visit.parts.faqs.history(id_))


def _last(visit: Visit, id_: str) -> tuple[Faq, int]:
    """What an FAQ says, or said before it was withdrawn, and the number of its last revision."""
    history = visit.parts.faqs.history(id_)
    faq = next((revision.faq for revision in reversed(history) if revision.faq), None)
    if faq is None:
        raise RefusedError(404, "editing.no_such_faq")
    return faq, history[-1].number


def _revision(visit: Visit, id_: str, number: str) -> Faq:
    """What a revision said."""
    found = next((one.faq for one in visit.parts.faqs.history(id_) if str(one.number) == number), None)
    if found is None:
        raise RefusedError(404, "editing.no_such_faq")
    return found


def _text_lang(text: str) -> TextLang:
    return "zh" if re.search(f"[{HAN}]", text) else "en"  # people mix English into Chinese, hardly the other way round


def _with_variant(visit: Visit, now: Written) -> Written:
    """With a wording that came with the address, not saved yet."""
    variant = _one_line(visit.query.get("variant", ""))
    name = f"variants.{_text_lang(variant)}"
    lines = now.texts.get(name, "").split("\n")
    if not variant or variant in lines:
        return now
    return _replace_text(now, name, "\n".join([*filter(None, lines), variant]))


def _replace_text(now: Written, name: str, text: str) -> Written:
    """The same with one text changed."""
    return Written({**now.texts, name: text}, now.still_right)


def _variant_query(visit: Visit) -> str:
    return "?" + urlencode({"variant": visit.query["variant"]}) if "variant" in visit.query else ""


def _edit_address(id_: str) -> str:
    return f"/console/faqs/{id_}/edit"


def _draft_address(found: Draft) -> str:
    return f"/console/drafts/{found.id}"


ROUTES = [
    Route("GET", "/console/faqs/new", new, Role.EDITOR),
    Route("POST", "/console/faqs/new", make_new, Role.EDITOR),
    Route("POST", "/console/faqs/preview", preview, Role.EDITOR),
    Route("POST", "/console/faqs/neighbours", neighbours, Role.EDITOR),
    Route("GET", "/console/faqs/{id}/edit", edit, Role.EDITOR),
    Route("POST", "/console/faqs/{id}/edit", make_change, Role.EDITOR),
    Route("GET", "/console/drafts/{number}", draft, Role.EDITOR),
    Route("POST", "/console/drafts/{number}", change, Role.EDITOR),
]
