"""What is saved is there, every change is a revision, and nothing is lost or half done."""

import datetime
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from knowledge.content import Faq
from knowledge.database.audit import AuditLog
from knowledge.database.faqs import STARTER, Changes, FaqTable, faqs_fingerprint, save_all_within
from knowledge.database.opening import open_database
from knowledge.database.tables import FAQ, REVISION
from knowledge.errors import ChangedError, ContentError, DatabaseError
from tests.knowledge.faqs import answering, faq, faqs
from tests.processes import PROJECT, SECONDS

STARTER_FAQS = [faq("size", "lockers"), faq("adult", "fees"), faq("child", "fees")]


def ids(found: list[Faq]) -> list[str]:
    return [one.id for one in found]


def test_an_empty_database_is_filled_once(table: FaqTable) -> None:
    assert table.is_empty()
    assert table.fill_if_empty(STARTER_FAQS)
    assert not table.is_empty()
    assert not table.fill_if_empty([faq("other")])
    assert ids(table.all()) == ["adult", "child", "size"]
    assert [(r.number, r.author) for r in table.history("adult")] == [(1, STARTER)]


def test_what_was_all_withdrawn_is_not_filled_again(table: FaqTable) -> None:
    table.save(faq("adult"), "ann")
    table.withdraw("adult", "ann")
    assert not table.fill_if_empty(STARTER_FAQS)
    assert table.all() == []


def test_processes_that_fill_it_at_once_fill_it_once(url: str, tmp_path: Path) -> None:
    (tmp_path / "starter.json").write_bytes(msgspec.json.encode(STARTER_FAQS))
    code = (
        "import msgspec, sys; from knowledge.content import Faq; from knowledge.database.faqs import FaqTable;"
        "from knowledge.database.opening import open_database;"
        "starter = msgspec.json.decode(open(sys.argv[2], 'rb').read(), type=list[Faq]);"
        "print(FaqTable(open_database(sys.argv[1])).fill_if_empty(starter))"
    )
    command = [sys.executable, "-c", code, url, str(tmp_path / "starter.json")]
    processes = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    filled = [process.communicate(timeout=SECONDS)[0].strip() for process in processes]
    assert sorted(filled) == ["False", "False", "False", "True"]
    table = FaqTable(open_database(url))
    assert ids(table.all()) == ["adult", "child", "size"]
    assert [len(table.history(one.id)) for one in STARTER_FAQS] == [1, 1, 1]


def test_the_order_is_by_topic_and_then_as_they_were_made(table: FaqTable) -> None:
    for id_, topic in (("z", "b_topic"), ("y", "a_topic"), ("x", "b_topic"), ("w", "B"), ("v", "b")):
        table.save(faq(id_, topic), "ann")
    table.save(answering(faq("z", "b_topic"), "new"), "ann")
    assert ids(table.all()) == ["w", "y", "v", "z", "x"]


def test_every_change_is_a_revision(table: FaqTable) -> None:
    first, second = faq("adult"), answering(faq("adult"), "HK$18")
    before = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert [table.save(first, "ann"), table.save(second, "ben", "new fee"), table.save(second, "ann")] == [1, 2, 3]
    assert table.withdraw("adult", "cat", "abolished") == 4
    assert table.get("adult") is None
    assert table.save(first, "ann", "back") == 5
    assert table.get("adult") == first
    history = table.history("adult")
    assert [(r.number, r.faq, r.author, r.note) for r in history] == [
        (1, first, "ann", ""),
        (2, second, "ben", "new fee"),
        (3, second, "ann", ""),
        (4, None, "cat", "abolished"),
        (5, first, "ann", "back"),
    ]
    times = [before, *(r.at for r in history)]
    assert times == sorted(times)


def test_the_topic_may_change(table: FaqTable) -> None:
    table.save(faq("a", "fees"), "ann")
    table.save(faq("b", "fees"), "ann")
    table.save(faq("a", "water"), "ann")
    assert [(one.id, one.topic) for one in table.all()] == [("b", "fees"), ("a", "water")]


def test_what_is_not_there_is_not_found(table: FaqTable) -> None:
    assert table.get("nothing") is None
    assert table.history("nothing") == []
    with pytest.raises(ContentError, match="nothing"):
        table.withdraw("nothing", "ann")
    table.save(faq("adult"), "ann")
    table.withdraw("adult", "ann")
    with pytest.raises(ContentError, match="adult"):
        table.withdraw("adult", "ann")


