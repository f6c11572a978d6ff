"""Reports of the database: versions replaced and not doubled, withdrawn and brought back, with a line in the log for each."""

import json

import pytest

from knowledge.content import Bilingual, Report, Text
from knowledge.database.audit import AuditLog
from knowledge.database.faqs import FaqTable
from knowledge.database.opening import Database, open_database
from knowledge.database.reports import ReportTable
from knowledge.database.store import DatabaseStore
from knowledge.database.tables import REPORT
from knowledge.errors import ContentError, DatabaseError
from knowledge.store import FileStore


def report(id_: str = "sample-2019", text: str = "They were green.") -> Report:
    title = Bilingual(en="Sample Report", zh="樣本報告")
    return Report(id_, title, "https://samples.example", "2019", Text(en=text), unofficial=None, marked=True)


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


@pytest.fixture
def reports(database: Database) -> ReportTable:
    return ReportTable(database)


def actions(database: Database) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.action, entry.subject) for _, entry in AuditLog(database).entries()][::-1]


def test_what_is_saved_is_there_whole(reports: ReportTable) -> None:
    saved = report(text="“Quoted” 😀 '; --\n\n# Heading\n\n字。")
    assert reports.save(saved, "ann", "report.html") == "added"
    assert reports.live() == [saved]
    (version,) = reports.history("sample-2019")
    assert (version.report, version.version, version.live, version.author, version.note) == (
        *(saved, 1, True, "ann", "report.html"),
    )


def test_versions_are_replaced_and_not_doubled(reports: ReportTable, database: Database) -> None:
    first, second = report(), report(text="They were red.")
    assert [reports.would(first), reports.save(first, "ann")] == ["added", "added"]
    assert [reports.would(first), reports.save(first, "ben")] == ["same", "same"]
    assert [reports.would(second), reports.save(second, "ben")] == ["replaced", "replaced"]
    assert reports.save(first, "ann") == "replaced"
    assert reports.live() == [first]
    assert [(v.version, v.live, v.author) for v in reports.history("sample-2019")] == [
        *((1, False, "ann"), (2, False, "ben"), (3, True, "ann")),
    ]
    assert actions(database) == [
        ("ann", "report.added", "sample-2019"),
        ("ben", "report.replaced", "sample-2019"),
        ("ann", "report.replaced", "sample-2019"),
    ]


def test_an_id_is_the_same_with_underscores(reports: ReportTable) -> None:
    reports.save(report("sample_2019"), "ann")
    assert reports.save(report("sample-2019", "Red."), "ann") == "replaced"
    assert len(reports.live()) == 1
    assert len(reports.history("sample_2019")) == 2


def test_withdrawn_is_not_live_and_can_come_back(reports: ReportTable, database: Database) -> None:
    reports.save(report(), "ann")
    reports.save(report("other"), "ann")
    assert reports.withdraw("sample-2019", "ben", "out of date") == 1
    assert [one.id for one in reports.live()] == ["other"]
    assert [(one.report.id, one.live) for one in reports.latest()] == [("other", True), ("sample-2019", False)]
    with pytest.raises(ContentError, match="sample-2019"):
        reports.withdraw("sample-2019", "ben")
    with pytest.raises(ContentError, match="nothing"):
        reports.withdraw("nothing", "ben")
    assert reports.save(report(), "ann") == "added"
    assert [v.version for v in reports.history("sample-2019") if v.live] == [2]
    assert ("ben", "report.withdrawn", "sample-2019") in actions(database)


def test_latest_is_the_live_version_or_the_last(reports: ReportTable) -> None:
    for text in ("One.", "Two."):
        reports.save(report(text=text), "ann")
    assert [(one.version, one.live) for one in reports.latest()] == [(2, True)]
    reports.withdraw("sample-2019", "ann")
    assert [(one.version, one.live) for one in reports.latest()] == [(2, False)]


def test_what_was_never_there_has_no_history(reports: ReportTable) -> None:
    assert (reports.history("nothing"), reports.live(), reports.latest()) == ([], [], [])


def test_a_record_that_is_no_report_is_named(reports: ReportTable, database: Database) -> None:
    reports.save(report(), "ann")
    with database.writing() as connection:
        connection.execute(REPORT.update().values(record=json.dumps({"id": "x"})))
    with pytest.raises(DatabaseError, match="sample-2019"):
        reports.live()


def test_the_store_has_reports_of_files_and_of_the_database(
    reports: ReportTable, database: Database, pool: FileStore
) -> None:
    table = FaqTable(database)
    (of_file,) = pool.reports()
    before = DatabaseStore(table, pool)
    assert before.reports() == [of_file]
    reports.save(report(), "ann")
    after = DatabaseStore(table, pool)
    assert after.reports() == [of_file, report()]
    assert after.fingerprint() != before.fingerprint()
    reports.save(report(of_file.id), "ann")
    assert DatabaseStore(table, pool).reports() == [report(of_file.id), report()]
    reports.withdraw(of_file.id, "ann")
    assert DatabaseStore(table, pool).reports() == [of_file, report()]
