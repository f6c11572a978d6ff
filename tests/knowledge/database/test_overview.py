"""What waits is counted for the person who asks; days are Hong Kong's."""

import datetime
import itertools
from typing import Any

import pytest

from knowledge.database.audit import utc_now
from knowledge.database.opening import Database, open_database
from knowledge.database.overview import Day, Model, Overview, Waiting
from knowledge.database.tables import ENQUIRY, FEEDBACK, MODEL
from tests.knowledge.database.test_library import add_draft

EVENTS = itertools.count(1)


@pytest.fixture
def database(url: str) -> Database:
    """On both databases."""
    return open_database(url)


def add_enquiry(database: Database, at: datetime.datetime, kind: str, **what: Any) -> None:
    values = {
        "event": next(EVENTS),
        "at": at,
        "conversation": "made-up",
        "channel": "rest",
        "text": "How deep is the pool?",
        "lang": "en",
        "kind": kind,
        "confidence": 0.5,
        "milliseconds": 1.0,
        **what,
    }
    with database.writing() as connection:
        connection.execute(ENQUIRY.insert().values(values))


def add_feedback(database: Database, at: datetime.datetime, kind: str) -> None:
    with database.writing() as connection:
        connection.execute(FEEDBACK.insert().values(at=at, conversation="made-up", kind=kind))


def add_model(database: Database, state: str, made_at: datetime.datetime) -> None:
    values = {
        "release": "a",
        "state": state,
        "made_by": "ann",
        "made_at": made_at,
        "step": "",
        "share": 0.5,
        "note": "",
    }
    with database.writing() as connection:
        connection.execute(MODEL.insert().values(values))


def test_nothing_waits_in_an_empty_database(database: Database) -> None:
    overview = Overview(database)
    assert overview.waiting("ann") == Waiting(0, 0, 0, 0, 0, 0)
    assert overview.model() is None


def test_drafts_wait_for_the_one_who_has_to_do_something(database: Database) -> None:
    add_draft(database)
    add_draft(database, decided_by="ben")
    for by in ("ann", "ann", "ben"):
        add_draft(database, state="submitted", author=by, submitted_by=by)
    add_draft(database, state="approved", submitted_by="ann")
    overview = Overview(database)
    assert overview.waiting("ann") == Waiting(1, 2, 1, 1, 0, 0)
    assert overview.waiting("ben") == Waiting(2, 1, 0, 0, 0, 0)


def test_what_went_wrong_this_week_waits_until_it_is_settled(database: Database) -> None:
    now = utc_now()
    old = now - datetime.timedelta(days=8)
    for at, kind, settled in (
        (now, "fallback", None),
        (now, "fallback", "dismissed"),
        (now, "answer", None),
        (old, "fallback", None),
    ):
        add_enquiry(database, at, kind, settled=settled)
    for at, kind in ((now, "unhelpful"), (now, "helpful"), (now, "person"), (old, "unhelpful"), (now, "unhelpful")):
        add_feedback(database, at, kind)
    waiting = Overview(database).waiting("ann")
    assert (waiting.unanswered, waiting.unhelpful) == (1, 2)


def test_the_last_training_is_told(database: Database) -> None:
    now = utc_now()
    add_model(database, "live", now)
    add_model(database, "training", now)
    assert Overview(database).model() == Model("training", now, 0.5, "")


def test_days_begin_at_midnight_in_hong_kong(database: Database) -> None:
    at = datetime.datetime.fromisoformat
    for text, kind in (
        ("2026-06-08T15:59:59", "answer"),  # 8 June, 23:59:59
        ("2026-06-08T16:00:00", "answer"),  # 9 June, midnight
        ("2026-06-09T15:59:59", "choices"),
        ("2026-06-09T16:00:00", "fallback"),  # 10 June
        ("2026-06-10T02:00:00", "answer"),
        ("2026-06-10T02:00:00", "answer"),
        ("2026-06-10T02:00:00", "smalltalk"),
        ("2026-06-11T16:00:00", "answer"),  # 12 June
    ):
        add_enquiry(database, at(text), kind)
    date = datetime.date(2026, 6, 11)
    days = Overview(database).days(date, 3)
    assert days == [
        Day(datetime.date(2026, 6, 9), 1, 1, 0),
        Day(datetime.date(2026, 6, 10), 2, 0, 1),
        Day(date, 0, 0, 0),
    ]
    assert [day.total for day in days] == [2, 3, 0]
