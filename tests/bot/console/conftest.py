"""The console over a database of its own, without a model: pages are asked as functions, or over HTTP."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from multidict import MultiDict, MultiDictProxy

from bot.app import create_app
from bot.console.visit import Parts, Visit
from bot.runtime import Runtime
from bot.settings import Settings
from knowledge.database.opening import open_database
from knowledge.database.users import Role, Session, User
from knowledge.store import FileStore
from tests.bot.conftest import Client
from tests.knowledge.faqs import faq

PASSWORD = "correct horse battery staple"  # noqa: S105 (of made-up people)
STAFF = {
    "editor": User("editor", "Chan Tai Man", Role.EDITOR),
    "approver": User("approver", "Lee Siu Ming", Role.APPROVER),
    "administrator": User("administrator", "Wong Ka Yan", Role.ADMINISTRATOR),
}
SMALL = [faq("adult"), faq("child"), faq("lost", "passport_application")]

MakeVisit = Callable[..., Visit]


class NeverLoaded(Runtime):
    """An assistant that is still loading."""

    async def load(self) -> None:
        """Not in these tests."""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Databases and models in a folder of the test's own; few FAQs to begin with."""
    monkeypatch.setattr(FileStore, "faqs", lambda _: SMALL)
    return Settings(
        models=tmp_path / "models",
        conversations=f"sqlite:///{tmp_path}/conversations.db",
        content=f"sqlite:///{tmp_path}/content.db",
    )


@pytest.fixture
def parts(settings: Settings) -> Parts:
    """What pages work with; an editor, an approver and an administrator have accounts."""
    parts = Parts(NeverLoaded(settings), open_database(settings.content))
    for user in STAFF.values():
        parts.users.add(user, PASSWORD, "tests")
    return parts


@pytest.fixture
def visit(parts: Parts) -> MakeVisit:
    """Makes a request as a page function gets it: `visit("editor", form={…}, query={…}, path={…}, lang="en")`."""

    def make(who: str = "editor", **what: Any) -> Visit:
        form = MultiDictProxy(MultiDict(what.pop("form", {})))
        return Visit(parts, what.pop("lang", "en"), Session(STAFF[who], "token"), form=form, **what)

    return make


@pytest.fixture
async def console(settings: Settings, parts: Parts) -> AsyncIterator[Client]:
    """An HTTP client of the whole application over the same database; nobody is signed in."""
    async with TestClient(TestServer(create_app(NeverLoaded(settings)))) as client:
        yield client


async def sign_in(client: Client, who: str) -> None:
    """Sign a person in."""
    form = {"name": who, "password": PASSWORD, "next": "/console"}
    response = await client.post("/console/sign-in", data=form, allow_redirects=False)
    assert response.status == 303


async def token(client: Client, page: str = "/console/password") -> str:
    """What forms of the person who is signed in carry."""
    found = re.search(r'name="csrf" (?:content|value)="([^"]+)"', await (await client.get(page)).text())
    assert found
    return found.group(1)


def origin(client: Client) -> dict[str, str]:
    """What a browser says of a form on one of our own pages."""
    return {"Origin": f"http://{client.host}:{client.port}"}
