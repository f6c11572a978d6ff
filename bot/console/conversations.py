"""Conversations as they were, masked, to look through."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bot.console.numbers import whole
from bot.console.rendering import TAGS
from bot.console.routing import Route
from bot.console.times import moment
from bot.console.topics import topic_name
from bot.console.visit import Page, RefusedError, Visit
from bot.enquiry_log import custom_of, intent_of, shown_text, title_of
from bot.enquiry_log import utc as sent_at
from bot.stored_events import Message, StoredEvents
from knowledge.database.feedback import Feedback, FeedbackStore
from knowledge.database.talks import MOST_SEARCHED, WORST, TalkTable, Wanted
from knowledge.database.users import Role
from knowledge.hong_kong import begins

A_PAGE = 25
MESSAGES = 200
"""Of a conversation, shown at once; one over REST may go on for years."""
CHANNELS = ("web", "kiosk", "rest")


@dataclass(frozen=True)
class Asked:
    """What the person wrote."""

    number: int
    at: str
    text: str
    pressed: bool
    """On a button."""
    intent: str
    sure: int
    """Of the intent, per cent."""
    kind: str = field(default="asked", init=False)


@dataclass(frozen=True)
class Said:
    """A reply."""

    number: int
    at: str
    text: str
    lang: str
    reply: str
    """Its kind."""
    topic: str
    answer_id: str
    is_faq: bool
    sure: int
    """Per cent."""
    source: str
    buttons: list[str]
    kind: str = field(default="said", init=False)


@dataclass(frozen=True)
class Judged:
    """Feedback."""

    at: str
    said: str
    reason: str
    kind: str = field(default="judged", init=False)


def conversations(visit: Visit) -> Page:
    """The list, the newest first."""
    faults: list[str] = []
    wanted = Wanted(
        since=_day(visit, "since", faults),
        until=_day(visit, "until", faults, end=True),
        lang=_one_of(visit, "language", tuple(TAGS)),
        kind=_one_of(visit, "kind", WORST),
        topic=visit.query.get("topic", ""),
        channel=_one_of(visit, "channel", CHANNELS),
        unhelpful=visit.query.get("unhelpful") == "1",
        text=visit.query.get("text", "")[:200],
    )
    table = TalkTable(visit.parts.database)
    before = whole(visit.query.get("before", ""))
    talks = [] if faults else table.find(wanted, A_PAGE + 1, before)
    more = ""
    if len(talks) > A_PAGE:
        more = urlencode({**_query(visit), "before": talks[A_PAGE - 1].found})
    rows = [(talk, moment(talk.last, visit.lang)) for talk in talks[:A_PAGE]]
    context = {
        "rows": rows,
        "more": more,
        "faults": faults,
        "typed": visit.query,
        "topics": [(topic, topic_name(visit.lang, topic)) for topic in table.topics()],
        "kinds": WORST,
        "channels": CHANNELS,
        "filtered": wanted != Wanted(),
        "most": MOST_SEARCHED,
        "tags_of": TAGS,
    }
    return Page("conversations", context, 422 if faults else 200)


def conversation(visit: Visit) -> Page:
    """One, whole; its name is the number of one of its messages."""
    number = whole(visit.path["event"])
    sender = None if number is None else TalkTable(visit.parts.database).sender_of(number)
    if number is None or sender is None:
        raise RefusedError(404, "conversations.gone")
    before = whole(visit.query.get("before", ""))
    stored = StoredEvents(visit.parts.settings.conversations)
    messages = stored.of(sender, before=before, limit=MESSAGES) if stored.there() else []
    if before is None and messages and number < messages[0].number:  # of one that goes on and on
        messages = stored.since(sender, number, limit=MESSAGES)
    feedback = FeedbackStore(visit.parts.database).of([sender])
    context = {
        "number": number,
        "lines": _lines(visit, messages, feedback),
        "earlier": messages[0].number if len(messages) == MESSAGES else None,
        "later": bool(messages and stored.since(sender, messages[-1].number + 1, limit=1)),
        "tags_of": TAGS,
    }
    return Page("conversation", context)


ROUTES: list[Route] = [
    Route("GET", "/console/conversations", conversations, Role.EDITOR),
    Route("GET", "/console/conversations/{event}", conversation, Role.EDITOR),
]


def _lines(visit: Visit, messages: list[Message], feedback: list[Feedback]) -> list[Asked | Said | Judged]:
    """Messages, and what was said of them, in order of time; feedback older than the first message is left out."""
    faqs = {faq.id for faq in visit.parts.faqs.all()}
    timed: list[tuple[datetime.datetime, Asked | Said | Judged]] = []
    for position, message in enumerate(messages):
        at = sent_at(message)
        shown = moment(at, visit.lang)
        if message.type == "user":
            timed.append((at, _asked(message, shown, messages[:position])))
        else:
            timed.append((at, _said(visit, message, shown, faqs)))
    start = timed[0][0] if timed else datetime.datetime.max
    timed += [(f.at, Judged(moment(f.at, visit.lang), f.kind, f.reason or "")) for f in feedback if f.at >= start]
    return [line for _, line in sorted(timed, key=lambda one: one[0])]


def _asked(message: Message, at: str, before: list[Message]) -> Asked:
    intent, sure = intent_of(message)
    text, sent = shown_text(message), message.data.get("text") or ""
    pressed = sent.startswith("/")
    if text.startswith("/"):
        text = title_of(text, before) or text
    return Asked(message.number, at, text, pressed, intent, round(100 * sure))


def _said(visit: Visit, message: Message, at: str, faqs: set[str]) -> Said:
    custom = custom_of(message)
    source: dict[str, Any] = custom.get("source") or {}
    return Said(
        message.number,
        at,
        message.data.get("text") or "",
        TAGS.get(custom.get("lang", "en"), ""),
        custom.get("kind") or "",
        topic_name(visit.lang, custom.get("topic") or ""),
        custom.get("answer_id") or "",
        custom.get("answer_id") in faqs,
        round(100 * float(custom.get("confidence") or 0.0)),
        " · ".join(filter(None, (source.get("title"), source.get("section"), source.get("as_of")))),
        [button["title"] for button in (message.data.get("data") or {}).get("buttons") or []],
    )


def _query(visit: Visit) -> dict[str, str]:
    return {key: value for key, value in visit.query.items() if key not in ("lang", "said", "before") and value}


def _day(visit: Visit, name: str, faults: list[str], *, end: bool = False) -> datetime.datetime | None:
    """A day of the form, as the tables keep it; a fault where it is none."""
    text = visit.query.get(name, "").strip()
    try:
        return begins(datetime.date.fromisoformat(text) + datetime.timedelta(days=end)) if text else None
    except (ValueError, OverflowError):
        faults.append(name)
        return None


def _one_of(visit: Visit, name: str, known: tuple[str, ...]) -> str:
    value = visit.query.get(name, "")
    return value if value in known else ""
