"""`ambassador user`: the first administrator, and what else has to be possible when nobody can sign in."""

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.database.audit import AuditLog
from knowledge.database.opening import Database, open_database
from knowledge.database.sessions import SessionTable
from knowledge.database.users import Role, User, UserTable

PASSWORD = "correct horse battery staple"  # noqa: S105 (of made-up people)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, logging_restored: None) -> CliRunner:
    monkeypatch.setenv("COLUMNS", "400")
    return CliRunner()


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of the test's own, still empty."""
    url = f"sqlite:///{tmp_path_factory.mktemp('content')}/content.db"
    monkeypatch.setenv("AMBASSADOR_CONTENT", url)
    return open_database(url)


@pytest.fixture
def users(database: Database) -> UserTable:
    """An administrator and an editor."""
    users = UserTable(database)
    users.add(User("boss", "Wong Ka Yan", Role.ADMINISTRATOR), PASSWORD, "tests")
    users.add(User("clerk", "[red]陳大文", Role.EDITOR), PASSWORD, "tests")
    return users


def user_of(database: Database, name: str) -> User:
    account = UserTable(database).get(name)
    assert account is not None
    return account.user


def test_the_first_account_is_made_from_standard_input(cli: CliRunner, database: Database) -> None:
    command = ["user", "add", "boss", "--role", "administrator", "--display", "黃嘉欣"]
    result = cli.invoke(app, command, input=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert user_of(database, "boss") == User(
        "boss", "黃嘉欣", Role.ADMINISTRATOR
    )  # chose their own: need not change it
    assert SessionTable(database).sign_in("boss", PASSWORD)
    assert [entry.who for _, entry in AuditLog(database).entries(action="user.added")] == ["command line"]


def test_a_password_that_is_made_up_is_printed_once_and_lets_in(cli: CliRunner, database: Database) -> None:
    result = cli.invoke(app, ["user", "add", "boss", "--role", "administrator", "--generate"])
    assert result.exit_code == 0, result.output
    assert "has to be changed" in result.stderr
    assert SessionTable(database).sign_in("boss", result.stdout.strip())
    assert user_of(database, "boss").must_change


def test_who_is_added_by_somebody_else_has_to_change_the_password(
    cli: CliRunner, database: Database, users: UserTable
) -> None:
    assert cli.invoke(app, ["user", "add", "third"], input=f"{PASSWORD}\n").exit_code == 0
    assert user_of(database, "third") == User("third", "third", Role.EDITOR, must_change=True)


def test_list_prints_everybody(cli: CliRunner, users: UserTable) -> None:
    users.set_active("clerk", False, "tests")
    result = cli.invoke(app, ["user", "list"])
    assert result.exit_code == 0
    assert "administrator" in result.stdout
    assert "[red]陳大文" in result.stdout
    assert "deactivated" in result.stdout


def test_roles_passwords_and_access_are_changed(cli: CliRunner, database: Database, users: UserTable) -> None:
    assert cli.invoke(app, ["user", "role", "clerk", "approver"]).exit_code == 0
    assert user_of(database, "clerk").role is Role.APPROVER
    assert cli.invoke(app, ["user", "deactivate", "clerk"]).exit_code == 0
    assert not user_of(database, "clerk").active
    assert cli.invoke(app, ["user", "activate", "clerk"]).exit_code == 0
    result = cli.invoke(app, ["user", "reset", "clerk", "--generate"])
    assert SessionTable(database).sign_in("clerk", result.stdout.strip())
    assert SessionTable(database).sign_in("clerk", PASSWORD) is None


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["add", "clerk"], "already"),
        (["add", "Chan Tai Man"], "small letters"),
        (["role", "nobody", "editor"], "nobody"),
        (["role", "boss", "editor"], "one administrator"),
        (["deactivate", "boss"], "one administrator"),
        (["reset", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_is_said(cli: CliRunner, users: UserTable, command: list[str], named: str) -> None:
    result = cli.invoke(app, ["user", *command], input=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "Error:" in result.stderr
    assert named in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("password", ["", "short", "boss", "password1234"])
def test_a_weak_password_makes_no_account(cli: CliRunner, database: Database, password: str) -> None:
    result = cli.invoke(app, ["user", "add", "boss"], input=f"{password}\n")
    assert result.exit_code == 1
    assert "password" in result.stderr
    assert UserTable(database).none()


@pytest.mark.parametrize("arguments", [["add"], ["add", "x", "--role", "king"], ["role", "boss"]], ids=str)
def test_a_command_line_that_makes_no_sense_ends_with_2(cli: CliRunner, arguments: list[str]) -> None:
    assert cli.invoke(app, ["user", *arguments]).exit_code == 2
