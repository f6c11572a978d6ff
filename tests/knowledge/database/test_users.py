"""Accounts: who there is, what each may do, and that nobody can lock everybody out."""

import datetime
from collections.abc import Callable

import pytest

from knowledge.database.audit import AuditLog
from knowledge.database.opening import Database, open_database
from knowledge.database.sessions import SessionTable
from knowledge.database.users import Role, User, UserTable
from knowledge.errors import AccountError, ContentError

PASSWORD = "correct horse battery staple"  # noqa: S105 (of made-up people)
ANOTHER = "seven quiet lanterns at noon"
BOSS = User("boss", "Wong Ka Yan", Role.ADMINISTRATOR)
CLERK = User("clerk", "Chan Tai Man", Role.EDITOR)


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


@pytest.fixture
def users(database: Database) -> UserTable:
    """An administrator and an editor."""
    users = UserTable(database)
    users.add(BOSS, PASSWORD, "command line")
    users.add(CLERK, PASSWORD, "boss")
    return users


def actions(database: Database) -> list[tuple[str, str, str]]:
    """What the log says, the newest first."""
    return [(entry.who, entry.action, entry.subject) for _, entry in AuditLog(database).entries()]


def test_an_empty_database_has_no_accounts(database: Database) -> None:
    users = UserTable(database)
    assert users.none()
    assert users.all() == []
    users.add(BOSS, PASSWORD, "command line")
    assert not users.none()


def test_accounts_come_by_name(users: UserTable, database: Database) -> None:
    assert [account.user for account in users.all()] == [BOSS, CLERK]
    assert users.get("clerk") == users.all()[1]
    assert users.all()[0].signed_in_at is None
    SessionTable(database).sign_in("boss", PASSWORD)
    assert users.all()[0].signed_in_at is not None
    assert users.get("nobody") is None
    assert users.get("\0") is None


def test_a_name_is_taken_once(users: UserTable) -> None:
    with pytest.raises(AccountError, match="clerk") as error:
        users.add(User("clerk", "Somebody Else", Role.EDITOR), PASSWORD, "boss")
    assert error.value.reason == "name_taken"


@pytest.mark.parametrize(
    "name", ["", "x", "Chan", "chan tai", "陳大文", "a" * 65, ".hidden", "a\0b", "a\n", "<b>bold</b>"]
)
def test_names_that_cannot_be(users: UserTable, name: str) -> None:
    with pytest.raises(AccountError) as error:
        users.add(User(name, "Somebody", Role.EDITOR), PASSWORD, "boss")
    assert error.value.reason == "bad_name"


@pytest.mark.parametrize("display", ["", "  ", "\0\u200b", "x" * 81])
def test_names_to_show_that_cannot_be(users: UserTable, display: str) -> None:
    with pytest.raises(AccountError) as error:
        users.change("clerk", "boss", display=display)
    assert error.value.reason == "bad_display"


def test_a_name_to_show_stays_on_one_line(users: UserTable) -> None:
    users.change("clerk", "boss", display=" 陳\n大文\0 <b> ")
    account = users.get("clerk")
    assert account is not None
    assert account.user.display == "陳 大文 <b>"


def test_a_weak_password_is_set_by_nobody(users: UserTable, database: Database) -> None:
    with pytest.raises(AccountError) as error:
        users.add(User("newcomer", "New Comer", Role.EDITOR), "short", "boss")
    assert error.value.reason == "too_short"
    with pytest.raises(AccountError) as error:
        users.reset_password("clerk", "Chan Tai Man 1", "boss")
    assert error.value.reason == "is_name"
    assert users.get("newcomer") is None
    assert SessionTable(database).sign_in("clerk", PASSWORD)


def test_a_change_of_role_counts_and_ends_sessions(users: UserTable, database: Database) -> None:
    sessions = SessionTable(database)
    token = sessions.sign_in("clerk", PASSWORD)
    assert token
    users.change("clerk", "boss", role=Role.APPROVER)
    assert sessions.find(token) is None
    account = users.get("clerk")
    assert account is not None
    assert account.user.role is Role.APPROVER
    assert actions(database)[0] == ("boss", "user.role", "clerk")
    assert AuditLog(database).entries(limit=1)[0][1].detail == {"before": "editor", "after": "approver"}


