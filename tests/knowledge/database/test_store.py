"""The store over a database: the FAQs are its own, everything else the files'; the fingerprint follows what they say."""

from pathlib import Path

import pytest

from knowledge.database.faqs import FaqTable
from knowledge.database.store import DatabaseStore, open_table
from knowledge.errors import ContentError
from knowledge.store import FileStore
from tests.knowledge.conftest import write_content
from tests.knowledge.faqs import answering, faq


def test_an_empty_database_becomes_what_the_starter_files_are(url: str, pool: FileStore) -> None:
    store = DatabaseStore(open_table(url, pool), pool)
    assert sorted(store.faqs(), key=lambda one: one.id) == sorted(pool.faqs(), key=lambda one: one.id)
    assert (store.topics(), store.reports(), store.guides()) == (pool.topics(), pool.reports(), pool.guides())
    assert store.fixed_replies() == pool.fixed_replies()


def test_a_filled_database_no_longer_follows_the_starter_files(sqlite: str, pool: FileStore, content: Path) -> None:
    table = open_table(sqlite, pool)
    (content / "faq" / "lockers.yml").unlink()
    assert open_table(sqlite, FileStore(content)).all() == table.all()


def test_the_real_starter_files_keep_their_order(sqlite: str) -> None:
    assert open_table(sqlite).all() == FileStore().faqs()


def test_a_store_is_one_state_of_the_content(table: FaqTable, pool: FileStore) -> None:
    table.save(faq("locker", "lockers"), "ann")
    store = DatabaseStore(table, pool)
    before, fingerprint = store.faqs(), store.fingerprint()
    table.save(faq("locker", "lockers", "none"), "ann")
    assert (store.faqs(), store.fingerprint()) == (before, fingerprint)
    assert DatabaseStore(table, pool).faqs() == table.all() != before


def test_a_topic_that_is_not_there_is_named(table: FaqTable, pool: FileStore) -> None:
    table.save(faq("locker", "sauna"), "ann")
    with pytest.raises(ContentError, match=r"locker.*sauna"):
        DatabaseStore(table, pool).faqs()


def test_the_fingerprint_follows_what_is_said_and_nothing_else(table: FaqTable, pool: FileStore) -> None:
    def fingerprint() -> str:
        return DatabaseStore(table, pool).fingerprint()

    one, two = faq("one", "lockers"), faq("two", "lockers")
    table.save(one, "ann")
    alone = fingerprint()
    table.save(two, "ann")
    both = fingerprint()
    table.save(answering(two, "changed"), "ann")
    changed = fingerprint()
    assert len({alone, both, changed}) == 3
    table.save(two, "ben", "as it was")
    assert fingerprint() == both
    table.withdraw("two", "ben")
    assert fingerprint() == alone


def test_the_fingerprint_is_the_same_in_another_database(sqlite: str, postgresql: str, pool: FileStore) -> None:
    here, there = open_table(sqlite, pool), open_table(postgresql, pool)
    there.withdraw("lockers-size", "ann")
    there.save_all(pool.faqs(), "ann")
    assert DatabaseStore(here, pool).fingerprint() == DatabaseStore(there, pool).fingerprint()


def test_the_fingerprint_follows_the_files(sqlite: str, pool: FileStore, tmp_path: Path) -> None:
    table = open_table(sqlite, pool)
    root = write_content(tmp_path / "other")
    assert DatabaseStore(table, FileStore(root)).fingerprint() == DatabaseStore(table, pool).fingerprint()
    replies = root / "replies.yml"
    replies.write_text(replies.read_text(encoding="utf-8").replace("Hello", "Hi", 1), encoding="utf-8")
    assert DatabaseStore(table, FileStore(root)).fingerprint() != DatabaseStore(table, pool).fingerprint()
