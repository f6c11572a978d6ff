"""What was not answered, in groups, and what to do about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, cast
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from bot.console.numbers import whole
from bot.console.rendering import TAGS
from bot.console.routing import Route
from bot.console.times import day, moment
from bot.console.visit import Page, Parts, Redirect, RefusedError, Result, Visit
from bot.errors import ApiError
from knowledge.content import Faq
from knowledge.database.audit import utc_now
from knowledge.database.enquiries import LOW_CONFIDENCE, Enquiry, EnquiryTable, Settling, Unanswered
from knowledge.database.users import Role
from knowledge.errors import ContentError
from knowledge.index import Index
from knowledge.reply import in_language
from knowledge.unanswered import MOST_WORDINGS, Encode, Group, Wording, groups
from language.detect import Lang

A_PAGE = 10
"""Groups on one page."""
SETTLED_A_PAGE = 30
WORDINGS = 6
"""Wordings of a group that are shown at once."""
NEAREST = 3
MAX_REASON_CHARS = 500

Show = Literal["all", "fallback", "uncertain", "choices", "unhelpful"]
SHOWN: dict[Show, Callable[[Unanswered], bool]] = {
    "all": lambda _: True,
    "fallback": lambda one: one.enquiry.kind == "fallback",
    "uncertain": lambda one: one.enquiry.kind == "answer" and one.enquiry.confidence < LOW_CONFIDENCE,
    "choices": lambda one: one.enquiry.kind == "choices",
    "unhelpful": lambda one: one.unhelpful,
}


@dataclass(frozen=True)
class Near:
    """An FAQ that may be the one that was asked for."""

    id: str
    title: str
    likeness: int
    """Per cent."""


@dataclass(frozen=True)
class Told:
    """What was answered instead."""

    id: str
    title: str
    is_faq: bool


@dataclass(frozen=True)
class Card:
    """A group as the page shows it."""

    group: Group
    period: str
    told: list[Told]
    near: list[Near]

    @property
    def name(self) -> int:
        """Of the group, on this page: the number of its newest question."""
        return self.group.events[0]

    @property
    def title(self) -> Wording:
        """How it is asked most."""
        return self.group.wordings[0]

    @property
    def english(self) -> list[Wording]:
        """Wordings in English."""
        return [wording for wording in self.group.wordings if wording.lang == "en"]

    @property
    def chinese(self) -> list[Wording]:
        """Wordings in either script."""
        return [wording for wording in self.group.wordings if wording.lang != "en"]


@dataclass(frozen=True)
class Typed:
    """A form that could not be taken, to be shown again."""

    group: str = ""
    fault: str = ""
    """Name of a sentence."""
    faq: str = ""
    other: str = ""
    wording: str = ""
    reason: str = ""
    events: frozenset[int] = field(default_factory=frozenset)


def questions(visit: Visit) -> Page:
    """The groups, the worst first."""
    return _list(visit, visit.query, Typed())


def settle(visit: Visit) -> Result:
    """Do with a group what was chosen; its questions are off the list."""
    events = _events(visit)
    act = visit.text("act")
    if not events:
        return _again(visit, "learning.choose_questions")
    if act == "variant":
        return _attach(visit, events)
    if act == "edit":
        return _correct(visit, events)
    if act == "faq":
        return _write(visit, events)
    if act == "dismissed":
        return _dismiss(visit, events)
    raise RefusedError(400, "learning.no_such_act")


def settled(visit: Visit) -> Page:
    """What was done with questions, the latest first; each can be put back."""
    before = whole(visit.query.get("before", ""))
    entries = visit.parts.audit.entries(action="enquiry.settled", limit=SETTLED_A_PAGE + 1, before=before)
    table = EnquiryTable(visit.parts.database)
    acts = []
    for number, entry in entries[:SETTLED_A_PAGE]:
        found = table.get(entry.detail.get("events", ())[:1])
        acts.append(
            {
                "number": number,
                "at": moment(entry.at, visit.lang),
                "who": entry.who,
                "how": entry.detail.get("how"),
                "faq": entry.detail.get("faq", ""),
                "reason": entry.detail.get("reason", ""),
                "count": len(entry.detail.get("events", ())),
                "question": found[0] if found else None,
                "off": bool(table.settled(entry.detail.get("events", ()))),
            }
        )
    more = entries[SETTLED_A_PAGE - 1][0] if len(entries) > SETTLED_A_PAGE else None
    return Page("learning_settled", {"acts": acts, "more": more, "tags_of": TAGS})


def reopen(visit: Visit) -> Redirect:
    """Put the questions of one act back on the list."""
    number = whole(visit.text("number"))
    if number is None:
        raise RefusedError(400, "learning.gone")
    entries = visit.parts.audit.entries(action="enquiry.settled", limit=1, before=number + 1)
    if not entries or entries[0][0] != number:
        raise RefusedError(404, "learning.gone")
    try:
        EnquiryTable(visit.parts.database).reopen(entries[0][1].detail.get("events", ()), visit.user.name)
    except ContentError:
        raise RefusedError(409, "learning.open_already") from None
    return Redirect("/console/learning/settled", said="learning.reopened")


ROUTES: list[Route] = [
    Route("GET", "/console/learning", questions, Role.EDITOR),
    Route("POST", "/console/learning", settle, Role.EDITOR),
    Route("GET", "/console/learning/settled", settled, Role.EDITOR),
    Route("POST", "/console/learning/settled", reopen, Role.EDITOR),
]


def _list(visit: Visit, query: Mapping[str, str], typed: Typed, status: int = 200) -> Page:
    show = cast(Show, query.get("show")) if query.get("show") in SHOWN else "all"
    now = utc_now()
    unanswered = EnquiryTable(visit.parts.database).unanswered(now)
    found = groups(filter(SHOWN[show], unanswered), _encoder(visit.parts), now)
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(whole(query.get("page", "")) or 1, pages)
    faqs = {faq.id: faq for faq in visit.parts.faqs.all()}
    here = found[(number - 1) * A_PAGE : number * A_PAGE]
    counts = {name: sum(map(wanted, unanswered)) for name, wanted in SHOWN.items()}
    context = {
        "cards": [_card(visit, group, faqs) for group in here],
        "faqs": [(faq.id, _title(faq, visit.lang)) for faq in faqs.values()],
        "typed": typed,
        "show": show,
        "shown": counts,
        "number": number,
        "pages": pages,
        "count": len(found),
        "first": (number - 1) * A_PAGE + 1,
        "by_meaning": _encoder(visit.parts) is not None,
        "wordings": WORDINGS,
        "tags_of": TAGS,
    }
    return Page("learning", context, status)


def _card(visit: Visit, group: Group, faqs: Mapping[str, Faq]) -> Card:
    first, last = day(group.first, visit.lang), day(group.last, visit.lang)
    return Card(
        group,
        first if first == last else f"{first} – {last}",
        [_told(visit, answer_id, faqs) for answer_id in group.answers],
        _near(visit, group, faqs),
    )


def _told(visit: Visit, answer_id: str, faqs: Mapping[str, Faq]) -> Told:
    if faq := faqs.get(answer_id):
        return Told(answer_id, _title(faq, visit.lang), is_faq=True)
    try:
        return Told(answer_id, visit.parts.runtime.desk.speaker.title(answer_id, visit.lang), is_faq=False)
    except (ApiError, KeyError):  # still loading, or withdrawn
        return Told(answer_id, answer_id, is_faq=False)


def _near(visit: Visit, group: Group, faqs: Mapping[str, Faq]) -> list[Near]:
    """The FAQs that are most like its most frequent wording in each language."""
    try:
        index = visit.parts.runtime.desk.index
    except ApiError:
        return []
    best: dict[str, float] = {}
    english = next((w.text for w in group.wordings if w.lang == "en"), None)
    chinese = next((w.text for w in group.wordings if w.lang != "en"), None)
    for text in filter(None, (english, chinese)):
        for hit in index.search(text, source="faq", limit=NEAREST):
            if hit.answer_id in faqs:
                best[hit.answer_id] = max(best.get(hit.answer_id, 0.0), hit.score)
    ranked = sorted(best.items(), key=lambda item: -item[1])[:NEAREST]
    return [Near(id_, _title(faqs[id_], visit.lang), round(100 * score)) for id_, score in ranked]


def _encoder(parts: Parts) -> Encode | None:
    try:
        return partial(_vectors, parts.runtime.desk.index)
    except ApiError:
        return None


_remembered: WeakKeyDictionary[Index, dict[str, NDArray[np.float32]]] = WeakKeyDictionary()
"""What was encoded for the last page: the next one has hardly anything new."""


def _vectors(index: Index, texts: list[str]) -> NDArray[np.float32]:
    before = _remembered.get(index, {})
    new = [text for text in texts if text not in before]
    vectors = {**before, **dict(zip(new, index.encoder.encode(new) if new else (), strict=True))}
    _remembered[index] = vectors if len(vectors) <= 2 * MOST_WORDINGS else {text: vectors[text] for text in texts}
    return np.stack([vectors[text] for text in texts])


def _attach(visit: Visit, events: list[int]) -> Result:
    chosen = visit.text("faq")
    faq = visit.text("other").strip() if chosen in ("", "other") else chosen
    wording = _wording(visit, events)
    if not faq:
        return _again(visit, "learning.choose_faq")
    if visit.parts.faqs.get(faq) is None:
        return _again(visit, "learning.no_such_faq")
    _settle(visit, events, "variant", faq=faq, text=wording.text)
    query = urlencode({"variant": wording.text})
    return Redirect(f"/console/faqs/{faq}/edit?{query}", said="learning.attached")


def _correct(visit: Visit, events: list[int]) -> Result:
    faq = visit.text("told")
    if visit.parts.faqs.get(faq) is None:
        return _again(visit, "learning.no_such_faq")
    _settle(visit, events, "faq", faq=faq)
    return Redirect(f"/console/faqs/{faq}/edit", said="learning.corrected")


def _write(visit: Visit, events: list[int]) -> Redirect:
    wording = _wording(visit, events)
    _settle(visit, events, "faq", text=wording.text)
    query = urlencode({"question": wording.text})
    return Redirect(f"/console/faqs/new?{query}", said="learning.begun")


def _dismiss(visit: Visit, events: list[int]) -> Result:
    reason = visit.text("reason").strip()
    if len(reason) > MAX_REASON_CHARS:
        return _again(visit, "learning.reason_too_long")
    _settle(visit, events, "dismissed", reason=reason)
    return Redirect(_back(visit), said="learning.dismissed")


def _settle(visit: Visit, events: Iterable[int], how: Settling, **detail: str) -> None:
    try:
        EnquiryTable(visit.parts.database).settle(events, how, visit.user.name, **detail)
    except ContentError:
        raise RefusedError(409, "learning.settled_already") from None


def _events(visit: Visit) -> list[int]:
    """The numbers that were sent, of wordings that are ticked. RefusedError where they are no numbers."""
    events = [whole(part) for value in visit.form.getall("events", []) for part in str(value).split(",")]
    if None in events:
        raise RefusedError(400, "learning.gone")
    return [event for event in events if event is not None]


def _wording(visit: Visit, events: Iterable[int]) -> Enquiry:
    """The question whose words are to be used: the chosen one, where it is among those that are ticked."""
    found = EnquiryTable(visit.parts.database).get(events)
    if not found:
        raise RefusedError(404, "learning.gone")
    return next((one for one in found if str(one.event) == visit.text("wording")), found[0])


def _again(visit: Visit, fault: str) -> Page:
    typed = Typed(
        visit.text("group"),
        fault,
        visit.text("faq"),
        visit.text("other"),
        visit.text("wording"),
        visit.text("reason"),
        frozenset(_events(visit)),
    )
    return _list(visit, {"page": visit.text("page"), "show": visit.text("show")}, typed, 422)


def _back(visit: Visit) -> str:
    return "/console/learning?" + urlencode({"show": visit.text("show") or "all", "page": visit.text("page") or "1"})


def _title(faq: Faq, lang: Lang) -> str:
    return in_language(lang, faq.question.en, faq.question.zh)
