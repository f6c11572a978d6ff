"""Four eyes on a file of FAQs: what it would change, and what another person says to it."""

from bot.console.drafting import bring_to_people, names, refused
from bot.console.numbers import whole
from bot.console.plan import SHOWN, plan_of
from bot.console.routing import Route
from bot.console.visit import Page, Redirect, RefusedError, Result, Visit
from knowledge.database.imports import Import, ImportTable
from knowledge.database.users import Role
from knowledge.errors import ChangedError, DraftError

ADDRESS = "/console/imports"


def imports(visit: Visit) -> ImportTable:
    """The files of the visit's database."""
    return ImportTable(visit.parts.database)


def look(visit: Visit) -> Page:
    """One file: what it would change now, or what became of it."""
    return _page(visit, _import_of(visit))


def decide(visit: Visit) -> Result:
    """Approve, or return with a comment."""
    file = _import_of(visit)
    comment = visit.text("comment").strip().replace("\0", "")
    try:
        return _approve(visit, file, comment) if visit.text("do") == "approve" else _give_back(visit, file, comment)
    except ChangedError:
        return _page(visit, file, 409, problem="imports.changed_meanwhile", comment=comment)
    except DraftError as error:
        if error.reason == "state":
            return _page(visit, _import_of(visit), 409, problem="imports.decided_meanwhile", comment=comment)
        raise refused(error) from None


def _approve(visit: Visit, file: Import, comment: str) -> Result:
    if not visit.may(Role.APPROVER):
        raise RefusedError(403, "console.not_your_role")
    if visit.user.name == file.submitted_by:
        raise RefusedError(403, "drafting.refused_own")
    imports(visit).approve(file.id, visit.user.name, visit.text("looked_at"), comment)
    return Redirect(f"{ADDRESS}/{file.id}", said=bring_to_people(visit))


def _give_back(visit: Visit, file: Import, comment: str) -> Result:
    mine = visit.user.name == file.submitted_by
    if not mine and not visit.may(Role.APPROVER):
        raise RefusedError(403, "console.not_your_role")
    if not mine and not comment:
        return _page(visit, file, 422, problem="approvals.comment_needed")
    imports(visit).give_back(file.id, visit.user.name, comment)
    return Redirect("/console/approvals", said="imports.taken_back" if mine else "imports.returned")


def _page(visit: Visit, file: Import, status: int = 200, problem: str = "", comment: str = "") -> Page:
    waits = file.state == "submitted"
    context = {
        "file": file,
        "plan": plan_of(visit, imports(visit).faqs(file.id), come_back=file.back) if waits else None,
        "shown": SHOWN,
        "mine": visit.user.name == file.submitted_by,
        "problem": problem,
        "comment": comment,
        "who": names(visit),
    }
    return Page("import", context, status)


def _import_of(visit: Visit) -> Import:
    number = whole(visit.path["number"])
    file = None if number is None else imports(visit).get(number)
    if file is None:
        raise RefusedError(404, "imports.missing")
    return file


ROUTES = [
    Route("GET", ADDRESS + "/{number}", look, Role.EDITOR),
    Route("POST", ADDRESS + "/{number}", decide, Role.EDITOR),
]
