"""Shared parts of the tests: the model is trained once a run, and loaded once."""

import subprocess
import sys

import pytest

from bot import logs
from bot.release import Release
from bot.runtime import Runtime
from bot.settings import Settings

logs.configure("WARNING")


@pytest.fixture(scope="session")
def release() -> Release:
    """The release of the present files; trained here unless it is there already."""
    release = Release.current(Settings.load({}))
    if not release.complete:
        subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=True)
    return release


@pytest.fixture(scope="session")
def runtime(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """A loaded assistant with conversations in a fresh SQLite file."""
    database = tmp_path_factory.mktemp("conversations") / "conversations.db"
    loaded = Runtime(Settings(conversations=f"sqlite:///{database}"))
    loaded.load_now()
    return loaded
