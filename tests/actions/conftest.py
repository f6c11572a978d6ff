"""Actions keep what staff will read in the content database of the test run, empty of it at first."""

from collections.abc import Iterator

import pytest

from actions.turn import feedback, use
from bot.settings import Settings
from knowledge.database.feedback import FeedbackStore
from knowledge.database.opening import open_database
from knowledge.database.tables import FEEDBACK
from tests.content import CONTENT


@pytest.fixture(autouse=True)
def kept() -> Iterator[FeedbackStore]:
    """The store that the actions of this test write to."""
    use(Settings(content=CONTENT))
    with open_database(CONTENT).writing() as connection:
        connection.execute(FEEDBACK.delete())
    yield feedback()
    use(Settings.load())
