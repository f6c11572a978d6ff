"""Signing in: lock-out, the end of sessions, one's own password; time is the test's."""

import datetime
import threading

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from knowledge.database import passwords
from knowledge.database.audit import AuditLog
from knowledge.database.opening import Database, open_database
from knowledge.database.sessions import SessionTable
from knowledge.database.tables import SESSION, USER
from knowledge.database.users import Role, User, UserTable
from knowledge.errors import AccountError

PASSWORD = "correct horse battery staple"  # noqa: S105 (of made-up people)
ANOTHER = "seven quiet lanterns at noon"
CLERK = User("clerk", "Chan Tai Man", Role.EDITOR, must_change=True)


class Clock:
    """Time passes when the test says so."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 1, 5, 9)

    def __call__(self) -> datetime.datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += datetime.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


@pytest.fixture
def sessions(database: Database, clock: Clock) -> SessionTable:
    """With one account."""
    UserTable(database, clock).add(CLERK, PASSWORD, "boss")
    return SessionTable(database, datetime.timedelta(minutes=30), clock)


def signed_in(sessions: SessionTable) -> str:
    token = sessions.sign_in("clerk", PASSWORD)
    assert token
    return token


def logged(database: Database) -> list[str]:
    return [entry.action for _, entry in AuditLog(database).entries()]


def stored(database: Database, column: sa.Column) -> list[object]:
    with database.reading() as connection:
        return list(connection.execute(sa.select(column)).scalars())


def test_the_password_lets_in_and_nothing_else_does(sessions: SessionTable) -> None:
    session = sessions.find(signed_in(sessions))
    assert session is not None
    assert session.user == CLERK
    for name, password in (("clerk", "wrong"), ("nobody", PASSWORD), ("", ""), ("\0", "\0"), ("clerk", "x" * 5000)):
        assert sessions.sign_in(name, password) is None
    assert sessions.find("") is None
    assert sessions.find("no token\udcff") is None


def test_each_sign_in_has_a_token_of_its_own_that_is_kept_nowhere(sessions: SessionTable, database: Database) -> None:
    tokens = [signed_in(sessions), signed_in(sessions)]
    found = [sessions.find(token) for token in tokens]
    assert found[0]
    assert found[1]
    assert tokens[0] != tokens[1]
    assert found[0].csrf != found[1].csrf
    assert not set(tokens) & set(stored(database, SESSION.c.token))


def test_five_wrong_ones_in_a_row_lock_even_the_right_one_out(
    sessions: SessionTable, database: Database, clock: Clock
) -> None:
    for _ in range(4):
        sessions.sign_in("clerk", "wrong", "192.0.2.7")
    assert logged(database) == ["user.added"]
    sessions.sign_in("clerk", "wrong", "192.0.2.7")
    assert logged(database) == ["user.locked", "user.added"]
    assert AuditLog(database).entries(limit=1)[0][1].detail == {"minutes": 15, "address": "192.0.2.7"}
    clock.wait(minutes=14)
    assert sessions.sign_in("clerk", PASSWORD) is None
    clock.wait(minutes=1)
    assert sessions.sign_in("clerk", PASSWORD)


def test_after_a_lock_counting_begins_anew(sessions: SessionTable, database: Database, clock: Clock) -> None:
    for _ in range(5):
        sessions.sign_in("clerk", "wrong")
    for _ in range(3):  # while it is locked nothing is counted
        sessions.sign_in("clerk", "wrong")
    clock.wait(minutes=15)
    for _ in range(4):
        sessions.sign_in("clerk", "wrong")
    assert logged(database).count("user.locked") == 1
    assert sessions.sign_in("clerk", PASSWORD)


def test_success_ends_the_row(sessions: SessionTable, database: Database) -> None:
    for _ in range(4):
        sessions.sign_in("clerk", "wrong")
    signed_in(sessions)
    for _ in range(4):
        sessions.sign_in("clerk", "wrong")
    signed_in(sessions)
    assert "user.locked" not in logged(database)


def test_guesses_at_the_same_moment_are_all_counted(
    sessions: SessionTable, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six verify before any of them is written down, and the one that is right comes last."""
    verified, right_may_go = threading.Barrier(6), threading.Event()
    matches = passwords.matches

    def together(kept: str | None, password: str) -> bool:
        result = matches(kept, password)
        verified.wait(60)
        if result:
            right_may_go.wait(60)
        return result

    monkeypatch.setattr(passwords, "matches", together)
    wrong = [threading.Thread(target=sessions.sign_in, args=("clerk", "wrong")) for _ in range(5)]
    got: list[str | None] = []
    right = threading.Thread(target=lambda: got.append(sessions.sign_in("clerk", PASSWORD)))
    for thread in (*wrong, right):
        thread.start()
    for thread in wrong:
        thread.join()
    right_may_go.set()
    right.join()
    assert got == [None]