def test_a_change_that_cannot_be_changes_nothing(users: UserTable, database: Database) -> None:
    before = actions(database)
    with pytest.raises(AccountError):
        users.change("boss", "boss", display="Another Name", role=Role.EDITOR)
    assert users.all()[0].user == BOSS
    assert actions(database) == before


def test_what_is_as_it_was_is_no_change(users: UserTable, database: Database) -> None:
    token = SessionTable(database).sign_in("clerk", PASSWORD)
    assert token
    before = actions(database)
    users.change("clerk", "boss", role=Role.EDITOR)
    users.set_active("clerk", True, "boss")
    users.change("clerk", "boss", display="Chan Tai Man")
    assert actions(database) == before
    assert SessionTable(database).find(token)


def test_who_is_deactivated_is_out_until_activated(users: UserTable, database: Database) -> None:
    sessions = SessionTable(database)
    token = sessions.sign_in("clerk", PASSWORD)
    assert token
    users.set_active("clerk", False, "boss")
    assert sessions.find(token) is None
    assert sessions.sign_in("clerk", PASSWORD) is None
    users.set_active("clerk", True, "boss")
    assert sessions.find(token) is None
    assert sessions.sign_in("clerk", PASSWORD)
    assert [action for _, action, _ in actions(database)][1:3] == ["user.activated", "user.deactivated"]


def test_a_reset_unlocks_ends_sessions_and_asks_for_another_password(users: UserTable, database: Database) -> None:
    sessions = SessionTable(database)
    token = sessions.sign_in("clerk", PASSWORD)
    assert token
    for _ in range(5):
        sessions.sign_in("clerk", "wrong")
    assert [account.locked for account in users.all()] == [False, True]
    users.reset_password("clerk", ANOTHER, "boss")
    assert sessions.find(token) is None
    assert sessions.sign_in("clerk", PASSWORD) is None
    token = sessions.sign_in("clerk", ANOTHER)
    assert token
    session = sessions.find(token)
    assert session is not None
    assert session.user.must_change
    assert not any(ANOTHER in str(entry) for _, entry in AuditLog(database).entries())


@pytest.mark.parametrize("change", ["role", "active"])
def test_nobody_takes_their_own_rights_away(users: UserTable, change: str) -> None:
    users.add(User("second", "Ho Mei", Role.ADMINISTRATOR), PASSWORD, "boss")
    with pytest.raises(AccountError) as error:
        users.change("boss", "boss", role=Role.EDITOR) if change == "role" else users.set_active("boss", False, "boss")
    assert error.value.reason in ("own_role", "own_account")
    assert users.all()[0].user == BOSS


@pytest.mark.parametrize("change", ["role", "active"])
def test_the_last_administrator_stays(users: UserTable, change: str) -> None:
    users.add(User("second", "Ho Mei", Role.ADMINISTRATOR, active=False), PASSWORD, "boss")
    with pytest.raises(AccountError) as error:
        users.change("boss", "x", role=Role.EDITOR) if change == "role" else users.set_active("boss", False, "x")
    assert error.value.reason == "last_administrator"
    assert users.all()[0].user == BOSS


def test_an_account_that_is_not_there_cannot_be_changed(users: UserTable) -> None:
    changes: list[Callable[[], None]] = [
        lambda: users.change("nobody", "boss", display="X"),
        lambda: users.change("nobody", "boss", role=Role.EDITOR),
        lambda: users.set_active("\0", False, "boss"),
        lambda: users.reset_password("nobody", PASSWORD, "boss"),
    ]
    for change in changes:
        with pytest.raises(AccountError) as error:
            change()
        assert error.value.reason == "unknown"


def test_a_lock_is_over_after_a_while(database: Database) -> None:
    now = [datetime.datetime(2026, 1, 5, 9)]
    users, sessions = UserTable(database, lambda: now[0]), SessionTable(database, clock=lambda: now[0])
    users.add(CLERK, PASSWORD, "boss")
    for _ in range(5):
        sessions.sign_in("clerk", "wrong")
    assert users.all()[0].locked
    now[0] += datetime.timedelta(minutes=15)
    assert not users.all()[0].locked


def test_there_are_three_roles_in_order() -> None:
    assert Role.of("Editor") < Role.of("approver") < Role.of("administrator")
    with pytest.raises(ContentError, match="king"):
        Role.of("king")
