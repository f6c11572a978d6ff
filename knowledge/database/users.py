"""Staff accounts, their passwords and their sessions."""

import hashlib
import secrets
from dataclasses import dataclass
from enum import IntEnum

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import SESSION, USER
from knowledge.errors import ContentError


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
    display: str
    role: Role
    active: bool = True
    must_change: bool = False


@dataclass(frozen=True)
class Session:
    """A person who is signed in."""

    user: User
    csrf: str
    """What forms must carry."""


class UserTable:
    """Accounts and sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()  # argon2id

    def add(self, user: User, password: str, by: str) -> None:
        """Make an account. Raises ContentError where the name is taken."""
        values = {
            "name": user.name,
            "display": user.display,
            "role": user.role.word,
            "password": self._hasher.hash(password),
            "active": user.active,
            "must_change": user.must_change,
            "failures": 0,
            "made_at": utc_now(),
        }
        with self._database.writing() as connection:
            if connection.execute(sa.select(USER.c.name).where(USER.c.name == user.name)).first():
                raise ContentError(f"there is an account {user.name} already")
            connection.execute(USER.insert().values(**values))
            record(connection, by, "user.added", user.name, role=user.role.word)

    def sign_in(self, name: str, password: str) -> str | None:
        """The token for a new session's cookie; None where name or password are wrong."""
        with self._database.writing() as connection:
            row = connection.execute(sa.select(USER).where(USER.c.name == name, USER.c.active)).first()
            if row is None:
                return None
            try:
                self._hasher.verify(row.password, password)
            except VerificationError:
                return None
            token, now = secrets.token_urlsafe(32), utc_now()
            values = {"token": _hash(token), "user": name, "csrf": secrets.token_urlsafe(32)}
            connection.execute(SESSION.insert().values(**values, made_at=now, seen_at=now))
            record(connection, name, "user.signed_in", name)
            return token

    def session(self, token: str) -> Session | None:
        """Who is signed in with a cookie's token."""
        query = sa.select(USER, SESSION.c.csrf).join(SESSION, SESSION.c.user == USER.c.name)
        with self._database.reading() as connection:
            row = connection.execute(query.where(SESSION.c.token == _hash(token), USER.c.active)).first()
        return None if row is None else Session(_user(row), row.csrf)

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            connection.execute(SESSION.delete().where(SESSION.c.token == _hash(token)))


def _user(row: sa.engine.Row) -> User:
    return User(row.name, row.display, Role.of(row.role), row.active, row.must_change)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
