"""`ambassador report`: what it prints, what it changes, and what it refuses."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.database.opening import open_database
from knowledge.database.reports import ReportTable
from tests.knowledge.documents.samples import PAGE, PAGE_ZH, pdf

FLAGS = [
    *("--title", "Sample Report 2019", "--title-zh", "2019年樣本報告"),
    *("--as-of", "2019-12", "--url", "https://samples.example/2019"),
]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, logging_restored: None) -> CliRunner:
    """Runs a command in this process; lines are not broken."""
    monkeypatch.setenv("COLUMNS", "400")
    return CliRunner()


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReportTable:
    """The reports of a database of the test's own."""
    url = f"sqlite:///{tmp_path / 'content' / 'content.db'}"
    monkeypatch.setenv("AMBASSADOR_CONTENT", url)
    return ReportTable(open_database(url))


@pytest.fixture
def page(tmp_path: Path) -> str:
    """A report as it comes from the web."""
    path = tmp_path / "report.html"
    path.write_bytes(PAGE)
    return str(path)


@pytest.mark.parametrize("command", [[], ["add"], ["list"], ["withdraw"]], ids=str)
def test_help_says_what_it_does(cli: CliRunner, command: list[str]) -> None:
    result = cli.invoke(app, ["report", *command, "--help"])
    assert result.exit_code == 0
    assert "report" in result.stdout
    assert all(name in result.stdout for name in ("add", "list", "withdraw") if not command)


def test_add_prints_the_passages_and_saves_them(cli: CliRunner, table: ReportTable, page: str) -> None:
    result = cli.invoke(app, ["report", "add", page, *FLAGS, "--author", "ann"])
    assert result.exit_code == 0, result.output
    for shown in ("sample-report-2019-01", "Purple lanterns", "4,210 purple lanterns", "Visitors"):
        assert shown in result.stdout
    assert "5 passages in 3 sections, 0 of them in both languages." in result.stderr
    assert "Home About us" in result.stderr
    assert "sample-report-2019 is new." in result.stderr
    (version,) = table.history("sample-report-2019")
    assert (version.author, version.note, version.report.as_of) == ("ann", "report.html", "2019-12")


def test_the_same_again_says_so_and_another_takes_its_place(
    cli: CliRunner, table: ReportTable, page: str, tmp_path: Path
) -> None:
    cli.invoke(app, ["report", "add", page, *FLAGS])
    assert "says the same." in cli.invoke(app, ["report", "add", page, *FLAGS]).stderr
    assert len(table.history("sample-report-2019")) == 1
    other = tmp_path / "report.txt"
    other.write_text("Lanterns\n\nThey were all green.", encoding="utf-8")
    result = cli.invoke(app, ["report", "add", str(other), *FLAGS])
    assert "takes the place of its last version." in result.stderr
    assert [one.live for one in table.history("sample-report-2019")] == [False, True]


def test_two_files_are_paired(cli: CliRunner, table: ReportTable, page: str, tmp_path: Path) -> None:
    other = tmp_path / "zh.html"
    other.write_bytes(PAGE_ZH)
    result = cli.invoke(app, ["report", "add", page, str(other), *FLAGS, "--id", "sample", "--unofficial"])
    assert "5 passages in 3 sections, 5 of them in both languages." in result.stderr
    (report,) = table.live()
    assert (report.id, report.unofficial) == ("sample", "zh")


def test_a_dry_run_says_the_same_and_saves_nothing(cli: CliRunner, table: ReportTable, page: str) -> None:
    result = cli.invoke(app, ["report", "add", page, *FLAGS, "--dry-run"])
    assert result.exit_code == 0
    assert "sample-report-2019 is new; nothing was saved." in result.stderr
    assert table.latest() == []


def test_list_and_withdraw(cli: CliRunner, table: ReportTable, page: str) -> None:
    cli.invoke(app, ["report", "add", page, *FLAGS])
    listed = cli.invoke(app, ["report", "list"]).stdout
    assert "sample-report-2019" in listed
    assert "directors-message-2021" in listed
    result = cli.invoke(app, ["report", "withdraw", "sample-report-2019", "--reason", "out of date"])
    assert result.exit_code == 0
    assert table.live() == []
    assert "1 withdrawn" in cli.invoke(app, ["report", "list"]).stdout
    result = cli.invoke(app, ["report", "withdraw", "sample-report-2019"])
    assert result.exit_code == 1
    assert "sample-report-2019" in result.stderr


@pytest.mark.parametrize(
    ("without", "named"),
    [("--title-zh", "--title-zh"), ("--as-of", "--as-of"), ("--url", "--url")],
)
def test_what_is_missing_is_named_where_nobody_can_be_asked(
    cli: CliRunner, table: ReportTable, page: str, without: str, named: str
) -> None:
    at = FLAGS.index(without)
    result = cli.invoke(app, ["report", "add", page, *FLAGS[:at], *FLAGS[at + 2 :]])
    assert result.exit_code == 1
    assert f"{named} is missing" in result.stderr
    assert table.latest() == []


@pytest.mark.parametrize(
    ("name", "data", "arguments", "said"),
    [
        ("report.pdf", pdf([[]], picture=True), FLAGS, "they are pictures"),
        ("report.pdf", PAGE, FLAGS, "is no PDF, despite its name"),
        ("report.txt", b" ", FLAGS, "no text"),
        ("report.exe", b"MZ", FLAGS, "no kind that can be read"),
        ("report.html", PAGE, [*FLAGS, "--as-of", "2019-13"], "not in the calendar"),
        ("report.html", PAGE, [*FLAGS, "--url", "nowhere"], "url"),
        ("report.html", PAGE, [*FLAGS, "--id", "Not An Id"], "id"),
        ("report.html", PAGE, [*FLAGS, "--lang", "fr"], "--lang is en or zh"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(
    cli: CliRunner, table: ReportTable, tmp_path: Path, name: str, data: bytes, arguments: list[str], said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    result = cli.invoke(app, ["report", "add", str(tmp_path / name), *arguments])
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert table.latest() == []


def test_a_file_that_is_not_there_is_named(cli: CliRunner, table: ReportTable, tmp_path: Path) -> None:
    result = cli.invoke(app, ["report", "add", str(tmp_path / "gone.pdf"), *FLAGS])
    assert result.exit_code == 1
    assert "gone.pdf cannot be read" in result.stderr
