"""Staff accounts: who there is, and what each may do."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import sqlalchemy as sa

from knowledge.database import passwords
from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import AUDIT, SESSION, USER
from knowledge.errors import AccountError, ContentError

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
MAX_DISPLAY_CHARS = 80


class Role(IntEnum):
    """Each may do what those below may."""

    EDITOR = 1
    APPROVER = 2
    ADMINISTRATOR = 3

    @property
    def word(self) -> str:
        """As it is stored and typed."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Role":
        """Raises ContentError for a word that is no role."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise ContentError(f"there is no role {word!r}: editor, approver or administrator") from None


@dataclass(frozen=True)
class User:
    """One of the staff."""

    name: str
    """What is typed to sign in: small letters, digits, dot, hyphen, underscore."""
    display: str
    role: Role
    active: bool = True
    must_change: bool = False
    """Somebody else chose the password: it is changed before anything else is done."""


@dataclass(frozen=True)
class Session:
    """A person who is signed in."""

    user: User
    csrf: str
    """What forms must carry."""


@dataclass(frozen=True)
class Account:
    """A user as administrators see them; times are UTC."""

    user: User
    locked: bool
    """Too many wrong passwords a short while ago."""
    made_at: datetime.datetime
    signed_in_at: datetime.datetime | None
    """The last time."""


class UserTable:
    """Accounts. `by` is whose doing it is, for the audit log; nobody takes their own rights away.

    Every method that changes something raises AccountError where that cannot be.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime.datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    def none(self) -> bool:
        """No account was ever made."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(USER.c.name).limit(1)).first() is None

    def all(self) -> list[Account]:
        """By name."""
        with self._database.reading() as connection:
            last = _last_sign_ins(connection)
            rows = connection.execute(sa.select(USER))
            return sorted((self._account(row, last) for row in rows), key=lambda account: account.user.name)

    def get(self, name: str) -> Account | None:
        """One of them."""
        if not NAME.fullmatch(name):
            return None
        with self._database.reading() as connection:
            row = connection.execute(sa.select(USER).where(USER.c.name == name)).first()
            return self._account(row, _last_sign_ins(connection, name)) if row else None

    def add(self, user: User, password: str, by: str) -> None:
        """Make an account; refuses a name that is taken or cannot be, and a weak password."""
        if not NAME.fullmatch(user.name):
            message = "a name has 2 to 64 characters: small letters, digits, dots, hyphens, underscores"
            raise AccountError("bad_name", message)
        display = _display(user.display)
        passwords.check_new(password, user.name, display)
        values = {
            "name": user.name,
            "display": display,
            "role": user.role.word,
            "password": passwords.hashed(password),  # takes its time: before anybody has to wait for it
            "active": user.active,
            "must_change": user.must_change,
            "failures": 0,
            "made_at": self._clock(),
        }
        with self._database.writing() as connection:
            if connection.execute(sa.select(USER.c.name).where(USER.c.name == user.name)).first():
                raise AccountError("name_taken", f"there is an account {user.name} already")
            connection.execute(USER.insert().values(**values))
            record(connection, by, "user.added", user.name, role=user.role.word, display=display)

    def change(self, name: str, by: str, *, display: str | None = None, role: Role | None = None) -> None:
        """Show a person under another name; let them do more or less, for which they have to sign in again."""
        with self._database.writing() as connection:
            was = user_of(_row(connection, name))
            if display is not None and (display := _display(display)) != was.display:
                connection.execute(_update(name).values(display=display))
                record(connection, by, "user.renamed", name, before=was.display, after=display)
            if role is not None and role != was.role:
                if by == name:
                    raise AccountError("own_role", "nobody changes their own role")
                connection.execute(_update(name).values(role=role.word))
                _keep_an_administrator(connection)
                _end_sessions(connection, name)
                record(connection, by, "user.role", name, before=was.role.word, after=role.word)

    def set_active(self, name: str, active: bool, by: str) -> None:
        """Let a person in, or no more; accounts are never deleted, since the audit log names them."""
        with self._database.writing() as connection:
            if _row(connection, name).active == active:
                return
            if by == name:
                raise AccountError("own_account", "nobody deactivates their own account")
            connection.execute(_update(name).values(active=active, failures=0, locked_until=None))
            _keep_an_administrator(connection)
            _end_sessions(connection, name)
            record(connection, by, "user.activated" if active else "user.deactivated", name)

    def reset_password(self, name: str, password: str, by: str, *, must_change: bool = True) -> None:
        """A new password that somebody else chose; the account is unlocked and signed out everywhere."""
        with self._database.reading() as connection:
            display = _row(connection, name).display
        passwords.check_new(password, name, display)
        kept = passwords.hashed(password)
        with self._database.writing() as connection:
            connection.execute(
                _update(name).values(password=kept, must_change=must_change, failures=0, locked_until=None)
            )
            _end_sessions(connection, name)
            record(connection, by, "user.password_reset", name)

    def _account(self, row: sa.engine.Row, last: dict[str, datetime.datetime]) -> Account:
        locked = row.locked_until is not None and self._clock() < row.locked_until
        return Account(user_of(row), locked, row.made_at, last.get(row.name))


def user_of(row: sa.engine.Row) -> User:
    """The user in a row of the table."""
    return User(row.name, row.display, Role.of(row.role), row.active, row.must_change)


def _display(text: str) -> str:
    """On one line, without signs that cannot be seen."""
    display = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not 0 < len(display) <= MAX_DISPLAY_CHARS:
        raise AccountError("bad_display", f"the person's own name has 1 to {MAX_DISPLAY_CHARS} characters")
    return display


def _row(connection: sa.engine.Connection, name: str) -> sa.engine.Row:
    row = connection.execute(sa.select(USER).where(USER.c.name == name)).first() if NAME.fullmatch(name) else None
    if row is None:
        raise AccountError("unknown", f"there is no account {name!r}")
    return row


def _update(name: str) -> sa.sql.Update:
    return USER.update().where(USER.c.name == name)


def _keep_an_administrator(connection: sa.engine.Connection) -> None:
    """Two who take each other's role away at the same moment come here one after the other."""
    there = sa.select(USER.c.name).where(USER.c.role == Role.ADMINISTRATOR.word, USER.c.active)
    if connection.execute(there.limit(1)).first() is None:
        raise AccountError("last_administrator", "one administrator has to stay")


def _end_sessions(connection: sa.engine.Connection, name: str) -> None:
    connection.execute(SESSION.delete().where(SESSION.c.user == name))


def _last_sign_ins(connection: sa.engine.Connection, *names: str) -> dict[str, datetime.datetime]:
    query = sa.select(AUDIT.c.subject, sa.func.max(AUDIT.c.at).label("at")).where(AUDIT.c.action == "user.signed_in")
    if names:
        query = query.where(AUDIT.c.subject.in_(names))
    return {row.subject: row.at for row in connection.execute(query.group_by(AUDIT.c.subject))}