def test_many_are_saved_as_far_as_they_differ(table: FaqTable) -> None:
    table.fill_if_empty(STARTER_FAQS)
    table.withdraw("child", "ann")
    given_ = [faq("child"), answering(faq("adult"), "HK$18"), faq("size", "lockers"), faq("senior")]
    expected = Changes(new=["child", "senior"], changed=["adult"], same=["size"])
    assert table.compare(given_) == expected
    assert len(table.history("adult")) == 1
    assert table.save_all(given_, "ann", "from a file") == expected
    assert table.compare(given_) == Changes([], [], ["child", "adult", "size", "senior"])
    assert [len(table.history(id_)) for id_ in ("child", "adult", "size", "senior")] == [3, 2, 1, 1]
    assert table.history("senior")[0].note == "from a file"


def test_what_was_decided_on_something_older_is_not_saved(url: str) -> None:
    table = FaqTable(open_database(url))
    table.fill_if_empty(STARTER_FAQS)
    looked_at = faqs_fingerprint(table.all())
    table.save(answering(faq("child"), "HK$9"), "ben")
    changed = [answering(faq("adult"), "HK$18")]
    with pytest.raises(ChangedError, match="meantime"), table.database.writing() as connection:
        save_all_within(connection, changed, "ann", "", looked_at)
    assert len(table.history("adult")) == 1
    with table.database.writing() as connection:
        save_all_within(connection, changed, "ann", "", faqs_fingerprint(table.all()))
    assert len(table.history("adult")) == 2
    with pytest.raises(ChangedError, match="adult"):
        table.withdraw("adult", "ann", looked_at=1)
    assert table.withdraw("adult", "ann", looked_at=2) == 3


def test_the_log_says_who_imported_and_withdrew(url: str) -> None:
    database = open_database(url)
    table, log = FaqTable(database), AuditLog(database)
    table.save(faq("adult"), "ann")
    table.save_all([answering(faq("adult"), "HK$18"), faq("child")], "ben", "from a file")
    table.save_all([faq("child")], "ben", "from a file")
    table.withdraw("child", "cat", "abolished")
    assert [(entry.who, entry.action, entry.subject, entry.detail) for _, entry in log.entries()] == [
        ("cat", "faq.withdrawn", "child", {"revision": 1, "note": "abolished"}),
        ("ben", "faq.imported", "from a file", {"new": ["child"], "changed": ["adult"]}),
    ]


def test_two_that_save_at_once_both_leave_a_revision(url: str, tmp_path: Path) -> None:
    code = (
        "import sys; from knowledge.database.faqs import FaqTable; from knowledge.database.opening import open_database;"
        "from tests.knowledge.faqs import faq; table = FaqTable(open_database(sys.argv[1]));"
        "[table.save(faq('adult'), sys.argv[2]) for _ in range(25)]"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, url, author], cwd=PROJECT) for author in ("ann", "ben")]
    assert [process.wait(timeout=SECONDS) for process in processes] == [0, 0]
    history = FaqTable(open_database(url)).history("adult")
    assert [r.number for r in history] == list(range(1, 51))
    assert sorted(r.author for r in history) == ["ann"] * 25 + ["ben"] * 25


KILLED = """
import sys
from knowledge.database import faqs
from knowledge.database.opening import open_database
from tests.knowledge.faqs import answering, faq

table = faqs.FaqTable(open_database(sys.argv[1]))
table.save(faq("saved"), "ann")
numbers = faqs._numbers
def waiting(connection):
    found = numbers(connection)
    if "new-1" in found:
        print("in the middle", flush=True)
        sys.stdin.read()
    return found
faqs._numbers = waiting
table.save_all([answering(faq("saved"), "changed"), *(faq(f"new-{n}") for n in range(100))], "ann")
"""


def test_a_process_killed_while_it_saves_many_leaves_none_of_them(url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "in the middle\n"
        os.kill(process.pid, signal.SIGKILL)
    table = FaqTable(open_database(url))
    assert table.all() == [faq("saved")]
    assert table.save_all([faq("saved"), faq("new-1")], "ben") == Changes(["new-1"], [], ["saved"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(faqs)
def test_whatever_an_faq_says_is_kept(table: FaqTable, awkward: Faq) -> None:
    table.save(awkward, "ann", "😀 '; --")
    assert table.get(awkward.id) == awkward


def test_a_record_that_is_no_faq_is_named(url: str) -> None:
    database = open_database(url)
    FaqTable(database).save(faq("adult"), "ann")
    with database.writing() as connection:
        connection.execute(REVISION.update().values(record=json.dumps({"id": "adult"})))
        assert connection.execute(sa.select(sa.func.count()).select_from(FAQ)).scalar() == 1
    with pytest.raises(DatabaseError, match="adult"):
        FaqTable(database).all()
