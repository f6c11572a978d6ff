"""The trained pipeline, as Rasa loads it from the release."""

import pytest
from rasa.core.agent import Agent

from bot.release import Release
from bot.understanding import load_agent


@pytest.fixture(scope="session")
def agent(release: Release) -> Agent:
    """Rasa's agent, its conversations forgotten."""
    return load_agent(release.rasa_model)
