"""What there is on the shelf: live, withdrawn, in work; read in one go."""

import datetime
from typing import Any

import pytest

from knowledge.database.audit import utc_now
from knowledge.database.faqs import FaqTable
from knowledge.database.library import Library
from knowledge.database.opening import Database, open_database
from knowledge.database.tables import DRAFT
from tests.knowledge.faqs import answering, faq


@pytest.fixture
def database(url: str) -> Database:
    """On both databases."""
    return open_database(url)


def add_draft(database: Database, **what: Any) -> int:
    """A draft as its editor leaves it; the number of it."""
    now = utc_now()
    values = {
        "faq": "adult",
        "base": None,
        "record": "{}",
        "state": "draft",
        "version": 1,
        "author": "ann",
        "made_at": now,
        "changed_by": "ann",
        "changed_at": now,
        "comment": "",
        **what,
    }
    with database.writing() as connection:
        return int(connection.execute(DRAFT.insert().values(values)).inserted_primary_key[0])


def test_an_empty_library_has_nothing(database: Database) -> None:
    shelf = Library(database).read()
    assert (shelf.entries, shelf.new) == ([], [])


def test_each_faq_is_there_once_as_it_is_or_was_last(database: Database) -> None:
    table, before = FaqTable(database), utc_now()
    table.save(faq("child"), "ann")
    table.save(faq("adult"), "ann")
    table.save(answering(faq("adult"), "HK$18"), "ben")
    table.save(answering(faq("child"), "nothing"), "ben")
    table.withdraw("child", "cat", "abolished")
    child, adult = Library(database).read().entries
    assert (child.faq, child.live, child.changed_by) == (answering(faq("child"), "nothing"), None, "cat")
    assert (adult.faq, adult.live, adult.changed_by) == (answering(faq("adult"), "HK$18"), 2, "ben")
    assert before <= adult.changed_at <= child.changed_at <= before + datetime.timedelta(minutes=5)


def test_drafts_are_with_their_faq_and_others_are_new(database: Database) -> None:
    FaqTable(database).save(faq("adult"), "ann")
    first = add_draft(database)
    second = add_draft(database, state="submitted", submitted_by="ann", submitted_at=utc_now())
    for state in ("approved", "discarded"):
        add_draft(database, state=state)
    new = add_draft(
        database, faq="senior", record='{"question": {"en": "Seniors?"}, "topic": "fees"}', decided_by="ben"
    )
    shelf = Library(database).read()
    assert [(draft.number, draft.submitted, draft.returned) for draft in shelf.entries[0].drafts] == [
        (first, False, False),
        (second, True, False),
    ]
    assert [(one.number, one.faq, one.returned, one.question, one.topic) for one in shelf.new] == [
        (new, "senior", True, ("Seniors?", ""), "fees")
    ]
    assert [draft.number for draft in Library(database).drafts_of("adult")] == [first, second]
    assert Library(database).drafts_of("nothing") == []
