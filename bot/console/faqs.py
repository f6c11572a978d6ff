"""The FAQs: list, search, history, differences, restore, withdraw, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.console.fields import Change, changes
from bot.console.routing import Route
from bot.console.shelf import STATES, Wish, items_of, sheet, tags_of
from bot.console.topics import map_name, topic_name, topic_names
from bot.console.visit import Page, Redirect, RefusedError, Result, Visit
from knowledge.content import Faq
from knowledge.database.faqs import Revision
from knowledge.database.library import OpenDraft
from knowledge.database.users import Role
from knowledge.errors import ChangedError, ContentError
from knowledge.hong_kong import today
from knowledge.validity import due

MAX_REASON_CHARS = 1000


@dataclass(frozen=True)
class Comparison:
    """Two revisions, and what is different in the second."""

    before: Revision
    after: Revision
    changes: list[Change]


def list_(visit: Visit) -> Page:
    """Those that are asked for, a page of them."""
    wish = Wish.of(visit.query)
    items = items_of(visit.parts.library.read(), today())
    context = {
        "wish": wish,
        "sheet": sheet(items, wish, visit.lang, visit.user.name),
        "states": STATES,
        "topics": topic_names(visit.lang),
        "owners": sorted({item.owner for item in items if item.owner}),
        "topic_name": topic_name,
    }
    return Page("faqs", context)


def one(visit: Visit) -> Result:
    """An FAQ as it is, or was before it was withdrawn, and its history."""
    id_ = visit.path["id"]
    history, drafts = visit.parts.faqs.history(id_), visit.parts.library.drafts_of(id_)
    if not history and drafts:
        return Redirect(f"/console/drafts/{drafts[0].number}")
    return Page("faq", _context(visit, history, drafts))


def ask_to_withdraw(visit: Visit) -> Page:
    """Whether it is really meant, and why."""
    return _withdrawal(visit, _live(visit))


def withdraw(visit: Visit) -> Result:
    """Tell people no more."""
    live, reason, looked_at = _live(visit), visit.text("reason").strip(), visit.text("revision")
    faults = []
    if not reason:
        faults.append("faqs.reason_missing")
    elif len(reason) > MAX_REASON_CHARS:
        faults.append("faqs.reason_long")
    if looked_at != str(live.number):
        faults.append("faqs.changed_meanwhile")
    if not faults:
        try:
            visit.parts.faqs.withdraw(visit.path["id"], visit.user.name, reason, live.number)
        except ChangedError:
            live, faults = _live(visit), ["faqs.changed_meanwhile"]
    if faults:
        return _withdrawal(visit, live, reason, faults)
    visit.parts.runtime.refresh()
    return Redirect(f"/console/faqs/{visit.path['id']}", said="faqs.was_withdrawn")


def _withdrawal(visit: Visit, live: Revision, reason: str = "", faults: Sequence[str] = ()) -> Page:
    drafts = visit.parts.library.drafts_of(visit.path["id"])
    context = {
        "faq": live.faq,
        "revision": live.number,
        "reason": reason,
        "faults": faults,
        "max": MAX_REASON_CHARS,
        "drafts": drafts,
    }
    return Page("faq_withdraw", context, 422 if faults else 200)


def _live(visit: Visit) -> Revision:
    """What people are told; RefusedError where they are told nothing."""
    history = visit.parts.faqs.history(visit.path["id"])
    if not history:
        raise RefusedError(404, "faqs.not_there", id=visit.path["id"])
    if history[-1].faq is None:
        raise RefusedError(409, "faqs.withdrawn_already")
    return history[-1]


def _context(visit: Visit, history: Sequence[Revision], drafts: Sequence[OpenDraft]) -> dict[str, object]:
    told = [revision for revision in history if revision.faq]
    if not told:
        raise RefusedError(404, "faqs.not_there", id=visit.path["id"])
    faq, live, day = _faq(told[-1]), history[-1].faq is not None, today()
    return {
        "faq": faq,
        "live": live,
        "states": tags_of(faq, live, drafts, day),
        "due": due(faq, day) if live else None,
        "drafts": drafts,
        "topic": topic_name(visit.lang, faq.topic),
        "map": map_name(visit.lang, faq.map or ""),
        "history": history,
        "told": told,
        "before": {after.number: before.number for before, after in pairwise(told)},
        "comparison": _comparison(visit, told),
    }


def _comparison(visit: Visit, told: Sequence[Revision]) -> Comparison | None:
    """Of the two revisions that are asked for; None where none are."""
    numbers = [visit.query.get(end, "") for end in ("from", "to")]
    if not any(numbers):
        return None
    revisions = {str(revision.number): revision for revision in told}
    if not all(number in revisions for number in numbers):
        raise RefusedError(404, "faqs.no_such_revision")
    before, after = (revisions[number] for number in numbers)
    return Comparison(before, after, changes(_faq(before), _faq(after)))


def _faq(revision: Revision) -> Faq:
    if revision.faq is None:
        raise ContentError(f"revision {revision.number} is a withdrawal")
    return revision.faq


FAQ = r"/console/faqs/{id:[a-z0-9-]+}"
ROUTES = [
    Route("GET", "/console/faqs", list_, Role.EDITOR),
    Route("GET", FAQ, one, Role.EDITOR),
    Route("GET", f"{FAQ}/withdraw", ask_to_withdraw, Role.APPROVER),
    Route("POST", f"{FAQ}/withdraw", withdraw, Role.APPROVER),
]
