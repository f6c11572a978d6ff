"""`ambassador faq`: what it prints, what it changes, and what it refuses."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.content import Faq
from knowledge.database.faqs import FaqTable
from knowledge.database.store import open_table
from knowledge.exchange.files import format_of
from tests.knowledge.faqs import answering, faq

NAMES = ("faq.yml", "faq.csv", "faq.xlsx")
SMALL = [faq("adult"), faq("child"), faq("lost", "passport_application")]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, logging_restored: None) -> CliRunner:
    """Runs a command in this process; lines are not broken."""
    monkeypatch.setenv("COLUMNS", "400")
    return CliRunner()


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a database of the test's own, with a few FAQs."""
    url = f"sqlite:///{tmp_path / 'content' / 'content.db'}"
    monkeypatch.setenv("AMBASSADOR_CONTENT", url)
    monkeypatch.setattr("knowledge.store.FileStore.faqs", lambda _: SMALL)
    open_table(url)
    return url


@pytest.fixture
def table(address: str) -> FaqTable:
    """Its FAQs."""
    return open_table(address)


def written(path: Path, faqs: list[Faq]) -> str:
    path.write_bytes(format_of(path).write(faqs))
    return str(path)


@pytest.mark.parametrize("command", [[], ["list"], ["export"], ["import"]], ids=str)
def test_help_says_what_it_does(cli: CliRunner, command: list[str]) -> None:
    result = cli.invoke(app, ["faq", *command, "--help"])
    assert result.exit_code == 0
    assert "FAQ" in result.stdout or "answers" in result.stdout
    assert all(name in result.stdout for name in ("list", "export", "import") if not command)


@pytest.mark.parametrize("arguments", [["list", "x"], ["export"], ["import"], ["import", "a", "b"]], ids=str)
def test_a_command_line_that_makes_no_sense_ends_with_2(cli: CliRunner, arguments: list[str]) -> None:
    assert cli.invoke(app, ["faq", *arguments]).exit_code == 2


def test_list_prints_every_faq(cli: CliRunner, table: FaqTable) -> None:
    table.save(faq("new", "fees", "[red]"), "ann")
    result = cli.invoke(app, ["faq", "list"])
    assert result.exit_code == 0
    for id_ in ("adult", "child", "lost", "new"):
        assert f"What about {id_}?" in result.stdout
        assert f"{id_}點呀？" in result.stdout


def test_list_prints_those_of_a_topic(cli: CliRunner, table: FaqTable) -> None:
    result = cli.invoke(app, ["faq", "list", "--topic", "fees"])
    assert "adult" in result.stdout
    assert "lost" not in result.stdout
    result = cli.invoke(app, ["faq", "list", "--topic", "sauna"])
    assert result.exit_code == 1
    assert "sauna" in result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_what_is_exported_is_imported_without_a_change(
    cli: CliRunner, table: FaqTable, tmp_path: Path, name: str
) -> None:
    file = str(tmp_path / name)
    result = cli.invoke(app, ["faq", "export", file])
    assert result.exit_code == 0
    assert "3 FAQs" in result.stderr
    before = table.all()
    result = cli.invoke(app, ["faq", "import", file])
    assert result.exit_code == 0
    assert "0 new, 0 changed, 3 the same" in result.stderr
    assert "train" not in result.stderr
    assert table.all() == before
    assert [len(table.history(one.id)) for one in before] == [1, 1, 1]
    assert [path.name for path in tmp_path.glob("*faq*")] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_import_adds_and_changes(cli: CliRunner, table: FaqTable, tmp_path: Path, name: str) -> None:
    file = written(tmp_path / name, [answering(faq("adult"), "HK$18"), faq("child"), faq("senior")])
    result = cli.invoke(app, ["faq", "import", file, "--author", "ann"])
    assert result.exit_code == 0
    assert "1 new, 1 changed, 1 the same" in result.stderr
    assert "within a second" in result.stderr
    assert table.get("adult") == answering(faq("adult"), "HK$18")
    assert table.get("lost") == faq("lost", "passport_application")
    assert [(r.author, r.note) for r in table.history("senior")] == [("ann", f"from {name}")]


def test_a_dry_run_says_the_same_and_changes_nothing(cli: CliRunner, table: FaqTable, tmp_path: Path) -> None:
    file = written(tmp_path / "faq.csv", [answering(faq("adult"), "HK$18"), faq("senior")])
    before = table.all()
    result = cli.invoke(app, ["faq", "import", file, "--dry-run"])
    assert result.exit_code == 0
    assert "1 new, 1 changed, 0 the same; nothing was saved" in result.stderr
    assert table.all() == before


def test_an_import_with_a_fault_changes_nothing_and_tells_every_fault(
    cli: CliRunner, table: FaqTable, tmp_path: Path
) -> None:
    file = written(tmp_path / "faq.csv", [faq("senior"), faq("adult", "[/sauna]"), faq("senior")])
    before = table.all()
    result = cli.invoke(app, ["faq", "import", file])
    assert result.exit_code == 1
    assert "faq.csv is refused, and nothing is changed" in result.stderr
    assert "row 3, topic: there is no topic “[/sauna]”" in result.stderr
    assert "row 4, id: senior is already in row 2" in result.stderr
    assert table.all() == before


def test_of_very_many_faults_the_first_are_told(cli: CliRunner, address: str, tmp_path: Path) -> None:
    file = written(tmp_path / "faq.csv", [faq(f"faq-{number}", "sauna") for number in range(50)])
    result = cli.invoke(app, ["faq", "import", file])
    assert result.exit_code == 1
    assert result.stderr.count("there is no topic") == 20
    assert "30 more" in result.stderr


@pytest.mark.parametrize("command", ["export", "import"])
@pytest.mark.parametrize("name", ["faq.json", "gone/faq.csv"])
def test_a_file_that_cannot_be_is_named(cli: CliRunner, address: str, tmp_path: Path, command: str, name: str) -> None:
    result = cli.invoke(app, ["faq", command, str(tmp_path / name)])
    assert result.exit_code == 1
    assert "Error:" in result.stderr
    assert Path(name).name in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", [["faq", "list"], ["train"], ["ask", "hello"], ["doctor"]], ids=str)
def test_a_database_that_cannot_be_is_named(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("AMBASSADOR_CONTENT", "postgresql://someone:secret@127.0.0.1:1/content")
    result = cli.invoke(app, command)
    assert result.exit_code == 1
    assert "AMBASSADOR_CONTENT" in result.output
    assert "secret" not in result.output
    assert "Traceback" not in result.output
