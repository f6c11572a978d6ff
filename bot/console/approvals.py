"""Four eyes: what was submitted, and what another person says to it."""

from urllib.parse import urlencode

from bot.console.drafting import (
    bring_to_people,
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
from bot.console.imports import imports
from bot.console.rendering import TAGS
from bot.console.routing import Route
from bot.console.topics import topic_name, topics
from bot.console.visit import Page, Redirect, RefusedError, Result, Visit
from bot.gate import Broken, broken_by
from knowledge.database.drafts import Draft
from knowledge.database.users import Role
from knowledge.drafting import confirmed, faults, finished, written
from knowledge.errors import DraftError
from knowledge.exchange.faults import ExchangeError
from knowledge.hong_kong import today

DECIDED = 20
"""Of those that are done, so many are listed."""


def waiting(visit: Visit) -> Page:
    """What waits for approval, what is being written, and what was decided lately."""
    table = drafts(visit)
    context = {
        "submitted": table.having("submitted"),
        "files": imports(visit).having("submitted"),
        "unfinished": table.having("draft"),
        "decided": table.having("approved", "discarded", limit=DECIDED),
        "decided_files": imports(visit).having("approved", "returned", limit=DECIDED),
        "title_of": lambda draft: title_of(visit, draft),
        "topic_of": lambda draft: topic_name(visit.lang, draft.written.texts.get("topic", "")),
        "who": names(visit),
        "me": visit.user.name,
    }
    return Page("approvals", context)


def look(visit: Visit) -> Page:
    """One that was submitted: what would change, how it would be shown, and what it would break."""
    return _page(visit, draft_of(visit))


def decide(visit: Visit) -> Result:
    """Approve, return with a comment, or take up again."""
    draft, step = draft_of(visit), visit.text("do")
    comment = visit.text("comment").strip().replace("\0", "")
    try:
        if step == "approve":
            return _approve(visit, draft, comment)
        if step == "take_up":
            drafts(visit).take_up(draft.id, version_of(visit), visit.user.name)
            return Redirect(f"/console/drafts/{draft.id}", said="approvals.taken_up")
        return _give_back(visit, draft, comment)
    except DraftError as error:
        if error.reason in ("old_version", "state"):
            return _page(visit, draft_of(visit), 409, problem="approvals.changed_meanwhile", comment=comment)
        raise refused(error) from None


def _approve(visit: Visit, draft: Draft, comment: str) -> Result:
    if not visit.may(Role.APPROVER):
        raise RefusedError(403, "console.not_your_role")
    if visit.user.name in draft.writers:
        raise RefusedError(403, "drafting.refused_own")
    if moved(visit, draft):
        return _page(visit, draft, 409, comment=comment)
    broken = _broken(visit, draft)
    doubtful = bool(broken) or not visit.parts.runtime.ready  # not judged is not passed
    reason = visit.text("reason").strip().replace("\0", "")
    if doubtful and not (visit.text("overrule") and reason):
        problem = "approvals.overrule_needs_reason" if visit.text("overrule") else "approvals.overrule_needed"
        return _page(visit, draft, 422, problem=problem, comment=comment, reason=reason)
    detail = {"overruled": reason, "broken": [one.question for one in broken]} if doubtful else {}
    note = "\n".join(filter(None, [draft.comment, comment, reason if doubtful else ""]))
    drafts(visit).approve(draft.id, version_of(visit), visit.user.name, note, **detail)
    return Redirect(f"/console/approvals/{draft.id}", said=bring_to_people(visit))


def _give_back(visit: Visit, draft: Draft, comment: str) -> Result:
    mine = visit.user.name in draft.writers
    if not mine and not visit.may(Role.APPROVER):
        raise RefusedError(403, "console.not_your_role")
    if not mine and not comment:
        return _page(visit, draft, 422, problem="approvals.comment_needed")
    drafts(visit).give_back(draft.id, version_of(visit), visit.user.name, comment or draft.comment)
    if mine:
        return Redirect(f"/console/drafts/{draft.id}", said="approvals.taken_back")
    return Redirect("/console/approvals", said="approvals.returned")


def _page(
    visit: Visit, draft: Draft, status: int = 200, problem: str = "", comment: str = "", reason: str = ""
) -> Page:
    base = drafts(visit).base_of(draft)
    submitted = draft.state == "submitted"
    live = visit.parts.faqs.get(draft.faq) if draft.faq else None
    has_moved = submitted and moved(visit, draft)
    found = faults(draft.written, base, topics(), visit.parts.faqs.all()) if submitted else []
    context = {
        "draft": draft,
        "title": title_of(visit, draft),
        "state": f"approvals.state_{draft.state}",
        "rows": rows(visit, written(base) if base else None, draft.written),
        "is_new": base is None,
        "found_right": confirmed(draft.written, base),
        "faults": fault_lines(visit, found),
        "moved": has_moved,
        "moved_rows": [row for row in rows(visit, written(base), written(live)) if row.changed]
        if has_moved and base and live
        else [],
        "live": live,
        "notices": notices(visit, draft.written, draft.faq if base else None) if submitted else [],
        "broken": _broken(visit, draft) if submitted else [],
        "ready": visit.parts.runtime.ready,
        "previews": previews(draft.written),
        "mine": visit.user.name in draft.writers,
        "problem": problem,
        "comment": comment,
        "reason": reason,
        "who": names(visit),
        "tag_of": {"en": TAGS["en"], "zh": TAGS["zh-Hant"]},
        "tries": [
            "/console/try?" + urlencode({"text": draft.written.texts.get(f"question.{lang}", "")})
            for lang in ("en", "zh")
        ],
        "begins": _begins_later(draft),
    }
    return Page("approval", context, status)


def _broken(visit: Visit, draft: Draft) -> list[Broken]:
    try:
        faq = finished(draft.written, topics())
    except ExchangeError:  # a fault of its own, that is told with the others
        return []
    return broken_by(visit.parts.runtime, faq)


def _begins_later(draft: Draft) -> str:
    """The date from which it is told, where that is still to come."""
    begins = draft.written.texts.get("effective_from", "")
    return begins if begins > today().isoformat()[: len(begins)] else ""


ROUTES = [
    Route("GET", "/console/approvals", waiting, Role.EDITOR),
    Route("GET", "/console/approvals/{number}", look, Role.EDITOR),
    Route("POST", "/console/approvals/{number}", decide, Role.EDITOR),
]
