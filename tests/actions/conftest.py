"""Actions keep what staff will read in a database of the test run's own."""

from collections.abc import Iterator

import pytest

from actions.turn import feedback, use
from bot.feedback import FeedbackStore
from bot.settings import Settings
from tests.content import CONTENT


@pytest.fixture(autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FeedbackStore]:
    """The store that the actions of this test write to."""
    database = tmp_path_factory.mktemp("feedback") / "conversations.db"
    use(Settings(conversations=f"sqlite:///{database}", content=CONTENT))
    yield feedback()
    use(Settings.load())