def test_writers_do_not_wait_for_a_password_to_be_verified(
    sessions: SessionTable, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def writing_meanwhile(kept: str | None, password: str) -> bool:
        writer = threading.Thread(target=lambda: UserTable(database).change("clerk", "boss", display="Renamed"))
        writer.start()
        writer.join(60)
        assert not writer.is_alive()
        return matches(kept, password)

    monkeypatch.setattr(passwords, "matches", writing_meanwhile)
    session = sessions.find(signed_in(sessions))
    assert session is not None
    assert session.user.display == "Renamed"


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(
    sessions: SessionTable, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def reset_meanwhile(kept: str | None, password: str) -> bool:
        result = matches(kept, password)
        UserTable(database).reset_password("clerk", ANOTHER, "boss")
        return result

    monkeypatch.setattr(passwords, "matches", reset_meanwhile)
    assert sessions.sign_in("clerk", PASSWORD) is None


def test_a_session_ends_when_nobody_comes(sessions: SessionTable, clock: Clock) -> None:
    token = signed_in(sessions)
    for _ in range(3):
        clock.wait(minutes=29)
        assert sessions.find(token)
    clock.wait(minutes=30)
    assert sessions.find(token) is None
    assert sessions.was_one(token)
    assert not sessions.was_one("another")


def test_a_script_that_asks_by_itself_is_nobody(sessions: SessionTable, clock: Clock) -> None:
    token = signed_in(sessions)
    clock.wait(minutes=29)
    assert sessions.find(token, seen=False)
    clock.wait(minutes=1)
    assert sessions.find(token, seen=False) is None


def test_a_session_ends_after_half_a_day_however_busy(sessions: SessionTable, clock: Clock) -> None:
    token = signed_in(sessions)
    for _ in range(35):
        clock.wait(minutes=20)
        assert sessions.find(token)
    clock.wait(minutes=20)
    assert sessions.find(token) is None


def test_being_there_is_written_once_a_minute(sessions: SessionTable, database: Database, clock: Clock) -> None:
    token = signed_in(sessions)
    begun = clock.now
    clock.wait(seconds=59)
    sessions.find(token)
    assert stored(database, SESSION.c.seen_at) == [begun]
    clock.wait(seconds=1)
    sessions.find(token)
    assert stored(database, SESSION.c.seen_at) == [clock.now]


def test_what_ended_long_ago_is_cleared_away(sessions: SessionTable, database: Database, clock: Clock) -> None:
    signed_in(sessions)
    clock.wait(hours=13)
    signed_in(sessions)
    assert len(stored(database, SESSION.c.token)) == 2
    clock.wait(hours=24)
    signed_in(sessions)
    assert len(stored(database, SESSION.c.token)) == 2


def test_signing_out_ends_one_session(sessions: SessionTable) -> None:
    here, there = signed_in(sessions), signed_in(sessions)
    sessions.sign_out(here)
    assert sessions.find(here) is None
    assert sessions.find(there)


def test_a_new_password_ends_every_other_session(sessions: SessionTable, database: Database) -> None:
    tokens = [signed_in(sessions), signed_in(sessions)]
    new = sessions.change_password("clerk", PASSWORD, ANOTHER)
    assert [sessions.find(token) for token in tokens] == [None, None]
    session = sessions.find(new)
    assert session is not None
    assert not session.user.must_change
    assert sessions.sign_in("clerk", PASSWORD) is None
    assert sessions.sign_in("clerk", ANOTHER)
    assert "user.password_changed" in logged(database)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("wrong", ANOTHER, "wrong_password"),
        (PASSWORD, "short", "too_short"),
        (PASSWORD, "Chan Tai Man 1", "is_name"),
        (PASSWORD, PASSWORD, "same"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(sessions: SessionTable, old: str, new: str, reason: str) -> None:
    token = signed_in(sessions)
    with pytest.raises(AccountError) as error:
        sessions.change_password("clerk", old, new)
    assert error.value.reason == reason
    assert sessions.find(token)
    signed_in(sessions)


def test_guessing_at_the_old_password_locks_too(sessions: SessionTable, database: Database) -> None:
    for _ in range(5):
        with pytest.raises(AccountError):
            sessions.change_password("clerk", "wrong", ANOTHER)
    assert logged(database)[0] == "user.locked"
    with pytest.raises(AccountError):
        sessions.change_password("clerk", PASSWORD, ANOTHER)


def test_a_hash_of_other_parameters_is_made_anew(sessions: SessionTable, database: Database) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    with database.writing() as connection:
        connection.execute(USER.update().values(password=old))
    signed_in(sessions)
    (kept,) = stored(database, USER.c.password)
    assert kept != old
    assert not passwords.needs_rehash(str(kept))
    signed_in(sessions)
    assert stored(database, USER.c.password) == [kept]
