"""Where staff arrive: what waits for them, how the last days went, and what is due."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from bot.console.routing import Route
from bot.console.shelf import Item, items_of
from bot.console.visit import Page, Visit
from knowledge.database.overview import Day, Overview
from knowledge.database.users import Role
from knowledge.hong_kong import today
from knowledge.validity import starts

DAYS = 14
DUE_SHOWN = 10
HEIGHT = 120
"""Of the chart's bars, in its own units."""
BAR, STEP = 28, 40
"""Width of a bar, and from one bar to the next."""


@dataclass(frozen=True)
class Card:
    """Something that waits."""

    name: str
    """Of its sentence among the texts."""
    count: int
    address: str


@dataclass(frozen=True)
class Piece:
    """A part of a bar."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One day of the chart."""

    day: Day
    x: int
    pieces: list[Piece]


def home(visit: Visit) -> Page:
    """The first page."""
    day = today()
    overview = Overview(visit.parts.database)
    items = items_of(visit.parts.library.read(), day)
    due = sorted((item for item in items if item.due), key=_first)
    days = overview.days(day, DAYS)
    context = {
        "cards": cards(visit, overview, items),
        "model": overview.model(),
        "bars": bars(days),
        "days": days,
        "width": DAYS * STEP,
        "height": HEIGHT,
        "bar": BAR,
        "due": due[:DUE_SHOWN],
        "due_count": len(due),
        "coming": sorted((item for item in items if "not_yet" in item.tags), key=_start)[:DUE_SHOWN],
        "starts": starts,
    }
    return Page("home", context)


def cards(visit: Visit, overview: Overview, items: Sequence[Item]) -> list[Card]:
    """What waits for a person, whether or not there is any."""
    waiting = overview.waiting(visit.user.name)
    expired = sum("expired" in item.tags for item in items)
    due = sum(item.due is not None for item in items)
    approving = [Card("home.to_approve", waiting.to_approve, "/console/approvals")]
    return [
        *(approving if visit.may(Role.APPROVER) else []),
        Card("home.drafts", waiting.drafts + waiting.returned, "/console/faqs?state=mine"),
        Card("home.returned", waiting.returned, "/console/faqs?state=returned"),
        Card("home.submitted", waiting.submitted, "/console/approvals"),
        Card("home.due", due, "/console/faqs?state=due&sort=next"),
        Card("home.expired", expired, "/console/faqs?state=expired"),
        Card("home.unanswered", waiting.unanswered, "/console/learning"),
        Card("home.unhelpful", waiting.unhelpful, "/console/learning"),
    ]


def bars(days: Sequence[Day]) -> list[Bar]:
    """A bar for each day, the highest as high as the chart; what was declined stands on top."""
    highest = max((day.total for day in days), default=0) or 1
    return [Bar(day, number * STEP + (STEP - BAR) // 2, _pieces(day, highest)) for number, day in enumerate(days)]


def _pieces(day: Day, highest: int) -> list[Piece]:
    pieces, y = [], float(HEIGHT)
    for kind, count in (("answered", day.answered), ("offered", day.offered), ("declined", day.declined)):
        height = round(HEIGHT * count / highest, 2)
        y = round(y - height, 2)
        if count:
            pieces.append(Piece(kind, y, height))
    return pieces


def _first(item: Item) -> datetime.date:
    return item.due.day if item.due else datetime.date.max


def _start(item: Item) -> datetime.date:
    return (item.faq and starts(item.faq)) or datetime.date.max


ROUTES = [Route("GET", "/console", home, Role.EDITOR)]
