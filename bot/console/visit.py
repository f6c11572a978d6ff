"""What a page function gets, a Visit, and what it gives: a Page, a Redirect, a Download or Json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from aiohttp.web import FileField
from multidict import MultiDict, MultiDictProxy

from bot.console.attempts import Attempts
from bot.runtime import Runtime
from bot.settings import Settings
from bot.trainings import Trainings
from knowledge.database.audit import AuditLog
from knowledge.database.faqs import FaqTable
from knowledge.database.library import Library
from knowledge.database.models import ModelTable
from knowledge.database.opening import Database
from knowledge.database.sessions import SessionTable
from knowledge.database.store import open_table
from knowledge.database.users import Role, Session, User, UserTable
from language.detect import Lang


class Parts:
    """What the pages work with; opened once a process."""

    def __init__(self, runtime: Runtime, database: Database) -> None:
        self.runtime = runtime
        self.database = database

    @property
    def settings(self) -> Settings:
        """Of this process."""
        return self.runtime.settings

    @cached_property
    def users(self) -> UserTable:
        """Accounts."""
        return UserTable(self.database)

    @cached_property
    def sessions(self) -> SessionTable:
        """Signing in, and who is signed in."""
        return SessionTable(self.database, timedelta(minutes=self.settings.console_idle_minutes))

    @cached_property
    def attempts(self) -> Attempts:
        """Failed sign-ins of each address."""
        return Attempts()

    @cached_property
    def faqs(self) -> FaqTable:
        """What people are told, and all that they ever were."""
        return open_table(self.settings.content)

    @cached_property
    def models(self) -> ModelTable:
        """Trained models: which one answers, and which were kept."""
        return ModelTable(self.database)

    @cached_property
    def trainings(self) -> Trainings:
        """Begins trainings."""
        return Trainings(self.settings, self.models)

    @cached_property
    def library(self) -> Library:
        """The same together with drafts."""
        open_table(self.settings.content)  # an empty database is filled first
        return Library(self.database)

    @cached_property
    def audit(self) -> AuditLog:
        """Who changed what."""
        return AuditLog(self.database)


class RefusedError(Exception):
    """The page cannot be given; `said` names a sentence of the texts, `values` fill it in."""

    def __init__(self, status: int, said: str, **values: object) -> None:
        super().__init__(said)
        self.status = status
        self.said = said
        self.values = values


@dataclass(frozen=True)
class Visit:
    """One request, ready to be worked on: the session is checked, the form is read and carries the right token."""

    parts: Parts
    lang: Lang
    session: Session | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    """The variable parts of the address."""
    query: Mapping[str, str] = field(default_factory=dict)
    form: "MultiDictProxy[str | FileField]" = field(default_factory=lambda: MultiDictProxy(MultiDict()))
    cookie: str = ""
    """The session's token."""
    address: str = ""
    """Where the person comes from; behind a trusted proxy, as that one says."""

    @property
    def user(self) -> User:
        """Who is signed in; a page without a role has none and must not ask."""
        assert self.session is not None  # noqa: S101 (routing lets nobody else in)
        return self.session.user

    def may(self, role: Role) -> bool:
        """Whether the person may do what `role` may."""
        return self.session is not None and self.session.user.role >= role

    def text(self, name: str) -> str:
        """A field of the form; empty where it was not sent, ends of lines as in a text file."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def file(self, name: str) -> FileField | None:
        """A file of the form; None where none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, FileField) and value.filename else None


@dataclass(frozen=True)
class Page:
    """A template with what it shows."""

    template: str
    """Below templates/console/, without `.html`."""
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Redirect:
    """After a change: where to go on, and a sentence of the texts to show there."""

    to: str
    said: str = ""
    cookie: str | None = None
    """A new value of the session's cookie; empty: end it."""


@dataclass(frozen=True)
class Download:
    """A file to take away."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Json:
    """For the scripts of a page."""

    value: Any
    status: int = 200


Result = Page | Redirect | Download | Json
