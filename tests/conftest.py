"""Shared parts of the tests: the model is trained once a run, and loaded once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator

import pytest
from argon2 import PasswordHasher

from bot import logs
from bot.release import Release
from bot.runtime import Runtime
from bot.settings import Settings
from knowledge.database import passwords
from knowledge.encoder.vector_cache import FOLDER as VECTORS
from tests.content import CONTENT

os.environ["AMBASSADOR_CONTENT"] = CONTENT  # never a developer's own; programs that tests start inherit it
logs.configure("WARNING")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """The same argon2id, so cheap that tests can sign in often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def release() -> Release:
    """The release of the present files; trained here unless it is there already."""
    release = Release.current(Settings(content=CONTENT))
    if not release.complete:
        subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=True)
    return release


@pytest.fixture(scope="session")
def runtime(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """A loaded assistant with conversations in a fresh SQLite file."""
    database = tmp_path_factory.mktemp("conversations") / "conversations.db"
    loaded = Runtime(Settings(conversations=f"sqlite:///{database}", content=CONTENT))
    loaded.load_now()
    return loaded


@pytest.fixture(scope="session")
def own_runtime(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """A loaded assistant whose content tests may change: databases and models folder of its own, the same release."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(release.folder, folder / "models" / release.fingerprint)
    shutil.copy(release.rasa_model, folder / "models")
    vectors = release.settings.models / VECTORS
    if vectors.exists():  # else a training encodes everything anew
        shutil.copytree(vectors, folder / "models" / VECTORS)
    settings = Settings(
        models=folder / "models",
        conversations=f"sqlite:///{folder}/conversations.db",
        content=f"sqlite:///{folder}/content.db",
    )
    runtime = Runtime(settings)
    runtime.load_now()
    return runtime


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first: what needs the trained model, a subprocess or a browser waits."""
    items.sort(key=lambda item: _slowness(item.path.as_posix()))


def _slowness(path: str) -> int:
    order = ("/language/", "/knowledge/", "/bot/", "/actions/", "/web/", "/tests/test_")
    return next((rank for rank, part in enumerate(order) if part in path), len(order))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where AMBASSADOR_NO_SKIPS is set (CI), a skipped test has failed."""
    report = yield
    if report.skipped and os.environ.get("AMBASSADOR_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report
