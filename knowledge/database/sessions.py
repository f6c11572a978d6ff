"""Signing in, and who is signed in: passwords, lock-out, sessions."""

import datetime
import hashlib
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from knowledge.database import passwords
from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.tables import SESSION, USER
from knowledge.database.users import NAME, Session, user_of
from knowledge.errors import AccountError

IDLE = datetime.timedelta(hours=1)
LONGEST = datetime.timedelta(hours=12)
"""A session ends then, however busy: longer than any shift."""
SEEN_EVERY = datetime.timedelta(minutes=1)
"""That somebody is there is not written more often."""
KEPT_AFTER = datetime.timedelta(days=1)
"""What ended is known for so long, so that a form sent too late is still taken whole."""
MAX_FAILURES = 5
"""Wrong passwords in a row: enough for a slip and a key that sticks."""
LOCKED_FOR = datetime.timedelta(minutes=15)
"""480 guesses a day at most; and a person who is locked out by somebody else's guesses is let in the same morning."""


class SessionTable:
    """Sessions. Passwords are verified outside any transaction: it takes long, and writers would wait."""

    def __init__(
        self, database: Database, idle: datetime.timedelta = IDLE, clock: Callable[[], datetime.datetime] = utc_now
    ) -> None:
        self._database = database
        self._idle = idle
        self._clock = clock

    def sign_in(self, name: str, password: str, address: str = "") -> str | None:
        """The token for a new session's cookie; None where name or password are wrong or the account is locked.

        An unknown name, a locked account and a wrong password take as long as each other.
        """
        kept = self._verified(name, password)
        renewed = passwords.hashed(password) if kept and passwords.needs_rehash(kept) else kept
        with self._database.writing() as connection:
            if not self._accepted(connection, name, kept, address):
                return None
            if renewed != kept:
                connection.execute(USER.update().where(USER.c.name == name).values(password=renewed))
            record(connection, name, "user.signed_in", name, **({"address": address} if address else {}))
            return self._begin(connection, name)

    def change_password(self, name: str, old: str, new: str, address: str = "") -> str:
        """One's own; the token of a new session, in place of every other one.

        Raises AccountError where the old one is wrong (which counts towards the lock-out) or the new one is weak.
        """
        with self._database.reading() as connection:
            display = connection.execute(sa.select(USER.c.display).where(USER.c.name == name)).scalar() or ""
        passwords.check_new(new, name, display)
        if old == new:
            raise AccountError("same", "the new password is the old one")
        kept = self._verified(name, old)
        changed = passwords.hashed(new) if kept else ""
        with self._database.writing() as connection:
            if accepted := self._accepted(connection, name, kept, address):
                values = {"password": changed, "must_change": False}
                connection.execute(USER.update().where(USER.c.name == name).values(**values))
                connection.execute(SESSION.delete().where(SESSION.c.user == name))
                record(connection, name, "user.password_changed", name)
                token = self._begin(connection, name)
        if not accepted:  # after the transaction, which has counted it
            raise AccountError("wrong_password", "the present password is wrong, or the account is locked for a while")
        return token

    def find(self, token: str, *, seen: bool = True) -> Session | None:
        """Who is signed in with a cookie's token; `seen`: a person is there, and no script that asks by itself."""
        now = self._clock()
        columns = (SESSION.c.csrf, SESSION.c.seen_at, SESSION.c.made_at.label("begun_at"))
        query = sa.select(USER, *columns).join(SESSION, SESSION.c.user == USER.c.name)
        with self._database.reading() as connection:
            row = connection.execute(query.where(SESSION.c.token == _hash(token), USER.c.active)).first()
        if row is None or now >= row.seen_at + self._idle or now >= row.begun_at + LONGEST:
            return None
        if seen and now >= row.seen_at + SEEN_EVERY:
            with self._database.writing() as connection:
                connection.execute(SESSION.update().where(SESSION.c.token == _hash(token)).values(seen_at=now))
        return Session(user_of(row), row.csrf)

    def was_one(self, token: str) -> bool:
        """It is a session's, even if that has ended of age."""
        with self._database.reading() as connection:
            return (
                connection.execute(sa.select(SESSION.c.user).where(SESSION.c.token == _hash(token))).first() is not None
            )

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            connection.execute(SESSION.delete().where(SESSION.c.token == _hash(token)))

    def _verified(self, name: str, password: str) -> str | None:
        """The hash that the password matches; None for a wrong one."""
        row = None
        if NAME.fullmatch(name):
            query = sa.select(USER.c.password).where(USER.c.name == name, USER.c.active)
            with self._database.reading() as connection:
                row = connection.execute(query).first()
        kept = row.password if row else None
        return kept if passwords.matches(kept, password) else None

    def _accepted(self, connection: sa.engine.Connection, name: str, kept: str | None, address: str) -> bool:
        """Whether somebody may in, now that nobody else writes: guesses at the same moment are counted one by one."""
        known = USER.c.name == (name if NAME.fullmatch(name) else "")
        row = connection.execute(sa.select(USER).where(known, USER.c.active)).first()
        now = self._clock()
        if row is None or (row.locked_until is not None and now < row.locked_until):
            return False
        if kept is not None and kept == row.password:  # and not changed meanwhile
            connection.execute(USER.update().where(known).values(failures=0, locked_until=None))
            return True
        failures = row.failures + 1
        values = {"failures": failures}
        if failures >= MAX_FAILURES:
            values = {"failures": 0, "locked_until": now + LOCKED_FOR}
            minutes = LOCKED_FOR // datetime.timedelta(minutes=1)
            detail = {"address": address} if address else {}
            record(connection, "", "user.locked", name, minutes=minutes, **detail)
        connection.execute(USER.update().where(known).values(**values))
        return False

    def _begin(self, connection: sa.engine.Connection, name: str) -> str:
        """A new session; what ended long ago is cleared away on the occasion."""
        now = self._clock()
        connection.execute(SESSION.delete().where(SESSION.c.made_at < now - LONGEST - KEPT_AFTER))
        token = secrets.token_urlsafe(32)
        values = {"token": _hash(token), "user": name, "csrf": secrets.token_urlsafe(32)}
        connection.execute(SESSION.insert().values(**values, made_at=now, seen_at=now))
        return token


def _hash(token: str) -> str:
    """What is kept of a token: who reads the database can sign in with none of them."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
